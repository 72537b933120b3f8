using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Weighing;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Analysis;

/// <summary>
/// Reads what a document states about authentication: collects claims from prose, tables and parsed samples, weighs them by
/// where they stand and what they are about, and puts them together to methods. Deterministic and offline; every asserted
/// fact carries a quote from the document.
/// </summary>
public static class AuthAnalyzer
{
    /// <summary>Analyses a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="source">Name of the source.</param>
    /// <param name="ct">Stops the analysis.</param>
    /// <returns>The analysis, at most 6,000 bytes as JSON.</returns>
    public static AuthAnalysis Analyze(AuthDocument document, SourceName source, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        var facts = new DocumentFacts(document, ct);
        var baseUrls = new BaseUrlFinder(facts).Find().ConvertAll(b => b.Url);
        var foreign = new ForeignHosts(facts, baseUrls).Mark();
        var claims = new ClaimSet();
        foreach (var evidence in EvidenceSources.All)
        {
            ct.ThrowIfCancellationRequested();
            evidence.Collect(facts, claims);
        }

        claims.TakeFromErrors();
        var drafts = new MethodWeigher(facts, claims).Weigh();
        var outcome = drafts.Count == 0 ? AnalysisOutcome.NotDocumented : drafts[0].Kind == AuthKind.None ? AnalysisOutcome.NoAuth : AnalysisOutcome.Documented;
        if (outcome == AnalysisOutcome.Documented)
            Complete(drafts, facts, claims, baseUrls);
        var verification = outcome == AnalysisOutcome.Documented ? new VerificationFinder(facts, baseUrls, drafts.SelectMany(draft => draft.OAuth?.Scopes ?? [])).Find() : [];
        if (verification.Count > 0)
            ParameterResolver.AddPlaces(drafts[0], verification[0].Path);
        return AnalysisBudget.Fit(new AuthAnalysis(
            source.Value ?? "",
            document.Info,
            outcome,
            MethodWriter.Write(drafts, facts),
            baseUrls,
            verification,
            Gaps.NotStated(outcome, drafts, baseUrls, verification),
            [.. new WarningFinder(facts).Find(drafts), .. foreign],
            Gaps.Questions(outcome, drafts, baseUrls),
            Evidence: outcome == AnalysisOutcome.NoAuth ? MethodWriter.Evidence(drafts[0], facts) : null));
    }

    /// <summary>
    /// Analyses several documents of one API. The first that says how to authenticate leads; the others fill in what it leaves
    /// open, and where they contradict it, a warning of code <c>conflict</c> names both places.
    /// </summary>
    /// <param name="documents">The documents, at least one.</param>
    /// <param name="source">Name of the source.</param>
    /// <param name="ct">Stops the analysis.</param>
    /// <returns>The analysis, at most 6,000 bytes as JSON.</returns>
    public static AuthAnalysis Analyze(IReadOnlyList<AuthDocument> documents, SourceName source, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentOutOfRangeException.ThrowIfZero(documents.Count);
        var analyses = documents.Select(document => Analyze(document, source, ct)).ToList();
        return analyses.Count == 1 ? analyses[0] : AnalysisBudget.Fit(new AnalysisMerger(analyses).Merge());
    }

    private static void Complete(List<MethodDraft> drafts, DocumentFacts facts, ClaimSet claims, List<BaseUrl> baseUrls)
    {
        var oauth = new OAuthFactsReader(facts, claims, baseUrls);
        var parameters = new ParameterResolver(facts, claims, baseUrls);
        for (var i = 0; i < drafts.Count; i++)
        {
            var draft = drafts[i];
            draft.OAuth = draft.IsOAuth ? oauth.Read(draft) : draft.Kind == AuthKind.OAuth1 ? oauth.ReadOAuth1(draft) : null;
            parameters.Resolve(draft, i == 0);
        }

        ParameterResolver.Part(drafts);
        // Two spellings that come out as the same are one method.
        for (var i = drafts.Count - 1; i > 0; i--)
        {
            if (drafts[i].Placements.Count > 0 && drafts.FindIndex(d => d.Kind == drafts[i].Kind && d.Placements.SequenceEqual(drafts[i].Placements)) < i)
                drafts.RemoveAt(i);
        }
    }
}
