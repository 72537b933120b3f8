using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Tests.Requests;

/// <summary>Specs of made-up APIs, as short as a test can state them.</summary>
internal static class TestSpec
{
    public static ConnectorSpec Of(
        string baseUrl,
        AuthKind kind,
        IReadOnlyList<Placement> placements,
        IReadOnlyList<SpecParameter> parameters,
        IReadOnlyList<SpecVerification> verification,
        IReadOnlyList<string>? hosts = null,
        string? lockoutWarning = null,
        IReadOnlyList<Evidence>? evidence = null) => new(
            "Made-up API",
            new ConnectionSection(parameters, [], null),
            "",
            new AuthenticationSection(
                null,
                null,
                [new SpecMethod("main", kind, placements, [.. parameters.Select(parameter => parameter.Name)], null, evidence ?? [])],
                [new SpecBaseUrl(baseUrl, "production", 0)],
                hosts ?? [baseUrl.Split("://")[1].Split('/')[0]],
                verification,
                [],
                lockoutWarning));

    /// <summary>The spec with its method changed.</summary>
    public static ConnectorSpec With(this ConnectorSpec spec, Func<SpecMethod, SpecMethod> change) =>
        spec with { Authentication = spec.Authentication with { Methods = [change(spec.Authentication.Methods[0])] } };

    public static ConnectorSpec Bearer(string baseUrl, params SpecVerification[] verification) => Of(
        baseUrl, AuthKind.Bearer, [Header("Authorization", "Bearer {token}")], [Secret("token")], verification);

    public static Placement Header(string name, string format) => new(PlacementLocation.Header, name, format);

    public static SpecParameter Secret(string name) => new(name, "string", true, true, "");

    public static SpecParameter Plain(string name, bool required = true) => new(name, "string", required, false, "");

    public static SpecVerification Get(string path) => new("GET", path, 0);

    public static CredentialValues Values(params (string Name, string Value)[] values) =>
        new(values.Select(pair => KeyValuePair.Create(pair.Name, new Secret(pair.Value))));
}
