namespace McpConnectorAuth.Core;

/// <summary>
/// A failure that a person or an agent can act on: what happened, where, and what to do next. Its text holds no secret
/// and may be shown as it is by every front end (MCP, portal, terminal).
/// </summary>
public class ConnectorAuthException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="code">A constant of <see cref="ErrorCodes"/>.</param>
    /// <param name="message">What happened and where (file, line), one sentence, without secrets.</param>
    /// <param name="nextStep">What to do next, one sentence.</param>
    /// <param name="innerException">The cause, never shown to a front end.</param>
    public ConnectorAuthException(string code, string message, string nextStep, Exception? innerException = null)
        : base(message, innerException)
    {
        Code = code;
        NextStep = nextStep;
    }

    /// <summary>Stable identifier in snake_case, a constant of <see cref="ErrorCodes"/>.</summary>
    public string Code { get; }

    /// <summary>What to do next, one sentence.</summary>
    public string NextStep { get; }

    /// <summary>Message, next step and code in one text, as front ends show it.</summary>
    public string Explanation => $"{Message} {NextStep} [{Code}]";
}
