namespace McpConnectorAuth.Core.OAuth;

/// <summary>A successful answer that is no token reply: not JSON, cut off, too large, or without a token.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Detail">What is wrong with it.</param>
public sealed record OAuthResponseFormatError(int Status, string Detail) : OAuthError(Status, Detail);
