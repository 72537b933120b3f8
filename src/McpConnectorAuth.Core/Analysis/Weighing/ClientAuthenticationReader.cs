using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>How the client authenticates at the token endpoint (RFC 6749 section 2.3).</summary>
internal sealed class ClientAuthenticationReader(DocumentFacts facts)
{
    private static readonly PhraseTable BasicClient = new("http basic", "basic header", "basic auth", "authorization: basic", "basic by", "basic authentication", "with basic", "per basic", "client_secret_basic", "por http basic", "basic認証");
    private static readonly PhraseTable BodyClient = new("in the body", "into the body", "in the post body", "body of the token request", "body of the request", "form fields", "as form", "in the form", "request body", "body fields", "client_secret_post", "im rumpf", "en el cuerpo", "ボディ");
    private static readonly PhraseTable NoSecret = new("no client secret", "no secret exists", "ein client-secret gibt es nicht", "public client", "öffentlichen client", "without a client secret", "no secret", "sin client_secret", "cliente público", "パブリッククライアント");
    private static readonly PhraseTable ClientWords = new("client id", "client_id", "client-id", "secret", "client", "credentials of the application");

    /// <summary><c>basic</c>, <c>body</c>, <c>query</c>, <c>none</c> or <c>not_stated</c>.</summary>
    public Stated<string> Read(MethodDraft draft)
    {
        // What the document says oftener; of two that it says as often, the first.
        var query = new Tally("query");
        var basic = new Tally("basic");
        var body = new Tally("body");
        var none = new Tally("none");
        foreach (var request in facts.Requests)
        {
            if (!TokenRequest.Is(request) || (request.Context & (UnitContext.Foreign | UnitContext.Rejected)) != 0)
                continue;
            var grant = TokenRequest.GrantOf(request.Parameter("grant_type"));
            if (grant is not null && grant != draft.Kind)
                continue;
            var hasBasic = request.Login is not null || request.Headers.Exists(h => h.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) && h.Value.StartsWith("Basic", StringComparison.OrdinalIgnoreCase));
            if (hasBasic)
                basic.Add(3, facts.QuoteOf(request, "Basic", "-u"));
            else if (request.Query.Exists(q => q.Name is "client_secret"))
                query.Add(3, facts.QuoteOf(request, "client_secret"));
            else if (request.Body.Exists(b => b.Name is "client_secret" or "client_assertion" or "assertion"))
                body.Add(3, facts.QuoteOf(request, "client_secret", "client_assertion", "assertion"));
            else if (request.Parameter("client_id") is not null && request.Parameter("grant_type") is not null)
                none.Add(1, facts.QuoteOf(request, "client_id"));
        }

        foreach (var unit in facts.Text.Units)
        {
            if (unit.Is(UnitContext.Elsewhere) || !ClientWords.In(unit.Lower))
                continue;
            if (NoSecret.In(unit.Lower) && draft.Kind is AuthKind.OAuth2DeviceCode or AuthKind.OAuth2AuthorizationCode)
                none.Add(2, facts.QuoteOf(unit));
            if (unit.Is(UnitContext.Rejected))
                continue;
            if (BasicClient.In(unit.Lower) && unit.Lower.Contains("secret", StringComparison.Ordinal))
                basic.Add(1.5, facts.QuoteOf(unit, "basic"));
            else if ((BodyClient.In(unit.Lower) || IsPosted(unit)) && unit.Lower.Contains("secret", StringComparison.Ordinal))
                body.Add(1.5, facts.QuoteOf(unit, "secret"));
        }

        var best = new[] { query, basic, body, none }.MaxBy(tally => tally.Score)!;
        return best.Score > 0 ? new(best.Name, best.Quote) : new("not_stated", default);
    }

    /// <summary>What speaks for one way, and the first words that do.</summary>
    private sealed class Tally(string name)
    {
        public string Name { get; } = name;

        public double Score { get; private set; }

        public QuoteSpan Quote { get; private set; }

        public void Add(double weight, QuoteSpan quote)
        {
            Quote = Score > 0 ? Quote : quote;
            Score += weight;
        }
    }

    // "by posting `client_id`, `client_secret` and `code` to …" (RFC 6749 section 4.1.3), unless it says where else the secret goes
    private static bool IsPosted(TextUnit unit) =>
        Posted.In(unit.Lower) && !Otherwise.In(unit.Lower) && unit.CodeSpans.Contains("client_secret") && unit.CodeSpans.Exists(span => span == "code" || span.StartsWith("grant_type", StringComparison.Ordinal));

    private static readonly PhraseTable Posted = new("post", "posts", "posting", "posted");
    private static readonly PhraseTable Otherwise = new("header", "headers", "basic", "query", "query string", "in the url");
}
