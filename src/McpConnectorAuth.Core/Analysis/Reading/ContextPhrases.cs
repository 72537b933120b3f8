using System.Buffers;

namespace McpConnectorAuth.Core.Analysis.Reading;

/// <summary>The phrases by which headings and sentences show what they are about. Accuracy grows by adding rows here.</summary>
internal static class ContextPhrases
{
    /// <summary>Phrases that recommend plainly, without a condition or a rank.</summary>
    public static readonly string[] Recommending =
    [
        "recommended", "we recommend", "recommend", "recommends", "preferred", "our choice", "our decision", "what we use", "what we build", "is what this connector supports", "is what the connector uses", "is what our connector uses", "what the connector uses", "what we should build", "should build", "first choice", "the connector should send", "empfohlen", "standardweg", "recomendado", "recomendada", "preferido", "推奨", "supported way", "only supported way", "should stick with", "einzige", "genau einen weg", "the only one we build", "build this one", "and what our connector does", "is what our connector does", "is what the connector does", "should lead with", "best choice", "for this version", "preferably", "default method", "default way", "normal one", "normal mode", "normal way", "usual one", "usual way", "the way we connect", "is how we connect", "this is what we do", "that is what we do", "is the way to go", "we went with", "we settled on", "we decided on", "we decided for", "we opted for", "method of choice", "way of choice", "the one to use", "the way for programs", "the way for scripts", "should implement", "new integrations should", "new apps should", "new applications should", "to be built with", "to be built on", "aanbevolen", "recommandé", "recommandée", "recomendamos", "keuze",
    ];

    /// <summary>What a call does that tries a credential: "it checks your token".</summary>
    public static readonly string[] Checking = [.. from verb in (string[])["checks", "check that", "check if", "check whether", "checks that", "checks if", "checks whether", "validates", "verifies", "verifies that", "see if", "see whether", "find out if", "find out whether", "test if", "test whether"] from whose in (string[])["your", "the", "a", "an"] from what in (string[])["token", "key", "api key", "api token", "access token", "credential", "credentials"] select $"{verb} {whose} {what}"];

    /// <summary>Whom a credential stands for: "the user the token belongs to".</summary>
    public static readonly string[] Owners = [
        .. from who in (string[])["user", "account", "person", "customer", "organization", "organisation", "company", "team", "workspace", "project", "member", "tenant", "site", "shop", "store", "merchant", "school", "clinic", "practice", "studio", "club", "branch", "installation", "who", "whom", "that", "which"] from whose in (string[])["the", "your", "a", "this"] from what in (string[])["token", "key", "api key", "api token", "access token", "offline token", "bearer token"] select $"{who} {whose} {what} belongs to",
        .. from who in (string[])["that", "who", "which"] from whose in (string[])["the", "your", "this"] from what in (string[])["token", "key", "api key", "api token", "access token"] select $"{who} owns {whose} {what}"];

    // "Until 2021 the customer typed an API code"
    private static readonly string[] Until = [.. from year in Enumerable.Range(2008, 20) from word in (string[])["until", "before", "bis", "vor", "hasta", "jusqu'en", "até", "tot"] select $"{word} {year}", .. from month in (string[])["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"] from year in Enumerable.Range(2008, 20) from then in (string[])[" the", ", the"] select $"until {month} {year}{then}"];

