using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Requests;

/// <summary>Puts a credential onto a request as the spec's placements say.</summary>
public static class RequestFactory
{
    /// <summary>
    /// Whether this version can carry the method out: every hole of its placements is a parameter, issued or computed, and what issues or
    /// computes it is described well enough.
    /// </summary>
    public static bool Supports(ConnectorSpec spec, SpecMethod method) => WhyUnsupported(spec, method) is null;

    /// <summary>What stands in the way of carrying the method out, as a clause for people; null where nothing does.</summary>
    public static string? WhyUnsupported(ConnectorSpec spec, SpecMethod method)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(method);
        return MethodSupport.Missing(spec, method);
    }

    /// <summary>
    /// Makes the request of a verification call, or one of its negative controls, without what <see cref="RequestSender"/> adds when it
    /// sends: signatures, answers to challenges and client certificates. The caller disposes it.
    /// </summary>
    /// <param name="spec">The spec.</param>
    /// <param name="method">One of its methods.</param>
    /// <param name="call">One of its verification calls; one with body placements becomes a POST.</param>
    /// <param name="values">What the person supplied and what was issued (<see cref="Connections.Connection.RequestValues"/>).</param>
    /// <param name="control">Whether the credential goes along, is left out or is changed.</param>
    /// <exception cref="ConnectorAuthException">
    /// <see cref="ErrorCodes.MethodNotSupported"/>, <see cref="ErrorCodes.NothingToVerify"/>, <see cref="ErrorCodes.SpecInvalid"/>,
    /// <see cref="ErrorCodes.InvalidCredentialField"/>, <see cref="ErrorCodes.LoginRequired"/> where nothing has been issued yet, or
    /// <see cref="ErrorCodes.HostNotApproved"/> where the spec does not list the host.
    /// </exception>
    public static HttpRequestMessage Create(
        ConnectorSpec spec, SpecMethod method, SpecVerification call, CredentialValues values, ControlVariant control)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(values);
        var plan = RequestPlan.Create(spec, method, call);
        RequireIssued(method, plan.Issued, values);
        values = ValuesOf(control, plan.Secrets, values);
        var without = control == ControlVariant.NoCredential ? plan.Secrets : new HashSet<string>();
        var url = UrlOf(plan, values, without);
        RequireListed(plan.ListedHosts, plan.Host.ExpandAddress(values), plan.Scheme, values);

        var request = new HttpRequestMessage(new HttpMethod(plan.Verb), url);
        try
        {
            request.Content = ContentOf(plan, values, without);
            AddHeaders(request, plan.Placements, values, without);
            return request;
        }
        catch
        {
            request.Dispose();
            throw;
        }
    }

    /// <summary>Puts a method's credential onto any request to the API, without what <see cref="RequestSender"/> adds.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="method">One of its methods.</param>
    /// <param name="request">The request; it stays as it is.</param>
    /// <param name="values">What the person supplied and what was issued.</param>
    /// <param name="cancellationToken">Ends the reading of the request's body.</param>
    /// <returns>A copy with the credential, which the caller disposes. Where both name a header, a field or a parameter, the credential counts.</returns>
    /// <exception cref="ConnectorAuthException">
    /// Those of <see cref="Create"/>, and <see cref="ErrorCodes.InvalidArgument"/> where a credential goes into a body that has no fields.
    /// </exception>
    public static async Task<HttpRequestMessage> AuthorizeAsync(
        ConnectorSpec spec, SpecMethod method, HttpRequestMessage request, CredentialValues values, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(values);
        var plan = MethodPlan.Create(spec, method);
        RequireIssued(method, plan.Holes.Issued, values);
        if (request.RequestUri is not { IsAbsoluteUri: true } url || !HostAddress.TryParse(url, out var host))
            throw new ConnectorAuthException(ErrorCodes.InvalidArgument, "The request has no absolute URL of a host.", "Give the whole URL, beginning with https://.");
        RequireListed(plan.Hosts, host, url.Scheme, values);
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        var copy = new HttpRequestMessage(request.Method, PathOf(spec, plan, url, values));
        try
        {
            foreach (var (name, held) in request.Headers.NonValidated) copy.Headers.TryAddWithoutValidation(name, held);
            if (request.Content is not null)
            {
                copy.Content = new ByteArrayContent(body);
                foreach (var (name, held) in request.Content.Headers.NonValidated) copy.Content.Headers.TryAddWithoutValidation(name, held);
            }

            var nothing = new HashSet<string>();
            RequestParts.SetQuery(copy, Rendered(plan.Placements[PlacementLocation.Query], values, nothing));
            RequestParts.SetBody(copy, body, Rendered(plan.Placements[PlacementLocation.Body], values, nothing), plan.BodyEncoding);
            AddHeaders(copy, plan.Placements, values, nothing);
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <summary>The values as a control uses them.</summary>
    internal static CredentialValues ValuesOf(ControlVariant control, IReadOnlySet<string> secrets, CredentialValues values) => control != ControlVariant.ChangedCredential
        ? values
        : new CredentialValues(values.All.Select(pair => secrets.Contains(pair.Key) && pair.Value.Length > 0 ? KeyValuePair.Create(pair.Key, new Secret(Changed(pair.Value))) : pair));

    /// <summary>A key in PEM form with a character changed is no key, so another key takes its place.</summary>
    private static string Changed(Secret secret)
    {
        var value = secret.Reveal();
        return (Pem.Looks(value) ? PrivateKey.Other(value) : null) ?? ChangedSecret.Of(value);
    }

    private static void RequireIssued(SpecMethod method, IEnumerable<string> issued, CredentialValues values)
    {
        if (issued.All(name => ParameterValues.Find(values, name) is not null)) return;
        throw new ConnectorAuthException(
            ErrorCodes.LoginRequired,
            $"Nothing has been issued yet for the method {method.Name}, or it has ended.",
            "Let the person sign in: open the portal (start_credential_portal), or run the command login.");
    }

    /// <summary>The URL with the method's path segments behind the path of the base URL, unless they are there.</summary>
    private static Uri PathOf(ConnectorSpec spec, MethodPlan plan, Uri url, CredentialValues values)
    {
        var segments = string.Concat(plan.PathPlacements.Select(placement => UrlTemplate.Parse("/" + placement.Format).ExpandPath(values, new HashSet<string>())));
        if (segments.Length == 0) return url;
        var basePath = spec.Authentication.BaseUrls.Count > 0 && Uri.TryCreate(spec.Authentication.BaseUrls[0].Url, UriKind.Absolute, out var baseUrl) ? baseUrl.AbsolutePath.TrimEnd('/') : "";
        var path = url.AbsolutePath;
        if (path.Contains(segments, StringComparison.Ordinal)) return url;
        var start = path.StartsWith(basePath + "/", StringComparison.Ordinal) ? basePath.Length : 0;
        return new Uri($"{url.GetLeftPart(UriPartial.Authority)}{path[..start]}{segments}{path[start..]}{url.Query}");
    }

    private static Uri UrlOf(RequestPlan plan, CredentialValues values, IReadOnlySet<string> without)
    {
        var pairs = plan.Query
            .Where(pair => !pair.Value.ParameterNames.Any(without.Contains))
            .Select(pair => $"{pair.Key}={pair.Value.ExpandQuery(values)}")
            .Concat(Rendered(plan.Placements[PlacementLocation.Query], values, without)
                .Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
        var query = string.Join('&', pairs);
        return new Uri($"{plan.Scheme}://{plan.Host.Expand(values)}{plan.Path.ExpandPath(values, without)}{(query.Length > 0 ? "?" : "")}{query}");
    }

    private static HttpContent? ContentOf(RequestPlan plan, CredentialValues values, IReadOnlySet<string> without)
    {
        var fields = Rendered(plan.Placements[PlacementLocation.Body], values, without);
        switch (plan.BodyEncoding)
        {
            case BodyEncoding.Form:
                return new FormUrlEncodedContent(fields);
            case BodyEncoding.Json:
                return RequestParts.BodyOf(fields, isForm: false);
            default:
                // A POST without a body still states its length (RFC 9110 section 8.6).
                return plan.Verb == "POST" ? new ByteArrayContent([]) : null;
        }
    }

    /// <summary>Puts the values for headers and cookies onto a request, those of parameters in <paramref name="without"/> left out.</summary>
    internal static void AddHeaders(
        HttpRequestMessage request, ILookup<PlacementLocation, PlacedValue> placements, CredentialValues values, IReadOnlySet<string> without)
    {
        foreach (var (name, value) in Rendered(placements[PlacementLocation.Header], values, without))
        {
            RequireCarriable(placements, PlacementLocation.Header, name, value);
            RequestParts.SetHeader(request, name, value);
        }

        var cookies = Rendered(placements[PlacementLocation.Cookie], values, without);
        foreach (var (name, value) in cookies) RequireCarriable(placements, PlacementLocation.Cookie, name, value);
        RequestParts.SetCookies(request, cookies);
        if (request.Headers.Accept.Count == 0) request.Headers.TryAddWithoutValidation("Accept", "application/json, */*;q=0.5");
    }

    /// <summary>Names and values; what needs a parameter in <paramref name="without"/> or an optional one without a value is left out.</summary>
    internal static List<KeyValuePair<string, string>> Rendered(IEnumerable<PlacedValue> placements, CredentialValues values, IReadOnlySet<string> without) =>
    [
        .. placements
            .Where(placed => !placed.Format.ParameterNames.Any(without.Contains))
            .Where(placed => !placed.Optional || placed.Format.ParameterNames.Any(name => ParameterValues.Find(values, name) is not null))
            .Select(placed => KeyValuePair.Create(placed.Name, placed.Format.Render(values))),
    ];

    /// <summary>Printable ASCII only (RFC 9110 section 5.5), in a cookie also no blank and no semicolon (RFC 6265 section 4.1.1).</summary>
    private static void RequireCarriable(ILookup<PlacementLocation, PlacedValue> placements, PlacementLocation location, string name, string value)
    {
        var isCookie = location == PlacementLocation.Cookie;
        if (!value.AsSpan().ContainsAnyExceptInRange(isCookie ? '!' : ' ', '~') && !(isCookie && value.Contains(';', StringComparison.Ordinal))) return;
        var format = placements[location].First(placed => placed.Name == name).Format;
        throw ParameterValues.Invalid(
            format.ParameterNames.Count > 0 ? format.ParameterNames[0] : name,
            $"holds a character that a {(isCookie ? "cookie" : "header")} can't carry",
            "Copy it again from the API's own page; editors often turn hyphens and quotes into typographic ones.");
    }

    private static void RequireListed(IReadOnlyList<HostPattern> listed, HostAddress host, string scheme, CredentialValues values)
    {
        if (listed.Any(pattern => pattern.ParameterNames.All(name => ParameterValues.Find(values, name) is not null) && pattern.ExpandAddress(values).Matches(host, scheme))) return;
        throw new ConnectorAuthException(
            ErrorCodes.HostNotApproved,
            $"The spec does not list the host {host} among those that a credential may go to.",
            "Add it to authentication.hosts of the spec, then open the portal again so that the person approves it.");
    }
}
