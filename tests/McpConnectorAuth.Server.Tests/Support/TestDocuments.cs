namespace McpConnectorAuth.Server.Tests.Support;

/// <summary>The documents of our own writing, with their host replaced by a loopback API's where a test needs one.</summary>
internal static class TestDocuments
{
    public static string Read(string source) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Documents", $"{source}_api_doc.md"));

    /// <summary>The document as if it described an API on loopback.</summary>
    public static string ReadFor(string source, string documentedHost, string authority) => Read(source)
        .Replace($"https://{documentedHost}", $"http://{authority}", StringComparison.Ordinal)
        .Replace(documentedHost, authority, StringComparison.Ordinal);
}
