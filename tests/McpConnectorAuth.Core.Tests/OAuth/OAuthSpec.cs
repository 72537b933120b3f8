using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Tests.Requests;

namespace McpConnectorAuth.Core.Tests.OAuth;

/// <summary>Specs of made-up APIs with OAuth, as short as a test can state them.</summary>
internal static class OAuthSpec
{
    public const string Redirect = "http://127.0.0.1:43210/callback";

    public static CredentialValues Client { get; } = Values(("client_id", StrictRules.Id), ("client_secret", StrictRules.Secret), ("tenant", "acme"));

    /// <summary>A method against a strict server, whose URLs all have the tenant as a hole.</summary>
    public static ConnectorSpec For(
        string serverUrl,
        AuthKind kind,
        Func<SpecMethodOAuth, SpecMethodOAuth>? change = null,
        string? tokenAuth = null,
        string placement = "Bearer {access_token}",
        IReadOnlyList<SpecParameter>? more = null,
        string? baseUrl = null,
        SpecLogin? login = null) => Of(
            serverUrl,
            kind,
            (change ?? (own => own))(new SpecMethodOAuth
            {
                AuthorizationUrl = serverUrl + "/{tenant}/authorize",
                TokenUrl = serverUrl + "/{tenant}/token",
                Scopes = ["read", "write"],
            }),
            tokenAuth,
            placement,
            [TestSpec.Plain("client_id"), new SpecParameter("client_secret", "string", false, true, ""), TestSpec.Plain("tenant"), .. more ?? []],
            baseUrl,
            login);

    public static ConnectorSpec Of(
        string serverUrl, AuthKind kind, SpecMethodOAuth? oauth, string? tokenAuth, string placement, IReadOnlyList<SpecParameter> parameters, string? baseUrl = null, SpecLogin? login = null)
    {
        var spec = TestSpec.Of(baseUrl ?? serverUrl, kind, [TestSpec.Header("Authorization", placement)], parameters, [], [serverUrl.Split("://")[1]]);
        var method = spec.Authentication.Methods[0] with { OAuth = oauth, TokenAuth = tokenAuth, Login = login };
        return spec with { Authentication = spec.Authentication with { Methods = [method] } };
    }

    public static SpecMethod Method(this ConnectorSpec spec) => spec.Authentication.Methods[0];

    public static CredentialValues Values(params (string Name, string Value)[] values) => TestSpec.Values(values);

    public static string Issued(this TokenState state, string name = "access_token")
    {
        state.Issued.TryGet(name, out var value).ShouldBeTrue($"nothing was issued as {name}");
        return value!.Reveal();
    }
}
