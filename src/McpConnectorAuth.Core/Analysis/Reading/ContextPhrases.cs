namespace McpConnectorAuth.Core.Analysis.Reading;

/// <summary>The phrases by which headings and sentences show what they are about. Accuracy grows by adding rows here.</summary>
internal static class ContextPhrases
{
    /// <summary>Words of headings, and what everything below such a heading is about.</summary>
    public static readonly (UnitContext Context, PhraseTable Phrases)[] Headings =
    [
        (UnitContext.Auth, new(
            "auth", "authentication", "authenticating", "authenticate", "authorization", "authorisation", "authorizing", "access", "credential", "credentials", "api key", "api keys",
            "keys", "key", "token", "tokens", "signing in", "sign in", "log in", "logging in", "login", "connecting", "connect", "connection", "getting in", "who is calling",
            "identity", "security", "getting started", "quickstart", "quick start", "prerequisites", "requirements", "setup", "set up", "setting up", "primeros pasos", "oauth", "oauth2", "oauth 2.0",
            "talking to the api", "making a request", "making requests", "making calls", "your first call", "request signing", "signing requests", "signing", "anatomy of a request", "request format", "calling methods",
            "authentifizierung", "anmeldung", "anmelden", "zugang", "zugriff", "koppeln", "zugangsdaten", "schlüssel", "autenticación", "autorización", "credenciales", "acceso", "certificado", "certificate", "certificates",
            "authentification", "認証", "認証方法", "アクセストークン", "apiキー", "apiトークン", "接続", "はじめに", "the rules", "headers next to the key", "headers", "header", "cabeceras", "kopfzeilen", "ヘッダー", "accessing", "basics", "api access", "accessing the api", "settings", "proposed settings", "endpoint security types", "users and security", "client", "getting access", "tl;dr", "at a glance", "summary", "overview")),
        (UnitContext.Errors, new(
            "error", "errors", "error codes", "status codes", "failures", "faults", "fehler", "fehlercodes", "errores", "códigos de error", "troubleshooting", "when it goes wrong", "when it fails",
            "response codes", "rate limit", "rate limits", "limits", "quotas", "limits and errors", "limits and failures", "error responses", "grenzen", "エラー", "response handling", "límites", "erreurs")),
        (UnitContext.Inbound, new(
            "webhook", "webhooks", "callback", "callbacks", "event hooks", "event hook", "avisos", "notifications", "push notifications", "push channels", "inbound", "alerts", "webhook alerts", "webhooks integration",
            "outgoing webhooks", "push", "event delivery", "receiving events", "benachrichtigungen", "notificaciones", "ウェブフック", "webhook mode", "callouts")),
        (UnitContext.Foreign, new(
            "do not confuse", "not to be confused", "other products", "related products", "neighbours", "neighbors", "neighbouring things", "things nearby", "look like auth", "what it is not", "what this page is not about", "not this api",
            "other secrets", "lo que no es", "drumherum", "not the same", "things to keep apart", "do not be misled", "don't be misled", "not for us", "not in scope", "out of scope", "not used", "other interfaces", "partner", "partner and mcp", "mcp",
            "remote mcp server", "similar products", "related services", "easily mixed up", "status page", "status page api", "not covered", "other apis", "self-hosting", "nicht verwechseln", "abgrenzung", "no confundir", "関連サービス", "混同", "what it isn't", "other services", "loose ends", "things that look like", "not these", "similar names", "lookalikes", "look-alikes", "not part of this api", "sister products", "other systems", "verwandte", "nicht verwendet", "smtp", "related")),
        (UnitContext.Rejected, new(
            "what is gone", "what not to use", "not these", "old stuff", "old ways", "no longer", "removed", "was nicht mehr geht", "nicht mehr", "flows found in older code", "discontinued", "sunset", "retired", "history", "changelog", "change log", "release notes", "versions",
            "obsolete", "abgekündigt", "obsoleto", "廃止", "変更履歴", "historie", "änderungen", "historial", "what's gone", "what is gone or not for us", "deprecated methods", "removed features")),
        (UnitContext.Deprecated, new("legacy", "deprecated", "veraltet", "old", "older", "非推奨", "heredado")),
        (UnitContext.Data, new(
            "schema", "schemas", "fields", "field notes", "field reference", "field tables", "felder", "campos", "object", "data model", "domain model", "objects", "record", "records", "types", "entities", "fields of interest", "フィールド", "vocabulary",
            "glossary", "glosario", "glossar", "tagesbericht", "answer wrapper", "client_secret column", "authorization object", "tokens object", "events", "users", "user", "bookings", "payments", "cards", "orders", "sessions", "visitors")),
        (UnitContext.Testing, new(
            "testing", "test", "tests", "prueba", "テスト", "testing a connection", "testing the connection", "testing a key", "checking a connection", "checking a key", "connection test", "connection check", "test the connection", "who am i", "verify", "verifying", "checking", "is my key alive", "verbindungstest", "verbindung testen",
            "comprobación", "comprobar", "probar la conexión", "verbindung prüfen", "接続テスト", "接続確認", "疎通確認", "validation", "health check", "test your key", "try it", "is it working", "does it work", "health check", "test call", "smoke test", "verification")),
        (UnitContext.Writing, new("write", "writes", "writing", "write api", "write examples", "sending", "schreiben", "escritura", "書き込み", "writes, in short", "create", "uploading", "upload", "signing writes")),
    ];

