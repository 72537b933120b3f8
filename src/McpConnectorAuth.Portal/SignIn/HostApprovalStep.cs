namespace McpConnectorAuth.Portal.SignIn;

/// <summary>A reply or a callback named hosts that the person has not approved; nothing is sent there before they do.</summary>
/// <param name="Draft">The connection, its token included.</param>
/// <param name="Hosts">Exactly the new hosts.</param>
internal sealed record HostApprovalStep(ConnectionDraft Draft, IReadOnlyList<string> Hosts) : PortalStep(Draft)
{
    /// <summary>What the form sends back as the approval.</summary>
    public string Approval => string.Join(' ', Hosts);
}
