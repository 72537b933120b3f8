using System.Globalization;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.Specs;

/// <summary>A spec on its way from the analysis, through overrides, to the finished record.</summary>
internal sealed class SpecDraft
{
    private readonly AuthAnalysis _analysis;
    private readonly AuthDocument _document;
    private readonly List<AuthDocument> _others;
    private readonly HashSet<string> _formerHoles;
    private readonly SortedSet<string> _unverified = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _secured = new(StringComparer.Ordinal);
    private readonly List<string> _notes = [];
    private readonly List<string> _kept = [];

    public SpecDraft(AuthAnalysis analysis, IReadOnlyList<AuthDocument> documents)
    {
        _analysis = analysis;
        _document = documents.FirstOrDefault(document => document.Info.Sha256 == analysis.Document.Sha256) ?? documents[0];
        _others = [.. documents.Where(document => document.Info.Path != _document.Info.Path)];
        Methods = [.. analysis.Methods.Where(method => method.Kind is not (AuthKind.None or AuthKind.NotDocumented)).Select(MethodDraft.From)];
        Recommended = (analysis.Methods.FirstOrDefault(method => method is { Recommended: true, Deprecated: false }) ?? analysis.Methods.FirstOrDefault(method => !method.Deprecated))?.Name;
        BaseUrls = [.. analysis.BaseUrls.Select(ReadDocumented).OfType<SpecBaseUrl>()];
        _formerHoles = BaseUrls.SelectMany(url => SpecUrl.HolesOf(url.Url)).ToHashSet(ParameterNameComparer.Instance);
        LockoutWarning = analysis.Warnings.Where(warning => warning.Code == "lockout").Select(InItsWords).FirstOrDefault();
        Verification = [.. analysis.Verification.Select(call => new SpecVerification(call.Method.ToUpperInvariant(), Rooted(call.Path), call.Line, call.Document))];
    }

    public string? DisplayName { get; set; }

    public string? Recommended { get; set; }

    public List<MethodDraft> Methods { get; }

    public List<SpecBaseUrl> BaseUrls { get; }

    public List<SpecVerification> Verification { get; }

    /// <summary>Hosts beside those of the URLs.</summary>
    public SortedSet<string> Hosts { get; } = new(StringComparer.Ordinal);

    /// <summary>The document's warning that failed attempts lock an account, or null.</summary>
    public string? LockoutWarning { get; set; }

    /// <summary>Parameters whose description or type a person wrote, by name.</summary>
    public Dictionary<string, SpecParameter> Described { get; } = new(ParameterNameComparer.Instance);

    /// <summary>Facts that stay when the spec is made again.</summary>
    public SortedSet<string> Settled { get; } = new(StringComparer.Ordinal);

    /// <summary>Hash of the leading document.</summary>
    public string DocumentSha256 => _document.Info.Sha256;

    /// <summary>The overrides that a passage of the document supports, in their order.</summary>
    public List<SupportedFact> Supported { get; } = [];

    /// <summary>How many of the verification calls at the front come from overrides.</summary>
    public int SuppliedVerifications { get; set; }

    /// <summary>Marks a fact as unverified unless a passage of the document supports it.</summary>
    /// <returns>The passage, null where none supports it.</returns>
    public SupportedFact? Check(SpecOverride fact, IEnumerable<string> essentials)
    {
        var needed = essentials.ToList();
        foreach (var document in _others.Prepend(_document))
        {
            if (!QuoteCheck.Supports(document, fact.Quote, needed, out var line)) continue;
            Supported.Add(new SupportedFact(fact, needed, line, ReferenceEquals(document, _document) ? null : document.Info.Path));
            return Supported[^1];
        }

        _unverified.Add(fact.Fact);
        if (!string.IsNullOrWhiteSpace(fact.Quote))
        {
            _notes.Add(_others.Prepend(_document).Any(document => document.TryFindQuote(fact.Quote, out _))
                ? $"{fact.Fact}: the quote does not hold what the value says; the fact is marked as unverified."
                : $"{fact.Fact}: the quote does not occur in the document word for word; the fact is marked as unverified.");
        }

        return null;
    }

