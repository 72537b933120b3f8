using System.Text.Json;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>
/// Puts the analyses of several documents of one API together: the leading one keeps its word, the others fill its gaps, and
/// a contradiction is reported with both places instead of being averaged.
/// </summary>
internal sealed class AnalysisMerger
{
    private const int MostMethods = 5;
    private const int MostUrls = 4;
    private const int MostCalls = 4;
    private readonly AuthAnalysis _lead;
    private readonly List<AuthAnalysis> _others;
    private readonly List<AnalysisWarning> _conflicts = [];
    private readonly List<AuthMethod> _methods;
    private readonly List<BaseUrl> _baseUrls;
    private readonly List<VerificationCall> _verification;

    public AnalysisMerger(IReadOnlyList<AuthAnalysis> analyses)
    {
        _lead = analyses.FirstOrDefault(a => a.Outcome == AnalysisOutcome.Documented) ?? analyses.FirstOrDefault(a => a.Outcome == AnalysisOutcome.NoAuth) ?? analyses[0];
        _others = [.. analyses.Where(a => !ReferenceEquals(a, _lead))];
        _methods = [.. _lead.Methods];
        _baseUrls = [.. _lead.BaseUrls];
        _verification = [.. _lead.Verification];
    }

    public AuthAnalysis Merge()
    {
        foreach (var other in _others)
        {
            if (_lead.Outcome == AnalysisOutcome.Documented && other.Outcome == AnalysisOutcome.NoAuth)
                Conflict("authentication", "asks for a credential", LineOf(_lead.Methods[0], "kind"), other, "says that none is needed", other.Evidence is [var said, ..] ? said.Line : 0);
            Methods(other);
            BaseUrls(other);
            _verification.AddRange(other.Verification.Where(v => !_verification.Exists(k => k.Method == v.Method && k.Path == v.Path)).Select(v => v with { Document = other.Document.Path }));
        }

        return _lead with
        {
            Methods = [.. _methods.Take(MostMethods)],
            BaseUrls = [.. _baseUrls.Take(MostUrls)],
            Verification = [.. _verification.Take(MostCalls)],
            NotStated = [.. _lead.NotStated.Where(IsStillOpen)],
            Warnings = [.. _conflicts, .. _lead.Warnings, .. _others.SelectMany(o => o.Warnings.Select(w => w with { Document = o.Document.Path }))],
            Questions = [.. _conflicts.Select(c => $"{c.Message} Which is right?"), .. _lead.Questions.Where(q => _baseUrls.Count == 0 || !q.Contains("base URL", StringComparison.Ordinal))],
            AlsoRead = [.. _others.Select(o => o.Document.Path)],
        };
    }

    private void Methods(AuthAnalysis other)
    {
        foreach (var method in other.Methods)
        {
            var at = _methods.FindIndex(m => m.Kind == method.Kind);
            if (at >= 0)
                _methods[at] = Join(_methods[at], method, other);
            else
                _methods.Add(Foreign(method, other));
        }

        // Each document recommends what the other does not know.
        if (_lead.Methods is [var ours, ..] && other.Methods is [var theirs, ..] && !other.Methods.Any(m => m.Kind == ours.Kind) && !_lead.Methods.Any(m => m.Kind == theirs.Kind))
            Conflict("kind", Spell(ours.Kind), LineOf(ours, "kind"), other, Spell(theirs.Kind), LineOf(theirs, "kind"));
    }

    private AuthMethod Foreign(AuthMethod method, AuthAnalysis other)
    {
        var name = method.Name;
        for (var number = 2; _methods.Exists(m => m.Name == name); number++)
            name = $"{method.Name}_{number}";
        return method with { Name = name, Recommended = _methods.Count == 0, Evidence = [.. method.Evidence.Select(e => e with { Document = other.Document.Path })] };
    }

