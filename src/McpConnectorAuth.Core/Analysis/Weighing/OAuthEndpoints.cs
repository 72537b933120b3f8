using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>Finds the endpoints of an OAuth method, on the host that all calls go to where the document gives a path alone.</summary>
internal sealed class OAuthEndpoints(DocumentFacts facts, ClaimSet claims, IReadOnlyList<BaseUrl> baseUrls)
{
    private const double Stated = 3;
    private const double Aside = 4;
    private const int MostRequests = 300;
    private Dictionary<string, string>? _values;

    /// <summary>What the document gives as an endpoint of a kind, or null.</summary>
    /// <param name="role">Which endpoint.</param>
    /// <param name="kind">Kind of the method.</param>
    /// <param name="spelled">What the URL has to hold.</param>
    public EndpointClaim? Find(EndpointRole role, AuthKind kind, string? spelled = null)
    {
        var found = claims.Endpoints
            .Where(e => e.Role == role && (e.Grant is null || e.Grant == kind || kind != AuthKind.OAuth1) && (spelled is null || e.Url.Contains(spelled, StringComparison.OrdinalIgnoreCase)))
            .GroupBy(e => Key(e.Url))
            .Select(g => (Score: g.Sum(e => e.Weight * e.Context.Factor * ((e.Grant ?? e.Chapter) is not { } own ? 1 : own == kind ? 1.5 : 0.7)), Best: g.MaxBy(e => (e.Url.Contains('{', StringComparison.Ordinal) ? 0.5 : 0) + (e.Weight * e.Context.Factor) - (IsStandIn(e.Url) ? Aside : 0))!))
            .Where(g => g.Score > 0.5)
            .OrderByDescending(g => g.Score)
            .ToList();
        if (found.Count == 0)
            return role == EndpointRole.Revocation || kind == AuthKind.OAuth1 ? null : OnlyOne(role);
        // The device grant has often an endpoint of its own.
        var best = kind == AuthKind.OAuth2DeviceCode && found.Find(g => UrlText.Path(g.Best.Url).Contains("device", StringComparison.OrdinalIgnoreCase)).Best is { } own ? own : found[0].Best;
        // A sample's test server, a variable in its code, a path alone: elsewhere the same path is given on the host itself.
        if (best.Url.StartsWith('/') || IsStandIn(best.Url))
            best = found.Find(g => !g.Best.Url.StartsWith('/') && !IsStandIn(g.Best.Url) && UrlText.Path(g.Best.Url).EndsWith(UrlText.Path(best.Url), StringComparison.Ordinal)).Best ?? best;
        // "In general {host}/oauth/{tenant}/token", of which a sample shows somebody's.
        var anywhere = baseUrls.Any(b => UrlText.HostKey(b.Url) == "{}");
        return found.Find(g => (anywhere || UrlText.HostKey(g.Best.Url) != "{}") && CallPath.IsInstance(g.Best.Url, best.Url)).Best ?? best;
    }

    // What is said about the method may speak against it, and still it is where its endpoint is given.
    private EndpointClaim? OnlyOne(EndpointRole role)
    {
        var named = claims.Endpoints.Where(e => e.Role == role && e.Weight >= Stated && (e.Context & UnitContext.Elsewhere) == 0).ToList();
        return named.Count > 0 && named.TrueForAll(e => Key(e.Url) == Key(named[0].Url)) ? named[0] : null;
    }

    private bool IsStandIn(string url)
    {
        var host = UrlText.HostKey(url);
        if (baseUrls.Count > 0 && host.Length > 2 && UrlText.HostKey(baseUrls[0].Url) == host)
            return false;
        return (host == "{}" && !baseUrls.Any(b => UrlText.HostKey(b.Url) == "{}")) || host.Split('.', '-', ':').Any(part => part is "sandbox" or "test" or "staging" or "demo" or "uat" or "preprod" or "dev");
    }

    // The same endpoint on the tenant's host, on an example host or relative.
    private string Key(string url)
    {
        var host = UrlText.HostKey(url);
        if (host.Length == 0 || host == "{}" || baseUrls.Any(b => UrlText.HostMatches(UrlText.HostKey(b.Url), host)))
            host = "";
        return host + UrlText.Path(url);
    }

    private static readonly string[] Central = ["login.", "auth.", "id.", "account.", "accounts.", "sso.", "identity.", "oauth.", "api."];

    // https://acme.vendor.example/rest/v11/oauth2/token, where all calls go to https://{instance}/rest/v11
    private static bool IsBelow(string known, string url) =>
        UrlText.HostKey(known) == "{}" && UrlText.HostKey(url) is var host && !Array.Exists(Central, label => host.StartsWith(label, StringComparison.Ordinal)) && UrlText.Path(known).TrimEnd('/') is { Length: > 1 } path && UrlText.Path(url).StartsWith(path + "/", StringComparison.Ordinal);

    // The host of `{base_uri}/v2` comes with an answer, which nobody's own server has to give.
    private bool IsAnywhere => baseUrls.Count > 0 && baseUrls[0].Url.Contains("://", StringComparison.Ordinal) && UrlText.HostKey(baseUrls[0].Url) == "{}";

    /// <summary>The URL of an endpoint with the host and the tenant that all calls go to.</summary>
    public string Absolute(string url) => Filled(OnHost(url));

