using System.Diagnostics.CodeAnalysis;

namespace McpConnectorAuth.Core.Requests;

/// <summary>
/// Compares parameter names as documents spell them: <c>AccountSid</c>, <c>account-sid</c> and <c>account_sid</c> are one
/// parameter, because a URL template and a parameter table of the same document often differ in this only.
/// </summary>
public sealed class ParameterNameComparer : IEqualityComparer<string>
{
    /// <summary>The one comparer.</summary>
    public static ParameterNameComparer Instance { get; } = new();

    /// <inheritdoc/>
    public bool Equals(string? x, string? y) =>
        string.Equals(x, y, StringComparison.Ordinal) || (x is not null && y is not null && Normalize(x) == Normalize(y));

    /// <inheritdoc/>
    public int GetHashCode([DisallowNull] string obj) => Normalize(obj).GetHashCode(StringComparison.Ordinal);

    private static string Normalize(string name) =>
        string.Concat(name.Where(character => character is not ('_' or '-')).Select(char.ToLowerInvariant));
}
