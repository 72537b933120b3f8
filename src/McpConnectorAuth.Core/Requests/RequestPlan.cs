using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Requests;

/// <summary>
/// Where everything of a verification call goes, worked out from the spec without any value. <see cref="RequestFactory"/> sends
/// it, and the test writer writes it down as code, so that both make the same request.
/// </summary>
internal sealed class RequestPlan
{
    private static readonly string[] RefusedHeaders =
        ["connection", "content-length", "expect", "host", "keep-alive", "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade", "via"];

    private readonly MethodHoles _holes;

    private RequestPlan(
        string verb,
        string scheme,
        HostPattern host,
        UrlTemplate path,
        IReadOnlyList<KeyValuePair<string, UrlTemplate>> query,
        ILookup<PlacementLocation, PlacedValue> placements,
        BodyEncoding bodyEncoding,
        IReadOnlySet<string> secrets,
        MethodHoles holes)
    {
        Verb = verb;
        Scheme = scheme;
        Host = host;
        Path = path;
        Query = query;
        Placements = placements;
        BodyEncoding = bodyEncoding;
        Secrets = secrets;
        _holes = holes;
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
    public ILookup<PlacementLocation, PlacedValue> Placements { get; }

    public BodyEncoding BodyEncoding { get; }

    /// <summary>Names of the parameters whose values prove who calls; compared as <see cref="ParameterNameComparer"/> does.</summary>
    public IReadOnlySet<string> Secrets { get; }

    /// <summary>Names of what has to be issued before the request can be made.</summary>
    public IEnumerable<string> Issued =>
        ParameterNames.Where(name => _holes.Issued.Concat(_holes.Facts).Contains(name, ParameterNameComparer.Instance));

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
        if (RequestFactory.WhyUnsupported(spec, method) is { } missing)
        {
            throw new ConnectorAuthException(
                ErrorCodes.MethodNotSupported,
                $"The authentication method {method.Name} ({EnumNames<AuthKind>.NameOf(method.Kind)}) can't be carried out: {missing}.",
                "Complete the method with generate_spec and what the document says, or use another method of the spec.");
        }

        var parameters = spec.ParametersOf(method);
        var (scheme, authority, path, query) = ResolveUrl(spec, method, call);
        var host = HostPattern.Parse(authority);
        var holes = MethodHoles.Of(method);
        if (host.ParameterNames.FirstOrDefault(name => holes.Issued.Contains(name, ParameterNameComparer.Instance) || parameters.Any(parameter => parameter.Secret && Same(parameter.Name, name))) is { } leaking)
            throw Invalid($"The base URL {scheme}://{authority} puts the secret parameter \"{leaking}\" into the host name, which name servers see.", "Correct authentication.base_urls.");

        if (scheme == "http" && !(HostAddress.TryParse(authority, out var address) && address.Class == AddressClass.Loopback))
        {
            throw new ConnectorAuthException(
                ErrorCodes.HostNotApproved, $"A credential goes to {authority} only over https.", "Write the base URL with https:// in authentication.base_urls.");
        }

        var placed = method.Placements
            .Where(placement => placement.In != PlacementLocation.Path)
            .Select(placement => KeyValuePair.Create(placement.In, Place(placement, parameters)))
            .ToList();
        var twice = placed.GroupBy(pair => (pair.Key, pair.Value.Name.ToLowerInvariant())).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null) throw Invalid($"The method {method.Name} puts two values into the {twice.Key.Key} \"{twice.First().Value.Name}\".", "Make them two methods, or remove one placement.");

        var placements = placed.ToLookup(pair => pair.Key, pair => pair.Value);
        var names = placements[PlacementLocation.Query].Select(value => value.Name).ToHashSet(StringComparer.Ordinal);
        var encoding = EncodingOf(method, placements);
        var verb = encoding == BodyEncoding.None ? call.Method.ToUpperInvariant() : "POST";
        if (verb == "POST" && spec.Authentication.Unverified.Contains("verification"))
        {
            throw new ConnectorAuthException(
                ErrorCodes.NothingToVerify,
                $"{verb} {call.Path} is not shown by the document, so it is not made with a person's credential.",
                "Name a GET call as verification, or give generate_spec the document's words that show this call.");
        }

