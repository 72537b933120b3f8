namespace McpConnectorAuth.Core.Requests;

/// <summary>Why an exchange brought no answer.</summary>
public enum ApiFailure
{
    /// <summary>The host name does not resolve.</summary>
    NameNotResolved,

    /// <summary>Nobody accepts the connection, or it broke off.</summary>
    NotConnected,

    /// <summary>No answer within the time limit.</summary>
    TimedOut,

    /// <summary>The TLS handshake or the certificate failed.</summary>
    Tls,

    /// <summary>The name resolves to this machine or to a link-local address, where no API of that name is.</summary>
    UnsafeAddress,

    /// <summary>The answer is no HTTP.</summary>
    NotHttp,
}