    /// <summary>Words of headings, and what everything below such a heading is about.</summary>
    public static readonly (UnitContext Context, PhraseTable Phrases)[] Headings =
    [
        (UnitContext.Auth, new(
            "auth", "authentication", "authenticating", "authenticate", "authorization", "authorisation", "authorizing", "access", "credential", "credentials", "api key", "api keys",
            "keys", "key", "token", "tokens", "signing in", "sign in", "log in", "logging in", "login", "connecting", "connect", "connection", "getting in", "who is calling", "user types in", "users type in", "customer types in", "person types in", "what to type in", "what we ask for", "what to ask for", "who logs in", "logs in", "who are you", "proving who you are", "identify yourself", "identifying yourself",
            "identity", "security", "getting started", "quickstart", "quick start", "prerequisites", "requirements", "setup", "set up", "setting up", "primeros pasos", "oauth", "oauth2", "oauth 2.0",
            "talking to the api", "making a request", "making requests", "making calls", "your first call", "request signing", "signed request", "signed requests", "signature", "signatures", "signing requests", "signing", "anatomy of a request", "request format", "calling methods",
            "authentifizierung", "anmeldung", "anmelden", "zugang", "zugriff", "koppeln", "zugangsdaten", "schlüssel", "autenticación", "autorización", "credenciales", "acceso", "certificado", "certificate", "certificates",
            "authentification", "認証", "認証方法", "アクセストークン", "apiキー", "apiトークン", "接続", "はじめに", "the rules", "headers next to the key", "headers", "header", "cabeceras", "kopfzeilen", "ヘッダー", "accessing", "basics", "api access", "accessing the api", "settings", "proposed settings", "endpoint security types", "users and security", "client", "getting access", "tl;dr", "at a glance", "summary", "overview")),
        (UnitContext.Errors, new(
            "error", "errors", "error codes", "status codes", "failures", "faults", "fehler", "fehlercodes", "errores", "códigos de error", "troubleshooting", "when it goes wrong", "when it fails",
            "response codes", "rate limit", "rate limits", "limits", "quotas", "limits and errors", "limits and failures", "error responses", "grenzen", "エラー", "response handling", "límites", "erreurs")),
        (UnitContext.Inbound, new(
            "requests from us", "calls from us", "pushed", "pushed alarms", "pushed events", "push messages",  "webhook", "webhooks", "callback", "callbacks", "call-back", "call-backs", "call backs", "event hooks", "event hook", "avisos", "notifications", "push notifications", "push channels", "inbound", "alerts", "webhook alerts", "webhooks integration",
            "outgoing webhooks", "push", "event delivery", "receiving events", "benachrichtigungen", "notificaciones", "ウェブフック", "webhook mode", "callouts")),
        (UnitContext.Foreign, new(
            "what else is out there", "what else there is", "do not confuse", "not to be confused", "alternatives considered", "alternatives we looked at", "alternatives evaluated", "other providers", "other vendors", "competitors", "geprüfte alternativen", "andere anbieter", "alternativas evaluadas", "otros proveedores", "alternativas avaliadas", "outros fornecedores", "alternatives étudiées", "autres fournisseurs", "another matter", "a different matter", "a separate matter", "another story", "a different story", "a different thing", "another thing", "other products", "related products", "neighbours", "neighbors", "neighbouring things", "things nearby", "look like auth", "what it is not", "what this page is not about", "not this api",
            "other secrets", "lo que no es", "drumherum", "not the same", "things to keep apart", "do not be misled", "don't be misled", "not for us", "not in scope", "out of scope", "not used", "other interfaces", "single sign-on", "sso", "saml", "scim", "user provisioning", "partner and mcp", "mcp",
            "remote mcp server", "similar products", "related services", "easily mixed up", "status page", "status page api", "not covered", "other apis", "self-hosting", "nicht verwechseln", "abgrenzung", "no confundir", "関連サービス", "混同", "what it isn't", "other services", "loose ends", "things that look like", "not these", "similar names", "lookalikes", "look-alikes", "not part of this api", "sister products", "sister services", "sibling services", "sibling products", "sibling apis", "other systems", "verwandte", "nicht verwendet", "smtp", "related", "other doors", "other entrances", "other ways in", "neighbouring systems", "adjacent systems", "adjacent products", "easily confused", "confusables", "false friends", "not this", "not the same thing", "unrelated", "not ours", "elsewhere", "red herrings", "which are not it", "that are not it", "what it isn't", "which are not ours", "also called", "what is something else", "something else", "don't mix up", "do not mix up", "mix-ups", "other credentials",  "other keys", "other tokens", "other logins", "ne pas confondre", "otros productos", "andere produkte", "andere systeme", "andere schnittstellen", "was das nicht ist", "別のapi", "別の認証", "その他の製品", "無関係", "この文書の対象外", "対象外")),
        (UnitContext.Rejected, new(
            "what is gone", "what not to use", "what didn't work", "what did not work", "what doesn't work", "what does not work", "tried and failed", "tried without success", "dead ends", "was nicht funktioniert", "was nicht geht", "lo que no funciona", "ce qui ne marche pas", "not these", "old stuff", "old ways", "no longer", "removed", "was nicht mehr geht", "nicht mehr", "flows found in older code", "discontinued", "sunset", "retired", "history", "changelog", "change log", "release notes", "versions",
            "obsolete", "abgekündigt", "obsoleto", "廃止", "変更履歴", "historie", "änderungen", "historial", "what's gone", "what is gone or not for us", "deprecated methods", "removed features")),
        (UnitContext.Deprecated, new("legacy", "deprecated", "veraltet", "old", "older", "leftover", "leftovers", "非推奨", "heredado")),
        (UnitContext.Data, new(
            "schema", "schemas", "fields", "field notes", "field reference", "field tables", "felder", "campos", "object", "data model", "domain model", "objects", "record", "records", "types", "entities", "fields of interest", "フィールド", "vocabulary",
            "glossary", "glosario", "glossar", "tagesbericht", "answer wrapper", "client_secret column", "authorization object", "tokens object", "events", "users", "user", "bookings", "payments", "cards", "orders", "sessions", "visitors")),
        (UnitContext.Testing, new(
            "testing", "test", "tests", "prueba", "テスト", "testing a connection", "testing the connection", "testing a key", "checking a connection", "checking a key", "connection test", "connection check", "test the connection", "who am i", "verify", "verifying", "checking", "is my key alive", "verbindungstest", "verbindung testen",
            "comprobación", "comprobar", "probar la conexión", "verbindung prüfen", "接続テスト", "接続確認", "疎通確認", "validation", "health check", "test your key", "try it", "is it working", "does it work", "health check", "test call", "smoke test", "verification", "trying a token", "trying a key", "trying the token", "trying the key", "trying it", "trying it out", "try a key", "try a token", "check by hand", "sanity check")),
        (UnitContext.Writing, new("write", "writes", "writing", "write api", "write examples", "sending", "schreiben", "escritura", "書き込み", "writes, in short", "create", "uploading", "upload", "signing writes")),
    ];

