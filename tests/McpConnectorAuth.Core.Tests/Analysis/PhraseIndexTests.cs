using System.Reflection;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Tests.Analysis;

/// <summary>One pass over a statement finds what looking for each phrase finds.</summary>
public sealed class PhraseIndexTests
{
    private static readonly List<(string Name, PhraseTable Table)> Tables = FindTables();

    [Fact]
    public void Every_table_takes_part_in_the_one_pass()
    {
        _ = PhraseIndex.Current;
        Tables.Count.ShouldBeGreaterThan(60);
        Tables.Where(t => t.Table.Number < 0).Select(t => t.Name).ShouldBeEmpty("PhraseIndex.InitializeOwners names the classes that have phrase tables");
    }

    [Fact]
    public void It_finds_in_real_documents_what_searching_finds()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "eval", "docs"), "*.md"))
        {
            var document = DocumentReader.Parse(File.ReadAllText(file), file);
            foreach (var unit in new DocumentText(document, default).Units)
                Compare(unit.Lower, unit.Lower.Text);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("key")]
    [InlineData("xkey keyx key-x x-key")]
    [InlineData("apiキーapiキー access tokentoken access token")]
    [InlineData("basic authbasic auth")]
    [InlineData("→x→ > (default) *without*")]
    [InlineData("schlüsselé é schlüssel")]
    public void It_keeps_to_the_boundaries_of_words(string lower) => Compare(new LowerText(lower), lower);

    private static void Compare(LowerText found, string lower)
    {
        foreach (var (name, table) in Tables)
            table.In(found).ShouldBe(table.IndexIn(lower) >= 0, $"{name} in {lower}");
    }

    private static List<(string Name, PhraseTable Table)> FindTables()
    {
        _ = PhraseIndex.Current;
        var tables = new List<(string Name, PhraseTable Table)>();
        foreach (var field in typeof(PhraseTable).Assembly.GetTypes().SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)))
        {
            var name = $"{field.DeclaringType!.Name}.{field.Name}";
            if (field.FieldType == typeof(PhraseTable))
                tables.Add((name, (PhraseTable)field.GetValue(null)!));
            else if (field.FieldType is { IsArray: true } list && list.GetElementType()!.Name.StartsWith("ValueTuple", StringComparison.Ordinal) && list.GetElementType()!.GetGenericArguments().Contains(typeof(PhraseTable)))
                tables.AddRange(((Array)field.GetValue(null)!).Cast<System.Runtime.CompilerServices.ITuple>().Select(row => (name, Enumerable.Range(0, row.Length).Select(i => row[i]).OfType<PhraseTable>().Single())));
        }

        return tables;
    }
}
