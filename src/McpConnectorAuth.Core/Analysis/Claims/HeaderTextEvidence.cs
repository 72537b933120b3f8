using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>Headers written out in running text and tables: <c>Authorization: Bearer {token}</c>.</summary>
internal sealed class HeaderTextEvidence : IEvidenceSource
{
    private static readonly PhraseTable Example = new("example", "e.g.", "such as", "for instance", "zum beispiel", "por ejemplo", "例");

    private static readonly PhraseTable AtTokenEndpoint = new("token endpoint", "token url", "grant_type", "oauth/token", "oauth2/token", "client_id", "client id", "client secret", "client_secret", "connect/token", "the code");
    // "Every call needs three things:" and the list after it.
    internal static readonly PhraseTable Everything = new("every call", "each call", "all calls", "every request", "each request", "all requests", "these headers", "following headers", "two headers", "three headers", "both headers", "needs three", "needs two", "jeder aufruf", "jede anfrage", "cada petición", "cada llamada", "has these headers", "carries these headers", "with these headers", "headers are required", "以下のヘッダー", "次のヘッダー");

    public void Collect(DocumentFacts facts, ClaimSet claims)
    {
        var enumeration = 0;
        foreach (var unit in facts.Text.Units)
        {
            facts.Cancellation.ThrowIfCancellationRequested();
            if (unit.Block.Kind != Documents.BlockKind.ListItem)
                enumeration = unit.Has(UnitMarks.EndsWithColon) && Everything.In(unit.Lower) ? claims.NewRequest() : 0;
            if (!unit.Has(UnitMarks.Header))
                continue;
            var number = enumeration != 0 ? enumeration : claims.NewRequest();
            foreach (var span in unit.CodeSpans)
                Span(facts, claims, unit, span, number);
            Bare(facts, claims, unit, number);
        }
    }

    private static void Span(DocumentFacts facts, ClaimSet claims, TextUnit unit, string span, int number)
    {
        // "| comment | string | may contain `Authorization: Bearer …` of the tested application |"
        if (unit.Block.Kind == Documents.BlockKind.TableRow && !unit.Is(UnitContext.Auth) && unit.Block.Cells.Skip(1).Any(cell => Types.Contains(cell.Split(',')[0].Trim(' ', '`').ToLowerInvariant())))
            return;
        var text = Template.Normalize(span);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = colon > 0 ? text[..colon].Trim() : "";
        if (colon > 0 && HeaderNames.LooksLikeHeader(name) && IsSpelled(name) && HeaderNames.IsCredentialHeader(name) && !text.StartsWith("http", StringComparison.OrdinalIgnoreCase) && colon + 1 < text.Length && text[colon + 1] is ' ')
        {
            Header(facts, claims, unit, name, text[(colon + 1)..].Trim(), span, number);
        }
        // "the `X-Authorization` header is `Bearer {token}`"
        else if (colon < 0 && text.IndexOf(" {", StringComparison.Ordinal) is > 0 and var blank && text.IndexOf(' ', StringComparison.Ordinal) == blank && CredentialValue.IsSchemeWord(text.AsSpan(0, blank)) && !unit.CodeSpans.Contains("Authorization", StringComparer.OrdinalIgnoreCase) && unit.CodeSpans.Find(s => s.Contains('-', StringComparison.Ordinal) && HeaderNames.LooksLikeHeader(s) && HeaderNames.IsCredentialHeader(s)) is { } own)
        {
            Add(facts, claims, unit, AuthKind.ApiKey, own, text[..(blank + 1)] + CredentialValue.Hole(text[(blank + 1)..]), span, number);
        }
        else if (colon < 0 && unit.Lower.Contains("authorization", StringComparison.Ordinal) && text.Contains(' ', StringComparison.Ordinal) && text.Contains('{', StringComparison.Ordinal) && char.IsAsciiLetterUpper(text[0])
            && CredentialValue.OfAuthorization(text) is { } value && !unit.Lower.Contains("verb", StringComparison.Ordinal))
        {
            Add(facts, claims, unit, value.Kind, "Authorization", value.Format, span, number);
        }
        else if (colon < 0 && text.StartsWith("Bearer {", StringComparison.Ordinal))
        {
            Add(facts, claims, unit, AuthKind.Bearer, "Authorization", "Bearer " + CredentialValue.Hole(text[7..]), span, number);
        }
    }

    // What a field of a record is.
    private static readonly HashSet<string> Types = new(StringComparer.Ordinal) { "string", "text", "int", "integer", "number", "float", "double", "decimal", "bool", "boolean", "date", "datetime", "timestamp", "array", "object", "json", "uuid", "enum", "list" };

    // Codes of errors and words of messages are spelled in capitals, or small without a hyphen.
    private static bool IsSpelled(string name) =>
        name.Contains('-', StringComparison.Ordinal) || (char.IsAsciiLetterUpper(name[0]) && name.Any(char.IsAsciiLetterLower)) || !name.Contains('_', StringComparison.Ordinal) && name.Any(char.IsAsciiLetterUpper);

    private static void Header(DocumentFacts facts, ClaimSet claims, TextUnit unit, string name, string value, string anchor, int number)
    {
        if (value.Length == 0)
            return;
        if (!name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
        {
            var signature = HeaderNames.IsSignature(name);
            Add(facts, claims, unit, signature ? AuthKind.SignedRequest : AuthKind.ApiKey, name, signature && value.Contains('=', StringComparison.Ordinal) ? value[..(value.IndexOf('=', StringComparison.Ordinal) + 1)] + "{signature}" : CredentialValue.Hole(value), anchor, number);
        }
        else if (CredentialValue.OfAuthorization(value) is { } found)
        {
            Add(facts, claims, unit, found.Kind, name, found.Format, anchor, number);
        }
    }

    // The same without code markup.
    private static void Bare(DocumentFacts facts, ClaimSet claims, TextUnit unit, int number)
    {
        const string name = "authorization: ";
        var at = unit.Lower.IndexOf(name, StringComparison.Ordinal);
        if (at < 0 || unit.CodeSpans.Any(s => s.Contains("uthorization:", StringComparison.Ordinal)))
            return;
        var value = unit.Plain[(at + name.Length)..];
        var end = value.IndexOfAny(['.', ',', ';', '|', '`']);
        value = Template.Normalize((end > 0 ? value[..end] : value).Trim());
        // "Authorization: `https://…/authorize`" is where to, not with what.
        if (!value.TrimStart('`').StartsWith("http", StringComparison.OrdinalIgnoreCase) && value.Split(' ').Length <= 4 && CredentialValue.OfAuthorization(value) is { } found && value.Contains('{', StringComparison.Ordinal))
            Add(facts, claims, unit, found.Kind, "Authorization", found.Format, "uthorization: ", number);
    }

    private static void Add(DocumentFacts facts, ClaimSet claims, TextUnit unit, AuthKind kind, string name, string format, string anchor, int number)
    {
        // How a client signs in at the token endpoint (RFC 6749 section 2.3.1) is no call of the API.
        if (kind == AuthKind.Basic && AtTokenEndpoint.In(unit.Lower))
            return;
        var weight = Example.In(unit.Lower) ? 1.2 : 2;
        claims.Placements.Add(new PlacementClaim(kind, new Placement(PlacementLocation.Header, name, format), weight, facts.ContextAt(unit, anchor), facts.QuoteOf(unit, anchor), number));
    }
}
