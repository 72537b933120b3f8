using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>Sentences that name the place: "put the key into the <c>X-Key</c> header", "in the query parameter <c>appid</c>".</summary>
internal sealed class NamedPlaceEvidence : IEvidenceSource
{
    // "Send your key in `X-Acme-Key`": what is sent in a name that is spelled like a header goes into that header.
    private static readonly PhraseTable Carrying = new("send", "sends", "sent", "pass", "passed", "provide", "provided", "supply", "supplied", "put", "set", "include", "included", "add", "added", "attach", "attached", "goes in", "goes into", "go into", "carry", "carries", "authenticated with", "authenticate with", "expects", "expected in", "senden", "sende", "gesendet", "mitsenden", "mitgeben", "übergeben", "gehört in", "enviar", "envía", "envíe", "incluir", "incluya", "passer", "envoyer", "envoyez", "enviar", "envie", "verzenden", "stuur", "送信", "指定", "設定");
    // What the reader has: "your key", not the last word of `X-Acme-Token`.
    private static readonly PhraseTable Held = new("key", "keys", "token", "credential", "credentials", "secret", "chave", "clé", "schlüssel", "zugriffstoken", "clave", "apiキー", "トークン", "キー");
    private static readonly PhraseTable InAuthorization = new("authorization header", "header authorization", "authorization-header", "cabecera authorization", "en-tête authorization", "authorizationヘッダー");
    private static readonly PhraseTable Body = new("body", "json body", "body field", "form field", "form posts", "form post", "request body", "rumpf", "cuerpo", "リクエストボディ", "body is one json object", "mandatory in every method", "post data", "post parameter", "corpo", "corps de la requête", "ボディ");
    // "a POST with the key in `x-api-key` and no body"
    private static bool IsOfBody(TextUnit unit) => !NoBody.In(unit.Lower) || Body.In(NoBody.Phrases.Aggregate(unit.Lower.Text, (text, phrase) => text.Replace(phrase, "", StringComparison.Ordinal)));

    private static readonly PhraseTable NoBody = new("no body", "without a body", "without body", "without any body", "empty body", "body is empty", "body stays empty", "ohne rumpf", "ohne body", "sin cuerpo", "sans corps");
    private static readonly PhraseTable Field = new("field", "feld", "campo", "フィールド", "member", "property", "attribute");
    private static readonly PhraseTable Credential = new("credenciais", "credenciales", "credenziali", "identifiants", "chave", "chaves", "clé", "clés", "key", "keys", "token", "tokens", "credential", "credentials", "secret", "api-schlüssel", "schlüssel", "zugriffstoken", "clave", "chiave", "chiavi", "jeton", "jetons", "sleutel", "apiキー", "トークン", "キー", "authenticate", "authenticated", "authentication", "apikey", "password");
    private static readonly PhraseTable NoPrefix = new("without prefix", "without a prefix", "without any prefix", "no prefix", "no scheme", "without a scheme", "as is", "as it is", "raw value", "without the word", "without `bearer`", "without bearer", "not prefixed", "no \"bearer\"", "no `bearer`", "nothing in front", "ohne präfix", "ohne `bearer`", "sin prefijo", "プレフィックスなし", "接頭辞なし", "plain value", "just the key", "just the token", "verbatim", "ohne vorangestelltes", "without a leading", "no leading", "nothing before it", "on its own", "bare token", "bare key", "token itself", "key itself", "kein präfix", "ohne das wort", "sin la palabra", "sin ningún prefijo", "そのまま");
    private static readonly PhraseTable Prefix = new("prefix", "scheme", "prefixed", "präfix", "schema", "esquema", "prefijo", "スキーム", "the word", "preceded by", "followed by");
    private static readonly PhraseTable Response = new("response header", "answer carries", "comes back", "response has", "returns", "in each answer", "antwort-header", "response headers", "in the response", "returned in", "of each answer", "each answer has", "response will contain", "response contains", "response will include", "response includes", "reply contains", "answer contains", "answers with", "responds with", "is returned", "are returned", "sends back", "sent back", "comes with the", "replies with", "in der antwort", "antwortet mit", "en la respuesta", "devuelve", "レスポンス");
    // A header against forged requests proves nobody's identity.
    private static readonly PhraseTable Forgery = new("csrf", "xsrf", "cross-site request forgery", "cross site request forgery");
    private static readonly PhraseTable BearerWord = new("bearer");
    private static readonly PhraseTable NotBearer = new("not bearer", "not `bearer", "not \"bearer", "instead of bearer", "instead of `bearer", "rather than bearer", "rather than `bearer", "nicht bearer", "nicht `bearer", "statt bearer", "statt `bearer", "kein bearer", "kein `bearer", "no es bearer", "no es `bearer", "en lugar de bearer", "en lugar de `bearer", "et non bearer", "et non `bearer", "não bearer", "não `bearer", "there are no bearer", "there is no bearer", "there's no bearer", "there is no `bearer", "there's no `bearer", "and no bearer", ", no bearer", "keine bearer", "pas de bearer", "geen bearer", "nessun bearer");
    private static readonly PhraseTable EachCall = new("every", "each", "all", "jeder", "jedem", "alle", "allen", "cada", "todas", "chaque", "toutes", "elke");
    private static readonly PhraseTable LoginBody = new("login body", "log-in body", "body of the login", "body of the log-in", "body of `login`", "body of `/login`", "body of `logon`", "body of `authenticate`", "login form", "log-in form", "login request", "log-in request");
    private static readonly PhraseTable PathWords = new("part of the path", "piece of the path", "in the path", "path segment", "into the path", "url path", "im pfad", "en la ruta", "パスに", "of the url");

