using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;
using Polly;
using Polly.Retry;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>
/// Sends requests to authorization servers, as often as is safe: after a network failure, 429 and 5xx at most three times in all, with
/// 1 and 2 seconds between (and up to a quarter more, at random), or what <c>Retry-After</c> says up to 10 seconds.
/// </summary>
/// <remarks>
/// An authorization code is sent again only where no byte of the request left this machine: it is good for one use, and servers take
/// a second one as theft and revoke what the first brought (RFC 6749 section 4.1.2). A refresh is sent again also where the reply was
/// lost. The server may have rotated the token by then, but the old one is all there is: to stop would leave the next call to send
/// it anyhow, later, when the short time in which servers still accept it after a lost reply is over.
/// </remarks>
internal sealed class OAuthEndpoint
{
    private const int MaximumTries = 3;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromSeconds(10);

    private readonly ApiClient _client;
    private readonly Lazy<ResiliencePipeline<ApiResponse>> _repeatable;
    private readonly Lazy<ResiliencePipeline<ApiResponse>> _once;

    public OAuthEndpoint(ApiClient client, TimeProvider clock)
    {
        _client = client;
        Clock = clock;
        Discovery = new ServerDiscovery(this);
        _repeatable = new(() => Pipeline(clock, response => IsTransient(response, clock)));
        _once = new(() => Pipeline(clock, response => response is { Failure: not null and not (ApiFailure.Tls or ApiFailure.UnsafeAddress), Unsent: true }));
    }

    public TimeProvider Clock { get; }

    /// <summary>What is known of servers, kept as long as this.</summary>
    public ServerDiscovery Discovery { get; }

    /// <summary>Posts parameters with the client's authentication and reads the reply.</summary>
    /// <exception cref="OAuthException">No success, or a success that reports an error.</exception>
    public async Task<EndpointReply> PostAsync(
        GrantContext context, OAuthStep step, Uri url, IReadOnlyList<KeyValuePair<string, string>> parameters, IEnumerable<Secret> secrets, CancellationToken cancellationToken)
    {
        var reply = await SendAsync(context, step, () => TokenRequest.Create(context, step, url, parameters, Clock), cancellationToken).ConfigureAwait(false);
        Require(context, step, url, reply, secrets);
        return reply;
    }

    /// <summary>Sends a request that the caller builds, anew for each try.</summary>
    public async Task<EndpointReply> SendAsync(GrantContext context, OAuthStep step, Func<HttpRequestMessage> create, CancellationToken cancellationToken)
    {
        var response = step == OAuthStep.DevicePoll
            ? await SendOnceAsync(context, create, cancellationToken).ConfigureAwait(false)
            : await (step == OAuthStep.CodeExchange ? _once : _repeatable).Value
                .ExecuteAsync(async token => await SendOnceAsync(context, create, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return EndpointReply.Read(response);
    }

    /// <summary>Refuses what is no success.</summary>
    public void Require(GrantContext context, OAuthStep step, Uri url, EndpointReply reply, IEnumerable<Secret> secrets)
    {
        if (!reply.IsSuccess || ReplyError.InSuccess(reply) is not null) throw OAuthFailures.Of(context, step, url, reply, secrets, Clock.GetUtcNow());
    }

    private async Task<ApiResponse> SendOnceAsync(GrantContext context, Func<HttpRequestMessage> create, CancellationToken cancellationToken)
    {
        using var request = create();
        return await _client.SendAsync(request, context.ApprovedHosts, cancellationToken).ConfigureAwait(false);
    }

    private static bool IsTransient(ApiResponse response, TimeProvider clock) => response.Failure switch
    {
        ApiFailure.Tls or ApiFailure.UnsafeAddress or ApiFailure.NotHttp => false,
        not null => true,
        _ => (response.Status is 429 or >= 500) && !(RetryAfter.Of(response, clock.GetUtcNow()) > LongestRetryAfter),
    };

    private static ResiliencePipeline<ApiResponse> Pipeline(TimeProvider clock, Func<ApiResponse, bool> isRepeatable) =>
        new ResiliencePipelineBuilder<ApiResponse> { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions<ApiResponse>
            {
                MaxRetryAttempts = MaximumTries - 1,
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Result is { } response && isRepeatable(response)),
                DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(Delay(arguments.Outcome.Result!, arguments.AttemptNumber, clock)),
            })
            .Build();

    private static TimeSpan Delay(ApiResponse response, int attempt, TimeProvider clock)
    {
        if (RetryAfter.Of(response, clock.GetUtcNow()) is { } stated) return stated;
        var wait = TimeSpan.FromSeconds(Math.Pow(2, attempt)) * (1 + (Random.Shared.NextDouble() / 4));
        return wait < LongestDelay ? wait : LongestDelay;
    }
}
