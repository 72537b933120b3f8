using System.Text;
using System.Text.RegularExpressions;
using McpConnectorAuth.Server.Tests.Support;
using Microsoft.Playwright;

namespace McpConnectorAuth.Server.Tests.Loops;

/// <summary>A project with a document of a realistic length, its API on loopback, and the person who has its credentials.</summary>
internal sealed class FreightProject : IAsyncDisposable
{
    public const string Source = "brackenford";
    public const string Document = "connectors/brackenford/brackenford_api_doc.md";
    private const string Email = "ada@shipper.example";

    /// <summary>What the person types, by parameter.</summary>
    public static IReadOnlyDictionary<string, string> Values { get; } = new Dictionary<string, string> { ["email"] = Email, ["api_token"] = Canary.Value };

    private readonly LoopbackApi _api;

    private FreightProject(LoopbackApi api) => _api = api;

    public TestProject Folder { get; } = new();

    public static async Task<FreightProject> StartAsync()
    {
        var header = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Email}/token:{Canary.Value}"))}";
        var api = await LoopbackApi.StartAsync("/v2/users/me", request => request.Headers.Authorization == header);
        var project = new FreightProject(api);
        project.Folder.Write(Document, TestDocuments.ReadFor(Source, "api.brackenford.example", api.Authority));
        return project;
    }

    /// <summary>Opens the link, fills the page in and saves, as a person does.</summary>
    public static async Task FillInAsync(BrowserFixture browser, string link)
    {
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(link);
        foreach (var (name, value) in Values) await page.FillAsync($"#field-{name}", value);
        await page.CheckAsync("#approve");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and test" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { NameRegex = new Regex("Connected to") }).WaitForAsync();
    }

    /// <summary>The spec, the test and the note that a whole way leaves.</summary>
    public void ShouldBeComplete()
    {
        File.ReadAllText(Folder.PathOf("connectors/brackenford/connector_spec.yaml")).ShouldContain("Basic base64({email}/token:{api_token})");
        File.Exists(Folder.PathOf("connectors/brackenford/tests/auth_test.py")).ShouldBeTrue();
        File.ReadAllText(Folder.PathOf("memory/brackenford.md")).ShouldContain("Company > Integrations");
    }

    /// <summary>Everything on disk: the project, the credential home, the client's sessions and logs, the server's log.</summary>
    public void ShouldHoldNoSecret()
    {
        foreach (var file in Folder.Files()) Canary.ShouldBeAbsentFrom(Encoding.Latin1.GetString(File.ReadAllBytes(file)), file);
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        Folder.Dispose();
    }
}
