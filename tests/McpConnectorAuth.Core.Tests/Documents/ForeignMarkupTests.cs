using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Tests.Documents;

/// <summary>Wikis, AsciiDoc and site generators below the name of Markdown: their headings and code are found, at their places.</summary>
public sealed class ForeignMarkupTests
{
    [Theory]
    [InlineData("{{{\ncurl https://ibis.example/me\n}}}", "")]
    [InlineData("{code:bash}\ncurl https://ibis.example/me\n{code}", "bash")]
    [InlineData("{code:language=bash|title=Call}\ncurl https://ibis.example/me\n{code}", "bash")]
    [InlineData("{noformat}\ncurl https://ibis.example/me\n{noformat}", "")]
    [InlineData("[source,bash]\n----\ncurl https://ibis.example/me\n----", "")]
    [InlineData("= Nests\n\n.Request\n----\ncurl https://ibis.example/me\n----", "")]
    [InlineData("{% highlight bash %}\ncurl https://ibis.example/me\n{% endhighlight %}", "bash")]
    public void Code_is_code(string markup, string language)
    {
        var document = Read($"Call it:\n\n{markup}\n\nDone.\n");
        var code = document.Blocks.Single(b => b.Kind == BlockKind.Code).Code.ShouldNotBeNull();
        code.Content.Trim().ShouldBe("curl https://ibis.example/me");
        code.Language.ShouldBe(language);
        document.Text[code.LineOffsets[0]..].ShouldStartWith("curl ");
    }

    [Theory]
    [InlineData("== Access ==", 2)]
    [InlineData("=== Access", 3)]
    [InlineData("h2. Access", 2)]
    [InlineData("h6. Access", 3)]
    public void Headings_are_headings(string heading, int level)
    {
        var section = Read($"Introduction.\n\n{heading}\n\nText.\n").Sections[^1];
        section.Heading.ShouldBe("Access");
        section.Level.ShouldBe(level);
    }

    [Theory]
    [InlineData("{{{\nnothing closes this")]
    [InlineData("```\n== not a heading ==\n{{{\n```")]
    [InlineData("a == b == c")]
    [InlineData("{%}")]
    [InlineData("{% code %}\ntext\n{% endif %}\ntext")]
    public void What_is_none_stays_what_it_is(string text)
    {
        var document = Read(text);
        document.Text.ShouldBe(text);
        document.Sections.ShouldAllBe(s => s.Heading.Length == 0);
    }

    [Theory]
    [InlineData("$ curl -H 'X-Key: 1' https://ibis.example/me", true)]
    [InlineData("POST https://ibis.example/login\nContent-Type: application/json", true)]
    [InlineData("curl is enough to try it.", false)]
    [InlineData("GET /me answers with the caller.\nUse it to test.", false)]
    public void Requests_that_were_pasted_as_they_are_are_samples(string paragraph, bool request) =>
        Read($"Text.\n\n{paragraph}\n\nText.\n").Blocks.Any(b => b.Kind == BlockKind.Code).ShouldBe(request);

    [Theory]
    [InlineData("Access\n======\n\n.. code-block:: http\n\n   GET /me HTTP/1.1\n", "restructuredtext")]
    [InlineData("# Access\n\n.. note:: here\n", "markdown")]
    public void ReStructuredText_is_told_by_what_it_holds(string text, string format) => Read(text).Info.Format.ShouldBe(format);

    private static AuthDocument Read(string text) => DocumentReader.Parse(text, "ibis_api_doc.md");
}
