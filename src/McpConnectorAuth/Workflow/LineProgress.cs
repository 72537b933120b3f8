namespace McpConnectorAuth.Workflow;

/// <summary>Reports the first lines of a running test, redacted already, one after another and without holding it up.</summary>
internal sealed class LineProgress(Func<string, Task> report) : IProgress<string>
{
    private const int MostLines = 50;

    private readonly Lock _gate = new();
    private Task _last = Task.CompletedTask;
    private int _count;

    /// <inheritdoc/>
    public void Report(string value)
    {
        lock (_gate)
        {
            if (_count++ < MostLines) _last = ReportAsync(_last, value);
        }
    }

    /// <summary>Waits until every line is reported.</summary>
    public Task CompleteAsync()
    {
        lock (_gate) return _last;
    }

    private async Task ReportAsync(Task before, string line)
    {
        await before.ConfigureAwait(false);
        await report(line).ConfigureAwait(false);
    }
}
