using System.Collections.Concurrent;
using McpConnectorAuth.Core;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Verification;

namespace McpConnectorAuth.Portal;

/// <summary>
/// The page on loopback where a person enters credentials: it shows who asks and where they will go, checks them, makes the
/// verification call and stores them. The server starts with the first session and listens until the portal is disposed.
/// </summary>
public sealed class CredentialPortal : IAsyncDisposable
{
    private const int RememberedSessions = 64;

    private readonly PortalOptions _options;
    private readonly TimeProvider _clock;
    private readonly IConnectionStore _store;
    private readonly PortalPipeline _pipeline;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly ConcurrentDictionary<string, PortalSession> _sessions = new(StringComparer.Ordinal);
    private readonly List<PortalSession> _order = [];
    private PortalServer? _server;
    private bool _disposed;

    /// <summary>Prepares the portal; nothing listens yet.</summary>
    /// <param name="store">Where connections are kept.</param>
    /// <param name="verifier">Makes the check of "Save and test".</param>
    /// <param name="options">How the portal runs.</param>
    /// <param name="clock">The clock; the system's where null.</param>
    public CredentialPortal(IConnectionStore store, IConnectionVerifier verifier, PortalOptions options, TimeProvider? clock = null)
    {
        _options = options;
        _clock = clock ?? TimeProvider.System;
        _store = store;
        _pipeline = new PortalPipeline(
            id => _sessions.GetValueOrDefault(id), new SubmissionHandler(store, verifier, options, PortalTexts.English, _clock), store, PortalTexts.English);
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
            _server ??= await PortalServer.StartAsync(_pipeline, _options.Port, ct);
            var session = new PortalSession(request, methods, _server.Origin, Earlier(request.Id), _options.SessionDeadline, _clock);
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

    /// <summary>Ends every session and stops listening, at once.</summary>
    public async ValueTask DisposeAsync()
    {
        await _opening.WaitAsync();
        try
        {
            if (_disposed) return;
            _disposed = true;
            foreach (var session in _sessions.Values) session.EndWithout(PortalState.Expired);
            if (_server is not null) await _server.DisposeAsync();
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>What the page says about a connection that is stored already; null where there is none.</summary>
    private string? Earlier(ConnectionId id)
    {
        try
        {
            return _store.Load(id) is { } stored ? PortalTexts.English.Replaces(stored.ConfirmedAt) : null;
        }
        catch (ConnectorAuthException error) when (error.Code is ErrorCodes.VaultCorrupt or ErrorCodes.VaultKey)
        {
            // A damaged entry is a reason to enter the credentials again, not an obstacle.
            return PortalTexts.English.ReplacesUnreadable;
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

        foreach (var name in supported) CredentialForm.For(spec, name);
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
