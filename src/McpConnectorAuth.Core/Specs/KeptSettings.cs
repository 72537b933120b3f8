using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs.Yaml;

namespace McpConnectorAuth.Core.Specs;

/// <summary>What an existing file holds that is none of this product's business and must survive an update.</summary>
internal static class KeptSettings
{
    /// <summary>
    /// The spec with the file's <c>external_options_allowlist</c> and lists of allowed values, where the spec has none, and with those parameters of its
    /// <c>connection.parameters</c> that no method of its section <c>authentication</c> lists: other connector code reads them.
    /// </summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.SpecInvalid"/> where these parts of the file break the format.</exception>
    public static ConnectorSpec Merge(YamlMapping root, string displayPath, ConnectorSpec spec)
    {
        var file = new SpecCursor(displayPath, "", root, root.Position);
        var earlier = file["authentication"]["methods"].Items("methods")
            .SelectMany(method => method["parameters"].Items("parameter names"))
            .Select(name => name.RequiredText("the name of a parameter"))
            .ToHashSet(ParameterNameComparer.Instance);
        var connection = spec.Connection;
        var present = SpecReader.ReadParameters(file["connection"]["parameters"], []);
        var lists = present
            .Concat(file["connection"]["auth_methods"].Items("methods").SelectMany(method => SpecReader.ReadParameters(method["parameters"], [])))
            .DistinctBy(parameter => parameter.Name)
            .ToDictionary(parameter => parameter.Name, StringComparer.Ordinal);
        return spec with
        {
            Connection = connection with
            {
                Parameters = WithLists(Merge(present, earlier, connection), lists),
                AuthMethods = [.. connection.AuthMethods.Select(method => method with { Parameters = WithLists(method.Parameters, lists) })],
            },
            ExternalOptionsAllowlist = spec.ExternalOptionsAllowlist.Length > 0
                ? spec.ExternalOptionsAllowlist
                : file["external_options_allowlist"].OptionalText("comma-separated option names") ?? "",
        };
    }

    private static IReadOnlyList<SpecParameter> WithLists(IReadOnlyList<SpecParameter> parameters, Dictionary<string, SpecParameter> known) =>
        [.. parameters.Select(parameter => parameter is { Enum: null, Secret: false } ? parameter with { Enum = known.GetValueOrDefault(parameter.Name)?.Enum } : parameter)];

    private static IReadOnlyList<SpecParameter> Merge(IReadOnlyList<SpecParameter> present, HashSet<string> earlier, ConnectionSection connection)
    {
        var names = connection.Parameters.Concat(connection.AuthMethods.SelectMany(method => method.Parameters))
            .Select(parameter => parameter.Name)
            .ToHashSet(ParameterNameComparer.Instance);
        if (!present.Any(IsKept)) return connection.Parameters;

        // In the file's order, so that nothing moves that needs not.
        var inFile = present
            .Select(parameter => IsKept(parameter) ? parameter : connection.Parameters.FirstOrDefault(wanted => wanted.Name == parameter.Name))
            .OfType<SpecParameter>()
            .ToList();
        return [.. inFile, .. connection.Parameters.Where(wanted => inFile.TrueForAll(parameter => parameter.Name != wanted.Name))];

        bool IsKept(SpecParameter parameter) => !names.Contains(parameter.Name) && !earlier.Contains(parameter.Name);
    }
}
