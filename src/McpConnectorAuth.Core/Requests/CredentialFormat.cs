using System.Text;
using McpConnectorAuth.Core.Credentials;

namespace McpConnectorAuth.Core.Requests;

/// <summary>
/// The value of a placement: literal text, <c>{parameter}</c> holes and nested <c>base64(…)</c>, such as
/// <c>Basic base64({email}/token:{api_token})</c>. Immutable.
/// </summary>
public sealed class CredentialFormat
{
    private const int MaximumLength = 2048;
    private const int MaximumDepth = 4;
    private const string Base64Function = "base64";
    private const string HexFunction = "hex";

    private CredentialFormat(string text, IReadOnlyList<FormatPart> parts)
    {
        Text = text;
        Parts = parts;
        ParameterNames = [.. Holes(parts).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The format as written.</summary>
    public string Text { get; }

    /// <summary>Names of the parameters that the format uses, in the order of their first use.</summary>
    public IReadOnlyList<string> ParameterNames { get; }

    internal IReadOnlyList<FormatPart> Parts { get; }

    /// <summary>Reads a format.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.SpecInvalid"/>; the message names the column.</exception>
    public static CredentialFormat Parse(string text) => Parse(text, isMessage: false);

    /// <summary>Reads the format of what a request's signature is made of, where hexadecimal forms and hashes may stand as well.</summary>
    /// <inheritdoc cref="Parse(string)"/>
    internal static CredentialFormat ParseMessage(string text) => Parse(text, isMessage: true);

    private static CredentialFormat Parse(string text, bool isMessage)
    {
        if (text.Length > MaximumLength) throw Invalid(text, MaximumLength, $"is longer than {MaximumLength} characters");
        var position = 0;
        var parts = ReadParts(text, ref position, depth: 0, isMessage);
        return new CredentialFormat(text, parts);
    }

    /// <summary>Reads a format; false where its syntax is broken.</summary>
    public static bool TryParse(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out CredentialFormat? format)
    {
        try
        {
            format = Parse(text);
            return true;
        }
        catch (ConnectorAuthException)
        {
            format = null;
            return false;
        }
    }

    /// <summary>
    /// Puts the values in. A prefix that the person typed along with the value (<c>Bearer abc</c> for <c>Bearer {token}</c>)
    /// does not appear twice.
    /// </summary>
    /// <returns>The value as it goes onto a request: a secret.</returns>
    /// <exception cref="ConnectorAuthException">
    /// <see cref="ErrorCodes.InvalidCredentialField"/> where a value is missing, holds a control character such as a line break,
    /// or a user name of HTTP Basic holds a colon (RFC 7617 section 2). The message names the field, never the value.
    /// </exception>
    public string Render(CredentialValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Render(Parts, values, insideBase64: false);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>
    /// The value without the literal that stands directly before its hole, where the person typed that as well. Only
    /// literals that end in a blank or a punctuation mark count: a letter could just as well begin the value.
    /// </summary>
    internal static string WithoutTypedPrefix(string literal, string value)
    {
        var prefix = literal.TrimEnd(' ');
        if (prefix.Length == 0 || value.Length <= prefix.Length || !value.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return value;
        var separated = prefix.Length < literal.Length ? value[prefix.Length] == ' ' : !char.IsLetterOrDigit(prefix[^1]);
        var rest = value[prefix.Length..].TrimStart(' ');
        return separated && rest.Length > 0 ? rest : value;
    }

    private static string Render(IReadOnlyList<FormatPart> parts, CredentialValues values, bool insideBase64)
    {
        var text = new StringBuilder();
        var beforeColon = insideBase64 && parts.Any(part => part is FormatPart.Literal literal && literal.Text.Contains(':', StringComparison.Ordinal));
        for (var index = 0; index < parts.Count; index++)
        {
            switch (parts[index])
            {
                case FormatPart.Literal literal:
                    text.Append(literal.Text);
                    beforeColon &= !literal.Text.Contains(':', StringComparison.Ordinal);
                    break;
                case FormatPart.Base64 encoded:
                    text.Append(Convert.ToBase64String(Encoding.UTF8.GetBytes(Render(encoded.Inner, values, insideBase64: true))));
                    break;
                case FormatPart.Hole hole:
                    var value = ParameterValues.Require(values, hole.Name);
                    if (beforeColon && value.Contains(':', StringComparison.Ordinal))
                    {
                        throw ParameterValues.Invalid(
                            hole.Name, "holds a colon, which ends the user name in HTTP Basic", "Enter only the user name, without what follows the colon.");
                    }

                    text.Append(index == 1 && !insideBase64 && parts[0] is FormatPart.Literal prefix ? WithoutTypedPrefix(prefix.Text, value) : value);
                    break;
                default:
                    throw new InvalidOperationException();
            }
        }

        return text.ToString();
    }

    private static List<FormatPart> ReadParts(string text, ref int position, int depth, bool isMessage)
    {
        if (depth > MaximumDepth) throw Invalid(text, position, $"nests functions deeper than {MaximumDepth}");
        var parts = new List<FormatPart>();
        var literal = new StringBuilder();
        while (position < text.Length)
        {
            var character = text[position];
            if (character == ')' && depth > 0) break;
            if (char.IsControl(character)) throw Invalid(text, position, "holds a control character");
            if (character == '}') throw Invalid(text, position, "closes a hole that was not opened");
            if (character == '{')
            {
                Flush();
                parts.Add(ReadHole(text, ref position));
            }
            else if (character == '(' && FunctionBefore(literal) is { Length: > 0 } function)
            {
                if (function != Base64Function && !(isMessage && (function == HexFunction || Digests.Knows(function))))
                    throw Invalid(text, position, $"uses \"{function}(…)\"; {(isMessage ? "base64, hex and hash functions are" : "only base64(…) is")} known");
                literal.Length -= function.Length;
                Flush();
                var opened = position++;
                var inner = ReadParts(text, ref position, depth + 1, isMessage);
                if (position == text.Length) throw Invalid(text, opened, $"opens {function}( without closing it");
                position++;
                if (inner.Count == 0) throw Invalid(text, opened, $"holds an empty {function}()");
                parts.Add(function switch
                {
                    Base64Function => new FormatPart.Base64(inner),
                    HexFunction => new FormatPart.Hex(inner),
                    _ => new FormatPart.Hash(function, inner),
                });
            }
            else
            {
                literal.Append(character);
                position++;
            }
        }

        Flush();
        return parts;

        void Flush()
        {
            if (literal.Length > 0) parts.Add(new FormatPart.Literal(literal.ToString()));
            literal.Clear();
        }
    }

    private static FormatPart.Hole ReadHole(string text, ref int position)
    {
        var close = text.IndexOf('}', position);
        if (close < 0) throw Invalid(text, position, "opens a hole without closing it");
        var name = text[(position + 1)..close];
        if (!ParameterValues.IsName(name)) throw Invalid(text, position, "has a hole without a usable parameter name");
        position = close + 1;
        return new FormatPart.Hole(name);
    }

    /// <summary>The identifier at the end of the literal read so far: what stands directly before an opening parenthesis.</summary>
    private static string FunctionBefore(StringBuilder literal)
    {
        var start = literal.Length;
        while (start > 0 && (char.IsAsciiLetterOrDigit(literal[start - 1]) || literal[start - 1] == '_')) start--;
        return literal.ToString(start, literal.Length - start);
    }

    private static IEnumerable<string> Holes(IReadOnlyList<FormatPart> parts) => parts.SelectMany(part => part switch
    {
        FormatPart.Hole hole => [hole.Name],
        FormatPart.Base64 encoded => Holes(encoded.Inner),
        FormatPart.Hex encoded => Holes(encoded.Inner),
        FormatPart.Hash hash => Holes(hash.Inner),
        _ => [],
    });

    private static ConnectorAuthException Invalid(string text, int position, string what) => new(
        ErrorCodes.SpecInvalid,
        $"The credential format \"{(text.Length <= 80 ? text : text[..80] + "…")}\" {what} (column {position + 1}).",
        "Write it like \"Bearer {token}\" or \"Basic base64({username}:{password})\" in the spec's authentication.methods[].placements[].format.");
}
