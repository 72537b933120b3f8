using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Tests.Analysis;

/// <summary>The figures of one labelled document: shares between 0 and 1, and assertions that the document does not support.</summary>
internal sealed partial record EvalScore(IReadOnlyDictionary<string, double> Figures, IReadOnlyList<string> Invented)
{
    public static EvalScore Of(JsonNode gold, JsonNode found, AuthDocument document)
    {
        var figures = new Dictionary<string, double>();
        var invented = new List<string>();
        bool? Stated(string fact) => gold["stated"]?[fact]?.GetValue<bool>();
        var methods = found["methods"]!.AsArray().Select(m => m!).ToList();
        var kinds = methods.Where(m => !m["deprecated"]!.GetValue<bool>()).Select(m => Text(m["kind"])).ToList();
        var outcome = Text(found["outcome"]);
        if (kinds.Count == 0)
            kinds.Add(outcome == "no_auth" ? "none" : outcome);
        var first = methods.FirstOrDefault(m => m["recommended"]!.GetValue<bool>());
        var want = Strings(gold["kinds"]);
        figures["kind_first"] = Share(Text(first?["kind"] ?? kinds[0]) == want[0]);
        figures["kind_found"] = Share(kinds.Contains(want[0]));
        figures["kind_precise"] = kinds.Count(want.Contains) / (double)kinds.Count;
        if (Stated("placement") == true)
        {
            var places = methods.SelectMany(m => m["placements"]!.AsArray()).Select(p => Place(p!)).ToHashSet();
            var mine = gold["placements"]!.AsArray().Where(p => Text(p!["kind"]) == want[0]).Select(p => Place(p!)).ToList();
            figures["placement"] = mine.Count(places.Contains) / (double)mine.Count;
        }

        Parameters(gold, first, methods, figures, Stated("params"));
        if (Stated("base_url") == true)
        {
            var hosts = Strings(gold["base_url_alternatives"]).Append(Text(gold["base_url"])).Select(Host).ToHashSet();
            figures["base_url"] = Share(found["base_urls"]!.AsArray().Any(b => hosts.Contains(Host(Text(b!["url"])))));
        }

        foreach (var name in (string[])["authorize_url", "token_url"])
        {
            var urls = methods.Select(m => m["oauth"]?[name]?.GetValue<string>()).Where(u => u is not null).Select(u => Url(u!)).ToList();
            if (Stated(name) == true)
                figures[name] = Share(urls.Contains(Url(Text(gold["oauth"]![name]))));
            else if (Stated(name) == false && urls.Count > 0)
                invented.Add($"{name} {urls[0]}");
        }

        if (Stated("verification") == true)
        {
            var calls = Strings(gold["verification"]!["alternatives"]).Append($"{gold["verification"]!["method"]} {gold["verification"]!["path"]}").Select(c => c.Split(' ')).ToList();
            var best = found["verification"]!.AsArray().FirstOrDefault();
            figures["verify_first"] = Share(best is not null && calls.Exists(c => SameCall(c[0], c[1], Text(best["method"]), Text(best["path"]))));
        }

        var quotes = methods.SelectMany(m => m["evidence"]!.AsArray()).Concat(found["base_urls"]!.AsArray()).Concat(found["verification"]!.AsArray());
        invented.AddRange(quotes.Select(q => Text(q!["quote"])).Where(q => !document.TryFindQuote(q, out _)));
        invented.AddRange(methods.Where(m => m["evidence"]!.AsArray().Count == 0).Select(m => $"no evidence for {m["kind"]}"));
        var trusted = $"{found["methods"]}{found["base_urls"]}{found["verification"]}";
        invented.AddRange(Strings(gold["must_not_appear"]).Where(bad => trusted.Contains(bad, StringComparison.OrdinalIgnoreCase)));
        return new EvalScore(figures, invented);
    }

    private static void Parameters(JsonNode gold, JsonNode? first, List<JsonNode> methods, Dictionary<string, double> figures, bool? stated)
    {
        var required = Strings(gold["params"]!["required"]);
        if (stated == false || required.Count == 0)
            return;
        var own = first?["parameters"]?.AsArray().Select(p => p!).ToList() ?? [];
        figures["params_f1"] = Math.Max(
            F1(required, own.Where(p => p["required"]!.GetValue<bool>()).Select(p => Text(p["name"]))),
            F1([.. required, .. Strings(gold["params"]!["optional"])], own.Select(p => Text(p["name"]))));
        var flags = methods.SelectMany(m => m["parameters"]!.AsArray()).GroupBy(p => Snake(Text(p!["name"]))).ToDictionary(g => g.Key, g => g.All(p => p!["secret"]!.GetValue<bool>()));
        var known = Strings(gold["params"]!["secret"]).Select(Snake).Where(flags.ContainsKey).ToList();
        if (known.Count > 0)
            figures["secret_flag"] = known.Count(n => flags[n]) / (double)known.Count;
    }

    private static double F1(IEnumerable<string> want, IEnumerable<string> got)
    {
        var (w, g) = (want.Select(Snake).ToHashSet(), got.Select(Snake).ToHashSet());
        return 2.0 * w.Intersect(g).Count() / (w.Count + g.Count);
    }

    private static bool SameCall(string method, string path, string gotMethod, string gotPath)
    {
        var (a, b) = (PathKey(path), PathKey(gotPath));
        var (shorter, longer) = a.Length <= b.Length ? (a, b) : (b, a);
        return method == gotMethod && (a == b || (shorter.Length > 4 && longer.EndsWith(shorter, StringComparison.Ordinal)));
    }

    private static string PathKey(string path) => "/" + Origin().Replace(Holes(path).Split('?')[0], "").Trim('/');

    private static string Host(string url) => Url(url).Split('/')[0];

    private static string Url(string url) => Origin2().Replace(Holes(url).TrimEnd('/'), "");

    private static (string, string, string) Place(JsonNode p)
    {
        var format = Holes(Text(p["format"]));
        return (Text(p["in"]), Text(p["name"]).ToLowerInvariant(), format.StartsWith("digest ", StringComparison.Ordinal) ? "digest" : format);
    }

    private static string Holes(string text) => Hole().Replace(text, "{}").ToLowerInvariant();

    private static string Snake(string name) => Words().Replace(Camel().Replace(name, "$1_$2").ToLowerInvariant(), "_").Trim('_');

    private static double Share(bool value) => value ? 1 : 0;

    private static string Text(JsonNode? node) => node?.GetValue<string>() ?? "";

    private static List<string> Strings(JsonNode? node) => node is JsonArray array ? [.. array.Select(n => n!.GetValue<string>())] : [];

    [GeneratedRegex(@"\$?\{\{?[^{}]*\}?\}|<[^<>]*>")]
    private static partial Regex Hole();

    [GeneratedRegex("^https?://[^/]*")]
    private static partial Regex Origin();

    [GeneratedRegex("^https?://")]
    private static partial Regex Origin2();

    [GeneratedRegex("([a-z0-9])([A-Z])")]
    private static partial Regex Camel();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Words();
}
