namespace McpConnectorAuth.Cli;

/// <summary>Exit codes of the executable.</summary>
internal static class ExitCodes
{
    /// <summary>It worked, and what was checked is valid.</summary>
    public const int Success = 0;

    /// <summary>A failure that the message explains, or a check whose outcome is not <c>valid</c>.</summary>
    public const int Failure = 1;

    /// <summary>The command line itself is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The person interrupted the command (128 + SIGINT).</summary>
    public const int Interrupted = 130;
}
