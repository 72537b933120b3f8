using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.Verification;

/// <summary>Reads a file of HTTP requests: what its clients have in common, without scripts.</summary>
internal static class HttpFile
{
    private const string NameMark = "@name ";

    /// <summary>The name of the request that is a control.</summary>
    public static string NameOf(ControlVariant control) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(control.ToString());

    /// <summary>The requests that have a name, in their order.</summary>
    public static IReadOnlyList<HttpFileRequest> Parse(string text)
    {
        var requests = new List<HttpFileRequest>();
        var block = new List<string>();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Append("###"))
        {
            if (!line.StartsWith("###", StringComparison.Ordinal))
            {
                block.Add(line);
                continue;
            }

            if (ParseBlock(block) is { } request) requests.Add(request);
            block.Clear();
        }

        return requests;
    }

    private static HttpFileRequest? ParseBlock(List<string> lines)
    {
        string? name = null;
        var index = 0;
        for (; index < lines.Count && IsSkipped(lines[index]); index++)
        {
            var at = lines[index].IndexOf(NameMark, StringComparison.Ordinal);
            if (at >= 0) name = lines[index][(at + NameMark.Length)..].Trim();
        }

        if (name is null || index == lines.Count || lines[index].Split(' ', 2) is not [var method, var url]) return null;
        var headers = new List<KeyValuePair<string, string>>();
        for (index++; index < lines.Count && lines[index].Length > 0; index++)
        {
            var colon = lines[index].IndexOf(':', StringComparison.Ordinal);
            if (colon > 0) headers.Add(new(lines[index][..colon], lines[index][(colon + 1)..].Trim()));
        }

        var body = lines.Skip(index + 1).TakeWhile(line => !line.StartsWith("> {%", StringComparison.Ordinal));
        return new HttpFileRequest(name, method, url.Trim(), headers, string.Join('\n', body).Trim('\n'));
    }

    private static bool IsSkipped(string line) =>
        line.Trim().Length == 0 || line.StartsWith('#') || line.StartsWith("//", StringComparison.Ordinal);
}
