using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Samples;

/// <summary>Reads raw HTTP requests, <c>.http</c> files, and header lines that stand alone.</summary>
internal static class HttpMessageParser
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];

    public static void Parse(DocumentBlock block, List<SampleRequest> requests)
    {
        var content = block.Code!.Content;
        var first = requests.Count;
        SampleRequest? request = null;
        var headers = false;
        var answered = false;
        var start = 0;
        while (start < content.Length)
        {
            var end = content.IndexOf('\n', start);
            end = end < 0 ? content.Length : end;
            var line = content[start..end].TrimEnd();
            if (line.StartsWith("HTTP/", StringComparison.Ordinal))
            {
                // A response begins: what follows up to the next request line is not sent.
                answered = true;
                if (request is not null)
                    request.ContentEnd = start;
                start = end + 1;
                continue;
            }

            if (answered && !RequestLine(line, out _, out _))
            {
                start = end + 1;
                continue;
            }

            // Below a form, XML or JSON is what came back.
            if (request is { Body.Count: > 0 } && line is ['<' or '{', ..])
            {
                (answered, request.ContentEnd, start) = (true, start, end + 1);
                continue;
            }

            answered = false;
            if (RequestLine(line, out var method, out var url))
            {
                request = new SampleRequest { Block = block, Method = method, Url = url, ContentStart = start, ContentEnd = end };
                requests.Add(request);
                headers = true;
            }
            // Where the message as a whole stands further right, a header is no folded line.
            else if (Header(headers || request is null ? line.TrimStart() : line, headers && request is { Method.Length: > 0 }, out var name, out var value))
            {
                if (request is null)
                {
                    request = new SampleRequest { Block = block, ContentStart = start };
                    requests.Add(request);
                    headers = true;
                }

                if (headers)
                    request.Headers.Add(new SampleField(name, value));
                request.ContentEnd = end;
            }
            else if (request is not null)
            {
                Continue(request, line, ref headers);
                request.ContentEnd = end;
            }

            start = end + 1;
        }

        foreach (var found in requests.Skip(first))
        {
            if (found.Query.Count == 0)
                Finish(found);
        }
    }

    private static void Continue(SampleRequest request, string line, ref bool headers)
    {
        if (line.Length == 0)
        {
            headers = false;
        }
        else if (headers && char.IsWhiteSpace(line[0]))
        {
            var part = line.Trim();
            if (request.Headers.Count > 0)
                request.Headers[^1] = request.Headers[^1] with { Value = request.Headers[^1].Value + " " + Template.Normalize(part) };
            else if (part[0] is '?' or '&')
                request.Url += part;
        }
        else if (line.TrimStart() is not (['{' or '"' or '<', ..]) && !line.StartsWith('}'))
        {
            foreach (var field in FormFields.Parse(Template.Normalize(line)))
                request.Body.Add(field);
        }
    }

    private static void Finish(SampleRequest request)
    {
        var content = request.Block.Code!.Content;
        var message = content.AsSpan(request.ContentStart, Math.Min(content.Length, request.ContentEnd + 1) - request.ContentStart);
        if (request.Body.Count == 0 && message.IndexOf("\n{") is >= 0 and var json)
            request.Body.AddRange(JsonFields.TopLevel(content[(request.ContentStart + json + 1)..request.ContentEnd]));
        else if (message.IndexOf("\n<") is >= 0 and var xml && XmlFields.Is(message[(xml + 1)..]))
            request.Body.AddRange(XmlFields.Leaves(content[(request.ContentStart + xml + 1)..request.ContentEnd]));
        var host = request.Headers.Find(h => h.Name.Equals("Host", StringComparison.OrdinalIgnoreCase));
        if (host is not null && request.Url.StartsWith('/'))
            request.Url = (IsLoopback(host.Value) ? "http://" : "https://") + host.Value + request.Url;
        request.SplitQuery();
    }

    /// <summary>A message does not state its scheme; nobody serves TLS on loopback in a document's example.</summary>
    private static bool IsLoopback(string host) =>
        host.StartsWith("127.", StringComparison.Ordinal) || host.StartsWith("localhost", StringComparison.OrdinalIgnoreCase) || host.StartsWith("[::1]", StringComparison.Ordinal);

    private static bool RequestLine(string line, out string method, out string url)
    {
        method = url = "";
        var trimmed = line.TrimStart();
        foreach (var candidate in Methods)
        {
            if (!trimmed.StartsWith(candidate, StringComparison.Ordinal) || trimmed.Length <= candidate.Length + 1 || trimmed[candidate.Length] is not (' ' or '\t'))
                continue;
            var rest = trimmed[candidate.Length..].TrimStart();
            if (!(rest.StartsWith('/') || rest.StartsWith("http", StringComparison.OrdinalIgnoreCase) || rest.StartsWith('{') || rest.StartsWith('<') || rest.StartsWith('$')))
                return false;
            var http = rest.IndexOf(" HTTP/", StringComparison.Ordinal);
            var end = http > 0 ? http : Blank(rest);
            method = candidate;
            url = Template.Normalize(end < 0 ? rest : rest[..end]);
            return true;
        }

        return false;
    }

    // Where the target ends: `<bridge address>` holds a blank.
    private static int Blank(string rest)
    {
        var depth = 0;
        for (var i = 0; i < rest.Length; i++)
        {
            depth += rest[i] is '<' or '{' ? 1 : rest[i] is '>' or '}' ? -1 : 0;
            if (rest[i] is ' ' or '\t' && depth <= 0)
                return i;
        }

        return rest.IndexOf(' ', StringComparison.Ordinal);
    }

    // Below a request line every line is a header; elsewhere YAML, JSON and prose have colons, too.
    private static bool Header(string line, bool below, out string name, out string value)
    {
        name = value = "";
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon is < 2 or > 60 || colon + 1 >= line.Length || line[colon + 1] != ' ')
            return false;
        var candidate = line[..colon];
        // A header name is one word of letters and hyphens.
        if (!candidate.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') || !char.IsAsciiLetterOrDigit(candidate[0]) || !candidate.Any(char.IsAsciiLetter))
            return false;
        if (!below && !candidate.Contains('-', StringComparison.Ordinal) && !HeaderNames.IsCredentialHeader(candidate) && candidate is not ("Host" or "Accept" or "Cookie" or "Prefer" or "host"))
            return false;
        name = candidate;
        value = Template.Normalize(line[(colon + 1)..].Trim());
        return true;
    }
}
