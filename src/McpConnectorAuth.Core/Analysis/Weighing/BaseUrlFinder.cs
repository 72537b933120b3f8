using System.Buffers;
using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>Finds the URLs below which API calls go: by their label, and by where the samples send their requests.</summary>
internal sealed class BaseUrlFinder(DocumentFacts facts)
{
    private const int Most = 4;
    private const int MostMentions = 2000;
    private const int MostHosts = 200;
    private const int LongestName = 40;
    private const int MostAnswers = 20;

    private static readonly PhraseTable Strong = new(
        "service address", "base address", "base url", "base-url", "basis-url", "basis url", "base uri", "baseurl", "url base", "api root", "root url", "service root", "base endpoint", "api base", "rest base", "rest host", "api host", "api domain", "api url", "api endpoint", "server url", "ベースurl", "ベース url", "エンドポイント", "everything is under", "everything below", "lives under", "hangs under", "all calls go", "calls go below", "all requests go", "everything mentioned", "all paths", "reached as", "main base url", "rest layer is", "rest interface is", "interface is", "production is", "root is", "the root", "base adresse", "basisadresse", "host:", "alle aufrufe", "todas las llamadas", "wurzel", "rest base url", "all of them are reached", "in general:", "requests go to", "calls go to", "is the host", "addressed to", "are made to", "are made against", "is the base of", "requests are sent to", "calls are sent to", "requests to", "send requests to", "adresse:", "adresse der", "available at", "is served", "served from", "starts with", "start with", "begins with", "begin with", "beginnt mit", "beginnen mit", "empieza por", "empiezan por", "commencent par", "erreichbar unter", "disponible en", "urlは");
    // Anything may live somewhere; what calls go to is the API.
    private static readonly PhraseTable Presents = new("lives at", "have the form", "has the form", "have this form", "has this form", "in this form", "in the form", "of the form", "the following form");
    private static readonly PhraseTable Interface = new("api", "interface", "rest", "service", "web service", "webservice", "endpoint", "endpoints", "schnittstelle", "interfaz", "servicio", "servicio web", "service web", "serviço", "servizio", "interfaccia", "インターフェース");

    private static readonly PhraseTable Medium = new("api", "production", "producción", "produktion", "produção", "productie", "produzione", "host", "endpoint", "server", "default", "region", "us (default)", "live", "entorno", "本番", "reading", "read");
    private static readonly PhraseTable NotBase = new("go to", "visit", "head to", "navigate to", "log in at", "swagger", "authorization server", "servidor de autorización", "login", "identity", "ingest", "auth server", "status page", "documentation", "docs", "dashboard", "developer portal", "console", "sdk", "cdn", "images", "websocket", "upload", "bulk", "graphql", "spare", "sign in at", "register", "analytics", "retry 1", "media", "token url", "token endpoint", "authorize", "soap", "payments (other");
    private static readonly string[] AddressColumn = ["url", "address", "value", "what", "name", "uri", "endpoint", "adresse", "wert", "valor", "dirección", "valeur"];
    private static readonly PhraseTable Root = new("root", "base", "basis", "raíz", "racine", "raiz", "ルート");
    private static readonly PhraseTable Elsewhere = new("see", "see also", "example", "examples", "e.g", "more", "source", "website", "homepage", "home page", "support", "contact", "repository", "code", "terms", "reference", "read", "note", "tip", "token", "redirect", "callback", "anmeldung", "siehe", "beispiel", "doku", "dokumentation", "quelle", "ejemplo", "véase", "documentación", "exemple", "voir", "exemplo", "voorbeeld", "zie", "例", "参考");
    private static readonly PhraseTable Sandbox = new("sandbox", "sandboxes", "test environment", "testnet", "practice account", "practice environment", "paper trading", "staging", "pruebas", "homologação", "homologation", "preview", "demo", "test mode", "testumgebung", "サンドボックス", "テスト環境", "apisandbox", "development", "preprod", "uat", "acceptance", "acc system", "abnahme", "integration environment", "rehearsal", "testes", "testy", "testsystem", "testserver", "recette", "bac à sable", "collaudo", "testomgeving", "environnement de test", "entorno de pruebas", "ambiente de testes", "ambiente di test", "środowisko testowe", "検証環境", "测试环境");
    private static readonly string[] SideHosts = ["docs.", "doc.", "developer.", "developers.", "dashboard.", "app.", "console.", "help.", "support.", "status.", "www.", "portal.", "id.", "login.", "auth.", "accounts.", "account.", "community.", "admin.", "blog.", "static.", "openid.", "identity.", "raw.", "marketplace.", "learn."];

    private static readonly string[] Variable = ["module}", "resource", "endpoint", "method", "path", "action}", "operation", "object}", "collection}", "entity}"];

    private sealed class Candidate
    {
        public string HostKey = "";
        public double Score;
        public double BestWeight = double.MinValue;
        public UrlMention Best = null!;
        public bool Labelled;
        public int Uses;
        public bool Sandbox;
        public bool Own;
        public bool Presented;
        public bool Current;
        public readonly List<string> Paths = [];
        public readonly List<string> Calls = [];
    }

    // Paths that samples call; what is called on one region's host is called on the others'.
    private readonly HashSet<string> _called = new(StringComparer.Ordinal);

    // Samples that are read as requests are counted as such.
    private readonly HashSet<DocumentBlock> _parsed = facts.Requests.Select(r => r.Block).ToHashSet<DocumentBlock>(ReferenceEqualityComparer.Instance);

    public List<(BaseUrl Url, QuoteSpan Quote)> Find() =>
        // A server that everybody runs for himself may be called example.com throughout.
        Find(examples: false) is { Count: > 0 } found ? found : Find(examples: true);

