using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace McpConnectorAuth.Models;

/// <summary>A model behind HTTP. Follows no redirect, keeps no cookie, reads no reply of more than 256 KiB.</summary>
internal sealed class HttpChatClient : IChatClient
{
    private const int LargestReply = 256 * 1024;
    private readonly ModelSettings _settings;
    private readonly HttpClient _http;

    /// <summary>Speaks to the model of the settings.</summary>
    public HttpChatClient(ModelSettings settings)
    {
        _settings = settings;
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = !settings.IsLoopback };
        _http = new HttpClient(handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <inheritdoc/>
    /// <exception cref="ChatFailedException">It could not be reached, refused, or its reply is too large or of another format.</exception>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            using var request = Write([.. messages], options?.ModelId ?? _settings.Model);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                throw new ChatFailedException(string.Create(CultureInfo.InvariantCulture, $"it answered with HTTP status {(int)response.StatusCode}"));
            using var reply = JsonDocument.Parse(await ReadAsync(response, cancellationToken).ConfigureAwait(false));
            var text = _settings.Format.ReadReply(reply.RootElement) ?? throw new ChatFailedException("its reply holds no text");
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, text)) { ModelId = _settings.Model };
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new ChatFailedException("it could not be reached", error);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The latter where a text is half of a surrogate pair.
            throw new ChatFailedException("its reply is no JSON", error);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        foreach (var update in response.ToChatResponseUpdates()) yield return update;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Write(IReadOnlyList<ChatMessage> messages, string model)
    {
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            _settings.Format.WriteRequest(writer, model, messages);
            writer.WriteEndObject();
        }

        var request = new HttpRequestMessage(HttpMethod.Post, _settings.Endpoint) { Content = new ByteArrayContent(body.ToArray()) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var (name, value) in _settings.Format.Headers(_settings.Key?.Reveal())) request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var buffer = new byte[LargestReply + 1];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return length <= LargestReply ? buffer.AsMemory(0, length) : throw new ChatFailedException("its reply is larger than 256 KiB");
    }
}
