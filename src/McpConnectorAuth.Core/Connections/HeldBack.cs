using McpConnectorAuth.Core.OAuth;

namespace McpConnectorAuth.Core.Connections;

/// <summary>An answer of a provider that is not asked for again for a while.</summary>
/// <param name="ConfirmedAt"><see cref="Connection.ConfirmedAt"/> of the connection that it was given for: a person who enters something else is not held up.</param>
/// <param name="Until">Until when.</param>
/// <param name="Error">The answer.</param>
internal sealed record HeldBack(DateTimeOffset ConfirmedAt, DateTimeOffset Until, OAuthException Error)
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);

    /// <summary>
    /// What to hold back after a failure: as long as the provider asks to wait; what it refuses, until the person enters something else or, where it may
    /// change its mind, for a while, since repeated sign-ins with wrong values lock accounts; any failure for a moment while a token that has not
    /// ended does instead. Null where the next call may ask again.
    /// </summary>
    public static HeldBack? After(Connection connection, OAuthException error, bool isUnattended, DateTimeOffset now) => error.Error switch
    {
        RateLimitError { RetryAfter: { } wait } => new(connection.ConfirmedAt, now + (wait < LongestRetryAfter ? wait : LongestRetryAfter), error),
        RefreshTokenExpiredError when isUnattended => new(connection.ConfirmedAt, DateTimeOffset.MaxValue, error),
        OAuthRequestError when isUnattended => new(connection.ConfirmedAt, now + AfterRefusal, error),
        not RefreshTokenExpiredError when connection.Token is { } token && token.IsValid(now) => new(connection.ConfirmedAt, now + AfterFailure, error),
        _ => null,
    };

    /// <summary>The answer once more.</summary>
    public OAuthException Again(DateTimeOffset now) => new(
        Error.Error is RateLimitError limit ? limit with { RetryAfter = Until - now } : Error.Error, Error.Code, Error.Message, Error.NextStep);
}
