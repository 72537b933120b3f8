using System.Text.Json;

namespace McpConnectorAuth.Cli;

/// <summary>Shows a failure: on standard error for a person, as the one document on standard output for a program.</summary>
internal static class ErrorView
{
    /// <summary>Writes the failure.</summary>
    public static void Write(ErrorDetail error, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new ErrorDocument(error), CliJsonContext.Default.ErrorDocument));
            return;
        }

        var screen = new Screen(Console.Error, Console.IsErrorRedirected);
        screen.Failure(error);
    }
}
