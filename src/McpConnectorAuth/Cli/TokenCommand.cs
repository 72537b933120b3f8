using System.CommandLine;
using McpConnectorAuth.Core;

namespace McpConnectorAuth.Cli;

/// <summary>
/// <c>token SOURCE --for URL</c>: shows a person the header with the credential. It is the one command that prints a credential, so it
/// needs a terminal on both ends: no tool of the server does it, and no pipe, file or agent's shell gets it.
/// </summary>
internal static class TokenCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var source = Operand.Required("SOURCE", "Name of the source.");
        var url = new Option<string>("--for") { Description = "URL that the header is for, on an approved host.", HelpName = "URL", Required = true };
        var account = Operand.Account();
        var command = new Command("token", "Show you the header with the credential, for a URL on an approved host. In a terminal only.") { source, url, account };
        command.SetAction((arguments, cancellationToken) => CliSession.RunAsync(arguments, async session =>
        {
            if (session.Json || Console.IsOutputRedirected || Console.IsInputRedirected)
            {
                throw new ConnectorAuthException(
                    ErrorCodes.TerminalOnly,
                    "A credential is shown to a person at a terminal only, never to a pipe, a file or an agent.",
                    $"Run it yourself in a terminal; programs get the credential with \"{TerminalGuidance.Program} export SOURCE --dev-config\".");
            }

            if (!Uri.TryCreate(arguments.GetRequiredValue(url), UriKind.Absolute, out var target) || target.Scheme is not ("https" or "http"))
                throw new ConnectorAuthException(ErrorCodes.InvalidArgument, "What follows --for is no URL.", "Give the whole URL of the call, such as https://api.example.com/me.");
            var headers = await session.Services.Workflow.HeadersForAsync(arguments.GetRequiredValue(source), arguments.GetValue(account), target, cancellationToken);
            foreach (var (name, value) in headers) Console.Out.WriteLine($"{name}: {value}");
            return ExitCodes.Success;
        }));
        return command;
    }
}
