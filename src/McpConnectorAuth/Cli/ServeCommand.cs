using System.CommandLine;
using McpConnectorAuth.Server;

namespace McpConnectorAuth.Cli;

/// <summary><c>serve</c>: the MCP server on standard input and output. Standard output carries the protocol and nothing else.</summary>
internal static class ServeCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var command = new Command("serve", "Run the MCP server on standard input and output; the default where input is no terminal.");
        command.SetAction((arguments, _) => RunAsync(arguments));
        return command;
    }

    /// <summary>Serves until the input ends.</summary>
    public static Task<int> RunAsync(ParseResult arguments) => CliSession.RunAsync(arguments, session => McpServerHost.RunAsync(session.Services));
}
