using System.Collections.Concurrent;
using McpConnectorAuth.Core;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Portal.SignIn;

namespace McpConnectorAuth.Portal;

/// <summary>
/// The page on loopback where a person enters credentials or signs in: it shows who asks and where they will go, obtains a token
/// where the method needs one, makes the verification call and stores what came of it. The server starts with the first session and listens until the portal is disposed.
/// </summary>
public sealed class CredentialPortal : IAsyncDisposable
{
    private const int RememberedSessions = 64;
    private const string Loopback = "127.0.0.1";

    private readonly PortalOptions _options;
    private readonly TimeProvider _clock;
    private readonly IConnectionStore _store;
    private readonly RedirectListeners _listeners = new();
    private readonly PortalPipeline _pipeline;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly ConcurrentDictionary<string, PortalSession> _sessions = new(StringComparer.Ordinal);
    private readonly List<PortalSession> _order = [];
    private PortalServer? _server;
    private bool _disposed;

    /// <summary>Prepares the portal; nothing listens yet.</summary>
    /// <param name="store">Where connections are kept.</param>
    /// <param name="verifier">Makes the check of "Save and test".</param>
    /// <param name="oauth">Obtains tokens; called with the first method that needs one.</param>
    /// <param name="options">How the portal runs.</param>
    /// <param name="clock">The clock; the system's where null.</param>
    public CredentialPortal(IConnectionStore store, IConnectionVerifier verifier, Func<OAuthClient> oauth, PortalOptions options, TimeProvider? clock = null)
    {
        _options = options;
        _clock = clock ?? TimeProvider.System;
        _store = store;
        var texts = PortalTexts.English;
        var flow = new ConnectionFlow(store, verifier, oauth, _listeners, options, texts, _clock);
        var callbacks = new CallbackEndpoint(() => _sessions.Values, _listeners, flow, texts);
        _listeners.Pipeline = address => new CallbackPipeline(callbacks, texts) { Authority = address.Authority };
        _pipeline = new PortalPipeline(id => _sessions.GetValueOrDefault(id), new SubmissionHandler(flow, _clock), callbacks, _listeners, store, texts, _clock);
    }

