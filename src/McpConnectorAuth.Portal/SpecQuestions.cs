using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Portal;

/// <summary>Tells whether two specs put the same questions to a person and use the answers in the same way.</summary>
internal static class SpecQuestions
{
    private static readonly Dictionary<string, string> _none = [];

    /// <summary>Whether a page made for one spec serves the other.</summary>
    public static bool Same(ConnectorSpec one, ConnectorSpec other) => ReferenceEquals(one, other) || Facts(one).SequenceEqual(Facts(other));

    private static IEnumerable<object?> Facts(ConnectorSpec spec)
    {
        yield return spec.DisplayName;
        yield return spec.Authentication.LockoutWarning;
        foreach (var host in spec.Authentication.Hosts) yield return host;
        foreach (var url in spec.Authentication.BaseUrls) yield return url;
        foreach (var call in spec.Authentication.Verification) yield return call;
        foreach (var fact in Facts(spec.Connection.OAuth)) yield return fact;
        foreach (var method in spec.Authentication.Methods)
        {
            yield return (method.Name, method.Kind, method.TokenAuth, method.Signature);
            foreach (var fact in Facts(method.OAuth).Concat(Facts(method.Login))) yield return fact;
            foreach (var placement in method.Placements) yield return placement;
            foreach (var parameter in spec.ParametersOf(method))
            {
                // A list is compared by what it holds.
                yield return parameter with { Enum = null };
                foreach (var value in parameter.Enum ?? []) yield return value;
            }
        }
    }

    // Records compare their lists and dictionaries by identity, so those are taken apart.
    private static IEnumerable<object?> Facts(SpecOAuth? oauth)
    {
        if (oauth is null) yield break;
        yield return oauth with { ExtraAuthParams = _none };
        foreach (var pair in oauth.ExtraAuthParams) yield return pair;
    }

    private static IEnumerable<object?> Facts(SpecMethodOAuth? oauth)
    {
        if (oauth is null) yield break;
        yield return oauth with { Scopes = null, ExtraTokenParams = _none, ExtraAuthParams = _none, ReplyFacts = _none, CallbackFacts = _none, Assertion = null };
        foreach (var scope in oauth.Scopes ?? []) yield return scope;
        foreach (var pairs in new[] { oauth.ExtraTokenParams, oauth.ExtraAuthParams, oauth.ReplyFacts, oauth.CallbackFacts, oauth.Assertion?.Claims ?? _none })
        {
            yield return pairs.Count;
            foreach (var pair in pairs) yield return pair;
        }

        yield return oauth.Assertion is { } assertion ? assertion with { Claims = _none } : null;
    }

    private static IEnumerable<object?> Facts(SpecLogin? login)
    {
        if (login is null) yield break;
        yield return login with { Placements = [], Returns = [] };
        foreach (var placement in login.Placements) yield return placement;
        foreach (var returned in login.Returns) yield return returned;
    }
}
