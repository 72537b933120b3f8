using McpConnectorAuth.Core.Credentials;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;

namespace McpConnectorAuth.Server;

/// <summary>Writes redacted log lines to standard error, where clients keep a server's log.</summary>
internal sealed class StandardErrorLoggerProvider(Redactor redactor) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new LineLogger(redactor, categoryName);

    public void Dispose()
    {
    }

    private sealed class LineLogger(Redactor redactor, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            // An McpException is the answer to a call, and the client has it already; a cancelled call is nobody's fault.
            if (!IsEnabled(logLevel) || exception is McpException or OperationCanceledException) return;
            var cause = exception is null ? "" : $" ({exception.GetType().Name}: {exception.Message})";
            Console.Error.WriteLine(redactor.Redact($"{logLevel}: {category}: {formatter(state, exception)}{cause}"));
        }
    }
}
