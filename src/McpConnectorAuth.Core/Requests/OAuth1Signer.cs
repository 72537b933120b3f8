using System.Globalization;
using System.Text;

namespace McpConnectorAuth.Core.Requests;

/// <summary>
/// Signs requests by OAuth 1.0 (RFC 5849 section 3). Used for API requests, and by the grant for temporary credentials and tokens, whose
/// requests carry <c>oauth_callback</c> and <c>oauth_verifier</c> as further protocol parameters.
/// </summary>
/// <param name="credentials">Who signs.</param>
/// <param name="algorithm"><c>hmac-sha1</c>, <c>hmac-sha256</c>, <c>hmac-sha512</c>, <c>rsa-sha1</c>, <c>rsa-sha256</c> or <c>plaintext</c>.</param>
/// <param name="realm">Value of <c>realm</c> in the header, or null for none. It is not signed (section 3.4.1.3.1).</param>
/// <param name="clock">Where the timestamp comes from; the system's where null.</param>
/// <param name="nonce">Makes a nonce; 128 random bits as hex where null.</param>
/// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.SpecInvalid"/> for another algorithm.</exception>
public sealed class OAuth1Signer(
    OAuth1Credentials credentials, string algorithm = OAuth1Signer.DefaultAlgorithm, string? realm = null, TimeProvider? clock = null, Func<string>? nonce = null)
{
    /// <summary>What is used where the spec names no algorithm.</summary>
    public const string DefaultAlgorithm = "hmac-sha1";

    private static readonly Dictionary<string, string> Methods = new(StringComparer.Ordinal)
    {
        ["hmac-sha1"] = "HMAC-SHA1",
        ["hmac-sha256"] = "HMAC-SHA256",
        ["hmac-sha512"] = "HMAC-SHA512",
        ["rsa-sha1"] = "RSA-SHA1",
        ["rsa-sha256"] = "RSA-SHA256",
        ["plaintext"] = "PLAINTEXT",
    };

    private readonly string _method = Methods.TryGetValue(algorithm, out var name) ? name : throw new ConnectorAuthException(
        ErrorCodes.SpecInvalid,
        $"\"{algorithm}\" is no signature method of OAuth 1.0.",
        $"Use one of {string.Join(", ", Methods.Keys)} in authentication.methods[].signature.algorithm.");

    /// <summary>Whether the algorithm is one of OAuth 1.0.</summary>
    public static bool Knows(string algorithm) => Methods.ContainsKey(algorithm);

    /// <summary>The value of <c>oauth_signature_method</c> for an algorithm that is one of OAuth 1.0.</summary>
    internal static string NameOf(string algorithm) => Methods[algorithm];

    /// <summary>The value of the header <c>Authorization</c> (section 3.5.1).</summary>
    /// <param name="method">HTTP method.</param>
    /// <param name="url">URL with its query.</param>
    /// <param name="bodyFields">Fields of an <c>application/x-www-form-urlencoded</c> body; of another body none (section 3.4.1.3.1).</param>
    /// <param name="further">Further protocol parameters, such as <c>oauth_callback</c> and <c>oauth_verifier</c>.</param>
    public string Authorization(
        HttpMethod method, Uri url, IEnumerable<KeyValuePair<string, string>>? bodyFields = null, IEnumerable<KeyValuePair<string, string>>? further = null)
    {
        var fields = Sign(method, url, bodyFields, further).Select(pair => $"{Uri.EscapeDataString(pair.Key)}=\"{Uri.EscapeDataString(pair.Value)}\"");
        return "OAuth " + string.Join(", ", realm is null ? fields : fields.Prepend($"realm=\"{realm.Replace("\"", "", StringComparison.Ordinal)}\""));
    }

    /// <summary>The protocol parameters with the signature, not encoded, for a header, a query or a form body.</summary>
    /// <inheritdoc cref="Authorization"/>
    public IReadOnlyList<KeyValuePair<string, string>> Sign(
        HttpMethod method, Uri url, IEnumerable<KeyValuePair<string, string>>? bodyFields = null, IEnumerable<KeyValuePair<string, string>>? further = null)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(url);
        var seconds = (clock ?? TimeProvider.System).GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        List<KeyValuePair<string, string>> parameters =
        [
            new("oauth_consumer_key", credentials.ConsumerKey),
            new("oauth_nonce", nonce is null ? RequestNonce.Create() : nonce()),
            new("oauth_signature_method", _method),
            new("oauth_timestamp", seconds),
        ];
        if (credentials.Token is { } token) parameters.Add(new("oauth_token", token));
        parameters.AddRange(further ?? []);
        parameters.Add(new("oauth_version", "1.0"));
        parameters.Add(new("oauth_signature", Signature(BaseString(method, url, parameters.Concat(bodyFields ?? [])))));
        return parameters;
    }

    /// <summary>The signature base string (section 3.4.1): method, base string URI and all parameters.</summary>
    /// <param name="method">HTTP method.</param>
    /// <param name="url">URL; the parameters of its query are added.</param>
    /// <param name="parameters">Protocol parameters and form fields, not encoded.</param>
    internal static string BaseString(HttpMethod method, Uri url, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        // Section 3.4.1.2: scheme and host in lower case, no default port. Section 3.4.1.3.2: encoded first, then sorted by bytes.
        var uri = $"{url.Scheme}://{url.IdnHost.ToLowerInvariant()}{(url.IsDefaultPort ? "" : string.Create(CultureInfo.InvariantCulture, $":{url.Port}"))}{url.AbsolutePath}";
        if (url.HostNameType == UriHostNameType.IPv6) uri = uri.Replace(url.IdnHost, $"[{url.IdnHost}]", StringComparison.OrdinalIgnoreCase);
        var normalized = parameters.Concat(FormFields.OfQuery(url))
            .Select(pair => (Name: Uri.EscapeDataString(pair.Key), Value: Uri.EscapeDataString(pair.Value)))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal)
            .ThenBy(pair => pair.Value, StringComparer.Ordinal)
            .Select(pair => $"{pair.Name}={pair.Value}");
        return $"{method.Method.ToUpperInvariant()}&{Uri.EscapeDataString(uri)}&{Uri.EscapeDataString(string.Join('&', normalized))}";
    }

    /// <summary>The signature of a base string (sections 3.4.2 to 3.4.4), not encoded.</summary>
    internal string Signature(string baseString)
    {
        var message = Encoding.UTF8.GetBytes(baseString);
        if (algorithm.StartsWith("rsa-", StringComparison.Ordinal)) return Convert.ToBase64String(PrivateKey.SignRsa(credentials.ConsumerSecret, algorithm, message));

        // Section 3.4.2: both secrets are encoded, and the ampersand stays even where one is absent.
        var key = $"{Uri.EscapeDataString(credentials.ConsumerSecret.Reveal())}&{Uri.EscapeDataString(credentials.TokenSecret?.Reveal() ?? "")}";
        var bytes = Encoding.UTF8.GetBytes(key);
        return algorithm == "plaintext" ? key : Convert.ToBase64String(Digests.Hmac(algorithm["hmac-".Length..], bytes, message));
    }
}
