using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>Text that names a kind of method without naming a place: Digest, certificates, signatures, sessions, no authentication.</summary>
internal sealed class KindTextEvidence : IEvidenceSource
{
    private static readonly (AuthKind Kind, double Weight, PhraseTable Phrases)[] Names =
    [
        (AuthKind.None, 4, new(
            "no authentication is required", "api has no authentication", "interface has no authentication", "there is no authentication.", "there is no authentication at all", "there is no authentication and no", "no authentication required", "does not require authentication", "doesn't require authentication", "no authentication is needed", "no authentication needed", "authentication is not required", "requires no authentication", "without any authentication", "without authentication", "no api key is required", "no api key required", "no api key is needed", "no key is needed", "no key is required", "no credentials are needed", "no login required",
            "no auth required", "no auth is required", "keine authentifizierung", "ohne authentifizierung", "keine anmeldung erforderlich", "ohne anmeldung", "kein api-schlüssel", "no requiere autenticación", "sin autenticación", "no se necesita autenticación", "認証は不要", "認証不要", "認証は必要ありません", "needs no authentication", "no authentication whatsoever", "open to everyone", "open to everybody", "publicly accessible without", "no authentication: ", "no authentication, no", "no other form of authentication", "no other kind of authentication", "api is open:", "api is open.", "api is open and", "is an open api", "api is completely open", "api is fully open", "api is entirely open", "api is public and free", "nothing to sign up for", "no sign-up", "no account is needed", "no account needed", "no credentials required", "no credentials needed", "unauthenticated api", "is keyless", "freely accessible", "nothing to authenticate", "no credential to send", "no credentials to send", "no account to create", "nothing to be issued", "no keys exist", "there are no keys", "there is no key", "anyone can call", "anybody can call", "anyone may call", "no hay que registrarse", "sin registro", "ohne registrierung", "frei zugänglich", "認証なしで")),
        (AuthKind.Digest, 3, new("http digest", "digest authentication", "digest auth", "digest access authentication", "rfc 7616", "rfc 2617 digest", "digest-authentifizierung", "autenticación digest", "ダイジェスト認証", "digest認証")),
        (AuthKind.Mtls, 2, new("client certificate", "client certificates", "client tls certificate", "tls client certificate", "tls client certificates", "client authentication of tls", "tls client authentication", "certificate-based authentication", "mutual tls", "mtls", "m-tls", "certificado de cliente", "client-zertifikat", "clientzertifikat", "クライアント証明書", "相互tls", "two-way tls", "mutual authentication")),
        (AuthKind.OAuth1, 3, new("oauth 1.0", "oauth 1.0a", "oauth1", "oauth 1", "oauth_signature", "oauth_consumer_key", "one-legged oauth", "oauth_verifier", "oauth_token_secret", "oauth_signature_method", "oauth1.0a")),
        (AuthKind.SignedRequest, 2, new("wsse", "passworddigest", "password digest", "signature version 4", "sigv4", "aws4-hmac-sha256", "hash over the concatenation", "hash of the query", "must end in a `checksum`", "sha-1 of key", "sha1(api", "sha256(api", "md5(api", "hmac-sha256", "hmac sha256", "hmac-sha512", "hmac signature", "must be signed", "are signed", "is signed with your", "rsa-sha256", "signature over", "signature is made with", "signature is made of", "signature is computed", "signature is calculated", "compute the signature", "calculate the signature", "sign every", "sign each", "sign the request", "sign a request", "sign a call", "sign your requests", "sign all requests", "sign your calls", "unsigned calls", "unsigned requests", "hmac the", "hmac with", "hmac over", "hmac-sha384", "hmac-sha1", "hmac of", "signed request", "signed requests", "request signature", "signing requests", "string to sign", "canonical request", "anfragen signieren", "firma de la petición", "firmar la petición", "署名")),
        (AuthKind.SessionLogin, 2, new("session id", "session cookie", "session key", "session token", "log-in call", "login call", "login request", "log in first", "logs in like", "log-in is", "sitzungs-id", "sitzungscookie", "sitzung", "id de sesión", "cookie de sesión", "セッションid", "セッションクッキー", "セッションキー", "log-in response", "login response", "sign in request", "sign-in request", "have to sign in", "you sign in", "must sign in", "sign in first", "must log in", "have to log in", "logging in first", "credentials token", "token-based session", "anmeldetoken", "sitzungstoken", "token de sesión", "セッショントークン")),
    ];

