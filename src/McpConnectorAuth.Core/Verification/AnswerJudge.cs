using System.Globalization;
using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.Verification;

/// <summary>Judges one answer by itself: status, headers, redirects and body, the rules as tables.</summary>
internal static class AnswerJudge
{
    private static readonly (ApiFailure Failure, VerificationOutcome Outcome, string Note)[] Failures =
    [
        (ApiFailure.NameNotResolved, VerificationOutcome.Unreachable, "the host name does not resolve"),
        (ApiFailure.NotConnected, VerificationOutcome.Unreachable, "the connection was refused or broke off"),
        (ApiFailure.TimedOut, VerificationOutcome.Unreachable, "no answer within the time limit"),
        (ApiFailure.UnsafeAddress, VerificationOutcome.Unreachable, "the host name leads to this machine or a link-local address, so nothing was sent"),
        (ApiFailure.Tls, VerificationOutcome.TlsError, "the TLS handshake or the certificate failed"),
        (ApiFailure.NotHttp, VerificationOutcome.Unexpected, "the answer is no HTTP"),
    ];

    /// <summary>What a status means where neither headers nor body say more. Others below 500 are unexpected.</summary>
    private static readonly Dictionary<int, (VerificationOutcome Outcome, string Note)> Statuses = new()
    {
        [401] = (VerificationOutcome.InvalidCredentials, "not authenticated"),
        [402] = (VerificationOutcome.InsufficientPermissions, "payment required"),
        [403] = (VerificationOutcome.InsufficientPermissions, "forbidden"),
        [404] = (VerificationOutcome.WrongEndpoint, "not found"),
        [405] = (VerificationOutcome.WrongEndpoint, "HTTP method not allowed"),
        [407] = (VerificationOutcome.Unexpected, "the proxy of this machine asks for a login"),
        [410] = (VerificationOutcome.WrongEndpoint, "gone"),
        [419] = (VerificationOutcome.InvalidCredentials, "session expired"),
        [420] = (VerificationOutcome.RateLimited, "too many requests"),
        [429] = (VerificationOutcome.RateLimited, "too many requests"),
        [440] = (VerificationOutcome.InvalidCredentials, "session expired"),
        [498] = (VerificationOutcome.InvalidCredentials, "invalid token"),
        [499] = (VerificationOutcome.InvalidCredentials, "token required"),
    };

    private static readonly string[] RemainingHeaders =
        ["X-RateLimit-Remaining", "RateLimit-Remaining", "X-Rate-Limit-Remaining", "X-RateLimit-Requests-Remaining"];

    private static readonly string[] LoginWords =
        ["login", "log-in", "signin", "sign-in", "sign_in", "logon", "sso", "saml", "oauth", "authorize", "accounts.", "/auth", "session/new", "idp"];

    /// <summary>Judges an answer.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="keyIsInPath">Whether a secret is part of the path, so that a wrong one looks like a wrong path.</param>
    public static Judgement Judge(ApiResponse response, bool keyIsInPath)
    {
        if (response.Failure is { } failure)
        {
            var (_, outcome, note) = Failures.First(rule => rule.Failure == failure);
            return new Judgement(outcome, note);
        }

        if (response.RedirectEnd != RedirectEnd.None) return JudgeRedirect(response);
        return response.Status is >= 200 and < 300 ? JudgeSuccess(response) : JudgeError(response, keyIsInPath);
    }

    private static Judgement JudgeRedirect(ApiResponse response)
    {
        var target = response.RedirectTarget;
        var host = target is not null && HostAddress.TryParse(target, out var address) ? address.ToString() : "another address";
        if (target is not null && IsLogin(target)) return new Judgement(VerificationOutcome.InvalidCredentials, $"redirected to a login page at {host}");
        return response.RedirectEnd switch
        {
            RedirectEnd.OtherOrigin => new(VerificationOutcome.WrongEndpoint, $"redirected to {host}, which does not get the credential"),
            RedirectEnd.Downgrade => new(VerificationOutcome.WrongEndpoint, $"redirected from https to http at {host}, which is not followed"),
            RedirectEnd.TooMany => new(VerificationOutcome.Unexpected, "more than five redirects in a row"),
            _ => new(VerificationOutcome.Unexpected, "a redirect without a target"),
        };
    }

