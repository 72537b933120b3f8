using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>What authorization and token requests send beside the parameters of RFC 6749, the same for everybody.</summary>
internal sealed class ExtraParameterReader(DocumentFacts facts)
{
    private static readonly HashSet<string> Extra = new(StringComparer.Ordinal) { "access_type", "prompt", "audience", "duration", "approval_prompt", "token_access_type", "show_dialog" };

    // RFC 8707 section 2 calls the API that a token is for its resource.
    private static readonly string[] OfTokens = ["audience", "resource"];

    /// <summary>Of a request for a token: <c>-d audience=https://api.acme.example</c>.</summary>
    public Dictionary<string, Stated<string>> OfToken()
    {
        var extra = new Dictionary<string, Stated<string>>(StringComparer.Ordinal);
        foreach (var request in facts.Requests)
        {
            if (TokenRequest.GrantOf(request.Parameter("grant_type")) != AuthKind.OAuth2ClientCredentials || !request.Context.Counts)
                continue;
            foreach (var name in OfTokens)
            {
                if (request.Parameter(name) is { Length: > 1 and < 100 } value && !value.Contains('{', StringComparison.Ordinal) && !value.Contains("...", StringComparison.Ordinal) && !value.Contains('<', StringComparison.Ordinal))
                    extra.TryAdd(name, new(value, facts.QuoteOf(request, name)));
            }
        }

        return extra;
    }

    /// <summary>Of the authorization request: <c>access_type=offline</c>.</summary>
    public Dictionary<string, Stated<string>> OfAuthorization()
    {
        var extra = new Dictionary<string, Stated<string>>(StringComparer.Ordinal);
        var seen = new HashSet<DocumentBlock>(ReferenceEqualityComparer.Instance);
        foreach (var mention in facts.Urls)
        {
            if ((mention.Context & (UnitContext.Foreign | UnitContext.Rejected)) != 0)
                continue;
            var query = mention.Query;
            if (query.Length == 0 && mention.Block.Code is { } code && seen.Add(mention.Block) && facts.AsksForCode(mention.Block))
                query = code.Content.Replace("\n", "", StringComparison.Ordinal).Replace("?", "&", StringComparison.Ordinal);
            if (!query.Contains("response_type=code", StringComparison.Ordinal))
                continue;
            foreach (var field in FormFields.Parse(query))
            {
                if (Extra.Contains(field.Name) && field.Value.Length < 60 && !field.Value.Contains('{', StringComparison.Ordinal))
                    extra.TryAdd(field.Name, new(field.Value, QuoteOf(mention, field.Name)));
            }
        }

        foreach (var unit in facts.Text.Units)
        {
            foreach (var span in unit.CodeSpans)
            {
                if (span.Length < 80 && span.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals && Extra.Contains(span[..equals]) && (!unit.Is(UnitContext.Foreign | UnitContext.Rejected) || IsCondition(unit, span)))
                    extra.TryAdd(span[..equals], new(span[(equals + 1)..], facts.QuoteOf(unit, span)));
            }
        }

        return extra;
    }

    // "Add `audience=…`; otherwise the token can't be used": what happens without it is said behind that word.
    private static bool IsCondition(TextUnit unit, string span)
    {
        var lower = unit.Lower.Text;
        var otherwise = Otherwise.IndexIn(unit.Lower);
        return otherwise > 0 && unit.Plain.IndexOf(span, StringComparison.Ordinal) is >= 0 and var at && at < otherwise && (DocumentText.ContextOfWords(lower[..otherwise]) & (UnitContext.Foreign | UnitContext.Rejected)) == 0;
    }

    private static readonly PhraseTable Otherwise = new("otherwise", "or else", "without it", "sonst", "andernfalls", "de lo contrario", "si no", "sinon", "caso contrário", "altrimenti", "anders");

    private QuoteSpan QuoteOf(UrlMention mention, string name) =>
        mention.Block.Code is { } code ? facts.QuoteOf(mention.Block, Math.Max(0, code.Content.IndexOf(name + "=", StringComparison.Ordinal))) : facts.LineAt(facts.Source.IndexOf(name + "=", mention.Start, mention.End - mention.Start, StringComparison.Ordinal) is >= 0 and var at ? at : mention.Start);
}
