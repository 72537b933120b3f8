namespace McpConnectorAuth.Tests.Shared;

/// <summary>Where the browser for the tests is.</summary>
internal static class Chromium
{
    /// <summary>Path of the executable, or null where none is installed.</summary>
    public static string? Path { get; } = new[] { Environment.GetEnvironmentVariable("CHROMIUM_PATH"), "/usr/bin/chromium", "/usr/bin/chromium-browser" }
        .FirstOrDefault(File.Exists);

    /// <summary>Why tests in it are skipped; null where it is installed.</summary>
    public static string? Missing => Path is null ? "Chromium is not installed (Debian: apt-get install chromium; elsewhere set CHROMIUM_PATH)." : null;
}
