using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Requests;

/// <summary>
/// Where everything of a verification call goes, worked out from the spec without any value. <see cref="RequestFactory"/> sends
/// it, and the test writer writes it down as code, so that both make the same request.
/// </summary>
internal sealed class RequestPlan
{
    private readonly MethodPlan _method;

    private RequestPlan(MethodPlan method, string verb, string scheme, HostPattern host, UrlTemplate path, IReadOnlyList<KeyValuePair<string, UrlTemplate>> query)
    {
        _method = method;
        Verb = verb;
        Scheme = scheme;
        Host = host;
        Path = path;
        Query = query;
    }

    /// <summary>The HTTP method, upper case: GET, HEAD or POST.</summary>
    public string Verb { get; }

    /// <summary><c>https</c>, or <c>http</c> (which only a loopback host gets through <see cref="ApiClient"/>).</summary>
    public string Scheme { get; }

    public HostPattern Host { get; }

    /// <summary>The whole path with its leading slash, credentials in the path included.</summary>
    public UrlTemplate Path { get; }

    /// <summary>Query parameters of the call itself; those of placements are in <see cref="Placements"/>.</summary>
    public IReadOnlyList<KeyValuePair<string, UrlTemplate>> Query { get; }

    /// <summary>What goes onto the request outside the path.</summary>
    public ILookup<PlacementLocation, PlacedValue> Placements => _method.Placements;

    /// <summary>What can be put on only when everything else is: signatures and what goes into them.</summary>
    public ILookup<PlacementLocation, PlacedValue> Sealed => _method.Sealed;

    /// <summary>Whether a signature of a standard that allows both goes into the query.</summary>
    public bool IsSignedInQuery => _method.IsSignedInQuery;

    /// <summary>What fills the holes of the method's placements.</summary>
    public MethodHoles Holes => _method.Holes;

    public BodyEncoding BodyEncoding => _method.BodyEncoding;

    /// <summary>Names of the parameters whose values prove who calls; compared as <see cref="ParameterNameComparer"/> does.</summary>
    public IReadOnlySet<string> Secrets => _method.Secrets;

    /// <summary>Hosts that the spec lists.</summary>
    public IReadOnlyList<HostPattern> ListedHosts => _method.Hosts;

    /// <summary>Names of what has to be issued before the request can be made.</summary>
    public IEnumerable<string> Issued =>
        ParameterNames.Where(name => _method.Holes.Facts.Contains(name, ParameterNameComparer.Instance)).Concat(_method.Holes.Issued);

    /// <summary>Whether a check may make the call at all: it reads, or is a documented POST.</summary>
    public static bool IsSafe(SpecVerification call) => call.Method.ToUpperInvariant() is "GET" or "HEAD" or "POST";

    /// <summary>Every parameter that the request uses.</summary>
    public IEnumerable<string> ParameterNames => Host.ParameterNames
        .Concat(Path.ParameterNames)
        .Concat(Query.SelectMany(pair => pair.Value.ParameterNames))
        .Concat(Placements.SelectMany(group => group).SelectMany(value => value.Format.ParameterNames))
        .Distinct(ParameterNameComparer.Instance);

    /// <summary>Whether a value goes missing when the secrets are left out.</summary>
    public bool HoldsSecret(IEnumerable<string> parameterNames) => parameterNames.Any(Secrets.Contains);

    /// <summary>Works the request out.</summary>
    /// <exception cref="ConnectorAuthException">
    /// <see cref="ErrorCodes.MethodNotSupported"/>, <see cref="ErrorCodes.NothingToVerify"/>, <see cref="ErrorCodes.SpecInvalid"/>, or
    /// <see cref="ErrorCodes.HostNotApproved"/> for http to another machine.
    /// </exception>
    public static RequestPlan Create(ConnectorSpec spec, SpecMethod method, SpecVerification call)
    {
        var plan = MethodPlan.Create(spec, method);
        var parameters = spec.ParametersOf(method);
        var (scheme, authority, path, query) = ResolveUrl(spec, plan, call);
        var host = HostPattern.Parse(authority);
        if (host.ParameterNames.FirstOrDefault(name => plan.Holes.Issued.Contains(name, ParameterNameComparer.Instance) || parameters.Any(parameter => parameter.Secret && Same(parameter.Name, name))) is { } leaking)
            throw Invalid($"The base URL {scheme}://{authority} puts the secret parameter \"{leaking}\" into the host name, which name servers see.", "Correct authentication.base_urls.");

        if (scheme == "http" && !(HostAddress.TryParse(authority, out var address) && address.Class == AddressClass.Loopback))
        {
            throw new ConnectorAuthException(
                ErrorCodes.HostNotApproved, $"A credential goes to {authority} only over https.", "Write the base URL with https:// in authentication.base_urls.");
        }

        var names = plan.Placements[PlacementLocation.Query].Concat(plan.Sealed[PlacementLocation.Query]).Select(value => value.Name).ToHashSet(StringComparer.Ordinal);
        var verb = plan.BodyEncoding == BodyEncoding.None ? call.Method.ToUpperInvariant() : "POST";
        if (verb == "POST" && spec.Authentication.Unverified.Contains("verification"))
        {
            throw new ConnectorAuthException(
                ErrorCodes.NothingToVerify,
                $"{verb} {call.Path} is not shown by the document, so it is not made with a person's credential.",
                "Name a GET call as verification, or give generate_spec the document's words that show this call.");
        }

        return new RequestPlan(plan, verb, scheme, host, UrlTemplate.Parse(path), [.. query.Where(pair => !names.Contains(Uri.UnescapeDataString(pair.Key)))]);
    }

