namespace McpConnectorAuth.Core.Specs;

/// <summary>
/// The content of <c>connector_spec.yaml</c>: the fields that connector frameworks read, and the section
/// <c>authentication</c>, which they ignore. Immutable; <c>ConnectorSpecFile</c> reads and writes it.
/// </summary>
/// <param name="DisplayName">The API's name for people.</param>
/// <param name="Connection">What a connector framework reads.</param>
/// <param name="ExternalOptionsAllowlist">Comma-separated option names, <c>""</c> for none; kept as found.</param>
/// <param name="Authentication">What this product needs beyond that.</param>
public sealed record ConnectorSpec(
    string DisplayName,
    ConnectionSection Connection,
    string ExternalOptionsAllowlist,
    AuthenticationSection Authentication)
{
    /// <summary>A method by name.</summary>
    /// <param name="name">Its name, or null for the recommended one, which is the first.</param>
    /// <exception cref="ConnectorAuthException">
    /// <see cref="ErrorCodes.InvalidArgument"/> where no method has the name, <see cref="ErrorCodes.NoMethod"/> where the spec has none at all.
    /// </exception>
    public SpecMethod RequireMethod(string? name)
    {
        var methods = Authentication.Methods;
        if (methods.Count == 0)
        {
            throw new ConnectorAuthException(
                ErrorCodes.NoMethod,
                $"The spec of {DisplayName} has no authentication method.",
                "Call generate_spec, with an override such as \"bearer.placement\" = \"header Authorization: Bearer {token}\" where the document names none.");
        }

        if (name is null) return methods[0];
        return methods.FirstOrDefault(method => method.Name == name) ?? throw new ConnectorAuthException(
            ErrorCodes.InvalidArgument,
            $"The spec of {DisplayName} has no authentication method of that name.",
            $"Use one of: {string.Join(", ", methods.Select(method => method.Name))}; or none for the recommended one, {methods[0].Name}.");
    }

    /// <summary>
    /// The parameters that a person supplies for a method, in the method's order: its own ones first looked up in
    /// <c>connection.auth_methods</c>, then among the shared ones.
    /// </summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.SpecInvalid"/> where the method names a parameter that is not declared.</exception>
    public IReadOnlyList<SpecParameter> ParametersOf(SpecMethod method)
    {
        var own = Connection.AuthMethods.FirstOrDefault(candidate => candidate.Name == method.Name)?.Parameters ?? [];
        return
        [
            .. method.Parameters.Select(name =>
                own.Concat(Connection.Parameters).FirstOrDefault(parameter => parameter.Name == name)
                ?? throw new ConnectorAuthException(
                    ErrorCodes.SpecInvalid,
                    $"The authentication method {method.Name} names the parameter {name}, which the section connection does not declare.",
                    "Declare it in connection.parameters, or call generate_spec again.")),
        ];
    }
}
