namespace McpConnectorAuth.Core.OAuth;

/// <summary>How a client proves itself at the token endpoint (RFC 6749 section 2.3). Exactly one of them per request.</summary>
internal enum ClientAuthentication
{
    /// <summary>Only <c>client_id</c>, in the body; a public client.</summary>
    None,

    /// <summary>Nothing at all: the grant itself says who asks.</summary>
    Omitted,

    /// <summary>HTTP Basic, id and secret form-urlencoded first (RFC 6749 section 2.3.1).</summary>
    Basic,

    /// <summary><c>client_id</c> and <c>client_secret</c> in the body.</summary>
    Body,

    /// <summary><c>client_id</c> and <c>client_secret</c> in the query.</summary>
    Query,

    /// <summary>A JWT signed with the client's key (RFC 7523 section 2.2).</summary>
    PrivateKeyJwt,

    /// <summary>A JWT authenticated with the client secret (OpenID Connect Core section 9).</summary>
    ClientSecretJwt,
}
