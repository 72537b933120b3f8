using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>Lists of the headers or parameters of a signed request: each item begins with a name and goes on with what it carries.</summary>
internal sealed class HeaderListEvidence : IEvidenceSource
{
    public void Collect(DocumentFacts facts, ClaimSet claims)
    {
        var list = new List<(TextUnit Unit, string Name)>();
        DocumentBlock? last = null;
        var introduced = false;
        var asked = false;
        foreach (var unit in facts.Text.Units)
        {
            facts.Cancellation.ThrowIfCancellationRequested();
            if (unit.Block.Kind == BlockKind.ListItem)
            {
                // An item's name stands in its first sentence.
                if (!ReferenceEquals(unit.Block, last) && unit.Has(UnitMarks.Code) && Name(unit) is { } name)
                    list.Add((unit, name));
                last = unit.Block;
                continue;
            }

            Read(facts, claims, list, introduced, asked);
            list.Clear();
            introduced = HeaderTextEvidence.Everything.In(unit.Lower);
            asked = Parameters.In(unit.Lower);
        }

        Read(facts, claims, list, introduced, asked);
    }

    // "Append these parameters to every URL:"
    private static readonly PhraseTable Parameters = new("parameters", "query", "query string", "url parameters", "parametern", "parameter", "parámetros", "paramètres", "parâmetros", "parametri", "パラメータ", "パラメーター", "参数");

    // "`ACME-KEY`: your API key", "`ts`: Unix time"
    private static string? Name(TextUnit unit) =>
        unit.Plain.StartsWith('`') && unit.CodeSpans is [var first, ..] && ((IsHeader(first) && HeaderNames.LooksLikeHeader(first)) || IsParameter(first)) ? first : null;

    private static bool IsHeader(string name) => name.Contains('-', StringComparison.Ordinal);

    private static bool IsParameter(string name) => name.Length is > 1 and <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private const int LongestName = 40;

    private static void Read(DocumentFacts facts, ClaimSet claims, List<(TextUnit Unit, string Name)> list, bool introduced, bool asked)
    {
        if (asked)
            ReadParameters(facts, claims, list.FindAll(item => IsParameter(item.Name)));
        list.RemoveAll(item => !IsHeader(item.Name));
        // What the API signs when it calls somebody goes without a key.
        if (list.Find(item => HeaderNames.IsSignature(item.Name)) is not { Name: { } signature } || !list.Exists(item => IsKey(item.Name)))
            return;
        var number = claims.NewRequest();
        foreach (var (unit, name) in list)
        {
            var (kind, format) = IsKey(name) ? (AuthKind.ApiKey, "{}") : (AuthKind.SignedRequest, HeaderNames.IsSignature(name) ? "{signature}" : SignedFamily.Format(facts, name, signature));
            if (format is not null)
                claims.Placements.Add(new PlacementClaim(kind, new Placement(PlacementLocation.Header, name, format), introduced || unit.Is(UnitContext.Auth) ? 1.5 : 0.8, unit.Context, facts.QuoteOf(unit, name), number));
        }
    }

    // `api_id`, `ts` and `sig`: whose call it is, when, and what proves both.
    private static void ReadParameters(DocumentFacts facts, ClaimSet claims, List<(TextUnit Unit, string Name)> list)
    {
        if (list.Find(item => CredentialNames.IsComputed(item.Name)) is not { Name: { } signature } || !list.Exists(item => NamesCaller(item.Name)))
            return;
        var number = claims.NewRequest();
        foreach (var (unit, name) in list)
        {
            var (kind, format) = name == signature ? (AuthKind.SignedRequest, "{signature}") : NamesCaller(name) ? (AuthKind.ApiKey, "{}") : (AuthKind.SignedRequest, SignedFamily.Format(facts, name, signature));
            if (format is not null)
                claims.Placements.Add(new PlacementClaim(kind, new Placement(PlacementLocation.Query, name, format), 1.5, unit.Context, facts.QuoteOf(unit, name), number));
        }
    }

    private static bool NamesCaller(string name) =>
        CredentialNames.Snake(name) is var snake && (snake.EndsWith("key", StringComparison.Ordinal) || snake.EndsWith("_id", StringComparison.Ordinal) || snake is "appid" or "token") && !snake.Contains("secret", StringComparison.Ordinal) && !snake.Contains("request", StringComparison.Ordinal);

    private static bool IsKey(string name) => !HeaderNames.IsSignature(name) && !HeaderNames.IsFreshness(name) && HeaderNames.IsCredentialHeader(name) && CredentialNames.Snake(name).EndsWith("key", StringComparison.Ordinal);
}
