using System.Text.RegularExpressions;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Specs;

/// <summary>Whether a passage of the document supports a fact: it must occur word for word and hold the essential part of the value.</summary>
internal static partial class QuoteCheck
{
    /// <summary>Looks for support.</summary>
    /// <param name="document">The document.</param>
    /// <param name="quote">The passage, or null.</param>
    /// <param name="essentials">Texts that the passage must hold, upper and lower case alike.</param>
    /// <param name="line">1-based line of the passage, 0 where it supports nothing.</param>
    public static bool Supports(AuthDocument document, string? quote, IEnumerable<string> essentials, out int line)
    {
        line = 0;
        var needed = essentials.ToList();
        return !string.IsNullOrWhiteSpace(quote)
            && needed.Count > 0
            && needed.TrueForAll(essential => quote.Contains(essential, StringComparison.OrdinalIgnoreCase))
            && document.TryFindQuote(quote, out line);
    }

    /// <summary>What a passage must hold of a URL: its host and its path, each without what varies.</summary>
    public static IEnumerable<string> OfUrl(SpecUrl url) => Literals(url.Host).Concat(Literals(url.Path));

    /// <summary>What a passage must hold of a path.</summary>
    public static IEnumerable<string> OfPath(string path) => Literals(path);

    /// <summary>What a passage must hold of a placement: the exact name and the scheme; for the standard schemes of <c>Authorization</c> the scheme is enough.</summary>
    public static IEnumerable<string> OfPlacement(Placement placement)
    {
        var scheme = Scheme().Match(placement.Format).Groups[1].Value;
        var isStandard = placement.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)
            && (scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) || scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase));
        if (placement.In == PlacementLocation.Path) return Literals(placement.Format).DefaultIfEmpty(placement.Name);
        return isStandard ? [scheme] : new[] { placement.Name, scheme }.Where(text => text.Length > 0);
    }

    /// <summary>What a passage must hold of a kind of method.</summary>
    public static IEnumerable<string> OfKind(AuthKind kind) => kind switch
    {
        AuthKind.Bearer => ["bearer"],
        AuthKind.ApiKey => ["key"],
        AuthKind.Basic => ["basic"],
        AuthKind.Digest => ["digest"],
        AuthKind.OAuth1 or AuthKind.OAuth2AuthorizationCode or AuthKind.OAuth2ClientCredentials or AuthKind.OAuth2DeviceCode or AuthKind.OAuth2Password => ["oauth"],
        AuthKind.OAuth2JwtBearer => ["jwt"],
        AuthKind.SessionLogin => ["log"],
        AuthKind.SignedRequest => ["sign"],
        AuthKind.Mtls => ["certificate"],
        _ => [],
    };

    /// <summary>What a passage must hold of a parameter: every word of its name.</summary>
    public static IEnumerable<string> OfName(string name) => name.Split(['_', '-'], StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> Literals(string template) =>
        SpecUrl.RenameHoles(template, _ => "\n").Split(["{\n}"], StringSplitOptions.RemoveEmptyEntries)
            .Select(literal => literal.Trim('/', '.'))
            .Where(literal => literal.Length > 0);

    [GeneratedRegex(@"\A([A-Za-z][A-Za-z0-9_-]*)[ =:]", RegexOptions.NonBacktracking)]
    private static partial Regex Scheme();
}