    private List<(BaseUrl Url, QuoteSpan Quote)> Find(bool examples)
    {
        _called.Clear();
        // A machine-readable description names its servers.
        if (facts.Text.Document.Api?.Servers.Where(s => UrlText.IsPlain(s.Url) && (!s.Url.Contains("://", StringComparison.Ordinal) || UrlText.IsHost(UrlText.HostKey(s.Url)))).ToList() is { Count: > 0 } servers)
            return [.. servers.Take(Most).Select(FromServer).OrderBy(s => s.Url.Environment == "sandbox")];
        var candidates = new Dictionary<string, Candidate>(StringComparer.Ordinal);
        foreach (var mention in facts.Urls)
        {
            facts.Cancellation.ThrowIfCancellationRequested();
            Add(mention, candidates, examples);
        }

        CountRequests(candidates);
        Unasked(candidates);
        Absorb(candidates);
        InCode(candidates);
        // demo.acme.example next to {host}: one of many, and nobody's own.
        if (candidates.ContainsKey("{}"))
        {
            foreach (var demo in candidates.Values.Where(c => c.HostKey.StartsWith("demo.", StringComparison.Ordinal)))
                demo.Sandbox = true;
        }

        BesideSandbox(candidates);
        var ranked = candidates.Values.Where(c => c.Score >= 1.5 && (!c.Own || c.Uses > 0 || c.BestWeight >= 5) && (c.Labelled || c.Uses > 0 || c.HostKey.Contains("{}", StringComparison.Ordinal))).ToList();
        // Samples that call a device in a network say more than a host that nobody calls and no label presents.
        var called = ranked.Exists(c => c.Own && c.Uses > 0 && ExampleHost.IsDevice(c.HostKey)) && !ranked.Exists(c => !c.Own && (c.Uses > 0 || c.BestWeight >= 5));
        ranked = ranked.OrderBy(c => c.Own != called).ThenBy(c => c.Sandbox).ThenByDescending(c => c.Score).ThenBy(c => c.Best.Start).ToList();
        if (ranked.Count == 0)
        {
            // Nothing is labelled: the host that is spelled like an API, if there is one.
            ranked = [.. candidates.Values.Where(c => c.Score >= 0 && !c.Own && c.Best is { IsLink: false } && (c.HostKey.Contains("api", StringComparison.Ordinal) || UrlText.Path(c.Best.Url).Contains("/api", StringComparison.Ordinal))).OrderByDescending(c => c.Score).Take(1)];
            if (ranked.Count == 0 && Schemeless() is { Count: > 0 } open)
                return open;
            if (ranked.Count == 0)
                return InAnswer(candidates) is { } only ? [only.Base] : Called() is { } own ? [own] : [];
        }

        // Of a table's rows the first is the usual one.
        if (ranked[0].Best.Block.Kind == BlockKind.TableRow && ranked.Find(c => IsRowLike(ranked[0], c)) is { } first && !ReferenceEquals(first, ranked[0]))
        {
            ranked.Remove(first);
            ranked.Insert(0, first);
        }

        var top = ranked[0].Score;
        var found = ranked.Where(c => c.Score >= top * 0.3 && BelongsTo(ranked[0], c) && (c.Current || ReferenceEquals(c, ranked[0]))).Take(Most).Select(Build).ToList();
        for (var i = 1; i < found.Count; i++)
            found[i] = (LikeFirst(ranked[0].Best, found[0].Item1, found[i].Item1), found[i].Item2);
        found.AddRange(Regions(found[0]).Where(region => !found.Exists(f => UrlText.HostKey(f.Item1.Url) == UrlText.HostKey(region.Url.Url))).Take(Most - found.Count).ToList());
        found.AddRange(Beside(ranked[0], found[0].Item1).Where(other => !found.Exists(f => UrlText.HostKey(f.Item1.Url) == UrlText.HostKey(other.Url.Url))).DistinctBy(other => UrlText.HostKey(other.Url.Url)).Take(Math.Max(0, Most - found.Count)).ToList());
        var schemeless = Schemeless();
        // "…tells the base URI, for example `https://na3.vendor.example`; calls go to `{base_uri}/v2`"
        if (schemeless.Count > 0 && ranked[0].Best.Unit is { } shown && schemeless[0].Item2.Start >= shown.Start && schemeless[0].Item2.Start < shown.End && IsExample(shown, ranked[0].HostKey))
            return [.. schemeless, .. found.Where(f => UrlText.HostKey(f.Item1.Url) != ranked[0].HostKey)];
        if (schemeless.Count == 0 && InAnswer(candidates) is { } answered && (ranked[0].BestWeight < 5 || ranked[0].HostKey == answered.Host))
            return [answered.Base];
        return schemeless.Count > 0 && (!ranked[0].Labelled || ranked[0].BestWeight < 5) ? [.. schemeless, .. found] : found;
    }

    // | Production | https://x.acme.example/v2 |
    // | Simulation | https://sim.acme.example/v2 |: rows that give the same path mean the same path.
    private BaseUrl LikeFirst(UrlMention first, BaseUrl url, BaseUrl other) =>
        first.Block is { Kind: BlockKind.TableRow, Container: > 0 } row && UrlText.Path(url.Url) is { Length: > 1 } path && UrlText.Path(other.Url).Length <= 1 && UrlText.Path(first.Url).TrimEnd('/') == path
            && facts.Urls.Any(mention => mention.Block.Container == row.Container && mention.Block.Kind == BlockKind.TableRow && mention.HostKey == UrlText.HostKey(other.Url) && mention.Path.TrimEnd('/') == path)
            ? other with { Url = other.Url.TrimEnd('/') + path } : other;

    // * Production: `https://ws.vendor.example/v2`
    // * Test: `https://ws-test.vendor.example/v2`: in one list or table with the same path, or called an environment for tests.
    private IEnumerable<(BaseUrl Url, QuoteSpan Quote)> Beside(Candidate first, BaseUrl url)
    {
        var site = UrlText.Site(first.HostKey);
        var lists = facts.Urls.Where(m => m.HostKey == first.HostKey && m is { Unit: not null, IsLink: false }).Select(m => (ListOf(m.Block), Path: m.Path.TrimEnd('/'))).Where(place => place.Item1 is not null).ToHashSet();
        foreach (var mention in facts.Urls)
        {
            if (lists.Count == 0 || mention.Unit is null || mention.IsLink || mention.HostKey == first.HostKey || UrlText.Site(mention.HostKey) != site || (mention.Context & (UnitContext.Elsewhere | UnitContext.Dismissed | UnitContext.Rejected)) != 0 || !lists.Contains((ListOf(mention.Block), mention.Path.TrimEnd('/'))) || Array.Exists(SideHosts, mention.HostKey.StartsWith))
                continue;
            var sandbox = IsSandbox(mention);
            if (!sandbox && mention.Path.Length <= 1)
                continue;
            var quote = facts.QuoteOf(mention.Unit, mention.Url);
            var path = UrlText.Path(url.Url).TrimEnd('/');
            yield return (new BaseUrl(Names(UrlText.Root(mention.Url) + path), sandbox ? "sandbox" : "production", quote.Verbatim(facts.Source), facts.Text.Document.LineAt(quote.Start)), quote);
        }
    }

    // The table of a row; items of a list have only their chapter in common.
    private static object? ListOf(DocumentBlock block) => block.Kind == BlockKind.TableRow ? block.Header : block.Kind == BlockKind.ListItem ? block.Section : null;

