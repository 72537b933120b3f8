using System.Globalization;
using System.Text;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>
/// Says what a failed request means. Only two things end a grant: <c>invalid_grant</c> on a refresh, and a provider's own words that
/// its refresh token has expired, was revoked or is not known. Everything else, a bare 400 or 401 included, leaves the stored tokens
/// alone: a wrong client secret, a gateway or an outage must not cost a person the connection.
/// </summary>
internal static class OAuthFailures
{
    private const int LongestWords = 200;
    private static readonly string[] EndWords = ["expired", "revoked", "invalid", "not found", "unknown", "already been used", "already used", "no longer valid", "not valid"];

    /// <summary>Codes of providers that say of a token what <c>invalid_grant</c> says.</summary>
    private static readonly string[] EndCodes =
        ["invalid_grant", "invalid_refresh_token", "bad_refresh_token", "refresh_token_expired", "expired_refresh_token", "refresh_token_revoked", "refresh_token_invalid", "token_revoked", "token_expired", "expired_token"];

    /// <summary>The failure of a request.</summary>
    /// <param name="context">What it was made with.</param>
    /// <param name="step">What it was for.</param>
    /// <param name="url">Where it went.</param>
    /// <param name="reply">What came back; no success, or a success that reports an error.</param>
    /// <param name="secrets">Secrets of the exchange beside the context's.</param>
    /// <param name="now">The time, for <c>Retry-After</c>.</param>
    public static OAuthException Of(GrantContext context, OAuthStep step, Uri url, EndpointReply reply, IEnumerable<Secret> secrets, DateTimeOffset now)
    {
        var response = reply.Response;
        var known = secrets.ToList();
        var endpoint = context.Redact($"{NameOf(step)} of {url.Authority}", known);
        if (response.Failure is { } failure) return Network(new OAuthNetworkError(0, failure, $"{endpoint} {Describe(failure)}"));
        if (response.RedirectEnd != RedirectEnd.None)
            return Format(new OAuthResponseFormatError(response.Status, $"{endpoint} {Describe(response.RedirectEnd)}"));

        var stated = ReplyError.Of(reply);
        var words = Clean(context, stated.Words, known);
        var code = context.Redact(stated.Code, known);
        var said = (code.Length > 0 ? $" with {code}" : "") + (words.Length > 0 ? $" ({words})" : "");
        var detail = $"{endpoint} answered {response.Status.ToString(CultureInfo.InvariantCulture)}{said}";
        if (IsRateLimit(response)) return Limited(new RateLimitError(response.Status, RetryAfter.Of(response, now), detail));
        if (response.Status >= 500) return Network(new OAuthNetworkError(response.Status, null, detail));
        return EndsGrant(step, response.Status, stated) ? Ended(new RefreshTokenExpiredError(response.Status, detail)) : Refused(step, new OAuthRequestError(response.Status, code, detail));
    }

    /// <summary>The failure of an answer that is no reply of the kind that is due.</summary>
    public static OAuthException Malformed(OAuthStep step, Uri url, ApiResponse response, string what) =>
        Format(new OAuthResponseFormatError(response.Status, $"{NameOf(step)} of {url.Authority} {what}"));

    /// <summary>A refusal that is stated elsewhere than in the reply to a request of this program.</summary>
    public static OAuthException Callback(string code, string detail) => new(
        new OAuthRequestError(0, code, detail), ErrorCodes.OAuthCallback, $"{Capital(detail)}.", "Start the sign-in again.");

    /// <summary>There is nothing to go on with but a person who signs in.</summary>
    public static OAuthException LoginRequired(string detail) => Ended(new RefreshTokenExpiredError(0, detail));

    /// <summary>Whether the endpoint asks to wait.</summary>
    public static bool IsRateLimit(ApiResponse response) => response.Status == 429 || (response.Status == 503 && response.Header("Retry-After") is not null);

    /// <summary>Words of a provider as they may be shown: one line, short, without anything that is or looks like a secret.</summary>
    public static string Clean(GrantContext context, string words, IEnumerable<Secret> secrets)
    {
        var text = new StringBuilder();
        foreach (var character in context.Redact(words, secrets))
        {
            var plain = char.IsControl(character) || char.IsWhiteSpace(character) || char.IsSurrogate(character) || char.GetUnicodeCategory(character) == UnicodeCategory.Format ? ' ' : character;
            if (plain != ' ' || (text.Length > 0 && text[^1] != ' ')) text.Append(plain);
        }

        var line = text.ToString().Trim().TrimEnd('.');
        if (line.Length > LongestWords) line = line[..LongestWords] + "…";
        return SecretDetector.Find(line).Count == 0 ? line : "";
    }

