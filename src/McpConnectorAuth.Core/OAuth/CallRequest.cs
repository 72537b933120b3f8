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

        return EndpointUrl.WithQuery(EndpointUrl.Expand(template, context.Values), Rendered(context, Placed(context, placements)[PlacementLocation.Query]));
    }

    /// <summary>The request; the caller disposes it.</summary>
    public static HttpRequestMessage Create(GrantContext context, string verb, Uri url, IReadOnlyList<Placement> placements, bool isForm)
    {
        var placed = Placed(context, placements);
        var request = new HttpRequestMessage(new HttpMethod(verb.ToUpperInvariant()), url);
        try
        {
            var fields = Rendered(context, placed[PlacementLocation.Body]);
            if (fields.Count > 0) request.Content = RequestParts.BodyOf(fields, isForm);
            RequestFactory.AddHeaders(request, placed, context.Values, new HashSet<string>());
            return request;
        }
        catch
        {
            request.Dispose();
            throw;
        }
    }

    private static ILookup<PlacementLocation, PlacedValue> Placed(GrantContext context, IReadOnlyList<Placement> placements)
    {
        var parameters = context.Spec.ParametersOf(context.Method);
        return placements.Where(placement => placement.In != PlacementLocation.Path).ToLookup(placement => placement.In, placement => MethodPlan.Place(placement, parameters));
    }

    private static List<KeyValuePair<string, string>> Rendered(GrantContext context, IEnumerable<PlacedValue> placed) => RequestFactory.Rendered(placed, context.Values, new HashSet<string>());
}
