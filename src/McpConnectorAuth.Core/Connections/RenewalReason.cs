using McpConnectorAuth.Core.Credentials;

namespace McpConnectorAuth.Core.Connections;

/// <summary>Why a token is to be renewed, and so when that is not necessary any more.</summary>
/// <param name="Asked">Somebody asked for it: nothing that is stored will do.</param>
/// <param name="Rejected">The access token that an API refused, or null.</param>
internal sealed record RenewalReason(bool Asked, Secret? Rejected)
{
    /// <summary>The stored token has ended, or there is none yet.</summary>
    public static RenewalReason Ended { get; } = new(false, null);

    /// <summary>Somebody asked for it.</summary>
    public static RenewalReason OnRequest { get; } = new(true, null);

    /// <summary>An API refused the token.</summary>
    public static RenewalReason Refused(Secret token) => new(false, token);

    /// <summary>Whether a token that is stored, and that has not ended, will do.</summary>
    public bool AllowsStored(TokenState token) => !Asked && (Rejected is null || !token.Holds(Rejected));
}
