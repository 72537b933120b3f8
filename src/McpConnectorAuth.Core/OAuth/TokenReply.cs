using System.Globalization;
using System.Text.Json;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>A token reply (RFC 6749 section 5.1) as real providers write it.</summary>
/// <param name="AccessToken">The token.</param>
/// <param name="RefreshToken">Refresh token, or null.</param>
/// <param name="TokenType">Token type as stated, or null.</param>
/// <param name="ExpiresAt">When the access token ends; null where neither the reply nor the token says, or where it never does.</param>
/// <param name="Scopes">Granted scopes, or null.</param>
/// <param name="Facts">Facts that the reply states.</param>
internal sealed record TokenReply(
    Secret AccessToken, Secret? RefreshToken, string? TokenType, DateTimeOffset? ExpiresAt, IReadOnlyList<string>? Scopes, CredentialValues Facts)
{
    private const int LongestToken = 64 * 1024;
    private const int LongestFact = 2048;

    // More than a century is "never", and would leave the calendar.
    private const double LongestLife = 100 * 365.25 * 86400;

    private static readonly string[] RefreshNames = ["refresh_token", "refreshToken"];
    private static readonly string[] TypeNames = ["token_type", "tokenType"];
    private static readonly string[] LifeNames = ["expires_in", "expiresIn"];
    private static readonly string[] EndNames = ["expires_at", "expiresAt", "expires_on"];
    private static readonly string[] ScopeNames = ["scope", "scopes"];

    /// <summary>Reads a reply.</summary>
    /// <exception cref="OAuthException">An <see cref="OAuthResponseFormatError"/>; its text names what is wrong and holds nothing of the reply.</exception>
    public static TokenReply Parse(EndpointReply reply, OAuthSettings settings, OAuthStep step, Uri url, DateTimeOffset now)
    {
        OAuthException Malformed(string what) => OAuthFailures.Malformed(step, url, reply.Response, what);

        if (reply.Response.Truncated) throw Malformed($"answered with more than {ApiClient.MaximumBodyBytes / 1024} KiB");
        if (reply.Root is not { } root) throw Malformed("did not answer with a JSON object");
        var path = settings.AccessTokenPath;
        var beside = EndpointReply.At(root, path.Take(path.Count - 1));
        var token = beside is { } parent ? EndpointReply.At(parent, [path[^1]]) : null;
        if (token is not { ValueKind: JsonValueKind.String } || token.Value.GetString() is not { Length: > 0 } text)
            throw Malformed($"answered without a token (no text at {string.Join('.', path)}): no credential was produced");
        if (!IsToken(text)) throw Malformed("answered with a token that no request can carry");

        JsonElement? Find(string[] names) => new[] { beside!.Value, root }
            .SelectMany(element => names.Select(name => EndpointReply.At(element, [name])))
            .FirstOrDefault(found => found is { ValueKind: not JsonValueKind.Null });

        var refresh = Find(RefreshNames) is { ValueKind: JsonValueKind.String } stated && stated.GetString() is { Length: > 0 } refreshText ? refreshText : null;
        if (refresh is not null && !IsToken(refresh)) throw Malformed("answered with a refresh token that no request can carry");
        var type = Find(TypeNames) is { ValueKind: JsonValueKind.String } typeElement && typeElement.GetString() is { Length: > 0 and <= 64 } typeText && IsToken(typeText) ? typeText : null;
        if (!TryReadEnd(Find(LifeNames), Find(EndNames), now, out var end)) throw Malformed("states a lifetime (expires_in) that is no number of seconds");
        return new TokenReply(
            new Secret(text), refresh is null ? null : new Secret(refresh), type, end ?? JsonWebToken.ExpiryOf(text), ScopesOf(Find(ScopeNames)), FactsOf(root, settings.ReplyFacts));
    }

    /// <summary>Facts that a reply states, by the holes that they fill.</summary>
    public static CredentialValues FactsOf(JsonElement root, IReadOnlyDictionary<string, string> facts) => new(facts
        .Select(fact => (fact.Key, Value: EndpointReply.At(root, fact.Value.Split('.')) is { } value ? Fact(EndpointReply.TextOf(value)) : null))
        .Where(fact => fact.Value is not null)
        .Select(fact => KeyValuePair.Create(fact.Key, fact.Value!)));

    /// <summary>A fact in a form that can go onto a request or into a URL; null where it can't.</summary>
    public static Secret? Fact(string? text) => text is { Length: > 0 and <= LongestFact } && !text.Any(char.IsControl) ? new Secret(text) : null;

    private static bool IsToken(string text) => text.Length <= LongestToken && !text.Any(char.IsControl);

    // Providers write 0 or -1 for a token that does not expire; one that had ended on arrival would be of no use to anybody.
    private static bool TryReadEnd(JsonElement? life, JsonElement? end, DateTimeOffset now, out DateTimeOffset? expiresAt)
    {
        expiresAt = null;
        if (life is { } stated && EndpointReply.TextOf(stated) is { } text)
        {
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) || double.IsNaN(seconds)) return false;
            if (seconds is > 0 and < LongestLife) expiresAt = now.AddSeconds(Math.Floor(seconds));
            return true;
        }

        if (life is { ValueKind: JsonValueKind.Object or JsonValueKind.Array }) return false;
        if (end is { } moment && EndpointReply.TextOf(moment) is { } time)
        {
            if (double.TryParse(time, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
                expiresAt = JsonWebToken.UnixTime(number > 100_000_000_000 ? number / 1000 : number);
            else if (DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date))
                expiresAt = date;
        }

        return true;
    }

    private static IReadOnlyList<string>? ScopesOf(JsonElement? stated) => stated switch
    {
        { ValueKind: JsonValueKind.String } text => [.. text.GetString()!.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(EndpointReply.TextOf).OfType<string>()],
        _ => null,
    };
}
