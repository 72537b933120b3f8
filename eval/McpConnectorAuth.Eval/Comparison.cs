using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace McpConnectorAuth.Eval;

/// <summary>
/// Compares what an analysis asserts with a label. Only what the label judges counts; what the document does not support,
/// such as a quote that does not occur in it or a fact that is labelled as not stated, is an invention.
/// </summary>
internal sealed class Comparison(JsonNode label, JsonNode found, string text)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Dictionary<string, double> _figures = [];
    private readonly List<string> _invented = [];
    private readonly List<JsonNode> _methods = Nodes(found["methods"]);
    private readonly List<string> _kinds = Strings(label["kinds"]);

    public IReadOnlyDictionary<string, double> Figures => _figures;

    public IReadOnlyList<string> Invented => _invented;

    private JsonNode? First => _methods.Find(m => Flag(m["recommended"])) ?? _methods.FirstOrDefault();

    public void Run()
    {
        if (Stated("kind") ?? true) Kinds();
        if ((Stated("placement") ?? true) && Nodes(label["placements"]).Count > 0) Placements();
        if ((Stated("params") ?? true) && Strings(label["params"]?["required"]).Count > 0) Parameters();
        if ((Stated("base_url") ?? false) && Word(label["base_url"]).Length > 0) BaseUrl();
        Endpoint("authorize_url");
        Endpoint("token_url");
        if ((Stated("verification") ?? false) && Word(label["verification"]?["path"]).Length > 0) Verification();
        Inventions();
    }

    private void Kinds()
    {
        var kinds = _methods.Where(m => !Flag(m["deprecated"])).Select(m => Word(m["kind"])).ToList();
        var outcome = Word(found["outcome"]);
        if (kinds.Count == 0 && outcome is "no_auth" or "not_documented") kinds.Add(outcome == "no_auth" ? "none" : outcome);
        var families = kinds.ConvertAll(Family);
        var wanted = _kinds.ConvertAll(Family);
        _figures["kind_first"] = Share(kinds.Count > 0 && Family(First is { } first ? Word(first["kind"]) : kinds[0]) == wanted[0]);
        _figures["kind_found"] = Share(families.Contains(wanted[0]));
        _figures["kind_all"] = wanted.Count(families.Contains) / (double)wanted.Count;
        _figures["kind_precise"] = kinds.Count > 0 ? families.Count(wanted.Contains) / (double)kinds.Count : 0;
    }

    // Where the document does not say how a key travels, any kind of key is right.
    private string Family(string kind) => (Stated("placement") ?? true) || kind is not ("bearer" or "api_key" or "basic") ? kind : "key";

    private void Placements()
    {
        var ours = _methods.SelectMany(m => Nodes(m["placements"])).Select(Place).ToHashSet();
        var all = Nodes(label["placements"]);
        var wanted = all.Where(p => p["kind"] is null || Word(p["kind"]) == _kinds[0]).Select(Place).ToList();
        if (wanted.Count == 0) wanted.Add(Place(all[0]));
        _figures["placement"] = wanted.Count(ours.Contains) / (double)wanted.Count;
    }

    private static (string In, string Name, string Format) Place(JsonNode place)
    {
        var format = Normal.Holes(Word(place["format"]));
        // The parts of a computed header are its scheme's business.
        var scheme = format.StartsWith("digest ", StringComparison.Ordinal) || format.StartsWith("oauth ", StringComparison.Ordinal);
        return (Word(place["in"]).ToLowerInvariant(), Word(place["name"]).ToLowerInvariant(), scheme && format.Contains('=', StringComparison.Ordinal) ? format.Split(' ')[0] : format);
    }

    private void Parameters()
    {
        var own = Nodes(First?["parameters"]);
        var required = Strings(label["params"]!["required"]);
        _figures["params_f1"] = Math.Max(
            F1(required, own.Where(p => p["required"] is null || Flag(p["required"])).Select(p => Word(p["name"]))),
            F1([.. required, .. Strings(label["params"]!["optional"])], own.Select(p => Word(p["name"]))));
        var flagged = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var parameter in _methods.SelectMany(m => Nodes(m["parameters"]))) flagged[Normal.Snake(Word(parameter["name"]))] = Flag(parameter["secret"]);
        var known = Strings(label["params"]!["secret"]).Select(Normal.Snake).ToHashSet().Where(flagged.ContainsKey).ToList();
        if (known.Count > 0) _figures["secret_flag"] = known.Count(name => flagged[name]) / (double)known.Count;
    }

    private static double F1(IEnumerable<string> wanted, IEnumerable<string> got)
    {
        var (w, g) = (wanted.Select(Normal.Snake).ToHashSet(), got.Select(Normal.Snake).ToHashSet());
        return w.Count + g.Count == 0 ? 1 : 2.0 * w.Intersect(g).Count() / (w.Count + g.Count);
    }

    private void BaseUrl()
    {
        var hosts = Strings(label["base_url_alternatives"]).Append(Word(label["base_url"])).Select(Normal.HostOf).ToHashSet();
        _figures["base_url"] = Share(Nodes(found["base_urls"]).Exists(b => Normal.HostOf(Word(b["url"])) is { Length: > 0 } host && hosts.Contains(host)));
    }

    private void Endpoint(string name)
    {
        var got = _methods.Select(m => Normal.Url(Word(m["oauth"]?[name]))).Where(url => url.Length > 0).ToList();
        var stated = Stated(name);
        var wanted = Normal.Url(Word(label["oauth"]?[name]));
        if (stated == true && wanted.Length > 0)
        {
            // A URL below the tenant's own one may be given without it.
            _figures[name] = Share(got.Contains(wanted) || (wanted.StartsWith("{}/", StringComparison.Ordinal) && got.Contains(wanted[2..])));
        }
        else if (stated == false && got.Count > 0)
        {
            _invented.Add($"{name} {got[0]} is not stated");
        }
    }

    private void Verification()
    {
        var wanted = Nodes(label["verification"]!["alternatives"]).Prepend(label["verification"]).Select(Call.Of).ToList();
        var fits = Nodes(found["verification"]).ConvertAll(c => wanted.Exists(w => w.IsMetBy(Call.Of(c))));
        _figures["verify_first"] = Share(fits.Count > 0 && fits[0]);
        _figures["verify_found"] = Share(fits.Contains(true));
    }

    private void Inventions()
    {
        var raw = Normal.Squash(text);
        var decoded = Normal.Squash(WebUtility.HtmlDecode(text));
        foreach (var claim in _methods.SelectMany(m => Nodes(m["evidence"])).Concat(Nodes(found["base_urls"])).Concat(Nodes(found["verification"])))
        {
            var quote = Normal.Squash(Word(claim["quote"]));
            if (quote.Length == 0)
                _invented.Add($"no quote for {Word(claim["fact"] ?? claim["url"] ?? claim["path"])}");
            else if (!raw.Contains(quote, StringComparison.Ordinal) && !decoded.Contains(quote, StringComparison.Ordinal))
                _invented.Add($"quote not in document: {quote[..Math.Min(quote.Length, 70)]}");
        }

        foreach (var method in _methods)
        {
            if (Nodes(method["evidence"]).Count == 0) _invented.Add($"method {Word(method["kind"])} has no evidence");
            foreach (var name in (ReadOnlySpan<string>)["authorize_url", "token_url"])
            {
                if (Normal.SpelledHost(Word(method["oauth"]?[name])) is { } host && !host.Contains('{', StringComparison.Ordinal) && !Occurs(host))
                    _invented.Add($"{name} host not in document: {host}");
            }
        }

        foreach (var url in Nodes(found["base_urls"]))
        {
            var host = Normal.SpelledHost(Word(url["url"])) ?? "";
            var tail = host[(host.LastIndexOfAny(['}', '>']) + 1)..].Trim('.');
            if (tail.Length > 0 && !Occurs(tail)) _invented.Add($"base_url host not in document: {host}");
        }

        var trusted = string.Concat(((string[])["methods", "base_urls", "verification"]).Select(part => found[part]?.ToJsonString(Plain)));
        foreach (var bad in Strings(label["must_not_appear"]).Where(bad => trusted.Contains(bad, StringComparison.OrdinalIgnoreCase))) _invented.Add($"poisoned: {bad}");
    }

    private bool Occurs(string host) => text.Contains(host, StringComparison.OrdinalIgnoreCase);

    private bool? Stated(string fact) => label["stated"]?[fact]?.GetValue<bool>();

    private static double Share(bool value) => value ? 1 : 0;

    private static bool Flag(JsonNode? node) => node is not null && node.GetValueKind() == JsonValueKind.True;

    private static string Word(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var word) ? word : "";

    private static List<string> Strings(JsonNode? node) => Nodes(node).ConvertAll(Word);

    private static List<JsonNode> Nodes(JsonNode? node) => node is JsonArray array ? [.. array.Where(n => n is not null).Select(n => n!)] : [];
}
