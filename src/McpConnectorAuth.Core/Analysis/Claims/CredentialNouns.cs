using System.Buffers;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>The words by which documents speak of credentials, and the parameter that each stands for.</summary>
internal static class CredentialNouns
{
    /// <summary>Longer phrases before their parts.</summary>
    public static readonly (string Phrase, string Name)[] All =
    [
        ("programmatic access token", "programmatic_access_token"), ("long-lived access token", "long_lived_access_token"), ("personal access token", "personal_access_token"), ("service account json", "service_account_json"),
        ("personal api token", "personal_api_token"), ("personal api key", "personal_api_key"), ("private api key", "private_api_key"), ("private app token", "private_app_token"), ("personal tokens", "personal_token"), ("personal token", "personal_token"), ("rest api key", "api_key"), ("secret access key", "secret_access_key"), ("access key id", "access_key_id"),
        ("api key secret", "api_key_secret"), ("api key sid", "api_key_sid"), ("api key id", "api_key_id"), ("consumer secret", "consumer_secret"), ("consumer key", "consumer_key"), ("account sid", "account_sid"),
        ("application key", "application_key"), ("application id", "application_id"), ("client secret", "client_secret"), ("client-secret", "client_secret"), ("client id", "client_id"), ("client-id", "client_id"),
        ("subscription key", "subscription_key"), ("integration key", "integration_key"), ("license key", "license_key"), ("secret key", "secret_key"), ("private key", "private_key"), ("account id", "account_id"), ("api secret", "api_secret"), ("api password", "api_password"), ("app key", "app_key"), ("app secret", "app_secret"), ("tenant id", "tenant_id"), ("workspace id", "workspace_id"), ("server token", "server_token"), ("developer token", "developer_token"),
        ("access token", "access_token"), ("auth token", "auth_token"), ("authentication token", "auth_token"), ("bearer token", "bearer_token"), ("api access token", "access_token"), ("api-token", "api_token"), ("api token", "api_token"), ("api-schlüssel", "api_key"), ("api key", "api_key"), ("api-key", "api_key"), ("apikey", "api_key"),
        ("api keys", "api_key"), ("api tokens", "api_token"), ("access tokens", "access_token"), ("personal access tokens", "personal_access_token"), ("api_key", "api_key"), ("api_token", "api_token"), ("access_token", "access_token"), ("auth_token", "auth_token"), ("clave de api", "api_key"), ("clave api", "api_key"), ("apiキー", "api_key"), ("api キー", "api_key"), ("apiトークン", "api_token"), ("api トークン", "api_token"), ("アクセストークン", "access_token"), ("zugriffstoken", "access_token"), ("zugangstoken", "access_token"), ("token de acceso", "access_token"), ("token de api", "api_token"), ("clé api", "api_key"), ("clé d'api", "api_key"), ("clé d’api", "api_key"), ("clef api", "api_key"), ("clé d'application", "application_key"), ("clé d’application", "application_key"), ("clé secrète", "secret_key"), ("clave secreta", "secret_key"), ("clave de aplicación", "application_key"), ("geheimer schlüssel", "secret_key"), ("anwendungsschlüssel", "application_key"), ("chave secreta", "secret_key"), ("jeton d'accès", "access_token"), ("jeton d’accès", "access_token"), ("chave de api", "api_key"), ("chave da api", "api_key"), ("chave api", "api_key"), ("token de acesso", "access_token"), ("llave de api", "api_key"), ("chiave api", "api_key"), ("token di accesso", "access_token"), ("api-sleutel", "api_key"), ("toegangstoken", "access_token"), ("api-nøkkel", "api_key"), ("api-nøgle", "api_key"), ("api-nyckel", "api_key"),
        ("e-mail address", "email"), ("email address", "email"), ("e-mail", "email"), ("email", "email"), ("user name", "username"), ("username", "username"), ("login name", "username"), ("benutzername", "username"), ("nombre de usuario", "username"), ("nom d'utilisateur", "username"), ("nom d’utilisateur", "username"), ("nome de usuário", "username"), ("usuário", "username"), ("nome utente", "username"), ("gebruikersnaam", "username"), ("brukernavn", "username"), ("usuario", "username"), ("ユーザー名", "username"),
        ("password", "password"), ("passwort", "password"), ("kennwort", "password"), ("contraseña", "password"), ("mot de passe", "password"), ("senha", "password"), ("wachtwoord", "password"), ("passord", "password"), ("パスワード", "password"), ("секретный ключ", "secret_key"), ("секретного ключа", "secret_key"), ("секретным ключом", "secret_key"), ("api-ключ", "api_key"), ("ключ api", "api_key"), ("токен доступа", "access_token"), ("идентификатор магазина", "shop_id"), ("логин", "username"), ("пароль", "password"), ("token secret", "token_secret"), ("token id", "token_id"),
    ];

