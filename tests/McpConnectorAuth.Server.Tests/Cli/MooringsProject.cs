using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Cli;

/// <summary>A project with the bearer token example's document, and its API on loopback, which lets the canary in.</summary>
internal sealed class MooringsProject : IAsyncDisposable
{
    public const string Source = "kelpwood";
    public const string Document = "connectors/kelpwood/kelpwood_api_doc.md";
    public const string Variable = "CONNECTOR_CREDENTIAL_ACCESS_TOKEN";

    private readonly LoopbackApi _api;

    private MooringsProject(LoopbackApi api) => _api = api;

    public TestProject Folder { get; } = new();

    public string Host => _api.Authority;

    /// <param name="answersAfter">How long the API takes for an answer.</param>
    /// <param name="token">The token that it lets in.</param>
    public static async Task<MooringsProject> StartAsync(TimeSpan answersAfter = default, string token = Canary.Value)
    {
        var api = await LoopbackApi.StartAsync("/api/v1/account", request =>
        {
            Thread.Sleep(answersAfter);
            return request.Headers.Authorization == $"Bearer {token}";
        });
        var project = new MooringsProject(api);
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "examples", "kelpwood_api_doc.md"));
        project.Folder.Write(Document, text.Replace("127.0.0.1:8787", api.Authority, StringComparison.Ordinal));
        return project;
    }

    public static async Task<MooringsProject> StartWithSpecAsync(TimeSpan answersAfter = default, string token = Canary.Value)
    {
        var project = await StartAsync(answersAfter, token);
        var spec = await project.RunAsync("spec", Source, Document);
        spec.ExitCode.ShouldBe(0, spec.Output + spec.Errors);
        return project;
    }

    public static async Task<MooringsProject> StartConnectedAsync(string token = Canary.Value)
    {
        var project = await StartWithSpecAsync(token: token);
        var login = await project.LoginAsync(token);
        login.ExitCode.ShouldBe(0, login.Output + login.Errors);
        return project;
    }

    public Task<CommandLine> RunAsync(params string[] arguments) => CommandLine.RunAsync(Folder, arguments);

    /// <summary><c>login</c> without a terminal.</summary>
    public Task<CommandLine> LoginAsync(string token, string account = "default") => CommandLine.RunAsync(
        Folder, new Dictionary<string, string> { [Variable] = token }, "login", Source, "--no-browser", "--approve", Host, "--account", account, "--json");

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        Folder.Dispose();
    }
}
