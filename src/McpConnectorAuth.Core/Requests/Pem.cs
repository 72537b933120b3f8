namespace McpConnectorAuth.Core.Requests;

/// <summary>PEM text (RFC 7468) as people have it.</summary>
internal static class Pem
{
    /// <summary>Whether the text is PEM by its look.</summary>
    public static bool Looks(string text) => text.Contains("-----BEGIN ", StringComparison.Ordinal);

    /// <summary>The text with real line breaks, where they were copied out of JSON or of an environment variable.</summary>
    public static string Normalize(string text) => text.Replace("\\r", "", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal);
}
