using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>What authorization and token requests send beside the parameters of RFC 6749, the same for everybody.</summary>
internal sealed class ExtraParameterReader(DocumentFacts facts)
{
    private static readonly HashSet<string> Extra = new(StringComparer.Ordinal) { "access_type", "prompt", "audience", "duration", "approval_prompt", "token_access_type", "show_dialog" };

    /// <summary>Of a request for a token: <c>-d audience=https://api.acme.example</c>.</summary>
    public Dictionary<string, Stated<string>> OfToken()
    {
        var extra = new Dictionary<string, Stated<string>>(StringComparer.Ordinal);
        foreach (var request in facts.Requests)
        {
            if (TokenRequest.GrantOf(request.Parameter("grant_type")) == AuthKind.OAuth2ClientCredentials && request.Context.Counts && request.Parameter("audience") is { Length: > 1 and < 100 } audience && !audience.Contains('{', StringComparison.Ordinal) && !audience.Contains("...", StringComparison.Ordinal) && !audience.Contains('<', StringComparison.Ordinal))
                extra.TryAdd("audience", new(audience, facts.QuoteOf(request, "audience")));
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
                if (span.Length < 80 && span.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals && Extra.Contains(span[..equals]) && !unit.Is(UnitContext.Foreign | UnitContext.Rejected))
                    extra.TryAdd(span[..equals], new(span[(equals + 1)..], facts.QuoteOf(unit, span)));
            }
        }

        return extra;
    }

    private QuoteSpan QuoteOf(UrlMention mention, string name) =>
        mention.Block.Code is { } code ? facts.QuoteOf(mention.Block, Math.Max(0, code.Content.IndexOf(name + "=", StringComparison.Ordinal))) : facts.LineAt(facts.Source.IndexOf(name + "=", mention.Start, mention.End - mention.Start, StringComparison.Ordinal) is >= 0 and var at ? at : mention.Start);
}
