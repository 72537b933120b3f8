using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>Finds what a reader should know before trusting the document.</summary>
internal sealed class WarningFinder(DocumentFacts facts)
{
    private const int MostOfOne = 2;
    private static readonly PhraseTable AuthWords = new("key", "token", "basic", "oauth", "api_key", "query parameter", "authentication", "log-in", "login", "password", "header", "signature", "grant", "flow");
    private static readonly PhraseTable Http200 = new("http 200", "still http 200", "with http 200", "200 more often", "in a 200", "fault in a 200", "is http 200");

    public List<AnalysisWarning> Find(IReadOnlyList<MethodDraft> methods)
    {
        var warnings = new List<AnalysisWarning>();
        var reported = new HashSet<int>();
        foreach (var block in facts.Text.Poisoned)
        {
            // One warning per passage, whose blocks follow each other.
            if (block.Container != 0 && !reported.Add(block.Container))
                continue;
            if (warnings.Count < 3)
                warnings.Add(new AnalysisWarning("addresses_assistant", "This passage gives instructions to an assistant; it was not followed and none of its facts were used.", Line(block.Start)));
        }

        warnings.AddRange(Units("lockout", "The document warns that failed attempts lock or block the account.", u => ContextPhrases.Lockout.In(u.Lower) && ContextPhrases.FailedLogIn.In(u.Lower) && !u.Is(UnitContext.Foreign), 1, isQuoted: true));
        warnings.AddRange(Units("errors_with_status_200", "Failures may come with HTTP status 200; look at the body.", u => Http200.In(u.Lower) && !u.Is(UnitContext.Foreign), 1));
        warnings.AddRange(Units("deprecated_method", "A way to authenticate is called old or withdrawn here.", u => u.Is(UnitContext.Rejected | UnitContext.Deprecated) && !u.Is(UnitContext.Elsewhere | UnitContext.Errors) && AuthWords.In(u.Lower) && (u.Lower.Contains("switched off", StringComparison.Ordinal) || u.Lower.Contains("turned off", StringComparison.Ordinal) || u.Lower.Contains("removed", StringComparison.Ordinal) || u.Lower.Contains("deprecated", StringComparison.Ordinal) || u.Lower.Contains("no longer", StringComparison.Ordinal) || u.Lower.Contains("shut down", StringComparison.Ordinal) || u.Lower.Contains("withdrawn", StringComparison.Ordinal) || u.Lower.Contains("nicht mehr", StringComparison.Ordinal) || u.Lower.Contains("廃止", StringComparison.Ordinal)), MostOfOne));
        foreach (var method in methods.Where(m => m.Deprecated).Take(1))
            warnings.Add(new AnalysisWarning("deprecated_method", $"The method {method.Kind} is described as old.", Line(method.Quote.Start)));
        return warnings;
    }

    private IEnumerable<AnalysisWarning> Units(string code, string message, Func<TextUnit, bool> matches, int most, bool isQuoted = false) =>
        facts.Text.Units.Where(u => u.Block.Kind != BlockKind.Heading && matches(u)).Take(most).Select(u => new AnalysisWarning(code, message, Line(u.Start), Quote: isQuoted ? QuoteSpan.Around(facts.Source, u.Start, u.End, u.Start).Verbatim(facts.Source) : null));

    private int Line(int offset) => facts.Text.Document.LineAt(offset);
}
