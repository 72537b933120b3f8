using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace McpConnectorAuth.Core.Tests.Verification;

/// <summary>A server's side of HTTP Digest (RFC 7616 section 3.4) with one user; a nonce serves for one request.</summary>
internal sealed partial class DigestUsers(string parameters, Func<byte[], byte[]> hash, string user, string password)
{
    private readonly ConcurrentDictionary<string, bool> _nonces = new();

    public string Challenge()
    {
        var nonce = Guid.NewGuid().ToString("N");
        _nonces[nonce] = true;
        return $"Digest realm=\"the \\\"realm\\\"\", nonce=\"{nonce}\", {parameters}";
    }

    public bool Knows(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith("Digest ", StringComparison.Ordinal)) return false;
        var fields = Field().Matches(header).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Success ? match.Groups[2].Value.Replace("\\\"", "\"", StringComparison.Ordinal) : match.Groups[3].Value);
        var target = request.HttpContext.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        if (!_nonces.TryRemove(fields["nonce"], out _) || fields["uri"] != target || fields["username"] != user) return false;
        var key = Hex($"{user}:the \"realm\":{password}");
        if (parameters.Contains("-sess", StringComparison.Ordinal)) key = Hex($"{key}:{fields["nonce"]}:{fields["cnonce"]}");
        var message = Hex($"{request.Method}:{target}");
        return fields["response"] == (fields.TryGetValue("qop", out var quality)
            ? Hex($"{key}:{fields["nonce"]}:{fields["nc"]}:{fields["cnonce"]}:{quality}:{message}")
            : Hex($"{key}:{fields["nonce"]}:{message}"));
    }

    private string Hex(string text) => Convert.ToHexStringLower(hash(Encoding.UTF8.GetBytes(text)));

    [GeneratedRegex("(\\w+)=(?:\"((?:\\\\.|[^\"\\\\])*)\"|([^\\s,]+))")]
    private static partial Regex Field();
}
