using System.Globalization;
using McpConnectorAuth.Core;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Workflow;

namespace McpConnectorAuth.Cli;

/// <summary>
/// Asks at the terminal for what the portal page asks for: the fields, hidden where they are secret, and the approval of the
/// exact hosts; then tests and stores. Without a terminal everything comes from environment variables and <c>--approve</c>.
/// </summary>
internal sealed class TerminalLogin(CliSession session)
{
    private readonly bool _interactive = !Console.IsInputRedirected;

    /// <summary>Runs the dialogue.</summary>
    /// <exception cref="ConnectorAuthException">
    /// <see cref="ErrorCodes.InvalidCredentialField"/>, <see cref="ErrorCodes.HostNotApproved"/> or <see cref="ErrorCodes.NotConfirmed"/>: nothing was stored.
    /// </exception>
    public async Task<Confirmation> RunAsync(
        string source, string? account, string? method, IReadOnlyList<string> approved, CancellationToken cancellationToken)
    {
        var workspace = session.Services.Workspace;
        var id = ConnectionId.Parse(workspace.Id, source, account);
        var path = workspace.SpecPath(id.Source);
        var spec = ConnectorSpecFile.Load(path, workspace.Display(path));
        var chosen = spec.RequireMethod(method);
        if (RequestFactory.WhyUnsupported(spec, chosen) is { } why)
            throw new ConnectorAuthException(ErrorCodes.MethodNotSupported, $"{chosen.Name} can't be carried out: {why}.", "Complete it in the spec, or choose another method with --method.");
        if (OAuthClient.InteractionOf(chosen) == GrantInteraction.Browser)
        {
            throw new ConnectorAuthException(
                ErrorCodes.MethodNotSupported,
                $"{chosen.Name} signs in with a browser, which comes back to a page of this machine.",
                $"Run \"{TerminalGuidance.Program} login {id.Source}\" without --no-browser, or choose another method with --method.");
        }

        var form = CredentialForm.For(spec, chosen.Name);
        session.Services.Store.Prepare();
        if (_interactive)
        {
            HiddenPrompt.SilenceEcho();
            session.Screen.Heading($"Connect to {spec.DisplayName}", workspace.Display(path));
            session.Screen.Facts([new Fact("kept in", TerminalText.Literal(session.Services.Store.Description))]);
            session.Screen.Space();
        }

        for (var first = true; ; first = false)
        {
            var values = await AskFieldsAsync(form, useVariables: first, cancellationToken);
            session.Services.Redactor.Add(values, name => form.Fields.First(field => field.Name == name).Secret);
            var hosts = HostsOf(form, values);
            await ApproveAsync(hosts, approved, cancellationToken);
            var (connection, report, failure) = await CheckAsync(spec, chosen, new Connection(id, chosen.Name, values, hosts, DateTimeOffset.UtcNow), cancellationToken);
            if (report is { Outcome: VerificationOutcome.Valid } || await KeepAsync(report, failure, cancellationToken))
            {
                var kept = connection.WithoutOneTimeValues(chosen);
                session.Services.Store.Save(report is null ? kept : kept.Checked(spec, report.Outcome, DateTimeOffset.UtcNow));
                return new Confirmation(
                    "confirmed", chosen.Name, [.. values.Names], hosts, report?.Outcome, report?.Explanation, null, report?.NextStep ?? failure!.NextStep);
            }
        }
    }

    /// <summary>The exact hosts that the values lead to; those of optional fields that are empty are not used.</summary>
    private static List<string> HostsOf(CredentialForm form, CredentialValues values)
    {
        var used = form.Hosts(values).Where(host => host.Used).ToList();

        // A value that makes no host is refused here, with the name of its field.
        return [.. used.Select(host => host.Exact ? host.Text : HostPattern.Parse(host.Pattern).Expand(values))];
    }