    // - **US**: `api.vendor.example`
    // - **EU**: `api.eu.vendor.example`: hosts without a scheme beside the base URL's own, in a list of regions.
    private IEnumerable<(BaseUrl Url, QuoteSpan Quote)> Regions((BaseUrl Url, QuoteSpan Quote) first)
    {
        var host = UrlText.HostKey(first.Url.Url);
        var units = facts.Text.Units;
        var own = host.Contains("{}", StringComparison.Ordinal) ? -1 : units.FindIndex(unit => unit.Block.Kind is BlockKind.ListItem or BlockKind.TableRow && BareHosts(unit).Contains(host));
        if (own < 0)
            yield break;
        var list = units[own].Block;
        var from = own;
        while (from > 0 && IsBeside(units[from].Block, list))
            from--;
        if (!(Places.In(facts.Text.HeadingOf(list.Section)) || facts.Text.HeaderOf(list).Any(Places.In) || (ReferenceEquals(units[from].Block.Section, list.Section) && Places.In(units[from].Lower))))
            yield break;
        for (var i = IsBeside(units[from].Block, list) ? from : from + 1; i < units.Count && IsBeside(units[i].Block, list); i++)
        {
            var unit = units[i];
            if (unit.Is(UnitContext.Dismissed) || NotBase.In(unit.Lower))
                continue;
            foreach (var name in BareHosts(unit).Where(name => name != host && UrlText.Site(name).Split('.')[0] == UrlText.Site(host).Split('.')[0] && !Array.Exists(SideHosts, name.StartsWith)))
            {
                var quote = QuoteSpan.Around(facts.Source, unit.Start, unit.End, facts.QuoteOf(unit, name).Start);
                var label = unit.Plain[..Math.Max(0, unit.Plain.IndexOf(name, StringComparison.OrdinalIgnoreCase))].Trim(' ', '-', '*', ':', '|', '`');
                var root = UrlText.Root(first.Url.Url);
                yield return (new BaseUrl(root[..(root.IndexOf("://", StringComparison.Ordinal) + 3)] + name + UrlText.Path(first.Url.Url), Sandbox.In(unit.Lower) ? "sandbox" : Region(label) ?? "production", quote.Verbatim(facts.Source), facts.Text.Document.LineAt(quote.Start)), quote);
            }
        }
    }

    // Rows of a table, items below one heading.
    private static bool IsBeside(DocumentBlock block, DocumentBlock list) =>
        block.Kind == list.Kind && ReferenceEquals(block.Section, list.Section) && (list.Kind == BlockKind.ListItem || block.Container == list.Container);

    private static readonly PhraseTable Places = new("region", "regions", "data center", "data centers", "data centre", "data centres", "datacenter", "datacenters", "cluster", "clusters", "environment", "environments", "country", "countries", "continent", "rechenzentrum", "rechenzentren", "regionen", "región", "regiones", "région", "régions", "リージョン");

    // Code spans and cells that are a host and nothing else.
    private static List<string> BareHosts(TextUnit unit) =>
        [.. unit.CodeSpans.Concat(unit.Block.Kind == BlockKind.TableRow ? unit.Block.Cells.Select(cell => PlainText.Of(cell)) : []).Select(text => text.Trim('`', ' ').ToLowerInvariant()).Where(text => text.Contains('.', StringComparison.Ordinal) && text[^1] != '.' && !text.Contains(':', StringComparison.Ordinal) && UrlText.IsHost(text)).Distinct()];

    // Beside a sandbox stands what it is the sandbox of: the row of the same table with the same path.
    private static void BesideSandbox(Dictionary<string, Candidate> candidates)
    {
        foreach (var sandbox in candidates.Values.Where(c => c.Best.Block is { Kind: BlockKind.TableRow, Container: > 0 } && (c.Sandbox || c.HostKey.Contains("sandbox", StringComparison.Ordinal)) && c.Uses > 0).ToList())
        {
            foreach (var other in candidates.Values.Where(c => !c.Sandbox && !c.Labelled && c.Uses == 0 && c.Best.Block.Kind == BlockKind.TableRow && c.Best.Block.Container == sandbox.Best.Block.Container && UrlText.Site(c.HostKey) == UrlText.Site(sandbox.HostKey) && UrlText.Path(c.Best.Url).TrimEnd('/') is var path && (path.Length == 0 || path == UrlText.Path(sandbox.Best.Url).TrimEnd('/'))))
            {
                other.Labelled = true;
                other.Score = Math.Max(other.Score, sandbox.Score);
            }
        }
    }

    private static bool IsRowLike(Candidate top, Candidate candidate) =>
        candidate.Best.Block.Kind == BlockKind.TableRow && candidate.Best.Block.Container == top.Best.Block.Container && candidate.Best.Start < top.Best.Start && candidate.Sandbox == top.Sandbox && candidate.BestWeight >= top.BestWeight && !candidate.HostKey.Contains("{}", StringComparison.Ordinal);

    // A further base URL is another region or environment of the same service: the same site, the same table, or called a base URL itself.
    private static bool BelongsTo(Candidate first, Candidate candidate) =>
        ReferenceEquals(candidate, first)
        || (UrlText.Site(candidate.HostKey) == UrlText.Site(first.HostKey) && (candidate.Uses > 0 || candidate.Sandbox || candidate.BestWeight >= 5 || (UrlText.Path(candidate.Best.Url).Length > 1 && UrlText.Path(candidate.Best.Url).TrimEnd('/') == UrlText.Path(first.Best.Url).TrimEnd('/'))))
        || (candidate.Best.Block.Kind == BlockKind.TableRow && candidate.Best.Block.Container == first.Best.Block.Container)
        || (candidate.Labelled && candidate.BestWeight >= 5);

    private (BaseUrl Url, QuoteSpan Quote) FromServer(ApiServer server)
    {
        var quote = facts.LineAt(server.Offset);
        var sandbox = Sandbox.In(server.Description.ToLowerInvariant()) || server.Url.Contains("sandbox", StringComparison.OrdinalIgnoreCase);
        return (new BaseUrl(Names(server.Url), sandbox ? "sandbox" : "production", quote.Verbatim(facts.Source), facts.Text.Document.LineAt(quote.Start)), quote);
    }

