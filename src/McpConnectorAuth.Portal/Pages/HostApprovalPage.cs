using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Portal.SignIn;

namespace McpConnectorAuth.Portal.Pages;

/// <summary>Asks for the approval of hosts that came with the token.</summary>
internal static class HostApprovalPage
{
    /// <summary>The page.</summary>
    public static Html Render(PortalTexts texts, PortalSession session, HostApprovalStep step)
    {
        var title = texts.HostApprovalTitle(step.Hosts.Count);
        return PageLayout.Render(
            texts,
            title,
            Html.Of(
                $"""
                <h1>{title}</h1>
                <p class="lede">{texts.HostApproval(session.Request.Spec.DisplayName)}</p>
                <form method="post" action="{session.Url.AbsolutePath}">
                {StepForms.Token(session)}<input type="hidden" name="approve" value="{step.Approval}">
                <section aria-labelledby="hosts-heading" class="hosts">
                <h2 id="hosts-heading">{texts.HostsHeading}</h2>
                <ul>{Html.Each(step.Hosts, host => Html.Of($"<li><code>{host}</code>{Note(texts, host)}</li>"))}</ul>
                </section>
                <div class="actions"><button class="primary" name="action" value="approve_hosts">{texts.ApproveAndTest(step.Hosts.Count)}</button></div>
                </form>
                {StepForms.Leave(texts, session)}
                """),
            aside: StepForms.Countdown(texts, session),
            script: true);
    }

    private static Html Note(PortalTexts texts, string host)
    {
        var note = HostAddress.TryParse(host, out var address) ? texts.AddressNote(address.Class) : "";
        return Html.When(note.Length > 0, $""" <span class="tag">{note}</span>""");
    }
}
