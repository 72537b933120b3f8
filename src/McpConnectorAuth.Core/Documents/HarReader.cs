using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Credentials;

namespace McpConnectorAuth.Core.Documents;

/// <summary>
/// Reads HTTP archives (HAR 1.2): which requests were made, and which headers, parameters and cookies carried credentials.
/// An archive holds live credentials, so every value is concealed except methods, hosts, plain path segments and the names of things.
/// </summary>
internal static class HarReader
{
    private const int Head = 400;
    private const int MostRequests = 400;
    private const int MostFields = 60;
    private const int LongestUrl = 2000;
    private const int LongestPlainSegment = 32;
    private static readonly string[] PageParts = ["html", "css", "javascript", "image/", "font", "video/", "audio/", "wasm"];
    private static readonly string[] SessionWords = ["session", "sess", "auth", "token", "jwt", "sid"];
    private static readonly string[] Schemes = ["bearer", "basic", "digest", "token", "apikey", "hmac", "hawk", "oauth", "signature", "aws4-hmac-sha256"];

    /// <summary>Whether a text claims to be an HTTP archive.</summary>
    public static bool Claims(string text, string path)
    {
        var head = text.AsSpan().TrimStart();
        return head is ['{', ..] && head[..Math.Min(head.Length, Head)].Contains("\"log\"", StringComparison.Ordinal) && head.Contains("\"entries\"", StringComparison.Ordinal)
            && head.Contains("\"request\"", StringComparison.Ordinal);
    }

    public static void Read(DocumentBuilder builder, string displayPath)
    {
        var root = TreeReader.Read(builder.Text, builder.Utf8.Span, displayPath, TreeShape.Whole);
        var entries = root["log"]["entries"].Items;
        var kept = new List<(int Start, int End)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var requests = new List<(TreeNode Node, string Origin, bool Refused, List<(string Line, int Offset)> Lines)>();
        var accepting = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in entries)
        {
            var request = entry["request"];
            if (requests.Count >= MostRequests || !Uri.TryCreate(request["url"].Text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || request["url"].Text.Length > LongestUrl)
                continue;
            var lines = Lines(request, url, kept, out var carriesKey);
            var status = entry["response"]["status"].Text;
            var refused = carriesKey && status is "401" or "403";
            if (carriesKey && status.StartsWith('2')) accepting.Add(url.Authority);
            if ((carriesKey || !IsPagePart(entry)) && seen.Add($"{refused}\n{string.Join('\n', lines.Select(l => l.Line))}"))
                requests.Add((request, url.Authority, refused, lines));
        }

        builder.Conceal(Values(root, kept));

        // A credential that was refused says less than one that was let in at the same host.
        foreach (var (node, _, _, lines) in requests.Where(request => !(request.Refused && accepting.Contains(request.Origin))))
        {
            var sample = new RequestSample(builder);
            foreach (var (line, offset) in lines)
                sample.Line(line, offset);
            sample.AddTo(node);
        }
    }

    private static bool IsPagePart(TreeNode entry)
    {
        var type = entry["response"]["content"]["mimeType"].Text;
        return PageParts.Any(part => type.Contains(part, StringComparison.OrdinalIgnoreCase));
    }

