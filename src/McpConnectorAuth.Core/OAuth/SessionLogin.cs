using System.Text;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>Login calls whose reply carries what later calls send, and the calls that end such a session.</summary>
internal static class SessionLogin
{
    public static async Task<TokenState> LoginAsync(OAuthEndpoint endpoint, GrantContext context, CancellationToken cancellationToken)
    {
        var login = context.Method.Login ?? throw new ConnectorAuthException(
            ErrorCodes.SpecInvalid,
            $"The spec does not describe the login call of the method {context.Method.Name}.",
            "Describe it in authentication.methods[].login: method, path, placements and what it returns.");
        var url = CallRequest.UrlOf(context, login.Path, login.Placements);
        var reply = await endpoint.SendAsync(
            context, OAuthStep.Obtain, () => CallRequest.Create(context, login.Method, url, login.Placements, login.Body == "form"), cancellationToken).ConfigureAwait(false);
        endpoint.Require(context, OAuthStep.Obtain, url, reply, []);
        if (reply.Response.Truncated) throw OAuthFailures.Malformed(OAuthStep.Obtain, url, reply.Response, $"answered with more than {ApiClient.MaximumBodyBytes / 1024} KiB");

        var returned = new List<KeyValuePair<string, Secret>>();
        var onRequests = context.Method.Placements.SelectMany(placement => SpecUrl.HolesOf(placement.Format)).ToHashSet(ParameterNameComparer.Instance);
        foreach (var item in login.Returns)
        {
            if (TokenReply.Fact(Find(reply, item)) is { } value) returned.Add(new(item.Name, value));
            else if (onRequests.Contains(item.Name))
                throw OAuthFailures.Malformed(OAuthStep.Obtain, url, reply.Response, $"answered without {Describe(item)}: no credential was produced");
        }

        var tokens = returned.Where(pair => onRequests.Contains(pair.Key)).ToList();
        if (tokens.Count == 0) throw OAuthFailures.Malformed(OAuthStep.Obtain, url, reply.Response, "returns nothing that goes onto requests: no credential was produced");
        var now = endpoint.Clock.GetUtcNow();
        var ends = login.Lifetime is > 0 and { } seconds ? now.AddSeconds(seconds) : tokens.Select(token => JsonWebToken.ExpiryOf(token.Value.Reveal())).FirstOrDefault(end => end is not null);
        return new TokenState(TokenStates.Issue(context, tokens, new CredentialValues(returned.Except(tokens))), null, null, now, ends, null);
    }

    /// <summary>Makes the logout call; false where the spec has none.</summary>
    public static async Task<bool> LogoutAsync(OAuthEndpoint endpoint, GrantContext context, CancellationToken cancellationToken)
    {
        if (context.Method.Login is not { LogoutPath: { } path } login) return false;
        var url = CallRequest.UrlOf(context, path, context.Method.Placements);
        var reply = await endpoint.SendAsync(
            context, OAuthStep.Revocation, () => CallRequest.Create(context, login.LogoutMethod ?? "POST", url, context.Method.Placements, login.Body == "form"), cancellationToken).ConfigureAwait(false);

        // A session that the API does not know any more has ended.
        if (reply.Response.Status is not (401 or 404)) endpoint.Require(context, OAuthStep.Revocation, url, reply, []);
        return true;
    }

    private static string? Find(EndpointReply reply, SpecReturned item) => item.In switch
    {
        "header" => reply.Response.Header(item.Path),
        "cookie" => SetCookie.ValueOf(reply.Response.Header("Set-Cookie"), item.Path),
        _ => InBody(reply.Response, item.Path),
    };

    private static string? InBody(ApiResponse response, string path)
    {
        using var document = ReadableJson.TryParse(response.Body);
        if (document is not null) return EndpointReply.At(document.RootElement, path.Length == 0 ? [] : path.Split('.')) is { } value ? EndpointReply.TextOf(value) : null;
        var text = Encoding.UTF8.GetString(response.Body.Span).TrimStart('\uFEFF').Trim();
        return path.Length > 0 || text.StartsWith('<') || text.Any(char.IsWhiteSpace) ? null : text;
    }

    private static string Describe(SpecReturned item) => item.In switch
    {
        "header" => $"the header {item.Path}",
        "cookie" => $"the cookie {item.Path}",
        _ => item.Path.Length == 0 ? "a text" : $"a text at {item.Path}",
    };
}
