using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using McpConnectorAuth.Core;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Documentation;

/// <summary>The pages say what the code knows, and lead somewhere.</summary>
public sealed partial class PageTests
{
    public static TheoryData<string> Pages() =>
        [.. ((string[])["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "packaging/README.md", "bench/README.md", "eval/README.md", "tests/README.md"]).Concat(
            Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md").Select(path => Path.GetRelativePath(Repository.Root, path)))];

    [Fact]
    public void Every_error_code_has_what_happened_why_and_what_to_do()
    {
        var rows = ErrorRow().Matches(Read("docs/troubleshooting.md")).ToDictionary(row => row.Groups["code"].Value, row => row.Groups["cells"].Value.Split(" | "));
        var codes = typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).ToList();

        rows.Keys.ShouldBe(codes, ignoreOrder: true);
        rows.Keys.ShouldBeInOrder();
        foreach (var (code, cells) in rows)
        {
            cells.Length.ShouldBe(3, code);
            foreach (var cell in cells) cell.Length.ShouldBeGreaterThan(8, code);
        }
    }

    [Fact]
    public void Every_key_of_the_spec_is_described()
    {
        var page = Read("docs/spec-format.md");
        foreach (var key in KeysOf(JsonDocument.Parse(ConnectorSpecSchema.Json).RootElement)) Regex.IsMatch(page, $@"\b{Regex.Escape(key)}\b").ShouldBeTrue(key);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Its_links_lead_to_files_and_headings_that_exist(string page)
    {
        foreach (Match link in Link().Matches(Read(page)))
        {
            var (path, anchor) = (link.Groups["path"].Value, link.Groups["anchor"].Value);
            var target = path.Length == 0 ? page : Path.GetRelativePath(Repository.Root, Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, path));
            Path.Exists(Path.Combine(Repository.Root, target)).ShouldBeTrue($"{page} links to {path}");
            if (anchor.Length > 0) Heading().Matches(Read(target)).Select(heading => AnchorOf(heading.Groups[1].Value)).ShouldContain(anchor, $"{page} links to {path}#{anchor}");
        }
    }

    private static string Read(string page) => File.ReadAllText(Path.Combine(Repository.Root, page));

    /// <summary>As the usual renderers make it: lower case, no punctuation, hyphens for blanks.</summary>
    private static string AnchorOf(string heading) => NotInAnchor().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    private static IEnumerable<string> KeysOf(JsonElement schema) => schema.ValueKind switch
    {
        JsonValueKind.Object => schema.EnumerateObject().SelectMany(member =>
            (member.Name == "properties" ? member.Value.EnumerateObject().Select(each => each.Name) : []).Concat(KeysOf(member.Value))),
        JsonValueKind.Array => schema.EnumerateArray().SelectMany(KeysOf),
        _ => [],
    };

    [GeneratedRegex(@"^\| `(?<code>[a-z_0-9]+)` \| (?<cells>.*) \|$", RegexOptions.Multiline)]
    private static partial Regex ErrorRow();

    [GeneratedRegex(@"\]\((?!https?:)(?<path>[^)#\s]*)(?:#(?<anchor>[^)\s]+))?\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
