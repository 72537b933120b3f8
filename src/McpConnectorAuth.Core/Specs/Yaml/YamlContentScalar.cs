using System.Globalization;

namespace McpConnectorAuth.Core.Specs.Yaml;

/// <summary>A scalar to write.</summary>
/// <param name="Value">Its content.</param>
/// <param name="Type">What it must be read as again.</param>
/// <param name="Comment">A comment of our own to stand behind it, without the number sign, or null.</param>
internal sealed record YamlContentScalar(string Value, YamlScalarType Type, string? Comment = null) : YamlContent
{
    /// <summary>A string.</summary>
    public static YamlContentScalar Text(string value, string? comment = null) => new(value, YamlScalarType.Text, comment);

    /// <summary>A truth value.</summary>
    public static YamlContentScalar Boolean(bool value) => new(value ? "true" : "false", YamlScalarType.Boolean);

    /// <summary>A whole number.</summary>
    public static YamlContentScalar Integer(int value) => new(value.ToString(CultureInfo.InvariantCulture), YamlScalarType.Integer);

    /// <summary>Whether the node already says this.</summary>
    public bool IsSaidBy(YamlScalar node) =>
        (node.Type == Type && (node.Value == Value || (Type == YamlScalarType.Boolean && node.Value.Equals(Value, StringComparison.OrdinalIgnoreCase))))
        || (node.Type == YamlScalarType.Null && Type == YamlScalarType.Text && Value.Length == 0);
}
