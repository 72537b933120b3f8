namespace McpConnectorAuth.Core.Tests;

/// <summary>Where the sources lie.</summary>
internal static class Repository
{
    /// <summary>The folder above the test assembly that holds the labelled documents.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "eval", "gold")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException("eval/gold is not above the test assembly.");
    }
}
