using System.ComponentModel;
using McpConnectorAuth.Composition;
using McpConnectorAuth.Portal;
using McpConnectorAuth.Server;
using McpConnectorAuth.Workflow;
using ModelContextProtocol.Protocol;

namespace McpConnectorAuth.Tools;

/// <summary><c>start_credential_portal</c>: opens the page where the person enters the credentials.</summary>
internal sealed class StartCredentialPortalTool(ConnectorAuthServices services) : ConnectorTool<StartCredentialPortalTool.Arguments, OpenedPortal>(
    services,
    new ToolDefinition(
        "start_credential_portal",
        "Open the credential portal",
        "Opens a local page where the person approves the hosts, enters the credentials and tests them. Show the person the link; "
        + "never ask for a credential in the chat. Next: await_user_confirmation.",
        ReadOnly: false, Destructive: false, Idempotent: true, OpenWorld: false),
    ServerJsonContext.Default.StartCredentialPortalArguments,
    ServerJsonContext.Default.OpenedPortal)
{
    /// <summary>How long a client may take to show the link before the call answers without it.</summary>
    private static readonly TimeSpan ShowLinkPatience = TimeSpan.FromSeconds(45);

    internal sealed record Arguments(
        [property: Description("source name")] string Source,
        [property: Description("account, if several")] string? Account = null,
        [property: Description("default: the recommended one")] string? Method = null,
        [property: Description("end the open page, make a new link")] bool FreshLink = false);

    protected override async Task<ToolReply<OpenedPortal>> RunAsync(Arguments arguments, ToolCall call, CancellationToken cancellationToken)
    {
        var (session, opened) = await Services.Workflow.OpenPortalAsync(
            arguments.Source, arguments.Account, arguments.Method, call.ClientName, arguments.FreshLink, cancellationToken).ConfigureAwait(false);
        var shown = session.State == PortalState.Open && Services.Browser.TryOpen(session.Url) ? "opened" : await ShowLinkAsync(session, call).ConfigureAwait(false);
        var result = opened with { LinkShown = shown };
        return new(result, $"The portal for {session.ConnectionId.Source} asks for {ToolText.List(result.Fields)} (hosts: {ToolText.List(result.Hosts)}). {result.NextStep}");
    }

    /// <summary>Asks the client to show the link (URL-mode elicitation). Its answer says what happened to the link, not to the form.</summary>
    private static async Task<string> ShowLinkAsync(PortalSession session, ToolCall call)
    {
        if (session.State != PortalState.Open || call.Server.ClientCapabilities?.Elicitation?.Url is null) return "not_supported";
        await call.ReportProgressAsync("Asking the client to show the link").ConfigureAwait(false);
        var answer = await call.AskAsync(
            new ElicitRequestParams
            {
                Mode = "url",
                ElicitationId = session.Id,
                Url = session.Url.ToString(),
                Message = $"Enter the credentials for {session.ConnectionId.Source} on a local page. They go into the vault and never to the assistant.",
            },
            ShowLinkPatience,
            session.ExpiresAt).ConfigureAwait(false);

        // The link is in the result either way; a client that fails to show it must not end the call.
        return answer?.Action ?? "no_answer";
    }
}
