using McpConnectorAuth.Portal.Pages;
using McpConnectorAuth.Portal.SignIn;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace McpConnectorAuth.Portal;

/// <summary>
/// What stands between a loopback socket and a page, in the order in which a request meets it. Each defence is one method
/// that returns a refusal or null; <c>docs/security.md</c> names the threat behind each.
/// </summary>
internal abstract class LoopbackPipeline(CallbackEndpoint callbacks, PortalTexts texts) : IHttpApplication<HttpContext>
{
    // Scripts, styles, images and status calls come from this origin only; nothing may frame a page or receive its forms.
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
        + "frame-ancestors 'none'; base-uri 'none'";

    /// <summary>The value of <c>Host</c> that is answered, such as <c>127.0.0.1:41234</c>.</summary>
    public string Authority { get; set; } = "";

    /// <summary>Every sentence of the pages.</summary>
    protected PortalTexts Texts => texts;

    /// <inheritdoc/>
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    /// <inheritdoc/>
    public void DisposeContext(HttpContext context, Exception? exception)
    {
        // Nothing to release: a request owns no services.
    }

    /// <inheritdoc/>
    public async Task ProcessRequestAsync(HttpContext context)
    {
        PortalReply reply;
        try
        {
            reply = WrongHost(context.Request)
                ?? WrongMethod(context.Request)
                ?? ForeignFetch(context.Request)
                ?? Asset(context.Request)
                ?? callbacks.Answer(context.Request)
                ?? await AnswerAsync(context);
        }
        catch (BadHttpRequestException error)
        {
            reply = Refuse(error.StatusCode, error.StatusCode == StatusCodes.Status413PayloadTooLarge ? texts.TooLarge : texts.BadRequest);
        }
        catch (InvalidDataException)
        {
            // Form limits exceeded.
            reply = Refuse(StatusCodes.Status400BadRequest, texts.BadRequest);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            context.Abort();
            return;
        }
        catch (Exception)
        {
            // An error's text may hold anything, a credential included: it goes nowhere.
            reply = PortalReply.Page(StatusCodes.Status500InternalServerError, RefusalPage.Render(texts, texts.FailedTitle, texts.Failed));
        }

        await SendAsync(context, reply);
    }

    /// <summary>Answers what has passed every defence that all addresses share.</summary>
    protected abstract Task<PortalReply> AnswerAsync(HttpContext context);

    /// <summary>The page for an address where nothing is.</summary>
    protected PortalReply NotFound() => PortalReply.Page(StatusCodes.Status404NotFound, RefusalPage.Render(texts, texts.NotFoundTitle, texts.NotFound));

    /// <summary>A refusal.</summary>
    protected PortalReply Refuse(int status, string text) => PortalReply.Page(status, RefusalPage.Render(texts, texts.RefusedTitle, text));

    /// <summary>DNS rebinding: a foreign name that resolves to loopback carries that name in <c>Host</c>. A registered redirect address may have another spelling.</summary>
    private PortalReply? WrongHost(HttpRequest request) =>
        request.Headers.Host is [{ } host] && (host == Authority || callbacks.Serves(host, request.Path.Value ?? ""))
            ? null
            : Refuse(StatusCodes.Status421MisdirectedRequest, texts.WrongAddress);

    /// <summary>Only what a browser does with a page and a form; HEAD is what link previews send.</summary>
    private PortalReply? WrongMethod(HttpRequest request) =>
        request.Method is "GET" or "POST" ? null : Refuse(StatusCodes.Status405MethodNotAllowed, texts.BadRequest);

    /// <summary>Another site embeds a page, fetches it or submits a form to it (Fetch Metadata); or the browser only guesses that a person will want it.</summary>
    private PortalReply? ForeignFetch(HttpRequest request)
    {
        string site = request.Headers["Sec-Fetch-Site"].ToString(), destination = request.Headers["Sec-Fetch-Dest"].ToString();
        var speculative = request.Headers["Sec-Purpose"].ToString().Length > 0
            || request.Headers["Purpose"].ToString().Length > 0
            || request.Headers["X-Moz"].ToString().Length > 0;
        var navigation = destination is "" or "document";
        var allowed = site is "" or "same-origin" || (navigation && HttpMethods.IsGet(request.Method));
        return allowed && !speculative && destination is not ("iframe" or "frame" or "embed" or "object" or "fencedframe")
            ? null
            : Refuse(StatusCodes.Status403Forbidden, texts.BadRequest);
    }

    private static PortalReply? Asset(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.Origin.Count == 0 && PortalAssets.Find(request.Path.Value ?? "") is { } asset
            ? new PortalReply(StatusCodes.Status200OK, asset.ContentType, asset.Content)
            : null;

    private static async Task SendAsync(HttpContext context, PortalReply reply)
    {
        var response = context.Response;
        var headers = response.Headers;
        response.StatusCode = reply.Status;
        response.ContentType = reply.ContentType;
        response.ContentLength = reply.Content.Length;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XFrameOptions = "DENY";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";

        // Not "no-referrer": under it browsers state the origin of a form as "null" (Fetch, "append a request Origin header"), and the
        // exact check would refuse every POST. Nothing is told to another origin under this one either.
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (reply.Location is not null) headers.Location = reply.Location;
        if (reply.Cookie is not null) headers.SetCookie = reply.Cookie;

        // The way to a provider: a redirect that answers a form would fall under form-action (CSP Level 3 section 6.1.15), this does not.
        if (reply.Refresh is not null) headers["Refresh"] = $"0; url={reply.Refresh}";
        if (reply.Status == StatusCodes.Status405MethodNotAllowed) headers.Allow = "GET, POST";
        if (!HttpMethods.IsHead(context.Request.Method)) await response.Body.WriteAsync(reply.Content);
    }
}
