using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Reflection;
using System.Security.Authentication;
using System.Text;

namespace McpConnectorAuth.Core.Requests;

/// <summary>
/// Sends requests that carry a credential, to approved hosts only. It keeps no cookies and follows redirects by its own
/// rules: at most five, on the same origin, never from https to http. System proxies are used for https (which they
/// tunnel without reading) and never for loopback. Thread-safe; one per process is enough.
/// </summary>
public sealed class ApiClient : IDisposable
{
    /// <summary>How much of a body is kept: 256 KiB.</summary>
    public const int MaximumBodyBytes = 256 * 1024;

    private const int MaximumRedirects = 5;
    private static readonly TimeSpan DefaultConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    private readonly Lazy<HttpMessageInvoker> _invoker;
    private readonly ConcurrentDictionary<string, Lazy<HttpMessageInvoker>> _certified = new(StringComparer.Ordinal);
    private readonly TimeSpan _connectTimeout;
    private readonly TimeSpan _timeout;

    /// <summary>Creates the client; nothing is opened before the first request.</summary>
    /// <param name="connectTimeout">Limit for name resolution, connection and TLS handshake; 10 seconds where null.</param>
    /// <param name="timeout">Limit for a whole exchange, redirects included; 30 seconds where null.</param>
    public ApiClient(TimeSpan? connectTimeout = null, TimeSpan? timeout = null)
    {
        _timeout = timeout ?? DefaultTimeout;
        _connectTimeout = connectTimeout ?? DefaultConnectTimeout;
        _invoker = new Lazy<HttpMessageInvoker>(() => new HttpMessageInvoker(CreateHandler(_connectTimeout)));
    }

