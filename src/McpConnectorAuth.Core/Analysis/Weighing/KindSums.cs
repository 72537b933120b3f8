using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>What the claims say for and against each kind, added up.</summary>
internal sealed class KindSums
{
    private readonly DocumentFacts _facts;
    private readonly ClaimSet _claims;
    private readonly Dictionary<AuthKind, KindSum> _kinds = [];

    public KindSums(DocumentFacts facts, ClaimSet claims, LoginAnswers answers)
    {
        _facts = facts;
        _claims = claims;
        foreach (var claim in claims.Kinds)
            Add(claim);
        // An authorization endpoint is there for the code grant.
        var one = _kinds.TryGetValue(AuthKind.OAuth1, out var old) && old.Score > 2 && !_kinds.ContainsKey(AuthKind.OAuth2AuthorizationCode);
        // A page of consent alone, with no word on what becomes of it, is another vendor's where nothing else of its site occurs.
        var alone = !claims.Endpoints.Exists(e => e.Role == EndpointRole.Token) && !claims.Kinds.Exists(k => k.Kind == AuthKind.OAuth2AuthorizationCode && k.Context.Counts);
        foreach (var endpoint in claims.Endpoints.Where(e => !one && (!alone || HasSiblings(e.Url)) && e.Role == EndpointRole.Authorize && (e.Weight >= 3 || (e.Weight >= 1.5 && Redirects())) && !e.Url.EndsWith("AuthorizeToken", StringComparison.OrdinalIgnoreCase)))
            Raise(AuthKind.OAuth2AuthorizationCode, endpoint.Weight * 0.6 * endpoint.Context.Factor, endpoint.Quote);
        // A signed JWT as the bearer token itself.
        var other = Granted > 0 && !_kinds.ContainsKey(AuthKind.OAuth2JwtBearer);
        foreach (var claim in claims.Placements.Where(c => !other && c.Kind == AuthKind.Bearer && IsOwnJwt(c.Placement.Format) && !answers.Give("jwt")))
            Raise(AuthKind.OAuth2JwtBearer, 1.5 * claim.Context.Factor, claim.Quote);
    }

    /// <summary>How many grants of OAuth 2.0 the document has a word on, for or against.</summary>
    public int Granted => _kinds.Keys.Count(kind => kind.IsOAuth2());

    /// <summary>Whether the document names an address that issues tokens for a grant.</summary>
    public bool HasEndpoint(AuthKind grant) => _claims.Endpoints.Exists(e => e.Role == EndpointRole.Token && (e.Grant is null || e.Grant == grant) && e.Context.Counts);

    /// <summary>Where the document first names an address of OAuth.</summary>
    public int FirstEndpoint => _claims.Endpoints.Select(e => e.Quote.Start).DefaultIfEmpty(int.MaxValue).Min();

    /// <summary>Where the document first speaks of a grant.</summary>
    public int FirstGrant => Math.Min(_claims.Kinds.Where(k => k.Kind.IsOAuth2() && k.Weight > 0).Select(k => k.Quote.Start).DefaultIfEmpty(int.MaxValue).Min(), FirstEndpoint);

    /// <summary>What is said about a kind where any words speak for it, else null.</summary>
    public KindSum? For(AuthKind kind) => _kinds.TryGetValue(kind, out var sum) && sum.IsSaid ? sum : null;

    /// <summary>What speaks for a kind less what speaks against it, or null where there is no word on it.</summary>
    public double? Score(AuthKind kind) => _kinds.TryGetValue(kind, out var sum) ? sum.Score : null;

    /// <summary>Whether more speaks for another kind than against it.</summary>
    public bool SaysOther(AuthKind than) => _kinds.Any(k => k.Key != than && k.Value.Score > 0);

    /// <summary>Where a grant is described; a word on OAuth in the introduction is no description.</summary>
    public int Described(AuthKind grant, int mentioned) => _claims.Kinds
        .Where(k => k.Kind == grant && k.Weight >= 2 && k.Context.Counts).Select(k => k.Quote.Start)
        .Concat(_claims.Endpoints.Where(e => e.Context.Counts && (e.Grant == grant || (grant == AuthKind.OAuth2AuthorizationCode && e.Role == EndpointRole.Authorize))).Select(e => e.Quote.Start))
        .DefaultIfEmpty(mentioned).Min();

    private void Add(KindClaim claim)
    {
        var weight = claim.Weight * claim.Context.Factor;
        var (score, quote, position, deprecated) = _kinds.GetValueOrDefault(claim.Kind, KindSum.Nothing);
        if (weight > 0 && (quote.End == 0 || (position != int.MaxValue && weight > 3 && score < 4)))
            quote = claim.Quote;
        _kinds[claim.Kind] = new(score + weight, quote, weight > 0 ? Math.Min(position, claim.Quote.Start) : position, deprecated + ((claim.Context & UnitContext.Deprecated) != 0 ? weight : 0));
    }

    private void Raise(AuthKind kind, double weight, QuoteSpan quote)
    {
        var sum = _kinds.GetValueOrDefault(kind, KindSum.Nothing);
        if (weight > 0)
            _kinds[kind] = sum with { Score = sum.Score + weight, Quote = sum.IsSaid ? sum.Quote : quote, Position = Math.Min(sum.Position, quote.Start) };
    }

    // `Bearer {jwt}`, `Bearer $SIGNED_JWT`
    private static bool IsOwnJwt(string format) => format.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && Template.LoneHole(format["Bearer ".Length..]) is { } hole && CredentialNames.Snake(hole).Split('_') is [.. var words, "jwt"] && words.All(word => word is "your" or "my" or "the" or "own" or "signed" or "generated" or "self");

    // api.acme.example beside login.acme.example
    private bool HasSiblings(string url) =>
        UrlText.HostKey(url) is var host && UrlText.Site(host) is var site && _facts.Urls.Any(mention => mention.HostKey != host && UrlText.Site(mention.HostKey) == site);

    // A bare authorization URL is this API's own where the document also says where the browser comes back to.
    private bool Redirects() => _facts.Says("redirect_uri") || _facts.Says("redirect uri") || _facts.Says("redirect url") || _facts.Says("callback url");
}