    private static bool EndsGrant(OAuthStep step, int status, ReplyError stated)
    {
        if (step != OAuthStep.Refresh) return false;
        if (EndCodes.Contains(stated.Code.ToLowerInvariant().Replace('-', '_'))) return true;

        // Without a code of the standard, the provider's words decide, and only where they speak of the refresh token.
        if (status is not (200 or 400 or 401 or 403) || IsStandard(stated.Code)) return false;
        var words = $"{stated.Code} {stated.Words}".Replace('_', ' ').ToLowerInvariant();
        return (words.Contains("refresh token", StringComparison.Ordinal) || words.Contains("refreshtoken", StringComparison.Ordinal))
            && EndWords.Any(word => words.Contains(word, StringComparison.Ordinal));
    }

    private static bool IsStandard(string code) => code
        is "invalid_request" or "invalid_client" or "unauthorized_client" or "unsupported_grant_type" or "invalid_scope" or "access_denied" or "temporarily_unavailable" or "server_error";

    private static OAuthException Network(OAuthNetworkError error) => new(
        error, ErrorCodes.OAuthNetwork, $"{Capital(error.Detail)}.", "Try again in a while; what is stored is kept.");

    private static OAuthException Format(OAuthResponseFormatError error) => new(
        error, ErrorCodes.OAuthResponseFormat, $"{Capital(error.Detail)}.", "Check the URL and authentication.methods[].oauth of the spec against the document: path of the token, encoding of requests.");

    private static OAuthException Limited(RateLimitError error) => new(
        error,
        ErrorCodes.RateLimited,
        $"{Capital(error.Detail)}.",
        error.RetryAfter is { } wait ? string.Create(CultureInfo.InvariantCulture, $"Try again in {Math.Ceiling(wait.TotalSeconds)} seconds; what is stored is kept.") : "Try again in a minute; what is stored is kept.");

    private static OAuthException Ended(RefreshTokenExpiredError error) => new(
        error, ErrorCodes.LoginRequired, $"{Capital(error.Detail)}.", "Open the portal again so that the person signs in.");

    private static OAuthException Refused(OAuthStep step, OAuthRequestError error)
    {
        var (code, next) = error switch
        {
            { IsConfigurationFault: true } => (ErrorCodes.OAuthConfiguration, "Check the client's id and secret on the portal page, and token_auth, scopes and the redirect URI of the spec against the provider's settings; what is stored is kept."),
            { Code: "access_denied" } => (ErrorCodes.OAuthCallback, "Sign in again and allow the access that is asked for."),
            _ when step is OAuthStep.CodeExchange => (ErrorCodes.OAuthRequest, "Start the sign-in again."),
            _ when step is OAuthStep.DevicePoll && error.Code == "expired_token" => (ErrorCodes.LoginRequired, "Start the sign-in again for a new code."),
            { Code: "invalid_grant" } => (ErrorCodes.OAuthRequest, "Check the values on the portal page: the provider does not accept them."),
            _ => (ErrorCodes.OAuthRequest, "Check the values on the portal page and the spec against the document; what is stored is kept."),
        };
        return new OAuthException(error, code, $"{Capital(error.Detail)}.", next);
    }

    private static string NameOf(OAuthStep step) => step switch
    {
        OAuthStep.Discovery => "the metadata",
        OAuthStep.Push => "the pushed authorization request endpoint",
        OAuthStep.TemporaryCredentials => "the request token endpoint",
        OAuthStep.DeviceStart => "the device authorization endpoint",
        OAuthStep.Revocation => "the revocation endpoint",
        _ => "the token endpoint",
    };

    private static string Describe(ApiFailure failure) => failure switch
    {
        ApiFailure.NameNotResolved => "can't be reached: the host name does not resolve",
        ApiFailure.TimedOut => "did not answer in time",
        ApiFailure.Tls => "can't be reached: the TLS handshake or the certificate failed",
        ApiFailure.UnsafeAddress => "can't be reached: the name resolves to this machine or to a link-local address",
        ApiFailure.NotHttp => "did not answer with HTTP",
        _ => "can't be reached: nobody accepts the connection, or it broke off",
    };

    private static string Describe(RedirectEnd end) => end switch
    {
        RedirectEnd.TooMany => "redirects without end",
        RedirectEnd.NoTarget => "redirects to nowhere",
        RedirectEnd.Downgrade => "redirects from https to http, which is not followed",
        _ => "redirects to another origin, which is not followed",
    };

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
