using McpConnectorAuth.Core;

namespace McpConnectorAuth.Portal.SignIn;

/// <summary>Where a provider sends the browser back to (RFC 6749 section 3.1.2): a loopback address of this program (RFC 8252 section 7.3).</summary>
internal sealed record RedirectAddress
{
    private const string OwnPath = "/callback";

    private RedirectAddress(Uri uri, bool registered, bool lasting)
    {
        Uri = uri;
        Registered = registered;
        Lasting = lasting;
    }

    /// <summary>The address; its original text is what is registered, compared by providers character by character.</summary>
    public Uri Uri { get; }

    /// <summary>Whether the spec fixes it; otherwise it is the portal's own.</summary>
    public bool Registered { get; }

    /// <summary>Whether it is the same after the program's next start.</summary>
    public bool Lasting { get; }

    /// <summary>What a browser states in <c>Host</c> when it comes back.</summary>
    public string Authority => Uri.Authority;

    /// <summary>Where it comes back to on that host.</summary>
    public string Path => Uri.AbsolutePath;

    /// <summary>The portal's own address.</summary>
    /// <param name="origin">Where the portal listens.</param>
    /// <param name="lasting">Whether it listens there after its next start too.</param>
    public static RedirectAddress Own(Uri origin, bool lasting) => new(new Uri(origin, OwnPath), false, lasting);

    /// <summary>The address that a spec fixes.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.SpecInvalid"/> where this program can't answer there.</exception>
    public static RedirectAddress Parse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme == Uri.UriSchemeHttp
        && uri.Host is "127.0.0.1" or "localhost" or "[::1]"
        && uri.UserInfo.Length == 0
        && uri.Fragment.Length == 0
        && !text.Any(character => char.IsControl(character) || char.IsWhiteSpace(character) || !char.IsAscii(character))
            ? new RedirectAddress(uri, true, true)
            : throw new ConnectorAuthException(
                ErrorCodes.SpecInvalid,
                "The redirect_uri of the spec is no address that this program can answer at.",
                "Write it as http://127.0.0.1:PORT/PATH, http://localhost:PORT/PATH or http://[::1]:PORT/PATH, exactly as it is registered, or leave it out.");

    /// <summary>Whether a request that came in is for this address.</summary>
    public bool Matches(string authority, string path) => authority == Authority && path == Path;
}
