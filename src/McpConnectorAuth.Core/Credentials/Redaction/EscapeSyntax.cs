using System.Buffers;
using System.Globalization;
using System.Text;

namespace McpConnectorAuth.Core.Credentials.Redaction;

/// <summary>One kind of escape, as data for <see cref="EscapeReader"/>.</summary>
/// <param name="Introducers">The one or two bytes that an escape can begin with.</param>
/// <param name="LongestEscape">Most bytes that an escape has.</param>
/// <param name="Decode">Reads the escape at the beginning of the bytes.</param>
internal sealed record EscapeSyntax(string Introducers, int LongestEscape, EscapeSyntax.Decoder Decode)
{
    /// <summary>Percent-encoding (RFC 3986, section 2.1).</summary>
    public static EscapeSyntax Percent { get; } = new("%", 3, DecodePercent);

    /// <summary>Percent-encoding with <c>+</c> for a blank (application/x-www-form-urlencoded).</summary>
    public static EscapeSyntax Form { get; } = new("%+", 3, DecodePercent);

    /// <summary>Backslash escapes in a JSON string (RFC 8259, section 7), and <c>\'</c>, which other languages add.</summary>
    public static EscapeSyntax Json { get; } = new("\\", 12, DecodeJson);

    /// <summary>Character references in HTML: numeric ones, and the names of characters that must be escaped.</summary>
    public static EscapeSyntax Html { get; } = new("&", 12, DecodeHtml);

    /// <summary>Escapes within escapes that occur in practice, the outer one first.</summary>
    public static IReadOnlyList<EscapeSyntax[]> Layers { get; } = [[Percent], [Form], [Percent, Percent], [Json], [Json, Json], [Html]];

    /// <summary>Reads the escape at the beginning of the bytes.</summary>
    /// <returns>Bytes it takes; 0 where it is none; -1 where more bytes are needed to tell.</returns>
    internal delegate int Decoder(ReadOnlySpan<byte> bytes, Span<byte> decoded, out int written);

    /// <summary>Whether an escape can begin with the byte.</summary>
    public bool Begins(byte value) => value == Introducers[0] || value == Introducers[^1];

    private static int DecodePercent(ReadOnlySpan<byte> bytes, Span<byte> decoded, out int written)
    {
        written = 1;
        if (bytes[0] == '+')
        {
            decoded[0] = (byte)' ';
            return 1;
        }

        for (var index = 1; index < Math.Min(bytes.Length, 3); index++)
        {
            if (!char.IsAsciiHexDigit((char)bytes[index])) return 0;
        }

        if (bytes.Length < 3) return -1;
        decoded[0] = byte.Parse(bytes[1..3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return 3;
    }

    private static int DecodeJson(ReadOnlySpan<byte> bytes, Span<byte> decoded, out int written)
    {
        written = 1;
        if (bytes.Length < 2) return -1;
        if (bytes[1] == 'u') return DecodeJsonUnicode(bytes, decoded, out written);
        var character = (char)bytes[1] switch
        {
            '"' or '\\' or '/' or '\'' => (char)bytes[1],
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => '\0',
        };
        decoded[0] = (byte)character;
        return character == '\0' ? 0 : 2;
    }

    private static int DecodeJsonUnicode(ReadOnlySpan<byte> bytes, Span<byte> decoded, out int written)
    {
        written = 0;
        var taken = ReadCodeUnit(bytes, out var unit);
        if (taken <= 0) return taken;
        if (Rune.TryCreate(unit, out var rune))
        {
            written = rune.EncodeToUtf8(decoded);
            return taken;
        }

        var more = ReadCodeUnit(bytes[taken..], out var low);
        if (more < 0) return -1;
        if (more == 0 || !Rune.TryCreate(unit, low, out rune)) return 0;
        written = rune.EncodeToUtf8(decoded);
        return taken + more;
    }

    /// <summary>Reads <c>\uXXXX</c>.</summary>
    private static int ReadCodeUnit(ReadOnlySpan<byte> bytes, out char unit)
    {
        unit = '\0';
        for (var index = 0; index < Math.Min(bytes.Length, 6); index++)
        {
            var fits = index switch
            {
                0 => bytes[0] == '\\',
                1 => bytes[1] == 'u',
                _ => char.IsAsciiHexDigit((char)bytes[index]),
            };
            if (!fits) return 0;
        }

        if (bytes.Length < 6) return -1;
        unit = (char)ushort.Parse(bytes[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return 6;
    }

    private static int DecodeHtml(ReadOnlySpan<byte> bytes, Span<byte> decoded, out int written)
    {
        written = 0;
        var end = bytes.IndexOf((byte)';');
        if (end < 0) return bytes[1..].IndexOfAnyExcept(HtmlNameBytes) < 0 ? -1 : 0;
        var name = bytes[1..end];
        int code;
        if (name is [(byte)'#', (byte)'x' or (byte)'X', ..])
            _ = int.TryParse(name[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code);
        else if (name is [(byte)'#', ..])
            _ = int.TryParse(name[1..], NumberStyles.None, CultureInfo.InvariantCulture, out code);
        else
            code = NamedCharacter(name);

        if (code == 0 || !Rune.TryCreate(code, out var rune)) return 0;
        written = rune.EncodeToUtf8(decoded);
        return end + 1;
    }

    private static readonly SearchValues<byte> HtmlNameBytes =
        SearchValues.Create("#0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    private static int NamedCharacter(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("amp"u8) ? '&'
        : name.SequenceEqual("lt"u8) ? '<'
        : name.SequenceEqual("gt"u8) ? '>'
        : name.SequenceEqual("quot"u8) ? '"'
        : name.SequenceEqual("apos"u8) ? '\''
        : name.SequenceEqual("plus"u8) ? '+'
        : name.SequenceEqual("equals"u8) ? '='
        : name.SequenceEqual("sol"u8) ? '/'
        : 0;
}
