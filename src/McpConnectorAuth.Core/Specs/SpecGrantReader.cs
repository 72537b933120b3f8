using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.Specs;

/// <summary>Reads the sections of a method that say how its tokens, sessions and signatures come about; the counterpart of <see cref="SpecGrantWriter"/>.</summary>
internal static class SpecGrantReader
{
    /// <summary>Values of <see cref="SpecMethodOAuth.Pkce"/>.</summary>
    public static readonly IReadOnlyList<string> PkceNames = ["required", "supported", "rejected"];

    /// <summary>Values of <see cref="SpecMethodOAuth.TokenBody"/> and <see cref="SpecLogin.Body"/>.</summary>
    public static readonly IReadOnlyList<string> BodyNames = ["form", "json"];

    /// <summary>Values of <see cref="SpecAssertion.Algorithm"/>.</summary>
    public static readonly IReadOnlyList<string> AssertionAlgorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "HS256", "HS384", "HS512"];

    /// <summary>Values of <see cref="SpecReturned.In"/>.</summary>
    public static readonly IReadOnlyList<string> ReturnPlaces = ["body", "header", "cookie"];

    /// <summary>Values of <see cref="SpecSignature.Algorithm"/>.</summary>
    public static readonly IReadOnlyList<string> SignatureAlgorithms =
    [
        "hmac-sha256", "hmac-sha1", "hmac-sha384", "hmac-sha512", "hmac-md5", "sha256", "sha1", "sha512", "md5", "rsa-sha1", "rsa-sha256", "aws4-hmac-sha256", "plaintext",
    ];

    /// <summary>Values of <see cref="SpecSignature.KeyEncoding"/>.</summary>
    public static readonly IReadOnlyList<string> KeyEncodings = ["text", "base64", "hex"];

    /// <summary>Values of <see cref="SpecSignature.Encoding"/>.</summary>
    public static readonly IReadOnlyList<string> SignatureEncodings = ["hex", "hex_upper", "base64", "base64url"];

    /// <summary>Values of <see cref="SpecSignature.Timestamp"/>.</summary>
    public static readonly IReadOnlyList<string> Timestamps = ["unix_seconds", "unix_milliseconds", "iso8601", "http_date"];

    /// <summary>Values of <see cref="SpecSignature.BodyHash"/>.</summary>
    public static readonly IReadOnlyList<string> Hashes = ["sha256", "sha1", "sha512", "md5", "unsigned"];

    /// <summary>Computed values that a signed request's placements may hold.</summary>
    public static readonly IReadOnlyList<string> ComputedHoles = ["signature", "timestamp", "nonce", "body_hash"];

    private const string FactWords = "a name of letters, digits, underscores and hyphens that no parameter has";
    private const int LongestLifetime = 365 * 24 * 3600;
    private const int LongestText = 2048;

    /// <summary>Names of what a method's token reply, callback or login brings beside what the person supplies.</summary>
    public static IEnumerable<string> FactNames(SpecCursor method) =>
        method["oauth"]["reply_facts"].Keys()
            .Concat(method["oauth"]["callback_facts"].Keys())
            .Concat(method["login"]["returns"].Items("returned values").Select(returned => returned["name"].OptionalText(FactWords)).OfType<string>());

    /// <summary>Reads <c>oauth</c>.</summary>
    /// <param name="section">The section.</param>
    /// <param name="parameters">Parameters of the method.</param>
    /// <param name="requireListed">Refuses a URL whose holes are not declared or whose host is not listed.</param>
    public static SpecMethodOAuth? ReadOAuth(SpecCursor section, IReadOnlyList<string> parameters, Action<SpecCursor, SpecUrl> requireListed)
    {
        if (section.IsMissing) return null;
        section.RequireMapping();
        return new SpecMethodOAuth
        {
            // A person's browser goes there, and no credential.
            AuthorizationUrl = Url(section["authorization_url"], null),
            TokenUrl = Url(section["token_url"], requireListed),
            RefreshUrl = Url(section["refresh_url"], requireListed),
            DeviceAuthorizationUrl = Url(section["device_authorization_url"], requireListed),
            RevocationUrl = Url(section["revocation_url"], requireListed),
            PushedAuthorizationRequestUrl = Url(section["pushed_authorization_request_url"], requireListed),
            RequestTokenUrl = Url(section["request_token_url"], requireListed),
            Issuer = Url(section["issuer"], requireListed),
            Scopes = section["scopes"].IsMissing ? null : [.. section["scopes"].Items("scopes").Select(scope => scope.RequiredText("a scope", SpecReader.IsOneLine))],
            ScopeSeparator = section["scope_separator"].OptionalText("what stands between scopes, at most 4 characters", text => text.Length <= 4 && !text.Any(char.IsControl)),
            Pkce = OneOf(section["pkce"], PkceNames),
            TokenBody = OneOf(section["token_body"], BodyNames),
            RedirectUri = section["redirect_uri"].OptionalText("a URL on this machine with a port, such as http://127.0.0.1:8765/callback", IsRedirectUri),
            ExtraTokenParams = Texts(section["extra_token_params"]),
            ExtraAuthParams = Texts(section["extra_auth_params"]),
            AccessTokenPath = section["access_token_path"].OptionalText("member names joined by dots", SpecReader.IsOneLine),
            ReplyFacts = Facts(section["reply_facts"], parameters),
            CallbackFacts = Facts(section["callback_facts"], parameters),
            Assertion = ReadAssertion(section["assertion"], parameters),
        };
    }

    /// <summary>Reads <c>login</c>.</summary>
    public static SpecLogin? ReadLogin(
        SpecCursor section, IReadOnlyList<string> parameters, Func<SpecCursor, IReadOnlyList<string>, Placement> readPlacement, Action<SpecCursor, string> requirePath)
    {
        if (section.IsMissing) return null;
        section.RequireMapping();
        var path = section["path"].RequiredText(SpecReader.PathWords);
        requirePath(section["path"], path);
        var logout = section["logout_path"].OptionalText(SpecReader.PathWords);
        if (logout is not null) requirePath(section["logout_path"], logout);
        var returns = section["returns"].Items("returned values").Select(item => ReadReturned(item, parameters)).ToList();
        if (returns.Count == 0) throw section["returns"].Expected("at least one value that the call returns");
        return new SpecLogin(
            section["method"].OptionalText("an HTTP method in capitals, such as POST", SpecReader.IsHttpMethod) ?? "POST",
            path,
            OneOf(section["body"], BodyNames) ?? "json",
            [.. section["placements"].Items("placements").Select(item => readPlacement(item, parameters))],
            returns,
            section["lifetime"].Seconds(LongestLifetime),
            logout is null ? null : section["logout_method"].OptionalText("an HTTP method in capitals, such as DELETE", SpecReader.IsHttpMethod) ?? "POST",
            logout);
    }

    /// <summary>Reads <c>signature</c>.</summary>
    public static SpecSignature? ReadSignature(SpecCursor section)
    {
        if (section.IsMissing) return null;
        section.RequireMapping();
        var absent = new SpecSignature { Algorithm = "", Key = "" };
        return new SpecSignature
        {
            Algorithm = OneOf(section["algorithm"], SignatureAlgorithms) ?? throw section["algorithm"].Expected($"one of {string.Join(", ", SignatureAlgorithms)}"),
            Key = section["key"].RequiredText("the key with {parameter} holes, such as \"{api_secret}\"", IsFormat),
            KeyEncoding = OneOf(section["key_encoding"], KeyEncodings) ?? absent.KeyEncoding,
            Message = section["message"].OptionalText("what is signed, with holes such as {timestamp}{method}{path}{body}", IsFormat),
            Encoding = OneOf(section["encoding"], SignatureEncodings) ?? absent.Encoding,
            Timestamp = OneOf(section["timestamp"], Timestamps) ?? absent.Timestamp,
            BodyHash = OneOf(section["body_hash"], Hashes),
            KeyId = Format(section["key_id"]),
            SessionToken = Format(section["session_token"]),
            RawPath = section["raw_path"].Boolean(absent: false),
            Region = section["region"].OptionalText("a region, or a {parameter} hole", IsFormat),
            Service = section["service"].OptionalText("the name of the service", SpecReader.IsOneLine),
        };
    }

    /// <summary>Whether the text is a redirect URI that the portal can listen on (RFC 8252 section 7.3).</summary>
    public static bool IsRedirectUri(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url.Scheme == Uri.UriSchemeHttp
        && url.Host is "127.0.0.1" or "localhost" or "[::1]"
        && url.Port is >= 1024 and <= 65535
        && url.Query.Length == 0 && url.Fragment.Length == 0 && url.UserInfo.Length == 0;

    private static SpecAssertion? ReadAssertion(SpecCursor section, IReadOnlyList<string> parameters)
    {
        if (section.IsMissing) return null;
        section.RequireMapping();
        var absent = new SpecAssertion { Key = "" };
        return new SpecAssertion
        {
            Algorithm = OneOf(section["algorithm"], AssertionAlgorithms) ?? absent.Algorithm,
            Key = section["key"].RequiredText(
                $"the name of the parameter that holds the key ({string.Join(", ", parameters)})", name => parameters.Contains(name, ParameterNameComparer.Instance)),
            KeyId = Format(section["key_id"]),
            Issuer = Format(section["issuer"]),
            Subject = Format(section["subject"]),
            Audience = Format(section["audience"]),
            Lifetime = section["lifetime"].Seconds(LongestLifetime) ?? absent.Lifetime,
            Claims = Texts(section["claims"]),
        };
    }

    private static SpecReturned ReadReturned(SpecCursor item, IReadOnlyList<string> parameters)
    {
        var place = OneOf(item["in"], ReturnPlaces) ?? throw item["in"].Expected($"one of {string.Join(", ", ReturnPlaces)}");
        var path = item["path"].OptionalText(place == "body" ? "member names joined by dots" : $"the name of the {place}", SpecReader.IsOneLine) ?? "";
        if (place != "body" && !SpecReader.IsToken(path)) throw item["path"].Expected($"the name of the {place}");
        return new SpecReturned(item["name"].RequiredText(FactWords, name => IsFactName(name, parameters)), place, path);
    }

    private static string? Url(SpecCursor cursor, Action<SpecCursor, SpecUrl>? requireListed)
    {
        if (cursor.OptionalText(SpecUrl.Expected) is not { } text) return null;
        if (!SpecUrl.TryParse(text, out var url)) throw cursor.Expected(SpecUrl.Expected);
        requireListed?.Invoke(cursor, url);
        return text;
    }

    private static Dictionary<string, string> Texts(SpecCursor mapping) =>
        mapping.Keys().ToDictionary(key => key, key => mapping[key].OptionalText("a text", IsFormat) ?? "", StringComparer.Ordinal);

    private static Dictionary<string, string> Facts(SpecCursor mapping, IReadOnlyList<string> parameters) => mapping.Keys().ToDictionary(
        name => IsFactName(name, parameters) ? name : throw mapping[name].Breach($"expected {FactWords} as the key."),
        name => mapping[name].RequiredText("where the fact stands: member names joined by dots, or a query parameter", SpecReader.IsOneLine),
        StringComparer.Ordinal);

    private static bool IsFactName(string name, IReadOnlyList<string> parameters) =>
        SpecReader.IsName(name) && !parameters.Contains(name, ParameterNameComparer.Instance);

    private static string? Format(SpecCursor cursor) => cursor.OptionalText("a text of one line with {parameter} holes", IsFormat);

    private static string? OneOf(SpecCursor cursor, IReadOnlyList<string> names) => cursor.OptionalText($"one of {string.Join(", ", names)}", names.Contains);

    private static bool IsFormat(string text) => text.Length <= LongestText && !text.Any(char.IsControl);
}
