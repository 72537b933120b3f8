using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Tests.Documents;

/// <summary>Pages as they are served: attributes, case, entities, and elements that nobody closed.</summary>
public sealed class HtmlReaderTests
{
    [Theory]
    [InlineData("<h1>Knot</h1><p title=\"a > b\">Send the key.</p>", "Heading:Knot|Paragraph:Send the key.")]
    [InlineData("<H1>Knot</H1><P>Send the key.</P>", "Heading:Knot|Paragraph:Send the key.")]
    [InlineData("<h1>Knot</h1><!-- <p>old</p> --><p>Send the key.", "Heading:Knot|Hidden:<!-- <p>old</p> -->|Paragraph:Send the key.")]
    [InlineData("<script>if (a < b) { x = '<p>no</p>'; }</script><style>p > a {}</style><p>Send the key.</p>", "Paragraph:Send the key.")]
    [InlineData("<ul><li>one<li>two</ul>", "ListItem:one|ListItem:two")]
    [InlineData("<p title='it>Send the key.</p>", "Paragraph:Send the key.")]
    [InlineData("<table><tr><th>Header<th>Value</tr><tr><td title='>'>X-Knot-Key</td><td>key &amp; more</td></tr></table>", "TableRow:Header,Value|TableRow:X-Knot-Key,key & more")]
    public void Blocks_are_those_that_a_reader_sees(string html, string expected)
    {
        var document = DocumentReader.Parse("<html><body>" + html + "</body></html>", "page.html");
        string.Join('|', document.Blocks.Select(b => $"{b.Kind}:{(b.Kind == BlockKind.TableRow ? string.Join(',', b.Cells) : document.Text[b.Start..b.End].Trim())}"))
            .ShouldBe(expected);
    }

    [Fact]
    public void Samples_lose_their_markup_and_keep_their_places()
    {
        var text = "<html><pre><code class=\"language-bash\">curl -H <span class='s'>\"X-Knot-Key: &lt;key&gt;\"</span> \\\n  https://api.knot.example/v1</code></pre></html>";
        var sample = DocumentReader.Parse(text, "page.html").Blocks.ShouldHaveSingleItem().Code.ShouldNotBeNull();
        (sample.Language, sample.Content).ShouldBe(("bash", "curl -H \"X-Knot-Key: <key>\" \\\n  https://api.knot.example/v1\n"));
        text[sample.LineOffsets[1]..].ShouldStartWith("  https://api.knot");
    }
}
