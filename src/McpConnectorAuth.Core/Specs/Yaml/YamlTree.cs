using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace McpConnectorAuth.Core.Specs.Yaml;

/// <summary>
/// Reads one YAML document into nodes that know their place in the text. What would make a text mean more than it shows,
/// or grow when read, is refused: aliases, anchors, tags, merge keys, repeated keys, several documents, deep nesting.
/// </summary>
internal sealed class YamlTree
{
    /// <summary>Levels of nesting that are read; a spec needs six.</summary>
    public const int MaximumDepth = 32;

    private const string RewriteStep = "Correct the line, then call again; the file was not changed.";

    private readonly string _text;
    private readonly string _displayPath;
    private readonly Parser _parser;

    private YamlTree(string text, string displayPath)
    {
        _text = text;
        _displayPath = displayPath;
        _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
    }

    /// <summary>The root node, or null where the text holds none.</summary>
    /// <param name="text">The text, without a byte order mark.</param>
    /// <param name="displayPath">How the file is named in messages.</param>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.SpecInvalid"/> with line and column.</exception>
    public static YamlNode? Parse(string text, string displayPath)
    {
        RefuseControlCharacters(text, displayPath);
        return new YamlTree(text, displayPath).ParseDocument();
    }

    /// <summary>A breach at a place of a file, worded <c>path:line:column: what</c>.</summary>
    public static ConnectorAuthException Breach(string displayPath, YamlPosition position, string what, string nextStep = RewriteStep, Exception? cause = null) =>
        new(ErrorCodes.SpecInvalid, string.Create(CultureInfo.InvariantCulture, $"{displayPath}:{position.Line}:{position.Column}: {what}"), nextStep, cause);

