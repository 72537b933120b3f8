using System.CommandLine;
using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Demo;

namespace McpConnectorAuth.Cli;

/// <summary><c>demo</c>: the whole way once, against an API on this machine.</summary>
internal static class DemoCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var yes = new Option<bool>("--yes") { Description = "Fill the page in over HTTP, as a browser would, with the made-up credentials." };
        var example = new Option<string?>("--example")
        {
            Description = $"One of {string.Join(", ", ExampleCatalog.All.Select(each => each.Name))}.",
            HelpName = "NAME",
        };
        example.Validators.Add(result =>
        {
            if (result.Tokens is [var name] && ExampleCatalog.All.All(each => each.Name != name.Value))
                result.AddError($"There is no example \"{name.Value}\"; take one of {string.Join(", ", ExampleCatalog.All.Select(each => each.Name))}.");
        });
        var api = new Option<bool>("--api") { Description = "Only run the example's API, where its document in examples/ says, until Ctrl+C." };
        var keep = new Option<bool>("--keep") { Description = "Keep the temporary project." };
        var command = new Command("demo", "Play the whole way once, from a document to a verified connection, against an API on this machine.") { yes, example, api, keep };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            if (arguments.GetValue(api)) return await CliSession.RunAsync(arguments, session => ServeAsync(session, ExampleCatalog.Find(arguments.GetValue(example)), cancellationToken));

            // Each run has its own project and its own store; nothing of the person's is read or touched.
            using var folder = new DemoFolder(arguments.GetValue(keep));
            return await CliSession.RunAsync(arguments, folder.Project, async session =>
            {
                var demo = new DemoRun(session, ExampleCatalog.Find(arguments.GetValue(example)), folder);
                var result = await demo.RunAsync(fillIn: arguments.GetValue(yes), cancellationToken);
                session.Answer(result, CliJsonContext.Default.DemoResult, DemoRun.ShowSummary);
                return result is { Outcome: VerificationOutcome.Valid, WrittenTest: not "failed" } ? ExitCodes.Success : ExitCodes.Failure;
            });
        });
        return command;
    }

    /// <summary>Runs an example's API for somebody who goes the way by hand.</summary>
    private static async Task<int> ServeAsync(CliSession session, Example example, CancellationToken cancellationToken)
    {
        await using var api = await ExampleApi.StartAsync(example, Example.DocumentedPort, cancellationToken);
        session.Screen.Heading(example.Name, example.Summary);
        session.Screen.Facts(
        [
            new Fact("API", $"http://{api.Address}  [dim]until Ctrl+C[/]"),
            .. example.Credentials.Select(credential => new Fact(
                TerminalText.Literal(credential.Field), $"[bold]{TerminalText.Literal(credential.Value)}[/]  [dim]made up[/]")),
        ]);
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return ExitCodes.Success;
    }
}
