namespace McpConnectorAuth.Portal.Pages;

/// <summary>What all pages share.</summary>
internal static class PageLayout
{
    /// <summary>A whole document.</summary>
    /// <param name="texts">The language.</param>
    /// <param name="title">Title of the tab.</param>
    /// <param name="body">Content of the main part.</param>
    /// <param name="aside">Shown at the end of the head line.</param>
    /// <param name="head">Further elements of the head.</param>
    /// <param name="script">Whether the page is helped by the script.</param>
    public static Html Render(PortalTexts texts, string title, Html body, Html aside = default, Html head = default, bool script = false) => Html.Of(
        $"""
        <!doctype html>
        <html lang="{texts.Language}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{title}</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
        <link rel="stylesheet" href="/assets/portal.css">
        {Html.When(script, $"""<script src="/assets/portal.js" defer></script>""")}{head}
        </head>
        <body>
        <header class="top"><p class="brand">{Mark}<span>{texts.Product}</span></p>{aside}</header>
        <main>
        {body}
        </main>
        </body>
        </html>
        """);

    private static Html Mark => Html.Of(
        $"""
        <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true" focusable="false"><path d="M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>
        """);
}