    public void Collect(DocumentFacts facts, ClaimSet claims)
    {
        var called = facts.Requests.Where(r => r.Login is not null || r.Headers.Exists(h => HeaderNames.IsCredentialHeader(h.Name))).Select(r => UrlText.HostKey(r.Url)).Where(host => host.Contains('.', StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        foreach (var unit in facts.Text.Units)
        {
            facts.Cancellation.ThrowIfCancellationRequested();
            if (!unit.Has(UnitMarks.Code) && unit.Block.Kind != Documents.BlockKind.Heading)
                Spoken(facts, claims, unit);
            if (unit.Has(UnitMarks.Query) && !IsOfAnotherHost(facts, unit, called))
                QueryPieces(facts, claims, unit);
            if (Body.In(unit.Lower) && Credential.In(unit.Lower) && !Response.In(unit.Lower))
                BodySample(facts, claims, unit);
            if (unit.Block.Kind == Documents.BlockKind.Heading || Response.In(unit.Lower))
                continue;
            if (PathWords.In(unit.Lower))
                PathPieces(facts, claims, unit);
            if (PlaceWords.Header.In(unit.Lower) || (unit.Has(UnitMarks.Code) && Carrying.In(unit.Lower) && Held.In(unit.Lower) && Held.In(WithoutSpans(unit.Lower))))
                Headers(facts, claims, unit);
            if (!unit.Has(UnitMarks.Code))
                continue;
            if (PlaceWords.Query.In(unit.Lower) && unit.Block.Kind != Documents.BlockKind.TableRow)
                SignatureParameters(facts, claims, unit);
            if (unit.Block.Kind != Documents.BlockKind.TableRow && Credential.In(unit.Lower))
            {
                if (PlaceWords.Query.In(unit.Lower))
                    Parameters(facts, claims, unit, PlacementLocation.Query);
                if (unit.Lower.Contains("/revok", StringComparison.Ordinal) || (LoginBody.In(unit.Lower) && !EachCall.In(unit.Lower)))
                    continue;
                if ((Body.In(unit.Lower) && IsOfBody(unit)) || (Field.In(unit.Lower) && unit.Lower.Contains("every", StringComparison.Ordinal)))
                    Parameters(facts, claims, unit, PlacementLocation.Body);
            }
        }
    }

    // "in the Authorization header, preceded by the word Bearer", without any code markup
    private static void Spoken(DocumentFacts facts, ClaimSet claims, TextUnit unit)
    {
        // "pass the key in the Authorization header as is"
        if (NoPrefix.In(unit.Lower) && InAuthorization.In(unit.Lower) && Credential.In(unit.Lower))
            Add(facts, claims, unit, AuthKind.ApiKey, PlacementLocation.Header, "Authorization", "{}", 1.5, claims.NewRequest(), "uthorization");
        if (!BearerWord.In(unit.Lower) || DeniesBearer(unit) || NoPrefix.In(unit.Lower) || !(unit.Lower.Contains("authorization", StringComparison.Ordinal) || PlaceWords.Header.In(unit.Lower) || unit.Lower.Contains("bearer token", StringComparison.Ordinal)))
            return;
        Add(facts, claims, unit, AuthKind.Bearer, PlacementLocation.Header, "Authorization", "Bearer {}", 1.5, claims.NewRequest(), "earer");
    }

    // "behind the word `Token` (not `Bearer`)", and no word on Bearer before it
    private static bool DeniesBearer(TextUnit unit) => NotBearer.IndexIn(unit.Lower) is >= 0 and var at && PhraseTable.IndexOf(unit.Lower[..at], "bearer", 0) < 0;

    /// <summary>Whether a statement says that no word goes in front of a credential, or that it is not "Bearer".</summary>
    public static bool IsBare(TextUnit unit) => NoPrefix.In(unit.Lower) || DeniesBearer(unit);

    /// <summary>Whether a statement says that each call carries a parameter: "with each request in the parameter `username`".</summary>
    public static bool IsOnEachCall(TextUnit unit, string name) => EachCall.In(unit.Lower) && (PlaceWords.Query.In(unit.Lower) || PlaceWords.Header.In(unit.Lower)) && unit.CodeSpans.Contains(name);

    // "Both tokens go into the body of each request:" and the JSON below it
    private static void BodySample(DocumentFacts facts, ClaimSet claims, TextUnit unit)
    {
        if (!unit.Has(UnitMarks.EndsWithColon))
            return;
        var block = facts.CodeAfter(unit.End, 80);
        if (block?.Code is not { } code || !code.Content.AsSpan().TrimStart().StartsWith("{"))
            return;
        var number = claims.NewRequest();
        foreach (var field in JsonFields.TopLevel(code.Content))
        {
            if (HeaderNames.IsCredentialParameter(field.Name) && !field.Name.Equals("client_secret", StringComparison.OrdinalIgnoreCase) && (field.Value.Length >= 6 || field.Value.Contains('{', StringComparison.Ordinal)))
                claims.Placements.Add(new PlacementClaim(AuthKind.ApiKey, new Placement(PlacementLocation.Body, field.Name, CredentialValue.Hole(field.Value)), 1.5, unit.Context, facts.QuoteOf(block, code.Content.IndexOf("\"" + field.Name, StringComparison.Ordinal)), number));
        }
    }

    private static void Headers(DocumentFacts facts, ClaimSet claims, TextUnit unit)
    {
        var row = unit.Block.Kind == Documents.BlockKind.TableRow;
        var number = row ? claims.RequestOf(unit.Block.Container) : claims.NewRequest();
        var together = row && unit.Block.Header.Count > 0 && PlaceWords.Header.In(unit.Block.Header[0].ToLowerInvariant()) || PlaceWords.Both.In(unit.Lower) || AreJoined(unit) || (facts.After(unit) is { } next && BothAre.Exists(words => next.Lower.Text.StartsWith(words, StringComparison.Ordinal)));
        foreach (var span in Named(unit))
        {
            if (together && IsBesideKey(unit, span))
                Add(facts, claims, unit, AuthKind.ApiKey, PlacementLocation.Header, span, "{}", 1.5, number, span);
            if (!HeaderNames.LooksLikeHeader(span) || !(HeaderNames.IsCredentialHeader(span) || claims.CredentialHeaders.Contains(span)) || (!span.Contains('-', StringComparison.Ordinal) && !IsNamedHeader(unit, span)))
                continue;
            // Names in small letters are as often words of the subject.
            if ((span.Contains('_', StringComparison.Ordinal) && !span.Any(char.IsAsciiLetterLower)) || span.EndsWith("-header", StringComparison.OrdinalIgnoreCase) || (!span.Any(char.IsAsciiLetterUpper) && !span.StartsWith("x-", StringComparison.Ordinal) && !IsNamedHeader(unit, span)))
                continue;
            if (HeaderNames.IsFreshness(span) || Forgery.In(unit.Lower))
                continue;
            if (!span.Contains('-', StringComparison.Ordinal) && IsWord(unit, span) && !IsScheme(unit, span))
                continue;
            if (IsScheme(unit, span))
            {
                Add(facts, claims, unit, AuthKind.ApiKey, PlacementLocation.Header, "Authorization", span + " {}", 2, number, span);
            }
            else if (span.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
            {
                if (Scheme(unit) is { } scheme)
                    Add(facts, claims, unit, scheme.Kind, PlacementLocation.Header, "Authorization", scheme.Format, 2, number, span);
            }
            else if (HeaderNames.IsSignature(span))
            {
                Add(facts, claims, unit, AuthKind.SignedRequest, PlacementLocation.Header, span, "{signature}", 1, number, span);
            }
            else if (char.IsAsciiLetterUpper(span[0]) || span.Contains('-', StringComparison.Ordinal) || Credential.In(unit.Lower))
            {
                Add(facts, claims, unit, AuthKind.ApiKey, PlacementLocation.Header, span, "{}", 1.5, together ? number : claims.NewRequest(), span);
            }
        }
    }

    // "Send two headers, `Acme-Account` (the account's number) and `Acme-Token`"
    private static bool IsBesideKey(TextUnit unit, string span) =>
        unit.Block.Kind != Documents.BlockKind.TableRow && HeaderNames.IsOfCaller(span) && !HeaderNames.IsCredentialHeader(span)
        && unit.CodeSpans.Exists(other => HeaderNames.LooksLikeHeader(other) && HeaderNames.IsCredentialHeader(other) && Family(other).Equals(Family(span), StringComparison.OrdinalIgnoreCase));

    // Acme of `X-Acme-Token` and `Acme-Account`
    private static string Family(string header)
    {
        var name = header.StartsWith("x-", StringComparison.OrdinalIgnoreCase) ? header[2..] : header;
        return name.Split('-')[0];
    }

    // "Pass them in `X-Site` and `X-Token`. Both are needed."
    private static readonly List<string> BothAre = ["both ", "both,", "you need both", "beide ", "ambos ", "ambas ", "les deux ", "entrambi ", "entrambe ", "両方"];
    private static readonly string[] And = ["` and `", "` und `", "` y `", "` et `", "` e `", "` en `", "`と`"];

    // "in the headers `X-Site` and `X-Token`"
    private static bool AreJoined(TextUnit unit) => PlaceWords.Headers.In(unit.Lower) && Array.Exists(And, words => unit.Lower.Contains(words, StringComparison.Ordinal));

    private static string WithoutSpans(string lower) => string.Concat(lower.Split('`').Where((_, i) => i % 2 == 0));

    // "in the header X-Acme-Key", without any code markup
    private static IEnumerable<string> Named(TextUnit unit) => unit.Lower.Contains(" x-", StringComparison.Ordinal)
        ? unit.CodeSpans.Concat(unit.Plain.Split(' ').Where(word => word.StartsWith("X-", StringComparison.Ordinal)).Select(word => word.TrimEnd('.', ',', ';', ':', ')'))).Distinct(StringComparer.Ordinal)
        : unit.CodeSpans;

    // "the `token` header", "a header named `token`": without a hyphen only the words around it make it a header's name.
    private static bool IsNamedHeader(TextUnit unit, string span)
    {
        var at = unit.Plain.IndexOf("`" + span + "`", StringComparison.Ordinal);
        if (at < 0)
            return false;
        var after = unit.Lower[Math.Min(unit.Lower.Length, at + span.Length + 2)..Math.Min(unit.Lower.Length, at + span.Length + 24)];
        return PlaceWords.Header.In(string.Join(' ', after.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(3).TakeWhile(w => w is not ("and" or "to" or "is" or "in" or "or" or "with")))) || unit.Lower[Math.Max(0, at - 24)..at] is var before && PlaceWords.Header.In(before[(before.TrimEnd(' ', ':', '`').LastIndexOf(':') + 1)..]);
    }

    // "The value of the header is the word `apikey`, a blank, and the key."
    private static bool IsWord(TextUnit unit, string span) =>
        unit.Plain.IndexOf("`" + span + "`", StringComparison.Ordinal) is > 0 and var at && unit.Lower.Text.AsSpan(0, at).TrimEnd() is var before
        && (before.EndsWith("the word") || before.EndsWith("das wort") || before.EndsWith("la palabra") || before.EndsWith("le mot") || before.EndsWith("a palavra"));

    // "the Authorization header with the `Acme-Key` scheme"
    private static bool IsScheme(TextUnit unit, string span)
    {
        var at = unit.Plain.IndexOf("`" + span + "`", StringComparison.Ordinal);
        if (at < 0 || span.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
            return false;
        var before = unit.Lower.Text[..at].TrimEnd();
        if (before.EndsWith("scheme is", StringComparison.Ordinal) || before.EndsWith("prefix is", StringComparison.Ordinal) || before.EndsWith("the scheme", StringComparison.Ordinal) || before.EndsWith("the prefix", StringComparison.Ordinal) || (before.EndsWith("the word", StringComparison.Ordinal) && unit.Lower.Contains("authorization", StringComparison.Ordinal)))
            return true;
        if (!unit.Lower.Contains("authorization", StringComparison.Ordinal))
            return false;
        var after = unit.Lower[Math.Min(unit.Lower.Length, at + span.Length + 2)..];
        return after.StartsWith(" scheme", StringComparison.Ordinal) || after.StartsWith(" prefix", StringComparison.Ordinal) || after.StartsWith(" authentication scheme", StringComparison.Ordinal) || after.StartsWith(" authorization scheme", StringComparison.Ordinal);
    }

    private static (AuthKind Kind, string Format)? Scheme(TextUnit unit)
    {
        if (NoPrefix.In(unit.Lower))
            return (AuthKind.ApiKey, "{}");
        if (BearerWord.In(unit.Lower) && !DeniesBearer(unit))
            return (AuthKind.Bearer, "Bearer {}");
        if (!Prefix.In(unit.Lower))
            return null;
        foreach (var span in unit.CodeSpans)
        {
            if (span.Length is > 1 and < 24 && span.All(c => char.IsAsciiLetter(c) || c is '-' or '_') && !span.Equals("Authorization", StringComparison.OrdinalIgnoreCase) && !span.Equals("Basic", StringComparison.OrdinalIgnoreCase) && !span.Equals("Digest", StringComparison.OrdinalIgnoreCase))
                return (AuthKind.ApiKey, span + " {}");
        }

        return null;
    }

    // "needs `?token={jwt}` on `https://stream.acme.example/…`", where calls with credentials go to api.acme.example
    private static bool IsOfAnotherHost(DocumentFacts facts, TextUnit unit, HashSet<string> called) =>
        called.Count > 0 && facts.UrlsIn(unit.Start, unit.End).ToList() is { Count: > 0 } mentioned && mentioned.TrueForAll(m => facts.Source.AsSpan(0, m.Start).TrimEnd("`<( ").EndsWith(" on") && m.HostKey.Contains('.', StringComparison.Ordinal) && !m.HostKey.Contains("{}", StringComparison.Ordinal) && !called.Contains(m.HostKey));

    // `?key={key}` says everything by itself.
    private static void QueryPieces(DocumentFacts facts, ClaimSet claims, TextUnit unit)
    {
        // "The following request repeats the first one with `&token=…`."
        if (SpeaksOfPages(unit))
            return;
        foreach (var span in unit.CodeSpans)
        {
            // `&key=<your key>`: a blank in a hole is none of the query.
            if (span.Length is < 4 or > 80 || span[0] is not ('?' or '&') || Template.Normalize(span) is not { } text || text.Split('{', '}').Where((_, i) => i % 2 == 0).Any(part => part.Contains(' ', StringComparison.Ordinal)))
                continue;
            var number = claims.NewRequest();
            foreach (var field in FormFields.Parse(text))
            {
                if (field.Value.StartsWith('{') && HeaderNames.IsCredentialParameter(field.Name))
                    Add(facts, claims, unit, AuthKind.ApiKey, PlacementLocation.Query, field.Name, CredentialValue.Hole(field.Value), 1.2, number, span);
            }
        }
    }

    // "need the parameters `timestamp` and `signature`"
    private static void SignatureParameters(DocumentFacts facts, ClaimSet claims, TextUnit unit)
    {
        if (PlaceWords.Header.In(unit.Lower) || unit.CodeSpans.Find(IsSignatureParameter) is not { } signature)
            return;
        var number = claims.NewRequest();
        foreach (var span in unit.CodeSpans)
        {
            if (span == signature)
                Add(facts, claims, unit, AuthKind.SignedRequest, PlacementLocation.Query, span, "{signature}", Signature, number, span);
            else if (HeaderNames.IsFreshness(span) && SignedFamily.Format(facts, span, signature) is { } format)
                Add(facts, claims, unit, AuthKind.SignedRequest, PlacementLocation.Query, span, format, SignedFamily.InUrl, number, span);
        }
    }

    private const double Signature = 0.9;

    private static bool IsSignatureParameter(string span) => HeaderNames.IsSignature(span) && !span.Contains('-', StringComparison.Ordinal) && span.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static void Parameters(DocumentFacts facts, ClaimSet claims, TextUnit unit, PlacementLocation location)
    {
        var number = claims.NewRequest();
        foreach (var span in unit.CodeSpans)
        {
            var name = span.TrimStart('?', '&');
            var equals = name.IndexOf('=', StringComparison.Ordinal);
            var value = equals > 0 ? Template.Normalize(name[(equals + 1)..]) : "{}";
            name = equals > 0 ? name[..equals] : name;
            // What parameters look like.
            if (span == "key=value" && !OwnKey.In(unit.Lower))
                continue;
            var known = HeaderNames.IsCredentialParameter(name)
                || (location == PlacementLocation.Query && HeaderNames.LooksLikeHeader(name) && HeaderNames.IsCredentialHeader(name) && !name.Equals("Authorization", StringComparison.OrdinalIgnoreCase));
            // "with `apiuser` and `apikey`": who calls goes with the key.
            known |= HeaderNames.IsUserOfKey(name) && unit.CodeSpans.Exists(HeaderNames.IsCredentialParameter);
            // What is spelled as a header is no field of a body.
            known &= location != PlacementLocation.Body || !name.StartsWith("X-", StringComparison.Ordinal);
            if (known && !IsLeftOut(unit, span) && !(Keyed.In(unit.Lower) && IsSigning(name)) && !IsCalledHeader(unit, span) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.'))
                Add(facts, claims, unit, AuthKind.ApiKey, location, name, CredentialValue.Hole(value), location == PlacementLocation.Query && char.IsAsciiLetterUpper(name[0]) ? 0.3 : 1.2, number, span);
        }
    }

    // "the HMAC SHA256 of the query string, with your `secretKey` as the key": what signs is never sent.
    private static readonly PhraseTable Keyed = new("hmac", "hmacsha256", "hmac_sha256", "signature", "sign", "signed with", "sign with", "keyed with");

    private static bool IsSigning(string name) => CredentialNames.Snake(name) is var snake && (snake.Contains("secret", StringComparison.Ordinal) || snake is "private_key" or "signing_key");

    private static readonly PhraseTable OwnKey = new("api key", "api keys", "your key", "the key");
    private static readonly string[] NoHeader = ["instead of a header", "without a header", "not a header", "no header", "instead of the header"];
    private static readonly string[] CalledHeader = ["header", "header called", "header named", "header that is called", "header which is called", "header by the name of", "header-feld", "kopfzeile", "cabecera", "en-tête", "cabeçalho"];

    /// <summary>Whether a statement calls something a header by its name, and another a credential: "bring it along in a header that is called `project_id`".</summary>
    public static bool IsCredentialHeader(DocumentFacts facts, string name)
    {
        var units = facts.UnitsNaming([name.ToLowerInvariant()]).Where(u => u.Is(UnitContext.Auth) && !u.Is(UnitContext.Dismissed) && u.CodeSpans.Contains(name)).ToList();
        return units.Exists(u => IsCalledHeader(u, name)) && units.Exists(u => Credential.In(u.Lower));
    }

    // "In that form alone it goes into a header called `TOKEN`."
    private static bool IsCalledHeader(TextUnit unit, string span) =>
        unit.Plain.IndexOf("`" + span, StringComparison.Ordinal) is > 0 and var at && unit.Lower[Math.Max(0, at - LongestCall)..at].TrimEnd() is var before && Array.Exists(CalledHeader, words => before.EndsWith(words, StringComparison.Ordinal)) && !Array.Exists(NoHeader, words => before.EndsWith(words, StringComparison.Ordinal));

    private const int LongestCall = 26;

    /// <summary>Whether a statement tells how to get the rest of a list.</summary>
    public static bool SpeaksOfPages(TextUnit unit) => Paging.In(unit.Lower);

    private static readonly PhraseTable Paging = new("next page", "following page", "further pages", "more pages", "last page", "next request", "following request", "repeats the first", "repeat the request", "repeat the call", "continuation", "cursor", "nächste seite", "página siguiente", "siguiente página", "page suivante", "próxima página", "次のページ");

    // "with the same body, but without `price_token`"
    private static bool IsLeftOut(TextUnit unit, string span) => unit.Plain.Contains("but without `" + span, StringComparison.OrdinalIgnoreCase);

    private static void PathPieces(DocumentFacts facts, ClaimSet claims, TextUnit unit)
    {
        foreach (var mention in facts.UrlsIn(unit.Start, unit.End + 1200))
        {
            foreach (var segment in UrlText.Path(mention.Url).Split('/', StringSplitOptions.RemoveEmptyEntries).Take(3))
            {
                var holes = Template.Holes(segment);
                if (holes.Count == 1 && CredentialNames.Find(CredentialNames.Snake(holes[0])) is { Secret: true })
                {
                    Add(facts, claims, unit, AuthKind.ApiKey, PlacementLocation.Path, CredentialNames.Find(CredentialNames.Snake(holes[0]))!.Value.Name, segment, 3, claims.NewRequest(), "path");
                    return;
                }
            }
        }
    }

    private static void Add(DocumentFacts facts, ClaimSet claims, TextUnit unit, AuthKind kind, PlacementLocation location, string name, string format, double weight, int number, string anchor) =>
        claims.Placements.Add(new PlacementClaim(kind, new Placement(location, name, format), weight, facts.ContextAt(unit, anchor), facts.QuoteOf(unit, anchor), number));
}
