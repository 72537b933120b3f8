using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Tests.Specs;

/// <summary>Specs and files of an invented API.</summary>
internal static class SpecSamples
{
    public const string Display = "connectors/acme/connector_spec.yaml";

    public static readonly string Sha = new('a', 64);

    public static ConnectorSpec TwoMethods { get; } = new(
        "Acme Billing",
        new ConnectionSection(
            [new SpecParameter("subdomain", "string", true, false, "The part before .acme.example")],
            [
                new SpecAuthMethod("api_token", "Token of a user", [new SpecParameter("email", "string", true, false, ""), new SpecParameter("api_token", "string", true, true, "Settings > API: create one")]),
                new SpecAuthMethod("oauth", "", [new SpecParameter("client_id", "string", true, false, ""), new SpecParameter("client_secret", "string", true, true, "")]),
            ],
            new SpecOAuth("u2m", true, "read write", "https://{subdomain}.acme.example/oauth/authorize", "https://{subdomain}.acme.example/oauth/token", new Dictionary<string, string> { ["access_type"] = "offline" })),
        "",
        new AuthenticationSection(
            "connectors/acme/acme_api_doc.md",
            Sha,
            [
                new SpecMethod(
                    "api_token",
                    AuthKind.Basic,
                    [new Placement(PlacementLocation.Header, "Authorization", "Basic base64({email}/token:{api_token})")],
                    ["email", "api_token", "subdomain"],
                    null,
                    [new Evidence("kind", "Use HTTP Basic: e-mail, then `/token`", 41), new Evidence("parameter.api_token", "# a \"token\"\n\tof yours", 44)]),
                new SpecMethod(
                    "oauth",
                    AuthKind.OAuth2AuthorizationCode,
                    [new Placement(PlacementLocation.Header, "Authorization", "Bearer {access_token}")],
                    ["client_id", "client_secret", "subdomain"],
                    "basic",
                    []),
            ],
            [new SpecBaseUrl("https://{subdomain}.acme.example/api/v2", "production", 12), new SpecBaseUrl("https://sandbox.acme.example:8443", "sandbox", 0)],
            ["{subdomain}.acme.example", "sandbox.acme.example:8443"],
            [new SpecVerification("GET", "/users/me.json", 88)],
            ["base_url"],
            "Ten failed attempts lock the account: be careful."));

    public static ConnectorSpec OneMethod { get; } = new(
        "Acme",
        new ConnectionSection([new SpecParameter("api_key", "string", true, true, "The key")], [], null),
        "",
        new AuthenticationSection(
            "acme_api_doc.md",
            Sha,
            [new SpecMethod("api_key", AuthKind.ApiKey, [new Placement(PlacementLocation.Header, "X-Acme-Key", "{api_key}")], ["api_key"], null, [new Evidence("kind", "Send your key", 7)])],
            [new SpecBaseUrl("https://api.acme.example/v1", "production", 3)],
            ["api.acme.example"],
            [new SpecVerification("GET", "/me", 20)],
            [],
            null));

    /// <summary>A file that holds <see cref="OneMethod"/> as a person would have written it.</summary>
    public const string HandWritten = """
        # my own notes on Acme
        external_options_allowlist: ''   # nothing yet
        owner: team-billing              # a key of ours

        connection:
            parameters:
            - description: "The key"   # ask Jo
              name: api_key
              required: true
              # never show it
              secret: True
              type: string
              rotation_days: 90
        display_name:   Acme

        authentication:
          # our copy of the document
          document: acme_api_doc.md
          document_sha256: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
          hosts: [ api.acme.example ]
          base_urls: [{url: 'https://api.acme.example/v1', line: 3}]
          methods:
            # the only one so far
            - kind: api_key
              name: api_key
              parameters:
                - api_key
              placements:
                - {in: header, name: X-Acme-Key, format: "{api_key}"}
              evidence:
                - line: 7
                  fact: kind
                  quote: >-
                    Send
                    your key
              hint: keep this
          verification:
          - method: GET
            path: /me
            line: 20
        # the end

        """;
}
