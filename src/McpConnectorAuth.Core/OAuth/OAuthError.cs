namespace McpConnectorAuth.Core.OAuth;

/// <summary>Why no token came. None of its texts holds a secret: replies are reduced to the error code of RFC 6749 section 5.2 and a redacted, shortened description.</summary>
/// <param name="Status">HTTP status, 0 where no answer came.</param>
/// <param name="Detail">What happened, one sentence without the closing stop.</param>
public abstract record OAuthError(int Status, string Detail);
