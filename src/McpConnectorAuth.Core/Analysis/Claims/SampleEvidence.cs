using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>What sample requests send: headers, query and body fields, login pairs, certificates.</summary>
internal sealed class SampleEvidence : IEvidenceSource
{
    private static readonly string[] DummyPasswords = ["x", "", "api_token", "token", "pass", "dummy", "anything", "unused", "ignored", "nopass", "password_is_ignored", "any"];

    private static readonly string[] DefaultUsers = ["admin", "administrator", "root", "user", "username", "guest", "operator"];

    private static readonly string[] DummyUsers = ["api", "token", "apikey", "x", "anystring", "any", "anything", "key", "dummy", "ignored", "unused", "anyuser", "api_key", "apitoken", "api_token", "bearer"];

    public void Collect(DocumentFacts facts, ClaimSet claims)
    {
        var described = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (request, header) in facts.Requests.SelectMany(request => request.Headers.Select(header => (request, header))))
        {
            if (HoldsCredential(header) || (described.Count < MostDescribed && !OfTokens.Contains(header.Name) && Value(header) is not null && IsAlone(request) && described.Add(header.Name) && NamedPlaceEvidence.IsCredentialHeader(facts, header.Name)))
                claims.CredentialHeaders.Add(header.Name);
        }

        foreach (var request in facts.Requests)
        {
            facts.Cancellation.ThrowIfCancellationRequested();
            if (request.ClientCertificate)
                claims.Kinds.Add(new KindClaim(AuthKind.Mtls, 3.5, request.Context, facts.QuoteOf(request, "cert")));
            if (TokenRequest.Is(request))
                continue;
            Collect(facts, claims, request, claims.RequestOf(request));
        }
    }

    private static void Collect(DocumentFacts facts, ClaimSet claims, SampleRequest request, int number)
    {
        foreach (var header in request.Headers)
            Header(facts, claims, request, header, number);
        if (request.Login is { } login)
        {
            if (request.Digest)
                claims.Kinds.Add(new KindClaim(AuthKind.Digest, 3, request.Context, facts.QuoteOf(request, "digest")));
            else
                Add(facts, claims, request, AuthKind.Basic, PlacementLocation.Header, "Authorization", "Basic base64(" + Pair(login.User, login.Password) + ")", 1, number, ["-u ", "--user", "auth", "USERPWD", login.User.Trim('{', '}')]);
        }

        foreach (var field in request.Query)
        {
            if (facts.IsSignature(field.Name))
            {
                Add(facts, claims, request, AuthKind.SignedRequest, PlacementLocation.Query, field.Name, SignatureFormat(field.Value), 1, number, [field.Name]);
                if (!HeaderNames.IsSignature(field.Name))
                    claims.Kinds.Add(new KindClaim(AuthKind.SignedRequest, 2, request.Context, facts.QuoteOf(request, field.Name)));
            }
            else if (HeaderNames.IsFreshness(field.Name) && request.Query.Find(f => facts.IsSignature(f.Name)) is { } signature && SignedFamily.Format(facts, field.Name, signature.Name) is { } format)
                Add(facts, claims, request, AuthKind.SignedRequest, PlacementLocation.Query, field.Name, format, SignedFamily.InUrl, number, [field.Name]);
            else if (HeaderNames.IsCredentialParameter(field.Name) && IsValue(field) && !IsRecordsKey(facts, request, field))
                // What a call takes away is named in its query, too.
                Add(facts, claims, request, AuthKind.ApiKey, PlacementLocation.Query, field.Name, CredentialValue.Hole(field.Value), request.Method == "DELETE" ? 0.2 : 1, number, [field.Name]);
        }

        // `?client_id=…&client_secret=…` on a call of the API
        foreach (var field in TokenRequest.IsOfApplication(request) ? request.Query.Where(field => CredentialNames.Snake(field.Name) is "client_id" or "client_secret") : [])
            Add(facts, claims, request, AuthKind.ApiKey, PlacementLocation.Query, field.Name, "{" + CredentialNames.Snake(field.Name) + "}", 1, number, [field.Name]);

        // What a call takes away is named in its body.
        foreach (var field in EndsSession(request) ? [] : request.Body)
        {
            if (HeaderNames.IsCredentialParameter(field.Name) && IsValue(field) && !field.Name.Equals("client_secret", StringComparison.OrdinalIgnoreCase))
                Add(facts, claims, request, AuthKind.ApiKey, PlacementLocation.Body, field.Name, CredentialValue.Hole(field.Value), 0.8, number, [field.Name]);
        }

        // `apiuser=…&apikey=…`: who calls goes with the key.
        foreach (var (place, fields) in (ReadOnlySpan<(PlacementLocation, List<SampleField>)>)[(PlacementLocation.Query, request.Query), (PlacementLocation.Body, request.Body)])
        {
            if (fields.Find(field => HeaderNames.IsUserOfKey(field.Name)) is { Value.Length: > 0 } user && fields.Exists(field => HeaderNames.IsCredentialParameter(field.Name) && IsValue(field)))
                Add(facts, claims, request, AuthKind.ApiKey, place, user.Name, CredentialValue.Hole(user.Value), 0.8, number, [user.Name]);
        }

        PathCredential(facts, claims, request, number);
    }

    private static bool EndsSession(SampleRequest request) => LowerText.Of(UrlText.Path(UrlText.WithoutQuery(request.Url))) is var path && Array.Exists(Endings, path.Contains);

    private static readonly string[] Endings = ["logout", "log-out", "logoff", "signout", "sign-out", "revoke"];

    // `hmac.new(…)` above the request that carries the result
    private static bool IsMade(SampleRequest request)
    {
        var code = request.Block.Code!.Raw;
        var start = Math.Clamp(request.ContentStart - Above, 0, code.Length);
        return code[start..Math.Clamp(request.ContentEnd, start, Math.Min(code.Length, start + (2 * Above)))].IndexOf("hmac", StringComparison.OrdinalIgnoreCase) >= 0;
    }

    private const int Above = 1500;

    private const int MostDescribed = 20;

    // What goes beside a credential is none for want of another.
    private static bool IsAlone(SampleRequest request) =>
        request.Login is null && !request.Headers.Exists(h => HeaderNames.IsCredentialHeader(h.Name)) && !request.Query.Exists(q => HeaderNames.IsCredentialParameter(q.Name)) && !request.Body.Exists(b => HeaderNames.IsCredentialParameter(b.Name));

    // The head of a JWT (RFC 7515 section 4.1) is none of HTTP's.
    private static readonly string[] OfTokens = ["alg", "typ", "cty", "kid", "jku", "jwk", "x5u", "x5c", "x5t", "crit"];

    // Nothing but what somebody has to fill in, in a header whose name says nothing.
    private static string? Value(SampleField header) =>
        !HeaderNames.IsCredentialHeader(header.Name) && !HeaderNames.IsNeverCredential(LowerText.Of(header.Name)) ? Template.LoneHole(header.Value) : null;

    // `X-Acme-Team: {configuration_key}`, `Acme-App: {app_key}`: a header of the API's own, and nothing in it but a credential.
    private static bool HoldsCredential(SampleField header) =>
        header.Name.Contains('-', StringComparison.Ordinal) && !header.Name.EndsWith("-type", StringComparison.OrdinalIgnoreCase)
        && Value(header) is { } hole && CredentialNames.Find(CredentialNames.Snake(hole)) is { Secret: true, Name: not ("password" or "csrf_token") };

    private static void Header(DocumentFacts facts, ClaimSet claims, SampleRequest request, SampleField header, int number)
    {
        if (header.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
        {
            if (CredentialValue.OfAuthorization(header.Value) is { } value)
            {
                // `ACME access-id:bm90…=`, in a document that says how calls are signed
                if (value.Kind == AuthKind.ApiKey && CredentialValue.LiteralPair(header.Value) is { } pair && (facts.Says("hmac") || facts.Says("signature")))
                    value = (AuthKind.SignedRequest, pair);
                Add(facts, claims, request, value.Kind, PlacementLocation.Header, "Authorization", value.Format, 1, number, ["Authorization: ", "Authorization"]);
                // These schemes are kinds of their own, whatever else the document says of them.
                if (value.Kind is AuthKind.Digest or AuthKind.OAuth1 or AuthKind.SignedRequest)
                    claims.Kinds.Add(new KindClaim(value.Kind, value.Kind == AuthKind.Digest ? 3 : value.Kind == AuthKind.SignedRequest && IsMade(request) ? 2 : 1, request.Context, facts.QuoteOf(request, "Authorization")));
            }
            return;
        }

        if (header.Name.Equals("Cookie", StringComparison.OrdinalIgnoreCase))
        {
            var equals = header.Value.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                Add(facts, claims, request, AuthKind.SessionLogin, PlacementLocation.Cookie, header.Value[..equals].Trim(), CredentialValue.Hole(header.Value[(equals + 1)..].Split(';')[0]), 1.5, number, ["Cookie"]);
            return;
        }

        var lower = LowerText.Of(header.Name);
        // `User-Agent: acme-client/{client_key}`, for what can set no other header.
        if (lower == "user-agent")
        {
            if (header.Value.EndsWith('}') && header.Value.IndexOf("/{", StringComparison.Ordinal) is > 0 and var slash && CredentialValue.IsSchemeWord(header.Value.AsSpan(0, slash)) && Template.Holes(header.Value) is [var agent] && CredentialNames.IsSecret(CredentialNames.Snake(agent)))
                Add(facts, claims, request, AuthKind.ApiKey, PlacementLocation.Header, header.Name, header.Value, 1, number, [header.Name]);
            return;
        }

        if ((lower.Contains("csrf", StringComparison.Ordinal) || lower.Contains("xsrf", StringComparison.Ordinal)) && request.Headers.Exists(h => h.Name.Equals("Cookie", StringComparison.OrdinalIgnoreCase)))
        {
            Add(facts, claims, request, AuthKind.SessionLogin, PlacementLocation.Header, header.Name, "{csrf_token}", 1.5, number, [header.Name]);
            return;
        }

        // `X-Auth: {key}:{sig}`; `API-Hash: {digest}` below what makes it, whatever the header is called where none is called a signature
        if (CredentialValue.Made(header.Value) is { } made && !HeaderNames.IsNeverCredential(lower) && (HeaderNames.IsCredentialHeader(header.Name) || IsMade(request)) && (HeaderNames.IsSignature(header.Name) || !request.Headers.Exists(h => HeaderNames.IsSignature(h.Name))))
        {
            Add(facts, claims, request, AuthKind.SignedRequest, PlacementLocation.Header, header.Name, made, 1, number, [header.Name]);
            claims.Kinds.Add(new KindClaim(AuthKind.SignedRequest, 1, request.Context, facts.QuoteOf(request, header.Name)));
            return;
        }

        if (HeaderNames.IsFreshness(lower) || !(HeaderNames.IsCredentialHeader(header.Name) || claims.CredentialHeaders.Contains(header.Name)))
        {
            if (request.Headers.Find(h => HeaderNames.IsSignature(h.Name)) is { } signature && SignedFamily.Format(facts, header.Name, signature.Name) is { } format)
                Add(facts, claims, request, AuthKind.SignedRequest, PlacementLocation.Header, header.Name, format, 1, number, [header.Name]);
            return;
        }

        // `{login};{timestamp};{salt};{hash}`: who calls, when, and what was made of the key.
        if (CredentialValue.IsComputed(header.Value))
        {
            Add(facts, claims, request, AuthKind.SignedRequest, PlacementLocation.Header, header.Name, header.Value, 1, number, [header.Name]);
            claims.Kinds.Add(new KindClaim(AuthKind.SignedRequest, 2, request.Context, facts.QuoteOf(request, header.Name)));
        }
        else if (HeaderNames.IsSignature(header.Name))
            Add(facts, claims, request, AuthKind.SignedRequest, PlacementLocation.Header, header.Name, SignatureFormat(header.Value), 1, number, [header.Name]);
        else
            Add(facts, claims, request, AuthKind.ApiKey, PlacementLocation.Header, header.Name, Prefixed(header.Value), 1, number, [header.Name]);
    }

    private static string SignatureFormat(string value)
    {
        // The UsernameToken of Web Services Security in a header: a name, a digest, a nonce, a time.
        if (value.StartsWith("UsernameToken ", StringComparison.OrdinalIgnoreCase) && CredentialValue.OfAuthorization(value) is { } token)
            return token.Format;
        // $1$d3705e… keeps the version in front of the digest.
        var open = value.IndexOf('{', StringComparison.Ordinal);
        var dollar = value.LastIndexOf('$', open < 0 ? value.Length - 1 : open);
        if (dollar is > 0 and <= 8 && value[0] == '$')
            return value[..(dollar + 1)] + "{signature}";
        if (value.StartsWith('$') && open is > 0 and <= 4)
            return value[..open] + "${signature}";
        if (value.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && CredentialValue.IsAlgorithm(value[..colon]))
            return value[..(colon + 1)] + "{signature}";
        var equals = value.IndexOf('=', StringComparison.Ordinal);
        return equals is > 0 and <= 8 && equals + 1 < value.Length && value[..equals].All(char.IsAsciiLetterOrDigit) ? value[..equals] + "={signature}" : "{signature}";
    }

    private static readonly string[] Schemes = ["Bearer ", "Token ", "Basic ", "ApiKey ", "Api-Key "];

    // X-Auth: Token {key} keeps its prefix.
    private static string Prefixed(string value)
    {
        // The form of Basic (RFC 7617 section 2) in a header of the vendor's own
        if (CredentialValue.OfAuthorization(value) is { Kind: AuthKind.Basic } pair)
            return pair.Format;
        var open = value.IndexOf('{', StringComparison.Ordinal);
        if (open < 0 && Array.Find(Schemes, scheme => value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) && value.AsSpan(scheme.Length).IndexOf(' ') < 0) is { } prefix)
            return value[..prefix.Length] + "{}";
        return open > 1 && value[open - 1] == ' ' && CredentialValue.IsSchemeWord(value.AsSpan(0, open - 1)) ? value[..open] + CredentialValue.Hole(value[open..]) : CredentialValue.Hole(value);
    }

    private static void PathCredential(DocumentFacts facts, ClaimSet claims, SampleRequest request, int number)
    {
        var path = UrlText.Path(UrlText.WithoutQuery(request.Url));
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < Math.Min(segments.Length, MostSegments); i++)
        {
            var segment = segments[i];
            var isLast = i == segments.Length - 1;
            // Below "tokens" stands one of them, and deep in a path one of something.
            if (isLast && (i == MostSegments - 1 || (i > 0 && segments[i - 1].ToLowerInvariant() is "tokens" or "keys" or "secrets" or "api_keys" or "api-keys" or "apikeys")))
                continue;
            var holes = Template.Holes(segment);
            if (holes.Count != 1 || CredentialNames.Find(CredentialNames.Snake(holes[0])) is not { Secret: true })
                continue;
            var name = CredentialNames.Find(CredentialNames.Snake(holes[0]))!.Value.Name;
            // {feed_key} says more than "key"; whether the document says so, too, is asked where it gets its name.
            var format = CredentialNames.IsVague(name) ? segment : segment.Replace("{" + holes[0] + "}", "{" + name + "}", StringComparison.Ordinal);
            if (request.Url.Contains("://", StringComparison.Ordinal))
                Add(facts, claims, request, AuthKind.ApiKey, PlacementLocation.Path, name, format, 0.6, number, [holes[0]]);
        }
    }

    private const int MostSegments = 4;

    // `?author_key=OL23919A`, `?project_key=ABC`: the key of a record, unless the text counts it among what gives access.
    private static bool IsRecordsKey(DocumentFacts facts, SampleRequest request, SampleField field) =>
        field.Value.Length < LeastKey && !field.Value.Contains('{', StringComparison.Ordinal) && (request.Context & UnitContext.Auth) == 0
        && CredentialNames.Snake(field.Name) is var name && name.EndsWith("_key", StringComparison.Ordinal) && CredentialNames.Find(name) is { Name: "key" or "project_key" }
        && !facts.IsOfAccess(field.Name);

    // Shorter than any key that can't be guessed.
    private const int LeastKey = 12;

    private static bool IsValue(SampleField field) => field.Value.Length > 0 && !field.Value.StartsWith("{lambda}", StringComparison.Ordinal) && field.Value is not ("true" or "false" or "null" or "value" or "string" or "key") && !field.Name.Contains("user", StringComparison.OrdinalIgnoreCase);

    private static string Pair(string user, string password)
    {
        var plainUser = !user.Contains('{', StringComparison.Ordinal);
        var plainPassword = !password.Contains('{', StringComparison.Ordinal);
        // A new device's `admin` without a password is a user like any other.
        if (plainUser && password.Length == 0 && DefaultUsers.Contains(user.ToLowerInvariant()))
            return "{username}:{password}";
        if (plainPassword && (password.Length == 1 || DummyPasswords.Contains(password.ToLowerInvariant())))
            return (plainUser ? "{}" : user) + ":" + (password.Length == 1 ? password.ToUpperInvariant() : password);
        if (user.Length == 0)
            return ":" + (plainPassword ? "{}" : password);
        if (plainUser && DummyUsers.Contains(user.ToLowerInvariant()))
            return user + ":" + (plainPassword ? "{}" : password);
        var slash = plainUser ? user.IndexOf("/token", StringComparison.Ordinal) : -1;
        // "user:apiToken" names what stands there.
        if (plainPassword && CredentialNames.Snake(password) is var named && CredentialNames.Find(named) is { } known && known.Name == named)
            (password, plainPassword) = ("{" + named + "}", false);
        if (plainUser && CredentialNames.Snake(user) is var spelled && CredentialNames.Find(spelled) is { } own && own.Name == spelled && spelled.Contains('_', StringComparison.Ordinal))
            (user, plainUser) = ("{" + spelled + "}", false);
        return (plainUser ? slash > 0 ? "{email}/token" : user.Contains('@', StringComparison.Ordinal) ? "{email}" : "{username}" : user) + ":" + (plainPassword ? "{password}" : password);
    }

    private static void Add(DocumentFacts facts, ClaimSet claims, SampleRequest request, AuthKind kind, PlacementLocation location, string name, string format, double weight, int number, ReadOnlySpan<string> anchors) =>
        claims.Placements.Add(new PlacementClaim(kind, new Placement(location, name, format), weight, request.Context, facts.QuoteOf(request, anchors), number, Sample: true));
}