    // What lies on a web server next to the API.
    private static readonly PhraseTable Files = new("pdf", "pdfs", "pdf-dateien", "pdf files", "images", "bilder", "downloads", "dump", "dumps", "web page", "website", "webseite", "dateien", "archivos", "fichiers");

    private const double OneCall = 1;
    private const int Denial = 16;

    private static readonly PhraseTable Weak = new("cursor", "connection re-use", "in the sense of", "session: one", "sessionscount", "visit of", "end user", "end users", "uploads", "amounts are signed.", "amount is signed.");

    private static readonly PhraseTable Negation = new("does not require", "doesn't require", "do not require", "don't require", "do not need", "don't need", "does not need", "no need for", "no need to", "not necessary to", "requires no", "needs no", "without the need", "is not necessary", "nicht nötig", "nicht erforderlich", "braucht kein", "benötigt kein", "no requiere", "no hace falta", "sin necesidad", "必要ありません", "不要です", "不要で");
    // "The library handles authentication": whoever uses it need not care.
    private static readonly PhraseTable Handled = new("library", "libraries", "sdk", "sdks", "client", "clients", "details of", "deal with", "worry about", "again", "every time", "plugin", "wrapper", "bibliothek", "biblioteca");
    private static readonly PhraseTable Needless = new("api key", "api keys", "authentication", "authenticate", "register", "registration", "sign up", "sign-up", "log in", "login", "credentials", "token", "account", "authentifizierung", "registrierung", "anmeldung", "schlüssel", "autenticación", "registrarse", "clave", "登録", "認証", "apiキー");

    // What nobody is asked for may be had already; a key or token that nobody is asked for is not needed.
    private static readonly PhraseTable Unasked = new("doesn't ask users", "does not ask users", "doesn't ask anybody", "does not ask anybody");
    private static readonly PhraseTable NeedlessKeys = new("api key", "api keys", "a key", "keys", "token", "tokens", "credentials");

    // "does not require users to register or obtain an API key", about the API and not about one call
    private static int NotNeeded(TextUnit unit)
    {
        if (Handled.In(unit.Lower))
            return -1;
        var at = Negation.IndexIn(unit.Lower);
        var needless = Needless;
        if (at < 0)
            (at, needless) = (Unasked.IndexIn(unit.Lower), NeedlessKeys);
        if (at < 0 || unit.CodeSpans.Any(s => s.Contains('/', StringComparison.Ordinal)) || unit.Block.Kind == BlockKind.TableRow)
            return -1;
        return needless.In(unit.Lower[at..Math.Min(unit.Lower.Length, at + 80)]) && unit.Lower.Contains("api", StringComparison.Ordinal) ? at : -1;
    }

    // What nobody asks for, in each language that says so.
    private static readonly (string[] No, string[] Things)[] Lacks =
    [
        (["no"], ["account", "accounts", "api key", "api keys", "key", "keys", "token", "tokens", "login", "log-in", "sign-up", "signup", "sign-in", "registration", "authentication", "credential", "credentials", "password"]),
        (["kein", "keine", "keinen", "keinerlei", "ohne"], ["konto", "schlüssel", "api-schlüssel", "api-key", "token", "anmeldung", "registrierung", "zugangsdaten", "authentifizierung", "passwort"]),
        (["pas de", "aucun", "aucune", "sans"], ["clé", "clé d'api", "clé d’api", "clé api", "compte", "jeton", "token", "inscription", "identifiant", "authentification", "mot de passe"]),
        (["sin", "ninguna", "ningún", "no hay", "no requiere", "no exige", "no necesita", "no hace falta"], ["clave", "clave de api", "api key", "cuenta", "token", "registro", "contraseña", "autenticación"]),
        (["sem", "nenhum", "nenhuma", "não há", "não exige", "não requer", "não precisa de", "não é preciso"], ["chave", "chave de api", "conta", "token", "cadastro", "senha", "autenticação", "login"]),
        (["senza", "nessun", "nessuna"], ["chiave", "chiave api", "account", "token", "registrazione", "password", "autenticazione"]),
        (["geen", "zonder"], ["sleutel", "api-sleutel", "account", "token", "registratie", "wachtwoord", "authenticatie"]),
        (["bez", "brak"], ["klucza", "klucza api", "konta", "tokenu", "rejestracji", "logowania", "hasła"]),
        (["без"], ["ключа", "ключа api", "токена", "регистрации", "авторизации", "пароля"]),
    ];

