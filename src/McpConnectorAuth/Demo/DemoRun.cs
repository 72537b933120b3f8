using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using McpConnectorAuth.Cli;
using McpConnectorAuth.Core;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Core.Workspace;
using McpConnectorAuth.Workflow;

namespace McpConnectorAuth.Demo;

/// <summary>Plays the whole way once: the same stations as always, against an example's API on this machine.</summary>
internal sealed class DemoRun(CliSession session, Example example, DemoFolder folder)
{
    private static readonly TimeSpan TestTimeout = TimeSpan.FromSeconds(60);

    private readonly Screen _screen = session.Screen;
    private int _step;

    private ConnectionWorkflow Workflow => session.Services.Workflow;

    /// <summary>Plays it.</summary>
    /// <param name="fillIn">Whether the page is filled in for the person.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<DemoResult> RunAsync(bool fillIn, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        await using var api = await ExampleApi.StartAsync(example, 0, cancellationToken);
        var document = WriteDocument(api);
        await AnalyzeAsync(document, cancellationToken);
        var spec = await SpecifyAsync(document, cancellationToken);
        var confirmation = await AskAsync(fillIn, cancellationToken);
        var check = await CheckAsync(cancellationToken);
        var (language, verdict) = await WriteTestAsync(cancellationToken);
        ShowStatus();
        return new DemoResult(
            example.Name,
            confirmation.Method!,
            JsonName.Of(spec.RequireMethod(confirmation.Method).Kind),
            confirmation.Stored,
            confirmation.ApprovedHosts,
            check.Outcome,
            check.Calls,
            verdict,
            language,
            Math.Round(watch.Elapsed.TotalSeconds, 1),
            folder.Keep ? folder.Project.Root : null);
    }

    /// <summary>Closes the demo for a person.</summary>
    public static void ShowSummary(Screen screen, DemoResult result)
    {
        screen.Space();
        var seconds = result.Seconds.ToString("0.0", CultureInfo.InvariantCulture);
        screen.Paragraph(
            result.Outcome == VerificationOutcome.Valid
                ? $"[green]Verified[/]  {TerminalText.Literal(result.Example)} ({TerminalText.Literal(result.Kind)}), from document to proof in {seconds} s."
                : $"[red]Not verified[/]  The check said {Names.Markup(result.Outcome)}.",
            indent: 0);
        screen.Paragraph(
            result.Project is null
                ? "[dim]The demo's project and its store are removed.[/]"
                : $"[dim]The project stays in {TerminalText.Literal(result.Project)}[/]",
            indent: 0);
        screen.Paragraph($"[dim]With a document of your own:[/] {TerminalGuidance.Program} analyze DOC", indent: 0);
    }

    private string WriteDocument(ExampleApi api)
    {
        var path = folder.Project.DocumentPath(SourceName.Parse(example.Name));
        AtomicFile.Write(path, example.ReadDocument(api.Address));
        _screen.Heading("McpConnectorAuth demo", $"{example.Name}: {example.Summary}");
        Step("An API, and its document");
        _screen.Facts(
        [
            new Fact("API", $"http://{api.Address}  [dim]on this machine, only while this runs[/]"),
            new Fact("document", TerminalText.Literal(folder.Project.Display(path))),
            new Fact("project", $"{TerminalText.Literal(folder.Project.Root)}  [dim]{(folder.Keep ? "kept" : "removed at the end")}[/]"),
        ]);
        return path;
    }

    private async Task AnalyzeAsync(string document, CancellationToken cancellationToken)
    {
        Step("What the document says", "analyze");
        var analysis = await Workflow.AnalyzeAsync([document], example.Name, cancellationToken);
        AnalysisView.ShowInBrief(_screen, analysis, Path.GetFileName(document));
    }

    private async Task<ConnectorSpec> SpecifyAsync(string document, CancellationToken cancellationToken)
    {
        Step("A connector spec from it", "spec");
        var generated = await Workflow.GenerateSpecAsync(example.Name, [document], [], null, cancellationToken);
        _screen.Facts([new Fact("file", $"{TerminalText.Literal(generated.SpecPath)}  [dim]{generated.Change}[/]")]);
        SpecView.ShowFacts(_screen, generated);
        return ConnectorSpecFile.Load(folder.Project.SpecPath(SourceName.Parse(example.Name)), generated.SpecPath);
    }

    private async Task<Confirmation> AskAsync(bool fillIn, CancellationToken cancellationToken)
    {
        Step(fillIn ? "The page asks for the credentials" : "Your turn: the page asks for the credentials", "login");
        var (portal, _) = await Workflow.OpenPortalAsync(example.Name, null, null, "The demo", fresh: false, cancellationToken);
        _screen.Link("open", portal.Url);
        _screen.Facts(example.Credentials.Select((credential, index) => new Fact(
            index == 0 ? "type" : "",
            $"{TerminalText.Literal(credential.Field)}  [bold]{TerminalText.Literal(credential.Value)}[/]{(index == 0 ? "  [dim]made up, for this demo only[/]" : "")}")));
        if (fillIn)
        {
            using var visitor = new PageVisitor();
            await visitor.FillInAsync(portal.Url, example.Credentials, cancellationToken);
        }

        var confirmation = await LoginCommand.WaitAsync(session, portal, cancellationToken);
        if (confirmation.State != "confirmed")
            throw new ConnectorAuthException(ErrorCodes.NotConfirmed, TerminalGuidance.Next(example.Name, null, confirmation), "Start the demo again when you are ready.");
        ConfirmationView.ShowFacts(_screen, confirmation with { Explanation = null });
        return confirmation;
    }

    private async Task<ConnectionTest> CheckAsync(CancellationToken cancellationToken)
    {
        Step("The proof, with two controls that must fail", "test");
        var check = await TestAsync(null, cancellationToken);
        TestView.ShowCheck(_screen, check.Outcome, check.Explanation, check.Calls);
        return check;
    }

    private async Task<(TestLanguage Language, string Verdict)> WriteTestAsync(CancellationToken cancellationToken)
    {
        Step("A test that the project keeps", "test --write");
        var language = await HasPythonWithRequestsAsync(cancellationToken) ? TestLanguage.Python : TestLanguage.Shell;
        var written = Workflow.WriteTest(example.Name, language, overwrite: false);
        try
        {
            var test = await TestAsync(language, cancellationToken);
            TestView.ShowRun(_screen, test);
            _screen.Facts([new Fact("by hand", TerminalText.Literal(written.Command))]);
            return (language, test.Test is { ExitCode: 0 } ? "passed" : "failed");
        }
        catch (ConnectorAuthException error) when (error.Code == ErrorCodes.InterpreterNotFound)
        {
            // A machine with nothing but the .NET SDK: the built-in check above needs no interpreter.
            _screen.Facts([new Fact("written test", TerminalText.Literal(written.Path), $"[yellow]not run[/]  {TerminalText.Literal(error.Message)}")]);
            return (language, "not_run");
        }
    }

    private Task<ConnectionTest> TestAsync(TestLanguage? language, CancellationToken cancellationToken) =>
        Workflow.TestAsync(example.Name, null, language, edited: false, TestTimeout, limit: null, static _ => Task.CompletedTask, cancellationToken);

    private void ShowStatus()
    {
        Step("What there is now", "status");
        var status = Workflow.Status(example.Name, null);
        _screen.Facts(StatusView.FactsOf(status.Connections[0], status.Store));
    }

    private void Step(string title, string? verb = null) => _screen.Step(++_step, title, verb is null ? null : $"{TerminalGuidance.Program} {verb}");

    private static async Task<bool> HasPythonWithRequestsAsync(CancellationToken cancellationToken)
    {
        try
        {
            var start = new ProcessStartInfo("python3", ["-c", "import requests"]) { RedirectStandardError = true, RedirectStandardOutput = true };
            using var python = Process.Start(start)!;
            await python.WaitForExitAsync(cancellationToken);
            return python.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
