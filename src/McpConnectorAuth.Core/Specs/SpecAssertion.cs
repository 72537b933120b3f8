namespace McpConnectorAuth.Core.Specs;

/// <summary>A signed JWT (RFC 7519, RFC 7523). Texts are formats with <c>{parameter}</c> holes.</summary>
public sealed record SpecAssertion
{
    /// <summary>Algorithm (RFC 7518 section 3.1): RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, HS256, HS384 or HS512.</summary>
    public string Algorithm { get; init; } = "RS256";

    /// <summary>Name of the parameter that holds the key: PEM, JWK, a JSON key file with a member <c>private_key</c>, or a shared secret for HS.</summary>
    public required string Key { get; init; }

    /// <summary>Header <c>kid</c>, or null.</summary>
    public string? KeyId { get; init; }

    /// <summary>Claim <c>iss</c>, or null.</summary>
    public string? Issuer { get; init; }

    /// <summary>Claim <c>sub</c>, or null.</summary>
    public string? Subject { get; init; }

    /// <summary>Claim <c>aud</c>; the token endpoint where null.</summary>
    public string? Audience { get; init; }

    /// <summary>Lifetime in seconds.</summary>
    public int Lifetime { get; init; } = 300;

    /// <summary>Further claims.</summary>
    public IReadOnlyDictionary<string, string> Claims { get; init; } = new Dictionary<string, string>();
}
