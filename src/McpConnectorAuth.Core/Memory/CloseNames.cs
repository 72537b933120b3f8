namespace McpConnectorAuth.Core.Memory;

/// <summary>Finds what someone may have meant by a name that does not exist.</summary>
internal static class CloseNames
{
    private const int Most = 5;

    /// <summary>Names that contain the wanted one or differ little from it, best first; at most five.</summary>
    public static IReadOnlyList<string> Of(string wanted, IEnumerable<string> names) =>
        [.. names
            .Select(name => (Name: name, Distance: Distance(wanted.ToLowerInvariant(), name.ToLowerInvariant())))
            .Where(candidate => candidate.Distance <= Math.Max(2, wanted.Length / 3)
                || candidate.Name.Contains(wanted, StringComparison.OrdinalIgnoreCase)
                || wanted.Contains(candidate.Name, StringComparison.OrdinalIgnoreCase))
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Take(Most)
            .Select(candidate => candidate.Name)];

    /// <summary>Edit distance (Levenshtein 1966).</summary>
    private static int Distance(string left, string right)
    {
        var row = new int[right.Length + 1];
        for (var column = 0; column < row.Length; column++) row[column] = column;
        for (var index = 1; index <= left.Length; index++)
        {
            var diagonal = row[0];
            row[0] = index;
            for (var column = 1; column < row.Length; column++)
            {
                var above = row[column];
                var substituted = diagonal + (left[index - 1] == right[column - 1] ? 0 : 1);
                row[column] = Math.Min(substituted, 1 + Math.Min(above, row[column - 1]));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