    private static (string Scheme, string Authority, string Path, List<KeyValuePair<string, UrlTemplate>> Query) ResolveUrl(
        ConnectorSpec spec, MethodPlan method, SpecVerification call)
    {
        if (!IsSafe(call))
        {
            throw new ConnectorAuthException(
                ErrorCodes.NothingToVerify,
                $"A check does not make {call.Method} calls, because they may change something.",
                "Name a reading call in authentication.verification of the spec.");
        }

        var target = call.Path.Split('#')[0];
        var isAbsolute = SplitUrl(target, out var scheme, out var authority, out var rest);
        var basePath = "";
        if (!isAbsolute)
        {
            var baseUrl = spec.Authentication.BaseUrls.Count > 0 ? spec.Authentication.BaseUrls[0].Url : null;
            if (baseUrl is null)
            {
                throw new ConnectorAuthException(
                    ErrorCodes.NothingToVerify, "The spec names no base URL.", "Add one to authentication.base_urls, or pass base_url to generate_spec.");
            }

            // A whole host that a token reply states, such as {instance_url}, is written without a scheme; the value has none either.
            if (baseUrl.StartsWith('{')) baseUrl = "https://" + baseUrl;
            if (!SplitUrl(baseUrl, out scheme, out authority, out basePath))
                throw Invalid($"The base URL \"{baseUrl}\" does not begin with https:// and a host.", "Correct authentication.base_urls.");
            basePath = basePath.Split('?', '#')[0].TrimEnd('/');
            rest = target.StartsWith('/') || target.StartsWith('?') ? target : "/" + target;
        }

        var question = rest.IndexOf('?', StringComparison.Ordinal);
        var callPath = question < 0 ? rest : rest[..question];
        if (basePath.Length > 0 && (callPath == basePath || callPath.StartsWith(basePath + "/", StringComparison.Ordinal))) callPath = callPath[basePath.Length..];
        var keySegments = string.Concat(method.PathPlacements
            .Where(placement => !IsInPath(placement, basePath + callPath))
            .Select(placement => "/" + placement.Format));
        var path = basePath + keySegments + callPath;
        return (scheme, authority, path.StartsWith('/') ? path : "/" + path, question < 0 ? [] : SplitQuery(rest[(question + 1)..]));
    }

    private static bool IsInPath(Placement placement, string path)
    {
        var held = UrlTemplate.Parse(path).ParameterNames.ToHashSet(ParameterNameComparer.Instance);
        return CredentialFormat.Parse(placement.Format).ParameterNames.All(held.Contains);
    }

    private static bool SplitUrl(string url, out string scheme, out string authority, out string rest)
    {
        scheme = authority = rest = "";
        foreach (var candidate in new[] { "https", "http" })
        {
            var prefix = candidate + "://";
            if (!url.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) continue;
            var end = url.AsSpan(prefix.Length).IndexOfAny("/?#\\");
            scheme = candidate;
            authority = end < 0 ? url[prefix.Length..] : url[prefix.Length..(prefix.Length + end)];
            rest = end < 0 ? "" : url[(prefix.Length + end)..];
            return true;
        }

        return false;
    }

    private static List<KeyValuePair<string, UrlTemplate>> SplitQuery(string query) =>
    [
        .. query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair =>
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            return KeyValuePair.Create(equals < 0 ? pair : pair[..equals], UrlTemplate.Parse(equals < 0 ? "" : pair[(equals + 1)..]));
        }),
    ];

    private static bool Same(string left, string right) => ParameterNameComparer.Instance.Equals(left, right);

    private static ConnectorAuthException Invalid(string message, string nextStep) => new(ErrorCodes.SpecInvalid, message, nextStep);
}
