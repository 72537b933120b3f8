namespace McpConnectorAuth.Tools;

/// <summary>Wording shared by the tools' short texts.</summary>
internal static class ToolText
{
    /// <summary>Items joined by commas, or <c>nothing</c>.</summary>
    public static string List(IEnumerable<string> items) => string.Join(", ", items) is { Length: > 0 } text ? text : "nothing";
}
