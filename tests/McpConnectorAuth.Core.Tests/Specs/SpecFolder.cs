using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Tests.Specs;

/// <summary>A folder of its own with the path of a spec in it.</summary>
internal sealed class SpecFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("spec-").FullName;

    public string SpecPath => Path.Combine(_root, "connector_spec.yaml");

    public string Text => File.ReadAllText(SpecPath);

    public SpecFolder With(string text)
    {
        File.WriteAllText(SpecPath, text);
        return this;
    }

    public ConnectorSpec Load() => ConnectorSpecFile.Load(SpecPath, SpecSamples.Display);

    public SpecSaveResult Save(ConnectorSpec spec) => ConnectorSpecFile.Save(SpecPath, SpecSamples.Display, spec);

    public IEnumerable<string> Files() => Directory.EnumerateFiles(_root).Select(path => Path.GetFileName(path)!);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    /// <summary>The one text that a spec has when it is written anew; equal for equal specs.</summary>
    public static string Canonical(ConnectorSpec spec)
    {
        using var folder = new SpecFolder();
        folder.Save(spec);
        return folder.Text;
    }
}
