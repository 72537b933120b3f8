using McpConnectorAuth.Core.Analysis.Reading;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>Words for tokens that a person makes, for the making of them, and for what issues the others.</summary>
internal static class TokenPhrases
{
    public static readonly PhraseTable StaticToken = new(
        "personal access token", "programmatic access token", "personal token", "static token", "api token", "copy the token", "copy your token", "copy and paste", "pasted into", "can be pasted", "token of the workspace", "own workspace", "private apps", "long-lived token", "integration token",
        "secret key", "api key", "api keys", "service token", "bot token", "user token", "user oauth token", "create a token", "generate a token", "new token", "zugriffstoken anlegen", "persönliches zugriffstoken", "token de acceso personal", "token personal", "個人用アクセストークン", "パーソナルアクセストークン", "固定トークン");

    public static readonly PhraseTable OwnToken = new(
        "personal access token", "personal access tokens", "private token", "private tokens", "personal token", "personal tokens", "personal api token", "personal api tokens", "private app token", "static token", "long-lived token", "long-lived tokens", "permanent token", "permanent tokens", "permanent access token", "non-expiring token", "manual token", "manual token generation", "manually generated token", "manually generated tokens", "generate a token manually", "generated manually", "user-generated token", "user-generated tokens", "private app", "internal integration", "integration token", "private integration", "private integrations", "private integration token", "private integration tokens", "static access token", "persönliches zugriffstoken", "token de acceso personal", "個人用アクセストークン", "パーソナルアクセストークン");

    public static readonly PhraseTable Handed = new("generate", "generates", "generate new", "create", "creates", "copy", "copies", "new", "issue", "issued", "make", "makes", "shown once", "erzeugen", "erzeugt", "anlegen", "generar", "crear", "copiar", "発行", "生成", "créer", "générer", "copier", "criar", "gerar", "aanmaken", "genereren", "krijgt", "vernieuwen", "kopiëren");

    public static readonly PhraseTable Token = new("token", "tokens", "access token", "zugriffstoken", "トークン", "toegangstoken", "sleutel", "sleutels", "api-sleutel", "jeton", "jetons", "chave", "token de acesso");

    public static readonly PhraseTable OAuth2 = new("oauth 2.0", "oauth2", "oauth 2", "oauth2.0");
}
