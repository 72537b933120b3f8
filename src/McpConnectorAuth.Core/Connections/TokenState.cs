using McpConnectorAuth.Core.Credentials;

namespace McpConnectorAuth.Core.Connections;

/// <summary>What an authorization server, or a login call, issued for a connection.</summary>
/// <param name="Issued">
/// Values by the name of the hole that they fill on a request or in a URL: the access token (all of <see cref="CredentialValues.SecretNames"/>)
/// and facts that the reply or the callback stated, such as an instance's host.
/// </param>
/// <param name="RefreshToken">Refresh token (RFC 6749 section 1.5), or null.</param>
/// <param name="TokenType">Token type as stated (RFC 6749 section 7.1), or null.</param>
/// <param name="ObtainedAt">When it was issued, UTC; expiry counts from here.</param>
/// <param name="ExpiresAt">When the access token ends, UTC; null where nothing states it.</param>
/// <param name="Scopes">Scopes that were granted where the reply states them (RFC 6749 section 5.1), else null.</param>
public sealed record TokenState(
    CredentialValues Issued,
    Secret? RefreshToken,
    string? TokenType,
    DateTimeOffset ObtainedAt,
    DateTimeOffset? ExpiresAt,
    IReadOnlyList<string>? Scopes)
{
    private static readonly TimeSpan LongestSkew = TimeSpan.FromSeconds(60);

    /// <summary>
    /// When to fetch the next one, UTC: a tenth of its life before the token ends, at most a minute; null where nothing states an end,
    /// because then it is good until an API refuses it.
    /// </summary>
    public DateTimeOffset? RenewAt
    {
        get
        {
            if (ExpiresAt is not { } end) return null;
            var skew = (end - ObtainedAt) / 10;
            return end - (skew > LongestSkew ? LongestSkew : skew < TimeSpan.Zero ? TimeSpan.Zero : skew);
        }
    }

    /// <summary>Whether it has not ended.</summary>
    public bool IsValid(DateTimeOffset now) => ExpiresAt is not { } end || now < end;

    /// <summary>Whether this is an access token of the state, or another value that travels with requests.</summary>
    public bool Holds(Secret token)
    {
        ArgumentNullException.ThrowIfNull(token);
        var value = token.Reveal();
        return Issued.SecretNames.Any(name => Issued.TryGet(name, out var issued) && issued.Reveal() == value);
    }
}