    /// <summary>As <see cref="Check"/>; the passage becomes evidence of the method.</summary>
    public void Support(MethodDraft method, string fact, SpecOverride item, IEnumerable<string> essentials)
    {
        if (Check(item, essentials) is { } passage) method.Evidence.Add(new Evidence(fact, item.Quote!.Trim(), passage.Line, passage.Document));
    }

    /// <summary>Puts a fact of an existing spec in place of what the document says.</summary>
    /// <param name="fact">The fact.</param>
    /// <param name="names">How the spec calls it among what is settled.</param>
    /// <param name="unverified">How it calls it among what no quote supports; empty where one did.</param>
    /// <param name="evidence">The passages that supported it.</param>
    /// <param name="isSameDocument">Whether the document is still the one that was quoted.</param>
    public void Keep(SettledFact fact, IReadOnlyList<string> names, IReadOnlyList<string> unverified, IEnumerable<Evidence> evidence, bool isSameDocument)
    {
        var (urls, calls) = (BaseUrls.ToHashSet(), Verification.ToHashSet());
        fact.Take(this);
        Settled.UnionWith(names);
        _kept.Add($"{names.FirstOrDefault(fact.Name)}: {fact.Words}");
        if (fact.Essentials is not { } essentials) return;
        var passages = evidence.Select(passage => isSameDocument ? passage : Find(passage)).OfType<Evidence>().ToList();
        if (unverified.Count == 0 && !isSameDocument && passages.Count == 0 && !IsSaid([.. essentials])) unverified = names;
        _unverified.UnionWith(unverified);
        if (unverified.Count > 0)
        {
            // A line that an edit left behind is not where the document says so.
            SetAll(BaseUrls, url => urls.Contains(url) ? url : url with { Line = 0, Document = null });
            SetAll(Verification, call => calls.Contains(call) ? call : call with { Line = 0, Document = null });
        }

        if (Methods.Find(method => method.Name == fact.Method) is not { } method) return;
        if (unverified.Count == 0) method.Evidence.AddRange(passages.Except(method.Evidence));
    }

    /// <summary>The method of the name, a new one where the document states none.</summary>
    public MethodDraft RequireMethod(string name, AuthKind kind)
    {
        var method = Methods.Find(candidate => candidate.Name == name);
        if (method is not null) return method;
        Methods.Add(new MethodDraft { Name = name, Kind = kind });
        return Methods[^1];
    }

    /// <summary>Puts the base URLs of an existing spec in place of the present ones.</summary>
    public void ReplaceBaseUrls(IReadOnlyList<SpecBaseUrl> wanted)
    {
        _formerHoles.UnionWith(wanted.SelectMany(url => SpecUrl.HolesOf(url.Url)));
        Replace(BaseUrls, wanted, url => url.Url);
    }

    /// <summary>Puts the calls of an existing spec in place of the present ones.</summary>
    public void ReplaceVerification(IReadOnlyList<SpecVerification> wanted) => Replace(Verification, wanted, call => (call.Method, call.Path));

    // What the document states has its line from there, wherever it stood when the spec was made.
    private static void Replace<T, TKey>(List<T> present, IReadOnlyList<T> wanted, Func<T, TKey> key) where TKey : notnull
    {
        var documented = present.DistinctBy(key).ToDictionary(key);
        present.Clear();
        present.AddRange(wanted.Select(item => documented.GetValueOrDefault(key(item), item)));
    }

    private static void SetAll<T>(List<T> items, Func<T, T> change)
    {
        for (var i = 0; i < items.Count; i++) items[i] = change(items[i]);
    }

    private Evidence? Find(Evidence passage)
    {
        foreach (var document in _others.Prepend(_document))
        {
            if (document.TryFindQuote(passage.Quote, out var line)) return passage with { Line = line, Document = ReferenceEquals(document, _document) ? null : document.Info.Path };
        }

        return null;
    }

    private bool IsSaid(List<string> essentials) => essentials.Count > 0 && _others.Prepend(_document).Any(document =>
        document.Text.Split('\n').Any(line => essentials.TrueForAll(essential => line.Contains(essential, StringComparison.OrdinalIgnoreCase))));

