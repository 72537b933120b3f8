namespace McpConnectorAuth.Portal.Tests.Support;

/// <summary>Where the browser for the tests is.</summary>
internal static class Chromium
{
    /// <summary>Path of the executable, or null where none is installed.</summary>
    public static string? Path { get; } = new[] { Environment.GetEnvironmentVariable("CHROMIUM_PATH"), "/usr/bin/chromium", "/usr/bin/chromium-browser" }
        .FirstOrDefault(File.Exists);
}
