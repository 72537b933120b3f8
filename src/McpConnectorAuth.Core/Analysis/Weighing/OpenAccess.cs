using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>Whether the API asks for no credential at all.</summary>
internal sealed class OpenAccess(DocumentFacts facts, KindSums sums)
{
    private const double OneSentence = 5;

    /// <summary>The statement that says so, or null where there is none or where the document shows a credential nevertheless.</summary>
    public MethodDraft? Find(List<MethodDraft> drafts)
    {
        if (sums.For(AuthKind.None) is not { Score: >= 2.5 } none)
            return null;
        // "Neither a password nor a key" leaves room for whatever else is described.
        if (none.Score < OneSentence && KindTextEvidence.IsNeither(none.Quote.Text(facts.Source).ToLowerInvariant()) && (drafts.Exists(d => d.IsShown || d.Score * 2 >= none.Score) || sums.SaysOther(AuthKind.None)))
            return null;
        // "No key" leaves room for a certificate and a log-in; "no authentication" leaves none.
        if (!none.Quote.Text(facts.Source).Contains("authenti", StringComparison.OrdinalIgnoreCase) && (drafts.Exists(d => d.Kind == AuthKind.Mtls) || sums.For(AuthKind.SessionLogin) is { Score: >= 1 }))
            return null;
        // Where a chapter on authentication shows how to send a credential, the statement is about other calls.
        if (drafts.Exists(d => d.Slots.Exists(s => s.Claims.Exists(c => (c.Context & UnitContext.Auth) != 0 && c.Weight * c.Context.Factor >= 1)) && d.Score * 3 >= none.Score))
            return null;
        // One sentence does not undo a call that is shown with its credential.
        if (none.Score < OneSentence && drafts.Exists(d => d.Score >= MethodDraft.Least && d.IsShown))
            return null;
        return drafts.Count == 0 || none.Score * 1.5 >= drafts.Max(d => d.Score)
            ? new MethodDraft(AuthKind.None) { Score = none.Score, Quote = none.Quote, Position = none.Position }
            : null;
    }
}
