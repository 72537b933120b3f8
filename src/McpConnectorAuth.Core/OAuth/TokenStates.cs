using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>Turns replies into what is stored.</summary>
internal static class TokenStates
{
    /// <summary>What a token reply issued: the token in each of its holes, and the facts.</summary>
    /// <param name="context">What it was asked for with.</param>
    /// <param name="reply">The reply.</param>
    /// <param name="now">When it came.</param>
    /// <param name="more">Facts from elsewhere, such as the callback; null where there are none.</param>
    public static TokenState Of(GrantContext context, TokenReply reply, DateTimeOffset now, CredentialValues? more = null)
    {
        var facts = more is null ? reply.Facts : more.With(reply.Facts);
        return new TokenState(
            Issue(context, context.Settings.TokenHoles.Select(hole => KeyValuePair.Create(hole, reply.AccessToken)), facts),
            reply.RefreshToken,
            reply.TokenType,
            now,
            reply.ExpiresAt,
            reply.Scopes);
    }

    /// <summary>Tokens and facts by the holes that they fill; a fact that stands where a host is due loses scheme and path.</summary>
    public static CredentialValues Issue(GrantContext context, IEnumerable<KeyValuePair<string, Secret>> tokens, CredentialValues facts)
    {
        var hosts = HostHoles(context.Spec, context.Method);
        var issued = tokens.ToList();
        return new CredentialValues(
            facts.All.Select(fact => hosts.Contains(fact.Key) ? KeyValuePair.Create(fact.Key, new Secret(HostOf(fact.Value.Reveal()))) : fact).Concat(issued),
            issued.Select(token => token.Key));
    }

    /// <summary>What is known after a refresh: the reply, and what it left out as it was.</summary>
    public static TokenState Keep(TokenState current, TokenState renewed) => new(
        current.Issued.With(renewed.Issued),
        renewed.RefreshToken ?? current.RefreshToken,
        renewed.TokenType ?? current.TokenType,
        renewed.ObtainedAt,
        renewed.ExpiresAt ?? (current.ExpiresAt > current.ObtainedAt ? renewed.ObtainedAt + (current.ExpiresAt - current.ObtainedAt) : null),
        renewed.Scopes ?? current.Scopes);

    private static HashSet<string> HostHoles(ConnectorSpec spec, SpecMethod method)
    {
        string?[] urls =
        [
            .. spec.Authentication.BaseUrls.Select(url => url.Url),
            .. spec.Authentication.Verification.Select(call => call.Path),
            method.OAuth?.TokenUrl, method.OAuth?.RefreshUrl, method.OAuth?.RevocationUrl, spec.Connection.OAuth?.TokenUrl,
        ];
        return urls.OfType<string>()
            .Select(url => SpecUrl.TryParse(url, out var parsed) ? parsed.Host : "")
            .Concat(spec.Authentication.Hosts)
            .SelectMany(SpecUrl.HolesOf)
            .ToHashSet(ParameterNameComparer.Instance);
    }

    private static string HostOf(string text)
    {
        var start = text.IndexOf("://", StringComparison.Ordinal);
        var host = start < 0 ? text : text[(start + 3)..];
        var end = host.AsSpan().IndexOfAny("/?#\\");
        return end < 0 ? host : host[..end];
    }
}
