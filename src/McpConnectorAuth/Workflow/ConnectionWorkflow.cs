using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using McpConnectorAuth.Composition;
using McpConnectorAuth.Core;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.Memory;
using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Core.Workspace;
using McpConnectorAuth.Portal;

namespace McpConnectorAuth.Workflow;

/// <summary>
/// The way from a document to a verified connection, one method per step. MCP tools, CLI verbs and the demo call these and
/// nothing below them. A step that is called too early is refused with the step that is missing.
/// </summary>
internal sealed class ConnectionWorkflow(ConnectorAuthServices services)
{
    private const int MostDocuments = 20;

    private readonly ConcurrentDictionary<string, AuthAnalysis> _analyses = new(StringComparer.Ordinal);

    private ProjectWorkspace Workspace => services.Workspace;

    /// <summary>
    /// Reads the documents of an API and says what they state about authentication; where a model is configured, adds what it reads in
    /// the leading one, as suggestions.
    /// </summary>
    /// <param name="documents">Paths, absolute or relative to the project; at least one, the leading one first.</param>
    /// <param name="source">Source name, or null to take it from the file name.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<AuthAnalysis> AnalyzeAsync(IReadOnlyList<string> documents, string? source, CancellationToken cancellationToken)
    {
        var name = source is null ? SourceName.FromFileName(documents[0]) : SourceName.Parse(source);
        var read = await ReadAsync(documents, cancellationToken).ConfigureAwait(false);
        var suggestions = services.Suggestions;
        var analysis = AuthAnalyzer.Analyze(read, name, cancellationToken);
        if (suggestions is not null)
        {
            var leading = read.Find(document => document.Info.Sha256 == analysis.Document.Sha256)!;
            analysis = await suggestions.AddToAsync(analysis, leading, cancellationToken).ConfigureAwait(false);
        }

        var known = AnalyzedSources().Contains(name.Value);
        _analyses[name.Value] = analysis;
        if (!known) services.TellResourcesChanged();
        return analysis;
    }

    /// <summary>Sources of which <see cref="LastAnalysisAsync"/> can tell: analysed by this process, or with a document or spec in the project.</summary>
    public IEnumerable<string> AnalyzedSources() => _analyses.Keys.Union(Workspace.Sources().Select(name => name.Value)).Order(StringComparer.Ordinal);

    /// <summary>The last analysis of a source that this process made; else one of the document that the spec or the layout names, without a model's help.</summary>
    public async Task<AuthAnalysis> LastAnalysisAsync(string source, CancellationToken cancellationToken)
    {
        var name = SourceName.Parse(source);
        if (_analyses.TryGetValue(name.Value, out var last)) return last;
        var read = await ReadAsync(DocumentsOf(name), cancellationToken).ConfigureAwait(false);
        return AuthAnalyzer.Analyze(read, name, cancellationToken);
    }

