using System.Collections.Concurrent;
using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>
/// Completes settings from what an authorization server states of itself (RFC 8414, OpenID Connect Discovery 1.0 section 4). The metadata
/// counts only where it names the very issuer that was asked, and an endpoint on another origin only where the person approved its host.
/// </summary>
internal sealed class ServerDiscovery(OAuthEndpoint endpoint)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<string, ServerMetadata> _known = new(StringComparer.Ordinal);

    /// <summary>Fills endpoints that the spec leaves out; asks nobody where it leaves none out or names no issuer.</summary>
    /// <param name="context">What a grant is carried out with.</param>
    /// <param name="needed">The endpoints that the grant can't do without.</param>
    /// <param name="cancellationToken">Ends the exchange.</param>
    public async Task<DiscoveredServer> CompleteAsync(GrantContext context, Func<OAuthSettings, IEnumerable<string?>> needed, CancellationToken cancellationToken)
    {
        var settings = context.Settings;
        if (settings.Issuer is null) return new DiscoveredServer(context, null, SendsIssuer: false);

        // Compared as text (RFC 8414 section 3.3), so a trailing slash counts.
        var issuer = EndpointUrl.Expand(settings.Issuer, context.Values).OriginalString;
        if (needed(settings).All(url => url is not null)) return new DiscoveredServer(context, issuer, SendsIssuer: false);
        if (!_known.TryGetValue(issuer, out var server) || server.ReadAt + Lifetime <= endpoint.Clock.GetUtcNow())
            _known[issuer] = server = await ReadAsync(context, issuer, cancellationToken).ConfigureAwait(false);
        var completed = settings with
        {
            AuthorizationUrl = settings.AuthorizationUrl ?? server.AuthorizationUrl,
            TokenUrl = settings.TokenUrl ?? server.TokenUrl,
            DeviceUrl = settings.DeviceUrl ?? server.DeviceUrl,
            RevocationUrl = settings.RevocationUrl ?? server.RevocationUrl,
            PushUrl = settings.PushUrl ?? server.PushUrl,
        };
        RequireTrusted(context, issuer, [.. needed(completed).Append(completed.PushUrl).OfType<string>().Except(needed(settings).Append(settings.PushUrl).OfType<string>())]);
        return new DiscoveredServer(context with { Settings = completed }, issuer, server.SendsIssuer);
    }

    private async Task<ServerMetadata> ReadAsync(GrantContext context, string issuer, CancellationToken cancellationToken)
    {
        var url = new Uri(issuer);
        var path = url.AbsolutePath.TrimEnd('/');
        var origin = url.GetLeftPart(UriPartial.Authority);

        // RFC 8414 section 3.1 puts its name before the path of the issuer, OpenID Connect behind it.
        string[] places = [$"{origin}/.well-known/oauth-authorization-server{path}", $"{origin}{path}/.well-known/openid-configuration"];
        OAuthException? failed = null;
        foreach (var place in places.Select(text => new Uri(text)))
        {
            var reply = await endpoint.SendAsync(context, OAuthStep.Discovery, () => Get(place), cancellationToken).ConfigureAwait(false);
            if (!reply.IsSuccess)
            {
                failed = OAuthFailures.Of(context, OAuthStep.Discovery, place, reply, [], endpoint.Clock.GetUtcNow());
                if (failed.Error is OAuthNetworkError { Failure: not null }) throw failed;
            }
            else if (reply.Root is not { } root || ServerMetadata.Read(root, endpoint.Clock.GetUtcNow()) is not { } server)
            {
                failed = OAuthFailures.Malformed(OAuthStep.Discovery, place, reply.Response, reply.Response.Truncated ? "is too large" : "is no metadata of an authorization server");
            }
            else if (server.Issuer != issuer)
            {
                throw OAuthFailures.Malformed(OAuthStep.Discovery, place, reply.Response, "names another issuer than the one that was asked");
            }
            else
            {
                return server;
            }
        }

        throw failed!;
    }

    private static HttpRequestMessage Get(Uri url)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        return request;
    }

    private static void RequireTrusted(GrantContext context, string issuer, IReadOnlyList<string> endpoints)
    {
        var origin = new Uri(issuer).GetLeftPart(UriPartial.Authority);
        var foreign = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var text in endpoints)
        {
            if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || !EndpointUrl.IsSafe(url) || text.Contains('{', StringComparison.Ordinal))
            {
                throw new ConnectorAuthException(
                    ErrorCodes.OAuthResponseFormat,
                    $"The metadata of {new Uri(issuer).Authority} names an endpoint that is no https URL.",
                    "Write the endpoint's URL into the spec, as the document gives it.");
            }

            if (url.GetLeftPart(UriPartial.Authority) == origin) continue;
            if (!context.ApprovedHosts.Any(host => HostAddress.TryParse(host, out var approved) && approved.Matches(url))) foreign.Add(url.Authority);
        }

        if (foreign.Count == 0) return;
        throw new ConnectorAuthException(
            ErrorCodes.HostNotApproved,
            $"The metadata of {new Uri(issuer).Authority} names endpoints on other hosts, which the person has not approved: {string.Join(", ", foreign)}.",
            "If they belong to the provider, add them to authentication.hosts of the spec and open the portal again so that the person approves them.");
    }
}
