namespace McpConnectorAuth.Core.Specs;

/// <summary>
/// The section <c>authentication.methods[].signature</c>: how a request is signed (kinds <c>signed_request</c> and <c>oauth1</c>). The
/// result and what goes into it fill the holes <c>{signature}</c>, <c>{timestamp}</c>, <c>{nonce}</c> and <c>{body_hash}</c> of the placements.
/// </summary>
public sealed record SpecSignature
{
    /// <summary>
    /// <c>hmac-sha256</c>, <c>hmac-sha1</c>, <c>hmac-sha384</c>, <c>hmac-sha512</c>, <c>hmac-md5</c>, <c>sha256</c>, <c>sha1</c>, <c>sha512</c>, <c>md5</c>,
    /// <c>rsa-sha1</c>, <c>rsa-sha256</c>, <c>aws4-hmac-sha256</c> or <c>plaintext</c>.
    /// </summary>
    public required string Algorithm { get; init; }

    /// <summary>The key as a format with holes, such as <c>{api_secret}</c>.</summary>
    public required string Key { get; init; }

    /// <summary>What the key's text is: <c>text</c>, <c>base64</c> or <c>hex</c>.</summary>
    public string KeyEncoding { get; init; } = "text";

    /// <summary>
    /// What is signed: parameters and the computed holes <c>{method}</c>, <c>{scheme}</c>, <c>{host}</c>, <c>{path}</c>, <c>{query}</c>, <c>{sorted_query}</c>,
    /// <c>{path_and_query}</c>, <c>{url}</c>, <c>{body}</c>, <c>{body_hash}</c>, <c>{content_type}</c>, <c>{timestamp}</c>, <c>{nonce}</c> and <c>{newline}</c>;
    /// <c>base64(…)</c> and <c>hex(…)</c> of what is inside, and its hash as bytes by <c>md5(…)</c>, <c>sha1(…)</c>, <c>sha256(…)</c>, <c>sha384(…)</c> and <c>sha512(…)</c>.
    /// Null for <c>aws4-hmac-sha256</c> and OAuth 1.0, whose standards fix it.
    /// </summary>
    public string? Message { get; init; }

    /// <summary>How the result is written: <c>hex</c>, <c>hex_upper</c>, <c>base64</c> or <c>base64url</c>.</summary>
    public string Encoding { get; init; } = "hex";

    /// <summary>How the time is written: <c>unix_seconds</c>, <c>unix_milliseconds</c>, <c>iso8601</c> or <c>http_date</c>.</summary>
    public string Timestamp { get; init; } = "unix_seconds";

    /// <summary>
    /// How <c>{body_hash}</c> is made: <c>sha256</c>, <c>sha1</c>, <c>sha512</c> or <c>md5</c>, written as <see cref="Encoding"/>; SHA-256 where null.
    /// AWS Signature Version 4 knows only SHA-256 and <c>unsigned</c>, which leaves the body out of the signature (<c>UNSIGNED-PAYLOAD</c>).
    /// </summary>
    public string? BodyHash { get; init; }

    /// <summary>AWS Signature Version 4: the identifier of the access key as a format, such as <c>{access_key_id}</c>; null elsewhere.</summary>
    public string? KeyId { get; init; }

    /// <summary>AWS Signature Version 4: the session token as a format; left out where null or where its parameter has no value.</summary>
    public string? SessionToken { get; init; }

    /// <summary>AWS Signature Version 4: whether the path is signed as it is sent, as object storage does, and not normalized and encoded once more.</summary>
    public bool RawPath { get; init; }

    /// <summary>AWS Signature Version 4: the region as a format, or null.</summary>
    public string? Region { get; init; }

    /// <summary>AWS Signature Version 4: the service, or null.</summary>
    public string? Service { get; init; }
}
