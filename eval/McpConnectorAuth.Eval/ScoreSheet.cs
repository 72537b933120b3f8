using System.Globalization;
using System.Text;

namespace McpConnectorAuth.Eval;

/// <summary>The scores of all documents and their means.</summary>
internal sealed class ScoreSheet
{
    public IReadOnlyList<DocumentScore> Documents { get; }

    /// <summary>Figure to mean share and number of documents, in the order of the names.</summary>
    public IReadOnlyDictionary<string, (double Mean, int Count)> Figures { get; }

    public int Invented => Documents.Sum(d => d.Invented.Count);

    public int Failed => Documents.Count(d => d.Failure is not null);

    private ScoreSheet(IReadOnlyList<DocumentScore> documents)
    {
        Documents = documents;
        Figures = new SortedDictionary<string, (double, int)>(
            documents.SelectMany(d => d.Figures).GroupBy(f => f.Key).ToDictionary(g => g.Key, g => (g.Average(f => f.Value), g.Count())), StringComparer.Ordinal);
    }

    /// <summary>Scores the labelled documents of some folders.</summary>
    public static async Task<ScoreSheet> OfAsync(IEnumerable<string> folders, CancellationToken cancellationToken)
    {
        var documents = new List<DocumentScore>();
        foreach (var labelled in folders.SelectMany(LabelledDocument.In))
            documents.Add(await DocumentScore.OfAsync(labelled, cancellationToken).ConfigureAwait(false));
        return new ScoreSheet(documents);
    }

    /// <summary>One line for each figure.</summary>
    public string Table()
    {
        var text = new StringBuilder();
        foreach (var (name, (mean, count)) in Figures) text.AppendLine(CultureInfo.InvariantCulture, $"{name,-14} {mean:F3}  of {count}");
        text.AppendLine(CultureInfo.InvariantCulture, $"{"invented",-14} {Invented}");
        text.AppendLine(CultureInfo.InvariantCulture, $"{"failed",-14} {Failed}  of {Documents.Count}");
        return text.ToString();
    }
}
