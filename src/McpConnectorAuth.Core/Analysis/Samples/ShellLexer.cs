using System.Text;

namespace McpConnectorAuth.Core.Analysis.Samples;

/// <summary>Splits shell text into commands and their words, with quotes, escapes, continuations and comments.</summary>
internal static class ShellLexer
{
    private const int MostWords = 400;

    /// <summary>A command: its words, its place in the text, the comment above it, and the here-document that it reads.</summary>
    public sealed record Command(List<string> Words, int Start, int End, string Comment, string Input);

    public static List<Command> Commands(string text)
    {
        var commands = new List<Command>();
        var words = new List<string>();
        var word = new StringBuilder();
        var inWord = false;
        var start = 0;
        var comment = "";
        var delimiter = "";
        void EndWord()
        {
            if (inWord && words.Count < MostWords)
                words.Add(word.ToString());
            word.Clear();
            inWord = false;
        }

        void EndCommand(int end, string input = "")
        {
            EndWord();
            if (words.Count > 0)
            {
                commands.Add(new Command(words, start, end, comment, input));
                words = [];
                comment = "";
            }

            start = end + 1;
        }

        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (words.Count == 0 && !inWord && !char.IsWhiteSpace(c) && start < i)
                start = i;
            switch (c)
            {
                case '\\' or '^' when i + 1 < text.Length && text[i + 1] == '\n':
                    i++;
                    EndWord();
                    break;
                case '`' when i + 1 < text.Length && text[i + 1] == '\n':
                    i++;
                    EndWord();
                    break;
                case '\\' when i + 1 < text.Length:
                    word.Append(text[++i]);
                    inWord = true;
                    break;
                case '\'' or '"':
                    inWord = true;
                    i = Quoted(text, i, word);
                    break;
                case '$' when i + 1 < text.Length && text[i + 1] == '(':
                    inWord = true;
                    i = Substitution(text, i, word);
                    break;
                case '#' when !inWord:
                    var end = text.IndexOf('\n', i);
                    end = end < 0 ? text.Length : end;
                    comment = comment.Length > 400 ? comment : comment + " " + text[(i + 1)..end].Trim();
                    i = end - 1;
                    break;
                case '<' when !inWord && words.Count > 0 && i + 1 < text.Length && text[i + 1] == '<':
                    i = Delimiter(text, i + 2, out delimiter);
                    break;
                case '\n' when delimiter.Length > 0:
                    var close = HereDocumentEnd(text, i, delimiter);
                    var input = text[(i + 1)..Math.Max(i + 1, close)];
                    delimiter = "";
                    i = text.IndexOf('\n', Math.Min(close + 1, text.Length)) is >= 0 and var next ? next : text.Length;
                    EndCommand(i, input);
                    break;
                case '\n':
                    EndCommand(i);
                    if (i + 1 < text.Length && text[i + 1] == '\n')
                        comment = "";
                    break;
                case ';' or '|' or '&' when !inWord || c != '&' || (i + 1 < text.Length && text[i + 1] == '&'):
                    EndCommand(i);
                    break;
                case ' ' or '\t' or '\r':
                    EndWord();
                    break;
                default:
                    word.Append(c);
                    inWord = true;
                    break;
            }
        }

        EndCommand(text.Length);
        return commands;
    }

    // <<EOF, <<-EOF, << 'EOF'
    private static int Delimiter(string text, int at, out string delimiter)
    {
        while (at < text.Length && text[at] is '-' or ' ' or '\'' or '"')
            at++;
        var end = at;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            end++;
        delimiter = text[at..end];
        return end < text.Length && text[end] is '\'' or '"' ? end : end - 1;
    }

    // The line break before the line that is the delimiter.
    private static int HereDocumentEnd(string text, int lineBreak, string delimiter)
    {
        for (var at = lineBreak; at >= 0; at = text.IndexOf('\n', at + 1))
        {
            var end = text.IndexOf('\n', at + 1);
            if (text.AsSpan((at + 1)..(end < 0 ? text.Length : end)).Trim().SequenceEqual(delimiter))
                return at;
        }

        return text.Length;
    }

    private static int Quoted(string text, int open, StringBuilder word)
    {
        var quote = text[open];
        for (var i = open + 1; i < text.Length; i++)
        {
            var c = text[i];
            if (c == quote)
                return i;
            if (quote == '"' && c == '\\' && i + 1 < text.Length && text[i + 1] is '"' or '\\' or '$' or '`' or '\n')
            {
                if (text[++i] != '\n')
                    word.Append(text[i]);
            }
            else if (quote == '"' && c == '$' && i + 1 < text.Length && text[i + 1] == '(')
            {
                i = Substitution(text, i, word);
            }
            else
            {
                word.Append(c);
            }
        }

        return text.Length;
    }

    private static int Substitution(string text, int start, StringBuilder word)
    {
        var depth = 0;
        for (var i = start; i < text.Length; i++)
        {
            word.Append(text[i]);
            if (text[i] == '(')
                depth++;
            else if (text[i] == ')' && --depth == 0)
                return i;
        }

        return text.Length;
    }
}
