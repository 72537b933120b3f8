namespace McpConnectorAuth.Server.Tests.Support;

/// <summary>A fresh project folder with its own credential home, gone after the test.</summary>
internal sealed class TestProject : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mca-test-").FullName;

    public TestProject()
    {
        Root = Directory.CreateDirectory(Path.Combine(_folder, "project")).FullName;
        Home = Path.Combine(_folder, "home");
        File.WriteAllText(Path.Combine(Root, "connector-auth.json"), "{}");
    }

    public string Root { get; }

    public string Home { get; }

    public string PathOf(string relative) => Path.Combine(Root, relative);

    public string Write(string relative, string text)
    {
        var path = PathOf(relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Everything the product wrote: the project and the credential home. A pipe that a killed process left has no length, and nobody writes into it.</summary>
    public IEnumerable<string> Files() => Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Where(file => new FileInfo(file).Length > 0);

    public void Dispose()
    {
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // A child that was just killed may still be closing a file.
        }
    }
}
