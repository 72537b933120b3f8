namespace McpConnectorAuth.Portal.Tests.Support;

/// <summary>Where the accessibility checker axe-core is: <c>AXE_CORE</c>, or <c>node_modules</c> of this folder or one above.</summary>
internal static class Axe
{
    /// <summary>Path of <c>axe.min.js</c>, or null.</summary>
    public static string? Path { get; } = Candidates().FirstOrDefault(File.Exists);

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("AXE_CORE") is { Length: > 0 } path) yield return path;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            yield return System.IO.Path.Combine(folder.FullName, "node_modules", "axe-core", "axe.min.js");
    }
}
