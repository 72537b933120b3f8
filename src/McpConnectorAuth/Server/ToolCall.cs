using System.Diagnostics;
using System.Globalization;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpConnectorAuth.Server;

/// <summary>
/// One call of a tool: who calls, how long it may take, and that work goes on. Clients cut silent calls from 60 s on, and one of them every
/// call at 300 s; so a client that asks for progress hears something every <see cref="ProgressInterval"/>, whatever the tool does, and no call is longer than
/// <see cref="Longest"/>.
/// </summary>
internal sealed class ToolCall : IAsyncDisposable
{
    /// <summary>The longest that a call may take.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(240);

    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(10);

    /// <summary>What is kept of <see cref="Longest"/> for ending processes and for the answer.</summary>
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);

    /// <summary>From this protocol on a question to the client is the answer to the call, and the call that brings the reply goes on with the work (SEP-2322).</summary>
    private const string QuestionsEndCalls = "2026-07-28";

    private readonly RequestContext<CallToolRequestParams> _context;
    private readonly CancellationToken _cancelled;
    private readonly CancellationTokenSource _end;
    private readonly CancellationTokenSource _answered = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly Task _ticking;
    private long _started = Stopwatch.GetTimestamp();
    private int _progress;
    private string _doing;
    private volatile bool _isSuspended;

    /// <summary>Begins the call.</summary>
    /// <param name="context">The request.</param>
    /// <param name="title">What is being done, until <see cref="ReportProgressAsync"/> says more.</param>
    /// <param name="cancelled">The client gave the call up, or is gone.</param>
    public ToolCall(RequestContext<CallToolRequestParams> context, string title, CancellationToken cancelled)
    {
        (_context, _doing, _cancelled) = (context, title, cancelled);
        _end = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        _end.CancelAfter(Longest);
        _ticking = context.Params?.ProgressToken is null ? Task.CompletedTask : TickAsync();
    }

    /// <summary>The server as this request sees it (client capabilities are per request since protocol 2026-07-28).</summary>
    public McpServer Server => _context.Server;

    /// <summary>The client's name for people, such as its product name.</summary>
    public string ClientName => Server.ClientInfo?.Title ?? Server.ClientInfo?.Name ?? "An MCP client";

    /// <summary>Ends the work: the client gave the call up, or it took <see cref="Longest"/>.</summary>
    public CancellationToken End => _end.Token;

    /// <summary>Whether the call was ended for its length.</summary>
    public bool IsOutOfTime => _end.IsCancellationRequested && !_cancelled.IsCancellationRequested;

    /// <summary>What is left for the work; the answer still comes in time where the work heeds it.</summary>
    public TimeSpan TimeLeft => Longest - AnswerTime - Stopwatch.GetElapsedTime(_started) is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    /// <summary>Tells the client what is being done; nothing where it did not ask for progress.</summary>
    public async Task ReportProgressAsync(string message)
    {
        _doing = message;
        await SendAsync(message, End).ConfigureAwait(false);
    }

    /// <summary>Has the client put a question to the person.</summary>
    /// <param name="question">The question.</param>
    /// <param name="patience">How long the call is held for a reply. Where the question ends the call nothing is held.</param>
    /// <param name="until">When a reply is of no use any more, however it comes.</param>
    /// <returns>The reply; null where none came, or the client failed to ask.</returns>
    public async Task<ElicitResult?> AskAsync(ElicitRequestParams question, TimeSpan patience, DateTimeOffset until)
    {
        var useful = until - DateTimeOffset.UtcNow;
        _isSuspended = string.CompareOrdinal(_context.JsonRpcRequest.Context?.ProtocolVersion ?? Server.NegotiatedProtocolVersion, QuestionsEndCalls) >= 0;
        if (_isSuspended) _end.CancelAfter(Timeout.InfiniteTimeSpan);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(End);
        limit.CancelAfter(_isSuspended || useful < patience ? useful : patience);
        try
        {
            return await Server.ElicitAsync(question, limit.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is McpException || (error is OperationCanceledException && !End.IsCancellationRequested))
        {
            return null;
        }
        finally
        {
            if (_isSuspended)
            {
                (_isSuspended, _started) = (false, Stopwatch.GetTimestamp());
                _end.CancelAfter(Longest);
            }
        }
    }

    /// <summary>Ends progress: nothing may follow the answer.</summary>
    public async ValueTask DisposeAsync()
    {
        await _answered.CancelAsync().ConfigureAwait(false);
        await _ticking.ConfigureAwait(false);
        _answered.Dispose();
        _end.Dispose();
        _sending.Dispose();
    }

    private async Task TickAsync()
    {
        using var timer = new PeriodicTimer(ProgressInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(_answered.Token).ConfigureAwait(false))
            {
                if (!_isSuspended)
                    await SendAsync(string.Create(CultureInfo.InvariantCulture, $"{_doing} ({Stopwatch.GetElapsedTime(_started).TotalSeconds:0} s)"), _answered.Token).ConfigureAwait(false);
            }
        }
        catch (Exception)
        {
            // The call is answered, or its client is gone; the work itself finds out about that.
        }
    }

    /// <summary>Sends one message after another, so that the numbers rise.</summary>
    private async Task SendAsync(string message, CancellationToken cancellationToken)
    {
        if (_context.Params?.ProgressToken is not { } token) return;
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var value = new ProgressNotificationValue { Progress = ++_progress, Message = message };
            await Server.NotifyProgressAsync(token, value, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _sending.Release();
        }
    }
}