    /// <summary>Writes or updates the spec of a source from its documents and the caller's overrides.</summary>
    /// <param name="source">Source name.</param>
    /// <param name="documents">Paths of the documents, the leading one first; none for those the spec or the layout names.</param>
    /// <param name="overrides">Facts that the caller settles, each checked against the documents.</param>
    /// <param name="displayName">The API's name for people, or null.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<GeneratedSpec> GenerateSpecAsync(
        string source, IReadOnlyList<string> documents, IReadOnlyList<SpecOverride> overrides, string? displayName, CancellationToken cancellationToken)
    {
        var name = SourceName.Parse(source);
        var read = await ReadAsync(documents.Count > 0 ? documents : DocumentsOf(name), cancellationToken).ConfigureAwait(false);
        var analysis = AuthAnalyzer.Analyze(read, name, cancellationToken);
        var path = Workspace.SpecPath(name);
        var existing = ConnectorSpecFile.Find(path, Workspace.Display(path));
        var before = existing is null ? [] : SpecLint.CheckFile(path, Workspace.Display(path), analysis);
        var built = SpecBuilder.Build(analysis, read, overrides, displayName ?? ConnectorSpecFile.DisplayNameOf(path, Workspace.Display(path)), existing);
        cancellationToken.ThrowIfCancellationRequested();
        var change = ConnectorSpecFile.Save(path, Workspace.Display(path), built.Spec);
        if (change == SpecSaveResult.Created) services.TellResourcesChanged();
        var saved = ConnectorSpecFile.Load(path, Workspace.Display(path));
        var after = SpecLint.CheckFile(path, Workspace.Display(path), analysis);
        string[] findings =
        [
            .. before.Where(finding => finding.Code != "unverified_fact" && after.All(other => other.Message != finding.Message)).Select(finding => $"before this update: {InBrief(finding)}"),
            .. after.Select(InBrief),
            .. built.Notes,
            .. analysis.Questions,
        ];
        var supported = saved.Authentication.Methods.Any(method => RequestFactory.Supports(saved, method));
        return new GeneratedSpec(
            Workspace.Display(path),
            change.ToString().ToLowerInvariant(),
            [.. saved.Authentication.Methods.Select(method => InBrief(saved, method))],
            saved.Authentication.BaseUrls.Select(url => url.Url).FirstOrDefault(),
            saved.Authentication.Hosts,
            saved.Authentication.Verification.Select(v => $"{v.Method} {v.Path}").FirstOrDefault(),
            saved.Authentication.Unverified,
            built.Kept,
            findings,
            NextAfterSpec(saved, new ConnectionId(Workspace.Id, name), supported));
    }

    /// <summary>Opens the portal for a source, or returns the one that is open.</summary>
    /// <param name="source">Source name.</param>
    /// <param name="account">Account name, or null for the default.</param>
    /// <param name="method">Method to offer first, or null for the recommended one.</param>
    /// <param name="requestedBy">Who asks, for the page.</param>
    /// <param name="fresh">Ends an open portal of the connection and makes a new link.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<(PortalSession Session, OpenedPortal Opened)> OpenPortalAsync(
        string source, string? account, string? method, string requestedBy, bool fresh, CancellationToken cancellationToken)
    {
        var id = Identify(source, account);
        var spec = RequireSpec(id.Source);
        var offered = spec.RequireMethod(method);
        var request = new PortalRequest(id, spec, Workspace.Display(Workspace.SpecPath(id.Source)), requestedBy, method, fresh);
        var session = await services.Portal.OpenAsync(request, cancellationToken).ConfigureAwait(false);
        var opened = new OpenedPortal(
            session.Url.ToString(),
            session.ExpiresAt,
            [.. spec.ParametersOf(offered).Select(parameter => parameter.Name)],
            spec.Authentication.Hosts,
            "not_supported",
            $"Show the person this link: {session.Url} and call await_user_confirmation.");
        return (session, opened);
    }

    /// <summary>Waits until the person is done, at most for the given time.</summary>
    /// <param name="source">Source name.</param>
    /// <param name="account">Account name, or null for the default.</param>
    /// <param name="wait">How long to wait.</param>
    /// <param name="progress">Called with what is being waited for, where there is something.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Confirmation> AwaitConfirmationAsync(
        string source, string? account, TimeSpan wait, Func<string, Task> progress, CancellationToken cancellationToken)
    {
        var id = Identify(source, account);
        var session = services.PortalStarted ? services.Portal.Find(id) : null;

        // What a page confirmed may have been removed since, by this process or another one.
        if (session is null || (session.State == PortalState.Confirmed && services.Store.Load(id) is null)) return Stored(id);

        var ended = session.WaitForEndAsync(cancellationToken);
        if (wait > TimeSpan.Zero && !ended.IsCompleted)
        {
            await progress($"Waiting for the person at {session.Url}, a page that expires at {session.ExpiresAt.UtcDateTime:HH:mm} UTC").ConfigureAwait(false);
            await Task.WhenAny(ended, Task.Delay(wait, cancellationToken)).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return Describe(session);
    }

    /// <summary>Writes the authentication test of a source in a language.</summary>
    public WrittenTest WriteTest(string source, TestLanguage language, bool overwrite)
    {
        var id = Identify(source, null);
        var spec = RequireSpec(id.Source);
        var account = services.Store.Accounts(id.ProjectId, id.Source) is [var first, ..] accounts && !accounts.Contains(id.Account) ? first : id.Account;
        return AuthTestWriter.Write(Workspace, id.Source, spec, language, overwrite, services.Store.Load(id with { Account = account })?.Method);
    }

    /// <summary>Checks a stored connection with its controls, and runs the written test where there is one.</summary>
    /// <param name="source">Source name.</param>
    /// <param name="account">Account name, or null for the default.</param>
    /// <param name="language">Language of the test to run; null for whichever is written.</param>
    /// <param name="edited">Whether the file is run as it is on disk, with the project's own interpreter: for a person at a terminal only.</param>
    /// <param name="timeout">Time limit of the written test.</param>
    /// <param name="limit">Time limit of the whole, or null; where it runs out the result says what was done until then.</param>
    /// <param name="progress">Called with what is being done.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<ConnectionTest> TestAsync(
        string source, string? account, TestLanguage? language, bool edited, TimeSpan timeout, TimeSpan? limit, Func<string, Task> progress, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var id = Identify(source, account);
        var spec = RequireSpec(id.Source);
        var connection = await FreshAsync(id, spec, cancellationToken).ConfigureAwait(false);

        await progress("Making the verification call and its controls").ConfigureAwait(false);
        var report = await services.Verifier.VerifyAsync(spec, connection.Method, connection.RequestValues, connection.ApprovedHosts, Left(), cancellationToken).ConfigureAwait(false);
        if (report.Outcome == VerificationOutcome.InvalidCredentials && connection.Token is { } refused && TokenLifecycle.RenewsItself(spec.RequireMethod(connection.Method), connection))
        {
            // A provider may end a token before its time; a new one tells that from a grant that has ended.
            await progress("The token was refused: fetching a new one, once").ConfigureAwait(false);
            connection = Learn(await services.Tokens.RefreshAsync(id, spec, RefusedToken(refused), cancellationToken).ConfigureAwait(false), spec);
            report = await services.Verifier.VerifyAsync(spec, connection.Method, connection.RequestValues, connection.ApprovedHosts, Left(), cancellationToken).ConfigureAwait(false);
        }

        services.Store.Update(id, stored => stored.Checked(spec, report.Outcome, DateTimeOffset.UtcNow));

        AuthTestRun? run = null;
        var cut = "";
        var hasTest = language is not null || AuthTestWriter.Find(Workspace, id.Source) is not null;
        if (hasTest && Left() is { } left && left < timeout)
        {
            timeout = left;
            cut = left == TimeSpan.Zero
                ? " The written test was not run: the check took all the time of this call."
                : string.Create(CultureInfo.InvariantCulture, $" Of the time of this call {left.TotalSeconds:0} s were left for the written test.");
        }

        if (hasTest && timeout > TimeSpan.Zero)
        {
            await progress("Running the written test").ConfigureAwait(false);
            var lines = new LineProgress(progress);
            run = edited
                ? await AuthTestRunner.RunEditedAsync(Workspace, id.Source, spec, connection, language, timeout, lines, cancellationToken).ConfigureAwait(false)
                : await AuthTestRunner.RunAsync(Workspace, id.Source, spec, connection, language, timeout, lines, cancellationToken).ConfigureAwait(false);
            await lines.CompleteAsync().ConfigureAwait(false);
        }

        var proposals = await ProposeAsync(id.Source, spec, connection.Method, report, cancellationToken).ConfigureAwait(false);
        var next = proposals is not null ? $"{report.NextStep} The document supports the proposed overrides: pass the one that fits to generate_spec."
            : report.Outcome == VerificationOutcome.Valid && run?.Outcome == VerificationOutcome.Valid ? "Proven, by the project's test as well. Call save_memory with what the next one would have to find out, if there is anything."
            : report.NextStep;
        return new ConnectionTest(report.Outcome, report.Explanation + cut, [.. report.Probes.Select(InBrief)], run, next, report.Cause, report.Identity, proposals) { Calls = report.Probes };

        TimeSpan? Left() => limit - Stopwatch.GetElapsedTime(started) is { } left ? TimeSpan.FromTicks(Math.Max(left.Ticks, 0)) : null;
    }

    /// <summary>What the documents offer where the cause of a refusal is in the spec; null where they offer nothing or are gone.</summary>
    private async Task<IReadOnlyList<SpecOverride>?> ProposeAsync(
        SourceName source, ConnectorSpec spec, string method, VerificationReport report, CancellationToken cancellationToken)
    {
        if (!SpecProposals.MayHelp(report)) return null;
        try
        {
            var read = await ReadAsync(DocumentsOf(source), cancellationToken).ConfigureAwait(false);
            return SpecProposals.Of(report, spec, method, AuthAnalyzer.Analyze(read, source, cancellationToken), read) is { Count: > 0 } proposals ? proposals : null;
        }
        catch (ConnectorAuthException)
        {
            // The verdict stands without the document.
            return null;
        }
    }

    /// <summary>Fetches a new token for a connection now, whatever the age of the stored one.</summary>
    /// <param name="source">Source name.</param>
    /// <param name="account">Account name, or null for the default.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<RefreshedConnection> RefreshAsync(string source, string? account, CancellationToken cancellationToken)
    {
        var id = Identify(source, account);
        var spec = RequireSpec(id.Source);
        _ = LoadConnection(id, spec) ?? throw NothingStored(id);
        var connection = Learn(await services.Tokens.RefreshAsync(id, spec, null, cancellationToken).ConfigureAwait(false), spec);
        var method = spec.RequireMethod(connection.Method);
        return new RefreshedConnection(
            id.Source.Value, TokenLifecycle.ExpiryOf(method, connection), TokenLifecycle.RenewsItself(method, connection), "A new token is stored. Call run_auth_test to prove it.");
    }

    /// <summary>Removes stored credentials, of a source, of one of its accounts or of the whole project; tokens are first ended at their provider.</summary>
    /// <param name="source">Source name, or null for all that this project has stored.</param>
    /// <param name="account">Account name, or null for all of the source.</param>
    /// <param name="localOnly">Whether no provider is asked.</param>
    /// <param name="cancellationToken">Ends the work; what was removed until then stays removed.</param>
    public async Task<LoggedOut> LogoutAsync(string? source, string? account, bool localOnly, CancellationToken cancellationToken)
    {
        var sources = source is null ? services.Store.Sources(Workspace.Id) : [SourceName.Parse(source)];
        var ids = sources.SelectMany(name => (account is null ? services.Store.Accounts(Workspace.Id, name) : [Identify(name.Value, account).Account])
            .Select(each => new ConnectionId(Workspace.Id, name, each))).ToList();
        List<string> removed = [], revoked = [];
        foreach (var id in ids)
        {
            var connection = TryLoad(id);
            if (!localOnly && await RevokeAsync(id, cancellationToken).ConfigureAwait(false)) revoked.Add(InBrief(id));
            if (connection is not null) DevConfigWriter.RemoveExport(Workspace, connection);
            if (services.Store.Delete(id)) removed.Add(InBrief(id));
            if (services.PortalStarted) services.Portal.Forget(id);
        }

        if (removed.Count == 0 && source is not null)
        {
            var others = services.Store.Accounts(Workspace.Id, SourceName.Parse(source));
            throw new ConnectorAuthException(
                ErrorCodes.NotConfirmed,
                $"No credentials are stored for {source}{(account is null ? "" : $" (account {account})")}.",
                others.Count == 0 ? "There is nothing to remove." : $"There is nothing to remove; what is stored: account {string.Join(", ", others)}.");
        }

        // What no export of a removed account wrote stays: it may be somebody's own, or belong to an account that is kept.
        var files = sources.Select(Workspace.ConfigPath).Where(File.Exists).Select(Workspace.Display).ToList();
        var left = files.Count == 0 ? "" : $" Left in clear, because no export of what was removed wrote it as it is: {string.Join(", ", files)}; delete it unless something needs it.";
        var kept = removed.Except(revoked).ToList();
        return new LoggedOut(removed, revoked, (removed.Count == 0 ? "Nothing was stored for this project."
            : kept.Count == 0 ? $"The tokens are revoked at the provider{(files.Count == 0 ? ", and nothing is left on this machine" : "")}."
            : $"The credentials of {string.Join(", ", kept)} are gone from {(files.Count == 0 ? "this machine" : "the store")}. They stay valid at the API until they are revoked there.") + left);
    }

    /// <summary>The header with a connection's credential for a URL on an approved host, for a person at a terminal and nobody else.</summary>
    /// <param name="source">Source name.</param>
    /// <param name="account">Account name, or null for the default.</param>
    /// <param name="url">Where the header is to be sent.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Names and values of the headers.</returns>
    public async Task<IReadOnlyList<KeyValuePair<string, string>>> HeadersForAsync(string source, string? account, Uri url, CancellationToken cancellationToken)
    {
        var id = Identify(source, account);
        var spec = RequireSpec(id.Source);
        var approved = (LoadConnection(id, spec) ?? throw NothingStored(id)).ApprovedHosts;
        if (!approved.Any(host => HostAddress.TryParse(host, out var address) && address.Matches(url)))
        {
            throw new ConnectorAuthException(
                ErrorCodes.HostNotApproved,
                $"The URL is not on a host that was approved for {id.Source} ({string.Join(", ", approved)}); nothing is shown.",
                "Use an https URL of the API, or put the host into authentication.hosts of the spec and log in again.");
        }

        var connection = await FreshAsync(id, spec, cancellationToken).ConfigureAwait(false);
        var method = spec.RequireMethod(connection.Method);
        if (method.Placements.Any(placement => placement.In != PlacementLocation.Header) || method.Kind is AuthKind.Digest or AuthKind.OAuth1 or AuthKind.SignedRequest or AuthKind.Mtls)
        {
            throw new ConnectorAuthException(
                ErrorCodes.MethodNotSupported,
                $"The credential of {method.Name} travels in no header that could be shown: it goes elsewhere in the request, or is made for each request.",
                "Use the connection through the written test or your connector's configuration.");
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        using var authorized = await RequestFactory.AuthorizeAsync(spec, method, request, connection.RequestValues, cancellationToken).ConfigureAwait(false);
        return
        [
            .. method.Placements.Select(placement => placement.Name).Distinct(StringComparer.OrdinalIgnoreCase)
                .Where(name => authorized.Headers.NonValidated.Contains(name))
                .Select(name => KeyValuePair.Create(name, authorized.Headers.NonValidated[name].ToString())),
        ];
    }

    /// <summary>Writes a connection's credentials in clear where the layout keeps the development configuration.</summary>
    /// <param name="source">Source name.</param>
    /// <param name="account">Account name, or null for the default.</param>
    /// <param name="overwrite">Whether a file with other content is replaced.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<DevConfigExport> ExportDevConfigAsync(string source, string? account, bool overwrite, CancellationToken cancellationToken)
    {
        var id = Identify(source, account);
        var connection = await FreshAsync(id, RequireSpec(id.Source), cancellationToken).ConfigureAwait(false);
        return await DevConfigWriter.WriteAsync(Workspace, connection, overwrite, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Keeps, replaces or removes a note of the project's memory; the path in the result is relative to the project.</summary>
    public MemoryChange SaveMemory(MemoryNote note, CancellationToken cancellationToken)
    {
        // Shape tells most secrets; the redactor also knows those that this process has read, whatever they look like.
        LearnStoredSecrets();
        var text = $"{note.Topic}\n{note.Title}\n{note.Content}";
        if (services.Redactor.Redact(text) != text)
        {
            throw new ConnectorAuthException(
                ErrorCodes.SecretRefused, "The note holds a stored credential.", "Leave the value out; name the parameter instead.");
        }

        var change = services.Memory.Save(note, cancellationToken);
        if (change.Effect is MemoryEffect.Created or MemoryEffect.Removed) services.TellResourcesChanged();
        return change with { Path = Workspace.Display(change.Path) };
    }

    /// <summary>What the project's memory holds on a question, and nothing that is stored as a credential.</summary>
    public MemoryRecall RecallMemory(string? topic, string? words)
    {
        // Anyone may have written into the files; what leaves the process passes the redactor, which has to know the values.
        LearnStoredSecrets();
        return services.Memory.Recall(topic, words);
    }

    /// <summary>What exists, of one source or of all, and what to do next.</summary>
    public ProjectStatus Status(string? source, string? account)
    {
        // What is stored is shown, also where its spec has gone.
        var names = source is not null
            ? [SourceName.Parse(source)]
            : Workspace.Sources().Union(services.Store.Sources(Workspace.Id)).OrderBy(name => name.Value, StringComparer.Ordinal).ToList();
        var connections = new List<ConnectionStatus>();
        foreach (var name in names)
        {
            var accounts = account is not null ? [account] : services.Store.Accounts(Workspace.Id, name);
            if (accounts.Count == 0) accounts = [ConnectionId.DefaultAccount];
            connections.AddRange(accounts.Select(each => StatusOf(Identify(name.Value, each))));
        }

        if (source is not null && connections is [{ Document: null, Spec: null, ConfirmedAt: null, StoreProblem: null }])
        {
            var known = Workspace.Sources();
            throw new ConnectorAuthException(
                ErrorCodes.UnknownSource,
                $"Nothing is known of the source \"{source}\" in {Workspace.Root}.",
                known.Count == 0
                    ? "Start with analyze_auth_doc on its API document, then generate_spec."
                    : $"Known sources: {string.Join(", ", known)}. For a new one start with analyze_auth_doc, then generate_spec.");
        }

        return new ProjectStatus(
            Workspace.Root,
            services.Store.Description,
            connections,
            connections.Count switch
            {
                0 => "Call analyze_auth_doc with the path of an API document.",
                1 => connections[0].NextStep,
                _ => "Follow next_step of the connection you need.",
            });
    }

    /// <summary>As <see cref="Status"/>; of one source also how its spec, as it stands, fits the document as it is now.</summary>
    public async Task<ProjectStatus> StatusAsync(string? source, string? account, CancellationToken cancellationToken)
    {
        var status = Status(source, account);
        if (status.Connections.Select(connection => connection.Source).Distinct().ToList() is not [var only] || status.Connections[0] is not { Spec: not null, SpecProblem: null }) return status;
        var findings = await LintAsync(SourceName.Parse(only), cancellationToken).ConfigureAwait(false);
        return status with { Connections = [.. status.Connections.Select(connection => connection with { Findings = findings })] };
    }

    private async Task<IReadOnlyList<string>> LintAsync(SourceName source, CancellationToken cancellationToken)
    {
        var path = Workspace.SpecPath(source);
        try
        {
            var read = await ReadAsync(DocumentsOf(source), cancellationToken).ConfigureAwait(false);
            return [.. SpecLint.CheckFile(path, Workspace.Display(path), AuthAnalyzer.Analyze(read, source, cancellationToken)).Select(InBrief)];
        }
        catch (ConnectorAuthException error)
        {
            // What is stored can be used without the document.
            return [.. SpecLint.CheckFile(path, Workspace.Display(path), null).Select(InBrief), error.Explanation];
        }
    }

    /// <summary>Makes the secrets of this project's connections known to the redactor; a store that can't be opened teaches nothing.</summary>
    private void LearnStoredSecrets()
    {
        foreach (var source in services.Store.Sources(Workspace.Id))
        {
            foreach (var account in services.Store.Accounts(Workspace.Id, source))
            {
                try
                {
                    if (services.Store.Load(new ConnectionId(Workspace.Id, source, account)) is { } connection)
                        services.Redactor.Add(connection);
                }
                catch (ConnectorAuthException)
                {
                    // Its status tells the person; a note about something else need not wait for that.
                }
            }
        }
    }

    /// <summary>The account as an argument beside the source, where it is not the default one.</summary>
    private static string AccountIn(ConnectionId id) => id.Account == ConnectionId.DefaultAccount ? "" : $", account \"{id.Account}\"";

    private static string InBrief(ConnectionId id) => id.Account == ConnectionId.DefaultAccount ? id.Source.Value : $"{id.Source} ({id.Account})";

    private static string InBrief(ConnectorSpec spec, SpecMethod method) =>
        $"{method.Name} ({JsonName.Of(method.Kind)}{(RequestFactory.WhyUnsupported(spec, method) is { } why ? $", incomplete: {why}" : "")}): {string.Join(", ", method.Parameters)}";

    private static string InBrief(SpecFinding finding) =>
        $"{finding.Code} (spec line {finding.SpecLine}{(finding.DocumentLine > 0 ? $", document line {finding.DocumentLine}" : "")}): {finding.Message}";

    private static string InBrief(VerificationProbe probe) =>
        $"{probe.Control}: {probe.Request} -> {(probe.Status == 0 ? "no answer" : $"{probe.Status}")}{(probe.Note.Length > 0 ? $", {probe.Note}" : "")}";

    private ConnectionId Identify(string source, string? account) => ConnectionId.Parse(Workspace.Id, source, account);

    private async Task<AuthDocument> ReadAsync(string document, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(document) || document.Contains('\0', StringComparison.Ordinal))
        {
            throw new ConnectorAuthException(
                ErrorCodes.InvalidArgument, "The document's path is empty or holds a NUL character.", "Give the path of the API document, relative to the project or absolute.");
        }

        var path = Path.GetFullPath(document, Workspace.Root);
        return await DocumentReader.ReadAsync(path, Workspace.Display(path), cancellationToken).ConfigureAwait(false);
    }

    private ConnectorSpec RequireSpec(SourceName source)
    {
        var path = Workspace.SpecPath(source);
        return ConnectorSpecFile.Load(path, Workspace.Display(path));
    }

    /// <summary>The documents a spec names, else the one where the layout expects it.</summary>
    private List<string> DocumentsOf(SourceName source)
    {
        var spec = Workspace.SpecPath(source);
        if (File.Exists(spec) && ConnectorSpecFile.Load(spec, Workspace.Display(spec)).Authentication is { Document: { } named } section)
            return [.. (section.MoreDocuments ?? []).Prepend(named).Select(path => Path.GetFullPath(path, Workspace.Root))];
        var expected = Workspace.DocumentPath(source);
        return File.Exists(expected) ? [expected] : throw NoDocument(source);
    }

    private async Task<List<AuthDocument>> ReadAsync(IReadOnlyList<string> documents, CancellationToken cancellationToken)
    {
        if (documents.Count > MostDocuments)
            throw new ConnectorAuthException(ErrorCodes.InvalidArgument, $"{documents.Count} documents are too many for one API.", $"Name at most {MostDocuments}.");
        var read = new List<AuthDocument>();
        foreach (var document in documents)
            read.Add(await ReadAsync(document, cancellationToken).ConfigureAwait(false));
        return read;
    }

    private ConnectorAuthException NoDocument(SourceName source) => new(
        ErrorCodes.DocumentNotFound,
        $"No document is known for \"{source}\".",
        $"Give its path, or put it at {Workspace.Display(Workspace.DocumentPath(source))}.");

    private ConnectorAuthException NothingStored(ConnectionId id)
    {
        var others = services.Store.Accounts(id.ProjectId, id.Source);
        return new ConnectorAuthException(
            ErrorCodes.NotConfirmed,
            $"No credentials are stored for {id.Source} (account {id.Account}{(others.Count == 0 ? "" : $"; stored: {string.Join(", ", others)}")}).",
            others.Count == 0
                ? $"Call start_credential_portal for \"{id.Source}\"{AccountIn(id)}, show the link to the person, then await_user_confirmation."
                : $"Name the account, such as account {others[0]}; for a new one call start_credential_portal for \"{id.Source}\" with its name.");
    }

    /// <summary>Opens a stored connection and makes its secrets known to the redactor before anything else happens with them.</summary>
    private Connection? LoadConnection(ConnectionId id, ConnectorSpec spec)
    {
        var connection = services.Store.Load(id);
        if (connection is null) return null;
        var method = spec.RequireMethod(connection.Method);
        Learn(connection, spec);

        // A spec that no longer calls a secret secret could show it in a URL or put it into a host's name.
        if (CredentialSecrecy.Disclosed(spec, method, connection.Values) is { } disclosed)
        {
            throw new ConnectorAuthException(
                ErrorCodes.NotConfirmed,
                $"The spec of {id.Source} does not mark \"{disclosed}\" as secret, which it was when the person entered it.",
                $"Put secret: true back, or call start_credential_portal for \"{id.Source}\" so that the person confirms the changed spec.");
        }

        return connection;
    }

    /// <summary>A stored connection with a token that is good, where its method has one; its secrets are known to the redactor.</summary>
    private async Task<Connection> FreshAsync(ConnectionId id, ConnectorSpec spec, CancellationToken cancellationToken)
    {
        var connection = LoadConnection(id, spec) ?? throw NothingStored(id);
        return OAuthClient.InteractionOf(spec.RequireMethod(connection.Method)) == GrantInteraction.None
            ? connection
            : Learn(await services.Tokens.EnsureValidAsync(id, spec, cancellationToken).ConfigureAwait(false), spec);
    }

    /// <summary>Makes the secrets of a connection known to the redactor before anything else happens with them.</summary>
    private Connection Learn(Connection connection, ConnectorSpec spec)
    {
        services.Redactor.Add(connection, CredentialSecrecy.Of(spec, spec.RequireMethod(connection.Method), connection.RequestValues).Contains);
        return connection;
    }

    private static Secret? RefusedToken(TokenState token) =>
        token.Issued.All.Where(value => token.Issued.SecretNames.Contains(value.Key)).Select(value => value.Value).FirstOrDefault();

    /// <summary>Ends a connection's token at its provider; false where there is none, no way to end it, or no spec that says how.</summary>
    private async Task<bool> RevokeAsync(ConnectionId id, CancellationToken cancellationToken)
    {
        if (!File.Exists(Workspace.SpecPath(id.Source)) || TryLoad(id) is not { Token: not null } connection) return false;
        var spec = RequireSpec(id.Source);
        Learn(connection, spec);
        try
        {
            return await services.Tokens.RevokeAsync(id, spec, cancellationToken).ConfigureAwait(false);
        }
        catch (OAuthException error)
        {
            throw new OAuthException(
                error.Error,
                error.Code,
                $"{error.Message} Nothing of {id.Source} was removed.",
                $"Try again later; to remove what is on this machine without asking the provider, the person runs \"mcp-connector-auth logout {id.Source} --local\".");
        }
    }

    /// <summary>A stored connection; null where there is none that can be read. What can't be read can still be removed.</summary>
    private Connection? TryLoad(ConnectionId id)
    {
        try
        {
            return services.Store.Load(id);
        }
        catch (ConnectorAuthException error) when (error.Code is ErrorCodes.VaultCorrupt or ErrorCodes.VaultKey)
        {
            return null;
        }
    }

    private Confirmation Stored(ConnectionId id)
    {
        var connection = services.Store.Load(id);
        if (connection is null)
        {
            throw new ConnectorAuthException(
                ErrorCodes.PortalNotOpen,
                $"No portal is open for {id.Source} (account {id.Account}), and nothing is stored for it.",
                $"Call start_credential_portal for \"{id.Source}\"{AccountIn(id)} and show its link to the person.");
        }

        return new Confirmation(
            "confirmed", connection.Method, [.. connection.Values.Names], connection.ApprovedHosts,
            connection.LastOutcome, null, null, $"Stored on {connection.ConfirmedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC; no page is open in this session. {NextAfterConfirmation(connection.LastOutcome)}");
    }

    private static Confirmation Describe(PortalSession session)
    {
        var result = session.Result;
        return new Confirmation(
            session.State == PortalState.Open ? "pending" : session.State.ToString().ToLowerInvariant(),
            result?.Method,
            result?.StoredNames ?? [],
            result?.ApprovedHosts ?? [],
            result?.Report?.Outcome,
            result?.Report?.Explanation,
            session.State == PortalState.Open ? session.Url.ToString() : null,
            session.State switch
            {
                PortalState.Open => "The person is not done: call await_user_confirmation again. Do not go on without it.",
                PortalState.Confirmed => NextAfterConfirmation(result?.Report?.Outcome),
                PortalState.Declined => "The person declined: stop, and ask them how to go on. Do not ask for credentials in the chat.",
                PortalState.Expired => "The page expired: call start_credential_portal again when the person is ready.",
                _ => "A newer link replaced this portal: call await_user_confirmation again.",
            });
    }

    private static string NextAfterConfirmation(VerificationOutcome? outcome) => outcome switch
    {
        VerificationOutcome.Valid => "Proven. Call write_auth_test, then run_auth_test.",
        null => "Stored without a test: call run_auth_test.",
        _ => "Stored although the check did not succeed: call run_auth_test and follow its next_step.",
    };

    private static string NextAfterSpec(ConnectorSpec spec, ConnectionId id, bool supported)
    {
        if (!supported)
        {
            var method = spec.Authentication.Methods[0];
            return $"{method.Name} can't be carried out yet: {RequestFactory.WhyUnsupported(spec, method)}. Settle it with overrides of generate_spec.";
        }

        var missing = new List<string>();
        if (spec.Authentication.BaseUrls.Count == 0) missing.Add("base_url");
        if (spec.Authentication.Verification.Count == 0) missing.Add("verification");
        return missing.Count > 0
            ? $"The document does not state {string.Join(" and ", missing)}: call generate_spec again with overrides for {string.Join(", ", missing)}."
            : $"Call start_credential_portal for \"{id.Source}\"{AccountIn(id)} and show its link to the person.";
    }

    private ConnectionStatus StatusOf(ConnectionId id)
    {
        var specPath = Workspace.SpecPath(id.Source);
        ConnectorSpec? spec = null;
        string? specProblem = null, storeProblem = null;
        Connection? connection = null;
        try
        {
            if (File.Exists(specPath)) spec = RequireSpec(id.Source);
        }
        catch (ConnectorAuthException error)
        {
            specProblem = error.Explanation;
        }

        try
        {
            connection = services.Store.Load(id);
        }
        catch (ConnectorAuthException error)
        {
            storeProblem = error.Explanation;
        }

        // An outcome says nothing about a spec that has changed since.
        var outdated = spec is not null && connection?.IsOutdatedBy(spec) == true;
        if (outdated) connection = connection! with { LastOutcome = null, LastCheckedAt = null };

        var document = spec?.Authentication.Document ?? (File.Exists(Workspace.DocumentPath(id.Source)) ? Workspace.Display(Workspace.DocumentPath(id.Source)) : null);
        var test = AuthTestWriter.Find(Workspace, id.Source);
        var method = spec?.Authentication.Methods.FirstOrDefault(each => each.Name == connection?.Method);
        var token = connection is null || method is null ? null : TokenStatus.Of(method, connection);
        var session = services.PortalStarted ? services.Portal.Find(id) : null;
        var portal = session is { State: PortalState.Open } ? session.Url.ToString() : null;
        return new ConnectionStatus(
            id.Source.Value, id.Account, document, File.Exists(specPath) ? Workspace.Display(specPath) : null, specProblem, [],
            connection?.Method, connection is null ? [] : [.. connection.Values.Names], storeProblem, connection?.ApprovedHosts ?? [],
            connection?.ConfirmedAt, test is null ? null : Workspace.Display(test), connection?.LastOutcome, connection?.LastCheckedAt, token?.State, token?.ExpiresAt, token?.RefreshesItself, portal,
            NextFor(spec, specProblem, storeProblem, connection, outdated, token?.State, test, portal, document, id));
    }

    private static string NextFor(
        ConnectorSpec? spec, string? specProblem, string? storeProblem, Connection? connection, bool outdated, string? token, string? test, string? portal, string? document, ConnectionId id) =>
        (spec, connection) switch
        {
            _ when specProblem is not null => "Mend the spec where spec_problem says, or move the file away and call generate_spec.",
            _ when storeProblem is not null => "Follow store_problem; nothing was lost.",
            (null, _) when document is not null => "Call generate_spec.",
            (null, _) => "Call analyze_auth_doc with the API document, then generate_spec.",
            _ when portal is not null => "A portal is open: call await_user_confirmation.",
            (_, null) => NextAfterSpec(spec!, id, spec!.Authentication.Methods.Any(method => RequestFactory.Supports(spec, method))),
            _ when token == TokenStatus.LoginRequired => $"The sign-in has ended: call start_credential_portal for \"{id.Source}\"{AccountIn(id)} and show its link to the person.",
            _ when outdated => NextAfterChange(connection!, spec!),
            (_, { LastOutcome: VerificationOutcome.Valid }) when test is null => "Verified. Call write_auth_test so that the project keeps a test.",
            (_, { LastOutcome: VerificationOutcome.Valid }) => "Verified. Use it; call run_auth_test to prove it again.",
            _ => $"Call run_auth_test for \"{id.Source}\"{AccountIn(id)}.",
        };

    private static string NextAfterChange(Connection connection, ConnectorSpec spec) =>
        connection.UnapprovedHosts(spec) is { Count: > 0 } hosts
            ? $"The spec was changed since the last check and names hosts that the person has not approved ({string.Join(", ", hosts)}): call start_credential_portal for \"{connection.Id.Source}\"{AccountIn(connection.Id)} and show its link to the person."
            : $"The spec was changed since the last check. Call run_auth_test for \"{connection.Id.Source}\"{AccountIn(connection.Id)}.";
}
