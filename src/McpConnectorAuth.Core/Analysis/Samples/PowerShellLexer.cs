using System.Text;

namespace McpConnectorAuth.Core.Analysis.Samples;

/// <summary>
/// Cuts PowerShell into tokens: <c>s</c> strings as templates, <c>v</c> variables, <c>o</c> parameters and operators
/// (<c>-Uri</c>, <c>-f</c>), <c>a</c> splatted tables (<c>@params</c>), <c>w</c> words, <c>p</c> punctuation, <c>n</c> line ends.
/// </summary>
internal sealed class PowerShellLexer
{
    private const int MostTokens = 20_000;
    private const int LongestText = 4000;
    private const string EndsOfWords = " \t\r\n;|(){}[],\"'=+";
    private readonly string _code;
    private readonly List<CodeToken> _tokens = [];
    private readonly List<(int Start, string Text)> _comments;
    private int _at;

    private PowerShellLexer(string code, List<(int Start, string Text)> comments)
    {
        _code = code;
        _comments = comments;
    }

    public static List<CodeToken> Tokens(string code, List<(int Start, string Text)> comments)
    {
        var lexer = new PowerShellLexer(code, comments);
        while (lexer._at < code.Length && lexer._tokens.Count < MostTokens)
            lexer.Next();
        return lexer._tokens;
    }

    private char At(int offset) => _at + offset < _code.Length ? _code[_at + offset] : '\0';

    private void Add(char kind, string text, int start) => _tokens.Add(new CodeToken(kind, text, start, _at));

    private void Next()
    {
        var start = _at;
        switch (_code[_at])
        {
            case '\n':
                _at++;
                Add('n', "\n", start);
                break;
            // A line goes on behind a backtick.
            case '`':
                _at += At(1) == '\r' ? 3 : 2;
                break;
            case ' ' or '\t' or '\r':
                _at++;
                break;
            case '#' when start == 0 || char.IsWhiteSpace(_code[start - 1]):
                _at = EndOf("\n");
                _comments.Add((start, _code[start.._at].Trim('#', ' ', '\r')));
                break;
            case '<' when At(1) == '#':
                _at = EndOf("#>");
                break;
            case '@' when At(1) is '{' or '(':
                _at += 2;
                Add('p', _code.Substring(start + 1, 1), start);
                break;
            case '@' when At(1) is '"' or '\'':
                Here(start, At(1));
                break;
            case '@' when char.IsAsciiLetter(At(1)):
                _at++;
                Add('a', Name(), start);
                break;
            case '"' or '\'':
                Quoted(start, _code[start]);
                break;
            case '$' when At(1) == '(':
                _at += 2;
                Add('p', "(", start);
                break;
            case '$':
                _at++;
                Add('v', Variable(), start);
                break;
            case '-' when char.IsAsciiLetter(At(1)):
                _at++;
                Add('o', Name(), start);
                break;
            case var c when EndsOfWords.Contains(c) || c == '.':
                _at++;
                Add('p', c.ToString(), start);
                break;
            default:
                Word(start);
                break;
        }
    }

    private int EndOf(string mark) => _code.IndexOf(mark, _at, StringComparison.Ordinal) is >= 0 and var end ? end + (mark == "\n" ? 0 : mark.Length) : _code.Length;

    private string Name()
    {
        var start = _at;
        while (char.IsAsciiLetterOrDigit(At(0)) || At(0) == '_')
            _at++;
        return _code[start.._at];
    }

    // name, env:NAME, script:name, {name}: the scope is no part of the name.
    private string Variable()
    {
        if (At(0) == '{')
        {
            var close = _code.IndexOf('}', _at);
            var inner = close < 0 ? "" : _code[(_at + 1)..close];
            _at = close < 0 ? _code.Length : close + 1;
            return inner[(inner.LastIndexOf(':') + 1)..];
        }

        var name = Name();
        if (At(0) != ':' || !char.IsAsciiLetter(At(1)))
            return name;
        _at++;
        return Name();
    }

    private void Word(int start)
    {
        var isUrl = _code.AsSpan(start).StartsWith("http://") || _code.AsSpan(start).StartsWith("https://");
        while (_at < _code.Length && !(isUrl ? char.IsWhiteSpace(_code[_at]) || _code[_at] is ';' or ')' or '"' : EndsOfWords.Contains(_code[_at])))
            _at++;
        _at = Math.Max(_at, start + 1);
        Add('w', isUrl ? Template.Normalize(_code[start.._at]) : _code[start.._at], start);
    }

    private void Quoted(int start, char quote)
    {
        var text = new StringBuilder();
        for (_at++; _at < _code.Length; _at++)
        {
            if (_code[_at] == quote)
            {
                if (At(1) != quote)
                    break;
                _at++;
            }

            Append(text, quote == '"');
        }

        _at = Math.Min(_at + 1, _code.Length);
        Add('s', Template.Normalize(text.ToString()), start);
    }

    // @" … "@ over several lines
    private void Here(int start, char quote)
    {
        var text = new StringBuilder();
        var end = _code.IndexOf("\n" + quote + "@", _at, StringComparison.Ordinal);
        var stop = end < 0 ? _code.Length : end;
        for (_at += 2; _at < stop; _at++)
            Append(text, quote == '"');
        _at = Math.Min(stop + 3, _code.Length);
        Add('s', Template.Normalize(text.ToString()), start);
    }

    // One character of a string, or the variable or expression that stands there.
    private void Append(StringBuilder text, bool expands)
    {
        if (expands && _code[_at] == '`' && _at + 1 < _code.Length)
        {
            _at++;
        }
        else if (expands && _code[_at] == '$' && (char.IsAsciiLetter(At(1)) || At(1) is '{' or '_'))
        {
            _at++;
            text.Append('{').Append(Variable()).Append('}');
            _at--;
            return;
        }
        else if (expands && _code[_at] == '$' && At(1) == '(')
        {
            var close = Close(_at + 1);
            text.Append('{').Append(LastName(_code.AsSpan(_at + 2, Math.Max(0, close - _at - 2)))).Append('}');
            _at = close;
            return;
        }

        if (text.Length < LongestText && _at < _code.Length)
            text.Append(_code[_at]);
    }

    private int Close(int open)
    {
        var depth = 0;
        for (var i = open; i < _code.Length; i++)
        {
            depth += _code[i] == '(' ? 1 : _code[i] == ')' ? -1 : 0;
            if (depth == 0)
                return i;
        }

        return _code.Length;
    }

    // $($token.access_token) is access_token.
    private static string LastName(ReadOnlySpan<char> expression)
    {
        var end = expression.Length;
        while (end > 0 && !char.IsAsciiLetterOrDigit(expression[end - 1]) && expression[end - 1] != '_')
            end--;
        var start = end;
        while (start > 0 && (char.IsAsciiLetterOrDigit(expression[start - 1]) || expression[start - 1] == '_'))
            start--;
        return expression[start..end].ToString();
    }
}