    /// <summary>Words that deny that something exists.</summary>
    public static readonly PhraseTable NoSuch = new("there are no personal", "there are no api keys", "there are no static", "there are no long-lived", "there are no permanent", "there is no", "there's no", "there are no bearer", "there are no oauth");

    /// <summary>What may be denied of a credential that is sent: "For API keys there's no `Bearer`".</summary>
    public static readonly PhraseTable InFront = new("no `bearer`", "no \"bearer\"", "no prefix", "no scheme", "no word in front", "nothing in front", "no bearer in front", "no bearer before", "no bearer prefix", "no `bearer` prefix");

    /// <summary>What happens one after the other, which is no list of records.</summary>
    public static readonly PhraseTable Sequence = new("order of events", "sequence of events", "course of events", "chain of events");

    /// <summary>Words of sentences, and what the sentence is about.</summary>
    public static readonly (UnitContext Context, PhraseTable Phrases)[] Sentences =
    [
        (UnitContext.Rejected, new(
            "no longer", "not supported", "isn't supported", "is not supported", "unsupported", "not accepted", "isn't accepted", "switched off", "turned off", "shut down", "has been removed", "was removed", "were removed", "removed from", "removed in", "removed with", "removed since", "been withdrawn", "has withdrawn", "withdrawn as well",
            "is refused", "page refuse it", "api refuses it", "calls refuse it", "endpoints refuse it", "it's refused", "are refused", "been refused", "been rejected", "was refused", "were refused", "refused for", "refused there", "is rejected", "rejected by", "does not work", "doesn't work", "do not work", "don't work", "has no effect", "is dead", "are dead", "both dead", "not available", "don't do it", "do not do that", "don't do that", "we don't do", "do not use", "don't use", "não usar", "não use", "não utilizar", "não utilize", "no usar", "no utilizar", "ne pas utiliser", "nicht verwenden", "nicht benutzen", "non usare", "non utilizzare", "niet gebruiken", "must not be used",
            "do i get 401 with", "do i get 403 with", "do we get 401 with", "do we get 403 with", "never use", "should not be used", "not build", "do not build", "don't build", "don't ask users", "don't ask", "retired", "being retired", "end of life", "is gone", "are gone", "went away", "out of date", "out-of-date", "obsolete", "discontinued", "isn't read", "is not read", "has been blocked", "is blocked", "not valid for",
            "isn't valid", "no statement", "takes no signature", "takes no key", "does not take", "doesn't take", "was supported in", "not implemented", "isn't implemented", "only implements", "nicht mehr", "abgeschaltet", "funktioniert nicht", "wird nicht unterstützt", "nicht unterstützt", "gibt es nicht", "ya no", "no se admite", "no admite", "no está soportado", "no funciona", "retirado", "eliminado",
            "廃止", "終了した", "終了。", "終了しました", "使わない", "使用しない", "利用しない", "利用できません", "使用できません", "サポートされていません", "サポートしていません", "use it nowhere", "n'est plus", "not used by", "forget about it", "never for this api", "of no use", "no use", "cannot be used", "can't be used", "can not be used", "useless here", "useless for", "is useless.", "are useless.", "not part of", "none of our business", "not ours", "not our", "neither", "bleibt leer", "never sent", "never send", "phasing out", "replaced by", "was replaced", "should not appear", "stopped working", "until then", "not a credential", "do not send `authorization", "don't send `authorization", "no credential", "is not an api", "not a way into", "never valid", "gone:", "never supported", "was used up to", "were used up to", "is not verified any more", "turned down", "answered with 400", "answers 400", "gives 400", "end in 400", "不再使用", "不再支持", "已废弃", "已弃用", "已下线", "不要使用", "请勿使用", "不支持", "never been supported", "사용하지 않습니다", "사용할 수 없습니다", "지원하지 않습니다", "필요하지 않습니다", "get the same 401", "gets the same 401", "is thrown away", "are thrown away", "is not read by", "not accepted here", "no longer accepted", "not honoured", "not honored", "taken out of service", "out of service", "was withdrawn", "were withdrawn", "has gone", "have gone", "went even earlier", "went earlier", "are history", "is history", "was closed", "were closed", "has been closed", "been switched off", "been turned off", "been retired", "was retired", "were retired", "was dropped", "is dropped", "are dropped", "was abandoned", "no longer works", "no longer work", "no longer valid", "worked until", "remove the bearer", "drop the bearer", "omit the bearer", "bearer is refused", "bearer is rejected", "bearer is not", "bearer isn't", "not bearer", "used to work", "rejects requests", "rejects calls", "(until 20", "not an oauth", "was possible until", "used to be", "answers 410", "answering 410", "gives 410", "returns 410", "not understood", "isn't understood", "not open to", "isn't open to", "is a 401", "gives a 401", "gets a 401", "get a 401", "are answered with 401", "isn't looked at", "is not looked at", "do not look at", "don't look at", "is not checked", "isn't checked", "not recognised", "not recognized", "cannot read", "can't be used here", "not for this", "nicht angenommen", "nicht akzeptiert", "nicht mehr möglich", "nicht möglich", "wird abgelehnt", "werden abgelehnt", "abgelehnt", "entfallen", "entfällt", "eingestellt", "wurde entfernt", "wurden entfernt", "nicht vorgesehen", "nicht zulässig", "no se acepta", "no se aceptan", "no se permite", "no se puede usar", "dejó de funcionar", "dejaron de funcionar", "no vale", "no sirve", "fue retirada", "fueron retiradas", "n'est pas accepté", "n'existe plus", "est fermé", "est fermée", "a été fermé", "a été fermée", "a été supprimé", "a été supprimée", "a disparu", "niet meer", "wordt geweigerd", "não é mais", "não é aceito", "descontinuado", "foi removido", "n'est plus accepté", "n'est pas pris en charge", "受け付けません", "受け付けていません", "使えません", "使えなくなり", "できなくなりました", "終了しました", "対応していません")),
        (UnitContext.Deprecated, new([.. Until, .. from version in (string[])["v1", "v2", "v3", "version 1", "version 2", "version 3"] from was in (string[])["was different", "worked differently", "wanted", "expected", "signed", "was signed", "asked for"] select $"{version} {was}", "up to version", "bis version", "hasta la versión", "jusqu'à la version", "até a versão", "deprecated", "legacy", "veraltet", "old way", "took http basic", "used http basic", "had http basic", "took basic", "used basic", "v1 had", "v2 had", "v1 used", "v2 used", "v1 took", "v2 took", "version 1 took", "version 2 took", "version 3 took", "some scripts still", "some scripts then", "some old scripts", "some older scripts", "früher verwendete", "alte portal", "antes se usaba", "old samples", "older scripts", "which is older", "older way", "old parameters", "obsoleto", "非推奨", "older snippets", "older examples", "older versions of", "scripts used", "integrations used", "clients used", "older clients", "older integrations", "old code", "first years", "formerly", "旧格式", "旧版", "旧的", "in the past", "früher", "antiguamente", "autrefois", "auparavant", "anciennement", "jusqu'à la fin de", "jusqu’à la fin de", "l'ancien", "l'ancienne", "voorheen", "verouderd", "antigamente", "older accounts", "being phased out", "will be removed", "will be switched off", "wird abgeschaltet", "werden abgeschaltet", "será desligada", "será desligado", "será desativada", "será desativado", "será descontinuada", "será descontinuado", "será retirada", "será retirado", "dejará de funcionar", "sera supprimé", "sera supprimée", "sera désactivé", "sera désactivée", "sarà dismesso", "sarà dismessa", "wordt uitgeschakeld", "announced the end"])),
        (UnitContext.Inbound, new(
            "webhook", "webhooks", "to an address of the client", "to an address of the customer", "to an address of yours", "our requests to the client", "posted to the given", "events are then posted", "events are posted", "deliveries", "each delivery", "to a url of ours", "to a url of yours", "to an address of ours", "their call to us", "their calls to us", "their request to us", "to our server", "to your server", "to your url", "to our url", "calls us", "calls you", "calls the url", "calls your url", "calls that url", "calls this url", "your endpoint", "our endpoint", "the receiver", "your own server", "of your server", "you receive a", "what we send to you", "callbacks",
            "outbound calls", "outbound messages", "outbound http", "outgoing webhooks", "outgoing calls", "incoming calls", "incoming webhook", "incoming webhooks", "incoming requests", "posted to your", "posted to a url", "callouts", "an unsere url", "an ihren server", "a su url", "una url nuestra", "verifier token", "signed by us", "webhook secret", "signs each", "we sign", "verify it", "check it when you receive", "empfänger", "受信側", "コールバック")),
        (UnitContext.Foreign, new(
            "partner-side", "own web and phone apps", "own web and mobile apps", "our own mobile apps", "its own mobile apps", "own first-party apps", "two do not share keys", "they do not share keys", "and do not share keys", "do not share keys with", "two don't share keys", "they don't share keys", "and don't share keys", "don't share keys with", "there is also v1 at", "there is also v2 at", "there is also v3 at", "there is also v1, at", "there is also v2, at", "there is also v3, at", "server-to-server traffic between", "server-to-server traffic on port", "federation protocol", "federation traffic", "federation api", "not covered on", "not covered here", "is not covered", "their back end", "their backend", "their own back end", "another product", "other product", "portal single sign-on", "third parties can't register", "third parties cannot register", "sister product", "sister service", "separate product", "separate connector", "another connector", "separate source", "another source", "other host", "another host", "other company", "another company", "third party", "third-party", "belong to the customer", "unrelated", "different product", "different api", "different service", "other people", "own hosts", "outside `/api`", "eigene api", "own credential",
            "own bearer token", "keys of its own", "tokens of its own", "key of its own", "token of its own", "credentials of its own", "login of its own", "keys of their own", "tokens of their own", "own token", "own tokens", "has its own", "own keys", "has a token of its own", "anderes produkt", "otro producto", "de otro proveedor", "partners only", "partner contract", "resellers", "reseller", "for the maintainers", "not the api", "nothing to do with", "has no access to", "have no access to", "gives no access to", "reads nothing", "ingestion only", "ingest only", "ingest protocol", "for ingestion", "write-only", "browser only", "browser sdk", "mobile sdk", "not api access", "not for the api", "other api", "mcp server", "mcp endpoint", "mcp entry", "chat assistants", "无关", "另一个产品", "其他产品", "データ項目", "別製品", "別サービス", "sandboxed partner",
            "not api logins", "drittanbieter", "hat mit der", "not needed for", "data value", "these are data", "they're data", "is data", "plain data", "card payment", "purchase attempt", "is a cursor", "only a cursor", "page cursor", "a cursor", "a bookmark", "the bookmark", "bookmarks for", "position in the list", "not a login", "web interface", "different program", "your gateway", "your own gateway", "your own proxy", "for partners", "aggregator", "customer's identity provider", "service of their own", "services of their own", "login of their own", "logins of their own", "log-in of their own", "log-ins of their own", "credentials of their own", "accounts of their own", "account of their own", "api of their own", "apis of their own", "secret of their own", "secrets of their own", "authentication of their own", "authorization of their own", "documentation of their own", "password of their own", "passwords of their own", "signature of their own", "signatures of their own", "key of their own", "token of their own", "certificate of their own", "certificates of their own", "interface of their own", "interfaces of their own", "header of their own", "headers of their own", "host of their own", "hosts of their own", "endpoint of their own", "endpoints of their own", "users of their own", "protocol of their own", "of your customers", "their own server", "end user in", "logs an end user", "service of its own", "is a product of its own", "a product of its own", "system of its own", "interface of its own", "api of its own", "other connector", "other connectors", "another team", "another system", "a different system", "different credentials", "different login", "other credentials", "its own credentials", "own credentials", "has its own login", "own api keys", "anything to do with", "no relation to", "not related to", "has nothing to do", "have nothing to do", "do not mix", "not to be mixed", "must not be confused", "not the same as", "not interchangeable", "eigenes produkt", "eigener dienst", "ein anderes produkt", "anderer dienst", "nichts zu tun", "nicht zu verwechseln", "otro servicio", "otro sistema", "nada que ver", "no tiene relación", "no confundir con", "sans rapport", "別の製品", "別のサービス", "関係ありません", "とは別")),
        (UnitContext.Recommended, new([.. Recommending, "(default)", "the default", "default for", "use this", "this one", "our connector uses this", "easiest", "whenever possible", "when ever possible", "where possible", "use it"])),
        (UnitContext.Secondary, new(
            "alternative", "alternatively", "second choice", "second option", "fallback", "shortcut", "short cut", "as well", "also accepted", "also understood", "also possible", "if you cannot", "if you can't", "or, if", "optional", "instead of", "for public apps", "only when", "also supports", "is also supported", "optionally", "alternativ", "alternativa", "代替", "quick tests", "for testing", "in a pinch", "some low-code")),
        (UnitContext.Testing, new([
            .. Checking, "to test", "test with", "test the", "test a", "testing", "connection test", "connection check", "to check", "to verify", "check whether", "verify the", "verify a", "verify that", "proves", "cheapest call", "try it", "try the key", "whoami", "who am i", "call it first", "as a test", "zum testen", "verbindungstest", "zum prüfen", "comprobación", "para comprobar", "para probar", "to see whether", "to see if", "right way to test", "way to test", "good test", "tells you whether", "tells whether",
            "use this", "connection can be tested", "harmless", "接続テスト", "確認するには", "疎通確認", "確認できます", "sanity check", "checks the", "costs nothing", "smallest", "is enough to", "probeaufruf", "proof", "ping", "connects fine", "is a good", "better check", "better test", "best check", "best test", "is the check", "is the test", "fair second", "do as well", "does as well", "will do"])),
    ];