    /// <summary>The connection with what was issued for it, and the report, or why no check can be made at all.</summary>
    private async Task<(Connection Connection, VerificationReport? Report, ConnectorAuthException? Failure)> CheckAsync(
        ConnectorSpec spec, SpecMethod method, Connection connection, CancellationToken cancellationToken)
    {
        try
        {
            if (await ObtainAsync(spec, method, connection, cancellationToken) is { } token)
            {
                connection = connection with { Token = token };
                session.Services.Redactor.Add(connection, CredentialSecrecy.Of(spec, method, connection.RequestValues).Contains);
            }

            var report = await session.Screen.WaitAsync("Testing", _ => session.Services.Verifier.VerifyAsync(spec, method.Name, connection.RequestValues, connection.ApprovedHosts, limit: null, cancellationToken));
            return (connection, report, null);
        }
        catch (ConnectorAuthException error)
        {
            return (connection, null, error);
        }
    }

    private Task<TokenState?> ObtainAsync(ConnectorSpec spec, SpecMethod method, Connection connection, CancellationToken cancellationToken) => OAuthClient.InteractionOf(method) switch
    {
        GrantInteraction.Unattended => session.Screen.WaitAsync(
            "Asking for a token",
            async _ => (TokenState?)await session.Services.OAuth.ObtainAsync(spec, method, connection.Values, connection.ApprovedHosts, cancellationToken)),
        GrantInteraction.Device => SignInOnDeviceAsync(spec, method, connection, cancellationToken),
        _ => Task.FromResult<TokenState?>(null),
    };

    /// <summary>Shows the code to enter on any device (RFC 8628 section 3.3) and waits until the person has.</summary>
    private async Task<TokenState?> SignInOnDeviceAsync(ConnectorSpec spec, SpecMethod method, Connection connection, CancellationToken cancellationToken)
    {
        var device = await session.Services.OAuth.BeginDeviceAsync(spec, method, connection.Values, connection.ApprovedHosts, cancellationToken);
        session.Screen.Space();
        session.Screen.Facts([new Fact("open", TerminalText.Literal(device.VerificationUri.ToString())), new Fact("enter", $"[bold]{TerminalText.Literal(device.UserCode)}[/]")]);
        return await session.Screen.WaitAsync(
            $"Waiting for you there [dim]the code is good until {TerminalText.Literal(device.ExpiresAt.ToLocalTime().ToString("HH:mm", CultureInfo.InvariantCulture))}[/]",
            async _ => (TokenState?)await session.Services.OAuth.PollDeviceAsync(device, cancellationToken));
    }

    private async Task<CredentialValues> AskFieldsAsync(CredentialForm form, bool useVariables, CancellationToken cancellationToken)
    {
        var entered = form.Fields
            .Where(_ => useVariables)
            .Select(field => KeyValuePair.Create(field.Name, CredentialVariables.Read(field)))
            .Where(pair => pair.Value is not null)
            .ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.Ordinal);
        if (!_interactive) return ReadAll(form, entered);
        foreach (var field in form.Fields.Where(field => !entered.ContainsKey(field.Name)))
        {
            if (field.Description.Length > 0) session.Screen.Paragraph($"[dim]{TerminalText.Literal(field.Description)}[/]");
            entered[field.Name] = await AskAsync(form, field, cancellationToken);
        }

