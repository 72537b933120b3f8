using System.Buffers;
using System.Net;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>
/// Follows example values: what stands in an answer and comes again in a later request is what a log-in hands out,
/// whatever language the text around it is in.
/// </summary>
internal sealed class ReturnedValueEvidence : IEvidenceSource
{
    private const int Shortest = 8;
    private const int Longest = 400;
    private const int MostRequests = 300;
    private const int MostValues = 60;
    private const int Reach = 60;
    // An answer stands near the request that makes use of it.
    private const int Farthest = 60_000;
    // An answer stands below its call.
    private const int Below = 400;
    private const int MostPlaces = 20;
    private const int LongestScheme = 16;
    // One call is shown in several languages.
    private const int Samples = 3;
    private static readonly SearchValues<char> NameChars = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
    private static readonly string[] CredentialWords = ["token", "key", "auth", "sid", "ticket", "session", "jwt"];
    private static readonly string[] SessionWords = ["session", "sid", "ticket", "login", "logon"];

    public void Collect(DocumentFacts facts, ClaimSet claims)
    {
        // A log-in that is told in words is a call as well.
        var calls = facts.Requests.Concat(claims.Logins.Except(facts.Requests, ReferenceEqualityComparer.Instance).Cast<SampleRequest>()).OrderBy(r => r.Block.Start).ToList();
        // What a token endpoint answers belongs to its grant.
        var granted = claims.Kinds.Exists(k => k.Kind.IsOAuth2() && (k.Context & UnitContext.Dismissed) == 0);
        var followed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var request in facts.Requests.Concat(Addresses(facts)).Take(MostRequests))
        {
            facts.Cancellation.ThrowIfCancellationRequested();
            if (TokenRequest.Is(request) || (request.Context & UnitContext.Dismissed) != 0)
                continue;
            var number = claims.NewRequest();
            foreach (var (place, field) in Fields(request))
            {
                var (prefix, value) = Literal(field, place);
                if (value.Length is < Shortest or > Longest || followed.Count >= MostValues || !followed.Add(value) || Answer(facts, value, request) is not { } answer)
                    continue;
                var login = Login(facts, claims, calls, answer);
                if (!(IsSession(calls, answer, field.Name) || (login is not null && IsWhole(place, field, value))) || (granted && CredentialNames.Snake(answer.Name).EndsWith("access_token", StringComparison.Ordinal)))
                    continue;
                if (login is not null)
                    claims.Logins.Add(login);
                var cookie = place == PlacementLocation.Cookie ? field.Value[..Math.Max(0, field.Value.IndexOf('=', StringComparison.Ordinal))].Trim() : field.Name;
                claims.Placements.Add(new PlacementClaim(AuthKind.SessionLogin, new Placement(place, cookie, prefix + "{" + Named(place, field.Name, answer.Name) + "}" + (prefix.StartsWith(LoginPrefix, StringComparison.Ordinal) ? ")" : "")), 2, request.Context, facts.QuoteOf(request, value), number, Sample: true));
                claims.Kinds.Add(new KindClaim(AuthKind.SessionLogin, 3, request.Context & ~UnitContext.Data, facts.LineAt(answer.Offset)));
            }
        }
    }

    // `https://…/nests?token=C90F…` on a line of its own is a call.
    private static IEnumerable<SampleRequest> Addresses(DocumentFacts facts)
    {
        foreach (var mention in facts.Urls.Where(mention => mention is { IsLink: false, Unit: null, Query.Length: > 0 } && (mention.Context & UnitContext.Dismissed) == 0 && mention.FillsCode() && facts.Requests.All(request => !ReferenceEquals(request.Block, mention.Block))).Take(MostPlaces))
        {
            var request = new SampleRequest { Block = mention.Block, Method = "GET", Url = mention.Url, Context = mention.Context, ContentEnd = mention.Block.Code!.Content.Length };
            request.Query.AddRange(FormFields.Parse(mention.Query));
            yield return request;
        }
    }

    private static IEnumerable<(PlacementLocation Place, SampleField Field)> Fields(SampleRequest request) =>
    [
        .. request.Headers.Where(h => !HeaderNames.IsNeverCredential(LowerText.Of(h.Name)) || IsCookie(h)).Select(h => (IsCookie(h) ? PlacementLocation.Cookie : PlacementLocation.Header, h)),
        .. request.Query.Select(q => (PlacementLocation.Query, q)),
        .. request.Body.Select(b => (PlacementLocation.Body, b)),
        .. request.Login is (var user, { Length: >= Shortest } password) && !password.Contains('{', StringComparison.Ordinal) ? new[] { (PlacementLocation.Header, new SampleField("Authorization", $"{LoginPrefix}{user}:{password}")) } : [],
    ];

    private const string LoginPrefix = "Basic base64(";

    private static bool IsCookie(SampleField header) => header.Name.Equals("Cookie", StringComparison.OrdinalIgnoreCase);

    // "Acme 8a6f…", "SID=8a6f…; path=/": what stands in front, and the value.
    private static (string Prefix, string Value) Literal(SampleField field, PlacementLocation place)
    {
        var value = field.Value.Trim().Trim('"', '\'');
        // `-u 0:8a6f…`: the password is what a log-in answered.
        if (value.StartsWith(LoginPrefix, StringComparison.Ordinal) && value.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            return (value[..(colon + 1)], value[(colon + 1)..]);
        if (value.Contains('{', StringComparison.Ordinal))
            return ("", "");
        if (place == PlacementLocation.Cookie)
            return ("", value[(value.IndexOf('=', StringComparison.Ordinal) + 1)..].Split(';')[0].Trim());
        var blank = place == PlacementLocation.Header ? value.LastIndexOf(' ') : -1;
        var token = value[(blank + 1)..];
        var equals = blank > 0 ? token.IndexOf('=', StringComparison.Ordinal) : -1;
        var quoted = equals > 0 && equals + 2 < token.Length ? equals : -1;
        var prefix = value[..(blank + 1 + (quoted + 1))];
        // One word of a scheme, and the value's name: whatever else stands there may be a credential.
        return prefix.Count(c => c == ' ') > 1 || prefix.AsSpan().IndexOfAny("\",:;") >= 0 ? ("", "") : (prefix, token[(quoted + 1)..].Trim('"'));
    }

    // Where the value stands before the request, as the value of a field, a cookie or an element, or as the whole answer.
    private static (int Offset, string Name)? Answer(DocumentFacts facts, string value, SampleRequest request)
    {
        var text = facts.Source;
        var before = facts.QuoteOf(request, value).Start;
        var seen = 0;
        for (var at = Next(text, value, Math.Max(0, before - Farthest), before); at >= 0 && seen++ < MostPlaces; at = Next(text, value, at + value.Length, before))
        {
            if (at == 0 || (facts.Requests.Any(r => Holds(r, at)) && !IsSet(text, at)) || NameBefore(text, at) is not { } name)
                continue;
            return (at, name);
        }

        return null;
    }

    // Only answers set cookies.
    private static bool IsSet(string text, int at) =>
        text.AsSpan(Math.Max(0, at - Reach), Math.Min(at, Reach)) is var before && before[(before.LastIndexOf('\n') + 1)..].Contains("set-cookie", StringComparison.OrdinalIgnoreCase);

    private static int Next(string text, string value, int from, int before) =>
        from >= before ? -1 : text.AsSpan(from, before - from).IndexOf(value, StringComparison.Ordinal) is >= 0 and var at ? from + at : -1;

    // Within what a request sends.
    private static bool Holds(SampleRequest request, int offset)
    {
        if (offset < request.Block.Start || offset >= request.Block.End)
            return false;
        var code = request.Block.Code!;
        var (first, _) = code.LineAt(Math.Min(request.ContentStart, code.Content.Length));
        var (last, _) = code.LineAt(Math.Min(request.ContentEnd, code.Content.Length));
        return first < code.LineOffsets.Count && offset >= code.LineOffsets[first] && (last + 1 >= code.LineOffsets.Count || offset < code.LineOffsets[last + 1]);
    }

    // "sid": "…", sid=…, <sid>…; an answer that is nothing but the value has no name.
    private static string? NameBefore(string text, int at)
    {
        var before = text.AsSpan(Math.Max(0, at - Reach), Math.Min(at, Reach));
        var line = before[(before.LastIndexOf('\n') + 1)..];
        // &lt;sid&gt;… in the source of a page
        if (line.Contains('&'))
            line = WebUtility.HtmlDecode(line.ToString());
        var name = line.TrimEnd("\"' ");
        if (name.IsEmpty)
            return line.Contains('"') ? "" : null;
        // name=… is what a request sends, unless the server sets it.
        if (name[^1] is not (':' or '=' or '>') || (name[^1] == '=' && !line.Contains("cookie", StringComparison.OrdinalIgnoreCase)) || line.Contains("authorization", StringComparison.OrdinalIgnoreCase))
            return null;
        name = name[..^1].TrimEnd("\"' ");
        var start = name.LastIndexOfAnyExcept(NameChars);
        name = name[(start + 1)..];
        return name.IsEmpty || name.SequenceEqual("https") || name.SequenceEqual("http") ? null : name.ToString();
    }

    private static string Named(PlacementLocation place, string field, string answer) => place switch
    {
        PlacementLocation.Cookie => "",
        PlacementLocation.Header when !field.Equals("Authorization", StringComparison.OrdinalIgnoreCase) => CredentialNames.Find(CredentialNames.Snake(field))?.Name ?? "",
        _ => CredentialNames.Find(CredentialNames.Snake(answer))?.Name ?? "",
    };

    private static bool IsSession(List<SampleRequest> calls, (int Offset, string Name) answer, string field)
    {
        // A key that a call creates is no session; a log-in is called one.
        if (NamesSession(answer.Name) || NamesSession(field))
            return true;
        return NamesCredential(answer.Name) && Before(calls, answer).TakeLast(Samples).Any(LoginEvidence.IsLogin);
    }

    // The call that was answered so, where it sends a secret and is no token endpoint's. Right below a log-in the value may have any name.
    private static SampleRequest? Login(DocumentFacts facts, ClaimSet claims, List<SampleRequest> calls, (int Offset, string Name) answer) =>
        !answer.Name.EndsWith("key", StringComparison.OrdinalIgnoreCase) && Before(calls, answer).LastOrDefault() is { Method: "POST" or "PUT" } request
        && (NamesCredential(answer.Name) || (claims.Logins.Contains(request) && facts.CodeAfter(request.Block.End, Below) is { } below && answer.Offset < below.End))
        && !TokenRequest.Is(request) && answer.Offset - request.Block.End < Farthest && (request.Login is not null || request.Body.Exists(IsSecret) || request.Query.Exists(IsSecret))
            ? request
            : null;

    // The API's own requests in front of an answer.
    private static IEnumerable<SampleRequest> Before(List<SampleRequest> calls, (int Offset, string Name) answer) =>
        calls.Where(r => r.Block.Start <= answer.Offset && (r.Context & UnitContext.Elsewhere) == 0);

    private static bool IsSecret(SampleField field) =>
        CredentialNames.Find(CredentialNames.Snake(field.Name)) is { Secret: true } || field.Name.StartsWith("pass", StringComparison.OrdinalIgnoreCase);

    // A credential that is all that the header says.
    private static bool IsWhole(PlacementLocation place, SampleField field, string value) =>
        place == PlacementLocation.Header && HeaderNames.IsCredentialHeader(field.Name) && (field.Value.Trim().Length - value.Length <= LongestScheme || field.Value.StartsWith(LoginPrefix, StringComparison.Ordinal));

    private static bool NamesCredential(string name) => name.Length == 0 || CredentialWords.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static bool NamesSession(string name) =>
        Array.Exists(CredentialNames.Snake(name).Split('_'), word => SessionWords.Contains(word)) || CredentialNames.Snake(name).Contains("session", StringComparison.Ordinal);
}
