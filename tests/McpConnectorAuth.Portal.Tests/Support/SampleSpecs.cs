using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Portal.Tests.Support;

/// <summary>Specs of invented APIs.</summary>
internal static class SampleSpecs
{
    /// <summary>One key in a bearer header, one fixed host.</summary>
    public static ConnectorSpec Key(string displayName = "Acme Billing", string description = "Create a key under Settings → API access. It is shown once.") => Spec(
        displayName,
        ["api.acme.example"],
        [new SpecParameter("api_key", "string", true, true, description)],
        [],
        [Bearer("bearer", "api_key")]);

    /// <summary>Basic with a subdomain, an e-mail address and an optional note.</summary>
    public static ConnectorSpec Subdomain() => Spec(
        "Acme Helpdesk",
        ["{subdomain}.acme-helpdesk.example"],
        [
            new SpecParameter("subdomain", "string", true, false, "The first part of your helpdesk's address."),
            new SpecParameter("email", "string", true, false, "The e-mail address of an administrator."),
            new SpecParameter("api_key", "string", true, true, "Found in the Admin Center under Apps and integrations."),
            new SpecParameter("second_key", "string", false, true, "Only for accounts with two keys."),
        ],
        [],
        [
            new SpecMethod(
                "api_token",
                AuthKind.Basic,
                [new Placement(PlacementLocation.Header, "Authorization", "Basic base64({email}/token:{api_key})")],
                ["subdomain", "email", "api_key", "second_key"],
                null,
                [new Evidence("parameter:api_key", "Found in the Admin Center", 41)]),
        ]);

    /// <summary>One fixed host, and one that is used only where a region is given.</summary>
    public static ConnectorSpec Region() => Spec(
        "Acme Metrics",
        ["api.acme-metrics.example", "{region}.acme-metrics.example"],
        [
            new SpecParameter("api_key", "string", true, true, ""),
            new SpecParameter("region", "string", false, false, "Only for accounts outside the main region."),
        ],
        [],
        [Bearer("bearer", "api_key") with { Parameters = ["api_key", "region"] }]);

    /// <summary>Two methods that can be carried out and one that can't.</summary>
    public static ConnectorSpec Methods() => Spec(
        "Acme Cloud",
        ["api.acme-cloud.example"],
        [],
        [
            new SpecAuthMethod("bearer_token", "A personal token, sent as a bearer token.", [new SpecParameter("api_key", "string", true, true, "A personal token.")]),
            new SpecAuthMethod(
                "user_and_password",
                "Your user name and password.",
                [
                    new SpecParameter("username", "string", true, false, "Your user name."),
                    new SpecParameter("password", "string", true, true, "Your password."),
                ]),
            new SpecAuthMethod("signed", "Signed requests.", [new SpecParameter("signing_key", "string", true, true, "The key.")]),
        ],
        [
            Bearer("bearer_token", "api_key"),
            new SpecMethod(
                "user_and_password",
                AuthKind.Basic,
                [new Placement(PlacementLocation.Header, "Authorization", "Basic base64({username}:{password})")],
                ["username", "password"],
                null,
                []),
            new SpecMethod(
                "signed", AuthKind.SignedRequest, [new Placement(PlacementLocation.Header, "X-Signature", "{signing_key}")], ["signing_key"], null, []),
        ]);

    /// <summary>A listed value that decides the host, and two methods with fields of their own, one of them listed and optional.</summary>
    public static ConnectorSpec Choices() => Spec(
        "Acme Pay",
        ["{data_center}.acme-pay.example"],
        [new SpecParameter("data_center", "string", true, false, "Where your account was made.", ["eu", "us", "ap-south"])],
        [
            new SpecAuthMethod("token", "A personal token.", [new SpecParameter("api_token", "string", true, true, "A personal token.")]),
            new SpecAuthMethod(
                "user_and_password",
                "Your user name and password.",
                [
                    new SpecParameter("username", "string", true, false, "Your user name."),
                    new SpecParameter("password", "string", true, true, "Your password."),
                    new SpecParameter("role", "string", false, false, "Only where you have several.", ["read only", "R&D \"<admin>\""]),
                ]),
        ],
        [
            Bearer("token", "api_token") with { Parameters = ["data_center", "api_token"] },
            new SpecMethod(
                "user_and_password",
                AuthKind.Basic,
                [
                    new Placement(PlacementLocation.Header, "Authorization", "Basic base64({username}:{password})"),
                    new Placement(PlacementLocation.Query, "role", "{role}"),
                ],
                ["data_center", "username", "password", "role"],
                null,
                []),
        ]);

    /// <summary>A key file of several lines that goes into the body.</summary>
    public static ConnectorSpec KeyFile() => Spec(
        "Acme Vaults",
        ["api.acme-vaults.example"],
        [new SpecParameter("service_account_json", "string", true, true, "The JSON file that was downloaded when the account was made.")],
        [],
        [
            new SpecMethod(
                "service_account",
                AuthKind.ApiKey,
                [new Placement(PlacementLocation.Body, "account", "{service_account_json}")],
                ["service_account_json"],
                null,
                []),
        ]);

    /// <summary>Signing in at a provider that is also the API, both at one authority.</summary>
    public static ConnectorSpec SignIn(string authority, Func<SpecMethodOAuth, SpecMethodOAuth>? change = null, AuthKind kind = AuthKind.OAuth2AuthorizationCode)
    {
        var oauth = new SpecMethodOAuth
        {
            AuthorizationUrl = $"http://{authority}/authorize",
            TokenUrl = $"http://{authority}/token",
            DeviceAuthorizationUrl = $"http://{authority}/device",
            Scopes = ["orders:read", "orders:write", "offline_access"],
        };
        var spec = Spec(
            "Acme Orders",
            [authority],
            [
                new SpecParameter("client_id", "string", true, false, "The ID of your app, under Settings → Apps."),
                new SpecParameter("client_secret", "string", true, true, "The secret of your app. It is shown once."),
            ],
            [],
            [
                new SpecMethod(
                    "oauth",
                    kind,
                    [new Placement(PlacementLocation.Header, "Authorization", "Bearer {access_token}")],
                    ["client_id", "client_secret"],
                    "basic",
                    [],
                    change is null ? oauth : change(oauth)),
            ]);
        return spec with { Authentication = spec.Authentication with { BaseUrls = [new SpecBaseUrl($"http://{authority}/v1", "production", 3)] } };
    }

    public static ConnectorSpec Spec(
        string displayName,
        IReadOnlyList<string> hosts,
        IReadOnlyList<SpecParameter> parameters,
        IReadOnlyList<SpecAuthMethod> authMethods,
        IReadOnlyList<SpecMethod> methods) => new(
            displayName,
            new ConnectionSection(parameters, authMethods, null),
            "",
            new AuthenticationSection(
                "docs/acme_api_doc.md",
                null,
                methods,
                [new SpecBaseUrl($"https://{hosts[0]}/v1", "production", 3)],
                hosts,
                [new SpecVerification("GET", "/me", 9)],
                [],
                null));

    private static SpecMethod Bearer(string name, string parameter) => new(
        name,
        AuthKind.Bearer,
        [new Placement(PlacementLocation.Header, "Authorization", $"Bearer {{{parameter}}}")],
        [parameter],
        null,
        [new Evidence(parameter, "Create a key under Settings", 17)]);
}
