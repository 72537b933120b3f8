using System.Security.Cryptography;
using System.Text;

namespace McpConnectorAuth.Core.Workspace;

/// <summary>A project on disk: its root, its layout, and the paths that follow from both.</summary>
public sealed class ProjectWorkspace
{
    private const string SourceHole = "{source}";
    private const int MaximumLinks = 40;

    private string? _id;
    private WorkspaceLayout? _layout;

    /// <summary>Opens a project.</summary>
    /// <param name="root">An existing folder.</param>
    /// <param name="layout">Where things live; what the project's <c>connector-auth.json</c> or its folders say where null.</param>
    public ProjectWorkspace(string root, WorkspaceLayout? layout = null)
    {
        Root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        _layout = layout;
    }

    /// <summary>The project's root folder, absolute, without a trailing separator.</summary>
    public string Root { get; }

    /// <summary>Where things live. Read when it is first asked for; a broken file is an error each time until it is mended.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.LayoutInvalid"/>, <see cref="ErrorCodes.PathOutsideProject"/> or <see cref="ErrorCodes.FileAccess"/>.</exception>
    public WorkspaceLayout Layout => _layout ??= LayoutFile.Load(Root);

    /// <summary>16 hex digits that identify the project on this machine (SHA-256 of its root path).</summary>
    /// <remarks>Made when it is first asked for: loading the cryptography library costs a server that only lists its tools 5 MB.</remarks>
    public string Id => _id ??= Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Root)))[..16];

    /// <summary>The memory folder, absolute.</summary>
    public string MemoryDirectory => Resolve(Layout.Memory);

    /// <summary>
    /// The project that a folder belongs to: the nearest folder upwards that holds <c>connector-auth.json</c> or
    /// <c>.git</c>, else the folder itself.
    /// </summary>
    public static ProjectWorkspace Locate(string startDirectory)
    {
        for (var folder = new DirectoryInfo(startDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, LayoutFile.FileName)) || Path.Exists(Path.Combine(folder.FullName, ".git")))
                return new ProjectWorkspace(folder.FullName);
        }

        return new ProjectWorkspace(startDirectory);
    }

    /// <summary>
    /// The project that a person or a client chose: a folder that has to exist, else the one named by
    /// <c>CONNECTOR_AUTH_PROJECT</c>, else the one that the working directory belongs to.
    /// </summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.FileAccess"/> where the folder does not exist.</exception>
    public static ProjectWorkspace Open(string? folder)
    {
        folder ??= Environment.GetEnvironmentVariable("CONNECTOR_AUTH_PROJECT") is { Length: > 0 } configured ? configured : null;
        if (folder is null) return Locate(Directory.GetCurrentDirectory());
        if (Directory.Exists(folder)) return new ProjectWorkspace(folder);
        throw new ConnectorAuthException(
            ErrorCodes.FileAccess, $"The project folder {folder} {(File.Exists(folder) ? "is a file" : "does not exist")}.", "Give an existing folder to --project or CONNECTOR_AUTH_PROJECT.");
    }

    /// <summary>The absolute path of a source's document.</summary>
    public string DocumentPath(SourceName source) => Resolve(Expand(Layout.Document, source));

    /// <summary>The absolute path of a source's spec.</summary>
    public string SpecPath(SourceName source) => Resolve(Expand(Layout.Spec, source));

    /// <summary>The absolute path of a source's written test.</summary>
    /// <param name="source">The source.</param>
    /// <param name="extension">File ending without the dot, such as <c>py</c>.</param>
    public string TestPath(SourceName source, string extension) =>
        Resolve(Expand(Layout.Test, source).Replace("{ext}", extension, StringComparison.Ordinal));

    /// <summary>The absolute path of a source's development configuration.</summary>
    public string ConfigPath(SourceName source) => Resolve(Expand(Layout.Config, source));

    /// <summary>The absolute path of the project's own template for written tests; most projects have none.</summary>
    /// <param name="name">The template's name, such as <c>python</c>.</param>
    public string TemplatePath(string name) => Resolve($"{Layout.Templates}/{name}.hbs");

    /// <summary>
    /// The names of all sources that have a spec or a document where the layout expects them, in alphabetical order.
    /// </summary>
    public IReadOnlyList<SourceName> Sources()
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var template in new[] { Layout.Spec, Layout.Document })
        {
            var hole = template.IndexOf(SourceHole, StringComparison.Ordinal);
            var start = template.LastIndexOf('/', hole) + 1;
            var end = template.IndexOf('/', hole) is >= 0 and var slash ? slash : template.Length;
            var parent = Resolve(template[..start]);
            if (!Directory.Exists(parent)) continue;
            foreach (var entry in Directory.EnumerateFileSystemEntries(parent))
            {
                // An entry that is a link is no source of this project; it must not keep the others from being listed.
                if (NameIn(Path.GetFileName(entry), template[start..end]) is { } name
                    && new FileInfo(entry).LinkTarget is null
                    && File.Exists(Path.Combine(Root, Expand(template, name))))
                {
                    names.Add(name.Value);
                }
            }
        }

        return [.. names.Select(SourceName.Parse)];
    }

    /// <summary>The path as people and agents see it: relative to the root with forward slashes, absolute where it lies elsewhere.</summary>
    public string Display(string path)
    {
        var relative = Path.GetRelativePath(Root, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative.Replace('\\', '/');
    }

    /// <summary>Makes a path absolute for writing, and refuses one that leaves the project, by <c>..</c> or by a symbolic link.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.PathOutsideProject"/>.</exception>
    public string Resolve(string relative)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(relative, Root));
        if (full != Root && !full.StartsWith(Root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw Outside(relative);

        // A link anywhere on the way would let a repository redirect a write to another place of the disk.
        for (var part = full; part.Length > Root.Length; part = Path.GetDirectoryName(part)!)
        {
            var entry = new FileInfo(part);
            if (entry.LinkTarget is not null) throw Outside(relative);
        }

        return full;
    }

    /// <summary>Whether neither a path nor any link on the way to its target is in the project. It need not exist.</summary>
    public bool LiesOutside(string path)
    {
        var roots = new[] { Path.GetFullPath(Root), Steps(Root).Last() };
        return Steps(path).All(step => !roots.Any(root => IsIn(root, step)));
    }

    private static bool IsIn(string root, string path) =>
        Path.TrimEndingDirectorySeparator(path).Equals(Path.TrimEndingDirectorySeparator(root), StringComparison.OrdinalIgnoreCase)
        || path.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.OrdinalIgnoreCase);

    /// <summary>The path, then the path after each link in it is followed; the last has none.</summary>
    private static List<string> Steps(string path)
    {
        var steps = new List<string> { Path.GetFullPath(path) };
        while (steps.Count <= MaximumLinks && Follow(steps[^1]) is { } next) steps.Add(next);
        return steps;
    }

    /// <summary>The path with its first link replaced by the link's target, or null where it has none.</summary>
    private static string? Follow(string path)
    {
        var current = Path.GetPathRoot(path)!;
        var names = path[current.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        for (var index = 0; index < names.Length; index++)
        {
            var parent = current;
            current = Path.Combine(current, names[index]);
            if (new FileInfo(current).LinkTarget is { } target) return Path.GetFullPath(Path.Combine([parent, target, .. names[(index + 1)..]]));
        }

        return null;
    }

    /// <summary>The source that a file or folder name stands for; null where it does not fit the part of the template that has the first hole.</summary>
    private static SourceName? NameIn(string entry, string part)
    {
        var hole = part.IndexOf(SourceHole, StringComparison.Ordinal);
        var rest = part.Length - hole - SourceHole.Length;
        if (entry.Length <= hole || !entry.StartsWith(part[..hole], StringComparison.Ordinal)) return null;

        // The part may repeat the name, as in {source}_{source}; expanding it again settles whether a candidate fits.
        for (var length = entry.Length - hole; length > 0; length--)
        {
            if (SourceName.TryParse(entry.Substring(hole, length), out var name) && Expand(part, name) == entry) return name;
            if (rest == 0) return null;
        }

        return null;
    }

    private static string Expand(string template, SourceName source) => template.Replace(SourceHole, source.Value, StringComparison.Ordinal);

    private ConnectorAuthException Outside(string path) => new(
        ErrorCodes.PathOutsideProject,
        $"\"{path}\" leads outside the project {Root}.",
        "Use a path inside the project that passes through no symbolic link.");
}
