using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpConnectorAuth.Core;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Eval;

/// <summary>How the analysis of one document did.</summary>
/// <param name="Id">Name of the labelled document.</param>
/// <param name="Figures">Figure to share between 0 and 1, for the facts that the label judges.</param>
/// <param name="Invented">Assertions that the document does not support.</param>
/// <param name="Failure">Why there is no analysis, or null.</param>
/// <param name="Bytes">Size of the analysis as JSON.</param>
internal sealed record DocumentScore(string Id, IReadOnlyDictionary<string, double> Figures, IReadOnlyList<string> Invented, string? Failure, int Bytes)
{
    private const int MostShown = 4;

    public bool IsPerfect => Failure is null && Invented.Count == 0 && Figures.Values.All(value => value >= 1);

    /// <summary>Analyses a document and compares the outcome with its label.</summary>
    public static async Task<DocumentScore> OfAsync(LabelledDocument labelled, CancellationToken cancellationToken)
    {
        byte[] json;
        try
        {
            var document = await DocumentReader.ReadAsync(labelled.Path, Path.GetFileName(labelled.Path), cancellationToken).ConfigureAwait(false);
            var analysis = AuthAnalyzer.Analyze(document, SourceName.FromFileName(labelled.Path), cancellationToken);
            json = JsonSerializer.SerializeToUtf8Bytes(analysis, CoreJsonContext.Default.AuthAnalysis);
        }
        catch (ConnectorAuthException error)
        {
            return new DocumentScore(labelled.Id, new Dictionary<string, double>(), [], error.Message, 0);
        }

        var text = await File.ReadAllTextAsync(labelled.Path, cancellationToken).ConfigureAwait(false);
        var comparison = new Comparison(labelled.Label, JsonNode.Parse(json)!, text);
        comparison.Run();
        return new DocumentScore(labelled.Id, comparison.Figures, comparison.Invented, null, json.Length);
    }

    /// <summary>The figures that miss something and the first inventions, for people.</summary>
    public string Describe()
    {
        var text = new StringBuilder(Id);
        foreach (var (name, value) in Figures.Where(figure => figure.Value < 1)) text.Append(CultureInfo.InvariantCulture, $"  {name} {value:F2}");
        if (Failure is not null) text.Append(CultureInfo.InvariantCulture, $"\n    {Failure}");
        foreach (var invention in Invented.Take(MostShown)) text.Append(CultureInfo.InvariantCulture, $"\n    {invention}");
        return text.ToString();
    }
}
