using System.Diagnostics;
using System.Text;
using McpConnectorAuth.Server.Tests.Support;
using Xunit.Abstractions;

namespace McpConnectorAuth.Server.Tests.Loops;

/// <summary>Real clients carry a whole connection through the server; only their model is a script, and the person is a browser.</summary>
[Collection(InBrowser.Name)]
public sealed class AgentLoopTests(BrowserFixture browser, ITestOutputHelper log)
{
    private const string Source = FreightProject.Source;
    private const string Document = FreightProject.Document;

    private static readonly ScriptStep Look = new("get_connection_status", new { source = Source }, "generate_spec");
    private static readonly ScriptStep Analyze = new("analyze_auth_doc", new { document = Document, source = Source }, "/users/me");
    private static readonly ScriptStep Specify = new("generate_spec", new { source = Source, document = Document }, "connector_spec.yaml");
    private static readonly ScriptStep Open = new("start_credential_portal", new { source = Source }, ScriptedModel.Link);
    private static readonly ScriptStep Wait = new(
        "await_user_confirmation", new { source = Source, max_wait_seconds = 120 }, "confirmed.*valid", results => $"Please open {ScriptedModel.LinkIn(results)} and enter your credentials there.");
    private static readonly ScriptStep Write = new("write_auth_test", new { source = Source, language = "python" }, "auth_test.py.*created");
    private static readonly ScriptStep Run = new("run_auth_test", new { source = Source }, @"""outcome"":""valid"".*""exit_code"":0.*save_memory|: valid.*exit code 0.*save_memory");
    private static readonly ScriptStep Save = new(
        "save_memory", new { topic = Source, title = "Where the token is made", content = "In the console under Company > Integrations > API tokens." }, "created");

    private static readonly ModelScript WholeWay = new(
        $"Connect {Source}, whose document is {Document}, and prove the connection.", [Analyze, Specify, Open, Wait, Write, Run, Save], "Connected and proven.");

    [AgentLoopFact("claude")]
    public Task Claude_Code_carries_a_connection() => CarryAsync(AgentClient.ClaudeCode, WholeWay);

    [AgentLoopFact("copilot")]
    public Task Copilot_CLI_carries_a_connection() => CarryAsync(AgentClient.CopilotCli, WholeWay);

    [AgentLoopFact("codex")]
    public Task Codex_carries_a_connection() => CarryAsync(AgentClient.Codex, WholeWay);

    [AgentLoopFact("gemini")]
    public Task Gemini_CLI_carries_a_connection() => CarryAsync(AgentClient.GeminiCli, WholeWay);

    /// <summary>Reading and proving are the subagents'; the portal stays in the main conversation, where the person is.</summary>
    [AgentLoopFact("claude")]
    public Task Claude_Code_carries_a_connection_with_the_plugins_subagents()
    {
        ModelScript reading = new($"Read {Document} for {Source}.", [Analyze, Specify], "The spec is written; nothing is unverified.");
        ModelScript proving = new($"Prove {Source} with a test in Python.", [Write, Run], "The outcome is valid.");
        ModelScript main = new(
            WholeWay.Prompt,
            [Look, Delegate("auth-spec-generator", reading), Open, Wait, Delegate("connector-auth-validator", proving), Save],
            WholeWay.Conclusion);
        return CarryAsync(AgentClient.ClaudeCodeWithPlugin, main, reading, proving);
    }

    private static ScriptStep Delegate(string agent, ModelScript work) => new(
        "Agent", new { description = agent, prompt = work.Prompt, subagent_type = $"connector-auth:{agent}" }, ".+", Report: work.Conclusion);

    private async Task CarryAsync(AgentClient client, params ModelScript[] scripts)
    {
        await using var freight = await FreightProject.StartAsync();
        await using var model = await ScriptedModel.StartAsync(client.Wire, scripts);
        var arguments = client.Configure(freight.Folder, model.Url);
        var clock = Stopwatch.StartNew();

        var running = NodeTool.RunAsync(freight.Folder, null, client.Environment(model.Url), client.Command, [.. arguments, scripts[0].Prompt]);
        if (await Task.WhenAny(running, model.PortalLink) == model.PortalLink) await FreightProject.FillInAsync(browser, await model.PortalLink);
        var (code, output) = await running;

        log.WriteLine($"{client.Command}: {clock.Elapsed.TotalSeconds:F1} s");
        foreach (var script in scripts)
        {
            var results = model.ResultsOf(script);
            foreach (var (step, result) in script.Steps.Zip(results)) log.WriteLine($"{step.Tool}: {Encoding.UTF8.GetByteCount(result)} bytes\n{result}");
        }

        code.ShouldBe(0, output);
        model.Problems.ShouldBeEmpty(output);
        output.ShouldContain(scripts[0].Conclusion);
        foreach (var script in scripts)
        {
            var results = model.ResultsOf(script);
            results.Count.ShouldBe(script.Steps.Count, output);
            foreach (var (step, result) in script.Steps.Zip(results)) result.ShouldMatch($"(?s){step.Expected}", step.Tool);
        }

        freight.ShouldBeComplete();
        Canary.ShouldBeAbsentFrom(model.Traffic, "the model's traffic");
        Canary.ShouldBeAbsentFrom(output, "the client's output");
        freight.ShouldHoldNoSecret();
    }
}
