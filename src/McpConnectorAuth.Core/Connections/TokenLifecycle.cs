using System.Collections.Concurrent;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Connections;

/// <summary>
/// Keeps what is issued for connections good, whatever the method: valid, else fetched anew, else <see cref="ErrorCodes.LoginRequired"/>. Of all
/// threads and processes that need the same connection one asks the provider; the others get what it stored. A new token is
/// stored before anybody uses it. Only a provider that says that the grant has ended costs a token; every other failure leaves it. Thread-safe.
/// </summary>
/// <remarks>
/// Once a provider has been asked, the answer is waited for and stored also where the callers have given up: a refresh token may be
/// spent by then. <see cref="DisposeAsync"/> waits for such answers for a moment.
/// </remarks>
public sealed class TokenLifecycle : IAsyncDisposable
{
    /// <summary>Longest time that a provider may take, retries included.</summary>
    private static readonly TimeSpan RenewalLimit = TimeSpan.FromMinutes(2);

    /// <summary>How long to wait for another process that asks the provider: longer than <see cref="RenewalLimit"/> lets it take.</summary>
    private static readonly TimeSpan LockWait = RenewalLimit + TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(10);

    private readonly IConnectionStore _store;
    private readonly OAuthClient _oauth;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<ConnectionId, TokenSnapshot> _snapshots = new();
    private readonly ConcurrentDictionary<ConnectionId, HeldBack> _heldBack = new();
    private readonly Dictionary<ConnectionId, Task<Renewal>> _running = [];
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _closing = new();

    /// <summary>Creates it; nothing is read before the first call.</summary>
    /// <param name="store">Where connections are kept.</param>
    /// <param name="oauth">What asks providers.</param>
    /// <param name="clock">The time; the system's where null.</param>
    public TokenLifecycle(IConnectionStore store, OAuthClient oauth, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(oauth);
        (_store, _oauth, _clock) = (store, oauth, clock ?? TimeProvider.System);
    }