    /// <summary>
    /// Makes a link for a person. While one is open for the same connection and the same questions, that one is returned;
    /// a changed spec or <see cref="PortalRequest.Fresh"/> ends it as <see cref="PortalState.Replaced"/> and makes a new link.
    /// </summary>
    /// <exception cref="ConnectorAuthException">
    /// <see cref="ErrorCodes.PortalUnavailable"/> where the port can't be bound, <see cref="ErrorCodes.MethodNotSupported"/> where no
    /// method (or not the one asked for) can be carried out, <see cref="ErrorCodes.NoMethod"/>, <see cref="ErrorCodes.InvalidArgument"/> or
    /// <see cref="ErrorCodes.SpecInvalid"/> where the spec does not hold what the page needs, and what <see cref="IConnectionStore.Prepare"/> throws.
    /// </exception>
    public async Task<PortalSession> OpenAsync(PortalRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        var methods = Offered(request);
        _store.Prepare();
        await _opening.WaitAsync(ct);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var open = Find(request.Id) is { State: PortalState.Open } found ? found : null;
            open?.ExpireWhenDue();
            if (open is { State: PortalState.Open } && !request.Fresh && SpecQuestions.Same(open.Request.Spec, request.Spec)) return open;
            if (_server is null)
            {
                _server = await PortalServer.StartAsync(_pipeline, Loopback, _options.Port, ct);
                _pipeline.Authority = _server.Origin.Authority;
                _listeners.Attach(_server.Origin, _options.Port is not null);
            }

            var session = new PortalSession(request, methods, _server.Origin, Earlier(request), _options.SessionDeadline, _clock);
            await HoldRedirectAsync(session, ct);
            open?.EndWithout(PortalState.Replaced);
            Remember(session);
            return session;
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>The newest session of a connection, open or ended; null where there was none.</summary>
    public PortalSession? Find(ConnectionId id)
    {
        lock (_order) return _order.LastOrDefault(session => session.ConnectionId == id);
    }

    /// <summary>Ends and forgets the sessions of a connection that was removed: what they say of it no longer holds.</summary>
    public void Forget(ConnectionId id)
    {
        lock (_order)
        {
            foreach (var session in _order.Where(session => session.ConnectionId == id))
            {
                session.EndWithout(PortalState.Expired);
                _sessions.TryRemove(session.Id, out _);
            }

            _order.RemoveAll(session => session.ConnectionId == id);
        }
    }

    /// <summary>Ends every session and stops listening, at once.</summary>
    public async ValueTask DisposeAsync()
    {
        await _opening.WaitAsync();
        try
        {
            if (_disposed) return;
            _disposed = true;
            foreach (var session in _sessions.Values) session.EndWithout(PortalState.Expired);
            await _listeners.DisposeAsync();
            if (_server is not null) await _server.DisposeAsync();
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>
    /// Listens where the method that is offered first has a registered redirect address, so that nothing else can take the port while
    /// the page is open. Where there are other methods to choose from, the page itself says that the port is taken.
    /// </summary>
    private async Task HoldRedirectAsync(PortalSession session, CancellationToken ct)
    {
        var method = session.Request.Spec.RequireMethod(session.Form.Method);
        if (OAuthClient.InteractionOf(method) != GrantInteraction.Browser) return;
        try
        {
            await _listeners.HoldAsync(_listeners.For(method), session, ct);
        }
        catch (ConnectorAuthException error) when (error.Code == ErrorCodes.PortalUnavailable && session.Methods.Count > 1 && session.Request.Method is null)
        {
            session.Show(session.Form with { Failure = new FormFailure(PortalTexts.English.RedirectTaken, error.Message, error.NextStep) });
        }
        catch
        {
            session.EndWithout(PortalState.Replaced);
            throw;
        }
    }

    /// <summary>The connection that is stored already; null where there is none.</summary>
    private EarlierConnection? Earlier(PortalRequest request)
    {
        try
        {
            if (_store.Load(request.Id) is not { } stored) return null;
            var method = request.Spec.Authentication.Methods.FirstOrDefault(candidate => candidate.Name == stored.Method);
            var ended = stored.Token is null && method is not null && OAuthClient.InteractionOf(method) is (GrantInteraction.Browser or GrantInteraction.Device);
            return new EarlierConnection(ended ? PortalTexts.English.SignInEnded(stored.ConfirmedAt) : PortalTexts.English.Replaces(stored.ConfirmedAt), stored, ended);
        }
        catch (ConnectorAuthException error) when (error.Code is ErrorCodes.VaultCorrupt or ErrorCodes.VaultKey)
        {
            // A damaged entry is a reason to enter the credentials again, not an obstacle.
            return new EarlierConnection(PortalTexts.English.ReplacesUnreadable, null);
        }
    }

    private void Remember(PortalSession session)
    {
        lock (_order)
        {
            _sessions[session.Id] = session;
            _order.Add(session);
            while (_order.Count > RememberedSessions && _order.FindIndex(old => old.State != PortalState.Open) is >= 0 and var oldest)
            {
                _sessions.TryRemove(_order[oldest].Id, out _);
                _order.RemoveAt(oldest);
            }
        }
    }

    /// <summary>Names of the methods that the page can offer, after checking that each one's form can be built.</summary>
    private static List<string> Offered(PortalRequest request)
    {
        var spec = request.Spec;
        var wanted = spec.RequireMethod(request.Method);
        var supported = spec.Authentication.Methods.Where(method => RequestFactory.Supports(spec, method)).Select(method => method.Name).ToList();
        if (supported.Count == 0 || (request.Method is not null && !supported.Contains(wanted.Name)))
        {
            throw new ConnectorAuthException(
                ErrorCodes.MethodNotSupported,
                $"The method {wanted.Name} ({wanted.Kind}) of {spec.DisplayName} can't be carried out by this version.",
                supported.Count == 0
                    ? "Configure this connection by hand, or use a version that supports the method."
                    : $"Use one of these methods of the spec instead: {string.Join(", ", supported)}.");
        }

        foreach (var name in supported)
        {
            CredentialForm.For(spec, name);
            if (spec.RequireMethod(name).OAuth?.RedirectUri is { Length: > 0 } registered) RedirectAddress.Parse(registered);
        }

        if (spec.Authentication.Hosts.Count == 0)
        {
            throw new ConnectorAuthException(
                ErrorCodes.SpecInvalid,
                $"{request.SpecPath} names no host that the credentials may go to.",
                "Add the API's host to authentication.hosts, or call generate_spec with an override for base_url.");
        }

        return supported;
    }
}
