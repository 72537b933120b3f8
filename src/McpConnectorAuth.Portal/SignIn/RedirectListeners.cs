using McpConnectorAuth.Core;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Portal.SignIn;

/// <summary>
/// The addresses that browsers come back to: the portal's own, and those that specs fix, each of which has a listener from the
/// moment it is asked for until the last session that needs it has ended.
/// </summary>
internal sealed class RedirectListeners : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly List<Registration> _registered = [];

    // By authority; null where the portal's own listener serves it.
    private readonly Dictionary<string, PortalServer?> _servers = new(StringComparer.Ordinal);
    private Uri? _portal;
    private bool _lasting;
    private bool _disposed;

    /// <summary>Makes the application that answers at a fixed address.</summary>
    public Func<RedirectAddress, CallbackPipeline>? Pipeline { get; set; }

    /// <summary>The portal's own address; the portal listens already.</summary>
    public RedirectAddress Own => RedirectAddress.Own(_portal!, _lasting);

    /// <summary>Where a provider sends the browser back to for a method.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.SpecInvalid"/> where the spec fixes an address that this program can't answer at.</exception>
    public RedirectAddress For(SpecMethod method) => method.OAuth?.RedirectUri is { Length: > 0 } registered ? RedirectAddress.Parse(registered) : Own;

    /// <summary>States where the portal listens.</summary>
    /// <param name="portal">Its origin.</param>
    /// <param name="lasting">Whether it listens there after its next start too.</param>
    public void Attach(Uri portal, bool lasting) => (_portal, _lasting) = (portal, lasting);

    /// <summary>Whether a request that came in is for one of the addresses.</summary>
    public bool Serves(string authority, string path)
    {
        if (_portal is not null && Own.Matches(authority, path)) return true;
        lock (_registered) return _registered.Exists(registration => registration.Address.Matches(authority, path));
    }

    /// <summary>Whether an address that a spec fixes is on that host and port.</summary>
    public bool Serves(string authority)
    {
        lock (_registered) return _registered.Exists(registration => registration.Address.Authority == authority);
    }

    /// <summary>Listens at an address for as long as a session is open.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.PortalUnavailable"/> where the port is taken or can't be bound.</exception>
    public async Task HoldAsync(RedirectAddress address, PortalSession session, CancellationToken cancellationToken)
    {
        if (!address.Registered) return;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var registration = Find(address);
            if (registration is null)
            {
                // Several addresses may differ in their path only.
                if (!Serves(address.Authority)) _servers[address.Authority] = await ListenAsync(address, cancellationToken);
                registration = new Registration(address);
                lock (_registered) _registered.Add(registration);
            }

            if (registration.Holders.Add(session)) _ = ReleaseAfterAsync(registration, session);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync();
        try
        {
            _disposed = true;
            foreach (var authority in _servers.Keys.ToList()) await CloseAsync(authority);
            lock (_registered) _registered.Clear();
        }
        finally
        {
            _gate.Release();
        }
    }

    private Registration? Find(RedirectAddress address)
    {
        lock (_registered) return _registered.Find(registration => registration.Address == address);
    }

    private async Task<PortalServer?> ListenAsync(RedirectAddress address, CancellationToken cancellationToken)
    {
        // Where the port is the portal's own, one of the two addresses of "localhost" is bound already.
        var shared = address.Uri.Port == _portal!.Port;
        if (shared && address.Uri.Host == _portal.Host) return null;
        var host = shared ? "[::1]" : address.Uri.Host;
        return await PortalServer.StartAsync(Pipeline!(address), host, address.Uri.Port, cancellationToken);
    }

    private async Task ReleaseAfterAsync(Registration registration, PortalSession session)
    {
        await session.WaitForEndAsync(CancellationToken.None);
        await _gate.WaitAsync();
        try
        {
            registration.Holders.Remove(session);
            if (registration.Holders.Count > 0 || _disposed) return;
            lock (_registered) _registered.Remove(registration);
            if (!Serves(registration.Address.Authority)) await CloseAsync(registration.Address.Authority);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task CloseAsync(string authority)
    {
        if (_servers.Remove(authority, out var server) && server is not null) await server.DisposeAsync();
    }

    private sealed record Registration(RedirectAddress Address)
    {
        public HashSet<PortalSession> Holders { get; } = [];
    }
}
