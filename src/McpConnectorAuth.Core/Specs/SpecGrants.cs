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

    /// <summary>All URLs of a spec whose hosts it lists.</summary>
    public static IEnumerable<string> Urls(ConnectorSpec spec) => spec.Authentication.BaseUrls.Select(url => url.Url)
        .Concat(spec.Authentication.Verification.Select(call => call.Path))
        .Concat(new[] { spec.Connection.OAuth?.AuthorizationUrl, spec.Connection.OAuth?.TokenUrl }.OfType<string>())
        .Concat(spec.Authentication.Methods.SelectMany(method => Urls(method).Concat(new[] { method.OAuth?.AuthorizationUrl }.OfType<string>())));
}
