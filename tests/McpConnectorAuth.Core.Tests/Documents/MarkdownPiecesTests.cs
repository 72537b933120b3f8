using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Tests.Documents;

/// <summary>A long document is read in pieces, which must not show.</summary>
public sealed class MarkdownPiecesTests
{
    private const string Traps =
        "# Traps\n\n````md\n# no heading\n\n```\n````\n\n~~~\n```\n# no heading\n~~~\n\n<!-- a\n\n# no heading\n-->\n\n<pre>\n\n# no heading\n</pre>\n\n- item\n\n  # heading in an item\n\n  ```\n  code\n  ```\n\n> quote\n\n    indented\n\n1. one\n\n2. two\n\nSetext\n======\n\n| a | b |\n|---|---|\n| c | d |\n\n";

    private static readonly string[] Parts = [.. Directory.GetFiles(Path.Combine(Repository.Root, "eval", "docs"), "*.md").Order(StringComparer.Ordinal).Select(File.ReadAllText).Where(t => t.StartsWith("# ", StringComparison.Ordinal)), Traps];

    [Fact]
    public void A_long_document_has_the_blocks_of_its_parts()
    {
        var parts = Enumerable.Range(0, 14).SelectMany(_ => Parts).Select(part => part.TrimEnd('\n') + "\n\n").ToList();
        var text = string.Concat(parts);
        MarkdownPieces.Of(text, 0).Count.ShouldBeGreaterThan(2);
        var expected = new List<(BlockKind, int, int, string, string?)>();
        var offset = 0;
        foreach (var part in parts)
        {
            expected.AddRange(Blocks(part, offset));
            offset += part.Length;
        }

        Blocks(text, 0).ShouldBe(expected);
    }

    [Fact]
    public void The_pieces_are_the_text()
    {
        var text = string.Concat(Enumerable.Repeat("A paragraph that goes on and on.\nAnd on.\n\n```\n# code\n```\n", 20_000));
        var pieces = MarkdownPieces.Of(text, 7);
        pieces.Count.ShouldBeGreaterThan(5);
        pieces[0].Start.ShouldBe(7);
        pieces[^1].End.ShouldBe(text.Length);
        pieces.Zip(pieces.Skip(1)).ShouldAllBe(pair => pair.First.End == pair.Second.Start);
    }

    [Fact]
    public void Nothing_is_cut_inside_a_fence_or_a_comment()
    {
        MarkdownPieces.Of("# a\n\n````\n" + string.Concat(Enumerable.Repeat("# x\n\n```\n", 60_000)), 0).Count.ShouldBe(1);
        MarkdownPieces.Of("# a\n\n<!--\n" + string.Concat(Enumerable.Repeat("# x\n\n", 60_000)) + "-->\n", 0).Count.ShouldBe(1);
    }

    private static List<(BlockKind, int, int, string, string?)> Blocks(string text, int offset) =>
        [.. DocumentReader.Parse(text, "a.md").Blocks.Select(b => (b.Kind, b.Start + offset, b.End + offset, b.Section.Heading, b.Code?.Content))];
}