    /// <summary>
    /// When the credential of a connection ends, UTC: what was issued says so, or a JWT that the person entered (RFC 7519 section 4.1.4); null where
    /// nothing does.
    /// </summary>
    public static DateTimeOffset? ExpiryOf(SpecMethod method, Connection connection)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(connection);
        return connection.Token is { } token ? token.ExpiresAt
            : method.Kind == AuthKind.Bearer ? connection.Values.All.Min(value => JsonWebToken.ExpiryOf(CredentialFormat.WithoutTypedPrefix("Bearer ", value.Value.Reveal())))
            : null;
    }

    /// <summary>Whether the connection goes on without a person when its token ends.</summary>
    public static bool RenewsItself(SpecMethod method, Connection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return OAuthClient.InteractionOf(method) switch
        {
            GrantInteraction.None => ExpiryOf(method, connection) is null,
            GrantInteraction.Unattended when OAuthClient.IsRepeatable(method) => true,
            _ => connection.Token?.RefreshToken is not null,
        };
    }

    /// <summary>Brings a connection whose values requests may carry; fetches a token where there is none yet or it is about to end.</summary>
    /// <param name="id">The connection.</param>
    /// <param name="spec">Its spec.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OAuthException">The provider gave no token; a stored token is kept.</exception>
    /// <exception cref="ConnectorAuthException">
    /// <see cref="ErrorCodes.LoginRequired"/> where only a person who signs in helps, <see cref="ErrorCodes.NotConfirmed"/> where nothing is stored,
    /// <see cref="ErrorCodes.Busy"/> where another process takes too long, those of <see cref="IConnectionStore.Load"/> and of <see cref="OAuthClient"/>.
    /// </exception>
    public Task<Connection> EnsureValidAsync(ConnectionId id, ConnectorSpec spec, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return TryGetFresh(id, spec) is { } fresh ? Task.FromResult(fresh.Connection) : LoadOrRenewAsync(id, spec, cancellationToken);
    }

    /// <summary>Fetches a new token.</summary>
    /// <param name="id">The connection.</param>
    /// <param name="spec">Its spec.</param>
    /// <param name="rejected">
    /// The access token that an API refused: where another one is stored meanwhile, that one is returned and nobody is asked. Null where a person asked.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <inheritdoc cref="EnsureValidAsync" path="/exception"/>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.MethodNotSupported"/> where the method has nothing issued.</exception>
    public async Task<Connection> RefreshAsync(ConnectionId id, ConnectorSpec spec, Secret? rejected, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var (connection, method) = Load(id, spec);
        if (OAuthClient.InteractionOf(method) == GrantInteraction.None)
        {
            throw new ConnectorAuthException(
                ErrorCodes.MethodNotSupported,
                $"The method {method.Name} of {id.Source} does not define how a token is issued, so there is nothing to refresh.",
                $"Where the credential does not work any more, {SignIn(id)}");
        }

        var reason = rejected is null ? RenewalReason.OnRequest : RenewalReason.Refused(rejected);
        return IsMet(reason, method, connection) ? connection : await JoinAsync(id, spec, reason, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Ends what was issued at the provider, then forgets it here; what the person supplied stays. Where the provider can't be asked nothing
    /// is forgotten, so that it can be tried again.
    /// </summary>
    /// <param name="id">The connection.</param>
    /// <param name="spec">Its spec.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False where nothing was issued, or where the provider has nothing to revoke with, so that it was forgotten only here.</returns>
    /// <exception cref="ConnectorAuthException">As of <see cref="EnsureValidAsync"/>.</exception>
    public async Task<bool> RevokeAsync(ConnectionId id, ConnectorSpec spec, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(spec);
        using var change = await _store.ChangeTokenAsync(id, LockWait, cancellationToken).ConfigureAwait(false);
        var connection = change.Current ?? throw NothingStored(id);
        if (connection.Token is not { } token) return false;
        var method = spec.RequireMethod(connection.Method);
        var revoked = await _oauth.RevokeAsync(spec, method, connection.Values, token, connection.ApprovedHosts, cancellationToken).ConfigureAwait(false);
        change.Replace(null);
        return revoked;
    }

    /// <summary>Waits a moment for answers of providers that are still to be stored; ends waiting for other processes.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        Task[] running;
        lock (_gate) running = [.. _running.Values];
        await Task.WhenAny(Task.WhenAll(running), Task.Delay(LongestGoodbye)).ConfigureAwait(false);
    }

    /// <summary>The connection where it was read before, has not ended and has not changed on the disk: at the price of a look at its files. Null else.</summary>
    internal TokenSnapshot? TryGetFresh(ConnectionId id, ConnectorSpec spec) =>
        _snapshots.TryGetValue(id, out var snapshot) && ReferenceEquals(snapshot.Spec, spec) && Now < snapshot.FreshUntil && _store.MarkOf(id) == snapshot.Mark
            ? snapshot
            : null;

    private DateTimeOffset Now => _clock.GetUtcNow();

    private async Task<Connection> LoadOrRenewAsync(ConnectionId id, ConnectorSpec spec, CancellationToken cancellationToken)
    {
        var mark = _store.MarkOf(id);
        var (connection, method) = Load(id, spec);
        if (UsableUntil(method, connection) is not { } end || Now >= end)
        {
            RequireRenewable(method, connection);
            return await JoinAsync(id, spec, RenewalReason.Ended, cancellationToken).ConfigureAwait(false);
        }

        if (mark is not null) _snapshots[id] = new TokenSnapshot(connection, spec, mark.Value, end);
        return connection;
    }

    /// <summary>Until when requests may carry the connection's values: so long that an answer comes before a token ends that can be renewed. Null where a token is missing.</summary>
    private static DateTimeOffset? UsableUntil(SpecMethod method, Connection connection)
    {
        var isIssued = OAuthClient.InteractionOf(method) != GrantInteraction.None;
        if (isIssued && connection.Token is null) return null;
        return (isIssued && RenewsItself(method, connection) ? connection.Token!.RenewAt : ExpiryOf(method, connection)) ?? DateTimeOffset.MaxValue;
    }

    private bool IsMet(RenewalReason reason, SpecMethod method, Connection connection) =>
        connection.Token is { } token && reason.AllowsStored(token) && Now < UsableUntil(method, connection);

    /// <summary>Ends where only a person can help, without asking anybody.</summary>
    private void RequireRenewable(SpecMethod method, Connection connection)
    {
        if (RenewsItself(method, connection)) return;
        throw LoginRequired(connection.Id, connection.Token is null && OAuthClient.InteractionOf(method) != GrantInteraction.None
            ? "nobody has signed in, or the sign-in has ended"
            : ExpiryOf(method, connection) is { } end && Now >= end ? $"it ended at {end.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, and there is nothing to renew it with"
            : "there is nothing to renew it with");
    }

    /// <summary>Has one renewal run for each connection, and everybody who needs one wait for it.</summary>
    private async Task<Connection> JoinAsync(ConnectionId id, ConnectorSpec spec, RenewalReason reason, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task<Renewal>? renewal;
            var isOwn = false;
            lock (_gate)
            {
                if (!_running.TryGetValue(id, out renewal))
                {
                    isOwn = true;
                    renewal = Task.Run(() => RunAsync(id, spec, reason), CancellationToken.None);
                    _running.Add(id, renewal);
                }
            }

            var done = await renewal.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (isOwn || done.IsNew || (done.Connection.Token is { } token && reason.AllowsStored(token))) return done.Connection;
        }
    }

    private async Task<Renewal> RunAsync(ConnectionId id, ConnectorSpec spec, RenewalReason reason)
    {
        try
        {
            _ = RenewalRehearsal.HeldAsync();
            using var change = await _store.ChangeTokenAsync(id, LockWait, _closing.Token).ConfigureAwait(false);
            var connection = change.Current ?? throw NothingStored(id);
            var method = spec.RequireMethod(connection.Method);
            return IsMet(reason, method, connection) ? new Renewal(connection, false) : await RenewAsync(change, connection, spec, method, reason).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate) _running.Remove(id);
        }
    }

    private async Task<Renewal> RenewAsync(ITokenChange change, Connection connection, ConnectorSpec spec, SpecMethod method, RenewalReason reason)
    {
        RequireRenewable(method, connection);
        var id = connection.Id;
        var isUnattended = OAuthClient.IsRepeatable(method);

        // A token that has not ended yet does as long as the provider can't be asked.
        var standby = reason == RenewalReason.Ended && connection.Token is { } stored && stored.IsValid(Now) ? connection : null;
        if (HeldBackFor(connection, reason) is { } earlier) return standby is not null ? new Renewal(standby, false) : throw earlier.Again(Now);
        change.Prepare();
        await RenewalRehearsal.HeldAsync().ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            var token = await AskAsync(_oauth, connection, spec, method, RenewalLimit).ConfigureAwait(false);
            _heldBack.TryRemove(id, out _);
            return new Renewal(change.Replace(token) ?? throw NothingStored(id), true);
        }
        catch (OAuthException error) when (error.Error is RefreshTokenExpiredError)
        {
            if (change.Replace(null) is { Token: { } other } now && other.IsValid(Now)) return new Renewal(now, true);
            Remember(connection, error, isUnattended);
            throw LoginRequired(id, "the provider has ended the sign-in", error);
        }
        catch (OAuthException error)
        {
            Remember(connection, error, isUnattended);
            if (standby is null || !standby.Token!.IsValid(Now)) throw;
            return new Renewal(standby, false);
        }
    }

    /// <summary>Asks the provider.</summary>
    internal static async Task<TokenState> AskAsync(OAuthClient oauth, Connection connection, ConnectorSpec spec, SpecMethod method, TimeSpan longest)
    {
        using var limit = new CancellationTokenSource(longest);
        try
        {
            return connection.Token is { } token
                ? await oauth.RefreshAsync(spec, method, connection.Values, token, connection.ApprovedHosts, limit.Token).ConfigureAwait(false)
                : await oauth.ObtainAsync(spec, method, connection.Values, connection.ApprovedHosts, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw new OAuthException(
                new OAuthNetworkError(0, ApiFailure.TimedOut, $"the provider gave no token within {longest.TotalMinutes:0} minutes"),
                ErrorCodes.OAuthNetwork,
                $"The provider gave no token for {connection.Id.Source} within {longest.TotalMinutes:0} minutes.",
                "Try again later; the stored token is kept.");
        }
    }

    private HeldBack? HeldBackFor(Connection connection, RenewalReason reason) =>
        _heldBack.TryGetValue(connection.Id, out var earlier)
        && earlier.ConfirmedAt == connection.ConfirmedAt
        && Now < earlier.Until
        && (!reason.Asked || earlier.Error.Error is RateLimitError)
            ? earlier
            : null;

    private void Remember(Connection connection, OAuthException error, bool isUnattended)
    {
        if (HeldBack.After(connection, error, isUnattended, Now) is { } heldBack) _heldBack[connection.Id] = heldBack;
    }

    private (Connection Connection, SpecMethod Method) Load(ConnectionId id, ConnectorSpec spec)
    {
        var connection = _store.Load(id) ?? throw NothingStored(id);
        return (connection, spec.RequireMethod(connection.Method));
    }

    private static ConnectorAuthException NothingStored(ConnectionId id) => new(
        ErrorCodes.NotConfirmed, $"No credentials are stored for {InWords(id)}.", Capital(SignIn(id)));

    private static ConnectorAuthException LoginRequired(ConnectionId id, string why, OAuthException? error = null)
    {
        var message = $"No valid token for {InWords(id)}: {why}.";
        return error is null
            ? new ConnectorAuthException(ErrorCodes.LoginRequired, message, Capital(SignIn(id)))
            : new OAuthException(error.Error, ErrorCodes.LoginRequired, message, Capital(SignIn(id)));
    }

    private static string InWords(ConnectionId id) => id.Account == ConnectionId.DefaultAccount ? id.Source.Value : $"{id.Source} (account {id.Account})";

    private static string SignIn(ConnectionId id)
    {
        var (tool, command) = id.Account == ConnectionId.DefaultAccount ? ("", "") : ($", account \"{id.Account}\"", $" --account {id.Account}");
        return $"call start_credential_portal for \"{id.Source}\"{tool} and show the link to the person; in a terminal: login {id.Source}{command}.";
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>How a renewal ended.</summary>
    /// <param name="Connection">The connection.</param>
    /// <param name="IsNew">Whether the provider was asked and gave a token.</param>
    private sealed record Renewal(Connection Connection, bool IsNew);
}
