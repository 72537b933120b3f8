using System.Text.RegularExpressions;

namespace McpConnectorAuth.Core.Specs.Yaml;

/// <summary>What a scalar stands for under the core schema of YAML 1.2 (section 10.3.2).</summary>
internal enum YamlScalarType
{
    Text,
    Null,
    Boolean,
    Integer,
    Float,
}

/// <summary>Resolution of plain scalars.</summary>
internal static partial class YamlScalarTypes
{
    /// <summary>The type of a scalar written without quotes.</summary>
    public static YamlScalarType OfPlain(string value) => value switch
    {
        "" or "~" or "null" or "Null" or "NULL" => YamlScalarType.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => YamlScalarType.Boolean,
        _ when Integer().IsMatch(value) => YamlScalarType.Integer,
        _ when Float().IsMatch(value) => YamlScalarType.Float,
        _ => YamlScalarType.Text,
    };

    [GeneratedRegex(@"\A(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\z", RegexOptions.NonBacktracking)]
    private static partial Regex Integer();

    [GeneratedRegex(@"\A(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z", RegexOptions.NonBacktracking)]
    private static partial Regex Float();
}
