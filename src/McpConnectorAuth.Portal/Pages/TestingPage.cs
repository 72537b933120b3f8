namespace McpConnectorAuth.Portal.Pages;

/// <summary>Shown while something runs; goes on by itself with and without JavaScript.</summary>
internal static class TestingPage
{
    /// <summary>The page.</summary>
    public static Html Render(PortalTexts texts, PortalSession session, PortalProgress progress) => PageLayout.Render(
        texts,
        texts.TestingTitle(progress),
        Html.Of(
            $"""
            <section class="end" data-poll="{session.Url.AbsolutePath}/status" data-next="{session.Url.AbsolutePath}">
            <div class="spinner" aria-hidden="true"></div>
            <h1>{texts.TestingTitle(progress)}</h1>
            <p class="lede" role="status">{texts.Testing(progress, session.Request.Spec.DisplayName)}</p>
            <p class="hint">{texts.TestingNote} <a href="{session.Url.AbsolutePath}">{texts.Reload}</a>.</p>
            </section>
            """),
        head: Html.Of($"""<noscript><meta http-equiv="refresh" content="1"></noscript>"""),
        script: true);
}
