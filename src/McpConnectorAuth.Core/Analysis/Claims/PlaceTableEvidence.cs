using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>Tables that say where credentials travel besides headers: place and name in two cells of a row, or the place in the sentence above.</summary>
internal sealed class PlaceTableEvidence : IEvidenceSource
{
    private const double Stated = 1.2;
    private const int LongestPlace = 30;
    private const int LeastName = 6;

    private static readonly PhraseTable Query = new("query", "query string", "query parameter", "query parameters", "query param", "url parameter", "url parameters", "get parameter", "query-parameter", "url-parameter", "abfrageparameter", "parámetro de consulta", "parámetro de la url", "paramètre d'url", "paramètre de requête", "parâmetro de consulta", "クエリ", "クエリパラメータ");
    private static readonly PhraseTable Body = new("body", "json body", "request body", "body field", "body parameter", "form", "form field", "form fields", "form parameter", "form body", "post field", "post fields", "post parameter", "formularfeld", "formularfelder", "campo del formulario", "campos del formulario", "champ de formulaire", "champs de formulaire", "フォーム", "ボディ");
    private static readonly PhraseTable EachCall = new("each call", "every call", "all calls", "any call", "each request", "every request", "all requests", "each method", "every method", "jedem aufruf", "jeder anfrage", "jeden aufruf", "allen aufrufen", "cada llamada", "cada petición", "cada solicitud", "chaque appel", "chaque requête", "cada chamada", "すべてのリクエスト", "毎回");

    public void Collect(DocumentFacts facts, ClaimSet claims)
    {
        TextUnit? lead = null;
        foreach (var unit in facts.Text.Units)
        {
            facts.Cancellation.ThrowIfCancellationRequested();
            if (unit.Block.Kind != BlockKind.TableRow)
                lead = unit;
            else if (!unit.Is(UnitContext.Errors | UnitContext.Dismissed) && (Query.In(unit.Lower) || Body.In(unit.Lower) || PlaceWords.Header.In(unit.Lower) || IsOfEachCall(lead)) && unit.Block.Cells.Count > 1)
                Row(facts, claims, unit, lead);
        }
    }

    private static void Row(DocumentFacts facts, ClaimSet claims, TextUnit row, TextUnit? lead)
    {
        // "| API Key | query parameter | `api-key` |"
        var place = row.Block.Cells.Select(PlaceOf).FirstOrDefault(found => found is not null);
        var name = place is null ? null : row.Block.Cells.Select(cell => NameOf(cell, spanned: true)).FirstOrDefault(found => found is not null);
        if (place is null && IsOfEachCall(lead) && ReferenceEquals(lead!.Block.Section, row.Block.Section))
        {
            place = PlaceOf(lead.Lower);
            name = NameOf(row.Block.Cells[0], spanned: false);
        }

        // The secret half may travel in another place than the key.
        if (place is null && row.Block.Cells.Any(IsHeader) && row.Block.Cells.Select(cell => NameOf(cell, spanned: true)).FirstOrDefault(found => found?.EndsWith("secret", StringComparison.OrdinalIgnoreCase) == true) is { } secret)
            (place, name) = (PlacementLocation.Header, secret);

        // A record may have a `key` or a `token`, too.
        if (place is { } location && name is not null && (name.Length >= LeastName || row.Is(UnitContext.Auth)))
            claims.Placements.Add(new PlacementClaim(AuthKind.ApiKey, new Placement(location, name, "{}"), Stated, row.Context, facts.QuoteOf(row, name), claims.RequestOf(row.Block.Container)));
    }

    // "Two values go along with each call, both as form fields:"
    private static bool IsOfEachCall(TextUnit? lead) => lead is not null && lead.Has(UnitMarks.EndsWithColon) && EachCall.In(lead.Lower);

    // "query parameter", "as a form field"
    private static PlacementLocation? PlaceOf(string cell) => WordsOf(cell) is not { } words ? null : Query.Phrases.Contains(words) ? PlacementLocation.Query : Body.Phrases.Contains(words) ? PlacementLocation.Body : null;

    private static string? WordsOf(string cell)
    {
        if (cell.Length is < 3 or > LongestPlace || cell.Contains('`', StringComparison.Ordinal))
            return null;
        var words = LowerText.Of(cell).Trim(' ', '.', '*');
        foreach (var article in Articles)
            words = words.StartsWith(article, StringComparison.Ordinal) ? words[article.Length..] : words;
        return words;
    }

    private static readonly string[] Articles = ["as ", "in ", "the ", "a ", "http ", "im ", "als ", "en ", "dans ", "no ", "na "];

    private static bool IsHeader(string cell) => WordsOf(cell) is { } words && PlaceWords.Header.Phrases.Contains(words);

    private static PlacementLocation? PlaceOf(LowerText lower) => PlaceWords.Header.In(lower) ? null : (Query.In(lower), Body.In(lower)) switch
    {
        (true, false) => PlacementLocation.Query,
        (false, true) => PlacementLocation.Body,
        _ => null,
    };

    private static string? NameOf(string cell, bool spanned)
    {
        var text = cell.Trim();
        if (spanned && !(text.Length > 2 && text[0] == '`' && text[^1] == '`'))
            return null;
        text = text.Trim('`', ' ', '*');
        return text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') && HeaderNames.IsCredentialParameter(text) ? text : null;
    }
}
