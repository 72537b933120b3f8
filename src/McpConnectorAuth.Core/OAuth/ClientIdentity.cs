using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>Which of a person's values play the parts that the standards name: documents call a client id an app key, a consumer key and more.</summary>
/// <param name="Id">Client identifier, or null.</param>
/// <param name="Secret">Client secret, or null.</param>
internal sealed record ClientIdentity(string? Id, Secret? Secret)
{
    private static readonly string[] IdNames =
        ["client_id", "oauth_consumer_key", "consumer_key", "app_id", "application_id", "client_key", "app_key", "application_key", "integration_key", "api_key"];

    private static readonly string[] SecretNames =
        ["client_secret", "oauth_consumer_secret", "consumer_secret", "app_secret", "application_secret", "api_secret", "api_key_secret", "api_secret_key", "secret_key", "secret"];

    private static readonly string[] UserNames = ["username", "user_name", "user", "email", "login", "user_id"];
    private static readonly string[] PasswordNames = ["password", "user_password", "passphrase"];

    /// <summary>Whether a parameter is called as documents call a client identifier.</summary>
    public static bool IsIdName(string parameter) => IdNames.Contains(parameter, ParameterNameComparer.Instance);

    /// <summary>Finds the client among the values of a method.</summary>
    public static ClientIdentity Of(ConnectorSpec spec, SpecMethod method, CredentialValues values)
    {
        var id = FirstOf(IdNames, method, values);
        var secret = FirstOf(SecretNames, method, values) ?? OnlySecretLeft(spec, method, values);
        return new ClientIdentity(id, secret is null ? null : new Secret(secret));
    }

    /// <summary>User name and password of the person (RFC 6749 section 4.3.2).</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.InvalidCredentialField"/>.</exception>
    public static (string User, string Password) PersonOf(SpecMethod method, CredentialValues values) => (
        FirstOf(UserNames, method, values) ?? ParameterValues.Require(values, UserNames[0]),
        FirstOf(PasswordNames, method, values) ?? ParameterValues.Require(values, PasswordNames[0]));

    private static string? FirstOf(string[] names, SpecMethod method, CredentialValues values) => names
        .Where(name => method.Parameters.Contains(name, ParameterNameComparer.Instance))
        .Select(name => ParameterValues.Find(values, name))
        .FirstOrDefault(value => value is not null);

    // A document may call the secret anything; where one secret is left that nothing else uses, that is it.
    private static string? OnlySecretLeft(ConnectorSpec spec, SpecMethod method, CredentialValues values)
    {
        var used = method.Placements.SelectMany(placement => SpecUrl.HolesOf(placement.Format))
            .Concat(method.OAuth?.ExtraTokenParams.Values.SelectMany(SpecUrl.HolesOf) ?? [])
            .Concat(method.OAuth?.Assertion is { } assertion ? [assertion.Key] : [])
            .Concat(IdNames).Concat(PasswordNames).Append("refresh_token")
            .ToHashSet(ParameterNameComparer.Instance);
        var left = spec.ParametersOf(method).Where(parameter => parameter.Secret && !used.Contains(parameter.Name)).ToList();
        return left.Count == 1 ? ParameterValues.Find(values, left[0].Name) : null;
    }
}
