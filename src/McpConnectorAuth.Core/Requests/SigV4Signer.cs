using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using McpConnectorAuth.Core.Credentials;

namespace McpConnectorAuth.Core.Requests;

/// <summary>
/// AWS Signature Version 4: signs a message with a key that is derived for its day, region and service, in the header Authorization or in
/// the query.
/// </summary>
internal sealed record SigV4Signer(string KeyId, Secret Key, string? SessionToken, string Region, string Service)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string UnsignedPayload = "UNSIGNED-PAYLOAD";

    /// <summary>Headers that a proxy or the HTTP library may change on the way.</summary>
    private static readonly HashSet<string> Unsigned = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept", "Accept-Encoding", "Authorization", "Connection", "Content-Length", "Expect", "Transfer-Encoding", "User-Agent", "traceparent", "tracestate",
    };

    /// <summary>Whether the path is signed as it is sent.</summary>
    public bool RawPath { get; init; }

    /// <summary>Whether the body is left out of the signature.</summary>
    public bool UnsignedBody { get; init; }

    /// <summary>For how long a signature in the query counts, in seconds.</summary>
    public int Expires { get; init; } = 300;

    /// <summary>Signs in the header Authorization, with the time in <c>X-Amz-Date</c>.</summary>
    public void SignHeader(HttpRequestMessage request, ReadOnlySpan<byte> body, DateTimeOffset time)
    {
        RequestParts.SetHeader(request, "X-Amz-Date", Stamp(time));
        if (SessionToken is not null) RequestParts.SetHeader(request, "X-Amz-Security-Token", SessionToken);
        var headers = SignedHeaders(request);
        var signature = Signature(request, headers, BodyHash(body), time);
        RequestParts.SetHeader(
            request, "Authorization", $"{Algorithm} Credential={KeyId}/{Scope(time)}, SignedHeaders={string.Join(';', headers.Keys)}, Signature={signature}");
    }

    /// <summary>Signs in the query, where only the host is signed of the headers beside those of the service.</summary>
    public void SignQuery(HttpRequestMessage request, ReadOnlySpan<byte> body, DateTimeOffset time)
    {
        var headers = SignedHeaders(request);
        List<KeyValuePair<string, string>> pairs =
        [
            new("X-Amz-Algorithm", Algorithm),
            new("X-Amz-Credential", $"{KeyId}/{Scope(time)}"),
            new("X-Amz-Date", Stamp(time)),
            new("X-Amz-SignedHeaders", string.Join(';', headers.Keys)),
            new("X-Amz-Expires", Expires.ToString(CultureInfo.InvariantCulture)),
        ];
        if (SessionToken is not null) pairs.Add(new("X-Amz-Security-Token", SessionToken));
        RequestParts.SetQuery(request, pairs);
        RequestParts.SetQuery(request, [new("X-Amz-Signature", Signature(request, headers, BodyHash(body), time))]);
    }

    /// <summary>The hash of the body as it stands in the canonical request.</summary>
    public string BodyHash(ReadOnlySpan<byte> body) => UnsignedBody ? UnsignedPayload : Convert.ToHexStringLower(SHA256.HashData(body));

    private static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static SortedDictionary<string, string> SignedHeaders(HttpRequestMessage request)
    {
        var url = request.RequestUri!;
        var signed = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = url.IsDefaultPort ? url.IdnHost : string.Create(CultureInfo.InvariantCulture, $"{url.IdnHost}:{url.Port}"),
        };
        foreach (var (name, values) in request.Headers.NonValidated.Concat(request.Content is null ? [] : request.Content.Headers.NonValidated))
        {
            if (!Unsigned.Contains(name)) signed[name.ToLowerInvariant()] = OneBlank(values.ToString());
        }

        return signed;
    }

    private static string OneBlank(string value) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private string Scope(DateTimeOffset time) => $"{Day(time)}/{Region}/{Service}/aws4_request";

    private string Signature(HttpRequestMessage request, SortedDictionary<string, string> headers, string bodyHash, DateTimeOffset time)
    {
        var url = request.RequestUri!;
        var query = FormFields.OfQuery(url)
            .Select(pair => (Name: Uri.EscapeDataString(pair.Key), Value: Uri.EscapeDataString(pair.Value)))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal)
            .ThenBy(pair => pair.Value, StringComparer.Ordinal)
            .Select(pair => $"{pair.Name}={pair.Value}");
        var canonical = string.Join('\n', [
            request.Method.Method.ToUpperInvariant(),
            CanonicalPath(url.AbsolutePath),
            string.Join('&', query),
            .. headers.Select(pair => $"{pair.Key}:{pair.Value}"),
            "",
            string.Join(';', headers.Keys),
            bodyHash,
        ]);
        var message = $"{Algorithm}\n{Stamp(time)}\n{Scope(time)}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = Encoding.UTF8.GetBytes("AWS4" + Key.Reveal());
        foreach (var part in new[] { Day(time), Region, Service, "aws4_request" }) key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(message)));
    }

    /// <summary>Dot segments are gone already; empty segments go here, and what is left is encoded once more than on the wire.</summary>
    private string CanonicalPath(string path)
    {
        if (RawPath) return path;
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.EscapeDataString).ToList();
        return segments.Count == 0 ? "/" : $"/{string.Join('/', segments)}{(path.EndsWith('/') ? "/" : "")}";
    }
}
