namespace McpConnectorAuth.Core.Requests;

/// <summary>A challenge of HTTP Digest that can be answered (RFC 7616 section 3.3).</summary>
internal sealed class DigestChallenge
{
    private const string Scheme = "Digest";

    private int _count;

    private DigestChallenge(AuthenticationChallenge challenge, DigestAlgorithm algorithm, bool isSession, string nonce, string? quality)
    {
        Algorithm = algorithm;
        AlgorithmText = challenge["algorithm"];
        IsSession = isSession;
        Nonce = nonce;
        Quality = quality;
        Realm = challenge["realm"] ?? "";
        Opaque = challenge["opaque"];
        IsStale = IsTrue(challenge["stale"]);
        HashesUser = IsTrue(challenge["userhash"]);
    }

    /// <summary>The hash function.</summary>
    public DigestAlgorithm Algorithm { get; }

    /// <summary>Its name as the server wrote it, which goes back; null where it wrote none.</summary>
    public string? AlgorithmText { get; }

    /// <summary>Whether the key is one for a session (<c>-sess</c>).</summary>
    public bool IsSession { get; }

    /// <summary>The server's nonce.</summary>
    public string Nonce { get; }

    /// <summary><c>auth</c>, <c>auth-int</c>, or null for a server of RFC 2069.</summary>
    public string? Quality { get; }

    /// <summary>Realm, one character for each byte.</summary>
    public string Realm { get; }

    /// <summary>What goes back unread, or null.</summary>
    public string? Opaque { get; }

    /// <summary>Whether only the nonce was refused, not the password.</summary>
    public bool IsStale { get; }

    /// <summary>Whether the user name goes back hashed (section 3.4.4).</summary>
    public bool HashesUser { get; }

    /// <summary>How often the nonce is used, this use included.</summary>
    public int NextCount() => Interlocked.Increment(ref _count);

    /// <summary>
    /// The strongest challenge of an answer; null where it holds none that can be answered. Other schemes, above all Basic, never are:
    /// a server that asks for the password itself in place of a digest is not obliged.
    /// </summary>
    public static DigestChallenge? Of(ApiResponse response) => response.Status == 401 ? Strongest(response.Header("WWW-Authenticate")) : null;

    /// <inheritdoc cref="Of"/>
    internal static DigestChallenge? Strongest(string? header) => AuthenticationChallenge.Parse(header)
        .Where(challenge => challenge.Scheme.Equals(Scheme, StringComparison.OrdinalIgnoreCase))
        .Select(Read)
        .OfType<DigestChallenge>()
        .OrderByDescending(challenge => challenge.Algorithm.Strength)
        .FirstOrDefault();

    private static DigestChallenge? Read(AuthenticationChallenge challenge)
    {
        if (challenge["nonce"] is not { } nonce || DigestAlgorithm.Find(challenge["algorithm"]) is not var (algorithm, isSession)) return null;
        if (challenge["qop"] is not { } offered) return new DigestChallenge(challenge, algorithm, isSession, nonce, null);

        // The body is in hand before it is sent, but servers that read it twice are rare: auth where there is a choice.
        var options = offered.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var quality = Array.Find(["auth", "auth-int"], name => options.Contains(name, StringComparer.OrdinalIgnoreCase));
        return quality is null ? null : new DigestChallenge(challenge, algorithm, isSession, nonce, quality);
    }

    private static bool IsTrue(string? text) => string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);
}
