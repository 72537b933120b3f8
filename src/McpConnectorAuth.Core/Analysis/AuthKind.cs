using System.Text.Json.Serialization;

namespace McpConnectorAuth.Core.Analysis;

/// <summary>How an API authenticates its callers.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AuthKind>))]
public enum AuthKind
{
    /// <summary>A static token sent as <c>Authorization: Bearer</c> (RFC 6750 section 2.1).</summary>
    [JsonStringEnumMemberName("bearer")] Bearer,

    /// <summary>Any other key, in a header, the query, the body, the path or a cookie.</summary>
    [JsonStringEnumMemberName("api_key")] ApiKey,

    /// <summary>HTTP Basic (RFC 7617), including variants that put a key in place of the user name.</summary>
    [JsonStringEnumMemberName("basic")] Basic,

    /// <summary>HTTP Digest (RFC 7616).</summary>
    [JsonStringEnumMemberName("digest")] Digest,

    /// <summary>OAuth 2.0 authorization code grant (RFC 6749 section 4.1).</summary>
    [JsonStringEnumMemberName("oauth2_authorization_code")] OAuth2AuthorizationCode,

    /// <summary>OAuth 2.0 client credentials grant (RFC 6749 section 4.4).</summary>
    [JsonStringEnumMemberName("oauth2_client_credentials")] OAuth2ClientCredentials,

    /// <summary>OAuth 2.0 device authorization grant (RFC 8628).</summary>
    [JsonStringEnumMemberName("oauth2_device_code")] OAuth2DeviceCode,

    /// <summary>OAuth 2.0 resource owner password credentials grant (RFC 6749 section 4.3).</summary>
    [JsonStringEnumMemberName("oauth2_password")] OAuth2Password,

    /// <summary>A signed JWT as a grant (RFC 7523) or presented as it is.</summary>
    [JsonStringEnumMemberName("oauth2_jwt_bearer")] OAuth2JwtBearer,

    /// <summary>OAuth 1.0 (RFC 5849).</summary>
    [JsonStringEnumMemberName("oauth1")] OAuth1,

    /// <summary>A login call whose reply carries what later calls send.</summary>
    [JsonStringEnumMemberName("session_login")] SessionLogin,

    /// <summary>Requests signed with a shared secret or key (HMAC, SigV4 and the like).</summary>
    [JsonStringEnumMemberName("signed_request")] SignedRequest,

    /// <summary>A TLS client certificate (RFC 8705 and plain mutual TLS).</summary>
    [JsonStringEnumMemberName("mtls")] Mtls,

    /// <summary>An open API: the document says that no authentication is needed.</summary>
    [JsonStringEnumMemberName("none")] None,

    /// <summary>The document does not say.</summary>
    [JsonStringEnumMemberName("not_documented")] NotDocumented,
}
