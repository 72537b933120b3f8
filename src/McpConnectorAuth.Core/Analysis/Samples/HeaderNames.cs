using System.Buffers;
using McpConnectorAuth.Core.Analysis.Reading;

namespace McpConnectorAuth.Core.Analysis.Samples;

/// <summary>Which header, query and field names carry credentials.</summary>
internal static class HeaderNames
{
    private static readonly SearchValues<string> CredentialWords = SearchValues.Create(["key", "token", "auth", "secret", "apikey", "access", "credential", "session", "signature", "license", "licence", "appid", "passwd", "password", "client-id", "application-id", "app-id", "user-email", "useremail", "account-id", "user-id", "userid", "apiuser", "api-uid", "-username", "-user-name", "schluessel", "clave", "chave", "chiave", "sleutel", "jeton"], StringComparison.Ordinal);

    private static readonly string[] NeverCredentials =
    [
        "content-", "accept", "user-agent", "if-", "cache-", "idempotency", "x-ratelimit", "ratelimit", "x-rate", "rate", "retry", "x-request", "request-id", "x-correlation", "www-authenticate", "sec-", "access-control",
        "x-csrf", "x-xsrf", "etag", "link", "location", "x-forwarded", "server", "date", "vary", "host", "origin", "referer", "x-idempotency", "proxy-", "x-total", "x-page", "x-next", "x-requested-with", "correlation", "traceparent", "set-cookie", "x-encryption", "transfer-", "x-sandbox", "x-staging", "expires", "last-modified", "prefer", "cookie",
    ];

    /// <summary>Whether a header name, by itself, says that its value is a credential or part of one.</summary>
    public static bool IsCredentialHeader(string name)
    {
        if (name.Equals("authorization", StringComparison.OrdinalIgnoreCase))
            return true;
        var lower = LowerText.Of(name).Replace('_', '-');
        return !IsNeverCredential(lower) && (IsSignature(name) || lower.EndsWith("api-user", StringComparison.Ordinal) || lower.EndsWith("api-id", StringComparison.Ordinal) || WithoutVendor(lower).ContainsAny(CredentialWords)) && !lower.EndsWith("-type", StringComparison.Ordinal) && !lower.EndsWith("-method", StringComparison.Ordinal) && !lower.EndsWith("requested-with", StringComparison.Ordinal) && !lower.EndsWith("-algorithm", StringComparison.Ordinal) && !lower.Contains("encryption", StringComparison.Ordinal) && !lower.Contains("hook", StringComparison.Ordinal) && !lower.Contains("continuation", StringComparison.Ordinal) && !lower.Contains("cursor", StringComparison.Ordinal) && !lower.EndsWith("-date", StringComparison.Ordinal);
    }

    // `X-Turnkey-Locale-Site`: a vendor's name in front may hold any letters.
    private static ReadOnlySpan<char> WithoutVendor(string lower)
    {
        var name = lower.StartsWith("x-", StringComparison.Ordinal) ? lower.AsSpan(2) : lower;
        var first = name.IndexOf('-');
        return first > LongestCredentialWord && name[(first + 1)..].Contains('-') && name[..first].EndsWith("key", StringComparison.Ordinal) && CredentialNames.Find(name[..first].ToString()) is null ? name[first..] : lower;
    }

    // "apikey"
    private const int LongestCredentialWord = 6;

    /// <summary>Whether a header or parameter carries a signature.</summary>
    public static bool IsSignature(string name)
    {
        var lower = LowerText.Of(name);
        return lower.Contains("signature", StringComparison.Ordinal) || lower.EndsWith("-wsse", StringComparison.Ordinal) || lower.EndsWith("-mac", StringComparison.Ordinal) || lower.EndsWith("-mac-value", StringComparison.Ordinal) || lower == "checksum" || lower.EndsWith("-sign", StringComparison.Ordinal) || lower.EndsWith("_sign", StringComparison.Ordinal) || lower == "sign" || lower.EndsWith("-hmac", StringComparison.Ordinal) || lower.EndsWith("-sig", StringComparison.Ordinal) || lower.EndsWith("_sig", StringComparison.Ordinal);
    }

