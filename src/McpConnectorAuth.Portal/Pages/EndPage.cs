using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Verification;

namespace McpConnectorAuth.Portal.Pages;

/// <summary>What a session shows after its end: names and outcomes, never a value.</summary>
internal static class EndPage
{
    /// <summary>The page of a final state.</summary>
    public static Html Render(PortalTexts texts, PortalSession session, PortalResult result, string storeDescription)
    {
        var api = session.Request.Spec.DisplayName;
        var requester = session.Request.RequestedBy;
        return result.State switch
        {
            PortalState.Confirmed => Confirmed(texts, session, result, storeDescription),
            PortalState.Declined => Simple(texts, texts.DeclinedTitle, texts.Declined(requester), texts.CloseTab(requester)),
            PortalState.Expired => Simple(texts, texts.ExpiredTitle, texts.ExpiredText, texts.AskForFreshLink),
            _ => Simple(texts, texts.ReplacedTitle, texts.ReplacedText, texts.AskForFreshLink),
        };
    }

    private static Html Simple(PortalTexts texts, string title, string text, string next) => PageLayout.Render(texts, title, Html.Of(
        $"""
        <section class="end">
        <h1>{title}</h1>
        <p class="lede">{text}</p>
        <p>{next}</p>
        </section>
        """));

    private static Html Confirmed(PortalTexts texts, PortalSession session, PortalResult result, string storeDescription)
    {
        var api = session.Request.Spec.DisplayName;
        var requester = session.Request.RequestedBy;
        var interaction = OAuthClient.InteractionOf(session.Request.Spec.RequireMethod(result.Method));
        var signedIn = result.SignedIn && (interaction is GrantInteraction.Browser or GrantInteraction.Device);
        var outcome = result.Report?.Outcome;
        var proven = outcome == VerificationOutcome.Valid;
        var title = texts.ConfirmedTitle(api, outcome);
        return PageLayout.Render(texts, title, Html.Of(
            $"""
            <section class="end {(proven ? "good" : "")}">
            {(proven ? Tick : Html.None)}
            <h1>{title}</h1>
            <p class="lede">{(signedIn ? texts.SignedIn(outcome) : texts.Confirmed(outcome))}</p>
            {Html.When(result.Report is not null, $"""<p class="hint">{result.Report?.Explanation}</p>""")}
            {Html.When(result.Report is { Probes.Count: > 0 }, $"<h2>{texts.CallsMade}</h2>")}
            {OutcomePanel.Probes(texts, result.Report)}
            {Html.When(result.Scopes.Count > 0, $"<h2>{texts.GrantedHeading}</h2>")}
            {ScopeList.Granted(texts, result.Scopes)}
            {Html.When(result.Report?.Identity is not null, $"""<p class="lede">{texts.Identity(result.Report?.Identity ?? "")}</p>""")}
            <h2>{texts.StoredHeading}</h2>
            <dl class="facts">
            <div><dt>{texts.StoredNames}</dt><dd>{Html.Each(result.StoredNames, name => Html.Of($"<code>{name}</code> "))}</dd></div>
            {Html.When(signedIn, $"<div><dt>{texts.Access}</dt><dd>{(result.Renews ? texts.Renews : texts.Ends(result.TokenExpiresAt))}</dd></div>")}
            <div><dt>{texts.HostsHeading}</dt><dd>{Html.Each(result.ApprovedHosts, host => Html.Of($"<code>{host}</code> "))}</dd></div>
            <div><dt>{texts.StoreHeading}</dt><dd>{texts.StoredAt(storeDescription)}</dd></div>
            </dl>
            <p class="close">{texts.CloseTab(requester)}</p>
            </section>
            """));
    }

    private static Html Tick => Html.Of(
        $"""
        <svg class="tick" viewBox="0 0 48 48" width="56" height="56" aria-hidden="true" focusable="false"><circle cx="24" cy="24" r="22" fill="none" stroke="currentColor" stroke-width="2.5"/><path d="M15 25l6.5 6.5L34 18" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/></svg>
        """);
}
