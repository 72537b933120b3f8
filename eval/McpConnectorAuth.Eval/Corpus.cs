using System.Diagnostics;
using System.Globalization;
using System.Text;
using McpConnectorAuth.Core;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Eval;

/// <summary>What the analysis makes of a large folder of unlabelled API descriptions: outcomes and kinds, failures, memory and time.</summary>
internal sealed class Corpus
{
    private const int MostBytes = 6000;
    private static readonly SourceName Source = SourceName.Parse("corpus");
    private readonly SortedDictionary<string, (int All, int Undeclared)> _outcomes = new(StringComparer.Ordinal);
    private readonly List<string> _failures = [];
    private readonly List<string> _refused = [];
    private readonly Stopwatch _clock = new();
    private long _bytes;
    private int _files;
    private int _undeclared;
    private int _settled;
    private int _others;
    private (TimeSpan Time, string File) _slowest;

    public bool Failed => _failures.Count > 0;

    /// <summary>Analyses every JSON and YAML file below a folder that is an API description.</summary>
    public static async Task<Corpus> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var corpus = new Corpus();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(IsDescription).Order(StringComparer.Ordinal))
            await corpus.AddAsync(file, Path.GetRelativePath(folder, file), cancellationToken).ConfigureAwait(false);
        return corpus;
    }

    private static bool IsDescription(string path) => Path.GetExtension(path) is ".json" or ".yaml" or ".yml";

    private async Task AddAsync(string file, string name, CancellationToken cancellationToken)
    {
        var started = _clock.Elapsed;
        _clock.Start();
        try
        {
            var document = await DocumentReader.ReadAsync(file, name, cancellationToken).ConfigureAwait(false);
            if (document.Api is not { } api)
            {
                _others++;
                return;
            }

            Count(AuthAnalyzer.Analyze(document, Source, cancellationToken), api.Schemes.Count == 0, document, name);
        }
        catch (ConnectorAuthException refusal)
        {
            _refused.Add($"{name}: {refusal.Code}");
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            _failures.Add($"{name}: {error.GetType().Name}: {error.Message}");
        }
        finally
        {
            _clock.Stop();
            var took = _clock.Elapsed - started;
            if (took > _slowest.Time)
                _slowest = (took, name);
        }
    }

    private void Count(AuthAnalysis analysis, bool undeclared, AuthDocument document, string name)
    {
        _files++;
        _bytes += document.Info.Bytes;
        var outcome = analysis.Outcome switch
        {
            AnalysisOutcome.NoAuth => "no_auth",
            AnalysisOutcome.NotDocumented => "not_documented",
            _ => System.Text.Json.JsonSerializer.Serialize(analysis.Methods[0].Kind, CoreJsonContext.Default.AuthKind).Trim('"'),
        };
        var (all, without) = _outcomes.GetValueOrDefault(outcome);
        _outcomes[outcome] = (all + 1, without + (undeclared ? 1 : 0));
        _undeclared += undeclared ? 1 : 0;
        _settled += undeclared && analysis.Outcome != AnalysisOutcome.NotDocumented ? 1 : 0;
        foreach (var quote in analysis.Methods.SelectMany(m => m.Evidence.Select(e => e.Quote)).Concat(analysis.BaseUrls.Select(b => b.Quote)).Concat(analysis.Verification.Select(v => v.Quote)))
        {
            if (!document.TryFindQuote(quote, out _))
                _failures.Add($"{name}: quote is not in the document: {quote}");
        }

        if (System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(analysis, CoreJsonContext.Default.AuthAnalysis).Length > MostBytes)
            _failures.Add($"{name}: result is larger than {MostBytes} bytes");
    }

    /// <summary>The table in Markdown.</summary>
    public string Table()
    {
        using var process = Process.GetCurrentProcess();
        var text = new StringBuilder();
        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
        Line($"| recommended kind, or outcome | files | of them without a security scheme |");
        Line($"|---|---:|---:|");
        foreach (var (outcome, (all, without)) in _outcomes.OrderByDescending(o => o.Value.All)) Line($"| `{outcome}` | {all} | {without} |");
        Line($"| all | {_files} | {_undeclared} |");
        text.AppendLine();
        Line($"- {_failures.Count} failed, {_refused.Count} refused, {_others} no API description");
        Line($"- of {_undeclared} files without a security scheme {_settled} are settled from their prose");
        Line($"- {_bytes / 1e6:F0} MB in {_clock.Elapsed.TotalSeconds:F0} s; slowest {_slowest.Time.TotalSeconds:F1} s ({_slowest.File})");
        Line($"- peak memory {process.PeakWorkingSet64 / 1e6:F0} MB");
        foreach (var failure in _failures.Concat(_refused)) Line($"- {failure}");
        return text.ToString();
    }
}
