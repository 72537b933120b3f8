namespace McpConnectorAuth.Core.OAuth;

/// <summary>Reads <c>Set-Cookie</c> headers (RFC 6265 section 4.1) that were joined by commas.</summary>
internal static class SetCookie
{
    /// <summary>The value of a cookie, the last one where it is set twice; null where it is not set or is taken away.</summary>
    public static string? ValueOf(string? header, string name)
    {
        string? value = null;
        foreach (var piece in (header ?? "").Split(','))
        {
            // A piece of a date ("Expires=Thu, 01 Jan …") has no equals sign before its first semicolon.
            var pair = piece.Split(';')[0];
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || pair[..equals].Trim() != name) continue;
            var text = pair[(equals + 1)..].Trim();
            value = text.Length >= 2 && text[0] == '"' && text[^1] == '"' ? text[1..^1] : text;
        }

        return string.IsNullOrEmpty(value) ? null : value;
    }
}