    /// <summary>The same phrases as a table, by which most statements are passed over.</summary>
    public static readonly PhraseTable Table = new([.. All.Select(noun => noun.Phrase)]);

    /// <summary>The words that stand last in an English name of a credential.</summary>
    public static readonly PhraseTable Ends = new("key", "keys", "token", "tokens", "secret", "secrets");

    // What tells one credential of an API from another, in front of "key", "token" or "secret".
    private static readonly HashSet<string> Qualifiers = new(StringComparer.Ordinal)
    {
        "access", "account", "admin", "agent", "api", "app", "application", "auth", "bot", "client", "company", "configuration", "consumer", "dev", "developer", "farm", "identity", "integration", "license", "licence", "live", "lived", "long", "management", "master", "merchant", "organization", "org", "partner", "personal", "private", "programmatic", "project", "query", "rest", "secret", "security", "server", "service", "shop", "site", "static", "store", "subscription", "system", "team", "tenant", "transaction", "user", "workspace", "write",
    };

    private const int MostWords = 3;

    /// <summary>Adds the names of the keys, tokens and secrets that a text speaks of with a word that qualifies them: "the integration tokens of your team" adds <c>integration_token</c>.</summary>
    public static void Qualified(string lower, List<string> names)
    {
        for (var at = lower.AsSpan().IndexOfAny(EndWords); at >= 0;)
        {
            var end = at;
            while (end < lower.Length && char.IsAsciiLetter(lower[end]))
                end++;
            if (lower.AsSpan(at, end - at) is "key" or "keys" or "token" or "tokens" or "secret" or "secrets")
            {
                var start = at;
                for (var words = 0; words < MostWords && start > 1 && lower[start - 1] is ' ' or '-' or '_'; words++)
                {
                    var from = start - 1;
                    while (from > 0 && char.IsAsciiLetter(lower[from - 1]))
                        from--;
                    if (from == start - 1 || !Qualifiers.GetAlternateLookup<ReadOnlySpan<char>>().Contains(lower.AsSpan(from, start - 1 - from)))
                        break;
                    start = from;
                }

                if (start < at && CredentialName(lower[start..end]) is var name && !names.Contains(name))
                    names.Add(name);
            }

            var next = lower.AsSpan(end).IndexOfAny(EndWords);
            at = next < 0 ? -1 : end + next;
        }
    }

    private static readonly SearchValues<string> EndWords = SearchValues.Create(["key", "token", "secret"], StringComparison.Ordinal);

    private static string CredentialName(string words)
    {
        var name = CredentialNames.Snake(words.EndsWith('s') ? words[..^1] : words);
        return Array.Find(All, noun => noun.Phrase == name.Replace('_', ' ')).Name ?? name;
    }

    /// <summary>The credential phrase that ends last before an offset, within a distance.</summary>
    public static string? Before(string lower, int offset, int distance, params ReadOnlySpan<string> except)
    {
        string? best = null;
        var bestAt = -1;
        var bestLength = 0;
        var from = Math.Max(0, offset - distance);
        foreach (var (phrase, name) in All)
        {
            if (except.Contains(name))
                continue;
            for (var at = PhraseTable.IndexOf(lower, phrase, from); at >= 0 && at + phrase.Length <= offset; at = PhraseTable.IndexOf(lower, phrase, at + 1))
            {
                if (at + phrase.Length > bestAt + bestLength || (at + phrase.Length == bestAt + bestLength && phrase.Length > bestLength))
                    (best, bestAt, bestLength) = (name, at, phrase.Length);
            }
        }

        return best;
    }

    /// <summary>The first credential phrase after an offset, within a distance.</summary>
    public static string? After(string lower, int offset, int distance, params ReadOnlySpan<string> except)
    {
        string? best = null;
        var bestAt = int.MaxValue;
        var bestLength = 0;
        foreach (var (phrase, name) in All)
        {
            if (except.Contains(name) || offset > lower.Length)
                continue;
            var at = PhraseTable.IndexOf(lower, phrase, offset);
            if (at >= 0 && at - offset <= distance && (at < bestAt || (at == bestAt && phrase.Length > bestLength)))
                (best, bestAt, bestLength) = (name, at, phrase.Length);
        }

        return best;
    }
}
