using McpConnectorAuth.Core.Specs.Yaml;

namespace McpConnectorAuth.Core.Specs;

/// <summary>Lines of a spec's file by key path.</summary>
/// <param name="root">The root node; null where the spec comes from no file, and every line is 0.</param>
internal sealed class SpecLines(YamlNode? root)
{
    /// <summary>The line of the value at a path of keys and indices; that of the nearest part that exists, 0 at the root.</summary>
    public int Of(params object[] path)
    {
        var node = root;
        var line = 0;
        foreach (var step in path)
        {
            node = (node, step) switch
            {
                (YamlMapping mapping, string key) => mapping.Find(key)?.Value,
                (YamlSequence sequence, int index) when index < sequence.Items.Count => sequence.Items[index],
                _ => null,
            };
            if (node is null) return line;
            line = node.Position.Line;
        }

        return line;
    }

    /// <summary>The line where a parameter is declared, among the shared ones or by a method.</summary>
    public int OfParameter(string name)
    {
        var connection = (root as YamlMapping)?.Find("connection")?.Value as YamlMapping;
        var methods = (connection?.Find("auth_methods")?.Value as YamlSequence)?.Items.OfType<YamlMapping>() ?? [];
        return new[] { connection }.Concat(methods)
            .SelectMany(holder => (holder?.Find("parameters")?.Value as YamlSequence)?.Items ?? [])
            .OfType<YamlMapping>()
            .Select(parameter => parameter.Find("name")?.Value)
            .OfType<YamlScalar>()
            .FirstOrDefault(scalar => scalar.Value == name)?.Position.Line ?? 0;
    }
}
