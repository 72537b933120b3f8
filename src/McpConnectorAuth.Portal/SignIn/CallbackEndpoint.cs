using McpConnectorAuth.Portal.Pages;
using Microsoft.AspNetCore.Http;

namespace McpConnectorAuth.Portal.SignIn;

/// <summary>
/// Where providers send browsers back to. A callback counts once, only in the browser that was sent away, and only for the
/// request that its <c>state</c> belongs to (RFC 6749 section 10.12); whatever it carries leaves the address bar at once.
/// </summary>
internal sealed class CallbackEndpoint(Func<IEnumerable<PortalSession>> sessions, RedirectListeners listeners, ConnectionFlow flow, PortalTexts texts)
{
    private const string Prefix = "/sign-in/";
    private const string TicketPrefix = Prefix + "go/";
    private const string UnknownPath = Prefix + "unknown";
    private const string NoCodePath = Prefix + "no-code";

    // What a provider answers with: RFC 6749 sections 4.1.2 and 4.1.2.1, RFC 5849 section 2.2, and its customary refusal.
    private static readonly string[] _answers = ["code", "error", "oauth_verifier", "denied"];

    /// <summary>Where the browser steps over a redirect address's own host before it goes to the provider, so that the cookie is set there.</summary>
    public static Uri StepOf(SignInStep step) => new($"http://{step.Redirect.Authority}{TicketPrefix}{step.NewTicket()}");

    /// <summary>The cookie that ties a callback to the browser. <c>Lax</c>: it goes along with the provider's redirect and with nothing embedded.</summary>
    public static string CookieOf(PortalSession session, SignInStep step) =>
        $"{CookieName(session)}={step.Cookie}; Path={step.Redirect.Path}; HttpOnly; SameSite=Lax";

    /// <summary>Whether a request under that <c>Host</c> is answered here, at an address that a spec fixes.</summary>
    public bool Serves(string authority, string path) =>
        listeners.Serves(authority, path)
        || (listeners.Serves(authority) && (path.StartsWith(Prefix, StringComparison.Ordinal) || PortalAssets.Find(path) is not null));

    /// <summary>Answers a callback or the step before it; null where a request is for neither.</summary>
    public PortalReply? Answer(HttpRequest request)
    {
        string authority = request.Headers.Host.ToString(), path = request.Path.Value ?? "";
        var callback = listeners.Serves(authority, path);
        if (!callback && !path.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        if (!HttpMethods.IsGet(request.Method)) return Refuse(StatusCodes.Status405MethodNotAllowed, texts.SignInUnknown);
        if (callback) return request.QueryString.HasValue ? Receive(request, authority, path) : Refuse(StatusCodes.Status400BadRequest, texts.SignInNoCode);
        return path switch
        {
            UnknownPath => Refuse(StatusCodes.Status400BadRequest, texts.SignInUnknown),
            NoCodePath => Refuse(StatusCodes.Status400BadRequest, texts.SignInNoCode),
            _ => path.StartsWith(TicketPrefix, StringComparison.Ordinal) ? Go(path[TicketPrefix.Length..], authority) : null,
        };
    }

    private PortalReply Receive(HttpRequest request, string authority, string path)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in request.Query)
        {
            // Each parameter stands once (RFC 6749 section 3.1): of two states or codes nobody knows which was checked.
            if (value is not [{ } single]) return PortalReply.SeeOther(UnknownPath);
            values[name] = single;
        }

        foreach (var session in sessions())
        {
            if (session.Step is not SignInStep step || !step.OwnsState(values) || !step.Redirect.Matches(authority, path)) continue;
            if (!step.OwnsCookie(request.Cookies[CookieName(session)])) break;
            if (!Array.Exists(_answers, name => values.GetValueOrDefault(name) is { Length: > 0 })) return PortalReply.SeeOther(NoCodePath);
            if (!flow.TryComplete(session, step, values)) break;
            return PortalReply.SeeOther($"{session.Url}?{PortalPipeline.ReturnedParameter}=1") with
            {
                Cookie = $"{CookieName(session)}=; Path={step.Redirect.Path}; Max-Age=0; HttpOnly; SameSite=Lax",
            };
        }

        return PortalReply.SeeOther(UnknownPath);
    }

    private PortalReply Go(string ticket, string authority)
    {
        foreach (var session in sessions())
        {
            if (session.Step is not SignInStep step || step.Redirect.Authority != authority || !step.TryTakeTicket(ticket)) continue;
            var target = ProviderAddress.Of(step.Request.Url);
            return PortalReply.Page(StatusCodes.Status200OK, SignInPage.Forwarding(texts, target)) with { Cookie = CookieOf(session, step), Refresh = target.Text };
        }

        return Refuse(StatusCodes.Status400BadRequest, texts.SignInUnknown);
    }

    private static string CookieName(PortalSession session) => $"sign-in-{session.Id}";

    private PortalReply Refuse(int status, string text) => PortalReply.Page(status, RefusalPage.Render(texts, texts.SignInRefusedTitle, text, texts.SignInAgain));
}
