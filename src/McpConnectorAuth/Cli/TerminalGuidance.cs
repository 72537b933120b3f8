using System.Text.RegularExpressions;
using McpConnectorAuth.Core;
using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Workflow;

namespace McpConnectorAuth.Cli;

/// <summary>Says next steps in the words of the terminal: the stations name MCP tools, a person has commands.</summary>
internal static partial class TerminalGuidance
{
    /// <summary>The executable's name.</summary>
    public const string Program = "mcp-connector-auth";

    private static readonly Dictionary<string, string> _commands = new(StringComparer.Ordinal)
    {
        ["analyze_auth_doc"] = "analyze",
        ["generate_spec"] = "spec",
        ["start_credential_portal"] = "login",
        ["await_user_confirmation"] = "login",
        ["write_auth_test"] = "test --write",
        ["run_auth_test"] = "test",
        ["get_connection_status"] = "status",
        ["refresh_connection"] = "refresh",
        ["revoke_connection"] = "logout",
        ["save_memory"] = "memory add",
    };

    private static readonly Dictionary<string, string> _nextSteps = new(StringComparer.Ordinal)
    {
        [ErrorCodes.NotConfirmed] = $"Run \"{Program} login SOURCE\" first.",
        [ErrorCodes.SpecNotFound] = $"Run \"{Program} spec SOURCE DOC\" first.",
        [ErrorCodes.TestNotFound] = $"Run \"{Program} test SOURCE --write\".",
    };

    /// <summary>A failure as the terminal shows it.</summary>
    public static ErrorDetail Of(ConnectorAuthException error) =>
        new(error.Code, Say(error.Message), Tool().IsMatch(error.NextStep) && _nextSteps.TryGetValue(error.Code, out var step) ? step : Say(error.NextStep));

    /// <summary>The step after writing a spec.</summary>
    public static string Next(string source, GeneratedSpec spec)
    {
        var missing = new List<string>();
        if (spec.BaseUrl is null) missing.Add("--set base_url=URL");
        if (spec.Verification is null) missing.Add("--set \"verification=GET /path\"");
        if (missing.Count > 0) return $"The document does not state everything. Next: {Program} spec {source} {string.Join(' ', missing)}";

        // The other next steps are about methods that can't be carried out yet.
        return spec.NextStep.Contains("start_credential_portal", StringComparison.Ordinal) ? $"Next: {Program} login {source}" : Say(spec.NextStep);
    }

    /// <summary>The step after a person was asked.</summary>
    public static string Next(string source, Confirmation confirmation) => confirmation switch
    {
        { State: "confirmed", Outcome: VerificationOutcome.Valid } => $"Next: {Program} test {source} --write puts a test into the project.",
        { State: "confirmed" } => $"Next: {Program} test {source}",
        { State: "declined" } => "You declined; nothing was stored.",
        { State: "replaced" } => "A newer link took this one's place; nothing was stored from here.",
        _ => $"The page closed before you were done; nothing was stored. Again: {Program} login {source}",
    };

    /// <summary>The step after a test.</summary>
    public static string Next(string source, ConnectionTest test) => test switch
    {
        { Outcome: VerificationOutcome.Valid, Test: null } => $"Verified. Next: {Program} test {source} --write puts a test into the project.",
        { Outcome: VerificationOutcome.Valid, Test.ExitCode: 0 } => "Verified, and the project's own test says the same.",
        _ => Say(test.NextStep),
    };

    /// <summary>The step that a connection waits for.</summary>
    public static string Next(ConnectionStatus status) => status switch
    {
        { SpecProblem: not null } => $"Mend the spec, or rename the file and write it again: {Program} spec {status.Source}",
        { StoreProblem: not null } => "Follow the message above; nothing was lost.",
        { Spec: null } => $"Next: {Program} spec {status.Source}{(status.Document is null ? " DOC" : "")}",
        { ConfirmedAt: null } => $"Next: {Program} login {status.Source}",
        { Token: TokenStatus.LoginRequired } => $"The sign-in has ended. Next: {Program} login {status.Source}",
        { LastOutcome: VerificationOutcome.Valid, Test: null } => $"Verified. Next: {Program} test {status.Source} --write puts a test into the project.",
        { LastOutcome: VerificationOutcome.Valid } => $"Verified. Prove it again at any time: {Program} test {status.Source}",
        _ => $"Next: {Program} test {status.Source}",
    };

    /// <summary>A text whose quoted commands get the program's name.</summary>
    public static string Complete(string text) => text.Replace("\"vault ", $"\"{Program} vault ", StringComparison.Ordinal);

    /// <summary>A text with the commands in place of the tools.</summary>
    public static string Say(string text) => Tool().Replace(text, match =>
    {
        var command = $"\"{Program} {_commands[match.Groups["tool"].Value]}\"";
        return match.Groups["call"].Value switch
        {
            "" => command,
            ['C', ..] => $"Run {command}",
            _ => $"run {command}",
        };
    });

    [GeneratedRegex(
        @"\b(?<call>[Cc]all )?(?<tool>analyze_auth_doc|generate_spec|start_credential_portal|await_user_confirmation|write_auth_test|run_auth_test|get_connection_status|refresh_connection|revoke_connection|save_memory)\b",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Tool();
}
