using McpConnectorAuth.Core;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Portal.SignIn;

namespace McpConnectorAuth.Portal;

/// <summary>One link: from the moment it is made until a person has decided. Thread-safe.</summary>
public sealed class PortalSession
{
    /// <summary>The style sheet is asked for as soon as the page that names it is read.</summary>
    private static readonly TimeSpan _assetPause = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly TimeSpan _deadline;
    private readonly long _openedAt;
    private readonly ITimer _expiry;
    private readonly TaskCompletionSource<PortalResult> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _endShown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _testing;
    private CancellationTokenSource? _testCancellation;
    private PortalProgress _progress;
    private PortalStep? _step;
    private FormState _form;
    private int _version;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal PortalSession(PortalRequest request, IReadOnlyList<string> methods, Uri origin, EarlierConnection? earlier, TimeSpan deadline, TimeProvider clock)
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
        _form = Blank(request.Method ?? methods[0]);
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

    /// <summary>The connection that is stored already, or null.</summary>
    internal EarlierConnection? Earlier { get; private set; }

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

    /// <summary>What the session waits for, or null for the form or while something runs.</summary>
    internal PortalStep? Step
    {
        get
        {
            lock (_gate) return _step;
        }
    }

    /// <summary>All that a page needs, at one moment.</summary>
    internal SessionView View
    {
        get
        {
            lock (_gate) return new SessionView(_version, Result, _testing is null ? null : _progress, _step, _form);
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

    /// <summary>
    /// Waits until the browser has the page that tells a person how their decision went, and a moment for what that page loads; for a program
    /// that ends with the session. Nobody is waited for where no person decided.
    /// </summary>
    /// <param name="atMost">How long to wait: the browser may have been closed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task WaitForEndPageAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        if (State is not (PortalState.Confirmed or PortalState.Declined)) return;
        await Task.WhenAny(_endShown.Task, Task.Delay(atMost, cancellationToken));
        if (_endShown.Task.IsCompleted) await Task.Delay(_assetPause, cancellationToken);
    }

    /// <summary>Marks that the browser has the page of the end.</summary>
    internal Task EndShownAsync()
    {
        _endShown.TrySetResult();
        return Task.CompletedTask;
    }

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

    /// <summary>The form of a method before this session's first submission: with what an earlier connection leaves to show.</summary>
    internal FormState Blank(string method) => Earlier?.Fill(FormState.Empty(method), Request.Spec) ?? FormState.Empty(method);

    /// <summary>Completes with the next change; null where the version that a page shows has been overtaken.</summary>
    internal Task? ChangeAfter(int version)
    {
        lock (_gate) return version == _version && State == PortalState.Open ? _changed.Task : null;
    }

    /// <summary>Shows another form, in place of whatever the session waits for; has no effect while something runs or once the session has ended.</summary>
    internal void Show(FormState form)
    {
        lock (_gate)
        {
            if (_testing is not null || State != PortalState.Open) return;
            _form = form;
            TakeStep(null);
        }
    }

    /// <summary>Goes back to the form.</summary>
    internal void Leave()
    {
        lock (_gate)
        {
            if (_testing is null) TakeStep(null);
        }
    }

    /// <summary>Marks the start of work; false while other work runs or once the session has ended.</summary>
    /// <param name="form">The form as submitted.</param>
    /// <param name="progress">What is done.</param>
    /// <param name="from">The step that the work ends, which has to be the one that is waited for; null for work that begins anew.</param>
    /// <param name="cancellation">Cancelled where the session ends before the work does.</param>
    internal bool TryBegin(FormState form, PortalProgress progress, PortalStep? from, CancellationTokenSource cancellation)
    {
        lock (_gate)
        {
            if (_testing is not null || State != PortalState.Open || (from is not null && !ReferenceEquals(from, _step))) return false;
            _form = form;
            _progress = progress;
            _testCancellation = cancellation;
            _testing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            TakeStep(null, except: from);
            return true;
        }
    }

    /// <summary>Marks the end of work that did not lead to a stored connection.</summary>
    /// <param name="form">What the form shows.</param>
    /// <param name="step">What is waited for next, or null for the form.</param>
    /// <returns>Whether the session waits for the step.</returns>
    internal bool EndWork(FormState form, PortalStep? step)
    {
        lock (_gate)
        {
            var open = State == PortalState.Open && _testing is not null;
            if (open) _form = form;
            CompleteTest();
            if (open) TakeStep(step);
            ExpireWhenDue();
            return open && ReferenceEquals(_step, step);
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
            End(new PortalResult(PortalState.Confirmed, connection.Method, [.. connection.Values.Names], connection.ApprovedHosts, draft.Report)
            {
                Scopes = draft.Scopes,
                SignedIn = connection.Token is not null,
                Renews = connection.Token?.RefreshToken is not null,
                TokenExpiresAt = connection.Token?.ExpiresAt,
            });
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
        Earlier = null;
        _expiry.Dispose();
        _testCancellation?.Cancel();
        CompleteTest();
        TakeStep(null);
    }

    /// <summary>Waits for another step, ends what ran for the last one, and tells the page.</summary>
    private void TakeStep(PortalStep? step, PortalStep? except = null)
    {
        if (!ReferenceEquals(_step, except)) _step?.Running?.Cancel();
        _step = step;
        _version++;
        _changed.TrySetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private void CompleteTest()
    {
        _testing?.TrySetResult();
        _testing = null;
        _testCancellation = null;
    }
}
