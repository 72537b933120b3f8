using McpConnectorAuth.Core;
using McpConnectorAuth.Core.Connections;

namespace McpConnectorAuth.Portal;

/// <summary>One link: from the moment it is made until a person has decided. Thread-safe.</summary>
public sealed class PortalSession
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly TimeSpan _deadline;
    private readonly long _openedAt;
    private readonly ITimer _expiry;
    private readonly TaskCompletionSource<PortalResult> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _testing;
    private CancellationTokenSource? _testCancellation;
    private FormState _form;

    internal PortalSession(PortalRequest request, IReadOnlyList<string> methods, Uri origin, string? earlier, TimeSpan deadline, TimeProvider clock)
    {
        Request = request;
        Methods = methods;
        Earlier = earlier;
        Id = BrowserBinding.NewIdentifier();
        Url = new Uri(origin, PathPrefix + Id);
        ExpiresAt = clock.GetUtcNow() + deadline;
        _clock = clock;
        _deadline = deadline;
        _openedAt = clock.GetTimestamp();
        _form = FormState.Empty(request.Method ?? methods[0]);
        _expiry = clock.CreateTimer(_ => OnDeadline(), null, deadline, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Unguessable identifier of 128 bits, hex.</summary>
    public string Id { get; }

    /// <summary>The link for the person. It identifies the session and gives no authority over it.</summary>
    public Uri Url { get; }

    /// <summary>The connection that will hold the answer.</summary>
    public ConnectionId ConnectionId => Request.Id;

    /// <summary>When the page closes, UTC.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>How far the session has come.</summary>
    public PortalState State => Result?.State ?? PortalState.Open;

    /// <summary>How the session ended, or null while it is open.</summary>
    public PortalResult? Result => _end.Task.IsCompletedSuccessfully ? _end.Task.Result : null;

    internal const string PathPrefix = "/connect/";

    internal PortalRequest Request { get; }

    /// <summary>Names of the methods that the page offers.</summary>
    internal IReadOnlyList<string> Methods { get; }

    internal BrowserBinding Browser { get; } = new();

    /// <summary>What the page says about a connection that is stored already, or null.</summary>
    internal string? Earlier { get; }

    /// <summary>What the form shows.</summary>
    internal FormState Form
    {
        get
        {
            lock (_gate) return _form;
        }
    }

    /// <summary>Completes when the test that is running is over; null where none is.</summary>
    internal Task? Testing
    {
        get
        {
            lock (_gate) return _testing?.Task;
        }
    }

    /// <summary>Time until the page closes.</summary>
    internal TimeSpan Remaining
    {
        get
        {
            // The earlier of both clocks: neither a wall clock set back nor a suspended machine keeps the page open for longer.
            var monotonic = _deadline - _clock.GetElapsedTime(_openedAt);
            var wall = ExpiresAt - _clock.GetUtcNow();
            var remaining = monotonic < wall ? monotonic : wall;
            return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
        }
    }

    /// <summary>Waits until the session has ended.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled; the session goes on.</exception>
    public Task WaitForEndAsync(CancellationToken cancellationToken) => _end.Task.WaitAsync(cancellationToken);

    /// <summary>Ends the session where its time is over; a running test is waited for.</summary>
    internal void ExpireWhenDue()
    {
        lock (_gate)
        {
            if (_testing is null && Remaining == TimeSpan.Zero) End(PortalResult.Without(PortalState.Expired));
        }
    }

    /// <summary>Ends the session without storing anything; has no effect once it has ended.</summary>
    internal void EndWithout(PortalState state)
    {
        lock (_gate) End(PortalResult.Without(state));
    }

    /// <summary>Shows another form; has no effect while a test runs or once the session has ended.</summary>
    internal void Show(FormState form)
    {
        lock (_gate)
        {
            if (_testing is null && State == PortalState.Open) _form = form;
        }
    }

    /// <summary>Marks the start of a test; false while another one runs or once the session has ended.</summary>
    /// <param name="form">The form as submitted.</param>
    /// <param name="cancellation">Cancelled where the session ends before the test does.</param>
    internal bool TryBeginTest(FormState form, CancellationTokenSource cancellation)
    {
        lock (_gate)
        {
            if (_testing is not null || State != PortalState.Open) return false;
            _form = form;
            _testCancellation = cancellation;
            _testing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return true;
        }
    }

    /// <summary>Marks the end of a test that did not lead to a stored connection.</summary>
    internal void EndTest(FormState form)
    {
        lock (_gate)
        {
            if (State == PortalState.Open) _form = form;
            CompleteTest();
            ExpireWhenDue();
        }
    }

    /// <summary>
    /// Stores the connection and ends the session, as one step: a session that was replaced, declined or expired in the
    /// meantime stores nothing.
    /// </summary>
    /// <exception cref="ConnectorAuthException">The store refused; the session stays open.</exception>
    internal void Confirm(TestedDraft draft, IConnectionStore store)
    {
        lock (_gate)
        {
            if (State != PortalState.Open) return;
            store.Save(draft.Connection);
            var connection = draft.Connection;
            End(new PortalResult(PortalState.Confirmed, connection.Method, [.. connection.Values.Names], connection.ApprovedHosts, draft.Report));
        }
    }

    private void OnDeadline()
    {
        lock (_gate)
        {
            // Timers count by a coarser clock and may ring a little early.
            if (State == PortalState.Open && Remaining is var remaining && remaining > TimeSpan.Zero)
                _expiry.Change(remaining + TimeSpan.FromMilliseconds(20), Timeout.InfiniteTimeSpan);
            else ExpireWhenDue();
        }
    }

    private void End(PortalResult result)
    {
        if (!_end.TrySetResult(result)) return;
        _form = FormState.Empty(_form.Method);
        _expiry.Dispose();
        _testCancellation?.Cancel();
        CompleteTest();
    }

    private void CompleteTest()
    {
        _testing?.TrySetResult();
        _testing = null;
        _testCancellation = null;
    }
}
