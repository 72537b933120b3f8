using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Verification;

namespace McpConnectorAuth.Portal;

/// <summary>A connection as it was sent to the verifier, which "Save anyway" stores.</summary>
/// <param name="Connection">The connection, not stored yet.</param>
/// <param name="Report">The check's verdict, or null where none could be made.</param>
/// <param name="AskedScopes">Scopes that were asked for.</param>
internal sealed record TestedDraft(Connection Connection, VerificationReport? Report, IReadOnlyList<string> AskedScopes)
{
    /// <summary>What was asked next to what was granted; nothing where no token was issued.</summary>
    public IReadOnlyList<ScopeGrant> Scopes => Connection.Token is { } token ? ScopeGrant.Compare(AskedScopes, token.Scopes) : [];
}
