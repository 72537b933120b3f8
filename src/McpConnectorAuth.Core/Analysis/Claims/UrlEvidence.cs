using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Analysis.Weighing;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>Credentials in the query of URLs that are written out: <c>https://api…/data?appid={api_key}</c>.</summary>
internal sealed class UrlEvidence : IEvidenceSource
{
    private const int LeastName = 7;
    private const int LongestLogin = 100;
    private const int MostSegments = 4;
    private const int LongestPrefix = 5;

    public void Collect(DocumentFacts facts, ClaimSet claims)
    {
        // What a parsed request sends is counted there.
        var parsed = facts.Requests.Where(r => r.Query.Count > 0).Select(r => r.Block).ToHashSet<Documents.DocumentBlock>(ReferenceEqualityComparer.Instance);
        foreach (var mention in facts.Urls)
        {
            facts.Cancellation.ThrowIfCancellationRequested();
            Login(facts, claims, mention);
            PathKey(facts, claims, mention);
            if (mention.Query.Length == 0 || mention.Context.HasFlag(UnitContext.Data) || (mention.Unit is null && parsed.Contains(mention.Block)) || IsAuthorization(mention))
                continue;
            // What revokes or renews a token is no call with a credential.
            var path = mention.Path;
            if (path.Contains("revo", StringComparison.OrdinalIgnoreCase) || path.Contains("oauth", StringComparison.OrdinalIgnoreCase) || path.EndsWith("/authorize", StringComparison.OrdinalIgnoreCase))
                continue;
            var number = claims.NewRequest();
            var fields = FormFields.Parse(mention.Query).ToList();
            // Beside a signature, an example's key is as good as a hole.
            var signed = mention.Unit is null && fields.Exists(f => facts.IsSignature(f.Name));
            foreach (var field in fields)
            {
                var signature = facts.IsSignature(field.Name);
                if (!signature && ((!HeaderNames.IsCredentialParameter(field.Name) && !HoldsSecret(facts, mention, field)) || !(signed || field.Value.Contains('{', StringComparison.Ordinal) || IsExample(facts, mention, field))))
                    continue;
                var quote = mention.Unit is { } unit ? QuoteSpan.Around(facts.Source, unit.Start, unit.End, mention.Start) : new QuoteSpan(mention.Start, Math.Min(mention.End, mention.Start + 150));
                claims.Placements.Add(new PlacementClaim(signature ? AuthKind.SignedRequest : AuthKind.ApiKey, new Placement(PlacementLocation.Query, field.Name, signature ? "{signature}" : CredentialValue.Hole(field.Value)), 1.2, mention.Context, quote, number, Sample: signed));
            }
        }
    }

    // `?client_id=…&redirect_uri=…` (RFC 6749 section 4.1.1)
    private static bool IsAuthorization(UrlMention mention) => ClientParameters.AsksForConsent(mention.Query) || mention.Query.Contains("client_id=", StringComparison.Ordinal) && (mention.Query.Contains('&', StringComparison.Ordinal) || mention.Context.HasFlag(UnitContext.Errors) || (LowerText.Of(mention.Path) is var path && Array.Exists(Pages, path.Contains)));

    private static readonly string[] Pages = ["auth", "login", "connect", "install", "consent", "invite"];

    // `?client_id={access_key}`, in a chapter on access: what is to be filled in is a key, whatever the parameter is called.
    private static bool HoldsSecret(DocumentFacts facts, UrlMention mention, SampleField field) =>
        mention is { IsLink: false, Unit: null } && IsCalled(facts, mention) && CredentialNames.Snake(field.Name) is "client_id" or "app_id" or "application_id" && mention.Context.HasFlag(UnitContext.Auth) && Template.LoneHole(field.Value) is { } hole && CredentialNames.Find(CredentialNames.Snake(hole)) is { Secret: true, Name: "api_key" or "access_key" or "api_token" or "app_key" or "secret_key" };

    // `?auth_token=user:NNNNNN`: in a chapter on access a literal is an example, where the parameter's name leaves no doubt.
    private static bool IsExample(DocumentFacts facts, UrlMention mention, SampleField field) =>
        IsIntroduced(facts, mention) ||
        !mention.IsLink && mention.Context.HasFlag(UnitContext.Auth) && field.Value.Length > 3 && (mention.Unit is not null ? IsApi(mention) && field.Name.Length >= LeastName : (IsApi(mention) || (field.Name.Length >= LeastName && IsCalled(facts, mention))) && mention.FillsCode() && field.Name.Contains("key", StringComparison.OrdinalIgnoreCase));

