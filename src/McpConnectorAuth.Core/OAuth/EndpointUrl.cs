using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>Fills the holes of an endpoint's URL: hosts by the rules of <see cref="HostPattern"/>, everything else percent-encoded.</summary>
internal static class EndpointUrl
{
    /// <summary>Puts the values in.</summary>
    /// <param name="template">An https URL, or http on this machine, with <c>{parameter}</c> holes.</param>
    /// <param name="values">What fills them.</param>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.SpecInvalid"/> or <see cref="ErrorCodes.InvalidCredentialField"/>.</exception>
    public static Uri Expand(string template, CredentialValues values)
    {
        var schemeEnd = template.IndexOf("://", StringComparison.Ordinal);
        var scheme = schemeEnd < 0 ? "" : template[..schemeEnd].ToLowerInvariant();
        if (scheme is not ("https" or "http")) throw Invalid(template);
        var rest = template[(schemeEnd + 3)..];
        var hostEnd = rest.AsSpan().IndexOfAny("/?#\\");
        var authority = hostEnd < 0 ? rest : rest[..hostEnd];
        var tail = hostEnd < 0 ? "" : rest[hostEnd..];
        var question = tail.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? tail : tail[..question];
        var query = question < 0 ? "" : tail[(question + 1)..];

        var host = HostPattern.Parse(authority).ExpandAddress(values);
        var text = $"{scheme}://{host}{UrlTemplate.Parse(path).ExpandPath(values, new HashSet<string>())}";
        if (query.Length > 0) text += "?" + UrlTemplate.Parse(query).ExpandQuery(values);
        var url = new Uri(text);
        if (!IsSafe(url)) throw Invalid(template);
        return url;
    }

    /// <summary>Whether what is sent there is protected on the way: https, or http on this machine.</summary>
    public static bool IsSafe(Uri url) => HostAddress.TryParse(url, out var address)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && address.Class == AddressClass.Loopback));

    /// <summary>The URL with further query parameters.</summary>
    public static Uri WithQuery(Uri url, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var added = FormFields.Write(parameters);
        if (added.Length == 0) return url;
        var text = url.GetLeftPart(UriPartial.Query);
        return new Uri(text + (text.Contains('?', StringComparison.Ordinal) ? (text.EndsWith('?') || text.EndsWith('&') ? "" : "&") : "?") + added);
    }

    private static ConnectorAuthException Invalid(string template) => new(
        ErrorCodes.SpecInvalid,
        $"\"{(template.Length <= 80 ? template : template[..80] + "…")}\" is no endpoint: it has to begin with https:// and a host (http only for this machine).",
        "Correct the URL in authentication.methods[].oauth or connection.oauth of the spec.");
}
