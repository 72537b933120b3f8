using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Workflow;

namespace McpConnectorAuth.Cli;

/// <summary>Identifiers as a person reads them.</summary>
internal static class Names
{
    /// <summary>An identifier as words: <c>invalid_credentials</c> gives <c>invalid credentials</c>.</summary>
    public static string Words(string identifier) => identifier.Replace('_', ' ');

    /// <summary>An outcome as markup; green only for <c>valid</c>.</summary>
    public static string Markup(VerificationOutcome? outcome) => outcome switch
    {
        null => "[dim]not tested[/]",
        VerificationOutcome.Valid => "[green]valid[/]",
        VerificationOutcome.InvalidCredentials or VerificationOutcome.EndpointIsPublic => $"[red]{Words(JsonName.Of(outcome.Value))}[/]",
        _ => $"[yellow]{Words(JsonName.Of(outcome.Value))}[/]",
    };
}
