using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.Specs;

/// <summary>What a method's sections on tokens, sessions and signatures need from the rest of the spec.</summary>
internal static class SpecGrants
{
    /// <summary>URLs that a credential goes to.</summary>
    public static IEnumerable<string> Urls(SpecMethod method) => new[]
    {
        method.OAuth?.TokenUrl, method.OAuth?.RefreshUrl, method.OAuth?.DeviceAuthorizationUrl, method.OAuth?.RevocationUrl,
        method.OAuth?.PushedAuthorizationRequestUrl, method.OAuth?.RequestTokenUrl, method.OAuth?.Issuer,
    }.OfType<string>().Concat(new[] { method.Login?.Path, method.Login?.LogoutPath }.OfType<string>().Where(path => path.Contains("://", StringComparison.Ordinal)));

    /// <summary>Names of the parameters that the sections use.</summary>
    public static IEnumerable<string> ParameterNames(SpecMethod method)
    {
        var texts = (method.Login?.Placements.Select(placement => placement.Format) ?? [])
            .Concat(new[] { method.Signature?.Key, method.Signature?.Message, method.Signature?.Region, method.Signature?.KeyId, method.Signature?.SessionToken }.OfType<string>())
            .Concat(Urls(method));
        return texts.SelectMany(SpecUrl.HolesOf)
            .Concat(method.OAuth?.Assertion is { } assertion ? [assertion.Key] : [])
            .Distinct(ParameterNameComparer.Instance);
    }

    /// <summary>One section out of two: each setting as the first says it, else as the second does.</summary>
    public static SpecMethodOAuth? Merge(SpecMethodOAuth? first, SpecMethodOAuth? second)
    {
        if (first is null || second is null) return first ?? second;
        return new SpecMethodOAuth
        {
            AuthorizationUrl = first.AuthorizationUrl ?? second.AuthorizationUrl,
            TokenUrl = first.TokenUrl ?? second.TokenUrl,
            RefreshUrl = first.RefreshUrl ?? second.RefreshUrl,
            DeviceAuthorizationUrl = first.DeviceAuthorizationUrl ?? second.DeviceAuthorizationUrl,
            RevocationUrl = first.RevocationUrl ?? second.RevocationUrl,
            PushedAuthorizationRequestUrl = first.PushedAuthorizationRequestUrl ?? second.PushedAuthorizationRequestUrl,
            RequestTokenUrl = first.RequestTokenUrl ?? second.RequestTokenUrl,
            Issuer = first.Issuer ?? second.Issuer,
            Scopes = first.Scopes ?? second.Scopes,
            ScopeSeparator = first.ScopeSeparator ?? second.ScopeSeparator,
            Pkce = first.Pkce ?? second.Pkce,
            TokenBody = first.TokenBody ?? second.TokenBody,
            RedirectUri = first.RedirectUri ?? second.RedirectUri,
            ExtraTokenParams = Either(first.ExtraTokenParams, second.ExtraTokenParams),
            ExtraAuthParams = Either(first.ExtraAuthParams, second.ExtraAuthParams),
            AccessTokenPath = first.AccessTokenPath ?? second.AccessTokenPath,
            ReplyFacts = Either(first.ReplyFacts, second.ReplyFacts),
            CallbackFacts = Either(first.CallbackFacts, second.CallbackFacts),
            Assertion = first.Assertion ?? second.Assertion,
        };
    }

    private static IReadOnlyDictionary<string, string> Either(IReadOnlyDictionary<string, string> first, IReadOnlyDictionary<string, string> second) =>
        first.Count > 0 ? first : second;
}
