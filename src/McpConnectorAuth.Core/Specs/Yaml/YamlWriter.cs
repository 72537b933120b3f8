using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace McpConnectorAuth.Core.Specs.Yaml;

/// <summary>
/// Writes content as YAML that reads the same under YAML 1.1 and 1.2: block style, two blanks of indentation, quotes
/// only where they are needed.
/// </summary>
/// <param name="newLine">The line end to use.</param>
internal sealed partial class YamlWriter(string newLine)
{
    private static readonly SearchValues<char> FlowIndicators = SearchValues.Create(",[]{}:");

    /// <summary>A mapping as block lines, each with the indentation; no line end after the last.</summary>
    public string Mapping(YamlContentMapping mapping, int indent)
    {
        var lines = new StringBuilder();
        foreach (var entry in mapping.Entries.Where(entry => entry.Value is not null))
        {
            if (lines.Length > 0) lines.Append(newLine);
            if (lines.Length > 0 && indent == 0 && entry.Heading is not null) lines.Append(newLine);
            lines.Append(Entry(entry, indent));
        }

        return lines.ToString();
    }

    /// <summary>An entry as block lines, each with the indentation; no line end after the last.</summary>
    public string Entry(YamlContentEntry entry, int indent)
    {
        var blanks = new string(' ', indent);
        var heading = entry.Heading is null ? "" : $"{blanks}# {CommentText(entry.Heading)}{newLine}";
        return $"{heading}{blanks}{Text(entry.Key, inFlow: false)}:{AfterColon(entry.Value!, indent)}";
    }

    /// <summary>A value as it stands behind the colon of a key with the given indentation, its leading blank or line end included.</summary>
    public string AfterColon(YamlContent value, int keyIndent) => IsInline(value)
        ? $" {Inline(value)}"
        : newLine + value switch
        {
            YamlContentSequence sequence => string.Join(newLine, sequence.Items.Select(item => Item(item, keyIndent + 2))),
            YamlContentMapping mapping => Mapping(mapping, keyIndent + 2),
            _ => throw new ArgumentOutOfRangeException(nameof(value)),
        };

    /// <summary>An item as block lines, the first with the indentation and its dash; no line end after the last.</summary>
    public string Item(YamlContent item, int dashIndent) => $"{new string(' ', dashIndent)}-{AfterDash(item, dashIndent)}";

    /// <summary>An item as it stands behind its dash, its leading blank included.</summary>
    public string AfterDash(YamlContent item, int dashIndent) => item switch
    {
        _ when IsInline(item) => $" {Inline(item)}",
        YamlContentMapping mapping => $" {Mapping(mapping, dashIndent + 2)[(dashIndent + 2)..]}",
        YamlContentSequence sequence => $" {string.Join(newLine, sequence.Items.Select(inner => Item(inner, dashIndent + 2)))[(dashIndent + 2)..]}",
        _ => throw new ArgumentOutOfRangeException(nameof(item)),
    };

    /// <summary>A value on one line, in brackets and braces where it is a collection.</summary>
    public static string Flow(YamlContent value) => value switch
    {
        YamlContentScalar scalar => Scalar(scalar, inFlow: true),
        YamlContentSequence sequence => $"[{string.Join(", ", sequence.Items.Select(Flow))}]",
        YamlContentMapping mapping => $"{{{string.Join(", ", mapping.Entries.Where(entry => entry.Value is not null).Select(FlowEntry))}}}",
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };

    /// <summary>An entry of a mapping in braces.</summary>
    public static string FlowEntry(YamlContentEntry entry) => $"{Text(entry.Key, inFlow: true)}: {Flow(entry.Value!)}";

    /// <summary>A scalar as it stands in the text.</summary>
    public static string Scalar(YamlContentScalar scalar, bool inFlow) =>
        scalar.Type == YamlScalarType.Text ? Text(scalar.Value, inFlow) : scalar.Value;

    /// <summary>A comment's text on one line.</summary>
    public static string CommentText(string comment) =>
        string.Concat(comment.Select(character => char.IsControl(character) || character is '\u2028' or '\u2029' ? ' ' : character));

    private static bool IsInline(YamlContent value) => value switch
    {
        YamlContentScalar => true,
        YamlContentSequence sequence => sequence.IsCompact || sequence.Items.Count == 0,
        YamlContentMapping mapping => mapping.Entries.All(entry => entry.Value is null),
        _ => false,
    };

    private static string Inline(YamlContent value) => value is YamlContentScalar scalar
        ? Scalar(scalar, inFlow: false) + (scalar.Comment is null ? "" : $" # {CommentText(scalar.Comment)}")
        : Flow(value);

    private static string Text(string value, bool inFlow)
    {
        if (value.Any(NeedsEscape)) return DoubleQuoted(value);
        return IsPlain(value, inFlow) ? value : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    // Plain only where no reader of either version can take it for anything else: a letter or slash first, no word that YAML 1.1
    // or 1.2 reads as a truth value, null or number (YAML 1.1 types bool and float), no ": " and no " #" (YAML 1.2 section 7.3.3).
    private static bool IsPlain(string value, bool inFlow) =>
        PlainShape().IsMatch(value)
        && !SpecialWord().IsMatch(value)
        && !value.Contains(": ", StringComparison.Ordinal)
        && !value.Contains(" #", StringComparison.Ordinal)
        && value[^1] is not (':' or ' ')
        && !(inFlow && value.AsSpan().ContainsAny(FlowIndicators));

    private static bool NeedsEscape(char character) =>
        char.IsControl(character) || char.IsSurrogate(character) || character is '\u2028' or '\u2029' or '\ufeff' or '\u00a0' or '\ufffe' or '\uffff';

    private static string DoubleQuoted(string value)
    {
        var text = new StringBuilder("\"");
        for (var i = 0; i < value.Length; i++)
        {
            var character = value[i];
            if (char.IsHighSurrogate(character) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                text.Append(character).Append(value[++i]);
                continue;
            }

            text.Append(character switch
            {
                '"' => "\\\"",
                '\\' => @"\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when NeedsEscape(character) => "\\u" + ((int)character).ToString("X4", CultureInfo.InvariantCulture),
                _ => character.ToString(),
            });
        }

        return text.Append('"').ToString();
    }

    [GeneratedRegex(@"\A[\p{L}/_(<$^][^\t]*\z", RegexOptions.NonBacktracking)]
    private static partial Regex PlainShape();

    [GeneratedRegex(@"\A(?:y|n|yes|no|on|off|true|false|null)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex SpecialWord();
}