    private static readonly PhraseTable Without = new(["nothing to log in to", "nothing to register", "neither key", "neither account", .. Lacks.SelectMany(language => language.No.SelectMany(no => language.Things.Select(thing => $"{no} {thing}")))]);

    // Below such a title an API says what it does without.
    private static readonly PhraseTable WhatItIsNot = new("what it is not", "what it isn't", "was das nicht ist", "lo que no es");

    private static bool IsForeignByTitle(DocumentFacts facts, TextUnit unit) =>
        WhatItIsNot.In(facts.Text.HeadingOf(unit.Block.Section)) && (DocumentText.ContextOfWords(unit.Lower) & UnitContext.Foreign) == 0;

    private static readonly string[][] Neither = [["neither ", " nor "], ["weder ", " noch "], ["ni ", " ni "], ["nem ", " nem "], ["noch ", " noch "]];
    // "With a token you need neither password nor login", "to read these docs you need neither account nor key"
    private static readonly PhraseTable Instead = new("with", "to read", "docs", "documentation", "page", "pages", "website", "mit", "con", "avec", "com", "met", "browser");
    private static readonly PhraseTable KeyWords = new("key", "keys", "api key", "token", "tokens", "credentials", "authentication", "schlüssel", "api-schlüssel", "clave", "autenticación", "clé", "chave", "sleutel");
    private static readonly PhraseTable NeededWords = new("need", "needs", "needed", "require", "requires", "required", "asks for", "ask for", "necessary", "braucht", "brauchen", "benötigt", "erforderlich", "nötig", "hace falta", "necesita", "necesitas", "requiere", "faut", "nécessite", "precisa", "nodig");
    private const int FarthestNor = 60;

    /// <summary>Whether a text in lower case says what is not needed as one of two things.</summary>
    public static bool IsNeither(string lower) => Array.Exists(Neither, pair => PhraseTable.IndexOf(lower, pair[0].TrimEnd(), 0) is >= 0 and var at && lower.IndexOf(pair[1], at, StringComparison.Ordinal) > 0);

    // "You need neither registration nor a key."
    private static int NeitherNor(TextUnit unit)
    {
        if (!NeededWords.In(unit.Lower) || Besides.In(unit.Lower) || Trial.In(unit.Lower) || !KeyWords.In(unit.Lower) || unit.Is(UnitContext.Errors) || unit.Block.Kind == BlockKind.TableRow)
            return -1;
        var lower = unit.Lower.Text;
        foreach (var pair in Neither)
        {
            var at = PhraseTable.IndexOf(lower, pair[0], 0);
            var nor = at < 0 ? -1 : lower.IndexOf(pair[1], at + pair[0].Length - 1, StringComparison.Ordinal);
            // What stands in front says for what: "with a token you need neither password nor log-in".
            if (nor > 0 && nor - at <= FarthestNor && !Instead.In(lower[..at]) && !Instead.In(lower[at..Math.Min(lower.Length, nor + FarthestNor)]) && Unneeded.In(lower[at..nor]) && Unneeded.In(lower[nor..Math.Min(lower.Length, nor + FarthestNor)]))
                return at;
        }

        return -1;
    }

