using System.Security.Cryptography;
using System.Text;

namespace McpConnectorAuth.Portal;

/// <summary>
/// The one browser that a session belongs to: the first that opens the link. The link itself carries no authority; the
/// cookie does, and every POST must also repeat a token that only the session's own pages show.
/// </summary>
internal sealed class BrowserBinding
{
    private readonly string _cookie = NewToken();
    private int _bound;

    /// <summary>Token that every form of the session repeats.</summary>
    public string FormToken { get; } = NewToken();

    /// <summary>Whether a browser has opened the session.</summary>
    public bool Bound => Volatile.Read(ref _bound) == 1;

    /// <summary>Binds the session; null where another browser was first.</summary>
    /// <returns>The cookie's value for the browser.</returns>
    public string? TryBind() => Interlocked.Exchange(ref _bound, 1) == 0 ? _cookie : null;

    /// <summary>Whether a cookie is the one that was handed out.</summary>
    public bool OwnsCookie(string? cookie) => Bound && Same(_cookie, cookie);

    /// <summary>Whether a form repeats the session's token.</summary>
    public bool OwnsToken(string? token) => Same(FormToken, token);

    /// <summary>128 unguessable bits, URL-safe.</summary>
    public static string NewIdentifier() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>256 unguessable bits, URL-safe.</summary>
    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>Compares in a time that tells nothing about the values.</summary>
    public static bool Same(string expected, string? given) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given));
}
