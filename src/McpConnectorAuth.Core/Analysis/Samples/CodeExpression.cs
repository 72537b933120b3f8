using System.Text;

namespace McpConnectorAuth.Core.Analysis.Samples;

/// <summary>Evaluates string expressions of source code into templates: literals, concatenation, variables, formatting and base64 calls.</summary>
internal sealed class CodeExpression(IReadOnlyList<CodeToken> tokens)
{
    private const int LongestValue = 1000;
    private static readonly string[] Conversions = ["decode", "strip", "trim", "toString", "ToString"];
    private const int MostTokens = 60;
    private const int MostArguments = 8;
    private static readonly string[] Encodings = ["base64", "binary", "ascii", "utf-8", "utf8"];
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    /// <summary>Remembers what a variable holds.</summary>
    public void Define(string name, string value)
    {
        if (value.Length is > 0 and <= LongestValue)
            _variables[name] = value;
    }

    /// <summary>The template that starts at a token, or the first item of the list that does.</summary>
    public string Value(int at) => Evaluate(at < tokens.Count && (tokens[at].Is('{') || tokens[at].Is('[')) ? at + 1 : at, out _);

    /// <summary>Where the arguments of a call start; <paramref name="open"/> is its bracket.</summary>
    public List<int> Arguments(int open)
    {
        var starts = new List<int>();
        var last = Math.Min(tokens.Count, open + MostTokens);
        var close = Close(open, last);
        var depth = 0;
        var expected = true;
        for (var i = open + 1; i < close && starts.Count < MostArguments; i++)
        {
            if (expected && tokens[i].Kind != 'n')
            {
                starts.Add(i);
                expected = false;
            }

            depth += IsOpening(tokens[i]) ? 1 : IsClosing(tokens[i]) ? -1 : 0;
            expected |= depth == 0 && tokens[i].Is(',');
        }

        return starts;
    }

    /// <summary>The template that starts at a token; <paramref name="next"/> is the token after it.</summary>
    public string Evaluate(int at, out int next)
    {
        var text = new StringBuilder();
        var last = Math.Min(tokens.Count, at + MostTokens);
        var operand = true;
        var grouped = false;
        next = at;
        while (next < last && text.Length < LongestValue)
        {
            var token = tokens[next];
            if (token.Kind == 'n')
            {
                // An expression goes on where an operator ends the line, and in brackets with the next literal.
                if (!operand && next != at && !(grouped && IsLiteral(next + 1)))
                    break;
                next++;
            }
            else if (token.Kind == 's')
            {
                var literal = token.Text;
                operand = false;
                next++;
                if (IsMember(next, last))
                    SkipChain(ref next, last, ref literal);
                text.Append(literal);
            }
            else if (token.Kind == 'i')
            {
                text.Append(Chain(ref next, last));
                operand = false;
            }
            else if (token.Text is "+" or "." or "<<" or "&")
            {
                operand = true;
                next++;
            }
            else if (token.Is('('))
            {
                grouped = true;
                next++;
            }
            else
            {
                break;
            }
        }

        return text.ToString();
    }

    // "…", f"…"
    private bool IsLiteral(int at) => at < tokens.Count && (tokens[at].Kind == 's' || (at + 1 < tokens.Count && tokens[at] is { Kind: 'i', Text: "f" or "r" or "rf" or "fr" } && tokens[at + 1].Kind == 's'));

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
        var open = at;
        at++;
        while (at < last)
        {
            var token = tokens[at];
            if (IsMember(at, last))
            {
                // signature.decode() is the signature.
                if (!Conversions.Contains(tokens[at + 1].Text))
                {
                    name = tokens[at + 1].Text;
                    whole += "." + name;
                }

                at += 2;
            }
            else if (token.Is('[') || token.Is('('))
            {
                var close = Close(at, last);
                var value = at + 1 < close ? Inner(at, close) : "";
                if (value.Length > 0)
                {
                    if (inner is null)
                        (inner, open) = (value, at);
                    if (at + 1 < close && tokens[at + 1].Kind == 's' && close - at <= 6)
                        argument = Plain(tokens[at + 1].Text);
                    if (Encodings.Contains(value))
                        whole += "." + value;
                }

                at = Math.Min(close + 1, last);
            }
            else
            {
                break;
            }
        }

