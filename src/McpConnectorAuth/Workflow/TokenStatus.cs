using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Workflow;

/// <summary>How long a connection's token lasts and what happens then.</summary>
/// <param name="State"><see cref="Valid"/>, <see cref="RenewedOnUse"/> or <see cref="LoginRequired"/>.</param>
/// <param name="ExpiresAt">When it ends, UTC; null where nothing says so.</param>
/// <param name="RefreshesItself">Whether another one is fetched without a person.</param>
internal sealed record TokenStatus(string State, DateTimeOffset? ExpiresAt, bool RefreshesItself)
{
    /// <summary>The state of a token that is good.</summary>
    public const string Valid = "valid";

    /// <summary>The state of one that has ended and that the next use renews.</summary>
    public const string RenewedOnUse = "renewed_on_use";

    /// <summary>The state in which only a person who signs in helps.</summary>
    public const string LoginRequired = "login_required";

    /// <summary>The status of a stored connection; null where its method has nothing issued and nothing that ends.</summary>
    public static TokenStatus? Of(SpecMethod method, Connection connection)
    {
        var expiry = TokenLifecycle.ExpiryOf(method, connection);
        var isIssued = OAuthClient.InteractionOf(method) != GrantInteraction.None;
        if (!isIssued && expiry is null) return null;
        var renews = TokenLifecycle.RenewsItself(method, connection);
        var isGood = (!isIssued || connection.Token is not null) && (expiry is null || expiry > DateTimeOffset.UtcNow);
        return new TokenStatus(isGood ? Valid : renews ? RenewedOnUse : LoginRequired, expiry, renews);
    }
}
