using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Documentation;

/// <summary>The tutorial as a newcomer follows it: its commands as written, in a shell, one block after another, and every line of output that it promises.</summary>
public sealed partial class TutorialTests
{
    [Fact]
    public async Task Every_command_does_what_the_page_says()
    {
        using var project = new TestProject();
        using var api = new ProcessEnd();
        var output = "";
        foreach (Match block in Block().Matches(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs/tutorial.md"))))
        {
            var text = block.Groups["text"].Value;
            switch (block.Groups["kind"].Value)
            {
                case "sh background":
                    (api.Process, output) = await StartAsync(project, text, until: "made up");
                    break;
                case "sh" when text.StartsWith("mcp-connector-auth login", StringComparison.Ordinal):
                    output = await LogInAsync(project, text);
                    break;
                case "sh":
                    output = await RunAsync(project, text);
                    break;
                default:
                    foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries)) Flat(output).ShouldContain(Flat(line));
                    break;
            }
        }

        output.ShouldContain("gone");
    }

    /// <summary>What the person of step 4 does, with a wrong token first.</summary>
    private static async Task<string> LogInAsync(TestProject project, string command)
    {
        var (process, shown) = await StartAsync(project, command, until: "/connect/");
        using var end = new ProcessEnd { Process = process };
        using var visitor = new PortalVisitor(Link().Match(shown).Value);
        await visitor.OpenAsync();
        await visitor.SubmitAsync("test", new Dictionary<string, string> { ["access_token"] = "kwt_mistyped" });
        visitor.Text.ShouldContain("unknown or was removed");
        await visitor.SubmitAsync("test", new Dictionary<string, string> { ["access_token"] = "kwt_demo-4b81e6d0" });
        return shown + await process.StandardOutput.ReadToEndAsync();
    }

    private static async Task<string> RunAsync(TestProject project, string commands)
    {
        using var process = Start(project, commands);
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, commands + output + await errors);
        return output;
    }

    private static async Task<(Process Process, string Shown)> StartAsync(TestProject project, string command, string until)
    {
        var process = Start(project, "exec " + command);
        var shown = new StringBuilder();
        while (!shown.ToString().Contains(until, StringComparison.Ordinal))
            shown.AppendLine(await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"{command} ended: {shown}{await process.StandardError.ReadToEndAsync()}"));
        return (process, shown.ToString());
    }

    /// <summary>A shell in the project's folder once the tutorial has made it.</summary>
    private static Process Start(TestProject project, string commands)
    {
        var folder = project.PathOf("harbour");
        var start = ServerExecutable.StartInfo(project);
        start.FileName = "bash";
        start.ArgumentList.Clear();
        foreach (var argument in (string[])["-euc", commands]) start.ArgumentList.Add(argument);
        start.WorkingDirectory = Directory.Exists(folder) ? folder : project.Root;
        start.Environment["REPOSITORY"] = Repository.Root;
        start.Environment["PATH"] = $"{NodeTool.WriteServerCommand(project)}:{start.Environment["PATH"]}";
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Without the line breaks that depend on the width of the terminal.</summary>
    private static string Flat(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Ends a process with the test, whatever became of it.</summary>
    private sealed class ProcessEnd : IDisposable
    {
        public Process? Process { get; set; }

        public void Dispose()
        {
            if (Process is { HasExited: false }) Process.Kill(entireProcessTree: true);
            Process?.Dispose();
        }
    }

    [GeneratedRegex("^```(?<kind>sh background|sh|text)\n(?<text>.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/connect/\S+")]
    private static partial Regex Link();
}
