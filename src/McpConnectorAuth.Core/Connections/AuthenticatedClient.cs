using System.Collections.Concurrent;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Connections;

/// <summary>
/// Sends requests to an API with a connection's credential, whatever the method: to approved hosts only, with a token that is good, and where the
/// API refuses it (401), once more with a new one. It retries nothing else. Thread-safe; while a token is good, a request waits for nobody.
/// </summary>
/// <param name="lifecycle">What keeps tokens good.</param>
/// <param name="sender">What puts the credential onto requests and sends them.</param>
public sealed class AuthenticatedClient(TokenLifecycle lifecycle, RequestSender sender)
{
    private static readonly string[] CredentialHeaders = ["Authorization", "Proxy-Authorization"];

    // Tokens that were refused though they were new: the API refuses something else than their age, and to fetch more of them would not help.
    private readonly ConcurrentDictionary<ConnectionId, Secret> _refused = new();

    /// <summary>Sends a request with the credential put onto a copy of it.</summary>
    /// <param name="id">The connection.</param>
    /// <param name="spec">Its spec.</param>
    /// <param name="request">
    /// The request without a credential; it stays as it is, and its body is read into memory, so that it can be sent twice. What the method puts onto requests
    /// counts before what stands there already.
    /// </param>
    /// <param name="cancellationToken">Ends the exchange.</param>
    /// <returns>The API's answer, also where it is a refusal, or why none came.</returns>
    /// <exception cref="OAuthException">No token came.</exception>
    /// <exception cref="ConnectorAuthException">
    /// <see cref="ErrorCodes.HostNotApproved"/> where the URL's host is none that the spec lists and the person approved: nothing is sent;
    /// <see cref="ErrorCodes.InvalidArgument"/> where the request carries a credential of its own; those of <see cref="TokenLifecycle.EnsureValidAsync"/> and <see cref="RequestSender"/>.
    /// </exception>
    public async Task<ApiResponse> SendAsync(ConnectionId id, ConnectorSpec spec, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(request);
        var fresh = lifecycle.TryGetFresh(id, spec);
        var connection = fresh?.Connection ?? await lifecycle.EnsureValidAsync(id, spec, cancellationToken).ConfigureAwait(false);
        var method = spec.RequireMethod(connection.Method);
        RequireNoCredential(request, method);
        var response = await sender.SendAsync(spec, method, request, fresh?.Values ?? connection.RequestValues, connection.ApprovedHosts, cancellationToken).ConfigureAwait(false);
        if (response.Status != 401 || TokenOf(method, connection) is not { } rejected) return response;
        if (_refused.TryGetValue(id, out var known) && known.Reveal() == rejected.Reveal()) return response;

        var renewed = await lifecycle.RefreshAsync(id, spec, rejected, cancellationToken).ConfigureAwait(false);
        response = await sender.SendAsync(spec, method, request, renewed.RequestValues, renewed.ApprovedHosts, cancellationToken).ConfigureAwait(false);
        if (response.Status == 401 && TokenOf(method, renewed) is { } token) _refused[id] = token;
        return response;
    }

    /// <summary>Sends a request to a path below the spec's first base URL.</summary>
    /// <param name="id">The connection.</param>
    /// <param name="spec">Its spec.</param>
    /// <param name="verb">The HTTP method.</param>
    /// <param name="path">Path, with a query where one is wanted, such as <c>/users/{user}/orders?state={state}</c>.</param>
    /// <param name="arguments">What fills the holes; every value is percent-encoded (RFC 3986 section 2.1), so that it stays in its place.</param>
    /// <param name="content">The body, or null.</param>
    /// <param name="cancellationToken">Ends the exchange.</param>
    /// <inheritdoc cref="SendAsync(ConnectionId, ConnectorSpec, HttpRequestMessage, CancellationToken)"/>
    /// <exception cref="ConnectorAuthException">Also <see cref="ErrorCodes.InvalidArgument"/> where an argument is missing or can't be part of a path.</exception>
    public async Task<ApiResponse> SendAsync(
        ConnectionId id,
        ConnectorSpec spec,
        HttpMethod verb,
        string path,
        IReadOnlyDictionary<string, string> arguments,
        HttpContent? content,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(arguments);
        var connection = await lifecycle.EnsureValidAsync(id, spec, cancellationToken).ConfigureAwait(false);
        using var request = new HttpRequestMessage(verb, UrlOf(connection, spec, path, arguments)) { Content = content };
        return await SendAsync(id, spec, request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A value of those that were issued and prove who calls; null where the person supplied what does.</summary>
    private static Secret? TokenOf(SpecMethod method, Connection connection) =>
        OAuthClient.InteractionOf(method) != GrantInteraction.None
        && connection.Token is { } token
        && token.Issued.SecretNames.FirstOrDefault() is { } name
        && token.Issued.TryGet(name, out var value)
            ? value
            : null;

    /// <summary>Whoever asks for a request must not be able to say who it comes from.</summary>
    private static void RequireNoCredential(HttpRequestMessage request, SpecMethod method)
    {
        foreach (var name in CredentialHeaders)
        {
            if (!request.Headers.NonValidated.Contains(name) || method.Placements.Any(placement => placement.Name.Equals(name, StringComparison.OrdinalIgnoreCase))) continue;
            throw new ConnectorAuthException(
                ErrorCodes.InvalidArgument,
                $"The request has a header {name} of its own; only the connection's credential may go onto it.",
                "Leave the header out.");
        }
    }

    /// <summary>Holes of the base URL are filled with what the person supplied or the provider issued, those of the path with the arguments, and neither with the other.</summary>
    private static Uri UrlOf(Connection connection, ConnectorSpec spec, string path, IReadOnlyDictionary<string, string> arguments)
    {
        if (spec.Authentication.BaseUrls.Count == 0)
        {
            throw new ConnectorAuthException(
                ErrorCodes.NothingToVerify, "The spec names no base URL.", "Add one to authentication.base_urls, or pass base_url to generate_spec.");
        }

        var question = path.IndexOf('?', StringComparison.Ordinal);
        var (before, after) = question < 0 ? (path, "") : (path[..question], path[(question + 1)..]);
        var (template, query) = (UrlTemplate.Parse(before), UrlTemplate.Parse(after));
        foreach (var name in template.ParameterNames.Concat(query.ParameterNames))
        {
            if (!arguments.TryGetValue(name, out var argument) || argument.Length == 0 || argument.Any(char.IsControl) || argument is "." or "..")
            {
                throw new ConnectorAuthException(
                    ErrorCodes.InvalidArgument,
                    $"The argument \"{name}\" is missing, empty or no part of a path.",
                    $"Give a value for {{{name}}} of \"{path}\".");
            }
        }

        var values = new CredentialValues(arguments.Select(argument => KeyValuePair.Create(argument.Key, new Secret(argument.Value))));
        var start = EndpointUrl.Expand(spec.Authentication.BaseUrls[0].Url, connection.RequestValues).GetLeftPart(UriPartial.Path).TrimEnd('/');
        var end = template.ExpandPath(values, new HashSet<string>());
        return new Uri($"{start}{(end.StartsWith('/') || end.Length == 0 ? "" : "/")}{end}{(after.Length == 0 ? "" : "?")}{query.ExpandQuery(values)}");
    }
}
