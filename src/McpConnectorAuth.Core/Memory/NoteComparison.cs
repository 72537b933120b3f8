namespace McpConnectorAuth.Core.Memory;

/// <summary>Compares a note with those of its topic: which one says the same already, and which ones something else.</summary>
internal sealed class NoteComparison(string title, string content)
{
    private const int MostContradictions = 3;

    private readonly List<Statement> _statements = Statement.Of(title, content);
    private readonly HashSet<string> _title = [.. WordReader.All(title)];
    private readonly HashSet<string> _all = [.. WordReader.All(title), .. WordReader.All(content)];

    /// <summary>The first note that says at least half of this already, contradicts nothing of it, and is about the same; null where there is none.</summary>
    public TopicSection? FindDuplicate(IEnumerable<TopicSection> notes) => notes.FirstOrDefault(IsDuplicate);

    /// <summary>The other's text, with what only this one says added to it.</summary>
    public string MergeInto(TopicSection other)
    {
        var known = Statement.Of(other.Title, other.Content);
        var added = _statements.Where(statement => !known.Exists(statement.Repeats)).Select(statement => statement.Text.TrimEnd('\n')).ToList();
        return added.Count == 0 ? other.Content : $"{other.Content}\n\n{string.Join('\n', added)}";
    }

    /// <summary>Statements of other notes that say something else of the same, as <c>"title": statement</c>; at most three.</summary>
    public IReadOnlyList<string> Contradictions(IEnumerable<TopicSection> others) =>
        [.. others
            .SelectMany(note => Statement.Of(note.Title, note.Content).Where(known => _statements.Exists(known.Contradicts)).Select(known => $"\"{note.Title}\": {known.Brief}"))
            .Take(MostContradictions)];

    private bool IsDuplicate(TopicSection note)
    {
        var known = Statement.Of(note.Title, note.Content);
        var repeated = _statements.Count(statement => known.Exists(statement.Repeats));
        if (repeated == 0 || repeated * 2 < _statements.Count) return false;
        if (_statements.Exists(statement => known.Exists(statement.Contradicts))) return false;

        // Two titles with words of their own name two subjects, such as the limits of two endpoints.
        HashSet<string> noteTitle = [.. WordReader.All(note.Title)];
        return _title.IsSubsetOf([.. noteTitle, .. WordReader.All(note.Content)]) || noteTitle.IsSubsetOf(_all);
    }
}
