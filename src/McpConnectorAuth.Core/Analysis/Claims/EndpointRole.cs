namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>What an endpoint of an authorization server is for.</summary>
internal enum EndpointRole
{
    /// <summary>Authorization endpoint, opened in a browser.</summary>
    Authorize,

    /// <summary>Token endpoint.</summary>
    Token,

    /// <summary>Device authorization endpoint.</summary>
    Device,

    /// <summary>Revocation endpoint.</summary>
    Revocation,
}
