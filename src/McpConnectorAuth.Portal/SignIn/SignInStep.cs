using McpConnectorAuth.Core.OAuth;

namespace McpConnectorAuth.Portal.SignIn;

/// <summary>The browser is at the provider and will come back to the redirect address, once.</summary>
/// <param name="Draft">What the person entered and approved.</param>
/// <param name="Request">What was sent along with the browser.</param>
/// <param name="Redirect">Where it comes back to.</param>
internal sealed record SignInStep(ConnectionDraft Draft, AuthorizationRequest Request, RedirectAddress Redirect) : PortalStep(Draft)
{
    private readonly string _cookie = BrowserBinding.NewToken();
    private string? _ticket;
    private int _forwarded;

    /// <summary>
    /// The value of the cookie that the browser brings back. The page's own cookie is <c>SameSite=Strict</c>, which a
    /// provider's redirect does not carry.
    /// </summary>
    public string Cookie => _cookie;

    /// <summary>Whether a callback belongs to this request; the time that it takes tells nothing about the value.</summary>
    public bool OwnsState(IReadOnlyDictionary<string, string> callback) =>
        BrowserBinding.Same(Request.State, callback.GetValueOrDefault(Request.StateParameter) ?? callback.GetValueOrDefault("denied"));

    /// <summary>Whether the browser is the one that was sent to the provider.</summary>
    public bool OwnsCookie(string? cookie) => BrowserBinding.Same(_cookie, cookie);

    /// <summary>True once: a page that is shown again, such as by the browser's way back, sends nobody away.</summary>
    public bool TryForward() => Interlocked.Exchange(ref _forwarded, 1) == 0;

    /// <summary>A key for one step over the redirect address's own host, which sets the cookie there; it ends the one before.</summary>
    public string NewTicket()
    {
        var ticket = BrowserBinding.NewToken();
        Interlocked.Exchange(ref _ticket, ticket);
        return ticket;
    }

    /// <summary>Takes a ticket, once.</summary>
    public bool TryTakeTicket(string ticket) =>
        BrowserBinding.Same(Volatile.Read(ref _ticket) ?? "", ticket) && Interlocked.Exchange(ref _ticket, null) is not null;
}
