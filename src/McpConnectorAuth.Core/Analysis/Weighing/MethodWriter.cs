using McpConnectorAuth.Core.Analysis.Claims;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>Writes method drafts as results, with unique names and their evidence.</summary>
internal static class MethodWriter
{
    // A fact that is said in many ways is as well supported by the first of them.
    private const int MostOfOneFact = 5;

    public static List<AuthMethod> Write(IReadOnlyList<MethodDraft> drafts, DocumentFacts facts)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var methods = new List<AuthMethod>();
        foreach (var draft in drafts)
        {
            if (draft.Kind == AuthKind.None)
                continue;
            methods.Add(new AuthMethod(Name(draft, names), draft.Kind, methods.Count == 0, draft.Deprecated, draft.Placements, draft.Parameters, draft.OAuth, Evidence(draft, facts, methods.Count == 0), draft.Login));
        }

        return methods;
    }

    private static string Name(MethodDraft draft, HashSet<string> names)
    {
        var name = draft.Kind switch
        {
            AuthKind.ApiKey or AuthKind.Bearer or AuthKind.Basic => draft.Parameters.FirstOrDefault(p => p.Secret)?.Name ?? Plain(draft.Kind),
            _ => Plain(draft.Kind),
        };
        if (names.Add(name))
            return name;
        var place = draft.Placements.Count > 0 ? draft.Placements[0].In.ToString().ToLowerInvariant() : "other";
        foreach (var candidate in (ReadOnlySpan<string>)[$"{name}_{Plain(draft.Kind)}", $"{name}_{place}", $"{Plain(draft.Kind)}_{place}"])
        {
            if (names.Add(candidate))
                return candidate;
        }

        for (var i = 2; ; i++)
        {
            if (names.Add($"{name}_{i}"))
                return $"{name}_{i}";
        }
    }

    private static string Plain(AuthKind kind) => kind switch
    {
        AuthKind.ApiKey => "api_key",
        AuthKind.OAuth2AuthorizationCode => "oauth2_authorization_code",
        AuthKind.OAuth2ClientCredentials => "oauth2_client_credentials",
        AuthKind.OAuth2DeviceCode => "oauth2_device_code",
        AuthKind.OAuth2Password => "oauth2_password",
        AuthKind.OAuth2JwtBearer => "oauth2_jwt_bearer",
        AuthKind.SessionLogin => "session_login",
        AuthKind.SignedRequest => "signed_request",
        _ => kind.ToString().ToLowerInvariant(),
    };

    /// <summary>The words behind the facts of a method, those on its kind first.</summary>
    public static List<Evidence> Evidence(MethodDraft draft, DocumentFacts facts, bool first = false)
    {
        var evidence = new List<Evidence>();
        Add("kind", draft.Quote);
        foreach (var slot in draft.Slots)
            Add("placement", slot.Best.Quote);
        if (first && draft.Advice is { } advice)
            Add("recommended", advice);
        if (draft.Deprecated && facts.DeprecationAt(draft.Quote.Start) is { } old)
            Add("deprecated", facts.QuoteOf(old));
        foreach (var (fact, quote) in draft.Evidence)
            Add(fact, quote);
        return evidence;

        void Add(string fact, Reading.QuoteSpan quote)
        {
            var text = quote.Verbatim(facts.Source);
            if (text.Length > 0 && evidence.Count(e => e.Fact == fact) < MostOfOneFact && !evidence.Exists(e => e.Quote == text && e.Fact == fact))
                evidence.Add(new Evidence(fact, text, facts.Text.Document.LineAt(quote.Start)));
        }
    }
}
