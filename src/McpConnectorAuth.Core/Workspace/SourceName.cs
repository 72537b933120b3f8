using System.Text.RegularExpressions;

namespace McpConnectorAuth.Core.Workspace;

/// <summary>
/// The name of a source (an API that a connector reads), safe as a folder and file name: lower-case letters and digits,
/// words separated by one hyphen or underscore, <c>owner__name</c> allowed, at most 64 characters.
/// </summary>
public readonly partial record struct SourceName
{
    /// <summary>What a valid name is made of, for the next steps of errors.</summary>
    internal const string Rule = "lower-case letters and digits, words joined by one hyphen or underscore";

    private SourceName(string value) => Value = value;

    /// <summary>The validated name.</summary>
    public string Value { get; }

    /// <summary>Reads a name.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.InvalidSourceName"/> where it is no valid name.</exception>
    public static SourceName Parse(string? value) => TryParse(value, out var name)
        ? name
        : throw new ConnectorAuthException(
            ErrorCodes.InvalidSourceName,
            $"\"{Shorten(value)}\" is not a source name.",
            $"Use {Rule}, such as \"acme_billing\" (at most 64 characters).");

    /// <summary>Reads a name; false where it is no valid name.</summary>
    public static bool TryParse(string? value, out SourceName name)
    {
        var valid = value is { Length: > 0 and <= 64 } && Pattern().IsMatch(value);
        name = valid ? new SourceName(value!) : default;
        return valid;
    }

    /// <summary>
    /// A name made from a document's file name: <c>Acme Billing_api_doc.md</c> gives <c>acme_billing</c>.
    /// </summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.InvalidSourceName"/> where nothing usable is left.</exception>
    public static SourceName FromFileName(string path)
    {
        var stem = Path.GetFileName(path).ToLowerInvariant();
        var dot = stem.IndexOf('.', StringComparison.Ordinal);
        stem = dot > 0 ? stem[..dot] : stem;
        stem = Separators().Replace(stem, "_").Trim('_');
        foreach (var suffix in new[] { "_api_doc", "_api_docs", "_openapi", "_swagger" })
            stem = stem.EndsWith(suffix, StringComparison.Ordinal) ? stem[..^suffix.Length] : stem;
        return Parse(stem.Length > 64 ? stem[..64].Trim('_') : stem);
    }

    /// <inheritdoc/>
    public override string ToString() => Value ?? "";

    internal static string Shorten(string? value) => value is null ? "" : value.Length <= 80 ? value : value[..80] + "…";

    [GeneratedRegex(@"\A[a-z0-9]+(?:(?:[-_]|__)[a-z0-9]+)*\z", RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Separators();
}
