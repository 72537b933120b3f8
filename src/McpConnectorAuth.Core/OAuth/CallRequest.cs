using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>Builds the calls of a login: a path below the base URL, and placements in header, query, body and cookies.</summary>
internal static class CallRequest
{
    /// <summary>Where a call goes, its query placements included.</summary>
    public static Uri UrlOf(GrantContext context, string path, IReadOnlyList<Placement> placements)
    {
        var template = path;
        if (!path.StartsWith("https://", StringComparison.OrdinalIgnoreCase) && !path.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        {
            var baseUrl = context.Spec.Authentication.BaseUrls.Count > 0 ? context.Spec.Authentication.BaseUrls[0].Url.TrimEnd('/') : throw new ConnectorAuthException(
                ErrorCodes.SpecInvalid, "The spec names no base URL for the login call.", "Add one to authentication.base_urls, or write the login's path as a whole URL.");
            var basePath = SpecUrl.TryParse(baseUrl, out var parsed) ? parsed.Path : "";
            var below = basePath.Length > 0 && (path == basePath || path.StartsWith(basePath + "/", StringComparison.Ordinal)) ? path[basePath.Length..] : path;
            template = baseUrl + (below.StartsWith('/') || below.StartsWith('?') || below.Length == 0 ? "" : "/") + below;
        }

        return EndpointUrl.WithQuery(EndpointUrl.Expand(template, context.Values), Rendered(context, placements, PlacementLocation.Query));
    }

    /// <summary>The request; the caller disposes it.</summary>
    public static HttpRequestMessage Create(GrantContext context, string verb, Uri url, IReadOnlyList<Placement> placements, bool isForm)
    {
        var request = new HttpRequestMessage(new HttpMethod(verb.ToUpperInvariant()), url);
        try
        {
            var fields = Rendered(context, placements, PlacementLocation.Body);
            if (fields.Count > 0) request.Content = isForm ? Form(fields) : Json(fields);
            foreach (var (name, value) in Rendered(context, placements, PlacementLocation.Header))
            {
                RequireCarriable(placements, name, value);
                if (!request.Headers.TryAddWithoutValidation(name, value) && request.Content is { } content)
                {
                    content.Headers.Remove(name);
                    content.Headers.TryAddWithoutValidation(name, value);
                }
            }

            var cookies = Rendered(context, placements, PlacementLocation.Cookie);
            foreach (var (name, value) in cookies) RequireCarriable(placements, name, value);
            if (cookies.Count > 0) request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", cookies.Select(pair => $"{pair.Key}={pair.Value}")));
            if (request.Headers.Accept.Count == 0) request.Headers.TryAddWithoutValidation("Accept", "application/json, */*;q=0.5");
            return request;
        }
        catch
        {
            request.Dispose();
            throw;
        }
    }

    private static List<KeyValuePair<string, string>> Rendered(GrantContext context, IReadOnlyList<Placement> placements, PlacementLocation location)
    {
        var optional = context.Spec.ParametersOf(context.Method).Where(parameter => !parameter.Required).Select(parameter => parameter.Name).ToHashSet(ParameterNameComparer.Instance);
        return
        [
            .. placements
                .Where(placement => placement.In == location)
                .Select(placement => (placement.Name, Format: CredentialFormat.Parse(placement.Format)))
                .Where(placed => placed.Format.ParameterNames.Count == 0
                    || !placed.Format.ParameterNames.All(name => optional.Contains(name) && ParameterValues.Find(context.Values, name) is null))
                .Select(placed => KeyValuePair.Create(placed.Name, placed.Format.Render(context.Values))),
        ];
    }

    private static ByteArrayContent Form(List<KeyValuePair<string, string>> fields) =>
        new(Encoding.ASCII.GetBytes(FormEncoding.Encode(fields))) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded") } };

    private static ByteArrayContent Json(List<KeyValuePair<string, string>> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in fields) writer.WriteString(name, value);
            writer.WriteEndObject();
        }

        return new ByteArrayContent(buffer.WrittenMemory.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
    }

    private static void RequireCarriable(IReadOnlyList<Placement> placements, string name, string value)
    {
        if (!value.AsSpan().ContainsAnyExceptInRange(' ', '~')) return;
        var holes = SpecUrl.HolesOf(placements.First(placement => placement.Name == name).Format);
        throw ParameterValues.Invalid(
            holes.Count > 0 ? holes[0] : name, "holds a character that a header can't carry", "Copy it again; editors often turn hyphens and quotes into typographic ones.");
    }
}