    // YamlDotNet ends the text at U+0000 and lets other control characters through, which no YAML text may hold (YAML 1.2 section 5.1).
    private static void RefuseControlCharacters(string text, string displayPath)
    {
        int line = 1, lineStart = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n') (line, lineStart) = (line + 1, i + 1);
            else if ((text[i] < ' ' && text[i] is not ('\t' or '\r')) || text[i] == '\x7f')
                throw Breach(displayPath, new YamlPosition(line, i - lineStart + 1), $"the control character U+{(int)text[i]:X4} is not allowed.");
        }
    }

    private static YamlPosition At(Mark mark) => new((int)mark.Line, (int)mark.Column);

    private YamlNode? ParseDocument()
    {
        Next();
        if (Next() is not DocumentStart) return null;
        var root = ParseNode(Next(), depth: 1);
        if (Next() is DocumentEnd && Next() is DocumentStart second)
            throw Breach(_displayPath, At(second.Start), "a second YAML document starts here; a spec is one document.");
        return root;
    }

    private ParsingEvent Next()
    {
        try
        {
            _parser.MoveNext();
        }
        catch (YamlException error)
        {
            var isTab = error.Message.Contains("tab", StringComparison.Ordinal);
            throw Breach(_displayPath, isTab ? FirstIndentingTab(At(error.End)) : At(error.End), $"YAML syntax error: {Sentence(error.Message)}", cause: error);
        }
        catch (InvalidOperationException error)
        {
            // YamlDotNet 16.3 answers some broken flow collections this way, without a place; the last one known is right before.
            throw Breach(_displayPath, At(_parser.Current!.End), "YAML syntax error: a bracket or brace opened here or before is not closed.", cause: error);
        }

        return _parser.Current!;
    }

    // The parser names the start of the mapping; the tab itself is easier to mend.
    private YamlPosition FirstIndentingTab(YamlPosition known)
    {
        var lines = _text.Split('\n');
        for (var i = Math.Max(known.Line - 1, 0); i < lines.Length; i++)
        {
            var column = lines[i].AsSpan().IndexOfAnyExcept(' ') + 1;
            if (column > 0 && lines[i][column - 1] == '\t') return new YamlPosition(i + 1, column);
        }

        return known;
    }

    private static string Sentence(string message)
    {
        var text = message.TrimEnd();
        return text.EndsWith('.') ? text : text + ".";
    }

    private YamlNode ParseNode(ParsingEvent current, int depth)
    {
        var position = At(current.Start);
        if (depth > MaximumDepth) throw Breach(_displayPath, position, $"nesting is deeper than {MaximumDepth} levels.");
        if (current is not NodeEvent node || !node.Anchor.IsEmpty)
            throw Breach(_displayPath, position, "anchors and aliases (& and *) are not read; write the value out.");
        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific)
            throw Breach(_displayPath, position, "tags (!) are not read; write the value without.");

        var start = (int)node.Start.Index;
        return node switch
        {
            Scalar scalar => new YamlScalar(start, ScalarEnd(scalar), position, scalar.Value, scalar.Style is ScalarStyle.Plain ? YamlScalarTypes.OfPlain(scalar.Value) : YamlScalarType.Text),
            MappingStart { Style: var style } => ParseMapping(start, position, style == MappingStyle.Flow, depth),
            SequenceStart { Style: var style } => ParseSequence(start, position, style == SequenceStyle.Flow, depth),
            _ => throw Breach(_displayPath, position, "a value was expected."),
        };
    }

    private YamlMapping ParseMapping(int start, YamlPosition position, bool isFlow, int depth)
    {
        var entries = new List<YamlEntry>();
        var seen = new Dictionary<string, YamlPosition>(StringComparer.Ordinal);
        var current = Next();
        for (; current is not MappingEnd; current = Next())
        {
            if (ParseNode(current, depth + 1) is not YamlScalar key)
                throw Breach(_displayPath, At(current.Start), "a key must be plain text.");
            if (!seen.TryAdd(key.Value, key.Position))
                throw Breach(_displayPath, key.Position, $"the key \"{key.Value}\" stands here a second time; first on line {seen[key.Value].Line}.");
            if (key is { Value: "<<" })
                throw Breach(_displayPath, key.Position, "merge keys (<<) are not read; write the keys out.");
            if (!isFlow && ColonAfter(key.End) < 0)
                throw Breach(_displayPath, key.Position, "a key and its colon must stand on one line, without a leading question mark.");
            entries.Add(new YamlEntry(key, ParseNode(Next(), depth + 1)));
        }

        return new YamlMapping(start, CollectionEnd(current, isFlow, '}', entries.Count == 0 ? start : entries[^1].Value.End), position, isFlow, entries);
    }

    private YamlSequence ParseSequence(int start, YamlPosition position, bool isFlow, int depth)
    {
        var items = new List<YamlNode>();
        var current = Next();
        for (; current is not SequenceEnd; current = Next()) items.Add(ParseNode(current, depth + 1));
        return new YamlSequence(start, CollectionEnd(current, isFlow, ']', items.Count == 0 ? start : items[^1].End), position, isFlow, items);
    }

    private int ColonAfter(int keyEnd)
    {
        var at = keyEnd;
        while (at < _text.Length && _text[at] is ' ' or '\t') at++;
        return at < _text.Length && _text[at] == ':' ? at : -1;
    }

    // The end event of a block collection stands at the next token; that of a flow collection at its closing bracket.
    private int CollectionEnd(ParsingEvent end, bool isFlow, char bracket, int lastContent)
    {
        var at = (int)end.Start.Index;
        return isFlow && at < _text.Length && _text[at] == bracket ? at + 1 : lastContent;
    }

    // A block scalar's end event stands after the blank lines that follow; they belong to it only where it keeps them ("+").
    private int ScalarEnd(Scalar scalar)
    {
        var end = Math.Min((int)scalar.End.Index, _text.Length);
        if (scalar.Style is not (ScalarStyle.Literal or ScalarStyle.Folded)) return end;
        var start = (int)scalar.Start.Index;
        var header = _text.IndexOfAny(['\r', '\n'], start);
        if (header > 0 && _text.AsSpan(start, header - start).Contains('+')) return end;
        while (end > start && char.IsWhiteSpace(_text[end - 1])) end--;
        return end;
    }
}