    /// <summary>The finished spec.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.NoMethod"/>.</exception>
    public SpecBuildResult Finish()
    {
        RequireMethods(Methods.Count == 0);
        DropParametersOfReplacedUrls();
        foreach (var method in Methods)
        {
            DropUnreadablePlacements(method);
            ReadOAuthUrls(method);
            ReadLogin(method);
            if (!method.Settle()) continue;
            _unverified.Add($"{method.Name}.placement");
            _notes.Add($"{method.Name}: the document does not show where the credential goes; the standard header is assumed and marked as unverified.");
        }

        DropUnplaced();
        RequireMethods(Methods.Count == 0);
        var ordered = Methods.OrderBy(method => method.Name != Recommended).ThenBy(method => method.IsDeprecated).ToList();
        var shared = SharedParameters(ordered);
        var verification = ChooseVerification(ordered, shared);
        foreach (var note in BaseUrls.Select(url => _secured.GetValueOrDefault(url.Url)).OfType<string>())
        {
            _unverified.Add("base_url");
            _notes.Add(note);
        }

        var baseUrls = BaseUrls.Select(url => url with { Url = Respell(url.Url, ordered, shared) }).DistinctBy(url => url.Url).ToList();
        var oauth = ordered.Find(method => method.IsOAuth2);
        var hosts = HostsOf(baseUrls, verification, ordered, shared);
        if (baseUrls.Count == 0) _notes.Add("The document states no base URL: call generate_spec again with the override base_url before anything can be verified.");
        if (verification.Count == 0) _notes.Add("The document shows no call that proves a credential: call generate_spec again with the override verification, such as \"GET /me\".");
        var isOnly = ordered.Count == 1;
        var sharedNames = shared.Select(parameter => parameter.Name).ToList();
        var spec = new ConnectorSpec(
            DisplayName ?? TitleOf(_analysis.Source),
            new ConnectionSection(
                isOnly ? [.. Own(ordered[0], []), .. shared.Where(parameter => ordered[0].Find(parameter.Name) is null)] : shared,
                isOnly ? [] : [.. ordered.Select(method => new SpecAuthMethod(method.Name, method.Describe(), [.. Own(method, sharedNames)]))],
                oauth is null ? null : OAuth(oauth, ordered, shared)),
            "",
            new AuthenticationSection(
                _document.Info.Path,
                _document.Info.Sha256,
                [.. ordered.Select(method => method.ToSpec(NamesFor(method, shared), method == oauth, text => Respell(text, ordered, shared)))],
                baseUrls,
                hosts,
                verification,
                [.. _unverified],
                LockoutWarning,
                _others.Count == 0 ? null : [.. _others.Select(document => document.Info.Path)])
            {
                Settled = [.. Settled],
            });
        return new SpecBuildResult(spec, [.. _unverified], _notes) { Kept = _kept };
    }

    /// <summary>The document's own words, and where they stand.</summary>
    private static string InItsWords(AnalysisWarning warning) => string.Create(
        CultureInfo.InvariantCulture, $"{warning.Quote ?? warning.Message} [{(warning.Document is { } document ? $"{document} " : "")}line {warning.Line}]");

    private static string Rooted(string path) =>
        path.StartsWith('/') || path.StartsWith('?') || path.Contains("://", StringComparison.Ordinal) ? path : "/" + path;

    private static string TitleOf(string source) =>
        CultureInfo.InvariantCulture.TextInfo.ToTitleCase(string.Join(' ', source.Split(['_', '-'], StringSplitOptions.RemoveEmptyEntries)));

    private IEnumerable<SpecParameter> Own(MethodDraft method, IReadOnlyList<string> shared) => method.Parameters
        .Where(parameter => !shared.Contains(parameter.Name, ParameterNameComparer.Instance))
        .Select(ToSpec);

    private SpecParameter ToSpec(AuthParameter parameter) =>
        Describe(new SpecParameter(parameter.Name, "string", parameter.Required, parameter.Secret, parameter.Description ?? ""));

    private SpecParameter Describe(SpecParameter parameter) =>
        Described.GetValueOrDefault(parameter.Name) is { } own ? parameter with { Type = own.Type, Description = own.Description } : parameter;

