namespace McpConnectorAuth.Core.OAuth;

/// <summary>An <see cref="OAuthError"/> on its way to a front end.</summary>
public sealed class OAuthException : ConnectorAuthException
{
    /// <summary>Wraps an error.</summary>
    /// <param name="error">What happened.</param>
    /// <param name="code">A constant of <see cref="ErrorCodes"/>.</param>
    /// <param name="message">What happened and where, one sentence, without secrets.</param>
    /// <param name="nextStep">What to do next, one sentence.</param>
    public OAuthException(OAuthError error, string code, string message, string nextStep)
        : base(code, message, nextStep) => Error = error;

    /// <summary>What happened.</summary>
    public OAuthError Error { get; }
}
