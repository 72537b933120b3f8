namespace McpConnectorAuth.Core.Analysis.Samples;

/// <summary>Names of credentials and of what goes with them: the canonical snake_case name, and whether it is secret.</summary>
internal static class CredentialNames
{
    private const int LongestOnStack = 128;

    /// <summary>Known names, longer ones before their endings.</summary>
    private static readonly (string Name, string Canonical, bool Secret)[] Known =
    [
        ("programmatic_access_token", "programmatic_access_token", true),
        ("personal_access_token", "personal_access_token", true),
        ("long_lived_access_token", "long_lived_access_token", true),
        ("user_access_token", "user_access_token", true),
        ("delivery_access_token", "access_token", true),
        ("bot_access_token", "bot_access_token", true),
        ("service_account_json", "service_account_json", true),
        ("credentials_json", "credentials_json", true),
        ("config_json", "config_json", true),
        ("service_account_key", "service_account_key", true),
        ("private_key_passphrase", "private_key_passphrase", true),
        ("key_passphrase", "private_key_passphrase", true),
        ("passphrase", "passphrase", true),
        ("private_key_id", "private_key_id", false),
        ("private_key", "private_key", true),
        ("certificate_id", "certificate_id", false),
        ("client_certificate", "client_certificate", false),
        ("client_cert", "client_certificate", false),
        ("certificate", "client_certificate", false),
        ("secret_access_key", "secret_access_key", true),
        ("access_key_secret", "access_key_secret", true),
        ("access_key_id", "access_key_id", false),
        ("api_username", "api_username", false),
        ("secret_api_key", "secret_api_key", true),
        ("secretapikey", "secret_api_key", true),
        ("api_secret_access_key", "api_secret_access_key", true),
        ("api_access_key_id", "api_access_key_id", false),
        ("api_key_secret", "api_key_secret", true),
        ("api_key_sid", "api_key_sid", false),
        ("api_key_id", "api_key_id", false),
        ("api_secret_key", "api_secret_key", true),
        ("consumer_secret", "consumer_secret", true),
        ("consumer_key", "consumer_key", true),
        ("token_secret", "token_secret", true),
        ("token_id", "token_id", false),
        ("account_sid", "account_sid", false),
        ("application_secret", "application_secret", true),
        ("application_key", "application_key", true),
        ("application_id", "application_id", false),
        ("app_secret", "app_secret", true),
        ("app_key", "app_key", true),
        ("app_token", "app_token", true),
        ("app_id", "app_id", false),
        ("client_secret", "client_secret", true),
        ("client_id", "client_id", false),
        ("client_key", "client_key", true),
        ("signing_secret", "signing_secret", true),
        ("signing_key", "signing_key", true),
        ("shared_secret", "shared_secret", true),
        ("access_code", "access_code", true),
        ("access_phrase", "access_phrase", true),
        ("webhook_code", "webhook_code", true),
        ("access_license", "access_license", true),
        ("access_licence", "access_licence", true),
        ("passcode", "passcode", true),
        ("hmac_secret", "hmac_secret", true),
        ("refresh_token", "refresh_token", true),
        ("session_token", "session_token", true),
        ("session_id", "session_id", true),
        ("security_token", "security_token", true),
        ("csrf_token", "csrf_token", true),
        ("subscription_key", "subscription_key", true),
        ("integration_key", "integration_key", true),
        ("integration_token", "integration_token", true),
        ("license_key", "license_key", true),
        ("secret_key", "secret_key", true),
        ("secretkey", "secret_key", true),
        ("public_key", "public_key", false),
        ("personal_token", "personal_token", true),
        ("server_token", "server_token", true),
        ("account_token", "account_token", true),
        ("developer_token", "developer_token", true),
        ("dev_token", "developer_token", true),
        ("user_token", "user_token", true),
        ("job_token", "job_token", true),
        ("bot_token", "bot_token", true),
        ("project_key", "project_key", true),
        ("project_token", "project_token", true),
        ("workspace_token", "workspace_token", true),
        ("service_token", "service_token", true),
        ("static_token", "static_token", true),
        ("permanent_token", "permanent_token", true),
        ("access_token", "access_token", true),
        ("accesstoken", "access_token", true),
        ("oauth_token", "access_token", true),
        ("auth_token", "auth_token", true),
        ("authtoken", "auth_token", true),
        ("authentication_token", "authentication_token", true),
        ("auth_key", "auth_key", true),
        ("bearer_token", "bearer_token", true),
        ("api_token", "api_token", true),
        ("apitoken", "api_token", true),
        ("rest_api_key", "api_key", true),
        ("api_keys", "api_key", true),
        ("api_key", "api_key", true),
        ("apikey", "api_key", true),
        ("api_secret", "api_secret", true),
        ("api_password", "api_password", true),
        ("api_username", "api_username", false),
        ("api_user", "api_user", false),
        ("access_key", "access_key", true),
        ("secret_token", "secret_token", true),
        ("jwt", "jwt", true),
        ("user_name", "username", false),
        ("username", "username", false),
        ("login_name", "username", false),
        ("user_email", "email", false),
        ("email_address", "email", false),
        ("e_mail", "email", false),
        ("email", "email", false),
        ("password", "password", true),
        ("passwort", "password", true),
        ("kennwort", "password", true),
        ("contrasena", "password", true),
        // "contraseña", whose ñ is no letter of ASCII
        ("contrase_a", "password", true),
        ("mot_de_passe", "password", true),
        ("mdp", "password", true),
        ("senha", "password", true),
        ("wachtwoord", "password", true),
        ("pin", "pin", true),
        ("passwd", "password", true),
        ("pass", "password", true),
        ("user", "username", false),
        ("benutzername", "username", false),
        ("benutzer", "username", false),
        ("usuario", "username", false),
        // "usuário"
        ("usu_rio", "username", false),
        ("identifiant", "username", false),
        ("utilisateur", "username", false),
        ("utente", "username", false),
        ("gebruikersnaam", "username", false),
        ("gebruiker", "username", false),
        ("appid", "api_key", true),
        ("jeton", "token", true),
        ("chiave", "key", true),
        ("cle", "key", true),
        ("clef", "key", true),
        ("clave", "key", true),
        ("chave", "key", true),
        ("schluessel", "key", true),
        ("sleutel", "key", true),
        ("key", "key", true),
        ("token", "token", true),
        ("secret", "secret", true),
        ("pat", "personal_access_token", true),
    ];