    private static SpecOAuth OAuth(MethodDraft method, List<MethodDraft> methods, List<SpecParameter> shared)
    {
        var oauth = method.OAuth;
        return new SpecOAuth(
            method.Flow ?? (method.IsForMachines ? "m2m" : "u2m"),
            oauth.Pkce is "required" or "supported",
            string.Join(oauth.ScopeSeparator ?? " ", oauth.Scopes ?? []),
            oauth.AuthorizationUrl is null ? null : Respell(oauth.AuthorizationUrl, methods, shared),
            oauth.TokenUrl is null ? null : Respell(oauth.TokenUrl, methods, shared),
            method.IsForMachines && oauth.ExtraAuthParams.Count == 0 ? oauth.ExtraTokenParams : oauth.ExtraAuthParams);
    }

    // The name of a hole as the parameter is spelled: a URL's {AccountId} is the table's account_id.
    private static string Respell(string template, List<MethodDraft> methods, List<SpecParameter> shared) => SpecUrl.RenameHoles(
        template,
        hole => shared.Find(parameter => ParameterNameComparer.Instance.Equals(parameter.Name, hole))?.Name
            ?? methods.Select(method => method.Find(hole)?.Name).FirstOrDefault(name => name is not null)
            ?? methods.SelectMany(method => method.BroughtNames).FirstOrDefault(name => ParameterNameComparer.Instance.Equals(name, hole))
            ?? ParameterNames.SnakeCase(hole));

    private static List<string> NamesFor(MethodDraft method, List<SpecParameter> shared) =>
        [.. shared.Where(parameter => method.Find(parameter.Name) is null).Select(parameter => parameter.Name)];

    private List<string> HostsOf(List<SpecBaseUrl> baseUrls, List<SpecVerification> verification, List<MethodDraft> methods, List<SpecParameter> shared) =>
    [
        .. baseUrls.Select(url => url.Url)
            .Concat(methods.SelectMany(method => method.OAuthUrls).Select(url => Respell(url, methods, shared)))
            .Concat(verification.Select(call => call.Path))
            .Select(text => SpecUrl.TryParse(text, out var url) ? url.Host : null)
            .OfType<string>()
            .Concat(Hosts)
            .Distinct(StringComparer.Ordinal),
    ];

    // Shared are the parameters that every method has, and those of the URLs, which no method is without.
    private List<SpecParameter> SharedParameters(List<MethodDraft> methods)
    {
        var shared = new List<SpecParameter>();
        if (methods.Count > 1)
        {
            shared.AddRange(methods[0].Parameters
                .Where(parameter => methods.TrueForAll(method => method.Find(parameter.Name) is { } same && same.Required == parameter.Required && same.Secret == parameter.Secret))
                .Select(ToSpec));
        }

        var first = BaseUrls.Take(1).SelectMany(url => SpecUrl.HolesOf(url.Url)).Concat(methods.SelectMany(method => method.OAuthUrls).SelectMany(SpecUrl.HolesOf)).ToHashSet(ParameterNameComparer.Instance);
        foreach (var hole in first.Concat(BaseUrls.SelectMany(url => SpecUrl.HolesOf(url.Url))).Distinct(ParameterNameComparer.Instance).ToList())
        {
            if (shared.Exists(parameter => ParameterNameComparer.Instance.Equals(parameter.Name, hole))) continue;
            if (methods.Exists(method => method.BroughtNames.Contains(hole, ParameterNameComparer.Instance))) continue;
            var stated = methods.Select(method => method.Find(hole)).OfType<AuthParameter>().FirstOrDefault();
            if (methods.Count == 1 && stated is not null) continue;

            // In several methods' lists, it moves to the shared ones.
            methods.ForEach(method => method.Parameters.RemoveAll(parameter => ParameterNameComparer.Instance.Equals(parameter.Name, hole)));
            shared.Add(stated is not null
                ? ToSpec(stated)
                : Describe(new SpecParameter(ParameterNames.SnakeCase(hole), "string", first.Contains(hole), ParameterNames.SoundsSecret(hole), DescribeHole(hole))));
        }

        return shared;
    }

