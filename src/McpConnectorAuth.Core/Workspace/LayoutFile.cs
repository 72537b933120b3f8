using System.Text;
using System.Text.Json;

namespace McpConnectorAuth.Core.Workspace;

/// <summary>
/// Reads a layout from JSON: a project's <c>connector-auth.json</c>, or one that is built in. A breach is named with its line and column.
/// The published schema is <c>schemas/connector-auth.schema.json</c>.
/// </summary>
internal sealed class LayoutFile
{
    /// <summary>Name of the file in a project's root.</summary>
    public const string FileName = "connector-auth.json";

    private const int LargestFile = 64 * 1024;
    private const int LongestPath = 512;
    private const string SourceHole = "{source}";
    private const string ExtensionHole = "{ext}";

    /// <summary>Keys that hold a path, with what a path has to contain.</summary>
    private static readonly Dictionary<string, string[]> Paths = new(StringComparer.Ordinal)
    {
        ["document"] = [SourceHole],
        ["spec"] = [SourceHole],
        ["test"] = [SourceHole, ExtensionHole],
        ["config"] = [SourceHole],
        ["memory"] = [],
        ["templates"] = [],
    };

    private readonly byte[] _json;
    private readonly string _shown;
    private readonly Dictionary<string, (string Text, int Offset)> _values = new(StringComparer.Ordinal);

    private LayoutFile(byte[] json, string shown)
    {
        _json = json;
        _shown = shown;
    }

    /// <summary>A folder whose presence tells that a project is laid out like this; null in a project's own file.</summary>
    public string? RecognisedBy => Text("recognised_by");

    /// <summary>The layout of a project: what its file sets, on top of the built-in one that it names, is recognised by, or the generic one.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.LayoutInvalid"/>, <see cref="ErrorCodes.PathOutsideProject"/> or <see cref="ErrorCodes.FileAccess"/>.</exception>
    public static WorkspaceLayout Load(string root)
    {
        var path = Path.Combine(root, FileName);
        if (Read(path) is not { } bytes) return BuiltInLayouts.Recognise(root);
        var file = Parse(bytes, FileName, builtIn: false);
        var layout = file.Text("layout") is { } name
            ? BuiltInLayouts.Find(name) ?? throw file.Refused("layout", $"there is no layout of that name; there are {string.Join(", ", BuiltInLayouts.Names)}")
            : BuiltInLayouts.Recognise(root);
        return file.Over(layout);
    }

    /// <summary>Reads a layout's JSON.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="shown">The file's name, for errors.</param>
    /// <param name="builtIn">Whether it may say what it is recognised by, in place of naming another layout.</param>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.LayoutInvalid"/>.</exception>
    public static LayoutFile Parse(byte[] json, string shown, bool builtIn)
    {
        var bytes = json.AsSpan().StartsWith("\uFEFF"u8) ? json[3..] : json;
        var file = new LayoutFile(bytes, shown);
        file.ReadAll(builtIn ? "recognised_by" : "layout");
        return file;
    }

    /// <summary>The layout with this file's paths in place of its own.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.LayoutInvalid"/> where two files would be one.</exception>
    public WorkspaceLayout Over(WorkspaceLayout layout)
    {
        var over = new WorkspaceLayout(
            Paths.Keys.Any(key => Text(key) is not null) ? "custom" : layout.Name,
            Text("document") ?? layout.Document,
            Text("spec") ?? layout.Spec,
            Text("test") ?? layout.Test,
            Text("config") ?? layout.Config,
            Text("memory") ?? layout.Memory,
            Text("templates") ?? layout.Templates);
        var files = new[] { ("document", over.Document), ("spec", over.Spec), ("test", over.Test), ("config", over.Config) };
        foreach (var (key, path) in files)
        {
            if (_values.ContainsKey(key) && Array.Find(files, other => other.Item1 != key && Same(other.Item2, path)).Item1 is { } taken)
                throw Refused(key, $"it is the path of \"{taken}\"");
        }

        return over;
    }

    /// <summary>Compared without case and with any extension in place of the hole, as some file systems do and a test's language may.</summary>
    private static bool Same(string one, string other)
    {
        var (first, second) = (one.Split(ExtensionHole), other.Split(ExtensionHole));
        return first.Length == second.Length
            ? string.Equals(one, other, StringComparison.OrdinalIgnoreCase)
            : Covers(first, other) || Covers(second, one);
        static bool Covers(string[] around, string path) => around is [var before, var after]
            && path.Length > before.Length + after.Length
            && path.StartsWith(before, StringComparison.OrdinalIgnoreCase) && path.EndsWith(after, StringComparison.OrdinalIgnoreCase)
            && !path[before.Length..^after.Length].Contains('/', StringComparison.Ordinal);
    }

