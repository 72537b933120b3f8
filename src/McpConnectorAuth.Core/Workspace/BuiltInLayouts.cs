namespace McpConnectorAuth.Core.Workspace;

/// <summary>The layouts that come with the product, each a JSON file among its resources.</summary>
internal static class BuiltInLayouts
{
    private const string Prefix = "layouts/";
    private const string Ending = ".json";
    private const string Fallback = "generic";

    private static readonly Lazy<SortedDictionary<string, (WorkspaceLayout Layout, string? RecognisedBy)>> All = new(ReadAll);

    /// <summary>Their names, in alphabetical order.</summary>
    public static IReadOnlyCollection<string> Names => All.Value.Keys;

    /// <summary>A layout by its name; null where there is none.</summary>
    public static WorkspaceLayout? Find(string name) => All.Value.TryGetValue(name, out var found) ? found.Layout : null;

    /// <summary>A layout that there is.</summary>
    public static WorkspaceLayout Named(string name) => All.Value[name].Layout;

    /// <summary>The layout that a project's folders show, else the generic one.</summary>
    public static WorkspaceLayout Recognise(string root) => All.Value.Values
        .Where(candidate => candidate.RecognisedBy is { } folder && Directory.Exists(Path.Combine(root, folder)))
        .Select(candidate => candidate.Layout)
        .FirstOrDefault(Named(Fallback));

    private static SortedDictionary<string, (WorkspaceLayout Layout, string? RecognisedBy)> ReadAll()
    {
        var assembly = typeof(BuiltInLayouts).Assembly;
        var found = new SortedDictionary<string, (WorkspaceLayout, string?)>(StringComparer.Ordinal);
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            var name = resource[Prefix.Length..^Ending.Length];
            var file = LayoutFile.Parse(bytes, resource, builtIn: true);
            found[name] = (file.Over(new WorkspaceLayout(name, "", "", "", "", "", "")) with { Name = name }, file.RecognisedBy);
        }

        return found;
    }
}