    // "No registration or API key is needed.", "All endpoints are public and need no key."
    private static bool NobodyNeeds(TextUnit unit)
    {
        // Last what needs the words put together.
        if (Besides.In(unit.Lower) || Trial.In(unit.Lower) || Handled.In(unit.Lower) || unit.Is(UnitContext.Errors) || unit.Block.Kind == BlockKind.TableRow)
            return false;
        var nothing = Everything.In(unit.Lower) && NeedsNothing.In(unit.Lower);
        var without = Without.In(unit.Lower) && NeededWords.In(unit.Lower) && KeyWords.In(unit.Lower) && !Instead.In(unit.Lower);
        return (nothing || without) && unit.Plain.Length <= LongestNeed && unit.CodeSpans.Count == 0
            && (nothing || (Without.IndexIn(unit.Lower) == 0 && !unit.Lower.Contains(" for ", StringComparison.Ordinal) && !unit.Lower.Contains(" to ", StringComparison.Ordinal)));
    }

    private const int LongestNeed = 90;
    private static readonly PhraseTable Everything = new("all endpoints", "all calls", "all methods", "all requests", "all resources", "every endpoint", "every call", "every request", "every method", "the api", "this api", "alle endpunkte", "alle aufrufe", "todos los endpoints", "todas las llamadas", "tous les appels");
    private static readonly PhraseTable NeedsNothing = new("need no key", "need no api key", "need no token", "need no credentials", "need no login", "needs no key", "needs no api key", "needs no token", "needs no credentials", "needs no login", "require no key", "require no api key", "require no token", "require no credentials", "requires no key", "requires no api key", "requires no token", "requires no credentials", "brauchen keinen schlüssel", "braucht keinen schlüssel", "no necesitan clave", "no necesita clave");

    private static readonly PhraseTable Unneeded = new("a key", "keys", "an api key", "api key", "api keys", "key", "token", "a token", "tokens", "registration", "account", "an account", "login", "log-in", "sign-up", "signup", "authentication", "credentials", "password", "schlüssel", "api-schlüssel", "registrierung", "anmeldung", "konto", "clave", "registro", "cuenta", "token de", "autenticación", "clé", "compte", "inscription", "chave", "conta", "cadastro", "sleutel");

    private static readonly PhraseTable Besides = new("further", "other", "additional", "additionally", "else", "besides", "weitere", "weiteren", "sonst", "más", "otra", "otro", "autre", "verder");

    // "No account, no API key, nothing to log in to": one of them may be missing from a request, two of them are not needed.
    private static int Nothing(TextUnit unit)
    {
        if (!Without.In(unit.Lower) || Besides.In(unit.Lower) || unit.Is(UnitContext.Errors) || unit.Block.Kind == BlockKind.TableRow)
            return -1;
        var found = Without.Phrases.Select(phrase => PhraseTable.IndexOf(unit.Lower, phrase, 0)).Where(at => at >= 0).Order().ToList();
        return found.Count > 1 || (found.Count == 1 && Enumerates(unit.Lower.Text[found[0]..])) ? found[0] : -1;
    }

    // "Não há cadastro, chave nem token": one word denies all that follows it. In English "no key or token" as often means a call that lacks them.
    private static bool Enumerates(string lower)
    {
        var end = lower.IndexOfAny(['.', ':', ';', '(']);
        var text = lower[..Math.Min(end < 0 ? lower.Length : end, LongestEnumeration)];
        return Lacks.Skip(1).Any(language => language.No.Any(no => !Prepositions.Contains(no) && text.StartsWith(no, StringComparison.Ordinal)) && Distinct(text, language.Things) > 1);
    }

    // How many things a text names; "schlüssel" within "api-schlüssel" is no second one.
    private static int Distinct(string text, string[] things)
    {
        var (count, last) = (0, 0);
        foreach (var (at, length) in things.Select(thing => (At: PhraseTable.IndexOf(text, thing, 0), thing.Length)).Where(found => found.At >= 0).OrderBy(found => found.At + found.Length).ThenBy(found => found.At))
        {
            if (at < last)
                continue;
            count++;
            last = at + length;
        }

        return count;
    }

    // "Sin clave ni token la API responde 401" tells of a call that lacks them.
    private static readonly HashSet<string> Prepositions = new(StringComparer.Ordinal) { "ohne", "sans", "sin", "sem", "senza", "zonder", "bez", "без" };