    private string DescribeHole(string hole)
    {
        var url = BaseUrls.Select(candidate => candidate.Url).Concat(Methods.SelectMany(method => method.OAuthUrls)).First(candidate => SpecUrl.HolesOf(candidate).Contains(hole));
        return SpecUrl.TryParse(url, out var parsed) && parsed.Host == $"{{{hole}}}" ? $"Host in {url}, without https://" : $"The part {{{hole}}} of {url}";
    }

    // A call whose path needs what no parameter gives can't be made; the first one is kept with a parameter of its own where there is no better.
    private List<SpecVerification> ChooseVerification(List<MethodDraft> methods, List<SpecParameter> shared)
    {
        var known = shared.Select(parameter => parameter.Name)
            .Concat(methods.SelectMany(method => method.Parameters).Select(parameter => parameter.Name))
            .Concat(methods.SelectMany(method => method.BroughtNames))
            .ToHashSet(ParameterNameComparer.Instance);
        var usable = Verification.Where(call => SpecUrl.IsPath(call.Path) || SpecUrl.TryParse(call.Path, out _)).DistinctBy(call => (call.Method, call.Path)).ToList();
        var complete = usable.Where(call => SpecUrl.HolesOf(call.Path).All(known.Contains)).ToList();
        if (complete.Count == 0 && usable.Count > 0)
        {
            complete = usable[..1];
            shared.AddRange(SpecUrl.HolesOf(usable[0].Path).Where(hole => !known.Contains(hole))
                .Select(hole => new SpecParameter(ParameterNames.SnakeCase(hole), "string", true, false, $"Used by the verification call {usable[0].Method} {usable[0].Path}")));
        }

        return [.. complete.Select(call => call with { Path = Respell(call.Path, methods, shared) })];
    }

    private SpecBaseUrl? ReadDocumented(BaseUrl documented)
    {
        var text = documented.Url.Trim();
        var isHttp = text.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

        // "https://api.example.com{path}" means the host and any path.
        if (text.EndsWith('}') && !SpecUrl.TryParse(text, out _) && SpecUrl.TryParse(text[..text.LastIndexOf('{')], out _)) text = text[..text.LastIndexOf('{')];
        if (SpecUrl.TryParse(text, out var url)) return new SpecBaseUrl(url.Text, documented.Environment, documented.Line, documented.Document);

        // A hole for the whole origin, or a host without a scheme.
        var secured = isHttp ? $"https://{text["http://".Length..]}" : $"https://{text}";
        if ((isHttp || !text.Contains("://", StringComparison.Ordinal)) && SpecUrl.TryParse(secured, out url))
        {
            if (isHttp) _secured[url.Text] = $"The document writes {text} (line {documented.Line}); credentials travel over https only, so the spec says https, unverified.";
            return new SpecBaseUrl(url.Text, documented.Environment, documented.Line, documented.Document);
        }

        _notes.Add($"The documented base URL \"{text}\" (line {documented.Line}) is no https URL with a host and is left out.");
        return null;
    }

    // A token URL without a host is one of the API's own.
    private void ReadOAuthUrls(MethodDraft method)
    {
        if (!method.IsOAuth2) return;
        var oauth = method.OAuth;
        method.OAuth = oauth with
        {
            AuthorizationUrl = Read(oauth.AuthorizationUrl, "authorize_url"),
            TokenUrl = Read(oauth.TokenUrl, "token_url"),
            DeviceAuthorizationUrl = Read(oauth.DeviceAuthorizationUrl, "device_url"),
            RevocationUrl = Read(oauth.RevocationUrl, "revocation_url"),
        };

        string? Read(string? text, string fact)
        {
            if (string.IsNullOrWhiteSpace(text)) return null;
            if (SpecUrl.TryParse(text, out _)) return text;
            if (text.StartsWith('/') && BaseUrls.Count > 0)
            {
                var origin = BaseUrls[0].Url;
                var path = origin.IndexOf('/', origin.IndexOf("://", StringComparison.Ordinal) + 3);
                var absolute = (path < 0 ? origin : origin[..path]) + text;
                if (SpecUrl.TryParse(absolute, out _)) return absolute;
            }

            if (!text.Contains("://", StringComparison.Ordinal) && SpecUrl.TryParse($"https://{text}", out _)) return $"https://{text}";
            _notes.Add($"{method.Name}: the documented {fact} \"{text}\" is no https URL with a host and is left out.");
            return null;
        }
    }

