using McpConnectorAuth.Core.Analysis.Claims;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>Writes method drafts as results, with unique names and their evidence.</summary>
internal static class MethodWriter
{
    private const int MostEvidence = 6;
    private const int MostParameterEvidence = 4;

    public static List<AuthMethod> Write(IReadOnlyList<MethodDraft> drafts, DocumentFacts facts)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var methods = new List<AuthMethod>();
        foreach (var draft in drafts)
        {
            if (draft.Kind == AuthKind.None)
                continue;
            methods.Add(new AuthMethod(Name(draft, names), draft.Kind, methods.Count == 0, draft.Deprecated, draft.Placements, draft.Parameters, draft.OAuth, Evidence(draft, facts), draft.Login));
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

    private static List<Evidence> Evidence(MethodDraft draft, DocumentFacts facts)
    {
        var evidence = new List<Evidence>();
        Add("kind", draft.Quote);
        foreach (var slot in draft.Slots)
            Add("placement", slot.Best.Quote);
        foreach (var (fact, quote) in draft.Evidence)
            Add(fact, quote, fact.StartsWith("parameter.", StringComparison.Ordinal) ? MostEvidence + MostParameterEvidence : MostEvidence);
        return evidence;

        void Add(string fact, Reading.QuoteSpan quote, int most = MostEvidence)
        {
            var text = quote.Text(facts.Source);
            if (text.Length > 0 && evidence.Count < most && !evidence.Exists(e => e.Quote == text && e.Fact == fact))
                evidence.Add(new Evidence(fact, text, facts.Text.Document.LineAt(quote.Start)));
        }
    }
}
