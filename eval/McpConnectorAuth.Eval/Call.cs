using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace McpConnectorAuth.Eval;

/// <summary>An HTTP call of a label or of an analysis.</summary>
internal sealed partial record Call(string Method, string Path)
{
    private const int ShortestTail = 4;

    /// <summary>Reads <c>{"method", "path"}</c>, <c>"GET /path"</c> or <c>"/path"</c>.</summary>
    public static Call Of(JsonNode? node)
    {
        if (node is JsonObject call) return new Call(call["method"]?.GetValue<string>() ?? "GET", call["path"]?.GetValue<string>() ?? "");
        var text = node?.GetValue<string>() ?? "";
        var words = text.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 2 ? new Call(words[0], words[1]) : new Call("GET", text);
    }

    /// <summary>
    /// Whether another call is this one: the same method, and the same path with or without the base URL's own path.
    /// A parameter that chooses the action decides, one that only limits the answer does not.
    /// </summary>
    public bool IsMetBy(Call found)
    {
        if (!Method.Equals(found.Method, StringComparison.OrdinalIgnoreCase)) return false;
        var (a, b) = (Normal.Path(Path), Normal.Path(found.Path));
        var (shorter, longer) = a.Length <= b.Length ? (a, b) : (b, a);
        if (a != b && !(shorter.Length > ShortestTail && longer.EndsWith(shorter, StringComparison.Ordinal))) return false;
        var actions = Actions(found.Path);
        return Actions(Path).All(wanted => !actions.TryGetValue(wanted.Key, out var value) || value == wanted.Value);
    }

    private static Dictionary<string, string> Actions(string path)
    {
        var actions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match match in Action().Matches(path)) actions[match.Groups[1].Value] = match.Groups[2].Value;
        return actions;
    }

    [GeneratedRegex("[?&](action|method|op|cmd)=([^&]*)")]
    private static partial Regex Action();
}
