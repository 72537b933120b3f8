using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Documents;

/// <summary>reStructuredText: titles by their adornment, directives, literal blocks, field lists and tables.</summary>
public sealed class RstReaderTests
{
    [Fact]
    public void Titles_take_their_level_from_the_order_of_their_adornments()
    {
        var document = Read("""
            ==========
            Grebe API
            ==========

            Intro.

            Access
            ======

            Keys
            ----

            Key text.

            Birds
            =====
            """);
        document.Sections.Skip(1).Select(s => (s.Heading, s.Level, s.Parent?.Heading)).ShouldBe([("Grebe API", 1, ""), ("Access", 2, "Grebe API"), ("Keys", 3, "Access"), ("Birds", 2, "Grebe API")]);
        document.Blocks.Single(b => Text(document, b) == "Key text.").Section.Heading.ShouldBe("Keys");
        document.Sections[3].Line.ShouldBe(10);
    }

    [Fact]
    public void Code_comes_from_directives_and_from_literal_blocks()
    {
        var document = Read("""
            Title
            =====

            .. code-block:: bash
               :caption: A call
               :linenos:

               curl -H 'X-Grebe-Key: $KEY' \
                 https://api.grebe.example/v1/me

            Like this::

                GET /v1/me HTTP/1.1
                X-Grebe-Key: abc

            After.
            """);
        var samples = document.Blocks.Where(b => b.Code is not null).Select(b => b.Code!).ToList();
        samples.Select(s => (s.Language, s.Content)).ShouldBe([("bash", "curl -H 'X-Grebe-Key: $KEY' \\\n  https://api.grebe.example/v1/me\n"), ("", "GET /v1/me HTTP/1.1\nX-Grebe-Key: abc\n")]);
        foreach (var (line, offset) in samples.SelectMany(s => s.Content.Split('\n').Zip(s.LineOffsets)))
            document.Text[offset..].ShouldStartWith(line);
        document.Blocks.ShouldContain(b => Text(document, b) == "After." && b.Kind == BlockKind.Paragraph);
    }

    [Theory]
    [InlineData("""
        +---------------+---------------------+
        | Header        | Value               |
        +===============+=====================+
        | X-Grebe-Key   | your API key, as    |
        |               | shown once          |
        +---------------+---------------------+
        """)]
    [InlineData("""
        =============  ====================
        Header         Value
        =============  ====================
        X-Grebe-Key    your API key, as
                       shown once
        =============  ====================
        """)]
    [InlineData("""
        .. list-table:: Headers
           :header-rows: 1

           * - Header
             - Value
           * - X-Grebe-Key
             - your API key, as
               shown once
        """)]
    [InlineData("""
        .. csv-table::
           :header: "Header", "Value"

           X-Grebe-Key, "your API key, as shown once"
        """)]
    public void Tables_of_every_form_have_the_same_cells(string table)
    {
        var rows = Read("Title\n=====\n\nText before.\n\n" + table + "\n\nText after.\n").Blocks.Where(b => b.Kind == BlockKind.TableRow).ToList();
        rows.Count.ShouldBe(2);
        rows[0].Cells.ShouldBe(["Header", "Value"]);
        rows[1].Header.ShouldBe(["Header", "Value"]);
        rows[1].Cells[0].ShouldBe("X-Grebe-Key");
        rows[1].Cells[1].ShouldStartWith("your API key, as");
        rows[0].Container.ShouldBe(rows[1].Container);
    }

    [Fact]
    public void Lists_fields_admonitions_and_comments_are_told_apart()
    {
        var document = Read("""
            Title
            =====

            - first item
              goes on
            - second item

            :reqheader Authorization: the token
            1. numbered

            .. note:: Mind this.

               And this.

            .. A comment that nobody sees.

            .. _target:
            .. toctree::
               :maxdepth: 2

               other
            """);
        document.Blocks.Select(b => (b.Kind, Text(document, b))).ShouldBe(
        [
            (BlockKind.Heading, "Title"),
            (BlockKind.ListItem, "- first item\n  goes on"),
            (BlockKind.ListItem, "- second item"),
            (BlockKind.ListItem, ":reqheader Authorization: the token"),
            (BlockKind.ListItem, "1. numbered"),
            (BlockKind.Paragraph, "Mind this."),
            (BlockKind.Paragraph, "And this."),
            (BlockKind.Hidden, ".. A comment that nobody sees."),
        ]);
    }

    [Fact]
    public void A_whole_document_says_how_to_authenticate()
    {
        var text = """
            Grebe API
            =========

            The base URL is ``https://api.grebe.example/v1``.

            Authentication
            --------------

            Send your API key in the ``X-Grebe-Key`` header::

                curl -H "X-Grebe-Key: $GREBE_KEY" https://api.grebe.example/v1/birds

            .. http:get:: /me

               Returns the account of the key. Use it to test the connection.

               :reqheader X-Grebe-Key: your key
            """;
        var document = DocumentReader.Parse(text, "grebe.rst");
        document.Info.Format.ShouldBe("restructuredtext");
        var analysis = AuthAnalyzer.Analyze(document, SourceName.Parse("grebe"));
        var placement = analysis.Methods.ShouldHaveSingleItem().Placements.ShouldHaveSingleItem();
        (placement.In, placement.Name).ShouldBe((PlacementLocation.Header, "X-Grebe-Key"));
        analysis.BaseUrls.ShouldHaveSingleItem().Url.ShouldBe("https://api.grebe.example/v1");
        analysis.Methods.SelectMany(m => m.Evidence).ShouldAllBe(e => document.Text.Contains(e.Quote));
    }

    [Theory]
    [InlineData("::")]
    [InlineData("=====\n=====\n=====")]
    [InlineData("+--+\n|")]
    [InlineData("==  ==\na")]
    [InlineData(".. code-block::")]
    [InlineData(".. list-table::\n   * - a\n   * - b\n")]
    [InlineData("..")]
    [InlineData(":field:")]
    [InlineData("- - - - x\n")]
    public void Broken_markup_is_read_to_its_end(string text) => DocumentReader.Parse(text, "x.rst").Text.ShouldBe(text);

    [Theory]
    [InlineData("   ", "x\n")]
    [InlineData("", "- ")]
    [InlineData("", ".. note::\n   ")]
    [InlineData("", "a::\n\n  b\n\n")]
    public void Reading_is_linear(string indent, string piece)
    {
        var text = string.Concat(Enumerable.Repeat(indent + piece, 200_000));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        DocumentReader.Parse(text, "x.rst", limit.Token).Text.Length.ShouldBe(text.Length);
    }

    private static AuthDocument Read(string text) => DocumentReader.Parse(text, "grebe.rst");

    private static string Text(AuthDocument document, DocumentBlock block) => document.Text[block.Start..block.End].Trim();
}
