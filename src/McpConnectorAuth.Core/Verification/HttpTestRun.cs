using System.Diagnostics;
using System.Globalization;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Verification;

/// <summary>Runs a file of HTTP requests: sends them to approved hosts and judges the answers as the built-in check does.</summary>
internal static class HttpTestRun
{
    /// <summary>Runs it.</summary>
    /// <param name="text">The file.</param>
    /// <param name="path">Its path as people see it.</param>
    /// <param name="facts">What it was written from.</param>
    /// <param name="call">The verification call.</param>
    /// <param name="spec">The spec.</param>
    /// <param name="connection">The stored connection.</param>
    /// <param name="timeout">Time limit.</param>
    /// <param name="progress">Gets the lines of output, or null.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public static async Task<AuthTestRun> RunAsync(
        string text,
        string path,
        TestFacts facts,
        SpecVerification call,
        ConnectorSpec spec,
        Connection connection,
        TimeSpan timeout,
        IProgress<string>? progress,
        CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var values = connection.RequestValues;
        using var client = new ApiClient();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        var sender = new HttpFileSender(client, HttpFile.Parse(text), HttpDialect.Variables(facts, values));
        var probes = new List<VerificationProbe>();
        var check = new CandidateCheck(sender, spec, facts.Method, call, values, connection.ApprovedHosts, CredentialMask.Of(spec, facts.Method, values), probes);
        VerificationOutcome? outcome = null;
        try
        {
            outcome = (await check.RunAsync(limit.Token).ConfigureAwait(false)).Outcome;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time limit; what was sent until then is in the output.
        }

        List<string> lines = [.. probes.Select(probe => string.Create(CultureInfo.InvariantCulture, $"{probe.Control}: {probe.Status}, {probe.Note}"))];
        if (outcome is { } reached) lines.Add(AuthTestRunner.OutcomeLine(reached));
        foreach (var line in lines) progress?.Report(line);
        return new AuthTestRun(
            TestLanguage.Http,
            path,
            outcome is { } known ? AuthTestRunner.ExitCodeOf(known) : -1,
            outcome,
            string.Join('\n', lines),
            (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds,
            outcome is null);
    }
}
