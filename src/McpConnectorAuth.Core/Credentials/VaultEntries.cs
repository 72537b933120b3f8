using System.Collections.Concurrent;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>
/// The files of a store's entries: <c>connections/PROJECT/SOURCE/ACCOUNT.json</c>, each with a lock beside it; and, where something is issued
/// for the connection, <c>ACCOUNT.token</c>, a token that the entry does not hold yet, and <c>ACCOUNT.token-lock</c>.
/// </summary>
internal sealed class VaultEntries(string home)
{
    private const string Ending = ".json";
    private const string LockEnding = ".lock";
    private const string PendingEnding = ".token";

    /// <summary>
    /// How long a change has to be past before it can be told from the next one by its time: longer than any clock tick that file systems
    /// keep times by, two seconds of old ones excepted.
    /// </summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<ConnectionId, string> _paths = new();

    /// <summary>The folder that holds them.</summary>
    public string Folder { get; } = Path.Combine(home, "connections");

    /// <summary>The file of an entry.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.InvalidArgument"/> where a name could lead elsewhere.</exception>
    public string PathOf(ConnectionId id)
    {
        if (_paths.TryGetValue(id, out var known)) return known;
        RequireName(id.ProjectId, "project id");
        RequireName(id.Source.Value, "source name");
        RequireName(id.Account, "account name");
        return _paths[id] = Path.Combine(Folder, id.ProjectId, id.Source.Value, id.Account + Ending);
    }

    /// <summary>The file beside an entry that holds a token which the entry does not hold yet.</summary>
    public static string PendingOf(string path) => Path.ChangeExtension(path, PendingEnding);

    /// <summary>The lock on what is issued for a connection.</summary>
    public static string TokenLockOf(string path) => Path.ChangeExtension(path, PendingEnding + "-lock");

    /// <summary>The file that becomes <see cref="PendingOf"/>.</summary>
    public static string UnfinishedOf(string path) => Path.ChangeExtension(path, PendingEnding + "-new");

    /// <summary>Files beside an entry that go with it; the lock stays, as all locks do.</summary>
    public static IEnumerable<string> TokenFilesOf(string path) => [PendingOf(path), UnfinishedOf(path)];

    /// <summary>See <see cref="IConnectionStore.MarkOf"/>.</summary>
    public static ConnectionMark? MarkOf(string path)
    {
        try
        {
            var entry = new FileInfo(path);
            if (!entry.Exists) return null;
            var beside = new FileInfo(PendingOf(path));
            var mark = new ConnectionMark(entry.LastWriteTimeUtc.Ticks, entry.Length, beside.Exists ? beside.LastWriteTimeUtc.Ticks : 0);
            return DateTime.UtcNow.Ticks - Math.Max(mark.Written, mark.Pending) > Tick.Ticks ? mark : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Reading the entry says why.
            return null;
        }
    }

    /// <summary>Takes the lock of an entry.</summary>
    public FileLock Lock(string path)
    {
        for (var folder = Path.GetDirectoryName(path)!; folder.Length > home.Length; folder = Path.GetDirectoryName(folder)!)
            PrivateFolder.CreateClosed(folder);
        return FileLock.Acquire(Path.ChangeExtension(path, LockEnding));
    }

    /// <summary>Account names stored for a source in a project, in alphabetical order.</summary>
    public IReadOnlyList<string> Accounts(string projectId, SourceName source) =>
        [.. Files(Path.GetDirectoryName(PathOf(new ConnectionId(projectId, source)))!, Ending)];

    /// <summary>Sources of a project that something is stored for, in alphabetical order.</summary>
    public IReadOnlyList<SourceName> Sources(string projectId)
    {
        RequireName(projectId, "project id");
        return [.. Folders(Path.Combine(Folder, projectId)).Select(SourceName.Parse).Where(source => Accounts(projectId, source).Count > 0)];
    }

    /// <summary>
    /// Every connection that is stored or being stored. They are found by their locks, which are older than what a writer
    /// knows of the store's key: whoever is not among them has yet to read which key seals.
    /// </summary>
    public IReadOnlyList<ConnectionId> All() =>
    [
        .. from project in Folders(Folder)
           from source in Folders(Path.Combine(Folder, project))
           from account in Files(Path.Combine(Folder, project, source), LockEnding)
           select new ConnectionId(project, SourceName.Parse(source), account),
    ];

    /// <summary>The envelope of any sound entry; null where there is none.</summary>
    public VaultEnvelope? AnyEnvelope() =>
        All().Select(id => VaultFile.Read(PathOf(id)) is { } bytes ? VaultEnvelope.Parse(bytes) : null).FirstOrDefault(envelope => envelope is not null);

    private static IEnumerable<string> Folders(string parent) =>
        Names(parent, () => Directory.EnumerateDirectories(parent).Select(path => Path.GetFileName(path)));

    private static IEnumerable<string> Files(string parent, string ending) => Names(parent, () => Directory.EnumerateFiles(parent, "*" + ending)
        .Where(path => path.EndsWith(ending, StringComparison.Ordinal))
        .Select(path => Path.GetFileName(path)[..^ending.Length]));

    private static IReadOnlyList<string> Names(string folder, Func<IEnumerable<string>> enumerate)
    {
        try
        {
            return [.. enumerate().Where(name => SourceName.TryParse(name, out _)).Order(StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConnectorAuthException(
                ErrorCodes.FileAccess,
                $"{folder} can't be read: {error.Message}",
                "Make it readable for you alone (`chmod 700`), then call again.",
                error);
        }
    }

    private static void RequireName(string? name, string what)
    {
        if (!SourceName.TryParse(name, out _))
        {
            throw new ConnectorAuthException(
                ErrorCodes.InvalidArgument,
                $"This is no valid {what}.",
                "Use lower-case letters and digits, words joined by one hyphen or underscore, at most 64 characters.");
        }
    }
}
