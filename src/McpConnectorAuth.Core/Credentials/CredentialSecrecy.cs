using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>Which values of a connection must be kept from view: one answer for all that redact.</summary>
public static class CredentialSecrecy
{
    /// <summary>Names of what is or was secret; of all values where nothing is. Spellings of one name count as one.</summary>
    /// <param name="spec">The spec, which an agent may have edited.</param>
    /// <param name="method">The connection's method.</param>
    /// <param name="values">What the person supplied, with what was secret then.</param>
    public static IReadOnlySet<string> Of(ConnectorSpec spec, SpecMethod method, CredentialValues values)
    {
        var secrets = InSpec(spec, method).Concat(values.SecretNames).ToHashSet(ParameterNameComparer.Instance);
        return values.Names.Any(secrets.Contains) ? secrets : values.Names.ToHashSet(ParameterNameComparer.Instance);
    }

    /// <summary>The first name that was secret when the person entered it and that the spec no longer calls so; null where there is none.</summary>
    /// <inheritdoc cref="Of"/>
    public static string? Disclosed(ConnectorSpec spec, SpecMethod method, CredentialValues values)
    {
        var secrets = InSpec(spec, method).ToHashSet(ParameterNameComparer.Instance);
        return values.SecretNames.FirstOrDefault(name => !secrets.Contains(name));
    }

    private static IEnumerable<string> InSpec(ConnectorSpec spec, SpecMethod method) =>
        spec.ParametersOf(method).Where(parameter => parameter.Secret).Select(parameter => parameter.Name);
}