    /// <summary>Words of sentences, and what the sentence is about.</summary>
    public static readonly (UnitContext Context, PhraseTable Phrases)[] Sentences =
    [
        (UnitContext.Rejected, new(
            "no longer", "not supported", "isn't supported", "is not supported", "unsupported", "not accepted", "isn't accepted", "switched off", "turned off", "shut down", "has been removed", "was removed", "were removed", "removed from", "been withdrawn", "has withdrawn", "withdrawn as well",
            "is refused", "are refused", "refused for", "refused there", "is rejected", "rejected by", "does not work", "doesn't work", "do not work", "don't work", "has no effect", "is dead", "are dead", "both dead", "not available", "don't do it", "do not do that", "don't do that", "we don't do", "do not use", "don't use", "must not be used",
            "never use", "should not be used", "not build", "do not build", "don't build", "don't ask users", "don't ask", "retired", "being retired", "end of life", "is gone", "are gone", "went away", "out of date", "out-of-date", "obsolete", "discontinued", "is ignored", "are ignored", "isn't read", "is not read", "ignored by", "has been blocked", "is blocked", "not valid for",
            "isn't valid", "no statement", "there is no", "there's no", "takes no signature", "takes no key", "does not take", "doesn't take", "was supported in", "not implemented", "isn't implemented", "only implements", "nicht mehr", "abgeschaltet", "funktioniert nicht", "wird nicht unterstützt", "nicht unterstützt", "gibt es nicht", "ya no", "no se admite", "no admite", "no está soportado", "no funciona", "retirado", "eliminado",
            "廃止", "利用できません", "使用できません", "サポートされていません", "サポートしていません", "use it nowhere", "n'est plus", "not used by", "forget about it", "never for this api", "of no use", "no use", "cannot be used", "can't be used", "can not be used", "useless", "not part of", "none of our business", "not ours", "not our", "neither", "bleibt leer", "never sent", "never send", "phasing out", "wird ignoriert", "replaced by", "was replaced", "should not appear", "stopped working", "until then", "not a credential", "no credential", "is not an api", "not a way into", "refuses", "never valid", "is not read by")),
        (UnitContext.Deprecated, new("deprecated", "legacy", "veraltet", "old way", "old samples", "older scripts", "which is older", "older way", "old parameters", "obsoleto", "非推奨", "before 20", "older accounts", "being phased out", "will be removed", "will be switched off", "announced the end")),
        (UnitContext.Inbound, new(
            "webhook", "webhooks", "deliveries", "each delivery", "to our server", "to your server", "to your url", "to our url", "to us", "calls us", "calls you", "your endpoint", "our endpoint", "the receiver", "your own server", "of your server", "you receive a", "what we send to you", "callbacks",
            "outbound calls", "outbound messages", "outbound http", "outgoing webhooks", "outgoing calls", "incoming calls", "incoming webhook", "incoming webhooks", "incoming requests", "posted to your", "posted to a url", "callouts", "an unsere url", "an ihren server", "a su url", "una url nuestra", "verifier token", "signed by us", "webhook secret", "signs each", "we sign", "verify it", "check it when you receive", "empfänger", "受信側", "コールバック")),
        (UnitContext.Foreign, new(
            "another product", "other product", "sister product", "sister service", "separate product", "separate connector", "another connector", "separate source", "another source", "other host", "another host", "other company", "another company", "third party", "third-party", "belongs to", "belong to the customer", "unrelated", "different product", "different api", "different service", "other people", "own hosts", "own credential",
            "own bearer token", "own token", "own tokens", "has its own", "own keys", "has a token of its own", "anderes produkt", "otro producto", "de otro proveedor", "partners only", "partner contract", "resellers", "reseller", "for the maintainers", "not the api", "nothing to do with", "browser only", "browser sdk", "mobile sdk", "not api access", "not for the api", "other api", "mcp server", "mcp endpoint", "mcp entry", "chat assistants", "データ項目", "別製品", "別サービス", "sandboxed partner",
            "not api logins", "drittanbieter", "hat mit der", "not needed for", "data value", "these are data", "they're data", "is data", "plain data", "card payment", "purchase attempt", "is a cursor", "only a cursor", "page cursor", "a cursor", "bookmark", "position in the list", "not a login", "web interface", "different program", "for partners", "aggregator", "customer's identity provider", "of their own", "of your customers", "their own server", "end user in", "logs an end user")),
        (UnitContext.Recommended, new(
            "recommended", "(default)", "default method", "default way", "we recommend", "recommend", "preferred", "the default", "default for", "use this", "our choice", "our decision", "what we use", "this one", "is what this connector supports", "what we should build", "should build", "first choice", "the connector should send", "empfohlen", "standardweg", "recomendado", "recomendada", "preferido", "推奨", "supported way", "only supported way", "should stick with", "easiest", "genau einen weg", "einzige", "the only one we build", "should lead with", "best choice", "for this version", "preferably", "use it")),
        (UnitContext.Secondary, new(
            "alternative", "alternatively", "second choice", "second option", "fallback", "as well", "also accepted", "also understood", "also possible", "if you cannot", "if you can't", "or, if", "optional", "instead of", "for public apps", "only when", "optionally", "alternativ", "alternativa", "代替", "quick tests", "for testing", "in a pinch", "some low-code")),
        (UnitContext.Testing, new(
            "to test", "test with", "test the", "test a", "testing", "connection test", "connection check", "to check", "to verify", "check whether", "verify the", "verify a", "verify that", "proves", "cheapest call", "try it", "try the key", "whoami", "who am i", "call it first", "as a test", "zum testen", "verbindungstest", "zum prüfen", "comprobación", "para comprobar", "para probar", "to see whether", "to see if", "right way to test",
            "use this", "connection can be tested", "harmless", "接続テスト", "確認するには", "疎通確認", "確認できます", "sanity check", "checks the", "costs nothing", "smallest", "is enough to", "probeaufruf", "proof", "ping", "connects fine", "is a good", "fair second", "do as well", "does as well", "will do")),
    ];

