using McpConnectorAuth.Core.Verification;

namespace McpConnectorAuth.Portal;

/// <summary>How a portal session ended. It names what was stored and holds no value.</summary>
/// <param name="State">The final state.</param>
/// <param name="Method">Name of the method that was stored, or null.</param>
/// <param name="StoredNames">Names of the parameters that were stored.</param>
/// <param name="ApprovedHosts">Hosts that the person approved.</param>
/// <param name="Report">The check that was made before storing, or null where none was made or none could be.</param>
public sealed record PortalResult(
    PortalState State,
    string? Method,
    IReadOnlyList<string> StoredNames,
    IReadOnlyList<string> ApprovedHosts,
    VerificationReport? Report)
{
    /// <summary>Scopes that were asked for and granted; empty where no token was issued.</summary>
    public IReadOnlyList<ScopeGrant> Scopes { get; init; } = [];

    /// <summary>Whether a token was issued and stored.</summary>
    public bool SignedIn { get; init; }

    /// <summary>Whether the token can be renewed without the person.</summary>
    public bool Renews { get; init; }

    /// <summary>When the token ends, UTC; null where nothing says.</summary>
    public DateTimeOffset? TokenExpiresAt { get; init; }

    internal static PortalResult Without(PortalState state) => new(state, null, [], [], null);
}