        return new RequestPlan(
            verb,
            scheme,
            host,
            UrlTemplate.Parse(path),
            [.. query.Where(pair => !names.Contains(Uri.UnescapeDataString(pair.Key)))],
            placements,
            encoding,
            SecretsOf(method, parameters, holes),
            holes);
    }

    private static (string Scheme, string Authority, string Path, List<KeyValuePair<string, UrlTemplate>> Query) ResolveUrl(
        ConnectorSpec spec, SpecMethod method, SpecVerification call)
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
        var keySegments = string.Concat(method.Placements
            .Where(placement => placement.In == PlacementLocation.Path && !IsInPath(placement, basePath + callPath))
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

    private static PlacedValue Place(Placement placement, IReadOnlyList<SpecParameter> parameters)
    {
        var format = CredentialFormat.Parse(placement.Format);
        var sound = placement.In switch
        {
            PlacementLocation.Header => placement.Name.Length > 0
                && placement.Name.All(IsTokenCharacter)
                && !RefusedHeaders.Contains(placement.Name.ToLowerInvariant()),
            PlacementLocation.Cookie => placement.Name.Length > 0 && placement.Name.All(IsTokenCharacter),
            _ => placement.Name.Length > 0 && !placement.Name.Any(char.IsControl),
        };
        if (!sound) throw Invalid($"\"{placement.Name}\" can't be the name of a {placement.In} value.".ToLowerInvariant(), "Correct authentication.methods[].placements[].name.");
        var optional = format.ParameterNames.Count > 0
            && format.ParameterNames.All(name => parameters.Any(parameter => Same(parameter.Name, name) && !parameter.Required));
        return new PlacedValue(placement.Name, format, optional);
    }

    /// <summary>JSON unless the document's own words show a form: a form content type, or the field written as <c>name=</c>.</summary>
    private static BodyEncoding EncodingOf(SpecMethod method, ILookup<PlacementLocation, PlacedValue> placements)
    {
        var fields = placements[PlacementLocation.Body].Select(value => value.Name + "=").ToList();
        if (fields.Count == 0) return BodyEncoding.None;
        var isForm = placements[PlacementLocation.Header].Any(value => value.Format.Text.Contains("form-urlencoded", StringComparison.OrdinalIgnoreCase))
            || method.Evidence.Any(evidence => evidence.Quote.Contains("form-urlencoded", StringComparison.OrdinalIgnoreCase)
                || fields.Any(field => evidence.Quote.Contains(field, StringComparison.Ordinal)));
        return isForm ? BodyEncoding.Form : BodyEncoding.Json;
    }

    private static HashSet<string> SecretsOf(SpecMethod method, IReadOnlyList<SpecParameter> parameters, MethodHoles holes)
    {
        var used = method.Placements.SelectMany(placement => CredentialFormat.Parse(placement.Format).ParameterNames).ToHashSet(ParameterNameComparer.Instance);
        var secret = parameters.Where(parameter => parameter.Secret && used.Contains(parameter.Name)).Select(parameter => parameter.Name).Concat(holes.Issued).ToHashSet(ParameterNameComparer.Instance);
        return secret.Count > 0 ? secret : used;
    }

    /// <summary>RFC 9110 section 5.6.2.</summary>
    private static bool IsTokenCharacter(char character) => char.IsAsciiLetterOrDigit(character) || "!#$%&'*+-.^_`|~".Contains(character, StringComparison.Ordinal);

    private static bool Same(string left, string right) => ParameterNameComparer.Instance.Equals(left, right);

    private static ConnectorAuthException Invalid(string message, string nextStep) => new(ErrorCodes.SpecInvalid, message, nextStep);
}