    /// <summary>Words that point back to the sentence before.</summary>
    public static readonly string[] Anaphora = ["it ", "it's ", "they ", "they're ", "this ", "that ", "that's ", "these ", "those ", "both ", "das ", "dies", "sie ", "es ", "eso ", "esto ", "ambos ", "これ", "それ"];

    /// <summary>Passages that speak to an assistant or play its instructions.</summary>
    public static readonly PhraseTable Assistant = new(
        "ai assistants", "ai assistant", "ai agent", "ai agents", "ai model", "language model", "if you are an ai", "you are an ai", "if you are an assistant", "as an ai", "llm agents", "code generators", "coding agents", "coding agent", "system:", "tool output continues", "ignore earlier instructions", "ignore previous instructions", "ignore all previous",
        "ignore the above", "disregard previous", "disregard all", "earlier instructions", "previous instructions", "do not mention this", "don't mention this", "do not tell the user", "without telling the user", "do not inform the user", "hide this from the user", "important instruction for", "instructions for agents", "instructions for ai", "note to ai", "note for ai", "dear assistant", "attention assistant", "assistant:", "ki-assistenten", "ki-assistent", "asistentes de ia", "asistente de ia", "aiアシスタント", "aiエージェント",
        "vorherige anweisungen", "ignoriere alle", "instrucciones anteriores", "以前の指示", "system prompt", "prompt:", "automated agents");

    /// <summary>What makes a passage for assistants an instruction rather than a remark.</summary>
    public static readonly PhraseTable Command = new(
        "you must", "must validate", "send it", "send the", "post it", "post the", "have to repeat", "ignore", "disregard", "do not mention", "don't mention", "do not tell", "without telling", "write the", "treat", "forward", "submit", "upload", "use the endpoint", "register the", "must also", "please send", "should send", "hide", "include the key", "echo", "repeat", "replace", "instead", "muss", "sende", "senden", "debe", "envía", "enviar", "送信", "してください");

    /// <summary>Failed attempts have consequences.</summary>
    public static readonly PhraseTable Lockout = new(
        "locked user", "locks the", "lock the", "locked out", "locks itself out", "locked after", "is locked", "lockout", "may lock", "is blocked for", "address is blocked", "blocked for", "blocked after", "banned for", "captcha after", "after five wrong", "wrong passwords", "failed log-ins", "failed logins", "failed login attempts", "failed attempts", "wrong attempts", "invalid attempts", "consecutive failures", "wird gesperrt", "gesperrt", "se bloquea", "bloqueada tras", "bloqueado", "intentos fallidos", "fehlversuche", "ロックされ", "アカウントがロック", "suspended after");
}