    private void Add(UrlMention mention, Dictionary<string, Candidate> candidates, bool examples)
    {
        if ((mention.Context & UnitContext.Elsewhere) != 0 || mention.HostKey.Length < 2 || (!examples && mention.HostKey.StartsWith("example.", StringComparison.Ordinal)) || IsReturn(mention))
            return;
        // A host that is named throughout needs no further mention, but for one that says what it is.
        if (candidates.TryGetValue(mention.HostKey, out var candidate) && candidate.Paths.Count >= MostMentions && !(mention.Unit is { } told && (Strong.In(told.Lower) || Presents.In(told.Lower) || NotBase.In(told.Lower))))
            return;
        var weight = Weight(mention, out var labelled);
        if ((mention.Context & UnitContext.Rejected) != 0)
            weight -= weight >= 5 ? 2 : 4;
        if ((mention.Context & UnitContext.Deprecated) != 0)
            weight -= 2;
        var alone = !mention.IsLink && (StandsAlone(mention) || IsSetting(mention));
        if (!mention.IsLink && (alone ? 3 : Named(mention)) is > 0 and var presented)
        {
            labelled = true;
            weight += presented;
        }

        // Of two spellings the one that a credential may travel on.
        if (mention.Url.StartsWith("http:", StringComparison.Ordinal))
            weight -= 0.2;

        if (candidate is null)
            candidates[mention.HostKey] = candidate = new Candidate { HostKey = mention.HostKey, Own = IsOwn(mention.HostKey) };
        // What speaks against one mention of a host does not speak against the host.
        candidate.Score += Math.Clamp(weight, 0, 8) * (candidate.Score > 4 ? 0.4 : 1);
        candidate.Labelled |= labelled;
        candidate.Current |= (mention.Context & (UnitContext.Rejected | UnitContext.Deprecated)) == 0;
        if (weight > candidate.BestWeight)
            (candidate.BestWeight, candidate.Best, candidate.Presented) = (weight, mention, alone);
        candidate.Sandbox |= labelled && IsSandbox(mention);
        if (mention.Unit is not null && IsCalled(mention) && !IsAuthorizationServer(mention.Path))
        {
            candidate.Uses++;
            candidate.Score += candidate.Uses <= 4 ? 1 : 0;
        }

        // A URL of a sample that carries a key is a call, in whichever language it is sent.
        if (mention.Unit is null && (mention.Context & UnitContext.Data) == 0 && mention.Query.Length > 0 && !_parsed.Contains(mention.Block) && !IsFile(mention) && FormFields.Parse(mention.Query).Any(f => HeaderNames.IsCredentialParameter(f.Name)))
        {
            candidate.Uses++;
            candidate.Score += candidate.Uses <= 4 ? 1.5 : 0;
        }

        // "List users" is a chapter on calls, too.
        if ((mention.Context & UnitContext.Data) == 0 || (mention.Unit is not null && IsCalled(mention)))
            candidate.Paths.Add(mention.Path);
        if (mention.Query.Length > 0)
            _called.Add(mention.Path.TrimEnd('/'));
    }

    // <script src="https://cdn.vendor.example/map.js?key=…">
    private bool IsFile(UrlMention mention)
    {
        var path = mention.Path;
        var last = path[(path.LastIndexOf('/') + 1)..];
        var before = facts.Source.AsSpan(0, mention.Start).TrimEnd("\"'");
        return before.EndsWith("src=") || before.EndsWith("href=") || (last.LastIndexOf('.') is >= 0 and var dot && Loaded.Contains(last[dot..]));
    }

    private static readonly HashSet<string> Loaded = new(StringComparer.OrdinalIgnoreCase) { ".js", ".mjs", ".css", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".ico", ".woff", ".woff2", ".ttf", ".pbf", ".mvt", ".mp4", ".html", ".htm" };

    // Where the browser comes back to: a host of the reader's.
    private static bool IsReturn(UrlMention mention)
    {
        var path = mention.Path;
        return path.Contains("callback", StringComparison.OrdinalIgnoreCase) || path.Contains("redirect", StringComparison.OrdinalIgnoreCase) || mention.Query.StartsWith("code=", StringComparison.Ordinal) || mention.Query.Contains("&code=", StringComparison.Ordinal)
            || (mention.Unit is { } unit && UrlText.IsPrivate(mention.HostKey) && (unit.Lower.Contains("redirect", StringComparison.Ordinal) || unit.Lower.Contains("callback", StringComparison.Ordinal)));
    }

    // This machine, or a domain of the reader's: my-website.com
    private static bool IsOwn(string hostKey) => UrlText.IsPrivate(hostKey) || (hostKey.StartsWith("{}.", StringComparison.Ordinal) && hostKey.IndexOf('.', 3) < 0);

    // A place on a page for people.
    private bool IsPage(UrlMention mention) => facts.Source.AsSpan(mention.Start, mention.End - mention.Start).Contains('#');

    // What goes there says little about where the API is.
    private static bool IsAuthorizationServer(string path) => path.Contains("/oauth", StringComparison.OrdinalIgnoreCase);

    // A block or paragraph that is nothing but the URL presents it.
    private bool StandsAlone(UrlMention mention)
    {
        var path = LowerText.Of(Template.WithoutHoles(mention.Path, "{}"));
        if (mention.Query.Length > 0 || IsPage(mention) || path.Contains("token", StringComparison.Ordinal) || path.Contains("auth", StringComparison.Ordinal) || path.Contains("login", StringComparison.Ordinal))
            return false;
        if (mention.Block.Code is not null)
            return mention.FillsCode();
        return mention.Unit is { } unit && unit.Block.Kind == BlockKind.Paragraph && facts.Source.AsSpan(unit.Block.Start, unit.Block.End - unit.Block.Start).Trim("`*_ \n\r.").Length <= mention.End - mention.Start;
    }

    // baseURL: 'https://api.example/v2', BaseAddress = new Uri("https://api.example/v2/")
    private bool IsSetting(UrlMention mention)
    {
        if (mention.Unit is not null || mention.Query.Length > 0 || (mention.Context & UnitContext.Data) != 0 || mention.HostKey.Contains("{}", StringComparison.Ordinal))
            return false;
        var before = facts.Source.AsSpan(mention.PrefixStart, mention.Start - mention.PrefixStart);
        before = before[(before.LastIndexOf('\n') + 1)..];
        before = before[..Math.Max(0, before.LastIndexOfAny(':', '='))].TrimEnd("\"' :");
        return EndsWithAny(before, SettingNames);
    }

