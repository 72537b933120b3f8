using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Requests;

/// <summary>Puts a credential onto a request as the spec's placements say.</summary>
public static class RequestFactory
{
    /// <summary>
    /// Whether this version can carry the method out: a bearer token, an API key anywhere in the request, or HTTP Basic, with
    /// placements whose holes are all parameters of the method.
    /// </summary>
    public static bool Supports(SpecMethod method)
    {
        ArgumentNullException.ThrowIfNull(method);
        return method.Kind is AuthKind.Bearer or AuthKind.ApiKey or AuthKind.Basic
            && method.Placements.Count > 0
            && method.Placements.All(placement => CredentialFormat.TryParse(placement.Format, out var format)
                && format.ParameterNames.All(name => method.Parameters.Contains(name, ParameterNameComparer.Instance)))
            && method.Placements.Any(placement => placement.Format.Contains('{', StringComparison.Ordinal));
    }
}
