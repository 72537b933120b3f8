namespace McpConnectorAuth.Core.OAuth;

/// <summary>What a request to an authorization server is for: it decides what a failure means and whether the request may be sent again.</summary>
internal enum OAuthStep
{
    /// <summary>Metadata (RFC 8414).</summary>
    Discovery,

    /// <summary>A pushed authorization request (RFC 9126).</summary>
    Push,

    /// <summary>An authorization code for tokens (RFC 6749 section 4.1.3), or temporary credentials for token credentials (RFC 5849 section 2.3).</summary>
    CodeExchange,

    /// <summary>Temporary credentials (RFC 5849 section 2.1).</summary>
    TemporaryCredentials,

    /// <summary>A device code (RFC 8628 section 3.1).</summary>
    DeviceStart,

    /// <summary>One poll for a device's token (RFC 8628 section 3.4).</summary>
    DevicePoll,

    /// <summary>A token without a person: client credentials, password, assertion, login call.</summary>
    Obtain,

    /// <summary>A new token for a refresh token (RFC 6749 section 6).</summary>
    Refresh,

    /// <summary>The end of a token or a session (RFC 7009).</summary>
    Revocation,
}
