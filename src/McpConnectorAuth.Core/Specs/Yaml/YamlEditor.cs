using System.Text;
using System.Text.RegularExpressions;

namespace McpConnectorAuth.Core.Specs.Yaml;

/// <summary>
/// Makes an existing YAML text hold given content by editing only the spans that differ: comments, order, unknown keys,
/// quoting and layout of everything else stay as a person wrote them.
/// </summary>
internal sealed partial class YamlEditor
{
    private readonly string _text;
    private readonly string _newLine;
    private readonly YamlWriter _writer;

    private YamlEditor(string text)
    {
        _text = text;
        _newLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        _writer = new YamlWriter(_newLine);
    }

    /// <summary>The edited text; the same text where it holds the content already.</summary>
    /// <param name="text">The text.</param>
    /// <param name="root">Its root as <see cref="YamlTree"/> read it.</param>
    /// <param name="content">What it is to hold.</param>
    public static string Apply(string text, YamlMapping root, YamlContentMapping content)
    {
        var editor = new YamlEditor(text);
        var edits = new List<TextEdit>();
        editor.EditMapping(root, content, edits);
        return editor.Substring(0, text.Length, edits);
    }

    /// <summary>The text between two offsets with the edits that lie in it applied.</summary>
    private string Substring(int start, int end, IEnumerable<TextEdit> edits)
    {
        var result = new StringBuilder();
        var at = start;
        // Stable order: insertions at one place stay in the order in which they were asked for.
        foreach (var edit in edits.OrderBy(edit => edit.Start).ThenBy(edit => edit.End))
        {
            result.Append(_text, at, edit.Start - at).Append(edit.Replacement);
            at = edit.End;
        }

        return result.Append(_text, at, end - at).ToString();
    }

    private void EditMapping(YamlMapping node, YamlContentMapping content, List<TextEdit> edits)
    {
        var removed = node.Entries.Where(entry => IsToGo(entry, content)).ToList();
        var kept = node.Entries.Except(removed).ToList();
        var added = content.Entries.Where(entry => entry.Value is not null && node.Find(entry.Key) is null && !Equivalent(entry.Value, entry.Default)).ToList();

        if (node.IsFlow)
        {
            EditFlowMapping(node, content, kept, added, edits, isSameShape: removed.Count == 0 && added.Count == 0);
            return;
        }

        foreach (var entry in removed) edits.Add(Removal(node, entry));
        foreach (var entry in kept)
        {
            if (ValueFor(entry, content) is { } value) EditEntry(node, entry, value, edits);
        }

        var indent = node.Position.Column - 1;
        foreach (var entry in added)
        {
            var text = _writer.Entry(entry, indent);
            if (Predecessor(entry, content, kept) is { } predecessor)
                edits.Add(InsertionAfter(EntryEnd(predecessor), text));
            else
                edits.Add(new TextEdit(kept[0].Key.Start, kept[0].Key.Start, text[indent..] + _newLine + new string(' ', indent)));
        }
    }

    private void EditEntry(YamlMapping parent, YamlEntry entry, YamlContent value, List<TextEdit> edits)
    {
        if (CanEditInPlace(entry.Value, value))
        {
            EditNode(entry.Value, value, inFlow: false, edits);
            return;
        }

        var colon = Colon(entry);
        edits.Add(new TextEdit(colon + 1, Math.Max(colon + 1, entry.Value.End), _writer.AfterColon(value, parent.Position.Column - 1)));
    }

    private void EditFlowMapping(
        YamlMapping node, YamlContentMapping content, List<YamlEntry> kept, List<YamlContentEntry> added, List<TextEdit> edits, bool isSameShape)
    {
        var isInPlace = isSameShape && kept.All(entry => ValueFor(entry, content) is not { } value || (entry.Value.End > entry.Value.Start && CanEditInPlace(entry.Value, value)));
        if (isInPlace)
        {
            foreach (var entry in kept)
            {
                if (ValueFor(entry, content) is { } value) EditNode(entry.Value, value, inFlow: true, edits);
            }

            return;
        }

        var parts = kept.Select(entry => ValueFor(entry, content) is { } value
            ? $"{_text[entry.Key.Start..entry.Key.End]}: {FlowText(entry.Value, value)}"
            : _text[entry.Key.Start..Math.Max(entry.Key.End, entry.Value.End)]);
        edits.Add(new TextEdit(node.Start, node.End, $"{{{string.Join(", ", parts.Concat(added.Select(YamlWriter.FlowEntry)))}}}"));
    }

    private void EditNode(YamlNode node, YamlContent content, bool inFlow, List<TextEdit> edits)
    {
        switch (node, content)
        {
            case (YamlScalar scalar, YamlContentScalar wanted):
                if (!wanted.IsSaidBy(scalar)) edits.Add(new TextEdit(scalar.Start, scalar.End, YamlWriter.Scalar(wanted, inFlow)));
                if (!inFlow) EditOwnComment(scalar, wanted, edits);
                break;
            case (YamlMapping mapping, YamlContentMapping wanted):
                EditMapping(mapping, wanted, edits);
                break;
            case (YamlSequence sequence, YamlContentSequence wanted):
                EditSequence(sequence, wanted, edits);
                break;
        }
    }

