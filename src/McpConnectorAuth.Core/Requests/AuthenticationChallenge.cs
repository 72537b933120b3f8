using System.Text;

namespace McpConnectorAuth.Core.Requests;

/// <summary>One challenge of a <c>WWW-Authenticate</c> header (RFC 9110 section 11.6.1).</summary>
/// <param name="Scheme">Its scheme as written.</param>
/// <param name="Parameters">Its parameters, names compared without case; of two with one name the first counts.</param>
internal sealed record AuthenticationChallenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>
    /// Reads all challenges of a header's value. A comma separates parameters as well as challenges, so a token is a parameter's name
    /// where an equals sign follows, else the next scheme. What breaks the syntax is passed over.
    /// </summary>
    public static IReadOnlyList<AuthenticationChallenge> Parse(string? header)
    {
        var challenges = new List<AuthenticationChallenge>();
        Dictionary<string, string>? parameters = null;
        var text = header ?? "";
        for (var position = 0; ;)
        {
            position = Skip(text, position, static character => character is ' ' or '\t' or ',');
            if (position == text.Length) return challenges;
            var end = Skip(text, position, IsTokenCharacter);
            if (end == position)
            {
                position++;
                continue;
            }

            var token = text[position..end];
            position = Skip(text, end, static character => character is ' ' or '\t');
            if (parameters is not null && position < text.Length && text[position] == '=')
            {
                position = Skip(text, position + 1, static character => character is ' ' or '\t');
                parameters.TryAdd(token, ReadValue(text, ref position));
                continue;
            }

            parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            challenges.Add(new AuthenticationChallenge(token, parameters));
            position = SkipToken68(text, position);
        }
    }

    /// <summary>A parameter, or null.</summary>
    public string? this[string name] => Parameters.GetValueOrDefault(name);

    private static int Skip(string text, int position, Func<char, bool> passes)
    {
        while (position < text.Length && passes(text[position])) position++;
        return position;
    }

    /// <summary>A quoted string with its escapes undone, or a token (RFC 9110 sections 5.6.2 and 5.6.4).</summary>
    private static string ReadValue(string text, ref int position)
    {
        if (position == text.Length || text[position] != '"')
        {
            // Servers leave quotation marks away around values that need them.
            var end = Skip(text, position, static character => character is not (',' or ' ' or '\t'));
            var bare = text[position..end];
            position = end;
            return bare;
        }

        var value = new StringBuilder();
        for (position++; position < text.Length && text[position] != '"'; position++)
        {
            if (text[position] == '\\' && position + 1 < text.Length) position++;
            value.Append(text[position]);
        }

        if (position < text.Length) position++;
        return value.ToString();
    }

    /// <summary>Passes over the one value that schemes such as Negotiate have in place of parameters.</summary>
    private static int SkipToken68(string text, int position)
    {
        var end = Skip(text, position, static character => char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or '_' or '~' or '+' or '/');
        if (end == position) return position;
        end = Skip(text, end, static character => character == '=');
        var next = Skip(text, end, static character => character is ' ' or '\t');
        return next == text.Length || text[next] == ',' ? next : position;
    }

    private static bool IsTokenCharacter(char character) => char.IsAsciiLetterOrDigit(character) || "!#$%&'*+-.^_`|~".Contains(character, StringComparison.Ordinal);
}
