using System.Globalization;
using System.Text;
using McpConnectorAuth.Core.Credentials;

namespace McpConnectorAuth.Core.Requests;

/// <summary>The answer to a challenge of HTTP Digest (RFC 7616 section 3.4), made for each message by itself.</summary>
/// <param name="challenge">The challenge.</param>
/// <param name="userName">User name.</param>
/// <param name="password">Password.</param>
/// <param name="clientNonce">Makes the client's nonce; 128 random bits where null.</param>
internal sealed class DigestSeal(DigestChallenge challenge, string userName, Secret password, Func<string>? clientNonce = null) : RequestSeal
{
    /// <inheritdoc/>
    public override void Apply(HttpRequestMessage request, ReadOnlyMemory<byte> body) =>
        RequestParts.SetHeader(request, "Authorization", Answer(request.Method.Method, request.RequestUri!.PathAndQuery, body.Span));

    /// <summary>The value of the header <c>Authorization</c>.</summary>
    internal string Answer(string method, string uri, ReadOnlySpan<byte> body)
    {
        var cnonce = clientNonce is null ? RequestNonce.Create() : clientNonce();
        var count = challenge.NextCount().ToString("x8", CultureInfo.InvariantCulture);
        var realm = Encoding.Latin1.GetBytes(challenge.Realm);
        var user = Encoding.UTF8.GetBytes(userName);

        // Section 3.4.2 and 3.4.3; section 3.4.1 with RFC 2069's form where the server names no quality of protection.
        var key = Hex([.. user, (byte)':', .. realm, (byte)':', .. Encoding.UTF8.GetBytes(password.Reveal())]);
        if (challenge.IsSession) key = Hex($"{key}:{challenge.Nonce}:{cnonce}");
        var message = Hex(challenge.Quality == "auth-int" ? $"{method}:{uri}:{Hex(body.ToArray())}" : $"{method}:{uri}");
        var response = challenge.Quality is null
            ? Hex($"{key}:{challenge.Nonce}:{message}")
            : Hex($"{key}:{challenge.Nonce}:{count}:{cnonce}:{challenge.Quality}:{message}");

        var fields = new List<string>
        {
            UserField(user, realm),
            $"realm={Quoted(challenge.Realm)}",
            $"nonce={Quoted(challenge.Nonce)}",
            $"uri={Quoted(uri)}",
            $"response=\"{response}\"",
        };
        if (challenge.AlgorithmText is { } algorithm) fields.Add($"algorithm={algorithm}");
        if (challenge.Quality is { } quality) fields.AddRange([$"qop={quality}", $"nc={count}"]);
        if (challenge.Quality is not null || challenge.IsSession) fields.Add($"cnonce=\"{cnonce}\"");
        if (challenge.Opaque is { } opaque) fields.Add($"opaque={Quoted(opaque)}");
        if (challenge.HashesUser) fields.Add("userhash=true");
        return "Digest " + string.Join(", ", fields);
    }

    /// <summary>Hashed where the server asks for it (section 3.4.4), in the form of RFC 8187 where it is not ASCII (section 3.4).</summary>
    private string UserField(byte[] user, byte[] realm)
    {
        if (challenge.HashesUser) return $"username=\"{Hex([.. user, (byte)':', .. realm])}\"";
        return Ascii.IsValid(userName) ? $"username={Quoted(userName)}" : $"username*=UTF-8''{Uri.EscapeDataString(userName)}";
    }

    private string Hex(string text) => Hex(Encoding.Latin1.GetBytes(text));

    private string Hex(byte[] bytes) => Convert.ToHexStringLower(challenge.Algorithm.Hash(bytes));

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
