namespace McpConnectorAuth.Core.Analysis.Samples;

/// <summary>The comments of a sample, in the order of its text.</summary>
internal static class CodeComments
{
    private const int Near = 300;

    /// <summary>The last comment before an offset, if it is near; null where none is.</summary>
    public static string? Before(List<(int Start, string Text)> comments, int offset)
    {
        int low = 0, high = comments.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (comments[middle].Start < offset)
                low = middle + 1;
            else
                high = middle;
        }

        return low > 0 && offset - comments[low - 1].Start < Near ? comments[low - 1].Text : null;
    }
}
