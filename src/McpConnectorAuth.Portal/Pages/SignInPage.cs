using McpConnectorAuth.Portal.SignIn;

namespace McpConnectorAuth.Portal.Pages;

/// <summary>Shown while the browser is on its way to the provider, and to a person who comes back without having signed in.</summary>
internal static class SignInPage
{
    /// <summary>The page of a session.</summary>
    /// <param name="texts">The language.</param>
    /// <param name="session">The session.</param>
    /// <param name="provider">Where the person signs in.</param>
    /// <param name="target">Where the link leads: there, over the redirect address's own host where that is another one.</param>
    /// <param name="forward">Whether the browser goes there by itself.</param>
    /// <param name="version">What the page shows.</param>
    public static Html Render(PortalTexts texts, PortalSession session, ProviderAddress provider, string target, bool forward, int version)
    {
        var title = forward ? texts.GoingTitle(provider.Host) : texts.SignInTitle(provider.Host);
        return PageLayout.Render(
            texts,
            title,
            Html.Of(
                $"""
                <section class="end" data-poll="{session.Url.AbsolutePath}/status?seen={version}" data-next="{session.Url.AbsolutePath}">
                {Html.When(forward, $"""<div class="spinner" aria-hidden="true"></div>""")}
                <h1>{title}</h1>
                <p class="lede" role="status">{(forward ? texts.Going : texts.SignInWaiting)}</p>
                <p class="actions"><a class="button primary" href="{target}" rel="noreferrer">{texts.SignInAt(provider.Host)}</a></p>
                </section>
                {StepForms.Leave(texts, session)}
                """),
            script: true);
    }

    /// <summary>The step over the redirect address's own host.</summary>
    public static Html Forwarding(PortalTexts texts, ProviderAddress provider) => PageLayout.Render(texts, texts.GoingTitle(provider.Host), Html.Of(
        $"""
        <section class="end">
        <div class="spinner" aria-hidden="true"></div>
        <h1>{texts.GoingTitle(provider.Host)}</h1>
        <p class="lede">{texts.Going}</p>
        <p class="actions"><a class="button primary" href="{provider.Text}" rel="noreferrer">{texts.SignInAt(provider.Host)}</a></p>
        </section>
        """));
}
