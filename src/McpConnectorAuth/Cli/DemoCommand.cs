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
        var keep = new Option<bool>("--keep") { Description = "Keep the temporary project." };
        var command = new Command("demo", "Play the whole way once, from a document to a verified connection, against an API on this machine.") { yes, example, keep };
        command.SetAction(async (arguments, cancellationToken) =>
        {
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
}
