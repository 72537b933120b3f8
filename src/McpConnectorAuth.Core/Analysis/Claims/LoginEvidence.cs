using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>Log-in calls: a POST to a path such as <c>/auth/login</c> with user name and password.</summary>
internal sealed class LoginEvidence : IEvidenceSource
{
    private static readonly string[] Endings = ["/login", "/session", "/sessions", "/signin", "/sign-in", "/logon", "/authenticate", "/auth", "/login.json", "/login.do", "/auth/token", "/authorize_account", "_authorize_account", "/users/login", "/logins", "/access/token", "/auth.json", "/gettoken", "/get_token", "/get-token", "/auth/tokens", "/createsession", "/initsession", "/jwt/token"];
    private const int Near = 700;

    public void Collect(DocumentFacts facts, ClaimSet claims)
    {
        foreach (var request in facts.Requests)
        {
            // A key goes in as Basic, a token comes out for the calls after it.
            if (request.Login is not null && IsLogin(UrlText.Path(request.Url)) && request.Parameter("grant_type") is null)
                claims.Kinds.Add(new KindClaim(AuthKind.SessionLogin, 3, request.Context, facts.QuoteOf(request, "login", "auth", "session")));
            if (request.Method == "POST" && IsLogin(UrlText.Path(request.Url)) && request.Parameter("grant_type") is null && (HasPassword(request) || SendsSecret(request)))
            {
                if (HasPassword(request))
                    claims.Logins.Add(request);
                claims.Kinds.Add(new KindClaim(AuthKind.SessionLogin, 3, request.Context, facts.QuoteOf(request, "login", "session")));
            }
        }

        foreach (var unit in facts.Text.Units)
        {
            facts.Cancellation.ThrowIfCancellationRequested();
            foreach (var span in unit.CodeSpans)
            {
                if (!span.StartsWith("POST ", StringComparison.Ordinal) || !IsLogin(UrlText.Path(span[5..].Trim())))
                    continue;
                var around = facts.Source[unit.Start..Math.Min(facts.Source.Length, unit.Start + Near)].ToLowerInvariant();
                if (around.Contains("password", StringComparison.Ordinal) || around.Contains("passwort", StringComparison.Ordinal) || around.Contains("contraseña", StringComparison.Ordinal) || around.Contains("パスワード", StringComparison.Ordinal))
                    claims.Kinds.Add(new KindClaim(AuthKind.SessionLogin, 3, unit.Context & ~UnitContext.Writing, facts.QuoteOf(unit, span)));
            }
        }
    }

    /// <summary>Whether a line of a sample goes to a log-in call.</summary>
    public static bool IsLoginText(string lower) => Array.Exists(Endings, ending => lower.Contains(ending, StringComparison.Ordinal));

    // XML and nested JSON, which are no flat fields.
    private static bool SendsSecret(SampleRequest request)
    {
        var content = request.Block.Code!.Content;
        var text = content.AsSpan(Math.Min(request.ContentStart, content.Length), Math.Max(0, Math.Min(request.ContentEnd, content.Length) - Math.Min(request.ContentStart, content.Length)));
        return text.Contains("password", StringComparison.OrdinalIgnoreCase) || text.Contains("secret", StringComparison.OrdinalIgnoreCase) || text.Contains("credentials", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether a path is spelled like that of a log-in call.</summary>
    public static bool IsLogin(string path)
    {
        path = path.Split('?')[0].TrimEnd('/').ToLowerInvariant();
        return Array.Exists(Endings, ending => path.EndsWith(ending, StringComparison.Ordinal));
    }

    private static bool HasPassword(SampleRequest request) => request.Body.Exists(f => f.Name.StartsWith("pass", StringComparison.OrdinalIgnoreCase));
}
