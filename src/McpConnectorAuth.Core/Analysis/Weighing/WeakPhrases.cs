using McpConnectorAuth.Core.Analysis.Reading;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>Phrases of guides that tell which credential to fetch and never how it is sent.</summary>
internal static class WeakPhrases
{
    public static readonly (AuthKind Kind, double Weight, PhraseTable Phrases)[] All =
    [
        (AuthKind.ApiKey, 1.2, new("api key", "api-key", "apikey", "api keys", "api_key", "access key", "integration key", "api-schlüssel", "clave de api", "apiキー", "secret key", "license key", "subscription key")),
        (AuthKind.Bearer, 1.2, new("access token", "api token", "personal access token", "bearer token", "auth token", "access_token", "api_token", "api access token", "server token", "zugriffstoken", "token de acceso", "アクセストークン", "apiトークン", "personal token", "integration token")),
        (AuthKind.OAuth2AuthorizationCode, 1.6, new("oauth", "oauth2", "oauth2.0", "oauth 2.0", "refresh token", "client secret", "authenticate your account", "authenticate your")),
        (AuthKind.Basic, 1.3, new("username and password", "user name and password", "your username", "user password", "benutzername und passwort", "usuario y contraseña", "ユーザー名とパスワード")),
    ];
}
