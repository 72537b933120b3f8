using System.CommandLine;
using McpConnectorAuth.Core;
using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Server;
using McpConnectorAuth.Workflow;

namespace McpConnectorAuth.Cli;

/// <summary><c>test SOURCE</c>: proves the stored credentials.</summary>
internal static class TestCommand
{
    /// <summary>Time limit of the written test.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private static readonly Dictionary<string, TestLanguage> Languages = Enum.GetValues<TestLanguage>().ToDictionary(JsonName.Of);

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var source = Operand.Required("SOURCE", "Name of the source.");
        var account = Operand.Account();
        var language = Operand.Choice("--language", "Language of the written test to run or write", Languages.Keys);
        var edited = new Option<bool>("--edited") { Description = "Run the test file as it is, edited or from a template of the project's own, with the project's interpreter. In a terminal only." };
        var write = new Option<bool>("--write") { Description = "Write the test file first; one that you edited is replaced with --overwrite only." };
        var overwrite = new Option<bool>("--overwrite") { Description = "With --write: replace a test file that you edited." };
        var command = new Command("test", "Prove the stored credentials: a real call, two controls that must fail, and the written test.")
        {
            source, account, language, write, overwrite, edited,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(overwrite) && !result.GetValue(write)) result.AddError("--overwrite needs --write.");
        });
        command.SetAction((arguments, cancellationToken) => CliSession.RunAsync(arguments, async session =>
        {
            var name = arguments.GetRequiredValue(source);
            var which = arguments.GetValue(account);
            TestLanguage? wanted = arguments.GetValue(language) is { } written ? Languages[written] : null;
            var asItIs = arguments.GetValue(edited);
            if (asItIs && (session.Json || Console.IsOutputRedirected || Console.IsInputRedirected))
            {
                throw new ConnectorAuthException(
                    ErrorCodes.TerminalOnly,
                    "A test file that was edited gets the credentials from a person at a terminal only, never from a pipe or an agent: it could show them in a form that no redaction knows.",
                    $"Read the file, then run it yourself in a terminal: {TerminalGuidance.Program} test {name} --edited.");
            }

            if (arguments.GetValue(write))
            {
                var file = session.Services.Workflow.WriteTest(name, wanted ??= TestLanguage.Python, arguments.GetValue(overwrite));
                session.Screen.Paragraph($"{TerminalText.Literal(file.Path)}  [dim]{JsonName.Of(file.Change)}[/]", indent: 0);
            }

            var test = await session.Screen.WaitAsync(
                $"Testing {TerminalText.Literal(name)}",
                status => session.Services.Workflow.TestAsync(
                    name,
                    which,
                    wanted,
                    asItIs,
                    Timeout,
                    limit: null,
                    message =>
                    {
                        status(TerminalText.Literal(message));
                        return Task.CompletedTask;
                    },
                    cancellationToken));
            session.Answer(test with { NextStep = TerminalGuidance.Next(name, which, test) }, ServerJsonContext.Default.ConnectionTest, (screen, result) => TestView.Show(screen, name, which, result));
            return TestView.Succeeded(test) ? ExitCodes.Success : ExitCodes.Failure;
        }));
        return command;
    }
}
