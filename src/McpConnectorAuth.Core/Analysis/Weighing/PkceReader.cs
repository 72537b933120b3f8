using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>Whether the authorization server requires, supports or rejects PKCE (RFC 7636).</summary>
internal sealed class PkceReader(DocumentFacts facts)
{
    private static readonly PhraseTable Pkce = new("pkce", "code_challenge", "code_verifier", "code challenge");
    private static readonly PhraseTable PkceRequired = new("pkce is mandatory", "pkce is required", "pkce required", "requires pkce", "must use pkce", "pkce mandatory", "pkce ist pflicht", "pkce es obligatorio", "pkceは必須", "pkce必須", "without `code_challenge` fails", "with pkce only", "pkce is enforced", "muss pkce", "pkce has to be used", "pkce must be");
    // "PKCE is mandatory for public clients and recommended for confidential ones."
    private static readonly PhraseTable OfSome = new("for public clients", "for public apps", "for public applications", "for mobile apps", "for native apps", "for mobile and desktop apps", "for single-page apps", "for confidential clients", "for confidential ones");
    private static readonly PhraseTable Mandatory = new("mandatory", "is required", "are required", "must be used", "verpflichtend", "obligatorio", "必須");
    private static readonly PhraseTable Qualified = new("can make", "not required", "optional", "if ", "only for", "supported", "for public clients", "not mandatory");

    /// <summary><c>required</c>, <c>supported</c>, <c>rejected</c> or <c>not_stated</c>.</summary>
    public Stated<string> Read()
    {
        var result = new Stated<string>("not_stated", default);
        foreach (var unit in facts.Text.Units)
        {
            if (!Pkce.In(unit.Lower) || unit.Is(UnitContext.Foreign))
                continue;
            if (((PkceRequired.In(unit.Lower) || IsMarkedRequired(unit)) && !OfSome.In(unit.Lower)) || (Mandatory.In(unit.Lower) && !Qualified.In(unit.Lower)))
                return new("required", Quote(unit));
            if (unit.Lower.Contains("not supported", StringComparison.Ordinal) || unit.Lower.Contains("n't supported", StringComparison.Ordinal) || unit.Lower.Contains("no pkce", StringComparison.Ordinal) || unit.Lower.Contains("rejects pkce", StringComparison.Ordinal))
                result = new("rejected", Quote(unit));
            else if (result.Value == "not_stated")
                result = new("supported", Quote(unit));
        }

        return result;
    }

    // "PKCE (required, S256)", "PKCE (S256, mandatory)": a remark in parentheses right behind the name
    private static bool IsMarkedRequired(TextUnit unit)
    {
        var lower = unit.Lower.Text;
        var at = PhraseTable.IndexOf(lower, "pkce", 0);
        if (at < 0 || lower.AsSpan(at + 4).TrimStart() is not ['(', .. var remark] || remark.IndexOf(')') is not (> 0 and var end))
            return false;
        return Remarks.In(remark[..end].ToString()) && !Qualified.In(remark[..end].ToString());
    }

    private static readonly PhraseTable Remarks = new("required", "mandatory", "obligatory", "enforced", "always", "pflicht", "erforderlich", "verpflichtend", "obligatorio", "requerido", "obligatoire", "obrigatório", "obbligatorio", "verplicht", "必須");

    private QuoteSpan Quote(TextUnit unit) => facts.QuoteOf(unit, Pkce.Phrases.FirstOrDefault(phrase => unit.Lower.Contains(phrase, StringComparison.Ordinal)));
}