    private AuthMethod Join(AuthMethod ours, AuthMethod theirs, AuthAnalysis other)
    {
        var evidence = ours.Evidence.ToList();
        void Take(string fact) => evidence.AddRange(theirs.Evidence.Where(e => e.Fact == fact).Select(e => e with { Document = other.Document.Path }));
        var placements = ours.Placements;
        if (placements.Count == 0 && theirs.Placements.Count > 0)
        {
            placements = theirs.Placements;
            Take("placement");
        }
        else if (theirs.Placements.Count > 0 && !theirs.Placements.Any(t => ours.Placements.Any(o => Key(o) == Key(t))))
        {
            Conflict("placement", Spell(ours.Placements[0]), LineOf(ours, "placement"), other, Spell(theirs.Placements[0]), LineOf(theirs, "placement"));
        }

        var oauth = ours.OAuth ?? theirs.OAuth;
        if (ours.OAuth is { } o && theirs.OAuth is { } t)
        {
            if (o.Scopes.Count == 0)
                Take("scopes");
            if (o.Pkce == "not_stated")
                Take("pkce");
            if (o.TokenAuth == "not_stated")
                Take("token_auth");
            if (o.RevocationUrl is null)
                Take("revocation_url");
            oauth = o with
            {
                AuthorizeUrl = Endpoint("authorize_url", o.AuthorizeUrl, t.AuthorizeUrl),
                TokenUrl = Endpoint("token_url", o.TokenUrl, t.TokenUrl),
                DeviceUrl = Endpoint("device_url", o.DeviceUrl, t.DeviceUrl),
                RevocationUrl = o.RevocationUrl ?? t.RevocationUrl,
                Scopes = o.Scopes.Count > 0 ? o.Scopes : t.Scopes,
                Pkce = o.Pkce == "not_stated" ? t.Pkce : o.Pkce,
                TokenAuth = o.TokenAuth == "not_stated" ? t.TokenAuth : o.TokenAuth,
            };
        }

        return ours with
        {
            Placements = placements,
            OAuth = oauth,
            Deprecated = ours.Deprecated || theirs.Deprecated,
            Parameters = [.. ours.Parameters.Select(p => p.Description is null && theirs.Parameters.FirstOrDefault(q => q.Name == p.Name) is { Description: { } words } ? p with { Description = words } : p)],
            Evidence = evidence,
        };

        string? Endpoint(string fact, string? mine, string? yours)
        {
            if (mine is null && yours is not null)
                Take(fact);
            else if (mine is not null && yours is not null && !mine.TrimEnd('/').Equals(yours.TrimEnd('/'), StringComparison.OrdinalIgnoreCase))
                Conflict(fact, mine, LineOf(ours, fact), other, yours, LineOf(theirs, fact));
            return mine ?? yours;
        }
    }

    private void BaseUrls(AuthAnalysis other)
    {
        var hosts = _lead.BaseUrls.Select(b => UrlText.HostKey(b.Url)).ToList();
        if (_lead.BaseUrls.Count > 0 && other.BaseUrls.Count > 0 && !other.BaseUrls.Any(b => hosts.Exists(h => UrlText.HostMatches(h, UrlText.HostKey(b.Url)) || UrlText.HostMatches(UrlText.HostKey(b.Url), h))))
            Conflict("base_url", _lead.BaseUrls[0].Url, _lead.BaseUrls[0].Line, other, other.BaseUrls[0].Url, other.BaseUrls[0].Line);
        _baseUrls.AddRange(other.BaseUrls.Where(b => !_baseUrls.Exists(k => k.Url == b.Url)).Select(b => b with { Document = other.Document.Path }));
    }

    private bool IsStillOpen(string fact)
    {
        var method = _methods.FirstOrDefault();
        var oauth = _methods.Find(m => m.OAuth is not null)?.OAuth;
        return fact switch
        {
            "kind" => method is null,
            "placement" => method is null || method.Placements.Count == 0,
            "base_url" => _baseUrls.Count == 0,
            "verification" => _verification.Count == 0,
            "authorize_url" => oauth?.AuthorizeUrl is null,
            "token_url" => oauth?.TokenUrl is null,
            "scopes" => oauth is not { Scopes.Count: > 0 },
            "pkce" => oauth?.Pkce is null or "not_stated",
            "token_auth" => oauth?.TokenAuth is null or "not_stated",
            _ => true,
        };
    }

    private void Conflict(string fact, string ours, int line, AuthAnalysis other, string theirs, int otherLine) =>
        _conflicts.Add(new AnalysisWarning("conflict", $"{fact}: {_lead.Document.Path}:{line} says {ours}, {other.Document.Path}:{otherLine} says {theirs}.", line));

    private static int LineOf(AuthMethod method, string fact) => method.Evidence.FirstOrDefault(e => e.Fact == fact)?.Line ?? (method.Evidence is [var first, ..] ? first.Line : 0);

    /// <summary>A kind as analyses name it.</summary>
    public static string Spell(AuthKind kind) => JsonSerializer.Serialize(kind, CoreJsonContext.Default.AuthKind).Trim('"');

    private static string Spell(Placement placement) => $"{placement.In.ToString().ToLowerInvariant()} {placement.Name}: {placement.Format}";

    // Names of holes do not count, nor does case in names of headers.
    private static string Key(Placement placement)
    {
        var format = placement.Format;
        foreach (var hole in Template.Holes(format))
            format = format.Replace("{" + hole + "}", "{}", StringComparison.Ordinal);
        return $"{placement.In} {placement.Name} {format}".ToLowerInvariant();
    }
}