    private string OnHost(string url)
    {
        var known = baseUrls.FirstOrDefault(b => UrlText.HostKey(b.Url).Contains("{}", StringComparison.Ordinal));
        var host = UrlText.HostKey(url);
        if (known is not null && (url.StartsWith('/') || (host == "{}" && !url.Contains("://", StringComparison.Ordinal)) || (host.Length > 0 && (UrlText.HostMatches(UrlText.HostKey(known.Url), host) || IsBelow(known.Url, url)))))
        {
            return UrlText.Root(known.Url) + UrlText.Path(url);
        }

        // A path alone is below the host that all calls go to.
        if (url.StartsWith('/') && baseUrls.Count > 0 && baseUrls[0].Url.Contains("://", StringComparison.Ordinal))
            return UrlText.Root(baseUrls[0].Url) + url;
        // The whole host is a setting, and the samples use one example host for everything: for calls, or for the paths that are given below the setting.
        if (IsAnywhere && host.Length > 2 && facts.Urls.Any(m => m.HostKey == "{}" && !m.IsLink && SharesPath(UrlText.Path(m.Url), UrlText.Path(url))))
            return UrlText.Root(baseUrls[0].Url) + UrlText.Path(url);
        if (IsAnywhere && host.Length > 2 && facts.Requests.Any(r => r.Url.Contains("://", StringComparison.Ordinal) && UrlText.HostKey(r.Url) == host && !TokenRequest.Is(r)))
            return UrlText.Root(baseUrls[0].Url) + UrlText.Path(url);
        // "auth.{region}.vendor.example" is the general form of the host in a sample.
        if (!host.Contains("{}", StringComparison.Ordinal) && url.Contains("://", StringComparison.Ordinal) && facts.Urls.FirstOrDefault(m => !m.IsLink && m.Url.StartsWith(url[..(url.IndexOf("://", StringComparison.Ordinal) + 3)], StringComparison.OrdinalIgnoreCase) && (m.Context & (UnitContext.Dismissed | UnitContext.Deprecated)) == 0 && !m.HostKey.StartsWith('{') && m.HostKey.Contains("{}", StringComparison.Ordinal) && UrlText.HostMatches(m.HostKey, host)) is { } general)
            url = UrlText.Root(general.Url) + UrlText.Path(url);
        foreach (var hole in Template.Holes(url))
            url = url.Replace("{" + hole + "}", "{" + UrlHole.Name(hole) + "}", StringComparison.Ordinal);
        return OnTenant(url);
    }

    // `https://acme.id.vendor.example/token`, where calls go to `https://{prefix}.api.vendor.example` and a sample calls acme's.
    private string OnTenant(string url)
    {
        if (baseUrls.Count == 0 || Labels(baseUrls[0].Url) is not ([['{', .., '}'] hole, .. { Length: > 1 }] and var pattern) || Labels(url) is not ([var label, ..] and var own) || label.Contains('{', StringComparison.Ordinal) || label.Length < LeastLabel || !own.AsSpan(Math.Max(0, own.Length - 2)).SequenceEqual(pattern.AsSpan(pattern.Length - 2)))
            return url;
        var key = UrlText.HostKey(baseUrls[0].Url);
        return facts.Requests.Take(MostRequests).Any(r => r.Context.Counts && Labels(r.Url) is [var called, ..] && called == label && UrlText.HostMatches(key, UrlText.HostKey(r.Url)))
            ? url.Replace("://" + label + ".", "://" + hole + ".", StringComparison.Ordinal)
            : url;
    }

    private const int LeastLabel = 4;

    private static string[] Labels(string url) => url.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme ? url[(scheme + 3)..].Split('/', 2)[0].Split('.') : [];

    private static bool SharesPath(string path, string other)
    {
        var (left, right) = (path.Split('/', 4), other.Split('/', 4));
        return left.Length == 4 && right.Length == 4 && left[1] == right[1] && left[2] == right[2] && !left[1].StartsWith('{') && !left[2].StartsWith('{') && !(CallPath.IsPrefix(left[1]) && CallPath.IsPrefix(left[2]));
    }

    // acme, where the base URL has {tenant} and a sample calls acme's.
    private string Filled(string url)
    {
        _values ??= Values();
        return _values.Count == 0 ? url : UrlText.Root(url) + string.Join('/', UrlText.Path(url).Split('/').Select(segment => _values.GetValueOrDefault(segment, segment)));
    }

    private Dictionary<string, string> Values()
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (host, pattern) in baseUrls.Select(b => (UrlText.HostKey(b.Url), UrlText.Path(b.Url).TrimEnd('/'))).Where(b => b.Item2.Contains("/{", StringComparison.Ordinal)))
        {
            // What asks for a token may stand beside the tenants.
            foreach (var path in facts.Requests.Take(MostRequests).Where(r => !TokenRequest.Is(r) && r.Context.Counts && (!r.Url.Contains("://", StringComparison.Ordinal) || host == "{}" || UrlText.HostMatches(host, UrlText.HostKey(r.Url)))).Select(r => UrlText.Path(r.Url)).Where(path => CallPath.TailOf(pattern, path) is not null))
            {
                foreach (var (hole, value) in pattern.Split('/').Zip(path.Split('/')).Where(pair => pair.First is ['{', .., '}'] && pair.Second.Length > 1 && !pair.Second.Contains('{', StringComparison.Ordinal)))
                    values.TryAdd(value, hole);
            }
        }

        return values;
    }
}
