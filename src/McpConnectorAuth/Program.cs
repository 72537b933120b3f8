using McpConnectorAuth.Cli;
using McpConnectorAuth.Composition;
using McpConnectorAuth.Core.Workspace;
using McpConnectorAuth.Server;

// A client that starts the server waits for its tools: this path loads neither the command line parser nor the terminal library.
if (args is ["serve"] || (args.Length == 0 && Console.IsInputRedirected))
{
    var project = Environment.GetEnvironmentVariable("CONNECTOR_AUTH_PROJECT") is { Length: > 0 } given
        ? new ProjectWorkspace(given)
        : ProjectWorkspace.Locate(Environment.CurrentDirectory);
    await using var services = new ConnectorAuthServices(project);
    return await McpServerHost.RunAsync(services).ConfigureAwait(false);
}

return await CommandLineApp.RunAsync(args).ConfigureAwait(false);