    // "Both as query parameters:", and below it the address of a call.
    private static bool IsIntroduced(DocumentFacts facts, UrlMention mention) =>
        mention is { IsLink: false, Unit: null } && mention.FillsCode() && IsCalled(facts, mention) && facts.UnitFrom(mention.Block.Start) - 1 is >= 0 and var before && facts.Text.Units[before] is { } lead
        && ReferenceEquals(lead.Block.Section, mention.Block.Section) && lead.Has(UnitMarks.EndsWithColon) && PlaceWords.Query.In(lead.Lower) && !lead.Is(UnitContext.Dismissed | UnitContext.Errors);

    // Other samples send requests there, or the text calls it the root.
    private static bool IsCalled(DocumentFacts facts, UrlMention mention) => IsApi(mention) || facts.RequestHosts.Contains(mention.HostKey);

    // Consoles and repositories have addresses with credentials, too.
    private static bool IsApi(UrlMention mention) =>
        (mention.HostKey.Contains("api", StringComparison.Ordinal) || mention.Path.Contains("/api", StringComparison.OrdinalIgnoreCase)) && !mention.Url.EndsWith(".git", StringComparison.OrdinalIgnoreCase);

    // `https://{name}.quick.example/{token}/` on lines of its own, `https://api.quick.example/bot{token}/METHOD_NAME` in a sentence: the pattern of all calls.
    private static void PathKey(DocumentFacts facts, ClaimSet claims, UrlMention mention)
    {
        if ((mention.Context & (UnitContext.Elsewhere | UnitContext.Data)) != 0)
            return;
        var told = !mention.FillsCode();
        if (told && mention.Query.Length > 0)
            return;
        // In a sentence stand addresses of much that is no call.
        if (told && (mention is { IsLink: true } or { Unit: null } or { Unit.Block.Kind: Documents.BlockKind.Heading } || !mention.Path.Contains('{', StringComparison.Ordinal) || !IsCalled(facts, mention)))
            return;
        var segments = mention.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < Math.Min(segments.Length, MostSegments); i++)
        {
            if (told && i > 0 && !CallPath.IsPrefix(segments[i - 1]))
                return;
            var hole = segments[i].IndexOf('{', StringComparison.Ordinal) is > 0 and <= LongestPrefix and var open ? segments[i][open..] : segments[i];
            // Below "tokens" stands one of them.
            if (hole is not ['{', .., '}'] || (i > 0 && segments[i - 1].EndsWith('s')) || CredentialNames.Find(CredentialNames.Snake(hole)) is not { Secret: true, Name: not ("password" or "key") } known || (told && known.Name is not ("api_key" or "token") && !known.Name.EndsWith("_token", StringComparison.Ordinal)))
                continue;
            claims.Placements.Add(new PlacementClaim(AuthKind.ApiKey, new Placement(PlacementLocation.Path, known.Name, "{" + known.Name + "}"), 1.2, mention.Context, QuoteSpan.OfLine(facts.Source, mention.Start, mention.End), claims.NewRequest()));
            return;
        }
    }

    // `https://user:password@api.example/v1` (RFC 3986 section 3.2.1) is Basic by other means.
    private static void Login(DocumentFacts facts, ClaimSet claims, UrlMention mention)
    {
        if (mention.Unit is not { } unit || mention.IsLink || !mention.Context.HasFlag(UnitContext.Auth) || !IsApi(mention))
            return;
        var text = facts.Source.AsSpan(mention.Start, Math.Min(mention.End - mention.Start, LongestLogin));
        var at = text.IndexOf('@');
        var host = text.IndexOf("://") + 3;
        if (at > host && text[host..at] is var login && !login.ContainsAny('/', '?', '#') && login.Contains(':'))
            claims.Placements.Add(new PlacementClaim(AuthKind.Basic, new Placement(PlacementLocation.Header, "Authorization", "Basic base64({username}:{password})"), 1, mention.Context, QuoteSpan.Around(facts.Source, unit.Start, unit.End, mention.Start), claims.NewRequest()));
    }
}
