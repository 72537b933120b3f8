using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>Log-in calls: a POST to a path such as <c>/auth/login</c> with user name and password.</summary>
internal sealed class LoginEvidence : IEvidenceSource
{
    private static readonly string[] Endings = ["/login", "/session", "/sessions", "/signin", "/sign-in", "/logon", "/authenticate", "/auth"];
    private const int Near = 700;

    public void Collect(DocumentFacts facts, ClaimSet claims)
    {
        foreach (var request in facts.Requests)
        {
            if (request.Method == "POST" && IsLogin(UrlText.Path(request.Url.StartsWith('/') ? "x" + request.Url : request.Url)) && request.Parameter("grant_type") is null && HasPassword(request))
                claims.Kinds.Add(new KindClaim(AuthKind.SessionLogin, 3, request.Context, facts.QuoteOf(request, "login", "session")));
        }

        foreach (var unit in facts.Text.Units)
        {
            facts.Cancellation.ThrowIfCancellationRequested();
            foreach (var span in unit.CodeSpans)
            {
                if (!span.StartsWith("POST ", StringComparison.Ordinal) || !IsLogin(UrlText.Path("x" + span[5..].Trim())))
                    continue;
                var around = facts.Source[unit.Start..Math.Min(facts.Source.Length, unit.Start + Near)].ToLowerInvariant();
                if (around.Contains("password", StringComparison.Ordinal) || around.Contains("passwort", StringComparison.Ordinal) || around.Contains("contraseña", StringComparison.Ordinal) || around.Contains("パスワード", StringComparison.Ordinal))
                    claims.Kinds.Add(new KindClaim(AuthKind.SessionLogin, 3, unit.Context & ~UnitContext.Writing, facts.QuoteOf(unit, span)));
            }
        }
    }

    private static bool IsLogin(string path)
    {
        path = path.Split('?')[0].TrimEnd('/').ToLowerInvariant();
        return Array.Exists(Endings, ending => path.EndsWith(ending, StringComparison.Ordinal));
    }

    private static bool HasPassword(SampleRequest request) => request.Body.Exists(f => f.Name.StartsWith("pass", StringComparison.OrdinalIgnoreCase));
}
