using System.Text;

namespace McpConnectorAuth.Core.Verification;

/// <summary>
/// What APIs write into error bodies, as data. Texts are compared in lower case with words split at underscores, hyphens
/// and humps, so that <c>InvalidApiKey</c>, <c>INVALID_API_KEY</c> and <c>invalid api-key</c> are one phrase.
/// </summary>
internal static class AnswerPhrases
{
    /// <summary>Phrases by verdict; the first group with a hit decides.</summary>
    private static readonly (VerificationOutcome Outcome, string[] Phrases)[] Groups =
    [
        (VerificationOutcome.RateLimited,
        [
            "rate limit", "ratelimit", "too many requests", "too many calls", "quota exceeded", "exceeded your quota", "quota has been exceeded", "quota exhausted",
            "throttled", "throttling", "request limit", "limit exceeded", "slow down",
        ]),
        (VerificationOutcome.InsufficientPermissions,
        [
            "insufficient scope", "missing scope", "scope required", "required scope", "missing required scope", "lacks the scope", "insufficient permission",
            "insufficient privilege", "insufficient right", "insufficient access", "missing permission", "permission denied", "no permission", "does not have permission",
            "do not have permission", "not have the required", "not authorized to", "not allowed to", "not permitted", "lacks permission", "requires permission",
            "not enough permission", "upgrade your plan", "not available on your plan", "not included in your plan",
        ]),
        (VerificationOutcome.InvalidCredentials,
        [
            "invalid api key", "invalid key", "invalid token", "invalid access token", "invalid api token", "invalid auth", "invalid credential", "invalid login",
            "invalid session", "invalid secret", "invalid user", "invalid password", "invalid client", "api key invalid", "api key not valid", "api key is invalid",
            "api key is not valid", "api key not found", "api key does not exist", "unknown api key", "incorrect api key", "wrong api key", "bad api key", "key is invalid",
            "key is not valid", "token is invalid", "token is not valid", "token not found", "token invalid", "unknown token", "bad token", "malformed token",
            "bad credential", "incorrect credential", "wrong credential", "wrong password", "incorrect password", "incorrect username", "login failed", "login required",
            "not logged in", "please log in", "please login", "sign in", "not authed", "no auth", "unauthorized", "unauthorised", "unauthenticated", "not authenticated",
            "authentication required", "authentication failed", "authentication failure", "authentication error", "failed to authenticate", "could not authenticate",
            "unable to authenticate", "missing authentication", "missing authorization", "missing api key", "missing token", "missing access token", "missing credential",
            "no api key", "no token", "no credential", "api key missing", "api key is missing", "api key required", "api key is required", "token required",
            "token is required", "token missing", "token expired", "expired token", "token has expired", "key has expired", "key expired", "expired api key",
            "token revoked", "token has been revoked", "revoked", "session expired", "session has expired", "account inactive", "valid api key", "valid token",
            "valid access token", "valid credential", "authenticated false", "logged in false", "not authorized",
        ]),
        (VerificationOutcome.InsufficientPermissions, ["forbidden", "access denied", "access is denied"]),
        (VerificationOutcome.WrongEndpoint,
        [
            "not found", "unknown method", "no such method", "method not found", "unknown endpoint", "unknown path", "no route", "unsupported method", "method not allowed",
        ]),
    ];

    /// <summary>The verdict that a text speaks of, or null.</summary>
    public static VerificationOutcome? Recognize(string text)
    {
        var words = Normalize(text);
        foreach (var (outcome, phrases) in Groups)
        {
            if (phrases.Any(phrase => words.Contains(phrase, StringComparison.Ordinal))) return outcome;
        }

        return null;
    }

    /// <summary>Whether a text names a credential that is wrong or missing, whatever else it names.</summary>
    public static bool NamesBadCredential(string text)
    {
        var words = Normalize(text);
        return Groups.Any(group => group.Outcome == VerificationOutcome.InvalidCredentials
            && group.Phrases.Any(phrase => words.Contains(phrase, StringComparison.Ordinal)));
    }

    private static string Normalize(string text)
    {
        var words = new StringBuilder(text.Length + 16);
        var previous = ' ';
        foreach (var character in text)
        {
            if (!char.IsLetterOrDigit(character) && character != '\'')
            {
                if (words.Length > 0 && words[^1] != ' ') words.Append(' ');
            }
            else
            {
                if (char.IsUpper(character) && char.IsLower(previous)) words.Append(' ');
                words.Append(char.ToLowerInvariant(character));
            }

            previous = character;
        }

        return words.Replace("apikey", "api key").Replace("don't", "do not").Replace("doesn't", "does not").Replace("isn't", "is not").ToString();
    }
}