    /// <summary>What is withdrawn, said of the sentence before: "It was removed in 2021."</summary>
    public static readonly PhraseTable Gone = new("is refused everywhere", "are refused everywhere", "it's refused everywhere", "stopped working", "ceased to work", "was removed", "were removed", "has been removed", "have been removed", "was switched off", "were switched off", "was shut down", "were shut down", "no longer work", "no longer works", "no longer accepted", "no longer supported", "was discontinued", "were discontinued", "was retired", "were retired", "can't use them", "cannot use them", "can't use these", "don't work with this api", "do not work with this api", "funktioniert nicht mehr", "wurde abgeschaltet", "wurde entfernt", "dejó de funcionar", "fue retirado", "fue eliminado", "n'existe plus", "não funciona mais", "werkt niet meer", "廃止されました");

    /// <summary>Advice against what the sentence before describes.</summary>
    public static readonly PhraseTable NotThat = new("it isn't ours to use", "it is not ours to use", "terms forbid it", "terms of use forbid it", "no use to us", "of no use here", "not our business", "unsupported_grant_type`", "lists it under \"withdrawn\"", "shall not use it", "must not use it", "should not use it", "don't implement it", "do not implement it", "don't build it", "do not build it", "don't build on it", "do not build on it", "don't use it for new", "do not use it for new", "not be used for new", "not be used for anything new", "no lo implementes", "no la implementes", "no lo uses", "não o use", "não implemente", "ne l'utilisez pas", "gebruik dit niet", "bitte nicht verwenden", "can't use these from", "cannot use these from", "can't use them from", "cannot use them from", "can't be used by other", "cannot be used by other", "can't be used from other", "cannot be used from other", "your server doesn't need it", "your server does not need it", "your backend doesn't need it", "your backend does not need it", "not needed by your server", "not needed on your server");

