using System.Text;

namespace McpConnectorAuth.Core.Documents;

/// <summary>Encoding of a document, which refuses what is not valid in it.</summary>
/// <param name="Encoding">The encoding.</param>
/// <param name="Mark">Length of the byte order mark.</param>
internal readonly record struct TextEncoding(Encoding Encoding, int Mark)
{
    /// <summary>Whether the bytes after the mark are UTF-8.</summary>
    public bool IsUtf8 => Encoding is UTF8Encoding;

    /// <summary>UTF-16 where a byte order mark says so, else UTF-8.</summary>
    public static TextEncoding Of(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => new(new UTF8Encoding(false, true), 3),
        [0xFF, 0xFE, ..] => new(new UnicodeEncoding(false, false, true), 2),
        [0xFE, 0xFF, ..] => new(new UnicodeEncoding(true, false, true), 2),
        _ => new(new UTF8Encoding(false, true), 0),
    };
}
