using System.Text;
using McpConnectorAuth.Core.Credentials;

namespace McpConnectorAuth.Core.Requests;

/// <summary>A piece of a URL after the host: literal text, already encoded, and <c>{parameter}</c> holes whose values are percent-encoded.</summary>
internal sealed class UrlTemplate
{
    private const int MaximumLength = 4096;

    private UrlTemplate(IReadOnlyList<FormatPart> parts) => Parts = parts;

    public IReadOnlyList<FormatPart> Parts { get; }

    public IEnumerable<string> ParameterNames => Parts.OfType<FormatPart.Hole>().Select(hole => hole.Name);

    /// <summary>Reads a template.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.SpecInvalid"/>.</exception>
    public static UrlTemplate Parse(string text)
    {
        if (text.Length > MaximumLength || text.Any(character => char.IsControl(character) || char.IsWhiteSpace(character) || character is '\\' or '#'))
            throw Invalid(text);
        var parts = new List<FormatPart>();
        for (var position = 0; position < text.Length;)
        {
            if (text[position] == '{')
            {
                var close = text.IndexOf('}', position);
                if (close < 0 || !ParameterValues.IsName(text[(position + 1)..close])) throw Invalid(text);
                parts.Add(new FormatPart.Hole(text[(position + 1)..close]));
                position = close + 1;
            }
            else
            {
                var end = text.IndexOf('{', position);
                var literal = text[position..(end < 0 ? text.Length : end)];
                if (literal.Contains('}', StringComparison.Ordinal)) throw Invalid(text);
                parts.Add(new FormatPart.Literal(literal));
                position += literal.Length;
            }
        }

        return new UrlTemplate(parts);
    }

    /// <summary>Puts the values in, percent-encoded (RFC 3986 section 2.1); parameters in <paramref name="without"/> are left empty.</summary>
    public string ExpandPath(CredentialValues values, IReadOnlySet<string> without)
    {
        // A colon and an at sign are ordinary characters of a path segment (RFC 3986 section 3.3), and servers that route on keys expect them so.
        var path = Expand(values, without, static value => Uri.EscapeDataString(value).Replace("%3A", ":", StringComparison.Ordinal).Replace("%40", "@", StringComparison.Ordinal));
        if (without.Count > 0) path = path.Replace("//", "/", StringComparison.Ordinal);

        // "." and ".." would climb out of the documented path, and every URL parser resolves them even when they are encoded.
        if (ParameterNames.FirstOrDefault(name => ParameterValues.Find(values, name) is "." or "..") is { } climbing)
            throw ParameterValues.Invalid(climbing, "is \".\" or \"..\"", "Enter the value that the API gave you.");
        return path;
    }

    /// <summary>Puts the values in for use in a query component.</summary>
    public string ExpandQuery(CredentialValues values) => Expand(values, new HashSet<string>(), Uri.EscapeDataString);

    private string Expand(CredentialValues values, IReadOnlySet<string> without, Func<string, string> escape)
    {
        var text = new StringBuilder();
        foreach (var part in Parts)
        {
            text.Append(part switch
            {
                FormatPart.Literal literal => literal.Text,
                FormatPart.Hole hole when without.Contains(hole.Name) => "",
                FormatPart.Hole hole => escape(ParameterValues.Require(values, hole.Name)),
                _ => throw new InvalidOperationException(),
            });
        }

        return text.ToString();
    }

    private static ConnectorAuthException Invalid(string text) => new(
        ErrorCodes.SpecInvalid,
        $"\"{(text.Length <= 80 ? text : text[..80] + "…")}\" is no URL path with {{parameter}} holes.",
        "Correct authentication.base_urls or authentication.verification in the spec: no blanks, backslashes or unbalanced braces.");
}
