using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>What some servers call the parameters of RFC 6749 section 4.1: the client, its secret, the code that it redeems.</summary>
internal static class ClientParameters
{
    private static readonly string[] Ids = ["client_id", "app_id", "appid", "app_key", "appkey", "client_key", "application_id"];
    private static readonly string[] Secrets = ["client_secret", "app_secret", "appsecret", "secret"];
    private static readonly string[] Codes = ["code", "auth_code", "authcode", "authorization_code", "oauth_code"];

    /// <summary>Whether a request redeems a code, whatever it calls it (RFC 6749 section 4.1.3).</summary>
    public static bool Redeems(SampleRequest request) => Sends(request, Codes) && Sends(request, Secrets) && Sends(request, Ids);

    /// <summary>Whether a query asks for consent in other words than RFC 6749 section 4.1.1: a client, and where to go back to.</summary>
    public static bool AsksForConsent(string query) =>
        (query.Contains("redirect_u", StringComparison.OrdinalIgnoreCase) || query.Contains("redirectu", StringComparison.OrdinalIgnoreCase)) && !query.Contains("secret", StringComparison.OrdinalIgnoreCase) && !query.Contains("grant_type", StringComparison.OrdinalIgnoreCase) && FormFields.Parse(query).Any(field => Ids.Contains(CredentialNames.Snake(field.Name)));

    /// <summary>What a request that redeems a code in other words calls the client's identifier and secret.</summary>
    public static (string Id, string Secret) NamesOf(SampleRequest request)
    {
        var sent = request.Body.Concat(request.Query).Select(field => CredentialNames.Snake(field.Name)).ToList();
        var (id, secret) = (sent.Find(Ids.Contains) ?? Ids[0], sent.Find(Secrets.Contains) ?? Secrets[0]);
        // `app_id` and `secret`: the application's secret.
        return (id, secret == "secret" && id.LastIndexOf('_') is > 0 and var end ? id[..end] + "_secret" : secret);
    }

    private static bool Sends(SampleRequest request, string[] names) => request.Body.Concat(request.Query).Any(field => names.Contains(CredentialNames.Snake(field.Name)));
}
