using System.CommandLine;
using McpConnectorAuth.Core.Credentials;

namespace McpConnectorAuth.Cli;

/// <summary><c>vault</c>: the store of all projects' credentials, and its key.</summary>
internal static class VaultCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create() => new("vault", "See which key seals the stored credentials, and seal them with another.") { CreateStatus(), CreateRotate() };

    private static Command CreateStatus()
    {
        var command = new Command("status", "Say where the key is kept and whether every stored entry opens.");
        command.SetAction((arguments, _) => CliSession.RunAsync(arguments, session =>
        {
            var state = session.Services.Vault.Inspect();
            session.Answer(state with { NextStep = TerminalGuidance.Complete(state.NextStep) }, CliJsonContext.Default.VaultState, VaultView.Show);
            return Task.FromResult(state.Unreadable.Count == 0 ? ExitCodes.Success : ExitCodes.Failure);
        }));
        return command;
    }

    private static Command CreateRotate()
    {
        var to = Operand.Choice("--to", "Where the new key is kept, else where the present one is; for environment it is in CONNECTOR_AUTH_NEW_KEY", VaultKeyOrigin.All);
        var command = new Command("rotate", "Seal every stored entry with a new key. Safe to interrupt: run it again to finish.") { to };
        command.SetAction((arguments, cancellationToken) => CliSession.RunAsync(arguments, session =>
        {
            var rotation = session.Services.Vault.Rotate(arguments.GetValue(to), cancellationToken);
            session.Answer(rotation, CliJsonContext.Default.VaultRotation, VaultView.Show);
            return Task.FromResult(rotation.Unreadable.Count == 0 ? ExitCodes.Success : ExitCodes.Failure);
        }));
        return command;
    }
}
