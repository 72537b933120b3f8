using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Verification;

/// <summary>What could be changed in a spec for a cause that lies there: overrides for generate_spec, each with the passage of the document that supports it.</summary>
public static class SpecProposals
{
    private const int Most = 3;
    private const int LongestQuote = 200;

    /// <summary>Whether the cause of a report may lie in the spec, so that the documents are worth reading again.</summary>
    public static bool MayHelp(VerificationReport report) => report is
    { Outcome: VerificationOutcome.EndpointIsPublic }
        or { Cause: VerificationCause.WrongPlacement or VerificationCause.WrongMethod or VerificationCause.WrongHost or VerificationCause.MissingScope };

    /// <summary>The proposals, most likely first; empty where the cause is not in the spec or the document has nothing else to offer.</summary>
    /// <param name="report">The report of a check that was not valid.</param>
    /// <param name="spec">The spec that was checked.</param>
    /// <param name="methodName">Name of the method that was carried out.</param>
    /// <param name="analysis">What the documents state.</param>
    /// <param name="documents">The documents.</param>
    public static IReadOnlyList<SpecOverride> Of(VerificationReport report, ConnectorSpec spec, string methodName, AuthAnalysis analysis, IReadOnlyList<AuthDocument> documents)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(analysis);
        ArgumentNullException.ThrowIfNull(documents);
        var method = spec.RequireMethod(methodName);
        var proposals = report switch
        {
            { Outcome: VerificationOutcome.EndpointIsPublic } => Calls(spec, analysis),
            { Cause: VerificationCause.WrongPlacement } => Placements(method, analysis),
            { Cause: VerificationCause.WrongMethod } => Methods(method, analysis),
            { Cause: VerificationCause.WrongHost } => BaseUrls(spec, analysis).Concat(report.Outcome == VerificationOutcome.WrongEndpoint ? Calls(spec, analysis) : []),
            { Cause: VerificationCause.MissingScope } => Scopes(report, spec, method, documents),
            _ => [],
        };
        return [.. proposals.Take(Most)];
    }

    /// <summary>Other places that the document states for this method, or for one of the same kind.</summary>
    private static IEnumerable<SpecOverride> Placements(SpecMethod method, AuthAnalysis analysis) =>
        from documented in analysis.Methods
        where documented.Name == method.Name || documented.Kind == method.Kind
        from placement in documented.Placements
        where !method.Placements.Contains(placement)
        let value = SpecOverrides.Write(placement)
        let quote = QuoteOf(documented, "placement")
        where value is not null && quote is not null
        select new SpecOverride($"{method.Name}.placement", value, quote);

    private static IEnumerable<SpecOverride> Methods(SpecMethod method, AuthAnalysis analysis) =>
        from documented in analysis.Methods
        where documented.Name != method.Name && !documented.Deprecated
        let quote = QuoteOf(documented, "kind")
        where quote is not null
        select new SpecOverride("recommended_method", documented.Name, quote);

    private static IEnumerable<SpecOverride> BaseUrls(ConnectorSpec spec, AuthAnalysis analysis) =>
        from url in analysis.BaseUrls
        where url.Url != (spec.Authentication.BaseUrls.Count > 0 ? spec.Authentication.BaseUrls[0].Url : null)
        select new SpecOverride("base_url", url.Url, url.Quote);

    private static IEnumerable<SpecOverride> Calls(ConnectorSpec spec, AuthAnalysis analysis) =>
        from call in analysis.Verification
        where !spec.Authentication.Verification.Any(known => known.Method == call.Method && known.Path == call.Path)
        select new SpecOverride("verification", $"{call.Method} {call.Path}", call.Quote);

    /// <summary>The scopes of the method and those that the API asks for, as far as the document knows these.</summary>
    private static IEnumerable<SpecOverride> Scopes(VerificationReport report, ConnectorSpec spec, SpecMethod method, IReadOnlyList<AuthDocument> documents)
    {
        if (!method.Kind.IsOAuth2()) yield break;
        var asked = OAuthSettings.Of(spec, method).Scopes;
        foreach (var scope in report.MissingScopes.Where(scope => !asked.Contains(scope, StringComparer.Ordinal)))
        {
            if (documents.Select(document => LineWith(document, scope)).FirstOrDefault(line => line is not null) is { } quote)
                yield return new SpecOverride("oauth.scopes", string.Join(' ', asked.Append(scope)), quote);
        }
    }

    private static string? QuoteOf(AuthMethod method, string fact) => method.Evidence.FirstOrDefault(evidence => evidence.Fact == fact)?.Quote;

    /// <summary>A line of the document that names a scope as a word of its own.</summary>
    private static string? LineWith(AuthDocument document, string scope)
    {
        var text = document.Text;
        for (var at = text.IndexOf(scope, StringComparison.Ordinal); at >= 0; at = text.IndexOf(scope, at + 1, StringComparison.Ordinal))
        {
            var end = at + scope.Length;
            if ((at > 0 && IsPart(text[at - 1])) || (end < text.Length && IsPart(text[end]))) continue;
            var start = text.LastIndexOf('\n', at) + 1;
            var stop = text.IndexOf('\n', end) is var next and >= 0 ? next : text.Length;
            var line = text[start..stop].Trim();
            if (line.Length <= LongestQuote) return line;
        }

        return null;
    }

    private static bool IsPart(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or ':' or '.' or '-' or '/';
}
