namespace McpConnectorAuth.Portal.Pages;

/// <summary>A refusal with the way out. It says nothing about any session.</summary>
internal static class RefusalPage
{
    /// <summary>The page.</summary>
    /// <param name="texts">The language.</param>
    /// <param name="title">What was refused.</param>
    /// <param name="text">Why.</param>
    /// <param name="next">The way out; a fresh link where null.</param>
    public static Html Render(PortalTexts texts, string title, string text, string? next = null) => PageLayout.Render(texts, title, Html.Of(
        $"""
        <section class="end">
        <h1>{title}</h1>
        <p class="lede">{text}</p>
        <p>{next ?? texts.AskForFreshLink}</p>
        </section>
        """));

    /// <summary>
    /// Opens the same address once more from this site. A link clicked in another web page reaches us without the
    /// SameSite=Strict cookie even in the browser that owns the session; the second step carries it.
    /// </summary>
    public static Html Bounce(PortalTexts texts, string address) => PageLayout.Render(
        texts,
        texts.Product,
        Html.Of($"""<section class="end"><p><a href="{address}">{texts.Product}</a></p></section>"""),
        head: Html.Of($"""<meta http-equiv="refresh" content="0; url={address}">"""));
}
