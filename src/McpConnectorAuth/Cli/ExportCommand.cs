using System.CommandLine;
using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Tools;
using McpConnectorAuth.Workflow;

namespace McpConnectorAuth.Cli;

/// <summary><c>export SOURCE --dev-config</c>: writes stored credentials in clear where the project's tests read them.</summary>
internal static class ExportCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var source = Operand.Required("SOURCE", "Name of the source.");
        var devConfig = new Option<bool>("--dev-config")
        {
            Description = "Write the development configuration: flat JSON, in clear, readable for you only, ignored by git.",
        };
        var account = Operand.Account();
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace a file that holds something else." };
        var command = new Command("export", "Write stored credentials in clear, where the project's own tests read them.") { source, devConfig, account, overwrite };
        command.Validators.Add(result =>
        {
            if (!result.GetValue(devConfig)) result.AddError("Say what to export: --dev-config.");
        });
        command.SetAction((arguments, cancellationToken) => CliSession.RunAsync(arguments, async session =>
        {
            var export = await session.Services.Workflow.ExportDevConfigAsync(
                arguments.GetRequiredValue(source), arguments.GetValue(account), arguments.GetValue(overwrite), cancellationToken);
            session.Answer(export, CliJsonContext.Default.DevConfigExport, Show);
            return ExitCodes.Success;
        }));
        return command;
    }

    private static void Show(Screen screen, DevConfigExport export)
    {
        screen.Heading(export.Path, JsonName.Of(export.Change));
        screen.Facts([
            new Fact("holds", TerminalText.Literal(ToolText.List(export.Names)), "[yellow]in clear: delete it when the tests are done[/]"),
            new Fact(".gitignore", export.IgnoreRuleAdded ? "a rule was added" : "covers it already"),
        ]);
    }
}