    /// <summary>Whether a header carries the time or the nonce of a signed request.</summary>
    public static bool IsFreshness(string name) =>
        name.EndsWith("timestamp", StringComparison.OrdinalIgnoreCase) || name.EndsWith("nonce", StringComparison.OrdinalIgnoreCase) || name.EndsWith("-ts", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a header name is one that never carries a credential.</summary>
    public static bool IsNeverCredential(string lowerName)
    {
        foreach (var prefix in NeverCredentials)
        {
            if (lowerName.Length > 0 && lowerName[0] == prefix[0] && lowerName.StartsWith(prefix, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static readonly string[] OfTheCall = ["-version", "-language", "-locale", "-agent", "-format", "-timezone", "-id-token", "-trace", "-nonce", "-name"];

    /// <summary>Whether a name is that of a header of the API's own that says something of the caller, and nothing of the call itself.</summary>
    public static bool IsOfCaller(string name) =>
        name.Contains('-', StringComparison.Ordinal) && LooksLikeHeader(name) && LowerText.Of(name) is var lower && !IsNeverCredential(lower) && !IsFreshness(name) && !IsSignature(name) && !Array.Exists(OfTheCall, end => lower.EndsWith(end, StringComparison.Ordinal));

    /// <summary>Whether a text is spelled like a header name: hyphens, or a capital in front.</summary>
    public static bool LooksLikeHeader(string text) =>
        text.Length is >= 3 and <= 60 && char.IsAsciiLetterOrDigit(text[0]) && text.Any(char.IsAsciiLetter) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
        && (text.Contains('-', StringComparison.Ordinal) || text.Equals("Authorization", StringComparison.OrdinalIgnoreCase) || char.IsAsciiLetterUpper(text[0]) || IsCredentialParameter(text));

    /// <summary>Whether a parameter is called after the user of an API, which goes with a key: <c>apiuser</c>, <c>api_username</c>.</summary>
    public static bool IsUserOfKey(string name) => CredentialNames.Find(CredentialNames.Snake(name)) is { Name: "api_user" or "api_username" };

    /// <summary>Whether a query or body parameter's name says that it carries a credential.</summary>
    public static bool IsCredentialParameter(string name)
    {
        var snake = CredentialNames.Snake(name);
        // The protocol parameters of OAuth 1.0 (RFC 5849 section 3.1) are no keys of their own.
        if (snake.StartsWith("oauth_", StringComparison.Ordinal) && snake != "oauth_token")
            return false;
        if (snake.Contains("page", StringComparison.Ordinal) || snake.Contains("next", StringComparison.Ordinal) || snake.Contains("sync", StringComparison.Ordinal) || snake.Contains("cursor", StringComparison.Ordinal)
            || snake.Contains("continuation", StringComparison.Ordinal) || snake.Contains("reset", StringComparison.Ordinal) || snake.Contains("idempotency", StringComparison.Ordinal) || snake.Contains("csrf", StringComparison.Ordinal) || snake is "primary_key" or "foreign_key" or "sort_key" or "partition_key" or "cache_key" or "object_key" || snake.Contains("after", StringComparison.Ordinal) || snake.StartsWith("user_", StringComparison.Ordinal))
            return false;
        return snake is "key" or "token" or "apikey" or "appid" or "app_id" or "auth" or "access_key" or "api_key" or "api_token" or "access_token" or "auth_token" or "token_auth" or "auth_id" or "secret" or "api_secret" or "app_key" or "appkey" or "apitoken" or "subscription_key" or "application_key" or "private_token" or "authkey" or "auth_key" or "license_key"
            || (CredentialNames.Find(snake) is { Secret: true } found && found.Name is not ("password" or "pin" or "client_secret" or "refresh_token" or "csrf_token" or "session_token") && snake.Length < 40);
    }
}
