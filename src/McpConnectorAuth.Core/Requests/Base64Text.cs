namespace McpConnectorAuth.Core.Requests;

/// <summary>Base64 as people paste it.</summary>
internal static class Base64Text
{
    /// <summary>The bytes of text in either alphabet (RFC 4648 sections 4 and 5), with or without padding and blanks.</summary>
    /// <exception cref="FormatException">It is neither; the message holds nothing of it.</exception>
    public static byte[] Decode(string text)
    {
        var bare = string.Concat(text.Where(character => !char.IsWhiteSpace(character))).Replace('-', '+').Replace('_', '/').TrimEnd('=');
        return Convert.FromBase64String(bare.PadRight((bare.Length + 3) / 4 * 4, '='));
    }
}
