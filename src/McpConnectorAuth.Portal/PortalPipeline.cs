using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Portal.Pages;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace McpConnectorAuth.Portal;

/// <summary>
/// Everything between the socket and a page, in the order in which a request meets it. Each defence is one method that
/// returns a refusal or null; <c>docs/security.md</c> names the threat behind each.
/// </summary>
internal sealed class PortalPipeline(
    Func<string, PortalSession?> find, SubmissionHandler submissions, IConnectionStore store, PortalTexts texts) : IHttpApplication<HttpContext>
{
    /// <summary>Largest request body, in bytes.</summary>
    public const int MaximumBody = 256 * 1024;

    private const int MaximumFields = 64;
    private const string StatusSuffix = "/status";

    // Scripts, styles, images and status calls come from this origin only; nothing may frame a page or receive its forms.
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
        + "frame-ancestors 'none'; base-uri 'none'";

    private static readonly TimeSpan _longestPoll = TimeSpan.FromSeconds(10);

    /// <summary>The only value of <c>Host</c> that is answered, such as <c>127.0.0.1:41234</c>. Set once the port is bound.</summary>
    public string Authority { get; set; } = "";

    private string Origin => $"http://{Authority}";

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
                ?? ForeignOrigin(context.Request)
                ?? Oversize(context.Request)
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

    /// <summary>DNS rebinding: a foreign name that resolves to loopback carries that name in <c>Host</c>.</summary>
    private PortalReply? WrongHost(HttpRequest request) =>
        request.Headers.Host.Count == 1 && string.Equals(request.Headers.Host[0], Authority, StringComparison.Ordinal)
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

    /// <summary>Cross-site request forgery: every browser states the origin of a POST.</summary>
    private PortalReply? ForeignOrigin(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        if (HttpMethods.IsGet(request.Method) && origin.Count == 0) return null;
        return origin.Count == 1 && string.Equals(origin[0], Origin, StringComparison.Ordinal)
            ? null
            : Refuse(StatusCodes.Status403Forbidden, texts.BadRequest);
    }

    /// <summary>A body that says beforehand that it is too large is not read at all; the server cuts off the others.</summary>
    private PortalReply? Oversize(HttpRequest request) =>
        request.ContentLength > MaximumBody ? Refuse(StatusCodes.Status413PayloadTooLarge, texts.TooLarge) : null;

    private async Task<PortalReply> AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        var get = HttpMethods.IsGet(context.Request.Method);
        if (get && PortalAssets.Find(path) is { } asset) return new PortalReply(StatusCodes.Status200OK, asset.ContentType, asset.Content);
        if (!path.StartsWith(PortalSession.PathPrefix, StringComparison.Ordinal)) return NotFound();
        var id = path[PortalSession.PathPrefix.Length..];
        var status = get && id.EndsWith(StatusSuffix, StringComparison.Ordinal);
        if (status) id = id[..^StatusSuffix.Length];
        if (find(id) is not { } session) return NotFound();
        session.ExpireWhenDue();
        if (!get) return StrangerPost(context.Request, session) ?? await SubmitAsync(context, session);
        return Stranger(context.Request, session, status, out var cookie)
            ?? (status ? await WaitAsync(session, context.RequestAborted) : Show(context.Request, session)) with { Cookie = cookie };
    }

    /// <summary>
    /// Another browser, or a program that was handed the link: only the browser that opened it first sees the page. A
    /// session that ended before anybody opened it shows its end to everybody.
    /// </summary>
    private PortalReply? Stranger(HttpRequest request, PortalSession session, bool status, out string? setCookie)
    {
        setCookie = null;
        if (session.Browser.OwnsCookie(request.Cookies[CookieName(session)])) return null;
        if (!session.Browser.Bound && !status)
        {
            if (session.State != PortalState.Open) return null;

            // Opening binds, so it takes a person's navigation: not a download tool, not an image, not a script.
            if (!request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
                return Refuse(StatusCodes.Status406NotAcceptable, texts.WrongAddress);
            if (session.Browser.TryBind() is { } cookie)
            {
                setCookie = $"{CookieName(session)}={cookie}; Path={session.Url.AbsolutePath}; HttpOnly; SameSite=Strict";
                return null;
            }
        }

        var crossSite = request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";
        if (crossSite && !status && !request.Query.ContainsKey("again"))
            return PortalReply.Page(StatusCodes.Status200OK, RefusalPage.Bounce(texts, $"{session.Url.AbsolutePath}?again=1"));
        return PortalReply.Page(StatusCodes.Status403Forbidden, RefusalPage.Render(texts, texts.OtherBrowserTitle, texts.OtherBrowser));
    }

    private PortalReply? StrangerPost(HttpRequest request, PortalSession session) =>
        session.Browser.OwnsCookie(request.Cookies[CookieName(session)])
            ? null
            : PortalReply.Page(StatusCodes.Status403Forbidden, RefusalPage.Render(texts, texts.OtherBrowserTitle, texts.OtherBrowser));

    private async Task<PortalReply> SubmitAsync(HttpContext context, PortalSession session)
    {
        if (!context.Request.HasFormContentType || !IsUrlEncoded(context.Request.ContentType))
            return Refuse(StatusCodes.Status415UnsupportedMediaType, texts.BadRequest);
        var limits = new FormOptions { ValueCountLimit = MaximumFields, KeyLengthLimit = 256, ValueLengthLimit = MaximumBody };
        var form = await context.Request.ReadFormAsync(limits, context.RequestAborted);
        if (form.Any(field => field.Value.Count != 1)) return Refuse(StatusCodes.Status400BadRequest, texts.BadRequest);
        var fields = form.ToDictionary(field => field.Key, field => field.Value[0] ?? "", StringComparer.Ordinal);

        // Cross-site request forgery once more, independent of what the browser states.
        if (!session.Browser.OwnsToken(fields.GetValueOrDefault("token"))) return Refuse(StatusCodes.Status403Forbidden, texts.StaleForm);
        return submissions.Handle(session, fields)
            ? PortalReply.SeeOther(session.Url.AbsolutePath)
            : Refuse(StatusCodes.Status400BadRequest, texts.BadRequest);
    }

    private PortalReply Show(HttpRequest request, PortalSession session)
    {
        if (session.Result is { } result)
            return PortalReply.Page(StatusCodes.Status200OK, EndPage.Render(texts, session, result, store.Description));
        if (session.Testing is not null) return PortalReply.Page(StatusCodes.Status200OK, TestingPage.Render(texts, session));
        var form = session.Form;
        if (request.Query["method"] is [{ } method] && method != form.Method && session.Methods.Contains(method))
        {
            form = FormState.Empty(method) with { Entered = form.Entered };
            session.Show(form);
        }

        return PortalReply.Page(StatusCodes.Status200OK, FormPage.Render(texts, session, form, store.Description));
    }

    private static async Task<PortalReply> WaitAsync(PortalSession session, CancellationToken cancellationToken)
    {
        if (session.Testing is not { } test) return PortalReply.Text("done");
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(test, Task.Delay(_longestPoll, enough.Token));
        await enough.CancelAsync();
        return PortalReply.Text(test.IsCompleted ? "done" : "testing");
    }

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
        if (reply.Status == StatusCodes.Status405MethodNotAllowed) headers.Allow = "GET, POST";
        if (!HttpMethods.IsHead(context.Request.Method)) await response.Body.WriteAsync(reply.Content);
    }

    private static bool IsUrlEncoded(string? contentType) =>
        contentType is not null && contentType.Split(';')[0].Trim().Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);

    private static string CookieName(PortalSession session) => $"portal-{session.Id}";

    private PortalReply NotFound() => PortalReply.Page(StatusCodes.Status404NotFound, RefusalPage.Render(texts, texts.NotFoundTitle, texts.NotFound));

    private PortalReply Refuse(int status, string text) => PortalReply.Page(status, RefusalPage.Render(texts, texts.RefusedTitle, text));
}