    private string? Text(string key) => _values.TryGetValue(key, out var value) ? value.Text : null;

    private void ReadAll(string special)
    {
        try
        {
            var json = new Utf8JsonReader(_json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 4 });
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) throw Refused((int)json.TokenStartIndex, "expected an object");
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var (key, start) = (json.GetString()!, (int)json.TokenStartIndex);
                if (!Paths.ContainsKey(key) && key != special && key != "$schema")
                    throw Refused(start, $"\"{Shorten(key)}\" is no key; there are {string.Join(", ", Paths.Keys.Prepend(special))}");
                json.Read();
                if (json.TokenType != JsonTokenType.String) throw Refused((int)json.TokenStartIndex, $"{key}: expected a text");
                if (!_values.TryAdd(key, (json.GetString()!, (int)json.TokenStartIndex))) throw Refused(start, $"{key}: it stands here a second time");
                if (key != special && Paths.TryGetValue(key, out var holes) && Problem(_values[key].Text, holes) is { } problem) throw Refused(key, problem);
            }

            json.Read();
        }
        catch (JsonException error)
        {
            var line = (int)(error.LineNumber ?? 0);
            throw Refused(OffsetOf(line) + (int)(error.BytePositionInLine ?? 0), "this is not JSON");
        }
        catch (InvalidOperationException)
        {
            // A text with a lone surrogate or invalid UTF-8 can't be read as one.
            throw Refused(0, "it holds a text that is not valid Unicode");
        }
    }

    /// <summary>What is wrong with a path; null where it stays inside the project on every system.</summary>
    private static string? Problem(string path, string[] holes)
    {
        if (path.Length is 0 or > LongestPath) return $"expected a path of 1 to {LongestPath} characters";
        if (path.Any(character => char.IsControl(character) || "\\:*?\"<>|".Contains(character, StringComparison.Ordinal)))
            return "a path is written with \"/\" and has no control characters and none of \\ : * ? \" < > |";
        if (path.Split('/').Any(part => part.Length == 0 || part.Trim() != part || part is "." or ".." || part.EndsWith('.') || part.Equals(".git", StringComparison.OrdinalIgnoreCase)))
            return "a path is relative to the project, without empty parts, \".\", \"..\" and \".git\"";
        var missing = Array.Find(holes, hole => !path.Contains(hole, StringComparison.Ordinal));
        if (missing is not null) return $"expected the hole {missing}";
        var rest = holes.Aggregate(path, (text, hole) => text.Replace(hole, "", StringComparison.Ordinal));
        if (rest.AsSpan().IndexOfAny('{', '}') >= 0) return holes.Length == 0 ? "it has no holes" : $"its only holes are {string.Join(" and ", holes)}";
        if (path.Split(ExtensionHole).Length > 2) return $"{ExtensionHole} stands in it once";
        return null;
    }

    private ConnectorAuthException Refused(string key, string problem) => Refused(_values[key].Offset, $"{key}: {problem}");

    private ConnectorAuthException Refused(int offset, string problem)
    {
        var before = Encoding.UTF8.GetString(_json.AsSpan(0, Math.Clamp(offset, 0, _json.Length)));
        var line = before.Count(character => character == '\n') + 1;
        var column = before.Length - (before.LastIndexOf('\n') + 1) + 1;
        return new ConnectorAuthException(
            ErrorCodes.LayoutInvalid,
            $"{_shown}:{line}:{column}: {problem}.",
            "Mend the file; docs/layouts.md has every key. An empty object {} is the layout that fits the project.");
    }

    private int OffsetOf(int line)
    {
        var offset = 0;
        for (; line > 0; line--) offset += _json.AsSpan(offset).IndexOf((byte)'\n') + 1;
        return offset;
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static byte[]? Read(string path)
    {
        try
        {
            var info = new FileInfo(path);
            if (info.LinkTarget is not null)
                throw new ConnectorAuthException(ErrorCodes.PathOutsideProject, $"{path} is a symbolic link.", "Put the file itself there.");
            if (!info.Exists) return null;

            // A pipe has no length; opening one would wait for a writer.
            if (info.Length is 0 or > LargestFile)
                throw new ConnectorAuthException(ErrorCodes.LayoutInvalid, $"{FileName} is {(info.Length == 0 ? "empty" : "larger than 64 KiB")}.", "Write {} into it, or what docs/layouts.md describes.");
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConnectorAuthException(ErrorCodes.FileAccess, $"{path} can't be read: {error.Message}", "Make it readable for you, then call again.", error);
        }
    }
}
