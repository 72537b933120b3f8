using System.Text;

namespace McpConnectorAuth.Core.Memory;

/// <summary>
/// One statement of a note, such as a sentence or a list item, taken apart into what it is about (words) and what it says
/// of it (numbers, code, and words that have an opposite). Two statements about the same that say something else contradict.
/// </summary>
internal sealed class Statement
{
    private const int FewestWords = 3;
    private const double SameSubject = 0.7;
    private const double SameStatement = 0.8;
    private const int LongestText = 160;

    private static readonly HashSet<string> Fillers = Stems(
        "a an and as at be been but by can did do does doesn don for from has have if in into is isn it its of on or so than that the their then there they this "
        + "to was were when which with won you your");

    private static readonly HashSet<string> Negations = Stems("no not never without cannot t neither nor ignore");

    /// <summary>Words that say something about a subject that another word of the list would deny.</summary>
    private static readonly HashSet<string> Telling = Stems(
        "header body query path cookie required optional always sometimes before after uppercase lowercase enabled disabled get post put patch delete "
        + "millisecond second minute hour day week month year true false first last only sandbox production basic bearer json form public private same new every none");

    private readonly HashSet<string> _subject = [];
    private readonly HashSet<string> _details = [];
    private readonly bool _isDenied;

    private Statement(string text, string title)
    {
        Text = text;
        foreach (var code in CodeOf(text)) _details.Add(code);
        foreach (var word in WordReader.All(text))
        {
            if (Negations.Contains(word)) _isDenied = !_isDenied;
            else if (Telling.Contains(word) || word.Any(char.IsDigit)) _details.Add(word);
            else if (!Fillers.Contains(word)) _subject.Add(word);
        }

        // "60 a minute" is about what the title says it is.
        if (_subject.Count > FewestWords) return;
        _subject.UnionWith(WordReader.All(title).Where(word => !Fillers.Contains(word) && !Telling.Contains(word)));
    }

    /// <summary>The statement's text.</summary>
    public string Text { get; }

    /// <summary>The text for a line of a message.</summary>
    public string Brief => Text.Length <= LongestText ? Text : Text[..(char.IsHighSurrogate(Text[LongestText - 2]) ? LongestText - 2 : LongestText - 1)] + "…";

    /// <summary>The statements of a note: sentences and lines; a code block is one.</summary>
    /// <param name="title">The note's title.</param>
    /// <param name="content">Its text with <c>\n</c> line ends.</param>
    public static List<Statement> Of(string title, string content)
    {
        var statements = new List<Statement>();
        var fence = new CodeFence();
        var code = new StringBuilder();
        foreach (var line in content.Split('\n'))
        {
            if (fence.Covers(line))
            {
                code.Append(line).Append('\n');
                if (fence.IsOpen) continue;
                statements.Add(new Statement(code.ToString(), title));
                code.Clear();
                continue;
            }

            foreach (var sentence in Sentences(line)) statements.Add(new Statement(sentence, title));
        }

        return statements;
    }

    /// <summary>Whether the other says the same in nearly the same words.</summary>
    public bool Repeats(Statement other) =>
        Text == other.Text || (_isDenied == other._isDenied && _details.SetEquals(other._details) && Likeness(other) >= SameStatement);

    /// <summary>Whether the other says something else of the same.</summary>
    public bool Contradicts(Statement other) =>
        Math.Min(_subject.Count, other._subject.Count) >= FewestWords
        && (_isDenied != other._isDenied
            ? _details.SetEquals(other._details)
            : _details.Except(other._details).Any() && other._details.Except(_details).Any())
        && Likeness(other) >= SameSubject;

    /// <summary>Words in common over words in either (Jaccard).</summary>
    private double Likeness(Statement other)
    {
        var common = _subject.Count(other._subject.Contains);
        var all = _subject.Count + other._subject.Count - common;
        return all == 0 ? 0 : (double)common / all;
    }

    private static HashSet<string> Stems(string words) => [.. WordReader.All(words)];

    private static IEnumerable<string> Sentences(string line)
    {
        var text = line.Trim().TrimStart('-', '*', '>', '#', ' ');
        while (text.Length > 0)
        {
            var end = text.IndexOf(". ", StringComparison.Ordinal);
            yield return end < 0 ? text : text[..(end + 1)];
            text = end < 0 ? "" : text[(end + 2)..].TrimStart();
        }
    }

    /// <summary>What stands between backticks, word for word.</summary>
    private static IEnumerable<string> CodeOf(string text)
    {
        var parts = text.Split('`');
        for (var index = 1; index + 1 < parts.Length; index += 2) yield return $"`{parts[index]}`";
    }
}
