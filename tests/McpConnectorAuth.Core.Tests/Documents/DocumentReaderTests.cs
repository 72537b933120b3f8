using System.Text;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Tests.Documents;

public sealed class DocumentReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("reader-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_missing_file_is_not_found() =>
        (await Failure(Path.Combine(_folder, "none.md"))).ShouldBe(ErrorCodes.DocumentNotFound);

    [Fact]
    public async Task A_folder_is_no_document() => (await Failure(_folder)).ShouldBe(ErrorCodes.FileAccess);

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t \n")]
    public async Task Blank_files_are_empty(string content) => (await FailureOf(Encoding.UTF8.GetBytes(content))).ShouldBe(ErrorCodes.DocumentEmpty);

    [Fact]
    public async Task Binary_is_refused() => (await FailureOf([0x25, 0x50, 0x44, 0x46, 0x00, 0x01, 0xFF, 0xFE])).ShouldBe(ErrorCodes.DocumentUnreadable);

    [Fact]
    public async Task Latin1_is_refused() => (await FailureOf([(byte)'S', (byte)'c', (byte)'h', 0xFC, (byte)'s'])).ShouldBe(ErrorCodes.DocumentUnreadable);

    [Fact]
    public async Task A_file_above_the_limit_is_too_large()
    {
        var path = Path.Combine(_folder, "large.md");
        await using (var file = File.Create(path))
            file.SetLength(DocumentReader.MaxBytes + 1);
        (await Failure(path)).ShouldBe(ErrorCodes.DocumentTooLarge);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public async Task Byte_order_marks_are_understood(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        var path = Path.Combine(_folder, "doc.md");
        await File.WriteAllBytesAsync(path, [.. encoding.GetPreamble(), .. encoding.GetBytes("# Schlüssel\n\nText\n")]);
        var document = await DocumentReader.ReadAsync(path, "doc.md", default);
        document.Text.ShouldStartWith("# Schlüssel");
        document.Sections[1].Heading.ShouldBe("Schlüssel");
        document.Info.Sha256.Length.ShouldBe(64);
    }

    [Fact]
    public void Comment_lines_in_fences_are_no_headings()
    {
        var document = DocumentReader.Parse("# One\n\n```sh\n# Authentication\ncurl x\n```\n\n## Two\n", "a.md");
        document.Sections.Select(s => s.Heading).ShouldBe(["", "One", "Two"]);
        document.Sections[2].Line.ShouldBe(8);
        document.Blocks.Single(b => b.Kind == BlockKind.Code).Code!.Language.ShouldBe("sh");
    }

    [Fact]
    public void Table_rows_know_their_header_and_line()
    {
        var document = DocumentReader.Parse("text\n\n| Header | Value |\n|---|---|\n| `X-Key` | a \\| b |\n", "a.md");
        var row = document.Blocks.Single(b => b.Kind == BlockKind.TableRow && b.Header.Count > 0);
        row.Header.ShouldBe(["Header", "Value"]);
        row.Cells.ShouldBe(["`X-Key`", "a \\| b"]);
        document.LineAt(row.Start).ShouldBe(5);
    }

    [Fact]
    public void Html_tables_and_pre_are_read_in_markdown()
    {
        var document = DocumentReader.Parse("# A\n\n<table>\n<tr><th>Header</th><th>Use</th></tr>\n<tr><td><code>X-Key</code></td><td>the key</td></tr>\n</table>\n\n<pre>\nGET /a?x=&lt;id&gt;\n</pre>\n", "a.md");
        document.Blocks.Single(b => b.Kind == BlockKind.TableRow && b.Header.Count > 0).Cells.ShouldBe(["`X-Key`", "the key"]);
        document.Blocks.Single(b => b.Kind == BlockKind.Code).Code!.Content.ShouldContain("GET /a?x=<id>");
    }

    [Theory]
    [InlineData("the   key\nis", 2, true)]
    [InlineData("the key is sent", 2, true)]
    [InlineData("the key was", 0, false)]
    [InlineData("", 0, false)]
    public void Quotes_are_found_word_for_word(string quote, int line, bool found)
    {
        var document = DocumentReader.Parse("First line.\nHere the key\n  is sent.\n", "a.md");
        document.TryFindQuote(quote, out var at).ShouldBe(found);
        at.ShouldBe(line);
    }

    private async Task<string> FailureOf(byte[] bytes)
    {
        var path = Path.Combine(_folder, "doc.md");
        await File.WriteAllBytesAsync(path, bytes);
        return await Failure(path);
    }

    private static async Task<string> Failure(string path)
    {
        var error = await Should.ThrowAsync<ConnectorAuthException>(() => DocumentReader.ReadAsync(path, "docs/doc.md", default));
        error.Message.ShouldContain("docs/doc.md");
        error.NextStep.ShouldNotBeEmpty();
        return error.Code;
    }
}
