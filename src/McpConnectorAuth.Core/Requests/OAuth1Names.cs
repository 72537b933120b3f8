using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Requests;

/// <summary>
/// Which value of a connection is which credential of OAuth 1.0. Read from the spec: the holes of an Authorization placement such as
/// <c>OAuth oauth_consumer_key="{api_key}"</c>, those of <c>signature.key</c> such as <c>{api_secret}&amp;{token_secret}</c>, else the names
/// that documents use.
/// </summary>
/// <param name="ConsumerKey">Parameter of the client's key; null where none is recognised.</param>
/// <param name="ConsumerSecret">Parameter of the client's secret or private key; null where none is recognised.</param>
/// <param name="Token">Parameter or issued value of the token.</param>
/// <param name="TokenSecret">Parameter or issued value of the token's secret.</param>
/// <param name="Realm">Format of <c>realm</c>, or null.</param>
public sealed record OAuth1Names(string? ConsumerKey, string? ConsumerSecret, string Token, string TokenSecret, string? Realm)
{
    private static readonly string[] ConsumerKeys = ["oauth_consumer_key", "consumer_key", "client_key", "client_id", "api_key", "app_key", "application_key", "key"];
    private static readonly string[] ConsumerSecrets =
        ["oauth_consumer_secret", "consumer_secret", "client_secret", "api_secret", "app_secret", "application_secret", "shared_secret", "secret", "private_key"];

    private static readonly string[] Tokens = ["oauth_token", "access_token", "token", "user_token", "token_id", "token_key"];
    private static readonly string[] TokenSecrets = ["oauth_token_secret", "access_token_secret", "token_secret", "user_token_secret", "user_secret"];

    /// <summary>Reads the names of a method.</summary>
    public static OAuth1Names Of(SpecMethod method)
    {
        ArgumentNullException.ThrowIfNull(method);
        var placed = Placed(method);
        var keyHoles = method.Signature is { } signature && CredentialFormat.TryParse(signature.Key, out var key) ? key.ParameterNames : [];
        return new OAuth1Names(
            placed.GetValueOrDefault("oauth_consumer_key") ?? Named(method, ConsumerKeys),
            keyHoles.Count > 0 ? keyHoles[0] : Named(method, ConsumerSecrets),
            placed.GetValueOrDefault("oauth_token") ?? Named(method, Tokens) ?? Tokens[0],
            keyHoles.Count > 1 ? keyHoles[1] : Named(method, TokenSecrets) ?? TokenSecrets[0],
            placed.GetValueOrDefault("realm"));
    }

    /// <summary>The credentials among values; without a token where it has none yet.</summary>
    /// <exception cref="ConnectorAuthException">
    /// <see cref="ErrorCodes.SpecInvalid"/> where no parameter is the key or the secret, <see cref="ErrorCodes.InvalidCredentialField"/> where it has no value.
    /// </exception>
    public OAuth1Credentials CredentialsOf(CredentialValues values)
    {
        if (ConsumerKey is null || ConsumerSecret is null)
        {
            throw new ConnectorAuthException(
                ErrorCodes.SpecInvalid,
                "No parameter of the method is recognised as the consumer key or secret of OAuth 1.0.",
                "Call the parameters consumer_key and consumer_secret, or name the secret in authentication.methods[].signature.key.");
        }

        var secret = ParameterValues.Find(values, ConsumerSecret) ?? throw ParameterValues.Invalid(ConsumerSecret, "has no value", "Fill it in on the portal page.");
        return new OAuth1Credentials(
            ParameterValues.Require(values, ConsumerKey),
            new Secret(secret),
            ParameterValues.Find(values, Token) is null ? null : ParameterValues.Require(values, Token),
            ParameterValues.Find(values, TokenSecret) is { } tokenSecret ? new Secret(tokenSecret) : null);
    }

    /// <summary>The value of <c>realm</c>, or null where the spec has none.</summary>
    public string? RealmOf(CredentialValues values) => Realm is null ? null : CredentialFormat.Parse(Realm).Render(values);

    private static string? Named(SpecMethod method, string[] names) =>
        names.Select(name => method.Parameters.FirstOrDefault(parameter => ParameterNameComparer.Instance.Equals(parameter, name))).FirstOrDefault(found => found is not null);

    /// <summary>What stands in the quotes of a documented header, the braces of a single hole taken off; and fields of their own placements.</summary>
    private static Dictionary<string, string> Placed(SpecMethod method)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var placement in method.Placements)
        {
            if (placement.In is PlacementLocation.Query or PlacementLocation.Body) Add(placement.Name, placement.Format);
            if (placement.In != PlacementLocation.Header || !placement.Format.StartsWith("OAuth ", StringComparison.OrdinalIgnoreCase)) continue;
            foreach (var field in placement.Format["OAuth ".Length..].Split(','))
            {
                var equals = field.IndexOf('=', StringComparison.Ordinal);
                if (equals > 0) Add(field[..equals].Trim(), field[(equals + 1)..].Trim().Trim('"'));
            }
        }

        return found;

        void Add(string name, string format)
        {
            if (name == "realm") found[name] = format;
            else if (format is ['{', .. var hole, '}'] && ParameterValues.IsName(hole)) found[name] = hole;
        }
    }
}
