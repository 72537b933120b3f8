using System.Text;

namespace McpConnectorAuth.Core.Analysis.Samples;

/// <summary>Cuts source code of C-like and scripting languages into tokens; strings become templates with <c>{name}</c> holes.</summary>
internal static class CodeLexer
{
    private const int MostTokens = 20_000;
    private static readonly string[] Punctuation = [.. Enumerable.Range(0, 128).Select(c => ((char)c).ToString())];

    public static List<CodeToken> Tokens(string code, List<(int Start, string Text)> comments)
    {
        var tokens = new List<CodeToken>();
        for (var i = 0; i < code.Length && tokens.Count < MostTokens;)
        {
            var c = code[i];
            if (c == '\n')
            {
                tokens.Add(new CodeToken('n', "\n", i, i + 1));
                i++;
            }
            else if (char.IsWhiteSpace(c))
            {
                i++;
            }
            else if (c == '#' && IsComment(code, i) || (c == '/' && i + 1 < code.Length && code[i + 1] == '/') || (c == '-' && i + 2 < code.Length && code[i + 1] == '-' && code[i + 2] == ' '))
            {
                var end = code.IndexOf('\n', i);
                end = end < 0 ? code.Length : end;
                comments.Add((i, code[i..end].TrimStart('#', '/', '-', ' ')));
                i = end;
            }
            else if (c == '/' && i + 1 < code.Length && code[i + 1] == '*')
            {
                var end = code.IndexOf("*/", i + 2, StringComparison.Ordinal);
                i = end < 0 ? code.Length : end + 2;
            }
            else if (c is '"' or '\'' or '`')
            {
                i = String(code, i, i, tokens);
            }
            else if (char.IsLetter(c) || c is '_' or '$' or '@')
            {
                i = Word(code, i, tokens);
            }
            else if (char.IsAsciiDigit(c))
            {
                var end = i;
                while (end < code.Length && (char.IsAsciiLetterOrDigit(code[end]) || code[end] == '.'))
                    end++;
                i = end;
            }
            else
            {
                var two = i + 1 < code.Length ? code.AsSpan(i, 2) : default;
                var length = two is "=>" or "->" or "::" or "==" or "!=" or "+=" or "|=" or ":=" or "<<" ? 2 : 1;
                tokens.Add(new CodeToken('p', length == 1 && c < Punctuation.Length ? Punctuation[c] : code.Substring(i, length), i, i + length));
                i += length;
            }
        }

        return tokens;
    }

    private static bool IsComment(string code, int i) => i == 0 || char.IsWhiteSpace(code[i - 1]);

    private static int Word(string code, int start, List<CodeToken> tokens)
    {
        var end = start;
        while (end < code.Length && (char.IsLetterOrDigit(code[end]) || code[end] is '_' or '$' or '@'))
            end++;
        // f"…", r"…", $"…", @"…", b"…": the prefix belongs to the string.
        if (end < code.Length && code[end] is '"' or '\'' && end - start <= 2)
            return String(code, end, start, tokens);
        tokens.Add(new CodeToken('i', code[start..end].TrimStart('$', '@'), start, end));
        return end;
    }

    // Offset behind an expression in braces that holds strings of its own; 0 where there is none.
    private static int EndOfExpression(string code, int dollar)
    {
        if (dollar + 1 >= code.Length || code[dollar + 1] != '{')
            return 0;
        var inner = code.AsSpan(dollar + 2, Math.Min(LongestExpression, code.Length - dollar - 2));
        var close = inner.IndexOfAny('}', '{', '\n');
        return close > 0 && inner[close] == '}' && inner[..close].Count('"') is > 0 and var quotes && quotes % 2 == 0 ? dollar + 2 + close + 1 : 0;
    }

    private const int LongestExpression = 120;

    // The name in brackets at an index, empty where there is none.
    private static ReadOnlySpan<char> Interpolated(string code, int open)
    {
        if (open >= code.Length || code[open] != '(')
            return default;
        var inner = code.AsSpan(open + 1, Math.Min(LongestExpression, code.Length - open - 1));
        var close = inner.IndexOf(')');
        return close > 0 && inner[..close].IndexOfAnyExcept(InNames) < 0 ? inner[..close] : default;
    }

    private static readonly System.Buffers.SearchValues<char> InNames = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.");

    private static int String(string code, int open, int start, List<CodeToken> tokens)
    {
        var quote = code[open];
        var triple = open + 2 < code.Length && code[open + 1] == quote && code[open + 2] == quote && quote != '`';
        var text = new StringBuilder();
        var i = open + (triple ? 3 : 1);
        for (; i < code.Length; i++)
        {
            var c = code[i];
            // Swift: "Bearer \(session.token)"
            if (c == '\\' && quote == '"' && Interpolated(code, i + 1) is { Length: > 0 } name)
            {
                text.Append('{').Append(name[(name.LastIndexOf('.') + 1)..]).Append('}');
                i += name.Length + 2;
                continue;
            }

            if (c == '\\' && i + 1 < code.Length)
            {
                text.Append(code[++i] == 'n' ? '\n' : code[i]);
                continue;
            }

            if (triple ? c == quote && i + 2 < code.Length && code[i + 1] == quote && code[i + 2] == quote : c == quote)
            {
                i += triple ? 2 : 0;
                break;
            }

            // Kotlin: "Bearer ${System.getenv("TOKEN")}"
            if (c == '$' && quote == '"' && EndOfExpression(code, i) is > 0 and var expression)
            {
                text.Append(code, i, expression - i);
                i = expression - 1;
                continue;
            }

            // An apostrophe in a comment or a word opens no string that runs on for lines.
            if (c == '\n' && !triple && quote != '`')
                break;
            if (text.Length < 4000)
                text.Append(c);
        }

        tokens.Add(new CodeToken('s', Template.Normalize(text.ToString()), start, Math.Min(i + 1, code.Length)));
        return Math.Min(i + 1, code.Length);
    }
}
