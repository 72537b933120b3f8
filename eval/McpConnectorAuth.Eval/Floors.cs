using System.Globalization;
using System.Text.Json.Nodes;

namespace McpConnectorAuth.Eval;

/// <summary>The least value of each figure; what a document does not say must never be invented, so that and failures have to be zero.</summary>
internal sealed class Floors
{
    private readonly JsonObject _least;

    private Floors(JsonObject least) => _least = least;

    /// <summary>Reads a JSON object of figure names and least values.</summary>
    public static Floors Load(string path) => new(JsonNode.Parse(File.ReadAllText(path))!.AsObject());

    /// <summary>One line for each figure that falls below its floor, none where all hold.</summary>
    public IReadOnlyList<string> Below(ScoreSheet sheet)
    {
        var below = new List<string>();
        foreach (var (name, node) in _least)
        {
            var floor = node!.GetValue<double>();
            if (!sheet.Figures.TryGetValue(name, out var figure)) below.Add($"{name}: no label states it");
            else if (figure.Mean < floor) below.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is {figure.Mean:F3} of {figure.Count}, below its floor {floor:F3}"));
        }

        below.AddRange(sheet.Documents.SelectMany(d => d.Invented.Select(invention => $"{d.Id}: {invention}")));
        below.AddRange(sheet.Documents.Where(d => d.Failure is not null).Select(d => $"{d.Id}: {d.Failure}"));
        return below;
    }
}