    // A call on the API's own host is one below the base URL, whatever host the sample shows.
    private void ReadLogin(MethodDraft method)
    {
        if (method.Login is not null || method.Kind != AuthKind.SessionLogin || _analysis.Methods.FirstOrDefault(documented => documented.Name == method.Name)?.Login is not { } facts) return;
        if (facts.Returns.Count == 0)
        {
            _notes.Add($"{method.Name}: the document does not show what the login call {facts.Method} {facts.Path} returns; supply it with the overrides {method.Name}.login and {method.Name}.login_returns.");
            return;
        }

        var path = facts.Path.Split('#')[0];
        var origin = path.IndexOf("://", StringComparison.Ordinal);
        if (origin >= 0)
        {
            var isOwn = BaseUrls.Count == 0 || (SpecUrl.TryParse(path, out var url) ? BaseUrls.Exists(known => SpecUrl.TryParse(known.Url, out var own) && own.Host == url.Host) : true);
            var slash = path.IndexOf('/', origin + 3);
            if (isOwn) path = slash < 0 ? "/" : path[slash..];
        }

        if (!SpecUrl.IsPath(path) && !SpecUrl.TryParse(path, out _)) return;
        method.Login = new SpecLogin(
            facts.Method, path, facts.Body, facts.Placements, [.. facts.Returns.Select(returned => new SpecReturned(returned.Name, returned.In, returned.Path))]);
    }

    private void DropParametersOfReplacedUrls()
    {
        var current = BaseUrls.Select(url => url.Url)
            .Concat(Verification.Select(call => call.Path))
            .SelectMany(SpecUrl.HolesOf)
            .ToHashSet(ParameterNameComparer.Instance);
        foreach (var method in Methods)
        {
            var used = method.OAuthUrls.Concat(method.Placements.Select(placement => placement.Format)).SelectMany(SpecUrl.HolesOf).ToHashSet(ParameterNameComparer.Instance);
            method.Parameters.RemoveAll(parameter => _formerHoles.Contains(parameter.Name) && !current.Contains(parameter.Name) && !used.Contains(parameter.Name));
        }
    }

    private void DropUnreadablePlacements(MethodDraft method)
    {
        if (!SpecReader.IsDirect(method.Kind)) return;
        foreach (var placement in method.Placements.Where(placement => !CredentialFormat.TryParse(placement.Format, out _)).ToList())
        {
            method.Placements.Remove(placement);
            _notes.Add($"{method.Name}: the documented value \"{placement.Format}\" of {placement.Name} can't be read and is left out; supply it with the override {method.Name}.placement.");
        }
    }

    private void DropUnplaced()
    {
        var unplaced = Methods.Where(method => method.Placements.Count == 0 && !SpecReader.NeedsNoPlacement(method.Kind)).ToList();
        foreach (var method in unplaced)
        {
            _notes.Add($"{method.Name}: left out, because the document does not show where the credential goes; supply it with the override {method.Name}.placement.");
            Methods.Remove(method);
        }
    }

    private void RequireMethods(bool isEmpty)
    {
        if (!isEmpty) return;
        var source = _document.Info.Path;
        const string call = "call generate_spec with an override such as \"api_key.placement\" = \"header X-Api-Key: {api_key}\" and the quote.";
        const string next = $"Read the document yourself; where it does say, {call}";
        throw _analysis.Outcome switch
        {
            AnalysisOutcome.NoAuth => new ConnectorAuthException(
                ErrorCodes.NoMethod,
                $"{source} says that the API needs no authentication, so there is no credential to ask for.",
                $"Build the connector without credentials; where the document does ask for one after all, {call}"),
            AnalysisOutcome.NotDocumented => new ConnectorAuthException(ErrorCodes.NoMethod, $"{source} does not say how to authenticate.", next),
            _ => new ConnectorAuthException(ErrorCodes.NoMethod, $"{source} names a method but does not show where on a request its credential goes.", next),
        };
    }
}