        return Meaning(name, whole, inner, argument, open);
    }

    private string Meaning(string name, string whole, string? inner, string? argument, int open)
    {
        var lower = whole.ToLowerInvariant();
        if (inner is not null && (lower.Contains("base64", StringComparison.Ordinal) || lower.Contains("b64", StringComparison.Ordinal) || lower.Contains("btoa", StringComparison.Ordinal) || lower.Contains("encode64", StringComparison.Ordinal)))
            return inner.StartsWith("base64(", StringComparison.Ordinal) ? inner : "base64(" + inner + ")";
        if (inner is not null && lower.EndsWith("credentials.basic", StringComparison.Ordinal))
            return "Basic base64(" + inner + ")";
        // An example's value says less than its variable's name.
        if (_variables.TryGetValue(whole, out var known))
            return (CredentialNames.IsComputed(whole) && known.Contains('{', StringComparison.Ordinal)) || !known.Contains('{', StringComparison.Ordinal) && known.IndexOfAny([' ', ':']) < 0 && CredentialNames.Find(CredentialNames.Snake(whole)) is { Secret: true } ? Hole(name) : known;
        if (inner is not null && (lower.EndsWith("sprintf", StringComparison.Ordinal) || lower.EndsWith("format", StringComparison.Ordinal)))
            return Formatted(open);
        if (inner is not null && argument is null && lower is "bytes" or "byte" or "str" or "string" or "url" or "uri" || lower.EndsWith(".encode", StringComparison.Ordinal) || lower.EndsWith("getbytes", StringComparison.Ordinal))
            return inner ?? Hole(name);
        if (argument is not null && argument.Length is > 0 and < 60 && argument.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.'))
            return "{" + argument + "}";
        return Hole(name);
    }

    // A name in capitals was taken for a placeholder: os.environ["API_KEY"].
    private static string Plain(string text) => text is ['{', .., '}'] ? text[1..^1] : text;

    // Sprintf("Token %s", token), String.format("%s:%s", a, b)
    private string Formatted(int open)
    {
        var arguments = Arguments(open);
        if (arguments.Count == 0)
            return "";
        return Fill(Evaluate(arguments[0], out _), [.. arguments.Skip(1).Select(start => Evaluate(start, out _))]);
    }

    private static string Fill(string format, List<string> values)
    {
        var text = new StringBuilder();
        var value = 0;
        for (var i = 0; i < format.Length; i++)
        {
            var percent = format[i] == '%' && i + 1 < format.Length && format[i + 1] is 's' or 'v' or 'd';
            var brackets = format[i] == '{' && i + 1 < format.Length && (format[i + 1] == '}' || (i + 2 < format.Length && char.IsAsciiDigit(format[i + 1]) && format[i + 2] == '}'));
            if (!percent && !brackets)
            {
                text.Append(format[i]);
                continue;
            }

            text.Append(value < values.Count ? values[value] : "{}");
            value++;
            i += percent || format[i + 1] == '}' ? 1 : 2;
        }

        return text.Length > LongestValue ? format : text.ToString();
    }

    private static string Hole(string name) => name.Length is > 0 and < 60 ? "{" + name + "}" : "";

    // A call's arguments as one template: HTTP Basic joins two names with a colon.
    private string Inner(int open, int close)
    {
        var value = Evaluate(open + 1, out var next);
        if (next < close && next < tokens.Count && tokens[next].Is(',') && next + 1 < close && tokens[next + 1].Kind is 'i' or 's')
        {
            var second = Evaluate(next + 1, out _);
            if (!value.Contains(':', StringComparison.Ordinal) && second.StartsWith('{') && value.StartsWith('{'))
                return value + ":" + second;
        }

        return value;
    }

    // "Bearer {}".format(token): what the call puts in is a hole, the rest of the chain leaves the text as it is.
    private void SkipChain(ref int at, int last, ref string literal)
    {
        while (IsMember(at, last))
        {
            var formats = tokens[at + 1].Text is "format" or "formatted";
            at += 2;
            if (at >= last || !tokens[at].Is('('))
                continue;
            if (formats)
                literal = Fill(literal, Arguments(at).ConvertAll(start => Evaluate(start, out _)));
            at = Math.Min(Close(at, last) + 1, last);
        }
    }

    // A point with a blank before it, or a variable with its own mark after it, joins strings instead.
    private bool IsMember(int at, int last)
    {
        if (at + 1 >= last || at == 0 || tokens[at + 1].Kind != 'i')
            return false;
        var token = tokens[at];
        if (token.Text is "->" or "::" or "?" or "!")
            return true;
        return token.Text == "." && tokens[at - 1].End == token.Start && token.End == tokens[at + 1].Start && tokens[at + 1].End - tokens[at + 1].Start == tokens[at + 1].Text.Length;
    }

    private int Close(int open, int last)
    {
        var depth = 0;
        for (var i = open; i < last; i++)
        {
            if (IsOpening(tokens[i]))
                depth++;
            else if (IsClosing(tokens[i]) && --depth == 0)
                return i;
        }

        return last;
    }

    private static bool IsOpening(CodeToken token) => token.Is('(') || token.Is('[') || token.Is('{');

    private static bool IsClosing(CodeToken token) => token.Is(')') || token.Is(']') || token.Is('}');
}