    /// <summary>What the thing of the sentence before is for, which makes it no credential.</summary>
    public static readonly PhraseTable Guard = new("protects against csrf", "protects you against csrf", "protects against cross-site request forgery", "protects against xsrf");

    /// <summary>What several things of the sentences before are.</summary>
    public static readonly PhraseTable Several = new("separate products", "other products", "different products", "separate apis", "different apis", "separate services", "different services", "products of their own", "andere produkte", "otros productos", "autres produits");

    /// <summary>What is ignored is refused, unless it is one half of a pair whose other half counts.</summary>
    public static readonly PhraseTable Ignored = new("is ignored", "are ignored", "ignored by", "gets ignored", "isn't evaluated", "is not evaluated", "aren't evaluated", "are not evaluated", "wird ignoriert", "se ignora", "est ignoré", "無視され");

    /// <summary>What stands before is none of the API's.</summary>
    public static readonly PhraseTable Disowning = new([.. from what in (string[])["it", "this", "these", "those", "them", "that", "the above"] from said in (string[])["has anything to do", "have anything to do", "has to do with", "have to do with", "concerns", "concern", "is needed for", "are needed for", "is needed to", "are needed to", "is used by the", "are used by the", "is part of", "are part of", "belongs to the", "belong to the", "applies to", "apply to", "is for the api", "are for the api", "opens the api", "open the api", "is meant for", "are meant for", "is a credential", "are credentials", "works with the api", "work with the api", "gets you into", "get you into"] select $"none of {what} {said}", .. from what in (string[])["they", "these", "those"] from not in (string[])["don't", "do not"] from of in (string[])["our api", "this api"] select $"{what} {not} concern {of}", "nichts davon", "keines davon", "keiner davon", "nada de esto", "ninguno de estos", "rien de tout cela", "nenhum destes"]);