    private const int LongestEnumeration = 80;

    private static readonly PhraseTable Trial = new("sandbox", "test", "testing", "demo", "mock", "playground", "trial", "testsystem", "pruebas");

    private static readonly PhraseTable InTrial = new("in the sandbox", "for the sandbox", "in the demo", "for the demo", "in test mode", "for testing", "for the playground", "in the playground", "in der sandbox", "im testsystem", "en el sandbox", "en pruebas");

    // An item of a list that names a path or a host is about that call, and so is what is said of a test; two things that nobody needs are no part of one call.
    private static bool IsOneCall(DocumentFacts facts, TextUnit unit) =>
        (unit.Is(UnitContext.Testing) && (Nothing(unit) < 0 || Trial.In(unit.Lower) || Trial.In(facts.Text.HeadingOf(unit.Block.Section)))) || (unit.Block.Kind == BlockKind.ListItem && !unit.Is(UnitContext.Auth) && !unit.Lower.Contains("api", StringComparison.Ordinal)) || unit.Block.Kind is BlockKind.ListItem or BlockKind.TableRow && unit.CodeSpans.Exists(s => s.Contains('/', StringComparison.Ordinal))
        // "No key is needed for `/status`", "in the sandbox"
        || unit.Lower.Contains(" for `/", StringComparison.Ordinal) || unit.Lower.Contains(" for `get /", StringComparison.Ordinal) || InTrial.In(unit.Lower);

    // "No log-in call precedes it": the word right before the name.
    private const int Likeness = 32;
    private static readonly System.Buffers.SearchValues<string> Unrelated = System.Buffers.SearchValues.Create(["in common with ", "nothing to do with ", "confused with ", "nichts zu tun", "nada que ver con "], StringComparison.Ordinal);

    private static bool IsDenied(string lower, int at)
    {
        var before = lower.AsSpan(Math.Max(0, at - Denial), Math.Min(at, Denial)).TrimEnd();
        before = before[(before.LastIndexOf(' ') + 1)..];
        // "It has nothing in common with HTTP Digest", "not to be confused with Digest"
        if (lower.AsSpan(Math.Max(0, at - Likeness), Math.Min(at, Likeness)).ContainsAny(Unrelated))
            return true;
        return before is "no" or "kein" or "keine" or "keinen" or "ningún" or "ninguna" or "aucun" or "aucune" or "geen" or "nenhum" or "nenhuma";
    }

    public void Collect(DocumentFacts facts, ClaimSet claims)
    {
        foreach (var unit in facts.Text.Units)
        {
            facts.Cancellation.ThrowIfCancellationRequested();
            foreach (var (kind, weight, phrases) in Names)
            {
                var at = phrases.IndexIn(unit.Lower);
                if (at < 0 && kind == AuthKind.None)
                    at = NotNeeded(unit) is >= 0 and var needless ? needless : NeitherNor(unit) is >= 0 and var neither ? neither : NobodyNeeds(unit) ? 0 : Nothing(unit);
                if (at < 0 || Weak.In(unit.Lower))
                    continue;
                // "Requests are signed with HMAC-SHA256; version 1 was removed": what is withdrawn stands in another clause.
                var context = facts.Text.ContextAt(unit, at);
                var strength = unit.Block.Kind == BlockKind.Heading ? weight / 2 : kind == AuthKind.None && (IsOneCall(facts, unit) || Files.In(unit.Lower)) ? OneCall : weight;
                if (kind != AuthKind.None && IsDenied(unit.Lower.Text, at))
                    context |= UnitContext.Rejected;
                // "There is no sign-up, no API key" is the statement itself, not its denial.
                if (kind == AuthKind.None)
                    context &= ~(UnitContext.Rejected | UnitContext.Writing | (IsForeignByTitle(facts, unit) ? UnitContext.Foreign : UnitContext.None));
                claims.Kinds.Add(new KindClaim(kind, strength, context, facts.QuoteOf(unit, unit.Lower[at..Math.Min(unit.Lower.Length, at + 8)])));
            }
        }
    }
}
