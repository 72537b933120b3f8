using System.Text.Json.Nodes;

namespace McpConnectorAuth.Eval;

/// <summary>A document and what it states about authentication.</summary>
/// <param name="Id">Name of the pair.</param>
/// <param name="Path">Path of the document.</param>
/// <param name="Label">The label; its form is described in <c>eval/README.md</c>.</param>
internal sealed record LabelledDocument(string Id, string Path, JsonNode Label)
{
    /// <summary>The documents of a folder, in the order of their labels' names.</summary>
    public static IEnumerable<LabelledDocument> In(string folder)
    {
        var gold = System.IO.Path.Combine(folder, "gold");
        if (!Directory.Exists(gold)) yield break;
        foreach (var file in Directory.GetFiles(gold, "*.json").Order(StringComparer.Ordinal))
        {
            var label = JsonNode.Parse(File.ReadAllText(file))!;
            yield return new LabelledDocument(label["id"]!.GetValue<string>(), System.IO.Path.Combine(folder, label["doc"]!.GetValue<string>()), label);
        }
    }
}
