namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>What a document leaves open, and questions that settle it.</summary>
internal static class Gaps
{
    /// <summary>Names of facts that the document does not state.</summary>
    public static List<string> NotStated(AnalysisOutcome outcome, IReadOnlyList<MethodDraft> methods, IReadOnlyList<BaseUrl> baseUrls, IReadOnlyList<VerificationCall> verification)
    {
        var missing = new List<string>();
        if (outcome == AnalysisOutcome.NotDocumented)
            missing.Add("kind");
        if (outcome == AnalysisOutcome.Documented && methods[0].Placements.Count == 0 && methods[0].Kind != AuthKind.Mtls)
            missing.Add("placement");
        if (baseUrls.Count == 0)
            missing.Add("base_url");
        if (outcome == AnalysisOutcome.Documented && verification.Count == 0)
            missing.Add("verification");
        foreach (var oauth in methods.Where(m => m.IsOAuth && m.OAuth is not null).Take(1).Select(m => (m.Kind, Facts: m.OAuth!)))
        {
            if (oauth.Kind == AuthKind.OAuth2AuthorizationCode && oauth.Facts.AuthorizeUrl is null)
                missing.Add("authorize_url");
            if (oauth.Facts.TokenUrl is null)
                missing.Add("token_url");
            if (oauth.Facts.Scopes.Count == 0)
                missing.Add("scopes");
            if (oauth.Kind == AuthKind.OAuth2AuthorizationCode && oauth.Facts.Pkce == "not_stated")
                missing.Add("pkce");
            if (oauth.Facts.TokenAuth == "not_stated")
                missing.Add("token_auth");
        }

        return missing;
    }

    /// <summary>Open points, worded so that an agent can settle them.</summary>
    public static List<string> Questions(AnalysisOutcome outcome, IReadOnlyList<MethodDraft> methods, IReadOnlyList<BaseUrl> baseUrls)
    {
        var questions = new List<string>();
        if (outcome == AnalysisOutcome.NotDocumented)
            questions.Add("The document does not say how to authenticate: which further page of the vendor's documentation does?");
        if (outcome == AnalysisOutcome.Documented && methods[0].Placements.Count == 0)
            questions.Add("Where does the credential travel: which header, query parameter or scheme?");
        if (baseUrls.Count == 0)
            questions.Add("What is the base URL of the API?");
        if (outcome == AnalysisOutcome.Documented && methods.Count > 1 && !methods[1].Deprecated && methods[1].Rank > methods[0].Rank * 0.85)
            questions.Add($"The document gives {AnalysisMerger.Spell(methods[0].Kind)} and {AnalysisMerger.Spell(methods[1].Kind)} about the same weight: which one is wanted?");
        return questions;
    }
}
