using System.Buffers;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Samples;

/// <summary>Reads all requests that a document's samples make.</summary>
internal static class SampleReader
{
    private const int MostHosts = 200;
    private static readonly SearchValues<char> NotInHeaderName = SearchValues.Create(" \"'({[=");
    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");
    private static readonly HashSet<string> NoCode = new(StringComparer.Ordinal) { "json", "xml", "yaml", "yml", "sql", "mermaid", "html", "csv", "ini", "toml" };
    private static readonly HashSet<string> Configuration = new(StringComparer.Ordinal) { "yaml", "yml", "toml", "ini" };
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
            {
                requests[i].Context |= text.ContextOf(block.Section) | Introduction(text, block, ref unit);
                if (requests[i].Url.Length == 0 && IsForm(code.Raw))
                    requests[i].Url = Address(text, block, unit);
            }
        }

        foreach (var span in text.Units)
            Inline(text, span, requests);
        // What is left of a sample that was cut or garbled goes to no address.
        var hosts = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var request in requests)
        {
            if (request.Url.Contains("://", StringComparison.Ordinal) && !IsWritten(text.Document.Text, UrlText.HostKey(request.Url), hosts))
                request.Url = "";
        }

        return requests;
    }

    // Whether a host is one and stands in the document, its holes left out. Each new host reads the document, so there is an end to it.
    private static bool IsWritten(string document, string host, Dictionary<string, bool> known)
    {
        if (!known.TryGetValue(host, out var written))
        {
            written = UrlText.IsHost(host) && (known.Count >= MostHosts || Array.TrueForAll(host.Split("{}"), part => document.AsSpan().ContainsAny(SearchValues.Create([part.Trim('.')], StringComparison.OrdinalIgnoreCase))));
            if (known.Count < MostHosts)
                known[host] = written;
        }

        return written;
    }

    // With curl: `curl -u key: https://api.example/me`
    private static void Inline(DocumentText text, TextUnit unit, List<SampleRequest> requests)
    {
        if (!unit.Has(UnitMarks.Code) || text.Document.Text.AsSpan(unit.Start, unit.End - unit.Start).IndexOf("curl") < 0)
            return;
        foreach (var span in unit.CodeSpans)
        {
            if (!span.StartsWith("curl ", StringComparison.Ordinal))
                continue;
            var at = text.Document.Text.IndexOf(span, unit.Start, unit.End - unit.Start, StringComparison.Ordinal);
            var start = at < 0 ? unit.Start : at;
            var before = requests.Count;
            CurlParser.Parse(new DocumentBlock(BlockKind.Code, start, unit.End, unit.Block.Section, unit.Block.Container, [], [], new CodeSample("shell", span, [start])), requests);
            for (var i = before; i < requests.Count; i++)
                requests[i].Context |= unit.Context;
        }
    }

    // "To test the key:" says what the sample below it is about.
    private static UnitContext Introduction(DocumentText text, DocumentBlock block, ref int unit)
    {
        while (unit < text.Units.Count && text.Units[unit].Start < block.Start)
            unit++;
        if (unit == 0 || text.Units[unit - 1] is not { } before || block.Start - before.End > 60 || !ReferenceEquals(before.Block.Section, block.Section) || !before.Has(UnitMarks.EndsWithColon))
            return UnitContext.None;
        // "The word is Acme, not Bearer:" denies something else than what follows.
        var kept = before.Is(UnitContext.Rejected) && Clauses.RefuseNotMain(before.Lower) ? before.Context & ~UnitContext.Rejected : before.Context;
        // "All later calls go to `endPoint` (on old pods it's another host) and carry the token:": what stands in brackets is said by the way.
        if ((kept & (UnitContext.Elsewhere | UnitContext.Deprecated)) != 0 && WithoutAside(before.Lower.Text) is { } main)
            kept &= DocumentText.ContextOfWords(main) | text.ContextOf(block.Section) | ~(UnitContext.Elsewhere | UnitContext.Deprecated);
        return kept & (UnitContext.Dismissed | UnitContext.Testing | UnitContext.Deprecated);
    }

    // A sentence without a long remark in brackets, null where it has none.
    private static string? WithoutAside(string lower) =>
        lower.IndexOf('(', StringComparison.Ordinal) is > 0 and var open && lower.IndexOf(')', open) is var close && close - open > LeastAside ? lower[..open] + lower[(close + 1)..] : null;

    private const int LeastAside = 30;

    private static void ReadOne(DocumentBlock block, CodeSample code, List<SampleRequest> requests)
    {
        var hasCurl = HasCurl(code.Raw);
        if (!hasCurl && PowerShellParser.Is(code))
            PowerShellParser.Parse(block, requests);
        else if (hasCurl || code.Raw.StartsWith("$ http ") || code.Raw.StartsWith("http ") || (Shell.Contains(code.Language) && code.Raw.IndexOf("\nhttp ") >= 0))
            CurlParser.Parse(block, requests);
        else if (IsForm(code.Raw))
            requests.Add(Form(block, code.Content));
        else if (code.Language is "http" or "rest" or "httpie" || (!Configuration.Contains(code.Language) && LooksLikeMessage(code.Raw)))
            HttpMessageParser.Parse(block, requests);
        else if (code.Language is "yaml" or "yml" && code.Raw.IndexOf("curl") >= 0)
            CurlParser.Parse(block, requests);
        else if (!NoCode.Contains(code.Language) && !Shell.Contains(code.Language) && code.Raw.TrimStart() is var text && !text.StartsWith("http") && !text.StartsWith("HTTP/") && !text.StartsWith("event:") && !text.StartsWith("data:"))
            SourceCodeParser.Parse(block, requests);
    }

    // The body of a token request on its own.
    private static bool IsForm(ReadOnlySpan<char> content)
    {
        var text = content.Trim();
        if (text.Length >= LongestForm || text.IndexOf("grant_type=") < 0 || text.StartsWith("http"))
            return false;
        // `assertion=<signed assertion>`: the blank of a placeholder parts nothing.
        return text.IndexOfAny(" {(\"") < 0 || (text.IndexOf('<') > 0 && Template.Normalize(text.ToString()) is var filled && Template.WithoutHoles(filled, "").IndexOfAny([' ', '{', '(', '"']) < 0);
    }

    private const int LongestForm = 2000;

    private static SampleRequest Form(DocumentBlock block, string content)
    {
        var request = new SampleRequest { Block = block, Method = "POST", ContentEnd = content.Length };
        request.Body.AddRange(FormFields.Parse(content.Contains('<', StringComparison.Ordinal) ? Template.Normalize(content) : content));
        return request;
    }

    // "and posts it to `https://id.acme.example/token`:", right above the body
    private static string Address(DocumentText text, DocumentBlock block, int after)
    {
        if (after == 0 || text.Units[after - 1] is not { } before || block.Start - before.End > 60 || !before.Has(UnitMarks.EndsWithColon))
            return "";
        var source = text.Document.Text;
        var at = source.LastIndexOf("https://", before.End - 1, before.End - before.Start, StringComparison.Ordinal);
        return at < 0 ? "" : UrlText.Normalize(source[at..UrlText.End(source, at)]).Url;
    }

    private static bool HasCurl(ReadOnlySpan<char> content)
    {
        foreach (var program in (ReadOnlySpan<string>)["curl ", "curl.exe ", "wget "])
        {
            for (var from = 0; content[from..].IndexOf(program) is >= 0 and var next; from += next + 1)
            {
                if (from + next == 0 || content[from + next - 1] is '\n' or ' ' or '\t' or '\'' or '(')
                    return true;
            }
        }

        return false;
    }

    // `Authorization: OAuth oauth_nonce="…",` and the rest of its parameters on the lines below (RFC 9112 section 5.2).
    private static bool IsFolded(ReadOnlySpan<char> value) =>
        value.IndexOf(' ') is > 0 and var blank && value[..blank].IndexOfAnyExcept(Letters) < 0 && value.IndexOf("=\"") > blank;

    private static bool LooksLikeMessage(ReadOnlySpan<char> content)
    {
        foreach (var range in content.Split('\n'))
        {
            var line = content[range].Trim();
            if (line.IsEmpty || line[0] == '#')
                continue;
            foreach (var method in (ReadOnlySpan<string>)["GET ", "POST ", "PUT ", "PATCH ", "DELETE ", "HEAD "])
            {
                if (line.StartsWith(method, StringComparison.Ordinal))
                    return true;
            }

            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            return colon > 2 && line[..colon].IndexOfAny(NotInHeaderName) < 0 && (!line.EndsWith(",") || IsFolded(line[(colon + 2)..])) && HeaderNames.LooksLikeHeader(line[..colon].ToString());
        }

        return false;
    }
}
