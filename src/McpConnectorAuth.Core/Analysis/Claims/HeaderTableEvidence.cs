using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>Tables of request headers: name in one column, meaning or value in another.</summary>
internal sealed class HeaderTableEvidence : IEvidenceSource
{
    private static readonly PhraseTable HeaderColumn = new("header", "headers", "cabecera", "cabeceras", "encabezado", "kopfzeile", "ヘッダー", "ヘッダ", "http header", "request header");
    private static readonly PhraseTable NotARequest = new("response header", "left", "remaining", "seconds until", "receiver", "signature of");
    private static readonly PhraseTable SchemeWords = new("bearer", "basic", "token", "oauth", "base64");
    private static readonly PhraseTable Pointer = new("see", "cf.", "as above", "as below", "siehe", "véase", "ver", "voir", "zie", "参照");
    private static readonly PhraseTable Elsewhere = new("query", "query string", "querystring", "query parameters", "parameter", "parameters", "url", "body", "cookie");
    private static readonly PhraseTable Partial = new("only for", "only with", "optional", "post only", "on post", "no");

    public void Collect(DocumentFacts facts, ClaimSet claims)
    {
        var introduced = false;
        var signatures = Signatures(facts);
        foreach (var unit in facts.Text.Units)
        {
            if (unit.Block.Kind != BlockKind.TableRow)
                introduced = HeaderTextEvidence.Everything.In(unit.Lower) && !Elsewhere.In(unit.Lower);
            facts.Cancellation.ThrowIfCancellationRequested();
            if (unit.Block.Kind != BlockKind.TableRow || unit.Block.Header.Count == 0 || NotARequest.In(unit.Lower) || unit.Is(UnitContext.Errors))
                continue;
            var column = Column(facts.Text.HeaderOf(unit.Block));
            if (column < 0 && introduced)
                column = 0;
            if (column < 0 || column >= unit.Block.Cells.Count)
                continue;
            var name = PlainText.Of(unit.Block.Cells[column]).Trim('`', ' ', ':');
            if (!HeaderNames.LooksLikeHeader(name))
                continue;
            if (HeaderNames.IsFreshness(name) || !HeaderNames.IsCredentialHeader(name))
            {
                if (signatures.TryGetValue(unit.Block.Container, out var signature) && SignedFamily.Format(facts, name, signature) is { } format)
                    claims.Placements.Add(new PlacementClaim(AuthKind.SignedRequest, new Placement(PlacementLocation.Header, name, format), 1, unit.Context, facts.QuoteOf(unit, name), claims.RequestOf(unit.Block.Container)));
                continue;
            }

            // Under no heading that says "header", only a name spelled as one is one; settings have tables, too.
            if (Column(facts.Text.HeaderOf(unit.Block)) < 0 && !name.Contains('-', StringComparison.Ordinal) && !name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
                continue;
            Row(facts, claims, unit, name, claims.RequestOf(unit.Block.Container), introduced);
        }
    }

    // The signature header of each table that has one.
    private static Dictionary<int, string> Signatures(DocumentFacts facts)
    {
        var found = new Dictionary<int, string>();
        foreach (var unit in facts.Text.Units)
        {
            if (unit.Block.Kind != BlockKind.TableRow || unit.Block.Header.Count == 0 || Column(facts.Text.HeaderOf(unit.Block)) is not (>= 0 and var column) || column >= unit.Block.Cells.Count)
                continue;
            var name = PlainText.Of(unit.Block.Cells[column]).Trim('`', ' ', ':');
            if (HeaderNames.LooksLikeHeader(name) && HeaderNames.IsSignature(name))
                found.TryAdd(unit.Block.Container, name);
        }

        return found;
    }

    private static int Column(IReadOnlyList<LowerText> header)
    {
        for (var i = 0; i < header.Count; i++)
        {
            if (HeaderColumn.In(header[i]) && !header[i].Contains("`", StringComparison.Ordinal))
                return i;
        }

        return -1;
    }

    private static void Row(DocumentFacts facts, ClaimSet claims, TextUnit unit, string name, int number, bool introduced)
    {
        var quote = facts.QuoteOf(unit, name);
        if (name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
        {
            foreach (var cell in unit.Block.Cells.Skip(1))
            {
                // "the access token" says what stands there, not how it is spelled.
                if (!cell.Contains('`', StringComparison.Ordinal) && !cell.Contains('<', StringComparison.Ordinal) && !cell.Contains('{', StringComparison.Ordinal) && !cell.Contains('$', StringComparison.Ordinal) && !SchemeWords.In(cell.ToLowerInvariant()))
                    continue;
                var text = Template.Normalize(PlainText.Of(cell).Trim().TrimStart('`').Split('`')[0].Trim());
                if ((text.Contains(' ', StringComparison.Ordinal) || text.StartsWith("base64(", StringComparison.OrdinalIgnoreCase)) && text.Length < 400 && text.Split(' ').Length < 8 && !Pointer.In(text.ToLowerInvariant()) && CredentialValue.OfAuthorization(text) is { } value)
                    claims.Placements.Add(new PlacementClaim(value.Kind, new Placement(PlacementLocation.Header, name, value.Format), 2, unit.Context, quote, number));
            }

            return;
        }

        var kind = HeaderNames.IsSignature(name) ? AuthKind.SignedRequest : AuthKind.ApiKey;
        var weight = Partial.In(unit.Lower) ? 0.4 : unit.Is(UnitContext.Auth) || introduced ? 2 : 0.8;
        claims.Placements.Add(new PlacementClaim(kind, new Placement(PlacementLocation.Header, name, kind == AuthKind.SignedRequest ? "{signature}" : "{}"), weight, unit.Context & ~UnitContext.Secondary, quote, number));
    }
}
