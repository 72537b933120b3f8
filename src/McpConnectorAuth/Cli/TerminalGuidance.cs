using System.Text.RegularExpressions;
using McpConnectorAuth.Core;
using McpConnectorAuth.Core.Connections;
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
        [ErrorCodes.SpecNotFound] = $"Run \"{Program} spec SOURCE DOC\" first.",
        [ErrorCodes.TestNotFound] = $"Run \"{Program} test SOURCE --write\".",
    };

    /// <summary>A failure as the terminal shows it.</summary>
    public static ErrorDetail Of(ConnectorAuthException error) =>
        new(error.Code, Say(error.Message), Tool().IsMatch(error.NextStep) && _nextSteps.TryGetValue(error.Code, out var step) ? step : Say(error.NextStep));

    /// <summary>A command as a person types it.</summary>
    public static string Command(string verb, string source, string? account, string options = "") =>
        $"{Program} {verb} {source}{(account is null or ConnectionId.DefaultAccount ? "" : $" --account {account}")}{options}";

    /// <summary>The step after writing a spec.</summary>
    public static string Next(string source, GeneratedSpec spec)
    {
        var missing = new List<string>();
        if (spec.BaseUrl is null) missing.Add("--set base_url=URL");
        if (spec.Verification is null) missing.Add("--set \"verification=GET /path\"");
        if (missing.Count > 0) return $"The document does not state everything. Next: {Program} spec {source} {string.Join(' ', missing)}";

        // The other next steps are about methods that can't be carried out yet.
        return spec.NextStep.Contains("start_credential_portal", StringComparison.Ordinal) ? $"Next: {Command("login", source, null)}" : Say(spec.NextStep);
    }

    /// <summary>The step after a person was asked.</summary>
    public static string Next(string source, string? account, Confirmation confirmation) => confirmation switch
    {
        { State: "confirmed", Outcome: VerificationOutcome.Valid } => WriteTest(source, account),
        { State: "confirmed" } => $"Next: {Command("test", source, account)}",
        { State: "declined" } => "You declined; nothing was stored.",
        { State: "replaced" } => "A newer link took this one's place; nothing was stored from here.",
        _ => $"The page closed before you were done; nothing was stored. Again: {Command("login", source, account)}",
    };

    /// <summary>The step after a test.</summary>
    public static string Next(string source, string? account, ConnectionTest test) => test switch
    {
        { Outcome: VerificationOutcome.Valid, Test: null } => $"Verified. {WriteTest(source, account)}",
        { Outcome: VerificationOutcome.Valid, Test.ExitCode: 0 } => "Verified, and the project's own test says the same.",
        _ => Say(test.NextStep),
    };

    /// <summary>The step that a connection waits for.</summary>
    public static string Next(ConnectionStatus status) => status switch
    {
        { SpecProblem: not null } => $"Mend {status.Spec} where the message says; or move it away and write a new one: {Program} spec {status.Source}{(status.Document is null ? " DOC" : "")}",
        { StoreProblem: not null } => "Follow the message above; nothing was lost.",
        { Spec: null } => $"Next: {Program} spec {status.Source}{(status.Document is null ? " DOC" : "")}",
        { ConfirmedAt: null } => $"Next: {Command("login", status.Source, status.Account)}",
        { Token: TokenStatus.LoginRequired } => $"The sign-in has ended. Next: {Command("login", status.Source, status.Account)}",
        { LastOutcome: VerificationOutcome.Valid, Test: null } => $"Verified. {WriteTest(status.Source, status.Account)}",
        { LastOutcome: VerificationOutcome.Valid } => $"Verified. Prove it again at any time: {Command("test", status.Source, status.Account)}",
        { LastOutcome: null, LastCheckedAt: null } => Say(status.NextStep),
        _ => $"Next: {Command("test", status.Source, status.Account)}",
    };

    /// <summary>A text whose quoted commands get the program's name.</summary>
    public static string Complete(string text) => text.Replace("\"vault ", $"\"{Program} vault ", StringComparison.Ordinal);

    /// <summary>A text with the commands in place of the tools and of what is said with them.</summary>
    public static string Say(string text) => Tool().Replace(text, match =>
    {
        string Of(string group) => match.Groups[group].Value;
        var words = _commands[Of("tool")].Split(' ', 2);
        string[] parts =
        [
            Program,
            words[0],
            Of("source"),
            Of("account") is { Length: > 0 } account ? $"--account {account}" : "",
            words.ElementAtOrDefault(1) ?? "",
            Of("overwrite").Length > 0 ? "--overwrite" : "",
            Of("value").Length > 0 ? $"--set '{Of("fact")}={Of("value")}'" : Of("fact").Length > 0 ? $"--set {Of("fact")}=VALUE" : "",
            Of("quote").Length > 0 ? "--set FACT=VALUE" : "",
        ];
        var command = $"\"{string.Join(' ', parts.Where(part => part.Length > 0))}\"";
        return Of("call") switch
        {
            "" => command,
            ['C', ..] => $"Run {command}",
            _ => $"run {command}",
        };
    });

    private static string WriteTest(string source, string? account) => $"Next: {Command("test", source, account, " --write")} puts a test into the project.";

    // A person at a terminal shows no link to anybody, and quotes no document.
    [GeneratedRegex(
        """
        \b(?<call>[Cc]all\ )?
        (?<tool>analyze_auth_doc|generate_spec|start_credential_portal|await_user_confirmation|write_auth_test|run_auth_test|get_connection_status|refresh_connection|revoke_connection|save_memory)\b
        (\ for\ "(?<source>[^"]*)"(,\ account\ "(?<account>[^"]*)")?)?
        ((\ and|,)\ show\ (the|its)\ link\ to\ the\ person)?
        (,\ then\ await_user_confirmation)?
        (;\ in\ a\ terminal:\ login\ [a-z0-9_ -]*)?
        (?<overwrite>\ with\ overwrite\ true)?
        (?<quote>\ with\ the\ quote)?
        ((\ again)?,?\ with\ (an|the)\ override\ (such\ as\ |for\ )?"?(?<fact>[a-z0-9_.{}-]*[a-z0-9_}])"?(\ =\ "(?<value>[^"]*)")?(\ and\ the\ quote)?)?
        """,
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Tool();
}