    /// <summary>The value of the User-Agent header: product and version.</summary>
    public static string UserAgent { get; } =
        "McpConnectorAuth/" + (typeof(ApiClient).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0");

    /// <summary>
    /// Sends a request and reads the answer. A host outside the list is refused before its name is looked up.
    /// </summary>
    /// <param name="request">The request; its headers and body are sent again on a redirect within the same origin.</param>
    /// <param name="approvedHosts">Hosts (<c>host</c> or <c>host:port</c>) that the person approved, compared exactly.</param>
    /// <param name="cancellationToken">Ends the exchange.</param>
    /// <returns>The answer, or why none came; never an exception for what the network or the API does.</returns>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.HostNotApproved"/>.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public Task<ApiResponse> SendAsync(HttpRequestMessage request, IReadOnlyCollection<string> approvedHosts, CancellationToken cancellationToken) =>
        SendAsync(request, approvedHosts, null, null, cancellationToken);

    /// <summary>Sends a request that is completed when each message of it is about to leave, with a client certificate where the API asks for one.</summary>
    /// <param name="request">The request; see <see cref="SendAsync(HttpRequestMessage, IReadOnlyCollection{string}, CancellationToken)"/>.</param>
    /// <param name="approvedHosts">Hosts that the person approved.</param>
    /// <param name="seal">What completes each message, or null.</param>
    /// <param name="certificate">Client certificate, or null. Connections made with it carry nothing else.</param>
    /// <param name="cancellationToken">Ends the exchange.</param>
    internal async Task<ApiResponse> SendAsync(
        HttpRequestMessage request, IReadOnlyCollection<string> approvedHosts, RequestSeal? seal, ClientCertificate? certificate, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(approvedHosts);
        var url = request.RequestUri ?? throw new ArgumentException("The request has no URL.", nameof(request));
        RequireApproved(url, approvedHosts);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_timeout);
        try
        {
            return await ExchangeAsync(request, url, seal, InvokerFor(certificate), limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            // The handler's own limit for connecting; ours may have run out at any time.
            return Failed(ApiFailure.TimedOut, url) with { Unsent = error.InnerException is TimeoutException && !limit.IsCancellationRequested };
        }
        catch (Exception error) when (error is HttpRequestException or IOException or SocketException or AuthenticationException)
        {
            return Failed(Classify(error), url) with { Unsent = IsUnsent(error) };
        }
    }

    /// <summary>Closes the connections that are kept for reuse.</summary>
    public void Dispose()
    {
        if (_invoker.IsValueCreated) _invoker.Value.Dispose();
        foreach (var certified in _certified.Values)
        {
            if (certified.IsValueCreated) certified.Value.Dispose();
        }
    }

    /// <summary>A client with the same limits and no connections yet.</summary>
    internal ApiClient Fresh() => new(_connectTimeout, _timeout);

    /// <summary>One pool of connections for each certificate: what is sent over them is sent in its name.</summary>
    private HttpMessageInvoker InvokerFor(ClientCertificate? certificate) => certificate is null
        ? _invoker.Value
        : _certified.GetOrAdd(certificate.Thumbprint, _ => new Lazy<HttpMessageInvoker>(() =>
        {
            var handler = CreateHandler(_connectTimeout);
            handler.SslOptions.ClientCertificateContext = certificate.ToContext();
            return new HttpMessageInvoker(handler);
        })).Value;

    private static void RequireApproved(Uri url, IReadOnlyCollection<string> approvedHosts)
    {
        if (approvedHosts.Any(host => HostAddress.TryParse(host, out var approved) && approved.Matches(url))) return;
        var shown = HostAddress.TryParse(url, out var address) ? address.ToString() : "of the request";
        throw new ConnectorAuthException(
            ErrorCodes.HostNotApproved,
            $"The host {shown} is not among those that the person approved ({(approvedHosts.Count == 0 ? "none" : string.Join(", ", approvedHosts))}); nothing was sent.",
            "Check the base URL and authentication.hosts in the spec, then open the portal again so that the person approves the host.");
    }

    private static async Task<ApiResponse> ExchangeAsync(
        HttpRequestMessage original, Uri url, RequestSeal? seal, HttpMessageInvoker invoker, CancellationToken cancellationToken)
    {
        var verb = original.Method;
        var body = original.Content is null ? null : await original.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        for (var redirects = 0; ; redirects++)
        {
            using var request = Copy(original, verb, url, body);
            seal?.Apply(request, body);
            using var response = await invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var target = TargetOf(response, url);
            var end = target.End;
            if (end == RedirectEnd.None && target.Url is not null && redirects == MaximumRedirects) end = RedirectEnd.TooMany;
            if (end != RedirectEnd.None || target.Url is null)
                return await ReadAsync(response, url, end, target.Url, cancellationToken).ConfigureAwait(false);

            // RFC 9110 section 15.4: 303 turns into GET, and so does a POST on 301 and 302 by custom.
            if (response.StatusCode == HttpStatusCode.SeeOther || (verb == HttpMethod.Post && (int)response.StatusCode is 301 or 302))
            {
                verb = verb == HttpMethod.Head ? verb : HttpMethod.Get;
                body = null;
            }

            url = target.Url;
        }
    }

    private static (Uri? Url, RedirectEnd End) TargetOf(HttpResponseMessage response, Uri url)
    {
        if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308)) return (null, RedirectEnd.None);
        var location = response.Headers.NonValidated.TryGetValues("Location", out var values) ? values.ToString() : "";
        if (location.Length == 0 || !Uri.TryCreate(url, location, out var target)) return (null, RedirectEnd.NoTarget);
        if (target.Scheme == Uri.UriSchemeHttp && url.Scheme == Uri.UriSchemeHttps) return (target, RedirectEnd.Downgrade);
        var sameOrigin = target.Scheme == url.Scheme
            && HostAddress.TryParse(url, out var from)
            && HostAddress.TryParse(target, out var to)
            && from.Host == to.Host
            && url.Port == target.Port;
        return (target, sameOrigin ? RedirectEnd.None : RedirectEnd.OtherOrigin);
    }

    private static HttpRequestMessage Copy(HttpRequestMessage original, HttpMethod verb, Uri url, byte[]? body)
    {
        var request = new HttpRequestMessage(verb, url);
        foreach (var (name, values) in original.Headers.NonValidated) request.Headers.TryAddWithoutValidation(name, values);
        if (!request.Headers.NonValidated.Contains("User-Agent")) request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        if (body is null) return request;
        request.Content = new ByteArrayContent(body);
        foreach (var (name, values) in original.Content!.Headers.NonValidated) request.Content.Headers.TryAddWithoutValidation(name, values);
        return request;
    }

    private static async Task<ApiResponse> ReadAsync(
        HttpResponseMessage response, Uri url, RedirectEnd end, Uri? target, CancellationToken cancellationToken)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (HttpHeaders group in new HttpHeaders[] { response.Headers, response.Content.Headers })
        {
            foreach (var (name, values) in group.NonValidated) headers[name] = values.ToString();
        }

        var (body, truncated) = await ReadBodyAsync(response.Content, cancellationToken).ConfigureAwait(false);
        return new ApiResponse(null, (int)response.StatusCode, headers, body, truncated, url, end, target);
    }

    private static async Task<(ReadOnlyMemory<byte> Body, bool Truncated)> ReadBodyAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var body = new ArrayBufferWriter<byte>();
            while (body.WrittenCount <= MaximumBodyBytes)
            {
                var read = await stream.ReadAsync(body.GetMemory(8192), cancellationToken).ConfigureAwait(false);
                if (read == 0) return (body.WrittenMemory, false);
                body.Advance(read);
            }

            return (body.WrittenMemory[..MaximumBodyBytes], true);
        }
    }

    private static SocketsHttpHandler CreateHandler(TimeSpan connectTimeout) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        Proxy = new LoopbackBypassProxy(),
        ConnectTimeout = connectTimeout,
        AutomaticDecompression = DecompressionMethods.All,
        ActivityHeadersPropagator = null,
        MaxResponseHeadersLength = 64,
        // The realm of a Digest challenge is sent back byte for byte.
        RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ConnectCallback = ConnectAsync,
    };

    /// <summary>
    /// Connects to the addresses of a name, except to this machine and link-local ones: no answer of a name server makes an
    /// approved name out of those. Private addresses stay allowed by name, for APIs inside a company; TLS proves the name there.
    /// </summary>
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var name = context.DnsEndPoint.Host;
        var isProxy = !string.Equals(name, context.InitialRequestMessage.RequestUri?.IdnHost, StringComparison.OrdinalIgnoreCase);
        var isWritten = IPAddress.TryParse(name, out _) || (HostAddress.TryParse(name, out var host) && host.Class == AddressClass.Loopback);
        var addresses = await Dns.GetHostAddressesAsync(name, cancellationToken).ConfigureAwait(false);
        if (!isProxy && !isWritten)
        {
            addresses = [.. addresses.Where(address => HostAddress.ClassOf(address) is AddressClass.Public or AddressClass.Private)];
            if (addresses.Length == 0) throw new UnsafeAddressException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static ApiFailure Classify(Exception error)
    {
        for (var inner = error; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case UnsafeAddressException: return ApiFailure.UnsafeAddress;
                case AuthenticationException: return ApiFailure.Tls;
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }: return ApiFailure.NameNotResolved;
                case SocketException { SocketErrorCode: SocketError.TimedOut }: return ApiFailure.TimedOut;
            }
        }

        return error is HttpRequestException request
            ? request.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => ApiFailure.NameNotResolved,
                HttpRequestError.SecureConnectionError => ApiFailure.Tls,
                HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError or HttpRequestError.ConfigurationLimitExceeded => ApiFailure.NotHttp,
                _ => ApiFailure.NotConnected,
            }
            : ApiFailure.NotConnected;
    }

    private static bool IsUnsent(Exception error) => error is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
    };

    private static ApiResponse Failed(ApiFailure failure, Uri url) =>
        new(failure, 0, new Dictionary<string, string>(), ReadOnlyMemory<byte>.Empty, false, url);

    private sealed class UnsafeAddressException : Exception;
}
