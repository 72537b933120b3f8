using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
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

    /// <summary>Makes the request of a verification call, or one of its negative controls. The caller disposes it.</summary>
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
        RequireIssued(method, plan, values);
        if (control == ControlVariant.ChangedCredential) values = Change(values, plan.Secrets);
        var without = control == ControlVariant.NoCredential ? plan.Secrets : new HashSet<string>();
        var url = UrlOf(plan, values, without);
        RequireListed(spec, plan, values);

        var request = new HttpRequestMessage(new HttpMethod(plan.Verb), url);
        try
        {
            request.Content = ContentOf(plan, values, without);
            AddHeaders(request, plan, values, without);
            return request;
        }
        catch
        {
            request.Dispose();
            throw;
        }
    }

    private static void RequireIssued(SpecMethod method, RequestPlan plan, CredentialValues values)
    {
        if (plan.Issued.All(name => ParameterValues.Find(values, name) is not null)) return;
        throw new ConnectorAuthException(
            ErrorCodes.LoginRequired,
            $"Nothing has been issued yet for the method {method.Name}, or it has ended.",
            "Let the person sign in: open the portal (start_credential_portal), or run the command login.");
    }

    private static Uri UrlOf(RequestPlan plan, CredentialValues values, IReadOnlySet<string> without)
    {
        var pairs = plan.Query
            .Where(pair => !pair.Value.ParameterNames.Any(without.Contains))
            .Select(pair => $"{pair.Key}={pair.Value.ExpandQuery(values)}")
            .Concat(Rendered(plan, PlacementLocation.Query, values, without)
                .Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
        var query = string.Join('&', pairs);
        return new Uri($"{plan.Scheme}://{plan.Host.Expand(values)}{plan.Path.ExpandPath(values, without)}{(query.Length > 0 ? "?" : "")}{query}");
    }

    private static HttpContent? ContentOf(RequestPlan plan, CredentialValues values, IReadOnlySet<string> without)
    {
        var fields = Rendered(plan, PlacementLocation.Body, values, without);
        switch (plan.BodyEncoding)
        {
            case BodyEncoding.Form:
                return new FormUrlEncodedContent(fields);
            case BodyEncoding.Json:
                var buffer = new ArrayBufferWriter<byte>();
                using (var writer = new Utf8JsonWriter(buffer))
                {
                    writer.WriteStartObject();
                    foreach (var (name, value) in fields) writer.WriteString(name, value);
                    writer.WriteEndObject();
                }

                return new ByteArrayContent(buffer.WrittenMemory.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            default:
                // A POST without a body still states its length (RFC 9110 section 8.6).
                return plan.Verb == "POST" ? new ByteArrayContent([]) : null;
        }
    }

    private static void AddHeaders(HttpRequestMessage request, RequestPlan plan, CredentialValues values, IReadOnlySet<string> without)
    {
        foreach (var (name, value) in Rendered(plan, PlacementLocation.Header, values, without))
        {
            RequireCarriable(plan, PlacementLocation.Header, name, value);
            if (!request.Headers.TryAddWithoutValidation(name, value) && request.Content is { } content)
            {
                content.Headers.Remove(name);
                content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        var cookies = Rendered(plan, PlacementLocation.Cookie, values, without);
        foreach (var (name, value) in cookies) RequireCarriable(plan, PlacementLocation.Cookie, name, value);
        if (cookies.Count > 0) request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", cookies.Select(pair => $"{pair.Key}={pair.Value}")));
        if (request.Headers.Accept.Count == 0) request.Headers.TryAddWithoutValidation("Accept", "application/json, */*;q=0.5");
    }

    private static List<KeyValuePair<string, string>> Rendered(
        RequestPlan plan, PlacementLocation location, CredentialValues values, IReadOnlySet<string> without) =>
    [
        .. plan.Placements[location]
            .Where(placed => !placed.Format.ParameterNames.Any(without.Contains))
            .Where(placed => !placed.Optional || placed.Format.ParameterNames.Any(name => ParameterValues.Find(values, name) is not null))
            .Select(placed => KeyValuePair.Create(placed.Name, placed.Format.Render(values))),
    ];

    /// <summary>Printable ASCII only (RFC 9110 section 5.5), in a cookie also no blank and no semicolon (RFC 6265 section 4.1.1).</summary>
    private static void RequireCarriable(RequestPlan plan, PlacementLocation location, string name, string value)
    {
        var isCookie = location == PlacementLocation.Cookie;
        if (!value.AsSpan().ContainsAnyExceptInRange(isCookie ? '!' : ' ', '~') && !(isCookie && value.Contains(';', StringComparison.Ordinal))) return;
        var format = plan.Placements[location].First(placed => placed.Name == name).Format;
        throw ParameterValues.Invalid(
            format.ParameterNames.Count > 0 ? format.ParameterNames[0] : name,
            $"holds a character that a {(isCookie ? "cookie" : "header")} can't carry",
            "Copy it again from the API's own page; editors often turn hyphens and quotes into typographic ones.");
    }

    private static void RequireListed(ConnectorSpec spec, RequestPlan plan, CredentialValues values)
    {
        var host = plan.Host.ExpandAddress(values);
        if (spec.Authentication.Hosts.Any(listed => IsSame(listed, host, plan.Scheme, values))) return;
        throw new ConnectorAuthException(
            ErrorCodes.HostNotApproved,
            $"The spec does not list the host {host} among those that a credential may go to.",
            "Add it to authentication.hosts of the spec, then open the portal again so that the person approves it.");
    }

    private static bool IsSame(string listed, HostAddress host, string scheme, CredentialValues values)
    {
        var pattern = HostPattern.Parse(listed);
        return pattern.ParameterNames.All(name => ParameterValues.Find(values, name) is not null)
            && pattern.ExpandAddress(values).Matches(new Uri($"{scheme}://{host}/"));
    }

    private static CredentialValues Change(CredentialValues values, IReadOnlySet<string> secrets) => new(values.All.Select(pair =>
        secrets.Contains(pair.Key) && pair.Value.Length > 0 ? KeyValuePair.Create(pair.Key, new Secret(ChangedSecret.Of(pair.Value.Reveal()))) : pair));
}
