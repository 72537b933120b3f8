using McpConnectorAuth.Server.Tests.Cli;
using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Models;

/// <summary>The help of a model through the real executable.</summary>
public sealed class ModelInUseTests
{
    private const string BaseUrl = "https://tides.tidewrack.example/rest/v4";

    [Theory]
    [InlineData("anthropic")]
    [InlineData("openai")]
    public async Task A_client_gets_suggestions_and_confirms_them_as_overrides(string provider)
    {
        await using var model = await LoopbackModel.ClaimingAsync(("base_url", BaseUrl, ModelDocument.HostQuote));
        await using var moorings = await MooringsProject.StartConnectedAsync();
        moorings.Folder.Write(ModelDocument.Name, ModelDocument.Text);
        moorings.Folder.Write("memory/tides.md", "# Tides\n\nCANARY-memory\n");
        await using var session = await McpSession.StartAsync(moorings.Folder, configure: start =>
        {
            foreach (var (name, value) in Variables(model, provider)) start.Environment[name] = value;
        });
        (await session.Client.ListToolsAsync()).Single(tool => tool.Name == "analyze_auth_doc").ProtocolTool.Annotations!.OpenWorldHint.ShouldBe(true);
        model.Requests.ShouldBeEmpty();

        var analysis = await session.CallAsync("analyze_auth_doc", new { document = ModelDocument.Name, source = "tidewrack" });
        var suggestion = analysis.GetProperty("suggestions").EnumerateArray().ShouldHaveSingleItem();
        suggestion.GetProperty("line").GetInt32().ShouldBe(9);
        analysis.GetProperty("base_urls").GetArrayLength().ShouldBe(0);

        var spec = await session.CallAsync("generate_spec", new
        {
            source = "tidewrack",
            document = ModelDocument.Name,
            overrides = new[] { new { fact = suggestion.GetProperty("fact").GetString(), value = suggestion.GetProperty("value").GetString(), quote = suggestion.GetProperty("quote").GetString() } },
        });
        spec.GetProperty("base_url").GetString().ShouldBe(BaseUrl);
        spec.GetProperty("unverified").EnumerateArray().Select(fact => fact.GetString()).ShouldNotContain("base_url");

        // A spec is written without a model, and what a model is told is the document.
        var request = model.Requests.ShouldHaveSingleItem();
        request.Body.ShouldContain("tides.tidewrack.example");
        request.Body.ShouldNotContain("CANARY");
        Canary.ShouldBeAbsentFrom(request.Body, "the request to the model");
        session.Transcript.ShouldNotContain(LoopbackModel.Key);
        foreach (var file in moorings.Folder.Files()) (await File.ReadAllTextAsync(file)).ShouldNotContain(LoopbackModel.Key);
    }

    [Fact]
    public async Task A_person_sees_suggestions_with_their_place()
    {
        await using var model = await LoopbackModel.ClaimingAsync(("base_url", BaseUrl, ModelDocument.HostQuote));
        using var project = new TestProject();
        project.Write(ModelDocument.Name, ModelDocument.Text);
        var result = await CommandLine.RunAsync(project, Variables(model, "openai"), "analyze", ModelDocument.Name);
        result.ExitCode.ShouldBe(0, result.Errors);
        result.ShouldBePlain();
        result.Output.ShouldContain("Suggestions");
        result.Output.ShouldContain($"base_url={BaseUrl}");
        result.Output.ShouldContain($"{ModelDocument.Name}:9");
    }

    [Fact]
    public async Task Without_a_model_no_connection_is_made()
    {
        await using var model = await LoopbackModel.ClaimingAsync(("base_url", BaseUrl, ModelDocument.HostQuote));
        using var project = new TestProject();
        project.Write(ModelDocument.Name, ModelDocument.Text);
        var variables = Variables(model, "openai");
        variables.Remove("CONNECTOR_AUTH_MODEL");
        var result = await CommandLine.RunAsync(project, variables, "analyze", ModelDocument.Name, "--json");
        result.ExitCode.ShouldBe(0, result.Errors);
        result.Json.TryGetProperty("suggestions", out _).ShouldBeFalse();
        model.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_variable_is_an_error_document()
    {
        await using var model = await LoopbackModel.ClaimingAsync();
        using var project = new TestProject();
        project.Write(ModelDocument.Name, ModelDocument.Text);
        var variables = Variables(model, "openai");
        variables["CONNECTOR_AUTH_MODEL_URL"] = "http://models.example/v1";
        var result = await CommandLine.RunAsync(project, variables, "analyze", ModelDocument.Name, "--json");
        result.ShouldFail("model_configuration");
        (result.Output + result.Errors).ShouldNotContain(LoopbackModel.Key);
    }

    private static Dictionary<string, string> Variables(LoopbackModel model, string provider) => new()
    {
        ["CONNECTOR_AUTH_MODEL"] = $"{provider}/test-model",
        ["CONNECTOR_AUTH_MODEL_URL"] = provider == "openai" ? $"{model.Url}/v1" : model.Url,
        ["CONNECTOR_AUTH_MODEL_KEY"] = LoopbackModel.Key,
    };
}