    // A comment that we wrote names a line of the document; it must not go stale. One that a person wrote or deleted stays so.
    private void EditOwnComment(YamlScalar scalar, YamlContentScalar wanted, List<TextEdit> edits)
    {
        var end = LineEnd(scalar.End);
        if (OwnComment().Match(_text[scalar.End..end]) is not { Success: true, Value: var found }) return;
        var comment = wanted.Comment is null ? "" : $" # {YamlWriter.CommentText(wanted.Comment)}";
        if (found.Trim() != comment.Trim()) edits.Add(new TextEdit(scalar.End, end, comment));
    }

    private void EditSequence(YamlSequence node, YamlContentSequence content, List<TextEdit> edits)
    {
        var left = node.Items.ToList();
        var sources = new List<YamlNode?>();
        foreach (var item in content.Items)
        {
            var source = left.Find(candidate => IsSameItem(candidate, item, content.Identity));
            if (source is not null) left.Remove(source);
            sources.Add(source);
        }

        var isSameShape = left.Count == 0 && sources.SequenceEqual(node.Items);
        if (node.IsFlow)
        {
            if (isSameShape && node.Items.Zip(content.Items).All(pair => CanEditInPlace(pair.First, pair.Second)))
            {
                foreach (var (source, item) in node.Items.Zip(content.Items)) EditNode(source, item, inFlow: true, edits);
            }
            else
            {
                var parts = sources.Zip(content.Items).Select(pair => pair.First is null ? YamlWriter.Flow(pair.Second) : FlowText(pair.First, pair.Second));
                edits.Add(new TextEdit(node.Start, node.End, $"[{string.Join(", ", parts)}]"));
            }
        }
        else if (isSameShape)
        {
            foreach (var (source, item) in node.Items.Zip(content.Items)) EditItem(node, source, item, edits);
        }
        else
        {
            edits.Add(Rearrangement(node, sources, content));
        }
    }

    private void EditItem(YamlSequence parent, YamlNode item, YamlContent content, List<TextEdit> edits)
    {
        if (CanEditInPlace(item, content))
        {
            EditNode(item, content, inFlow: false, edits);
            return;
        }

        var dash = Dash(parent, item);
        edits.Add(new TextEdit(dash + 1, Math.Max(dash + 1, item.End), _writer.AfterDash(content, parent.Position.Column - 1)));
    }

    // Items move as whole lines, each with the comment lines above it; what stands behind the last item stays where it is.
    private TextEdit Rearrangement(YamlSequence node, List<YamlNode?> sources, YamlContentSequence content)
    {
        var indent = node.Position.Column - 1;
        var blanks = new string(' ', indent);
        var items = new List<string>();
        foreach (var (source, wanted) in sources.Zip(content.Items))
        {
            if (source is null)
            {
                items.Add(_writer.Item(wanted, indent));
                continue;
            }

            var index = node.Items.ToList().IndexOf(source);
            var start = index == 0 ? node.Start : NextLine(LineEnd(ItemEnd(node, node.Items[index - 1])));
            var edits = new List<TextEdit>();
            EditItem(node, source, wanted, edits);
            var text = Substring(start, LineEnd(ItemEnd(node, source)), edits);
            items.Add(index == 0 ? blanks + text : text);
        }

        var joined = string.Join(_newLine, items);
        var lead = 0;
        while (lead < indent && joined[lead] == ' ') lead++;
        return new TextEdit(node.Start, LineEnd(ItemEnd(node, node.Items[^1])), joined[lead..]);
    }

    private string FlowText(YamlNode source, YamlContent wanted)
    {
        if (source.End <= source.Start || !CanEditInPlace(source, wanted)) return YamlWriter.Flow(wanted);
        var edits = new List<TextEdit>();
        EditNode(source, wanted, inFlow: true, edits);
        return Substring(source.Start, source.End, edits);
    }

    private static bool IsSameItem(YamlNode node, YamlContent item, IReadOnlyList<string> identity) => (node, item) switch
    {
        (YamlScalar scalar, YamlContentScalar wanted) => wanted.IsSaidBy(scalar),
        (YamlMapping mapping, YamlContentMapping wanted) => identity.All(key => (mapping.Find(key)?.Value as YamlScalar)?.Value == wanted.ScalarOf(key)),
        _ => false,
    };