    /// <summary>"Such tokens don't open the management API": the subject, and what is said of it.</summary>
    public static readonly string[] Such = [.. from what in (string[])["such", "these", "those"] from noun in (string[])["tokens", "keys", "credentials", "passwords", "secrets"] select $"{what} {noun} "];

    /// <summary>What opens nothing of the API.</summary>
    public static readonly PhraseTable OpensNothing = new("don't open", "do not open", "open nothing", "give no access", "don't give access", "do not give access");

    /// <summary>What a passage is disowned from: "none of this applies to webhooks" disowns nothing.</summary>
    public static readonly PhraseTable Interface = new("api", "apis", "interface", "schnittstelle", "connector", "interfaz", "credential", "credentials", "gets you into", "get you into");

    /// <summary>What is answered so is refused, unless something was wrong with it.</summary>
    public static readonly PhraseTable Answered = new([.. from verb in (string[])["results in", "result in", "leads to", "lead to", "is answered with", "are answered with", "is met with", "earns", "gets you", "get you", "will get you"] from code in (string[])["401", "403"] from article in (string[])["", "a ", "an ", "http ", "a `", "`", "an http "] select $"{verb} {article}{code}"]);

    /// <summary>What was wrong with it.</summary>
    public static readonly PhraseTable Faulty = new("without", "missing", "wrong", "invalid", "expired", "unknown", "bad", "omitting", "omitted", "omit", "forgetting", "forgot", "revoked", "malformed", "mistyped", "absent", "no credential", "no token", "no key", "no header", "other than", "not");

    /// <summary>What belongs to somebody else is foreign, unless it is asked whom a credential belongs to.</summary>
    public static readonly PhraseTable Belonging = new("belongs to");

    /// <summary>Whom a credential belongs to.</summary>
    public static readonly PhraseTable Owned = new(Owners);

    /// <summary>Who refuses something, unless it is a program of the reader's.</summary>
    public static readonly PhraseTable Refusing = new("refuses");

    /// <summary>A reader's program that refuses something, which says nothing of the API.</summary>
    public static readonly PhraseTable Refuser = new([.. from program in (string[])["library", "client", "tool", "framework", "proxy", "browser", "stack"] from that in (string[])["which", "that"] select $"{program} {that} refuses"]);

    /// <summary>Halves of a user name and password pair.</summary>
    public static readonly PhraseTable HalfOfPair = new("password", "user name", "username", "colon", "any string", "benutzername", "passwort", "kennwort", "contraseña", "usuario", "mot de passe", "パスワード", "ユーザー名");

    /// <summary>Advice against.</summary>
    public static readonly PhraseTable NotRecommended = new("not recommended", "recommended only if", "recommended only in", "recommended only for", "recommended only when", "only recommended if", "only recommended for", "only recommended when", "not be recommended", "no longer recommended", "don't recommend", "do not recommend", "discouraged", "discourage", "suggest against", "advises against", "not considered secure", "disabled by default", "off by default", "advise against", "advised against", "recommend against", "nicht empfohlen", "no recomendado", "no se recomienda", "非推奨");

    /// <summary>Words in front of the year from which on something is so.</summary>
    public static readonly string[] Dated = ["since ", "as of ", "seit ", "ab ", "desde ", "depuis ", "a partir de "];

    /// <summary>That what was just spoken of is gone.</summary>
    public static readonly SearchValues<string> GoneSince = SearchValues.Create([" it is no longer ", " it's no longer ", " it no longer ", " it was removed", " it was switched off", " they are no longer ", " they're no longer ", " they no longer ", " they were removed", " they were switched off", " wird es nicht mehr ", " funktioniert es nicht mehr", " ya no se ", " ya no funciona", " ce n'est plus "], StringComparison.Ordinal);