        return ReadAll(form, entered);
    }

    /// <summary>Asks until the form accepts this field.</summary>
    private async Task<string> AskAsync(CredentialForm form, CredentialFormField field, CancellationToken cancellationToken)
    {
        if (field.Allowed.Count > 0) session.Screen.Paragraph($"[dim]One of: {TerminalText.Literal(string.Join(", ", field.Allowed))}[/]");
        var hint = field switch { { Secret: true, Multiline: true } => " (hidden; paste it, or @FILE)", { Secret: true } => " (hidden)", { Required: false } => " (optional)", _ => "" };
        while (true)
        {
            var value = await HiddenPrompt.ReadAsync($"  {TerminalText.Line(field.Label)}{hint}: ", visible: !field.Secret, cancellationToken);
            if (field.Multiline && value.StartsWith('@'))
            {
                if (ReadFile(field, value[1..].Trim()) is not { } content) continue;
                value = content;
            }

            var reading = form.Read(new Dictionary<string, string> { [field.Name] = value });
            foreach (var note in reading.Notes) session.Screen.Paragraph($"[dim]{TerminalText.Literal(note.Message)}[/]");
            if (reading.Errors.FirstOrDefault(error => error.Field == field.Name) is not { } problem) return value;
            session.Screen.Paragraph($"[yellow]{TerminalText.Literal(problem.Message)}[/]");
        }
    }

    /// <summary>What a file holds that the person points at; null, with the reason on the screen, where it can't be read.</summary>
    private string? ReadFile(CredentialFormField field, string name)
    {
        var path = name.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), name[2..]) : Path.GetFullPath(name);
        try
        {
            if (new FileInfo(path).Length <= field.MaxLength) return File.ReadAllText(path);
            session.Screen.Paragraph($"[yellow]{TerminalText.Literal(path)} is longer than {field.MaxLength:N0} bytes, which no {TerminalText.Literal(field.Label)} is.[/]");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            session.Screen.Paragraph($"[yellow]{TerminalText.Literal(path)} can't be read: {TerminalText.Literal(error.Message)}[/]");
        }

        return null;
    }

    private static CredentialValues ReadAll(CredentialForm form, Dictionary<string, string> entered)
    {
        var reading = form.Read(entered);
        if (reading.Accepted) return reading.Values;
        var fields = form.Fields.Where(field => reading.Errors.Any(error => error.Field == field.Name));
        throw new ConnectorAuthException(
            ErrorCodes.InvalidCredentialField,
            string.Join(' ', reading.Errors.Select(error => error.Message)),
            $"Run it in a terminal to be asked, or set {string.Join(" and ", fields.Select(CredentialVariables.NameOf))} in its environment.");
    }

    /// <summary>Nothing is sent, and nothing stored, before the person has approved exactly these hosts.</summary>
    private async Task ApproveAsync(List<string> hosts, IReadOnlyList<string> approved, CancellationToken cancellationToken)
    {
        var missing = hosts.Except(approved, StringComparer.OrdinalIgnoreCase).ToList();
        if (missing.Count == 0) return;
        if (_interactive)
        {
            session.Screen.Space();
            session.Screen.Facts([new Fact("sends to", [.. missing.Select(host => $"[bold]{TerminalText.Literal(host)}[/]")])]);
            var answer = await HiddenPrompt.ReadAsync("  Approve sending the credential to exactly this? [y/N] ", visible: true, cancellationToken);
            if (IsYes(answer)) return;
        }

        throw new ConnectorAuthException(
            ErrorCodes.HostNotApproved,
            $"Nobody approved that the credential goes to {string.Join(", ", missing)}; nothing was sent or stored.",
            $"Approve at the prompt, or pass {string.Join(' ', hosts.Select(host => $"--approve {host}"))} where you know these hosts to be right.");
    }

    /// <summary>Asks what to do with a credential that was not proven: true to store it, false to enter it again.</summary>
    private async Task<bool> KeepAsync(VerificationReport? report, ConnectorAuthException? failure, CancellationToken cancellationToken)
    {
        if (_interactive)
        {
            if (report is null)
            {
                session.Screen.Failure(TerminalGuidance.Of(failure!));
            }
            else
            {
                TestView.ShowCheck(session.Screen, report.Outcome, report.Explanation, report.Probes);
                session.Screen.Paragraph(TerminalText.Literal(report.PersonStep));
            }

            var answer = await HiddenPrompt.ReadAsync("  Enter it again [Enter], save it anyway [s], or give up [g]? ", visible: true, cancellationToken);
            if (answer.Trim().Length == 0) return false;
            if (answer.Trim().Equals("s", StringComparison.OrdinalIgnoreCase)) return true;
        }

        if (report is null) throw failure!;
        throw new ConnectorAuthException(
            ErrorCodes.NotConfirmed,
            $"The check said {Names.Words(JsonName.Of(report.Outcome))}: {report.Explanation} Nothing was stored.",
            TerminalGuidance.Say(report.NextStep));
    }

    private static bool IsYes(string answer) => answer.Trim() is "y" or "Y" or "yes" or "Yes" or "YES";
}