    private static Judgement JudgeSuccess(ApiResponse response)
    {
        if (BodyReader.IsHtml(response))
        {
            var title = BodyReader.Title(response) is { Length: > 0 } text ? $" titled \"{text}\"" : "";
            return BodyReader.AsksForLogin(response) || IsLogin(response.Url)
                ? new Judgement(VerificationOutcome.InvalidCredentials, $"a login page{title} instead of API data")
                : new Judgement(VerificationOutcome.WrongEndpoint, $"a web page{title} instead of API data");
        }

        if (BodyReader.FindError(response) is { } error)
        {
            var outcome = AnswerPhrases.Recognize(error.Text) ?? (error.Code is { } code ? OutcomeOf(code) : VerificationOutcome.Unexpected);
            return new Judgement(outcome, $"success status but an error in the body ({error.Sign}){Quoted(error.Message)}");
        }

        // Some APIs answer in a line of plain text.
        var line = BodyReader.Text(response);
        return response.MediaType is "text/plain" or "" && line.Length < 300 && !line.StartsWith('{') && AnswerPhrases.NamesBadCredential(line)
            ? new Judgement(VerificationOutcome.InvalidCredentials, $"success status but an error in the body{Quoted(BodyReader.Message(response))}")
            : new Judgement(VerificationOutcome.Valid, "success");
    }

    private static Judgement JudgeError(ApiResponse response, bool keyIsInPath)
    {
        var isPage = BodyReader.IsHtml(response);
        var text = isPage ? BodyReader.Title(response) : BodyReader.Text(response);
        var said = AnswerPhrases.Recognize(text);
        var message = Quoted(BodyReader.Message(response));
        var (outcome, note) = Statuses.GetValueOrDefault(response.Status, (VerificationOutcome.Unexpected, response.Status >= 500 ? "server error" : "refused"));

        // RFC 6750 section 3.1.
        var challenge = response.Header("WWW-Authenticate") ?? "";
        if (challenge.Contains("insufficient_scope", StringComparison.OrdinalIgnoreCase))
            return new Judgement(VerificationOutcome.InsufficientPermissions, $"the API asks for another scope{Scopes(challenge)}{message}");
        if (response.Status is 403 or 503 && AsksToWait(response, said)) return new Judgement(VerificationOutcome.RateLimited, $"the API asks to wait{message}");

        switch (response.Status)
        {
            case 401:
                return said == VerificationOutcome.InsufficientPermissions && !AnswerPhrases.NamesBadCredential(text)
                    ? new Judgement(VerificationOutcome.InsufficientPermissions, $"permission missing{message}")
                    : new Judgement(outcome, note + message);
            case 403 when isPage:
                return new Judgement(VerificationOutcome.Unexpected, $"a web page refused the call, as gateways and firewalls do; it says nothing about the key{message}");
            case 403:
                return said is VerificationOutcome.InvalidCredentials or VerificationOutcome.InsufficientPermissions
                    ? new Judgement(said.Value, note + message, IsFirm: !IsBare(text))
                    : new Judgement(outcome, note + message, IsFirm: false);
            case 404 when keyIsInPath:
                return new Judgement(VerificationOutcome.InvalidCredentials, "not found; the key is part of the path, so an unknown key looks like this" + message);
            case 400 or 422 or >= 500 when said is { } recognized and not VerificationOutcome.WrongEndpoint && !isPage:
                return new Judgement(recognized, note + message);
            default:
                return new Judgement(outcome, isPage && response.Status >= 500 ? "a gateway's error page" + message : note + message);
        }
    }

    private static bool AsksToWait(ApiResponse response, VerificationOutcome? said) =>
        said == VerificationOutcome.RateLimited
        || response.Header("Retry-After") is not null
        || RemainingHeaders.Any(name => response.Header(name)?.Trim() == "0");

    /// <summary>Whether a 403's text is no more than the status in words.</summary>
    private static bool IsBare(string text) => !AnswerPhrases.NamesBadCredential(text) && !AnswerPhrases.NamesPermission(text);

    private static VerificationOutcome OutcomeOf(int status) => Statuses.TryGetValue(status, out var rule) ? rule.Outcome : VerificationOutcome.Unexpected;

    private static bool IsLogin(Uri url)
    {
        var place = (url.IdnHost + url.AbsolutePath).ToLowerInvariant();
        return LoginWords.Any(word => place.Contains(word, StringComparison.Ordinal));
    }

    private static string Scopes(string challenge)
    {
        var start = challenge.IndexOf("scope=\"", StringComparison.OrdinalIgnoreCase);
        var end = start < 0 ? -1 : challenge.IndexOf('"', start + 7);
        return end < 0 || end - start > 200 ? "" : $" ({challenge[(start + 7)..end]})";
    }

    private static string Quoted(string message) => message.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $": \"{message}\"");
}