    private static bool CanEditInPlace(YamlNode node, YamlContent content) => (node, content) switch
    {
        // An empty value has no span to replace.
        (YamlScalar scalar, YamlContentScalar wanted) => scalar.End > scalar.Start || wanted.IsSaidBy(scalar),
        // Nor has a mapping of which nothing stays.
        (YamlMapping mapping, YamlContentMapping wanted) => mapping.Entries.Any(entry => !IsToGo(entry, wanted)),
        // Brackets that are empty so far become lines, unless they are meant to stay on one.
        (YamlSequence sequence, YamlContentSequence wanted) =>
            (sequence.Items.Count == 0) == (wanted.Items.Count == 0) || (sequence.IsFlow && (wanted.Items.Count == 0 || wanted.IsCompact)),
        _ => false,
    };

    private static bool IsToGo(YamlEntry entry, YamlContentMapping content)
    {
        var wanted = content.Entries.FirstOrDefault(candidate => candidate.Key == entry.Key.Value);
        if (wanted is null) return content.IsClosed;
        return wanted.Value is null && entry.Value switch
        {
            YamlScalar scalar => scalar.Type != YamlScalarType.Null && scalar.Value.Length > 0,
            YamlMapping mapping => mapping.Entries.Count > 0,
            YamlSequence sequence => sequence.Items.Count > 0,
            _ => true,
        };
    }

    private static YamlContent? ValueFor(YamlEntry entry, YamlContentMapping content) =>
        content.Entries.FirstOrDefault(candidate => candidate.Key == entry.Key.Value)?.Value;

    private static bool Equivalent(YamlContent value, YamlContent? absent) => (value, absent) switch
    {
        (YamlContentScalar wanted, YamlContentScalar taken) => wanted.Value == taken.Value && wanted.Type == taken.Type,
        (YamlContentSequence wanted, YamlContentSequence taken) => wanted.Items.Count == 0 && taken.Items.Count == 0,
        _ => false,
    };

    // The nearest entry before it in the usual order that the text has, so that a new key stands where a reader looks for it.
    private static YamlEntry? Predecessor(YamlContentEntry entry, YamlContentMapping content, List<YamlEntry> kept) => content.Entries
        .TakeWhile(candidate => candidate != entry)
        .Reverse()
        .Select(candidate => kept.Find(present => present.Key.Value == candidate.Key))
        .FirstOrDefault(present => present is not null)
        ?? (content.Entries[0] == entry ? null : kept.LastOrDefault());

    private TextEdit Removal(YamlMapping node, YamlEntry entry)
    {
        var lineStart = LineStart(entry.Key.Start);
        var isFirstOnLine = string.IsNullOrWhiteSpace(_text[lineStart..entry.Key.Start]);
        if (isFirstOnLine)
        {
            // With the line end before it, so that the edit stays inside the item that the entry belongs to.
            var end = LineEnd(EntryEnd(entry));
            return lineStart == 0 ? new TextEdit(0, NextLine(end), "") : new TextEdit(PreviousLineEnd(lineStart), end, "");
        }

        // Behind a dash: the next entry takes its place.
        var next = node.Entries.SkipWhile(candidate => candidate != entry).Skip(1).FirstOrDefault();
        return new TextEdit(entry.Key.Start, next?.Key.Start ?? EntryEnd(entry), next is null ? "{}" : "");
    }

    private TextEdit InsertionAfter(int end, string text)
    {
        // The end of a block scalar that keeps its blank lines is the start of the next line.
        if (end > 0 && _text[end - 1] == '\n') return new TextEdit(end, end, text + _newLine);
        var at = LineEnd(end);
        return new TextEdit(at, at, _newLine + text);
    }

    private int EntryEnd(YamlEntry entry) => Math.Max(Colon(entry) + 1, entry.Value.End);

    private int ItemEnd(YamlSequence parent, YamlNode item) => Math.Max(Dash(parent, item) + 1, item.End);

    private int Colon(YamlEntry entry) => _text.IndexOf(':', entry.Key.End);

    // All dashes of a block sequence stand in one column, the first where the sequence starts.
    private int Dash(YamlSequence parent, YamlNode item)
    {
        for (var line = LineStart(item.Start); line > parent.Start; line = LineStart(line - 1))
        {
            var at = line + parent.Position.Column - 1;
            if (at <= item.Start && at < _text.Length && _text[at] == '-') return at;
        }

        return parent.Start;
    }

    private int LineStart(int offset) => offset == 0 ? 0 : _text.LastIndexOf('\n', offset - 1) + 1;

    private int LineEnd(int offset)
    {
        var end = _text.IndexOf('\n', offset);
        if (end < 0) return _text.Length;
        return end > offset && _text[end - 1] == '\r' ? end - 1 : end;
    }

    private int PreviousLineEnd(int lineStart) => lineStart > 1 && _text[lineStart - 2] == '\r' ? lineStart - 2 : lineStart - 1;

    private int NextLine(int lineEnd)
    {
        var end = _text.IndexOf('\n', lineEnd);
        return end < 0 ? _text.Length : end + 1;
    }

    [GeneratedRegex(@"\A[ \t]+# from .+:[0-9]+[ \t]*\z", RegexOptions.NonBacktracking)]
    private static partial Regex OwnComment();
}
