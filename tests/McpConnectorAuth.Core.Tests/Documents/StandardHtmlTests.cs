using FsCheck;
using FsCheck.Fluent;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Tests.Documents;

/// <summary>
/// Our HTML reader keeps places in the source, which no tree does. What it reads out of a page is held against a parser that follows the
/// standard's algorithm: the same headings, text, rows, samples and links, in the same order.
/// </summary>
public sealed class StandardHtmlTests
{
    private const int Pages = 500;

    public static TheoryData<string> Adversarial =>
    [
        "<p>one<p>two<div>three</div>four",
        "<ul><li>one<ul><li>two<li>three</ul><li>four</ul>five",
        "<ol><li><p>one</p><p>two</p></li></ol>",
        "<b><i>one</b> two</i> three",
        "<p><b>one<p>two</b> three",
        "<p><strong>X-Key</strong>: the <em>API key</em>, not the <a href=https://a.example/b>token</a>.",
        "<p>X-<wbr>Api-<wbr>Key",
        "a &lt;b&gt; &amp;amp; &quot;c&quot; &#65;&#x42; &nbsp; &lbrace;key&rbrace; &colon;&sol;&sol; &copy; &unknown; &",
        "<table><tr><td>one<td>two<tr><td>three<td>four</table>five",
        "<table><thead><tr><th>Name<th>Value<tbody><tr><td>X-Key<td><code>key</code></table>",
        "<table><caption>Headers</caption><tr><th>one</th></tr></table>",
        "<table><td>one<td>two</table>",
        "<table><tr><td>one<!-- not this -->two</td></tr></table>",
        "<table><tr><td><p>one</p><p>two</p><ul><li>three</ul></td></tr><tfoot><tr><td>four</tfoot></table>",
        "<dl><dt>X-Key<dd>the key<dd>in hexadecimal<dt>X-Other<dd>the other</dl>after",
        "<script>var a = '<p>no</p>'; if (a < b) {}</script>one<style>p > a {}</style>two",
        "<script>document.write('</scripting>')</script>one",
        "<svg viewBox='0 0 1 1'/>one<svg><title>no</title><path d='M0 0'/></svg>two",
        "<template><p>no</p></template><iframe src=https://a.example>no</iframe>one",
        "one<!-- <p>no</p> --!>two<!-->three<!--->four<!-- no",
        "one<![CDATA[no]]>two<?php no ?>three<!bogus>four</ bogus>five",
        "<!DOCTYPE html PUBLIC '-//W3C//DTD HTML 4.01//EN'><title>one</title><meta charset=utf-8><body>two",
        "<p title=\"a > b\" class=x data-y='c > d'>one</p><a title = \"e > f\" href='https://a.example'>two</a>",
        "<img alt=\"a > b\" src=\"data:image/png;base64,AAAA\">one",
        "<p>one<br>two<br/>three</br>four<hr>five",
        "<h1>one</h1><h2 id=x>two <a href='#x'>#</a></h2><h3><code>three</code></h3>text<h4>four</h5>five",
        "<p>Quote with <code>`</code>, not with <code>'</code>.",
        "<docs-bar class=x>one</docs-bar><docs-note>two</docs-note>",
        "<p>See <a href=/a><code>.key</code></a>, <em>(</em><b>one</b>).",
        "<pre>curl https://a.example \\\n  -H 'X-Key: &lt;key&gt;'</pre>",
        "<pre><code class='language-bash'><span\n class=k>curl</span> -u key: <a\nhref=x>https://a.example</a><br>two\r\nthree</code></pre>after",
        "<PRE>\n\n  one</PRE><P>TWO</P>",
        "<fieldset><legend>one</legend><label>two <input name=a value='>'></label><select><option>three<option>four</select><button type=button>five</button></fieldset>",
        "<details><summary>one</summary>two</details><figure><figcaption>three</figcaption></figure><address>four</address>",
        "<p>1 < 2 and 3 > 2, a<1 means nothing",
        "<a\nhref='https://a.example/x'\nclass='y'\n>one</a\n>two",
        "<nav><ul><li><a href=/a>A</a></li><li><a href=/b>B</a></li></ul></nav><main><section>one</section></main>",
    ];

    [Theory]
    [MemberData(nameof(Adversarial))]
    public void Hard_pages_are_read_as_the_standard_reads_them(string html) => HtmlReading.Ours(html).ShouldBe(HtmlReading.Standard(html), html);

    [Fact]
    public void Labelled_pages_are_read_as_the_standard_reads_them()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "eval", "docs"), "*.html");
        files.ShouldNotBeEmpty();
        foreach (var file in files)
        {
            var html = File.ReadAllText(file);
            HtmlReading.Ours(html).ShouldBe(HtmlReading.Standard(html), file);
        }
    }

    [Fact]
    public void Made_up_pages_are_read_as_the_standard_reads_them() =>
        Prop.ForAll(HtmlPages.Generator.ToArbitrary(), html => HtmlReading.Ours(html).ShouldBe(HtmlReading.Standard(html), html))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Count).WithReplay(20261121UL, 1UL));

    [Theory]
    [InlineData("<p><a href=\"https://a.example/b?c=d&amp;e=f\">one</a> and <a class=x href='https://b.example/'>two</a>, <A HREF=https://c.example/d>three</A>.")]
    public void Links_go_where_the_standard_says(string html) => HtmlReading.OurAddresses(html).ShouldBe(HtmlReading.StandardAddresses(html));

    // What no page of a browser shows, and a reader of documentation needs: placeholders that nobody escaped.
    [Fact]
    public void Placeholders_stay_text() =>
        HtmlReading.Ours("<p>Call https://<subdomain>.a.example with the <api-key>.</p>").ShouldBe(["text Call https://<subdomain>.a.example with the <api-key>."]);

    [Fact]
    public void Emphasis_separates_words_and_nothing_from_punctuation() =>
        PlainText.Of("<span>GET</span><span>/me</span> takes <b>X-Key</b>: the <em>key</em>, in <i>hex</i>.").ShouldBe("GET /me takes X-Key: the key, in hex.");

    private static int Count => Environment.GetEnvironmentVariable("CONNECTOR_AUTH_FUZZ_INPUTS") is { } asked ? int.Parse(asked, System.Globalization.CultureInfo.InvariantCulture) : Pages;
}
