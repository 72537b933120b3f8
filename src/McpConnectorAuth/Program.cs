using McpConnectorAuth.Cli;
using McpConnectorAuth.Composition;
using McpConnectorAuth.Core;
using McpConnectorAuth.Core.Workspace;
using McpConnectorAuth.Server;

// A client that starts the server waits for its tools: this path loads neither the command line parser nor the terminal library.
if (args is ["serve"] || (args.Length == 0 && Console.IsInputRedirected))
{
    try
    {
        await using var services = new ConnectorAuthServices(ProjectWorkspace.Open(folder: null));
        return await McpServerHost.RunAsync(services).ConfigureAwait(false);
    }
    catch (ConnectorAuthException error)
    {
        Console.Error.WriteLine(error.Explanation);
        return 1;
    }
}

return await CommandLineApp.RunAsync(args).ConfigureAwait(false);
