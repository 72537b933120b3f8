using System.Text;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Memory;

/// <summary>
/// Notes in a folder that belongs to the project and its version control: <c>{topic}.md</c> files that people may edit, and
/// the index <c>MEMORY.md</c>. Changes run under a lock between processes; files are replaced atomically.
/// </summary>
public sealed class MemoryStore
{
    /// <summary>Name of the index file.</summary>
    public const string IndexFileName = "MEMORY.md";

    private const int LongestTitle = 120;
    private const int LargestContent = 4096;
    private const int LargestFile = 4 << 20;
    private const int LongestQuestion = 400;
    private const int LongestRecalled = 4000;
    private const int MostRecalled = 6;
    private const int MostTopics = 50;
    private const string TopicEnding = ".md";

    private readonly string _directory;
    private readonly TimeProvider _time;

    /// <summary>Opens a memory.</summary>
    /// <param name="directory">Absolute path; see <see cref="ProjectWorkspace.MemoryDirectory"/>. It need not exist.</param>
    /// <param name="time">Gives the date of notes; the system's clock where null.</param>
    public MemoryStore(string directory, TimeProvider? time = null)
    {
        _directory = directory;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Adds, updates or removes a note, and rewrites the index.</summary>
    /// <exception cref="ConnectorAuthException">
    /// <see cref="ErrorCodes.InvalidArgument"/>, <see cref="ErrorCodes.SecretRefused"/>, <see cref="ErrorCodes.NoteNotFound"/>,
    /// <see cref="ErrorCodes.Busy"/>, <see cref="ErrorCodes.PathOutsideProject"/> or <see cref="ErrorCodes.FileAccess"/>; the files are as before.
    /// </exception>
    public MemoryChange Save(MemoryNote note, CancellationToken cancellationToken = default)
    {
        var topic = RequireTopic(note.Topic);
        var title = RequireTitle(note.Title);
        var content = note.Action == MemoryAction.Remove ? "" : RequireContent(note.Content);
        RefuseSecrets(title, content);
        RefuseOneOffFacts(title, content);

        PrepareDirectory();
        using var held = FileLock.Acquire(Path.Combine(_directory, ".lock"), cancellationToken);
        var path = TopicPath(topic);
        var file = ReadFile(path) is { } text ? TopicFile.Parse(text) : TopicFile.New(topic);
        var (effect, kept) = Apply(note.Action, topic, file, title, content);
        var contradicts = note.Action == MemoryAction.Remove ? [] : new NoteComparison(title, content).Contradictions(file.Sections.Where(other => !other.HasTitle(kept)));

        // Everything that can be refused is read before anything is written.
        var indexPath = Path.Combine(_directory, IndexFileName);
        var index = ReadFile(indexPath);
        var topics = ReadTopics().Where(other => other.Name != topic);
        if (!file.IsEmpty) topics = topics.Append((topic, file));
        var newIndex = MemoryIndex.Update(index, [.. topics.OrderBy(other => other.Name, StringComparer.Ordinal)]);

        if (effect != MemoryEffect.Unchanged) Write(path, file);
        if (newIndex != index) AtomicFile.Write(indexPath, newIndex);
        return new MemoryChange(effect, topic, kept, path, MemoryIndex.CountLines(newIndex), contradicts);
    }

    /// <summary>All topics by name, with the titles of their notes.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.FileAccess"/>.</exception>
    public IReadOnlyList<MemoryTopic> List() =>
        [.. ReadTopics().Select(topic => new MemoryTopic(topic.Name, [.. topic.File.Sections.Select(section => section.Title)]))];

    /// <summary>The Markdown of a topic.</summary>
    /// <exception cref="ConnectorAuthException">
    /// <see cref="ErrorCodes.InvalidArgument"/>, <see cref="ErrorCodes.NoteNotFound"/>, <see cref="ErrorCodes.PathOutsideProject"/> or <see cref="ErrorCodes.FileAccess"/>.
    /// </exception>
    public string Read(string topic)
    {
        RequireTopic(topic);
        return ReadFile(TopicPath(topic)) ?? throw NotFound($"There is no topic \"{topic}\" in memory.", topic, TopicNames());
    }

    /// <summary>Finds notes.</summary>
    /// <param name="topic">Only notes of this topic; null for all.</param>
    /// <param name="words">Words of the question in any order; null or empty for all notes of the topic, latest first.</param>
    /// <exception cref="ConnectorAuthException">
    /// <see cref="ErrorCodes.InvalidArgument"/>, <see cref="ErrorCodes.PathOutsideProject"/> or <see cref="ErrorCodes.FileAccess"/>.
    /// </exception>
    public MemoryRecall Recall(string? topic, string? words)
    {
        var name = topic is null ? null : RequireTopic(topic);
        if (words is { Length: > LongestQuestion }) throw Invalid($"The question is longer than {LongestQuestion} characters.", "Name the few words that matter.");
        var topics = ReadTopics().ToList();
        var asked = name is not null || !string.IsNullOrWhiteSpace(words);
        var candidates = topics.Where(each => asked && (name is null || each.Name == name))
            .SelectMany(each => each.File.Sections.Select(section => new FoundNote(each.Name, section))).ToList();
        var ranked = candidates.Count == 0 ? [] : new NoteSearch(words ?? "").Rank(candidates);
        var notes = ranked.Take(MostRecalled).ToList();
        return new MemoryRecall(
            [.. notes.Select(note => new RecalledNote(note.Topic, note.Section.Title, note.Section.Date, Cut(note.Section.Content, LongestRecalled / notes.Count)))],
            ranked.Count - notes.Count,
            Contradictions(notes),
            ranked.Count > 0 ? [] : [.. topics.Take(MostTopics).Select(each => $"{each.Name} ({each.File.Sections.Count})")]);
    }

    private static List<string> Contradictions(List<FoundNote> notes) =>
        [.. notes.SelectMany((note, index) => new NoteComparison(note.Section.Title, note.Section.Content)
            .Contradictions(notes.Skip(index + 1).Where(other => other.Topic == note.Topic).Select(other => other.Section))
            .Select(other => $"{note.Topic}: \"{note.Section.Title}\" and {other}"))];

    private static string Cut(string text, int longest) =>
        text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 2]) ? longest - 2 : longest - 1)] + "…";

    /// <summary>The index; a short text that says so where nothing has been kept yet.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.PathOutsideProject"/> or <see cref="ErrorCodes.FileAccess"/>.</exception>
    public string ReadIndex() => ReadFile(Path.Combine(_directory, IndexFileName)) ?? "# Memory\n\nNothing has been kept yet.\n";

    /// <summary>Changes the file and says what happened and under which title the note now stands.</summary>
    private (MemoryEffect Effect, string Title) Apply(MemoryAction action, string topic, TopicFile file, string title, string content)
    {
        var existing = file.Find(title);
        if (existing is null && action != MemoryAction.Add)
            throw NotFound($"The topic \"{topic}\" has no note titled \"{title}\".", title, file.Sections.Select(section => section.Title));
        if (action == MemoryAction.Remove)
        {
            file.Remove(existing!);
            return (MemoryEffect.Removed, existing!.Title);
        }

        var merged = false;
        if (existing is null)
        {
            var comparison = new NoteComparison(title, content);
            if (comparison.FindDuplicate(file.Sections) is { } duplicate
                && comparison.MergeInto(duplicate) is var both
                && Encoding.UTF8.GetByteCount(both) <= LargestContent)
            {
                (existing, content, merged) = (duplicate, both, true);
            }
        }

        if (existing?.Content == content) return (MemoryEffect.Unchanged, existing.Title);
        file.Put(existing?.Title ?? title, content, DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime));
        return (merged ? MemoryEffect.Merged : existing is null ? MemoryEffect.Created : MemoryEffect.Updated, existing?.Title ?? title);
    }

    private static void Write(string path, TopicFile file)
    {
        if (!file.IsEmpty)
        {
            AtomicFile.Write(path, file.ToString());
            return;
        }

        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConnectorAuthException(
                ErrorCodes.FileAccess,
                $"{path} can't be removed: {error.Message}",
                "Make the folder writable, then call again; nothing was changed.",
                error);
        }
    }

    private static string RequireTopic(string? topic) =>
        SourceName.TryParse(topic, out var name) && name.Value != "memory"
            ? name.Value
            : throw Invalid(
                "The topic is no valid name.",
                "Use lower-case words joined by one hyphen or underscore, such as \"oauth-quirks\", or a source's name; \"memory\" is the index's own.");

    private static string RequireTitle(string? title)
    {
        var words = string.Join(' ', (title ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        words = TopicSection.TitleOf(words.TrimStart('#'));
        return words.Length is > 0 and <= LongestTitle && !words.Any(char.IsControl)
            ? words
            : throw Invalid($"The title is empty, longer than {LongestTitle} characters, or holds control characters.", "Give the note a short title of one line.");
    }

    /// <summary>The content with <c>\n</c> line ends. Headings of levels 1 and 2, which would begin another note, become level 3.</summary>
    private static string RequireContent(string? content)
    {
        var text = (content ?? "").ReplaceLineEndings("\n").Trim();
        if (text.Length == 0) throw Invalid("The content is empty.", "Say in a sentence or two what is worth knowing, or remove the note.");
        if (Encoding.UTF8.GetByteCount(text) > LargestContent)
            throw Invalid($"The content is larger than {LargestContent} bytes.", "Shorten it, or split it into notes with titles of their own.");
        if (text.Any(character => char.IsControl(character) && character is not ('\n' or '\t')))
            throw Invalid("The content holds control characters.", "Send plain Markdown.");

        var fence = new CodeFence();
        var lines = text.Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            if (fence.Covers(lines[index])) continue;
            if (lines[index].StartsWith("# ", StringComparison.Ordinal)) lines[index] = "##" + lines[index];
            else if (lines[index].StartsWith("## ", StringComparison.Ordinal)) lines[index] = "#" + lines[index];
        }

        return fence.IsOpen
            ? throw Invalid("The content opens a code block and does not close it.", "End the block with the same fence.")
            : string.Join('\n', lines);
    }

    private static void RefuseSecrets(string title, string content)
    {
        if (SecretDetector.Find(title).Count > 0)
            throw Refused("The title", SecretDetector.Find(title)[0].Kind);
        if (SecretDetector.Find(content) is [var finding, ..])
            throw Refused($"Line {finding.Line} of the content", finding.Kind);
    }

    private static void RefuseOneOffFacts(string title, string content)
    {
        if ((OneOffFact.Find(title) ?? OneOffFact.Find(content)) is not var (phrase, reason)) return;
        throw new ConnectorAuthException(
            ErrorCodes.NotLasting,
            $"Memory keeps what holds the next time as well; \"{phrase}\" does not: {reason}. Nothing was saved.",
            "Say the lasting fact behind it, about the API and without the circumstances, or keep it out of memory.");
    }

    private static ConnectorAuthException Refused(string where, string kind) => new(
        ErrorCodes.SecretRefused,
        $"{where} looks like a secret ({kind}); memory is shared through version control, so nothing was saved.",
        "Name the field or file that holds the value instead, or write a placeholder such as {api_key}.");

    private static ConnectorAuthException Invalid(string message, string nextStep) => new(ErrorCodes.InvalidArgument, message, nextStep);

    private static ConnectorAuthException NotFound(string message, string wanted, IEnumerable<string> names)
    {
        var known = names.ToList();
        var close = CloseNames.Of(wanted, known);
        return new ConnectorAuthException(
            ErrorCodes.NoteNotFound,
            message,
            close.Count > 0 ? $"Did you mean {string.Join(" or ", close.Select(name => $"\"{name}\""))}?"
            : known.Count > 0 ? $"There are {known.Count}, among them {string.Join(", ", known.Take(5).Select(name => $"\"{name}\""))}."
            : "Nothing has been kept there yet; add it first.");
    }

    private void PrepareDirectory()
    {
        try
        {
            Directory.CreateDirectory(_directory);
            var ignore = Path.Combine(_directory, ".gitignore");
            if (!Path.Exists(ignore)) AtomicFile.Write(ignore, ".gitignore\n.lock*\n*.tmp\n");

            // Notes are independent of each other, so lines added on two branches both stay.
            var attributes = Path.Combine(_directory, ".gitattributes");
            if (!Path.Exists(attributes)) AtomicFile.Write(attributes, "*.md merge=union\n");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConnectorAuthException(
                ErrorCodes.FileAccess,
                $"The memory folder {_directory} can't be created: {error.Message}",
                "Make its parent folder writable, then call again; nothing was changed.",
                error);
        }
    }

    private string TopicPath(string topic) => Path.Combine(_directory, topic + TopicEnding);

    private IEnumerable<string> TopicNames()
    {
        try
        {
            return [.. Directory.EnumerateFiles(_directory, "*" + TopicEnding)
                .Where(path => new FileInfo(path).LinkTarget is null)
                .Select(path => Path.GetFileName(path)[..^TopicEnding.Length])
                .Where(name => SourceName.TryParse(name, out _) && name != "memory")
                .Order(StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(_directory, error.Message, error);
        }
    }

    private IEnumerable<(string Name, TopicFile File)> ReadTopics() =>
        TopicNames().Select(name => (name, ReadFile(TopicPath(name)))).Where(topic => topic.Item2 is not null).Select(topic => (topic.name, TopicFile.Parse(topic.Item2!)));

    /// <summary>A file's text; null where there is none. A symbolic link could show any file of the disk to a model, so it is refused.</summary>
    private static string? ReadFile(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.LinkTarget is not null)
            {
                throw new ConnectorAuthException(
                    ErrorCodes.PathOutsideProject,
                    $"{path} is a symbolic link, which memory does not follow.",
                    "Put the file itself there, or remove the link.");
            }

            if (!file.Exists) return null;
            if (file.Length > LargestFile) throw Unreadable(path, $"it is larger than {LargestFile >> 20} MB", null);
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, error.Message, error);
        }
    }

    private static ConnectorAuthException Unreadable(string path, string reason, Exception? cause) => new(
        ErrorCodes.FileAccess,
        $"{path} can't be read: {reason}.",
        "Check the file and its permissions, then call again; nothing was changed.",
        cause);
}
