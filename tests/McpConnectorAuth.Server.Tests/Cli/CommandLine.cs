using System.Diagnostics;
using System.Text.Json;
using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Cli;

/// <summary>Runs a command line in a real child process whose streams are no terminals.</summary>
internal sealed record CommandLine(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <summary>Standard output as the one JSON document that it must be.</summary>
    public JsonElement Json
    {
        get
        {
            Output.Trim().ShouldStartWith("{");
            return JsonElement.Parse(Output);
        }
    }

    public static Task<CommandLine> RunAsync(TestProject project, params string[] arguments) => RunAsync(project, new Dictionary<string, string>(), arguments);

    public static async Task<CommandLine> RunAsync(TestProject project, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = ServerExecutable.StartInfo(project, arguments);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Limit);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return new CommandLine(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{string.Join(' ', arguments)} did not end within {Limit.TotalSeconds} s.");
        }
    }

    /// <summary>Fails where the output holds anything that a terminal would act on.</summary>
    public CommandLine ShouldBePlain()
    {
        Output.Where(c => char.IsControl(c) && c != '\n').ShouldBeEmpty();
        return this;
    }

    /// <summary>The error document of a failure.</summary>
    public void ShouldFail(string code, int exitCode = 1)
    {
        ExitCode.ShouldBe(exitCode, Output + Errors);
        Json.EnumerateObject().Select(member => member.Name).ShouldBe(["error"]);
        var error = Json.GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe(code);
        error.GetProperty("message").GetString().ShouldNotBeNullOrWhiteSpace();
        error.GetProperty("next_step").GetString().ShouldNotBeNullOrWhiteSpace();
    }
}
