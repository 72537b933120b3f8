using System.Reflection;
using McpConnectorAuth.Composition;
using McpConnectorAuth.Server.Prompts;
using McpConnectorAuth.Server.Resources;
using McpConnectorAuth.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpConnectorAuth.Server;

/// <summary>Serves MCP on standard input and output. Standard output carries the protocol and nothing else; logs go to standard error.</summary>
internal static class McpServerHost
{
    /// <summary>How long running calls may take to end after the client has gone.</summary>
    private static readonly TimeSpan EndGrace = TimeSpan.FromMilliseconds(600);

    private const string Instructions =
        "Takes you from an API document to a verified connection: analyze_auth_doc, generate_spec, start_credential_portal, await_user_confirmation, "
        + "write_auth_test, run_auth_test, save_memory. Credentials are entered by the person in the portal only: never ask for one in the chat, never read or write one. "
        + "Coming back later: get_connection_status first, and recall_memory.";

    /// <summary>Runs until the input ends.</summary>
    public static async Task<int> RunAsync(ConnectorAuthServices services)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddProvider(new StandardErrorLoggerProvider(services.Redactor)).SetMinimumLevel(LogLevel.Warning);
        IHost? host = null;
        var input = new EndOfInputStream(Console.OpenStandardInput(), () =>
        {
            services.SignalEndOfInput();
            _ = EndAsync(host);
        });
        builder.Services
            .AddMcpServer(options => Configure(options, services))
            .WithStreamServerTransport(input, Console.OpenStandardOutput());
        using (host = builder.Build())
        {
            await host.RunAsync().ConfigureAwait(false);
        }

        return 0;
    }

    /// <summary>The tools in the order of the way.</summary>
    internal static IReadOnlyList<ConnectorTool> Tools(ConnectorAuthServices services) =>
    [
        new AnalyzeAuthDocTool(services),
        new GenerateSpecTool(services),
        new StartCredentialPortalTool(services),
        new AwaitUserConfirmationTool(services),
        new WriteAuthTestTool(services),
        new RunAuthTestTool(services),
        new RefreshConnectionTool(services),
        new RevokeConnectionTool(services),
        new SaveMemoryTool(services),
        new RecallMemoryTool(services),
        new GetConnectionStatusTool(services),
    ];

    /// <summary>What is served, whatever it is served on.</summary>
    internal static void Configure(McpServerOptions options, ConnectorAuthServices services)
    {
        options.ServerInfo = new Implementation
        {
            Name = "mcp-connector-auth",
            Title = "McpConnectorAuth",
            Version = typeof(McpServerHost).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0],
        };
        options.ServerInstructions = Instructions;
        options.ToolCollection = [.. Tools(services)];
        PromptHandlers.Register(options);
        ResourceHandlers.Register(options, services);
        CompletionHandler.Register(options, services);
    }

    /// <summary>The SDK waits for pending calls; a client that is gone will never answer them.</summary>
    private static async Task EndAsync(IHost? host)
    {
        await Task.Delay(EndGrace).ConfigureAwait(false);
        host?.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await Task.Delay(EndGrace / 3).ConfigureAwait(false);
        Environment.Exit(0);
    }
}
