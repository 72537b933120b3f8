using System.Buffers;
using System.Globalization;
using System.Text;
using McpConnectorAuth.Core.Credentials;

namespace McpConnectorAuth.Core.Requests;

/// <summary>What a request's signature is made of, as bytes: parameters, and what can only be known of the request itself.</summary>
/// <param name="request">The request with everything on it but the signature.</param>
/// <param name="body">Its body, empty where it has none.</param>
/// <param name="computed">Timestamp, nonce and hash of the body.</param>
/// <param name="values">Values of the parameters.</param>
internal sealed class SignatureMessage(
    HttpRequestMessage request, ReadOnlyMemory<byte> body, IReadOnlyDictionary<string, string> computed, CredentialValues values)
{
    /// <summary>The text with everything put in.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.InvalidCredentialField"/> where a parameter has no usable value.</exception>
    public byte[] Render(CredentialFormat format) => Render(format.Parts);

    /// <summary>Whether the name is one that is filled from the request.</summary>
    public static bool Computes(string hole) => hole is "method" or "scheme" or "host" or "path" or "query" or "sorted_query" or "path_and_query" or "url" or "body"
        or "content_type" or "newline" or "timestamp" or "nonce" or "body_hash";

    private byte[] Render(IReadOnlyList<FormatPart> parts)
    {
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var part in parts)
        {
            bytes.Write(part switch
            {
                FormatPart.Literal literal => Encoding.UTF8.GetBytes(literal.Text),
                FormatPart.Base64 encoded => Encoding.ASCII.GetBytes(Convert.ToBase64String(Render(encoded.Inner))),
                FormatPart.Hex encoded => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Render(encoded.Inner))),
                FormatPart.Hash hash => Digests.Hash(hash.Algorithm, Render(hash.Inner)),
                FormatPart.Hole { Name: "body" } => body.Span,
                FormatPart.Hole hole => Encoding.UTF8.GetBytes(ValueOf(hole.Name)),
                _ => throw new InvalidOperationException(),
            });
        }

        return bytes.WrittenSpan.ToArray();
    }

    private string ValueOf(string hole)
    {
        var url = request.RequestUri!;
        return hole switch
        {
            "method" => request.Method.Method.ToUpperInvariant(),
            "scheme" => url.Scheme,
            // As the header Host states it: without the default port (RFC 9110 section 7.2).
            "host" => url.IsDefaultPort ? url.IdnHost : string.Create(CultureInfo.InvariantCulture, $"{url.IdnHost}:{url.Port}"),
            "path" => url.AbsolutePath,
            "query" => url.Query.TrimStart('?'),
            "sorted_query" => string.Join('&', url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)),
            "path_and_query" => url.PathAndQuery,
            "url" => url.AbsoluteUri,
            "content_type" => request.Content is { } content && content.Headers.NonValidated.TryGetValues("Content-Type", out var type) ? type.ToString() : "",
            "newline" => "\n",
            _ => computed.GetValueOrDefault(hole) ?? ParameterValues.Require(values, hole),
        };
    }
}
