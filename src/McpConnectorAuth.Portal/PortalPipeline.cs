using System.Globalization;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Portal.Pages;
using McpConnectorAuth.Portal.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace McpConnectorAuth.Portal;

/// <summary>The pages of the sessions, behind the defences that all addresses share and those of their own.</summary>
internal sealed class PortalPipeline(
    Func<string, PortalSession?> find, SubmissionHandler submissions, CallbackEndpoint callbacks, RedirectListeners listeners, IConnectionStore store, PortalTexts texts, TimeProvider clock)
    : LoopbackPipeline(callbacks, texts)
{
    /// <summary>Largest request body, in bytes.</summary>
    public const int MaximumBody = 256 * 1024;

    /// <summary>In the query of a page that a provider's redirect leads back to.</summary>
    public const string ReturnedParameter = "returned";

    private const int MaximumFields = 64;
    private const string StatusSuffix = "/status";

    private static readonly TimeSpan _longestPoll = TimeSpan.FromSeconds(10);

    private string Origin => $"http://{Authority}";

    /// <inheritdoc/>
    protected override async Task<PortalReply> AnswerAsync(HttpContext context) =>
        ForeignOrigin(context.Request) ?? Oversize(context.Request) ?? await AnswerSessionAsync(context);

    /// <summary>Cross-site request forgery: every browser states the origin of a POST.</summary>
    private PortalReply? ForeignOrigin(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        if (HttpMethods.IsGet(request.Method) && origin.Count == 0) return null;
        return origin.Count == 1 && string.Equals(origin[0], Origin, StringComparison.Ordinal)
            ? null
            : Refuse(StatusCodes.Status403Forbidden, Texts.BadRequest);
    }

    /// <summary>A body that says beforehand that it is too large is not read at all; the server cuts off the others.</summary>
    private PortalReply? Oversize(HttpRequest request) =>
        request.ContentLength > MaximumBody ? Refuse(StatusCodes.Status413PayloadTooLarge, Texts.TooLarge) : null;

    private async Task<PortalReply> AnswerSessionAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        var get = HttpMethods.IsGet(context.Request.Method);
        if (!path.StartsWith(PortalSession.PathPrefix, StringComparison.Ordinal)) return NotFound();
        var id = path[PortalSession.PathPrefix.Length..];
        var status = get && id.EndsWith(StatusSuffix, StringComparison.Ordinal);
        if (status) id = id[..^StatusSuffix.Length];
        if (find(id) is not { } session) return NotFound();
        session.ExpireWhenDue();
        if (!get) return StrangerPost(context.Request, session) ?? await SubmitAsync(context, session);
        if (Stranger(context.Request, session, status, out var cookie) is { } refusal) return refusal;
        if (status) return await WaitAsync(context.Request, session, context.RequestAborted);
        var page = Show(context, session);
        return page with { Cookie = cookie ?? page.Cookie };
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
                return Refuse(StatusCodes.Status406NotAcceptable, Texts.WrongAddress);
            if (session.Browser.TryBind() is { } cookie)
            {
                setCookie = $"{CookieName(session)}={cookie}; Path={session.Url.AbsolutePath}; HttpOnly; SameSite=Strict";
                return null;
            }
        }

        // So does a provider's redirect, in every browser.
        var crossSite = request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site" || request.Query.ContainsKey(ReturnedParameter);
        if (crossSite && !status && !request.Query.ContainsKey("again"))
            return PortalReply.Page(StatusCodes.Status200OK, RefusalPage.Bounce(Texts, $"{session.Url.AbsolutePath}?again=1"));
        return PortalReply.Page(StatusCodes.Status403Forbidden, RefusalPage.Render(Texts, Texts.OtherBrowserTitle, Texts.OtherBrowser));
    }

    private PortalReply? StrangerPost(HttpRequest request, PortalSession session) =>
        session.Browser.OwnsCookie(request.Cookies[CookieName(session)])
            ? null
            : PortalReply.Page(StatusCodes.Status403Forbidden, RefusalPage.Render(Texts, Texts.OtherBrowserTitle, Texts.OtherBrowser));

    private async Task<PortalReply> SubmitAsync(HttpContext context, PortalSession session)
    {
        if (!context.Request.HasFormContentType || !IsUrlEncoded(context.Request.ContentType))
            return Refuse(StatusCodes.Status415UnsupportedMediaType, Texts.BadRequest);
        var limits = new FormOptions { ValueCountLimit = MaximumFields, KeyLengthLimit = 256, ValueLengthLimit = MaximumBody };
        var form = await context.Request.ReadFormAsync(limits, context.RequestAborted);
        if (form.Any(field => field.Value.Count != 1)) return Refuse(StatusCodes.Status400BadRequest, Texts.BadRequest);
        var fields = form.ToDictionary(field => field.Key, field => field.Value[0] ?? "", StringComparer.Ordinal);

        // Cross-site request forgery once more, independent of what the browser states.
        if (!session.Browser.OwnsToken(fields.GetValueOrDefault("token"))) return Refuse(StatusCodes.Status403Forbidden, Texts.StaleForm);
        return submissions.Handle(session, fields)
            ? PortalReply.SeeOther(session.Url.AbsolutePath)
            : Refuse(StatusCodes.Status400BadRequest, Texts.BadRequest);
    }

    private PortalReply Show(HttpContext context, PortalSession session)
    {
        var view = session.View;
        if (view.Result is { } result)
        {
            context.Response.OnCompleted(session.EndShownAsync);
            return Page(EndPage.Render(Texts, session, result, store.Description));
        }

        if (view.Progress is { } progress) return Page(TestingPage.Render(Texts, session, progress));
        switch (view.Step)
        {
            case SignInStep step: return SignIn(session, step, view.Version);
            case DeviceStep step: return Page(DevicePage.Render(Texts, session, step, Left(session, step), view.Version));
            case HostApprovalStep step: return Page(HostApprovalPage.Render(Texts, session, step));
        }

        var form = view.Form;
        if (context.Request.Query["method"] is [{ } method] && method != form.Method && session.Methods.Contains(method))
        {
            form = session.Blank(method) with { Entered = form.Entered };
            session.Show(form);
        }

        return Page(FormPage.Render(Texts, session, form, listeners.For, store.Description));
    }

    /// <summary>Sends the browser on to the provider: by itself the first time, by the person's click afterwards.</summary>
    private PortalReply SignIn(PortalSession session, SignInStep step, int version)
    {
        var provider = ProviderAddress.Of(step.Request.Url);
        var here = step.Redirect.Uri.Host == session.Url.Host;
        var target = here ? provider.Text : CallbackEndpoint.StepOf(step).AbsoluteUri;
        var forward = step.TryForward();
        return Page(SignInPage.Render(Texts, session, provider, target, forward, version)) with
        {
            Cookie = here ? CallbackEndpoint.CookieOf(session, step) : null,
            Refresh = forward ? target : null,
        };
    }

    /// <summary>Answers the page's script once there is something else to show, or after a while.</summary>
    private static async Task<PortalReply> WaitAsync(HttpRequest request, PortalSession session, CancellationToken cancellationToken)
    {
        var seen = request.Query["seen"] is [{ } text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int?)null;
        var change = seen is null ? session.Testing : session.ChangeAfter(seen.Value);
        if (change is null) return PortalReply.Text("done");
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(change, Task.Delay(_longestPoll, enough.Token));
        await enough.CancelAsync();
        return PortalReply.Text(change.IsCompleted ? "done" : "waiting");
    }

    /// <summary>How long a device's code is good for: its own time, or the page's where that ends before.</summary>
    private TimeSpan Left(PortalSession session, DeviceStep step)
    {
        var left = step.Device.ExpiresAt - clock.GetUtcNow();
        return left < TimeSpan.Zero ? TimeSpan.Zero : left < session.Remaining ? left : session.Remaining;
    }

    private static PortalReply Page(Html page) => PortalReply.Page(StatusCodes.Status200OK, page);

    private static bool IsUrlEncoded(string? contentType) =>
        contentType is not null && contentType.Split(';')[0].Trim().Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);

    private static string CookieName(PortalSession session) => $"portal-{session.Id}";
}
