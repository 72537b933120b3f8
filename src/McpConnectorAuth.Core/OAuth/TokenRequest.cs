using System.Net.Http.Headers;
using System.Text;
using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>Builds requests to the token endpoint and its neighbours: parameters, encoding, client authentication.</summary>
internal static class TokenRequest
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>A POST; the caller disposes it.</summary>
    public static HttpRequestMessage Create(GrantContext context, OAuthStep step, Uri url, IReadOnlyList<KeyValuePair<string, string>> parameters, TimeProvider clock)
    {
        var client = context.Client;
        var fields = parameters.ToList();
        AuthenticationHeaderValue? authorization = null;
        switch (AuthenticationOf(context, client))
        {
            case ClientAuthentication.Basic:
                authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(
                    $"{Uri.EscapeDataString(RequireId(context, client))}:{Uri.EscapeDataString(client.Secret?.Reveal() ?? "")}")));

                // In a pushed request client_id is a parameter of the authorization request (RFC 9126 section 2.1), elsewhere a second way to name the client.
                if (step != OAuthStep.Push) fields.RemoveAll(field => field.Key == "client_id");
                break;
            case ClientAuthentication.Body:
                Set(fields, "client_id", RequireId(context, client));
                if (client.Secret is not null) Set(fields, "client_secret", client.Secret.Reveal());
                break;
            case ClientAuthentication.Query:
                url = EndpointUrl.WithQuery(url, QueryOf(context, client));
                break;
            case ClientAuthentication.PrivateKeyJwt:
                Set(fields, "client_id", RequireId(context, client));
                Set(fields, "client_assertion_type", AssertionType);
                Set(fields, "client_assertion", Assertion.ForClient(context, client, url, clock).Reveal());
                break;
            case ClientAuthentication.ClientSecretJwt:
                Set(fields, "client_id", RequireId(context, client));
                Set(fields, "client_assertion_type", AssertionType);
                Set(fields, "client_assertion", Assertion.WithSecret(context, client, url, clock).Reveal());
                break;
            case ClientAuthentication.None:
                Set(fields, "client_id", RequireId(context, client));
                break;
        }

        // RFC 9126 section 2 and RFC 7009 section 2.1 fix the encoding of their requests; a provider that wants JSON at the token endpoint wants it only there.
        var isForm = !context.Settings.SendsJson || step == OAuthStep.Push;
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = RequestParts.BodyOf(fields, isForm) };
        request.Headers.Authorization = authorization;
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        return request;
    }

    private static ClientAuthentication AuthenticationOf(GrantContext context, ClientIdentity client)
    {
        if (context.Settings.TokenAuth is { } stated)
            return stated == ClientAuthentication.Basic && client.Secret is null ? ClientAuthentication.None : stated;

        // The signed assertion, or the person's password, can do without a client.
        if (context.Method.Kind == Analysis.AuthKind.OAuth2JwtBearer) return ClientAuthentication.Omitted;
        if (context.Method.Kind == Analysis.AuthKind.OAuth2Password && client.Id is null) return ClientAuthentication.Omitted;
        return client.Secret is null ? ClientAuthentication.None : ClientAuthentication.Basic;
    }

    private static List<KeyValuePair<string, string>> QueryOf(GrantContext context, ClientIdentity client)
    {
        List<KeyValuePair<string, string>> query = [new("client_id", RequireId(context, client))];
        if (client.Secret is not null) query.Add(new("client_secret", client.Secret.Reveal()));
        return query;
    }

    private static void Set(List<KeyValuePair<string, string>> fields, string name, string value)
    {
        var index = fields.FindIndex(field => field.Key == name);
        if (index < 0) fields.Add(new(name, value));
        else fields[index] = new(name, value);
    }

    private static string RequireId(GrantContext context, ClientIdentity client) => client.Id ?? throw new ConnectorAuthException(
        ErrorCodes.InvalidCredentialField,
        $"The method {context.Method.Name} has no client id.",
        "Fill in client_id on the portal page; where the spec does not ask for it, declare it in connection.parameters and in the method's parameters.");
}