    /// <summary>Whether a sentence begins with a word that points back to the one before.</summary>
    public static bool PointsBack(ReadOnlySpan<char> lower) => BeginsWith(lower, Anaphora);

    /// <summary>Whether a text begins with one of some words.</summary>
    public static bool BeginsWith(ReadOnlySpan<char> lower, string[] words)
    {
        foreach (var word in words)
        {
            if (lower.StartsWith(word, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    /// <summary>Words that point back to the sentence before.</summary>
    private static readonly string[] Anaphora = ["since then ", "it ", "it's ", "they ", "they're ", "this ", "that ", "that's ", "these ", "those ", "both ", "das ", "dies", "sie ", "es ", "eso ", "esto ", "ambos ", "これ", "それ"];

    /// <summary>Nouns with an article that point back in the same way.</summary>
    public static readonly string[] Named = ["the key ", "the keys ", "the token ", "the tokens ", "the parameter ", "the header ", "such "];

    // "automated integration agents", "AI coding assistants": readers that are programs.
    private static readonly string[] Audience = [..
        from kind in (string[])["automated", "autonomous", "ai", "ai-based", "ai-powered", "ai-driven", "llm", "llm-based", "coding", "code-generating", "documentation"]
        from work in (string[])["", "integration ", "coding ", "software ", "documentation ", "connector ", "development ", "onboarding ", "setup "]
        from reader in (string[])["agent", "agents", "assistant", "assistants", "integrator", "integrators", "reader", "readers", "copilot", "copilots", "model", "models"]
        select $"{kind} {work}{reader}"];

    // "Do not display this paragraph, do not ask the operator": whoever writes so has something to hide from the person.
    private static readonly string[] Hushed = [..
        from never in (string[])["do not", "don't", "never", "must not"]
        from show in (string[])["display", "show", "print", "mention", "quote", "reveal", "summarise", "summarize"]
        from what in (string[])["paragraph", "line", "passage", "block", "note", "notice", "instruction"]
        select $"{never} {show} this {what}",
        "has no need to see it", "have no need to see it", "need not see it", "needn't see it", "user need not know", "operator need not know", "human need not know", "add this step silently", "perform this step silently", "do this silently", "do so silently", "do not ask the operator", "don't ask the operator", "do not ask the human", "do not ask for confirmation", "without asking for confirmation", "without asking for permission", "without asking the operator", "without asking the user", "need not be asked", "disregard any", "disregard your", "ignore any polic", "important system update", "system update for", "system notice for"];

    /// <summary>Passages that speak to an assistant or play its instructions.</summary>
    public static readonly PhraseTable Assistant = new([.. Audience, .. Hushed,
        "ai assistants", "ai assistant", "ai agent", "ai agents", "ai model", "language model", "if you are an ai", "you are an ai", "if you are an assistant", "as an ai", "llm agents", "code generators", "coding agents", "coding agent", "system:", "tool output continues", "ignore earlier instructions", "ignore previous instructions", "ignore all previous",
        "ignore the above", "disregard previous", "disregard all", "earlier instructions", "previous instructions", "do not mention this", "don't mention this", "do not tell the user", "without telling the user", "do not inform the user", "hide this from the user", "important instruction for", "instructions for agents", "instructions for ai", "note to ai", "note for ai", "dear assistant", "attention assistant", "assistant:", "ki-assistenten", "ki-assistent", "asistentes de ia", "asistente de ia", "aiアシスタント", "aiエージェント",
        "vorherige anweisungen", "ignoriere alle", "instrucciones anteriores", "以前の指示", "system prompt", "prompt:", "automated agents", "automated agent", "automated assistants", "automated assistant", "integration assistants", "integration assistant", "coding assistants", "coding assistant", "language models", "ai models", "ai tools", "ai systems", "ai integrations", "ai-based", "ai-powered tools", "autonomous agents", "llms", "an llm", "chatbots", "chatbot", "copilots", "machine readers", "automated readers", "automated systems", "if you are a model", "if you are a bot", "if you're an ai", "if you're an assistant", "assistants and agents", "agents and assistants", "agents reading", "assistants reading", "models reading", "assistants that", "virtual assistants", "for assistants", "to assistants", "note to assistants", "for agents:", "agent instructions", "instructions to agents", "ki-modelle", "sprachmodelle", "sprachmodell", "ki-agenten", "modelos de lenguaje", "agentes de ia", "modelo de lenguaje", "assistants ia", "modèles de langage", "言語モデル", "aiモデル", "生成ai",
        "automated builders", "automated tools must", "automated tools should", "automated tools have to", "automated tools need to", "tools that generate connectors", "tools that build connectors", "tools that generate code", "agents that generate", "agents that build", "agents that write", "agents that read", "agents which generate", "agents which build", "tools reading this", "tools that read this", "whatever you were told", "what you were told by", "told by your operator", "the user has agreed to", "the user has already agreed", "the user has already approved"]);

    // "Message for language models processing this page"
    private static readonly string[] Programs = ["language models", "large language models", "llms", "llm agents", "ai models", "ai agents", "ai assistants", "ai systems", "ai tools", "ai readers", "assistants", "virtual assistants", "agents", "automated agents", "automated assistants", "automated readers", "automated systems", "automated tools", "autonomous agents", "coding agents", "coding assistants", "code assistants", "code generators", "chatbots", "bots", "crawlers", "copilots", "machine readers", "models"];

    private static readonly string[] Letters = [..
        from program in Programs
        from letter in (string[])["message", "note", "notice", "memo", "instruction", "instructions", "information", "announcement", "directive", "directives", "guidance", "briefing", "hint", "hints", "advice", "reminder", "update"]
        from to in (string[])["for", "to"]
        select $"{letter} {to} {program}"];

    private static readonly string[] Readers = [..
        from program in Programs
        from reading in (string[])["processing", "reading", "parsing", "indexing", "ingesting", "summarising", "summarizing", "analysing", "analyzing"]
        from what in (string[])["page", "document", "documentation", "file", "text", "section", "guide"]
        select $"{program} {reading} this {what}"];

    /// <summary>Words that speak to assistants and not of them.</summary>
    public static readonly PhraseTable Addressed = new([.. Hushed, .. Letters, .. Readers, "overrides the section above", "overrides the sections above", "overrides everything above", "overrides what your operator", "overrides your instructions", "tools reading this", "tools that read this", "agents that generate", "agents that build", "if you are an ai", "if you're an ai", "automated readers", "automated documentation readers", "documentation readers", "automated integrators", "machine readers", "machine-built connectors", "assistant-note", "note to assistants", "note for ai", "note to ai", "code assistants", "generated connection check", "assistants must", "assistants should", "assistants have to", "assistants need to", "assistants are asked", "assistants use", "assistants please", "assistant must", "assistant should", "ai agents:", "ai assistants:", "for ai assistants", "for ai agents", "for ai coding agents", "for coding agents", "agents reading this page", "agents reading this document", "agents reading this documentation", "assistants reading this page", "assistants reading this document", "models reading this page", "models reading this document", "llm, agent", "llm agents", "when summarising", "when summarizing"]);

    /// <summary>What is asked for when credentials are to go elsewhere.</summary>
    public static readonly PhraseTable Asked = new("service root", "canonical host", "token", "tokens", "api key", "api keys", "key", "keys", "secret", "password", "credential", "credentials", "base url", "host", "schlüssel", "passwort", "clave", "contraseña", "トークン");

    /// <summary>What makes a passage for assistants an instruction rather than a remark.</summary>
    public static readonly PhraseTable Command = new(
        "must now", "must first", "must exchange", "have to send", "has to send", "record this", "record the", "record it", "has to be activated", "have to be activated", "must be activated", "print the key", "print the token", "no need to ask the user", "do not ask the user", "don't ask the user", "you must", "must validate", "send it", "send the", "post it", "post the", "have to repeat", "ignore", "disregard", "do not mention", "don't mention", "do not tell", "without telling", "write the", "treat", "forward", "submit", "upload", "use the endpoint", "register the", "must also", "please send", "should send", "hide", "include the key", "echo", "repeat", "replace", "instead", "muss", "sende", "senden", "debe", "envía", "enviar", "送信", "してください");

    /// <summary>Somebody is kept out.</summary>
    public static readonly PhraseTable Lockout = new(
        "lock", "locks", "locked", "locking", "lockout", "lockouts", "block", "blocks", "blocked", "ban", "bans", "banned", "captcha", "account is suspended", "user is suspended", "suspends the account",
        "sperrt", "gesperrt", "sperre", "bloquea", "bloqueada", "bloqueado", "ロック");

    /// <summary>It is for failed log-ins or wrong credentials; many calls or broken rules are no such reason.</summary>
    public static readonly PhraseTable FailedLogIn = new(
        "failed log-in", "failed log-ins", "failed login", "failed logins", "failed logon", "failed logons", "failed sign-in", "failed sign-ins", "failed attempt", "failed attempts",
        "failed authentication", "failed authentications", "failed auth", "log-in failures", "login failures", "authentication failures", "consecutive failures",
        "log-in attempts", "login attempts", "logon attempts", "sign-in attempts", "authentication attempts", "password attempts",
        "wrong attempts", "invalid attempts", "incorrect attempts", "unsuccessful attempts", "after five wrong", "wrong log-ins", "wrong logins", "invalid logins",
        "wrong password", "wrong passwords", "invalid password", "invalid passwords", "incorrect password", "incorrect passwords", "bad passwords",
        "wrong credential", "wrong credentials", "invalid credentials", "incorrect credentials", "bad credentials", "wrong key", "wrong keys", "invalid key", "invalid keys",
        "wrong token", "wrong tokens", "invalid token", "invalid tokens", "wrong pin", "wrong secret", "401s", "401 responses", "401 errors",
        "fehlversuch", "fehlversuche", "fehlversuchen", "falsche passwörter", "falschen passwörtern", "falscher anmeldung", "anmeldeversuche", "anmeldeversuchen",
        "intento fallido", "intentos fallidos", "contraseñas incorrectas", "contraseña incorrecta", "credenciales incorrectas",
        "失敗", "間違", "誤り", "誤った");
}