    private static bool EndsWithAny(ReadOnlySpan<char> text, string[] words)
    {
        foreach (var word in words)
        {
            if (text.EndsWith(word, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static readonly string[] SettingNames = ["baseURL", "baseUrl", "BaseURL", "BaseUrl", "base_url", "BASE_URL", "baseURI", "baseUri", "BaseUri", "base_uri", "BASE_URI", "BaseAddress", "API_BASE", "api_base", "apiBase", "API_ROOT", "api_root"];

    // "Data: https://api.example/v2": one or two words and a colon, where the words name nothing else.
    private int Named(UrlMention mention)
    {
        if (mention.Unit is not { } unit || unit.Block.Kind == BlockKind.TableRow || mention.Query.Length > 0 || mention.Start - unit.Start > LongestName)
            return 0;
        var before = PlainText.Of(facts.Source.AsSpan(unit.Start, mention.Start - unit.Start)).Trim("-*` \n");
        if (!before.EndsWith(':'))
            return 0;
        var name = new LowerText(before[..^1].ToString().ToLowerInvariant());
        return Root.In(name) && (before.Count(' ') <= 2 || name.Text.StartsWith("root ", StringComparison.Ordinal)) ? 5 : before.Count(' ') > 2 || NotBase.In(name) || Sandbox.In(name) || Elsewhere.In(name) ? 0 : 3;
    }

    // `GET https://api.example/me`
    private bool IsCalled(UrlMention mention)
    {
        var before = facts.Source.AsSpan(Math.Max(0, mention.Start - 7), Math.Min(7, mention.Start));
        return before.EndsWith("GET ") || before.EndsWith("POST ") || before.EndsWith("PUT ") || before.EndsWith("PATCH ") || before.EndsWith("DELETE ");
    }

    // `GET https://api.example/v1/users`, "Call `https://api.example/v1/users`": one of the calls, and the base is above it.
    private bool IsEndpoint(UrlMention mention)
    {
        var before = facts.Source.AsSpan(mention.PrefixStart, mention.Start - mention.PrefixStart).TrimEnd(" \n`*_\"'<([");
        return Calling.GetAlternateLookup<ReadOnlySpan<char>>().Contains(before[(before.LastIndexOfAny(BetweenWords) + 1)..]) && !new CallPath(mention.Path).IsProcedureCall;
    }

    private static readonly SearchValues<char> BetweenWords = SearchValues.Create(" \n`*_\"'(|");
    private static readonly HashSet<string> Calling = new(StringComparer.OrdinalIgnoreCase) { "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "call", "calls", "calling", "fetch", "fetches", "fetching", "query", "request", "requests", "requesting" };

    private bool IsSandbox(UrlMention mention)
    {
        if (mention.HostKey.Contains("sandbox", StringComparison.Ordinal) || mention.HostKey.Contains("staging", StringComparison.Ordinal))
            return true;
        if (mention.Unit is { Block.Kind: not BlockKind.TableRow } sentence && mention.PrefixStart is var from && from < mention.Start)
            return Sandbox.In(facts.Source[Math.Max(sentence.Start, from)..mention.Start].ToLowerInvariant());
        return mention.Unit is { Block.Kind: BlockKind.TableRow } unit && Sandbox.In(PlainText.Of(unit.Block.Cells[0]).ToLowerInvariant());
    }

    private double Weight(UrlMention mention, out bool labelled)
    {
        labelled = false;
        double weight = 0;
        var path = LowerText.Of(mention.Path);
        if (path.Contains("oauth", StringComparison.Ordinal) || path.Contains("authorize", StringComparison.Ordinal) || path.EndsWith("/token", StringComparison.Ordinal) || path.EndsWith(".json", StringComparison.Ordinal) && mention.Unit is null)
            weight -= 4;
        var versioned = path.Contains("/v1", StringComparison.Ordinal) || path.Contains("/v2", StringComparison.Ordinal) || path.Contains("/v3", StringComparison.Ordinal) || path.Contains("/api", StringComparison.Ordinal) || path.Contains("/rest", StringComparison.Ordinal);
        if (Array.Exists(SideHosts, h => mention.HostKey.StartsWith(h, StringComparison.Ordinal)) && !(versioned && mention.HostKey.StartsWith("www.", StringComparison.Ordinal)))
            weight -= 3;
        if (mention.IsLink)
            weight -= 4;
        if (mention.HostKey.StartsWith("api.", StringComparison.Ordinal) || mention.HostKey.Contains(".api.", StringComparison.Ordinal) || path.Contains("/api", StringComparison.Ordinal))
            weight += 0.7;
        if (mention.Unit is not { } unit)
        {
            // A host with holes in a sample is a pattern rather than an example.
            if (mention.HostKey.Contains("{}", StringComparison.Ordinal) && (mention.Context & UnitContext.Data) == 0)
                weight += 2;
            return weight;
        }

        var words = unit.Lower;
        if (unit.Block.Kind != BlockKind.TableRow && Part(unit, mention) is var (from, to) && (from, to) != (unit.Start, unit.End))
            words = new LowerText(PlainText.Of(facts.Source.AsSpan(from, to - from)).ToLowerInvariant());
        var head = "";
        if (unit.Block.Kind == BlockKind.TableRow)
        {
            head = string.Join(' ', unit.Block.Header).ToLowerInvariant();
            var column = ColumnWords(mention, unit);
            var name = PlainText.Of(unit.Block.Cells[0]).ToLowerInvariant();
            words = new LowerText(column + " " + name);
            // A column or a row that is called "Root" says so by itself.
            if (column == "root" || IsRootRow(unit.Block, name, path))
            {
                labelled = true;
                weight += 5;
            }
        }

        if (NotBase.In(words) && !Strong.In(words))
            weight -= 3;
        if (Strong.In(words) || (Presents.In(words) && Interface.In(unit.Lower) && !NotBase.In(words)) || (head.Length > 0 && Strong.In(head) && !NotBase.In(words)))
        {
            labelled = true;
            weight += 6;
        }
        else if (Medium.In(words))
        {
            labelled = !mention.IsLink;
            // "Acme calls https://other.example/api/post": the only word that says so is the address's own.
            weight += IsNamedByItself(mention, words) ? 1.2 : 2;
        }

        // "REST host | Ingest host": the first column is the one meant.
        return weight;
    }

    private bool IsNamedByItself(UrlMention mention, LowerText words) =>
        mention.Unit is { Block.Kind: not BlockKind.TableRow } && !mention.HostKey.Contains("{}", StringComparison.Ordinal) && !Medium.In(words.Text.Replace(LowerText.Of(facts.Source[mention.Start..mention.End]), "", StringComparison.Ordinal));

    // | Root | https://api.acme.example/v4 |, in a table of addresses and of no file.
    private static bool IsRootRow(DocumentBlock row, string name, string path) =>
        (name == "service" || Root.Phrases.Contains(name)) && !path[(path.LastIndexOf('/') + 1)..].Contains('.', StringComparison.Ordinal) && row.Header.All(h => h.Length == 0 || AddressColumn.Contains(h.ToLowerInvariant()));

    private static string ColumnWords(UrlMention mention, TextUnit unit)
    {
        for (var i = 0; i < unit.Block.Cells.Count && i < unit.Block.Header.Count; i++)
        {
            // A sentence without a URL is no host.
            var cell = unit.Block.Cells[i].AsSpan();
            if (cell.Length < mention.HostKey.Length || (cell.Contains(' ') && cell.IndexOf("://") < 0 && !Template.MayHold(cell)))
                continue;
            if (UrlText.HostKey(UrlText.Normalize(PlainText.Of(unit.Block.Cells[i]).Trim('`')).Url) == mention.HostKey)
                return PlainText.Of(unit.Block.Header[i]).ToLowerInvariant();
        }

        return "";
    }

    private void CountRequests(Dictionary<string, Candidate> candidates)
    {
        foreach (var request in facts.Requests)
        {
            if ((request.Context & UnitContext.Dismissed) != 0 || !request.Url.Contains("://", StringComparison.Ordinal) || TokenRequest.Is(request))
                continue;
            var url = UrlText.Normalize(request.Url).Url;
            var key = UrlText.HostKey(url);
            if (!candidates.TryGetValue(key, out var candidate))
            {
                var quote = facts.QuoteOf(request, "http", "Host:");
                var mention = new UrlMention(url, "", quote.Start, quote.End, request.Block, null, request.Context, false);
                if (key.Length < 2 || key.StartsWith("{}/", StringComparison.Ordinal))
                    continue;
                candidates[key] = candidate = new Candidate { HostKey = key, Own = IsOwn(key), Best = mention, BestWeight = 0, Current = true };
            }

            candidate.Uses++;
            candidate.Paths.Add(UrlText.Path(url));
            candidate.Calls.Add(UrlText.Path(url));
            _called.Add(UrlText.Path(url).TrimEnd('/'));
            candidate.Score += candidate.Uses > 4 ? 0 : IsAuthorizationServer(UrlText.Path(url)) ? 0.5 : 1.5;
        }
    }

    // "`https://{host}/api`, where `{host}` is `acme.vendor.example`"
    private bool IsNamedExample(Candidate pattern, Candidate instance)
    {
        if (pattern.Best.Unit is not { } unit || instance.BestWeight >= 5)
            return false;
        return IsExample(unit, instance.HostKey);
    }

    private bool IsExample(TextUnit unit, string hostKey)
    {
        var text = facts.Source.AsSpan(unit.Start, unit.End - unit.Start);
        return text.IndexOf(hostKey, StringComparison.OrdinalIgnoreCase) is > 0 and var at && text[..at] is var start && (start.EndsWith("://") ? start[..Math.Max(0, start.LastIndexOf("http"))] : start).TrimEnd("`\"' (").ToString() is var before && Array.Exists(Naming, words => before.EndsWith(words, StringComparison.Ordinal));
    }

    private static readonly string[] Naming = [" is", " e.g.", " such as", " like", " for example", " for instance", " ist", " z. B.", " z.B.", " es", " por ejemplo", " est", " par exemple"];

    // f"https://{host}/", where the text names hosts and nowhere a `host`: the variable holds one of them.
    private void Unasked(Dictionary<string, Candidate> candidates)
    {
        if (!IsOfCode(candidates, out var variable) || Template.Holes(UrlText.Root(variable.Best.Url)) is not [var hole] || facts.UnitsNaming([LowerText.Of(hole)]).Any(unit => unit.CodeSpans.Exists(span => span.Trim('{', '}', '<', '>') == hole))
            || candidates.Values.Where(c => c is { Sandbox: false, Own: false, Best: { Unit: not null, IsLink: false } } && !c.HostKey.Contains("{}", StringComparison.Ordinal) && c.Uses > 0).MaxBy(c => c.Score) is not { } named)
            return;
        Merge(candidates, variable, named);
    }

    private static bool IsOfCode(Dictionary<string, Candidate> candidates, out Candidate variable) => candidates.TryGetValue(Anything, out variable!) && !variable.Labelled && variable.Best.Unit is null;

    private static void Merge(Dictionary<string, Candidate> candidates, Candidate variable, Candidate named)
    {
        named.Uses += variable.Uses;
        named.Score += variable.Score;
        named.Paths.AddRange(variable.Paths);
        candidates.Remove(Anything);
    }

    // f"https://{host}/", where the text names the host and the code puts it into the variable.
    private void InCode(Dictionary<string, Candidate> candidates)
    {
        if (!IsOfCode(candidates, out var variable)
            || candidates.Values.Where(c => c is { Labelled: true, Sandbox: false, Own: false } && !c.HostKey.Contains("{}", StringComparison.Ordinal) && c.Best.Unit is not null).OrderByDescending(c => c.Score).Take(Most).FirstOrDefault(c => IsInCode(c.HostKey)) is not { } named)
            return;
        Merge(candidates, variable, named);
    }

    // host="api.vendor.example"
    private bool IsInCode(string host) => facts.Text.Document.Blocks.Any(b => b.Code is { } code && (code.Raw.IndexOf("\"" + host + "\"", StringComparison.OrdinalIgnoreCase) >= 0 || code.Raw.IndexOf("'" + host + "'", StringComparison.OrdinalIgnoreCase) >= 0));

    private const string Anything = "{}";

    // https://acme.api.example is an instance of https://{tenant}.api.example.
    private void Absorb(Dictionary<string, Candidate> candidates)
    {
        // The pattern that fixes most of the host takes its instances first.
        foreach (var (key, _) in candidates.OrderByDescending(c => c.Value.Score).Skip(MostHosts).ToList())
            candidates.Remove(key);
        foreach (var pattern in candidates.Values.Where(c => c.HostKey.Contains("{}", StringComparison.Ordinal)).OrderByDescending(c => c.HostKey.Length).ThenByDescending(c => c.Score).ToList())
        {
            foreach (var (key, instance) in candidates.ToList())
            {
                // Nothing in use is an instance of what was switched off, nor what is presented of what is only mentioned.
                if (ReferenceEquals(pattern, instance) || (instance.Current && !pattern.Current) || (instance.Labelled && instance.Uses > 0 && !pattern.Labelled && pattern.Uses <= (pattern.HostKey == Anything ? instance.Uses : 0) && !IsNamedExample(pattern, instance)) || !(UrlText.HostMatches(pattern.HostKey, key) || (pattern.HostKey == Anything && IsNamedExample(pattern, instance))) || instance.HostKey.Count(c => c == '{') > pattern.HostKey.Count(c => c == '{') || !candidates.ContainsKey(pattern.HostKey))
                    continue;
                // Rows of one table are alternatives to each other.
                if (key.Contains("{}", StringComparison.Ordinal) || (instance.Labelled && instance.Best.Block is { Kind: BlockKind.TableRow, Container: > 0 } row && pattern.Best.Block.Container == row.Container))
                    continue;
                pattern.Score += Math.Max(0, instance.Score);
                pattern.Uses += instance.Uses;
                pattern.Labelled |= instance.Labelled;
                pattern.Paths.AddRange(instance.Paths);
                pattern.Calls.AddRange(instance.Calls);
                candidates.Remove(key);
            }
        }
    }

    private (BaseUrl, QuoteSpan) Build(Candidate candidate)
    {
        var mention = candidate.Best;
        var url = mention.Url;
        var scheme = url[..(url.IndexOf("://", StringComparison.Ordinal) + 3)];
        var path = UrlText.Path(url).TrimEnd('/');
        var host = path.Length > 0 ? UrlText.Root(url) : url.TrimEnd('/');
        if (mention.Unit is null || !candidate.Labelled || candidate.BestWeight < 5)
            path = IsAboveCalls(mention, path, candidate.Calls) ? path : CommonPath(candidate.Paths, candidate.BestWeight >= 1.5 && (mention.Unit is not null || candidate.Presented) && !IsEndpoint(mention) ? path : null);
        else if (path.Contains('.', StringComparison.Ordinal) && path.LastIndexOf('.') > path.LastIndexOf('/') && !char.IsDigit(path[^1]))
            path = CommonPath(candidate.Paths, null);
        // `https://api.example/v1/{resource}` is the pattern of all calls, not the base.
        foreach (var variable in Variable)
        {
            if (path.IndexOf("/{" + variable, StringComparison.Ordinal) is >= 0 and var at)
                path = path[..at];
            // `/bot{token}/METHOD_NAME`
            else if (path.LastIndexOf('/') is >= 0 and var last && path.AsSpan(last + 1).StartsWith(variable.TrimEnd('}').ToUpperInvariant(), StringComparison.Ordinal))
                path = path[..last];
        }

        // `/v1/{api_key}/latest`: what stands behind the key is what is called.
        if (candidate.BestWeight < 5)
            path = UpToKey(path);

        // What is called as it stands is an endpoint, and the base is above it.
        if (path.Length > 0 && ((_called.Contains(path) && !CallPath.IsPrefix(path[(path.LastIndexOf('/') + 1)..])) || (candidate.Presented && IsCall(path, candidate.Paths))))
            path = CommonPath(candidate.Paths, null);
        var quote = mention.Unit is { } unit
            ? Around(unit, mention)
            : LineOf(mention);
        var environment = candidate.Sandbox ? "sandbox" : Environment(mention);
        // What is called by the name of the base URL is one, even in somebody's own network.
        if (scheme.Length > 3 && !(candidate.Own && candidate.BestWeight >= 5))
            host = scheme + ExampleHost.Generalize(host[scheme.Length..], facts);
        return (new BaseUrl(scheme.Length > 3 ? Names(host + path) : host + path, environment, quote.Verbatim(facts.Source), facts.Text.Document.LineAt(quote.Start)), quote);
    }

    // "The web service is at https://…/ws/v2", and each call of a sample is below it.
    private bool IsAboveCalls(UrlMention mention, string path, List<string> calls) =>
        mention is { IsLink: false, Query.Length: 0, Unit: { } unit } && path.Length > 1 && calls.Count > 0 && Interface.In(unit.Lower) && !IsEndpoint(mention) && calls.TrueForAll(call => call.Length > path.Length + 1 && call.StartsWith(path, StringComparison.Ordinal) && call[path.Length] == '/');

    private static string UpToKey(string path)
    {
        for (var end = path.IndexOf("}/", StringComparison.Ordinal); end >= 0; end = path.IndexOf("}/", end + 1, StringComparison.Ordinal))
        {
            if (path.LastIndexOf('{', end) is >= 0 and var open && CredentialNames.Find(CredentialNames.Snake(path[open..(end + 1)])) is { Secret: true })
                return path[..(end + 1)];
        }

        return path;
    }

    // `/daily/{ticker}/prices` in a line of its own, and no other path goes on from it.
    private static bool IsCall(string path, List<string> paths) =>
        path.Contains("}/", StringComparison.Ordinal) && !CallPath.IsPrefix(path[(path.LastIndexOf('/') + 1)..]) && paths.Exists(other => !other.StartsWith(path, StringComparison.Ordinal))
        && !paths.Exists(other => other.Length > path.Length + 1 && (other.StartsWith(path, StringComparison.Ordinal) || CallPath.TailOf(path, other) is { Length: > 1 }));

    private QuoteSpan Around(TextUnit unit, UrlMention mention)
    {
        var (start, end) = Part(unit, mention);
        return QuoteSpan.Around(facts.Source, start, end, mention.Start);
    }

    // The cell or clause about the URL where a row or sentence names several: "API root https://a…; uploads go to https://b…"
    private (int Start, int End) Part(TextUnit unit, UrlMention mention)
    {
        var (start, end) = (unit.Start, unit.End);
        var text = facts.Source.AsSpan(start, end - start);
        if (text.Count("://") < 2)
            return (start, end);
        var boundary = unit.Block.Kind == BlockKind.TableRow ? "|" : "; ";
        if (text[..(mention.Start - start)].LastIndexOf(boundary) is >= 0 and var before)
            start = unit.Start + before + boundary.Length;
        if (text[(mention.End - unit.Start)..].IndexOf(boundary) is >= 0 and var after)
            end = mention.End + after;
        return (start, end);
    }

    private QuoteSpan LineOf(UrlMention mention) => QuoteSpan.OfLine(facts.Source, mention.Start, mention.End);

    private static string Environment(UrlMention mention) =>
        mention.Unit is { Block.Kind: BlockKind.TableRow } unit && unit.Block.Cells.Count > 1 && Region(PlainText.Of(unit.Block.Cells[0])) is { } region ? region : "production";

    private static string? Region(string cell)
    {
        var snake = CredentialNames.Snake(cell.Trim('`').Split(['(', ','])[0]);
        return snake.Length is > 0 and <= 12 && snake is not ("host" or "url" or "uri" or "base" or "root" or "api" or "rest" or "http" or "data" or "path" or "name") && (snake.Length <= 4 || snake is "europe" or "australia" or "asia" or "canada" or "india" or "japan") ? snake : null;
    }

    // Holes are parameters: snake_case names.
    private static string Names(string url)
    {
        foreach (var hole in Template.Holes(url))
            url = url.Replace("{" + hole + "}", "{" + UrlHole.Name(hole) + "}", StringComparison.Ordinal);
        return url;
    }

    // The part that versions and prefixes make up: /api/v2 of /api/v2/tickets and /api/v2/agents/me.
    private static string CommonPath(List<string> paths, string? own)
    {
        var best = "";
        var split = paths.Where(p => p.Length > 1).Select(p => p.Split('/', StringSplitOptions.RemoveEmptyEntries)).ToList();
        if (split.Count == 0)
            return own ?? "";
        for (var depth = 1; depth <= 3; depth++)
        {
            var first = split.Find(s => s.Length >= depth);
            if (first is null)
                break;
            var prefix = string.Join('/', first.Take(depth));
            var last = first[depth - 1];
            var share = split.Count(s => s.Length >= depth && string.Join('/', s.Take(depth)) == prefix);
            if (share * 10 < split.Count * 6 || !CallPath.IsPrefix(last))
                break;
            best = "/" + prefix;
        }

        if (own is { Length: > 0 } && (own.Length < best.Length || paths.Count(p => p.StartsWith(own, StringComparison.Ordinal) || CallPath.TailOf(own, p) is { Length: > 1 }) * 2 >= paths.Count))
            return own;
        return best;
    }

    // "All further calls go to the `instance_url` of the reply": the host that a sample shows is somebody's.
    private (string Host, (BaseUrl, QuoteSpan) Base)? InAnswer(Dictionary<string, Candidate> candidates)
    {
        var looked = 0;
        foreach (var unit in facts.Text.Units)
        {
            if (unit.Is(UnitContext.Dismissed) || !unit.Has(UnitMarks.Code) || !Directed.In(unit.Lower) || unit.CodeSpans.Find(IsAddressField) is not { } field)
                continue;
            // Each of them reads the URLs of the document.
            if (++looked > MostAnswers)
                break;
            // `"instance_url": "https://na1.vendor.example"`, or a URL in the sentence itself
            var example = facts.Urls.FirstOrDefault(m => !m.IsLink && m.Query.Length == 0 && (ReferenceEquals(m.Unit, unit) || (m.Unit is null && facts.Source.AsSpan(m.PrefixStart, m.Start - m.PrefixStart).TrimEnd("\"': =").EndsWith(field, StringComparison.Ordinal))));
            // A member of a sample is of an answer, whatever the sentence says of it.
            if (example is null || (example.Unit is not null && !Answer.In(unit.Lower)))
                continue;
            var path = candidates.TryGetValue(example.HostKey, out var candidate) ? UrlText.Path(Build(candidate).Item1.Url) : "";
            var quote = facts.QuoteOf(unit, field);
            return (example.HostKey, (new BaseUrl("{" + UrlHole.Name(field) + "}" + path, "production", quote.Verbatim(facts.Source), facts.Text.Document.LineAt(quote.Start)), quote));
        }

        return null;
    }

    // `curl "$INSTANCE_URL/rest/v1/me"` below a reply with `"instance_url"`, where no host is called
    private (BaseUrl, QuoteSpan)? Called()
    {
        var calls = facts.Requests.Where(request => request.Context.Counts && request.Url.StartsWith('{') && request.Url.IndexOf("}/", StringComparison.Ordinal) is > 0 and var close && IsAddressField(request.Url[1..close])).ToList();
        var hole = calls.Count == 0 ? "" : Template.Holes(calls[0].Url)[0];
        if (hole.Length == 0 || !facts.Spells("\"" + CredentialNames.Snake(hole) + "\""))
            return null;
        var quote = facts.QuoteOf(calls[0], hole);
        return (new BaseUrl("{" + UrlHole.Name(hole) + "}" + CommonPath([.. calls.Select(call => call.Url[(call.Url.IndexOf('}', StringComparison.Ordinal) + 1)..])], null), "production", quote.Verbatim(facts.Source), facts.Text.Document.LineAt(quote.Start)), quote);
    }

    private static readonly PhraseTable Directed = new("calls go to", "requests go to", "calls are sent to", "requests are sent to", "calls are made to", "requests are made to", "made against", "sent against", "is the host of", "as the host of", "as host of", "as the base url", "as base url", "as the base uri", "as base uri", "is the base of", "as the base of", "as the base for", "relative to", "gehen an", "aufrufe an");
    private static readonly PhraseTable Answer = new("reply", "replies", "response", "answer", "returned", "returns", "antwort", "respuesta", "réponse");
    private static readonly HashSet<string> Addresses = new(StringComparer.Ordinal) { "url", "uri", "domain", "host", "server", "endpoint" };
    private static readonly HashSet<string> OfApis = new(StringComparer.Ordinal) { "instance", "base", "api", "server", "service", "site", "resource", "rest", "account", "tenant", "org", "data", "region", "cluster" };

    // instance_url, base_uri, apiDomain
    private static bool IsAddressField(string span) =>
        span.Length <= LongestName && CredentialNames.Snake(span).Split('_') is [var of, .., var address] && OfApis.Contains(of) && Addresses.Contains(address) && span.All(c => char.IsAsciiLetter(c) || c == '_');

    // `{instance_url}/services/data/v1`: a base whose host comes from elsewhere.
    private List<(BaseUrl, QuoteSpan)> Schemeless()
    {
        foreach (var unit in facts.Text.Units)
        {
            if (!Strong.In(unit.Lower) || unit.Is(UnitContext.Elsewhere))
                continue;
            // `{Uri}/customers`, `{Uri}/invoices`: calls, and what they begin with is known by its hole alone.
            if (unit.CodeSpans.Count(span => span.StartsWith('{') && span.Contains("}/", StringComparison.Ordinal)) > 1)
                continue;
            foreach (var span in unit.CodeSpans)
            {
                if (span.Length is < 5 or > 120 || span[0] != '{' || !span.Contains("}/", StringComparison.Ordinal) || span.Contains(' ', StringComparison.Ordinal))
                    continue;
                var quote = facts.QuoteOf(unit, span);
                return [(new BaseUrl(Template.Normalize(span).TrimEnd('/'), "production", quote.Verbatim(facts.Source), facts.Text.Document.LineAt(quote.Start)), quote)];
            }
        }

        return [];
    }
}
