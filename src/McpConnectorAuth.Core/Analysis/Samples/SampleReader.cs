using System.Buffers;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Samples;

/// <summary>Reads all requests that a document's samples make.</summary>
internal static class SampleReader
{
    private static readonly SearchValues<char> NotInHeaderName = SearchValues.Create(" \"'({[=");
    private static readonly HashSet<string> NoCode = new(StringComparer.Ordinal) { "json", "xml", "yaml", "yml", "sql", "mermaid", "html", "csv", "ini", "toml" };
    private static readonly HashSet<string> Shell = new(StringComparer.Ordinal) { "bash", "sh", "shell", "console", "curl", "zsh", "powershell", "cmd" };

    public static List<SampleRequest> Read(DocumentText text, CancellationToken ct)
    {
        var requests = new List<SampleRequest>();
        var unit = 0;
        foreach (var block in text.Document.Blocks)
        {
            ct.ThrowIfCancellationRequested();
            if (block.Code is not { } code || text.Poisoned.Contains(block))
                continue;
            var before = requests.Count;
            ReadOne(block, code, requests);
            for (var i = before; i < requests.Count; i++)
                requests[i].Context |= text.ContextOf(block.Section) | Introduction(text, block, ref unit);
        }

        return requests;
    }

    // "To test the key:" says what the sample below it is about.
    private static UnitContext Introduction(DocumentText text, DocumentBlock block, ref int unit)
    {
        while (unit < text.Units.Count && text.Units[unit].Start < block.Start)
            unit++;
        if (unit == 0 || text.Units[unit - 1] is not { } before || block.Start - before.End > 60 || !ReferenceEquals(before.Block.Section, block.Section) || !before.Has(UnitMarks.EndsWithColon))
            return UnitContext.None;
        return before.Context & (UnitContext.Testing | UnitContext.Rejected | UnitContext.Deprecated | UnitContext.Inbound | UnitContext.Foreign);
    }

    private static void ReadOne(DocumentBlock block, CodeSample code, List<SampleRequest> requests)
    {
        if (HasCurl(code.Content) || code.Content.StartsWith("$ http ", StringComparison.Ordinal) || code.Content.StartsWith("http ", StringComparison.Ordinal))
            CurlParser.Parse(block, requests);
        else if (IsForm(code.Content))
            requests.Add(Form(block, code.Content));
        else if (code.Language is "http" or "rest" or "httpie" || LooksLikeMessage(code.Content))
            HttpMessageParser.Parse(block, requests);
        else if (code.Language is "yaml" or "yml" && code.Content.Contains("curl", StringComparison.Ordinal))
            CurlParser.Parse(block, requests);
        else if (!NoCode.Contains(code.Language) && !Shell.Contains(code.Language) && !code.Content.AsSpan().TrimStart().StartsWith("http"))
            SourceCodeParser.Parse(block, requests);
    }

    // The body of a token request on its own.
    private static bool IsForm(string content)
    {
        var text = content.AsSpan().Trim();
        return text.Contains("grant_type=", StringComparison.Ordinal) && text.IndexOfAny(" {(\"") < 0 && text.Length < 2000 && !text.StartsWith("http");
    }

    private static SampleRequest Form(DocumentBlock block, string content)
    {
        var request = new SampleRequest { Block = block, Method = "POST", ContentEnd = content.Length };
        request.Body.AddRange(FormFields.Parse(content));
        return request;
    }

    private static bool HasCurl(string content)
    {
        foreach (var program in (ReadOnlySpan<string>)["curl ", "curl.exe ", "wget "])
        {
            for (var at = content.IndexOf(program, StringComparison.Ordinal); at >= 0; at = content.IndexOf(program, at + 1, StringComparison.Ordinal))
            {
                if (at == 0 || content[at - 1] is '\n' or ' ' or '\t' or '\'' or '(')
                    return true;
            }
        }

        return false;
    }

    private static bool LooksLikeMessage(string content)
    {
        foreach (var range in content.AsSpan().Split('\n'))
        {
            var line = content.AsSpan()[range].Trim();
            if (line.IsEmpty || line[0] == '#')
                continue;
            foreach (var method in (ReadOnlySpan<string>)["GET ", "POST ", "PUT ", "PATCH ", "DELETE ", "HEAD "])
            {
                if (line.StartsWith(method, StringComparison.Ordinal))
                    return true;
            }

            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            return colon > 2 && line[..colon].IndexOfAny(NotInHeaderName) < 0 && !line.EndsWith(",") && HeaderNames.LooksLikeHeader(line[..colon].ToString());
        }

        return false;
    }
}
