using McpConnectorAuth.Portal.Pages;

namespace McpConnectorAuth.Portal;

/// <summary>An answer of the portal.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="ContentType">Media type.</param>
/// <param name="Content">The body.</param>
/// <param name="Location">Where to go next, or null.</param>
/// <param name="Cookie">A <c>Set-Cookie</c> value, or null.</param>
/// <param name="Refresh">Where the page sends the browser on by itself, absolute and ASCII, or null.</param>
internal sealed record PortalReply(
    int Status, string ContentType, ReadOnlyMemory<byte> Content, string? Location = null, string? Cookie = null, string? Refresh = null)
{
    /// <summary>A page.</summary>
    public static PortalReply Page(int status, Html page) => new(status, "text/html; charset=utf-8", System.Text.Encoding.UTF8.GetBytes(page.ToString()));

    /// <summary>A short text for the page's script.</summary>
    public static PortalReply Text(string text) => new(200, "text/plain; charset=utf-8", System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Answers a form: the browser gets the page from its own address, so that a reload repeats nothing (RFC 9110 section 15.4.4).</summary>
    public static PortalReply SeeOther(string path) => new(303, "text/plain", default, path);
}
