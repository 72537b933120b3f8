using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Portal;

/// <summary>Tells whether two specs put the same questions to a person and use the answers in the same way.</summary>
internal static class SpecQuestions
{
    /// <summary>Whether a page made for one spec serves the other.</summary>
    public static bool Same(ConnectorSpec one, ConnectorSpec other) => ReferenceEquals(one, other) || Facts(one).SequenceEqual(Facts(other));

    private static IEnumerable<object?> Facts(ConnectorSpec spec)
    {
        yield return spec.DisplayName;
        yield return spec.Authentication.LockoutWarning;
        foreach (var host in spec.Authentication.Hosts) yield return host;
        foreach (var url in spec.Authentication.BaseUrls) yield return url;
        foreach (var call in spec.Authentication.Verification) yield return call;
        foreach (var method in spec.Authentication.Methods)
        {
            yield return (method.Name, method.Kind);
            foreach (var placement in method.Placements) yield return placement;
            foreach (var parameter in spec.ParametersOf(method))
            {
                // A list is compared by what it holds.
                yield return parameter with { Enum = null };
                foreach (var value in parameter.Enum ?? []) yield return value;
            }
        }
    }
}
