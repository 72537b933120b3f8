using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Requests;

/// <summary>Which parameters of a method are the user name and the password of HTTP Digest.</summary>
/// <param name="UserName">Parameter of the user name.</param>
/// <param name="Password">Parameter of the password.</param>
internal sealed record DigestNames(string UserName, string Password)
{
    private static readonly string[] UserNames = ["username", "user", "user_name", "login", "email", "public_key", "api_user", "account", "client_id", "api_key"];
    private static readonly string[] Passwords = ["password", "private_key", "api_key", "secret", "api_secret", "token", "key"];

    /// <summary>The two by the names that documents use, else the secret one and the one that is not; null where neither tells.</summary>
    public static DigestNames? Of(SpecMethod method, IReadOnlyList<SpecParameter> parameters)
    {
        var password = Named(method, Passwords) ?? Single(parameters.Where(parameter => parameter.Secret));
        if (password is null) return null;
        var rest = parameters.Where(parameter => parameter.Name != password).ToList();
        var user = UserNames.Select(name => rest.Find(parameter => ParameterNameComparer.Instance.Equals(parameter.Name, name))?.Name).FirstOrDefault(found => found is not null)
            ?? Single(rest);
        return user is null ? null : new DigestNames(user, password);
    }

    private static string? Named(SpecMethod method, string[] names) =>
        names.Select(name => method.Parameters.FirstOrDefault(parameter => ParameterNameComparer.Instance.Equals(parameter, name))).FirstOrDefault(found => found is not null);

    private static string? Single(IEnumerable<SpecParameter> parameters) => parameters.Take(2).ToList() is [var only] ? only.Name : null;
}