    private static List<(string Line, int Offset)> Lines(TreeNode request, Uri url, List<(int Start, int End)> kept, out bool carriesKey)
    {
        Keep(request["method"], kept);
        var query = request["queryString"].Items.Take(MostFields).Where(q => q["name"].Text.Length > 0).ToList();
        query.ForEach(q => Keep(q["name"], kept));
        var target = Target(request["url"], url, kept);
        var names = string.Join('&', query.Select(q => q["name"].Text + "={}"));
        var lines = new List<(string, int)> { ($"{request["method"].Text.ToUpperInvariant()} {target}{(names.Length > 0 ? "?" + names : "")}", request["url"].Start) };
        carriesKey = query.Exists(q => HeaderNames.IsCredentialParameter(q["name"].Text));
        foreach (var header in request["headers"].Items.Take(MostFields))
        {
            var name = header["name"];
            if (name.Text.StartsWith(':') || !HeaderNames.IsCredentialHeader(name.Text) && !name.Text.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
                continue;
            carriesKey |= HeaderNames.IsCredentialHeader(name.Text);
            Keep(name, kept);
            lines.Add(($"{name.Text}: {Value(name.Text, header["value"], kept)}", name.Start));
        }

        if (!carriesKey && Session(request["cookies"]) is { } cookie)
        {
            Keep(cookie, kept);
            lines.Add(($"Cookie: {cookie.Text}={{}}", cookie.Start));
        }

        lines.AddRange(Body(request["postData"], kept));
        return lines;
    }

    // Scheme, host and the path without what may identify somebody.
    private static string Target(TreeNode node, Uri url, List<(int Start, int End)> kept)
    {
        var raw = node.Text;
        var host = raw.IndexOf("://", StringComparison.Ordinal) + 3;
        var pathStart = raw.IndexOfAny(['/', '?', '#'], host);
        pathStart = pathStart < 0 ? raw.Length : pathStart;
        var user = raw.LastIndexOf('@', pathStart - 1, pathStart - host);
        var plain = node.End - node.Start == raw.Length;
        var end = raw.IndexOfAny(['?', '#'], pathStart);
        var path = raw[pathStart..(end < 0 ? raw.Length : end)];
        var segments = path.Split('/');
        if (plain)
        {
            kept.Add((node.Start, node.Start + host));
            kept.Add((node.Start + (user < 0 ? host : user + 1), node.Start + pathStart));
        }

        var at = node.Start + pathStart;
        for (var i = 0; i < segments.Length; i++)
        {
            var segment = segments[i];
            if (!IsPlain(segment))
                segments[i] = "{id}";
            if (plain)
                kept.Add((at, at + (IsPlain(segment) ? segment.Length : 0) + (i + 1 < segments.Length && IsPlain(segment) ? 1 : 0)));
            at += segment.Length + 1;
        }

        return $"{url.Scheme}://{url.Authority[(url.Authority.LastIndexOf('@') + 1)..]}{string.Join('/', segments)}";
    }

    private static bool IsPlain(string segment) =>
        segment.Length <= LongestPlainSegment
        && !segment.Contains(':', StringComparison.Ordinal)
        && !(segment.Length >= 3 && segment.All(char.IsAsciiDigit))
        && (segment.Length < 12 || SecretShape.IsWordy(segment))
        && (segment.Length < 8 || !SecretShape.IsHex(segment));

    // The scheme is kept: it is what an archive tells about a method.
    private static string Value(string name, TreeNode value, List<(int Start, int End)> kept)
    {
        var blank = value.Text.IndexOf(' ', StringComparison.Ordinal);
        var scheme = blank > 0 ? value.Text[..blank] : "";
        if (!Schemes.Contains(scheme.ToLowerInvariant()))
            return name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) ? "{token}" : "{}";
        kept.Add((value.Start, value.Start + blank));
        return scheme.ToLowerInvariant() switch
        {
            "basic" => scheme + " {username}:{password}",
            "oauth" => value.Text.Contains("oauth_signature", StringComparison.Ordinal) ? scheme + " oauth_consumer_key={}, oauth_signature={}" : scheme + " {}",
            "digest" => scheme + " username={}",
            _ => scheme + " {}",
        };
    }

    private static TreeNode? Session(TreeNode cookies) =>
        cookies.Items.Take(MostFields).Select(c => c["name"]).FirstOrDefault(n => SessionWords.Any(word => n.Text.Contains(word, StringComparison.OrdinalIgnoreCase)));

    // Names of the fields that are sent; of values only the grant.
    private static IEnumerable<(string Line, int Offset)> Body(TreeNode post, List<(int Start, int End)> kept)
    {
        Keep(post["mimeType"], kept);
        var fields = post["params"].Items.Count > 0
            ? post["params"].Items.Select(p => new SampleField(p["name"].Text, p["value"].Text))
            : post["text"].Text.AsSpan().TrimStart() is ['{', ..] ? JsonFields.TopLevel(post["text"].Text) : FormFields.Parse(post["text"].Text);
        var pairs = fields.Where(f => IsName(f.Name)).Take(MostFields).Select(f => $"{f.Name}={(f.Name == "grant_type" && IsName(f.Value) ? f.Value : "{}")}").ToList();
        return pairs.Count == 0 ? [] : [("", post.Start), (string.Join('&', pairs), post["text"].Exists ? post["text"].Start : post.Start)];
    }

    private static bool IsName(string text) => text.Length is > 0 and <= 60 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ':');

    private static void Keep(TreeNode node, List<(int Start, int End)> kept)
    {
        if (node.End > node.Start)
            kept.Add((node.Start, node.End));
    }

    // Everything that is a value, less what is kept.
    private static IEnumerable<(int Start, int End)> Values(TreeNode root, List<(int Start, int End)> kept)
    {
        kept.Sort();
        var values = new List<(int Start, int End)>();
        Collect(root, values);
        values.Sort();
        var next = 0;
        foreach (var (start, end) in values)
        {
            var from = start;
            while (next < kept.Count && kept[next].End <= from)
                next++;
            for (var i = next; i < kept.Count && kept[i].Start < end; i++)
            {
                if (kept[i].Start > from)
                    yield return (from, kept[i].Start);
                from = Math.Max(from, kept[i].End);
            }

            if (from < end)
                yield return (from, end);
        }
    }

    private static void Collect(TreeNode node, List<(int Start, int End)> values)
    {
        if (node.Value is { Length: > 0 })
            values.Add((node.Start, node.End));
        foreach (var (_, _, member) in node.Members)
            Collect(member, values);
        foreach (var item in node.Items)
            Collect(item, values);
    }
}
