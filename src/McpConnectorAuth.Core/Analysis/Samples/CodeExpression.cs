using System.Text;

namespace McpConnectorAuth.Core.Analysis.Samples;

/// <summary>Evaluates string expressions of source code into templates: literals, concatenation, variables, base64 calls.</summary>
internal sealed class CodeExpression(IReadOnlyList<CodeToken> tokens)
{
    private const int LongestValue = 1000;
    private const int MostTokens = 60;
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    /// <summary>Remembers what a variable holds.</summary>
    public void Define(string name, string value)
    {
        if (value.Length is > 0 and <= LongestValue)
            _variables[name] = value;
    }

    /// <summary>The template that starts at a token; <paramref name="next"/> is the token after it.</summary>
    public string Evaluate(int at, out int next)
    {
        var text = new StringBuilder();
        var last = Math.Min(tokens.Count, at + MostTokens);
        var operand = true;
        next = at;
        while (next < last && text.Length < LongestValue)
        {
            var token = tokens[next];
            if (token.Kind == 'n')
            {
                // An expression goes on where an operator ends the line.
                if (!operand || next == at)
                {
                    if (next == at)
                    {
                        next++;
                        continue;
                    }

                    break;
                }

                next++;
                continue;
            }

            if (token.Kind == 's')
            {
                text.Append(token.Text);
                operand = false;
                next++;
                if (next < last && tokens[next].Text is "." or "->" && next + 1 < last && tokens[next + 1].Kind == 'i')
                    SkipChain(ref next, last);
                continue;
            }

            if (token.Kind == 'i')
            {
                text.Append(Chain(ref next, last));
                operand = false;
                continue;
            }

            if (token.Text is "+" or "." or "<<" or "&")
            {
                operand = true;
                next++;
                continue;
            }

            if (token.Is('('))
            {
                next++;
                continue;
            }

            break;
        }

        return text.ToString();
    }

    // x.y["z"].w(…): a name, or the string in its index or call, or base64 of what it is called with.
    private string Chain(ref int at, int last)
    {
        var name = tokens[at].Text;
        var whole = name;
        if (name is "await" or "new" or "f" && at + 1 < last && tokens[at + 1].Kind is 'i' or 's')
        {
            at++;
            return tokens[at].Kind == 's' ? tokens[at++].Text : Chain(ref at, last);
        }

        string? argument = null;
        string? inner = null;
        at++;
        while (at < last)
        {
            var token = tokens[at];
            if (token.Text is "." or "->" or "::" or "?" or "!" && at + 1 < last && tokens[at + 1].Kind == 'i')
            {
                name = tokens[at + 1].Text;
                whole += "." + name;
                at += 2;
            }
            else if (token.Is('[') || token.Is('('))
            {
                var close = Close(at, last);
                var value = at + 1 < close ? Inner(at + 1, close) : "";
                if (value.Length > 0)
                {
                    inner ??= value;
                    if (at + 1 < close && tokens[at + 1].Kind == 's' && close - at <= 6)
                        argument = tokens[at + 1].Text;
                    if (value is "base64" or "binary" or "ascii" or "utf-8" or "utf8")
                        whole += "." + value;
                }

                at = Math.Min(close + 1, last);
            }
            else
            {
                break;
            }
        }

        var lower = whole.ToLowerInvariant();
        if (inner is not null && (lower.Contains("base64", StringComparison.Ordinal) || lower.Contains("b64", StringComparison.Ordinal) || lower.Contains("btoa", StringComparison.Ordinal) || lower.Contains("encode64", StringComparison.Ordinal)))
            return inner.StartsWith("base64(", StringComparison.Ordinal) ? inner : "base64(" + inner + ")";
        if (_variables.TryGetValue(whole, out var known))
            return known;
        if (inner is not null && argument is null && lower is "bytes" or "str" or "string" or "url" or "uri" || lower.EndsWith(".encode", StringComparison.Ordinal) || lower.EndsWith("getbytes", StringComparison.Ordinal) || lower.EndsWith("format", StringComparison.Ordinal))
            return inner ?? Hole(name);
        if (argument is not null && argument.Length is > 0 and < 60 && argument.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.'))
            return "{" + argument + "}";
        return Hole(name);
    }

    private static string Hole(string name) => name.Length is > 0 and < 60 ? "{" + name + "}" : "";

    // A call's arguments as one template: HTTP Basic joins two names with a colon.
    private string Inner(int from, int close)
    {
        var value = Evaluate(from, out var next);
        if (next < close && next < tokens.Count && tokens[next].Is(',') && next + 1 < close && tokens[next + 1].Kind is 'i' or 's')
        {
            var second = Evaluate(next + 1, out _);
            if (!value.Contains(':', StringComparison.Ordinal) && second.StartsWith('{') && value.StartsWith('{'))
                return value + ":" + second;
        }

        return value;
    }

    private void SkipChain(ref int at, int last)
    {
        while (at + 1 < last && tokens[at].Text is "." or "->" && tokens[at + 1].Kind == 'i')
        {
            at += 2;
            if (at < last && tokens[at].Is('('))
                at = Math.Min(Close(at, last) + 1, last);
        }
    }

    private int Close(int open, int last)
    {
        var depth = 0;
        for (var i = open; i < last; i++)
        {
            if (tokens[i].Is('(') || tokens[i].Is('[') || tokens[i].Is('{'))
                depth++;
            else if ((tokens[i].Is(')') || tokens[i].Is(']') || tokens[i].Is('}')) && --depth == 0)
                return i;
        }

        return last;
    }
}
