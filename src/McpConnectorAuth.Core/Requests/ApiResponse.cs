namespace McpConnectorAuth.Core.Requests;

/// <summary>What came back from an API, or why nothing did.</summary>
/// <param name="Failure">Why no answer came, or null.</param>
/// <param name="Status">HTTP status, 0 where no answer came.</param>
/// <param name="Headers">Headers of the answer and its content, names compared without case, repeated ones joined by commas.</param>
/// <param name="Body">The first 256 KiB of the body, decompressed.</param>
/// <param name="Truncated">Whether the body went on.</param>
/// <param name="Url">The URL that answered, after redirects. It may hold a credential.</param>
/// <param name="RedirectEnd">Why a redirect was not followed.</param>
/// <param name="RedirectTarget">Where that redirect leads; null where there is none. It may hold a credential.</param>
public sealed record ApiResponse(
    ApiFailure? Failure,
    int Status,
    IReadOnlyDictionary<string, string> Headers,
    ReadOnlyMemory<byte> Body,
    bool Truncated,
    Uri Url,
    RedirectEnd RedirectEnd = RedirectEnd.None,
    Uri? RedirectTarget = null)
{
    /// <summary>Whether no byte of the request left this machine, so that it may be sent again whatever it does; only where no answer came.</summary>
    public bool Unsent { get; init; }

    /// <summary>The media type in lower case, empty where none is stated.</summary>
    public string MediaType => (Header("Content-Type") ?? "").Split(';')[0].Trim().ToLowerInvariant();

    /// <summary>The value of a header, or null.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
