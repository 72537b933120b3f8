using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using McpConnectorAuth.Core.Specs.Yaml;

namespace McpConnectorAuth.Core.Specs;

/// <summary>A value of a spec on its way from YAML to a record: knows its key path and its place, and words the breach where it is not what is expected.</summary>
/// <param name="displayPath">How the file is named in messages.</param>
/// <param name="path">Key path, such as <c>authentication.methods[0].kind</c>; empty at the root.</param>
/// <param name="node">The value; null where the key is absent or empty.</param>
/// <param name="position">Where it stands, or where what lacks it starts.</param>
internal sealed partial class SpecCursor(string displayPath, string path, YamlNode? node, YamlPosition position)
{
    /// <summary>Whether the value is absent or empty.</summary>
    public bool IsMissing => node is null or YamlScalar { Type: YamlScalarType.Null };

    /// <summary>The value under a key of this mapping.</summary>
    public SpecCursor this[string key]
    {
        get
        {
            var entry = Mapping()?.Find(key);
            return new SpecCursor(displayPath, path.Length == 0 ? key : $"{path}.{key}", entry?.Value, entry?.Value.Position ?? position);
        }
    }

    /// <summary>The error for this value.</summary>
    public ConnectorAuthException Breach(string what) => YamlTree.Breach(displayPath, position, path.Length == 0 ? what : $"{path}: {what}");

    /// <summary>The error that something else than expected stands here. Only a plain word is repeated: a credential could stand here by mistake.</summary>
    public ConnectorAuthException Expected(string what) => Breach(IsMissing ? $"is missing; expected {what}." : $"expected {what}, found {Found()}.");

    /// <summary>Refuses a value that is absent or no mapping.</summary>
    public void RequireMapping()
    {
        if (IsMissing) throw Expected("a mapping");
        _ = Mapping();
    }

    /// <summary>The items of a sequence; none where it is absent.</summary>
    public IReadOnlyList<SpecCursor> Items(string whatItems)
    {
        if (IsMissing) return [];
        if (node is not YamlSequence sequence) throw Expected($"a list of {whatItems}");
        return
        [
            .. sequence.Items.Select((item, index) =>
                new SpecCursor(displayPath, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"), item, item.Position)),
        ];
    }

    /// <summary>The keys of a mapping; none where it is absent.</summary>
    public IEnumerable<string> Keys() => Mapping()?.Entries.Select(entry => entry.Key.Value) ?? [];

    /// <summary>A text that is there and not empty.</summary>
    public string RequiredText(string what) => OptionalText(what) ?? throw Expected(what);

    /// <summary>A text, or null where it is absent or empty.</summary>
    public string? OptionalText(string what)
    {
        if (IsMissing) return null;
        if (node is not YamlScalar { Type: YamlScalarType.Text } scalar) throw Expected(node is YamlScalar ? $"{what}, in quotes where it looks like a number or a truth value" : what);
        return scalar.Value.Length == 0 ? null : scalar.Value;
    }

    /// <summary>A text that a rule accepts.</summary>
    public string RequiredText(string what, Func<string, bool> isValid)
    {
        var text = RequiredText(what);
        return isValid(text) ? text : throw Expected(what);
    }

    /// <summary>A text that a rule accepts, or null where it is absent or empty.</summary>
    public string? OptionalText(string what, Func<string, bool> isValid)
    {
        var text = OptionalText(what);
        return text is null || isValid(text) ? text : throw Expected(what);
    }

    /// <summary>A truth value, or the default where it is absent.</summary>
    public bool Boolean(bool absent)
    {
        if (IsMissing) return absent;
        return node is YamlScalar { Type: YamlScalarType.Boolean } scalar ? scalar.Value is "true" or "True" or "TRUE" : throw Expected("true or false");
    }

    /// <summary>A line number, 0 where it is absent.</summary>
    public int Line()
    {
        const string what = "a line number (0 where it is not from the document)";
        if (IsMissing) return 0;
        return node is YamlScalar { Type: YamlScalarType.Integer } scalar && int.TryParse(scalar.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var line)
            ? line
            : throw Expected(what);
    }

    /// <summary>A number of seconds, or null where it is absent.</summary>
    public int? Seconds(int most)
    {
        if (IsMissing) return null;
        return node is YamlScalar { Type: YamlScalarType.Integer } scalar && int.TryParse(scalar.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 && seconds <= most
            ? seconds
            : throw Expected($"a number of seconds, 1 to {most.ToString(CultureInfo.InvariantCulture)}");
    }

    /// <summary>One of an enum's names.</summary>
    public T Name<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>(params IReadOnlyList<T> without)
        where T : struct, Enum
    {
        var names = EnumNames<T>.All.Where(name => !EnumNames<T>.TryParse(name, out var excluded) || !without.Contains(excluded));
        var what = $"one of {string.Join(", ", names)}";
        return EnumNames<T>.TryParse(RequiredText(what), out var value) && !without.Contains(value) ? value : throw Expected(what);
    }

    private YamlMapping? Mapping()
    {
        if (IsMissing) return null;
        return node as YamlMapping ?? throw Expected("a mapping");
    }

    private string Found() => node switch
    {
        YamlMapping => "a mapping",
        YamlSequence => "a list",
        YamlScalar { Value: var value } when Word().IsMatch(value) => $"\"{value}\"",
        YamlScalar => "another text",
        _ => "nothing",
    };

    [GeneratedRegex(@"\A(?:[A-Za-z_-]{1,32}|[0-9.-]{1,8})\z", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
