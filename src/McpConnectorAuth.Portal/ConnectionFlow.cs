using McpConnectorAuth.Core;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Portal.SignIn;

namespace McpConnectorAuth.Portal;

/// <summary>
/// Takes what a person entered to a stored connection: obtains a token where the method needs one, has hosts approved that come
/// with it, makes the verification call, stores. Every stretch of work has a deadline and ends as a step, a form or the session's end.
/// </summary>
internal sealed class ConnectionFlow(
    IConnectionStore store,
    IConnectionVerifier verifier,
    Func<OAuthClient> oauth,
    RedirectListeners listeners,
    PortalOptions options,
    PortalTexts texts,
    TimeProvider clock)
{
    /// <summary>Begins with what was submitted: a test, a way to the provider or a code for a device.</summary>
    public Task StartAsync(PortalSession session, FormState form, Connection connection)
    {
        var spec = session.Request.Spec;
        var method = spec.RequireMethod(connection.Method);
        form = form with
        {
            // What is good for one sign-in is asked for again after each try.
            Entered = form.Entered.Where(entry => !method.OneTime.Contains(entry.Key)).ToDictionary(),
            Retry = OAuthClient.InteractionOf(method) == GrantInteraction.None || method.OneTime.Count > 0 ? null : connection,
        };
        var draft = new ConnectionDraft(form, connection, []);
        return OAuthClient.InteractionOf(method) switch
        {
            GrantInteraction.Browser => RunAsync(session, form, PortalProgress.Preparing, null, ct => PrepareAsync(session, draft, spec, method, ct)),
            GrantInteraction.Device => StartDeviceAsync(session, draft, spec, method),
            GrantInteraction.Unattended => RunAsync(session, form, PortalProgress.Obtaining, null, async ct =>
            {
                var scopes = GrantOutline.Of(spec, method).Scopes;
                var token = await oauth().ObtainAsync(spec, method, connection.Values, connection.ApprovedHosts, ct);
                return await ContinueAsync(session, draft with { AskedScopes = scopes }, token, ct);
            }),
            _ => RunAsync(session, form, PortalProgress.Testing, null, ct => VerifyAsync(session, draft, ct)),
        };
    }

    /// <summary>Begins once more with what was entered and approved.</summary>
    public void Retry(PortalSession session)
    {
        if (session.Form is { Retry: { } connection } form) _ = StartAsync(session, form with { Failure = null, Retry = null }, connection);
    }

    /// <summary>Goes on with a callback; false where the sign-in has expired or something else took its place: nothing is exchanged then.</summary>
    public bool TryComplete(PortalSession session, SignInStep step, IReadOnlyDictionary<string, string> callback)
    {
        if (step.Request.ExpiresAt <= clock.GetUtcNow()) return false;
        var work = RunAsync(session, step.Draft.Form, PortalProgress.Obtaining, step, async ct =>
        {
            var token = await oauth().CompleteAuthorizationAsync(step.Request, callback, ct);
            return await ContinueAsync(session, step.Draft, token, ct);
        });

        // The step was taken before the first wait, so a callback that comes twice is refused the second time.
        return !(work.IsCompletedSuccessfully && !work.Result);
    }

    /// <summary>Goes on with hosts that came with the token, once the person has approved exactly those.</summary>
    public void Approve(PortalSession session, HostApprovalStep step)
    {
        var connection = step.Draft.Connection;
        var draft = step.Draft with { Connection = connection with { ApprovedHosts = [.. connection.ApprovedHosts, .. step.Hosts] } };
        _ = RunAsync(session, draft.Form, PortalProgress.Testing, step, ct => VerifyAsync(session, draft, ct));
    }

    /// <summary>Stores the connection and ends the session; otherwise says why not.</summary>
    public FormFailure? TryStore(PortalSession session, TestedDraft draft)
    {
        try
        {
            var connection = draft.Connection;
            session.Confirm(draft with { Connection = connection.WithoutOneTimeValues(session.Request.Spec.RequireMethod(connection.Method)) }, store);
            return null;
        }
        catch (ConnectorAuthException error)
        {
            return new FormFailure(texts.NotSaved, error.Message, texts.NextStep(error));
        }
    }

    private async Task<WorkEnd> PrepareAsync(PortalSession session, ConnectionDraft draft, ConnectorSpec spec, SpecMethod method, CancellationToken ct)
    {
        var redirect = listeners.For(method);
        await listeners.HoldAsync(redirect, session, ct);
        var connection = draft.Connection;
        var request = await oauth().BeginAuthorizationAsync(spec, method, connection.Values, connection.ApprovedHosts, redirect.Uri, ct);
        if (!ProviderAddress.TryOf(request.Url, out _)) return new WorkEnd(draft.Form with { Failure = Unsafe() });
        return new WorkEnd(draft.Form, new SignInStep(draft with { AskedScopes = request.Scopes }, request, redirect));
    }

    private async Task StartDeviceAsync(PortalSession session, ConnectionDraft draft, ConnectorSpec spec, SpecMethod method)
    {
        DeviceStep? step = null;
        using var stop = new CancellationTokenSource();
        await RunAsync(session, draft.Form, PortalProgress.Preparing, null, async ct =>
        {
            var connection = draft.Connection;
            var device = await oauth().BeginDeviceAsync(spec, method, connection.Values, connection.ApprovedHosts, ct);
            if (!ProviderAddress.TryOf(device.VerificationUri, out _)) return new WorkEnd(draft.Form with { Failure = Unsafe() });
            step = new DeviceStep(draft with { AskedScopes = device.Scopes }, device) { Running = stop };
            return new WorkEnd(draft.Form, step);
        });
        if (step is null || !ReferenceEquals(session.Step, step)) return;
        try
        {
            var token = await Task.Run(() => oauth().PollDeviceAsync(step.Device, stop.Token), stop.Token);
            await RunAsync(session, step.Draft.Form, PortalProgress.Obtaining, step, ct => ContinueAsync(session, step.Draft, token, ct));
        }
        catch (OperationCanceledException)
        {
            // The person went back, or the session ended.
        }
        catch (Exception error)
        {
            if (ReferenceEquals(session.Step, step)) session.Show(step.Draft.Form with { Failure = FailureOf(error) });
        }
    }

    /// <summary>Hosts that came with the token are approved before anything is sent to them.</summary>
    private async Task<WorkEnd> ContinueAsync(PortalSession session, ConnectionDraft draft, TokenState token, CancellationToken ct)
    {
        var connection = draft.Connection with { Token = token };
        var hosts = connection.UnapprovedHosts(session.Request.Spec);
        var known = hosts.Where(host => session.Earlier?.Approved(host) == true).ToList();
        draft = draft with { Connection = connection with { ApprovedHosts = [.. connection.ApprovedHosts, .. known] } };
        List<string> added = [.. hosts.Except(known)];
        return added.Count > 0 ? new WorkEnd(draft.Form, new HostApprovalStep(draft, added)) : await VerifyAsync(session, draft, ct);
    }

    private async Task<WorkEnd> VerifyAsync(PortalSession session, ConnectionDraft draft, CancellationToken ct)
    {
        var connection = draft.Connection;
        VerificationReport? report = null;
        FormFailure? failure = null;
        try
        {
            report = await Task.Run(
                () => verifier.VerifyAsync(session.Request.Spec, connection.Method, connection.RequestValues, connection.ApprovedHosts, limit: null, ct), ct).WaitAsync(ct);
            connection = connection.Checked(session.Request.Spec, report.Outcome, clock.GetUtcNow());
        }
        catch (Exception error)
        {
            failure = FailureOf(error);
        }

        var tested = new TestedDraft(connection, report, draft.AskedScopes);
        return report?.Outcome == VerificationOutcome.Valid
            ? new WorkEnd(draft.Form with { Failure = TryStore(session, tested) })
            : new WorkEnd(draft.Form with { Tested = tested, Failure = failure });
    }

    /// <summary>Does work while the page waits; whatever it throws, the page must not wait for ever.</summary>
    /// <returns>False where the session took no work: nothing was done.</returns>
    private async Task<bool> RunAsync(PortalSession session, FormState form, PortalProgress progress, PortalStep? from, Func<CancellationToken, Task<WorkEnd>> work)
    {
        using var deadline = new CancellationTokenSource(options.TestDeadline, clock);
        if (!session.TryBegin(form, progress, from, deadline)) return false;
        WorkEnd end;
        try
        {
            end = await work(deadline.Token).WaitAsync(deadline.Token);
        }
        catch (Exception error)
        {
            end = new WorkEnd(form with { Failure = FailureOf(error) });
        }

        session.EndWork(end.Form, end.Step);
        return true;
    }

    /// <summary>An error in words for the person; the text of an unknown one may hold anything and is not repeated.</summary>
    private FormFailure FailureOf(Exception error) => error switch
    {
        OAuthException oauthError => new FormFailure(texts.OAuthHeading(oauthError), oauthError.Message, texts.OAuthNextStep(oauthError)),
        ConnectorAuthException known => new FormFailure(texts.OutcomeHeading(null), known.Message, texts.NextStep(known)),
        OperationCanceledException => new FormFailure(
            texts.OutcomeHeading(null), texts.TestTookTooLong((int)options.TestDeadline.TotalSeconds), texts.TestTookTooLongNext),
        _ => new FormFailure(texts.OutcomeHeading(null), texts.TestBroke, texts.TestBrokeNext),
    };

    private FormFailure Unsafe() => new(texts.OutcomeHeading(null), texts.UnsafeProvider, texts.UnsafeProviderNext);
}
