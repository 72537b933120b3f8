using System.CommandLine;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Server;

namespace McpConnectorAuth.Cli;

/// <summary><c>spec SOURCE [DOC...]</c>: writes or updates the connector spec.</summary>
internal static class SpecCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var source = Operand.Required("SOURCE", "Name of the source, such as acme_billing.");
        var document = Operand.Any("DOC", "Paths of the API documents; else those that the spec or the project's layout names.");
        var set = new Option<string[]>("--set")
        {
            Description = "Settle a fact, such as base_url=https://api.example.com or verification=\"GET /me\"; \"as documented\" takes it back; may be repeated.",
            HelpName = "FACT=VALUE",
            AllowMultipleArgumentsPerToken = false,
        };
        set.Validators.Add(result =>
        {
            foreach (var text in result.Tokens.Select(token => token.Value).Where(text => text.IndexOf('=', StringComparison.Ordinal) is var equals && (equals <= 0 || equals == text.Length - 1)))
                result.AddError($"--set {text} is not of the form FACT=VALUE, such as --set base_url=https://api.example.com or --set \"verification=GET /me\".");
        });
        var displayName = new Option<string?>("--display-name") { Description = "The API's name for people.", HelpName = "NAME" };
        var command = new Command("spec", "Write or update connector_spec.yaml from an API document.") { source, document, set, displayName };
        command.SetAction((arguments, cancellationToken) => CliSession.RunAsync(arguments, async session =>
        {
            var overrides = (arguments.GetValue(set) ?? []).Select(ReadOverride).ToList();
            var name = arguments.GetRequiredValue(source);
            var spec = await session.Services.Workflow.GenerateSpecAsync(
                name, [.. (arguments.GetValue(document) ?? []).Select(Path.GetFullPath)], overrides, arguments.GetValue(displayName), cancellationToken);
            session.Answer(spec with { NextStep = TerminalGuidance.Next(name, spec) }, ServerJsonContext.Default.GeneratedSpec, (screen, result) => SpecView.Show(screen, name, result));
            return ExitCodes.Success;
        }));
        return command;
    }

    private static SpecOverride ReadOverride(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return new SpecOverride(text[..equals], text[(equals + 1)..], null);
    }
}