    /// <summary>The same without underscores: <c>authtoken</c>.</summary>
    private static readonly Dictionary<string, (string Name, bool Secret)> Joined = Known.Where(k => k.Name.Contains('_', StringComparison.Ordinal)).GroupBy(k => k.Name.Replace("_", "", StringComparison.Ordinal)).ToDictionary(g => g.Key, g => (g.First().Canonical, g.First().Secret), StringComparer.Ordinal);

    /// <summary>Whom or what a key, token or secret can belong to.</summary>
    private static readonly HashSet<string> Holders = new(StringComparer.Ordinal)
    {
        "admin", "agent", "agency", "channel", "client", "company", "customer", "device", "environment", "gateway", "instance", "location", "master", "member", "merchant", "operator", "org", "organisation",
        "organization", "owner", "partner", "property", "publisher", "read", "server", "shop", "site", "space", "store", "storefront", "system", "team", "tenant", "vendor", "write",
    };

    /// <summary>Known names by length of what they name; see <see cref="Find"/>.</summary>
    public static IEnumerable<string> CanonicalNames => Known.Select(k => k.Canonical).Distinct();

    /// <summary>snake_case of any spelling: <c>apiKey</c>, <c>API-Key</c>, <c>API key</c> give <c>api_key</c>.</summary>
    public static string Snake(string name)
    {
        // A word boundary goes before a letter, so there are never more than two characters for one.
        var result = name.Length <= LongestOnStack ? stackalloc char[2 * name.Length] : new char[2 * name.Length];
        var length = 0;
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (!char.IsAsciiLetterOrDigit(c))
            {
                if (length > 0 && result[length - 1] != '_')
                    result[length++] = '_';
                continue;
            }

            var boundary = char.IsAsciiLetterUpper(c) && i > 0 && (char.IsAsciiLetterLower(name[i - 1]) || char.IsAsciiDigit(name[i - 1])
                || (i + 1 < name.Length && char.IsAsciiLetterLower(name[i + 1]) && char.IsAsciiLetterUpper(name[i - 1])));
            if (boundary && length > 0 && result[length - 1] != '_')
                result[length++] = '_';
            result[length++] = char.ToLowerInvariant(c);
        }

        return result[..length].TrimEnd('_').ToString();
    }

    /// <summary>The known name that a snake_case name is or ends with; null where it is none.</summary>
    public static (string Name, bool Secret)? Find(string snake)
    {
        foreach (var (name, canonical, secret) in Known)
        {
            if (snake == name || (snake.Length > name.Length && snake.EndsWith(name, StringComparison.Ordinal) && snake[^(name.Length + 1)] == '_'))
                return name is "key" or "token" or "secret" && Holder(snake, name) is { } holder ? (holder + "_" + name, secret) : (canonical, secret);
        }

        return Joined.TryGetValue(snake, out var split) ? split : null;
    }

    // partner_key, site_token: whose key it is belongs to its name.
    private static string? Holder(string snake, string noun)
    {
        var words = snake.Split('_');
        return words.Length >= 2 && words[^1] == noun && Holders.Contains(words[^2]) ? words[^2] : null;
    }

    /// <summary>Whether a snake_case name ends with a credential's name.</summary>
    public static bool EndsWithCredential(string snake) => Find(snake) is not null || snake.EndsWith("_id", StringComparison.Ordinal) || snake.EndsWith("_code", StringComparison.Ordinal);

    /// <summary>Whether a variable is called after what is made anew for each request.</summary>
    public static bool IsComputed(string name) => Snake(name) is "digest" or "signature" or "sig" or "sign" or "hmac" or "mac" || name.Contains("b64encode(", StringComparison.Ordinal) || name.Contains("hexdigest", StringComparison.Ordinal);

    /// <summary>Whether a value of this name has to be kept from view.</summary>
    public static bool IsSecret(string snake) => Find(snake) is { Secret: true };

    /// <summary>Whether a name says no more than "key" or "token".</summary>
    public static bool IsVague(string name) => VagueNames.Contains(name);

    private static readonly string[] VagueNames = ["key", "chave", "chiave", "clave", "cle", "clef", "schluessel", "sleutel", "token", "secret", "value", "credential", "auth", "x", "bearer", "authorization", "computed", "access", "api", "string", "your_key", "t", "auth_key", "auth_token", "authorization_token", "authentication_token", "authorization_key"];
}
