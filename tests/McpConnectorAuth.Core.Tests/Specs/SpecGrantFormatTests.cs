using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Specs.Yaml;

namespace McpConnectorAuth.Core.Tests.Specs;

/// <summary>The sections on tokens, logins and signatures: read, refused with a place, written, kept.</summary>
public sealed class SpecGrantFormatTests
{
    private const string Good = """
        display_name: Acme
        connection:
          parameters:
            - name: client_id
            - name: key_file
              secret: true
            - name: username
            - name: password
              secret: true
            - name: api_secret
              secret: true
          auth_methods:
            - name: app
            - name: session
            - name: signed
        authentication:
          methods:
            - name: app
              kind: oauth2_authorization_code
              placements:
                - in: header
                  name: Authorization
                  format: Bearer {access_token}
              parameters: [client_id, key_file]
              token_auth: private_key_jwt
              oauth:
                issuer: https://login.acme.example
                authorization_url: https://browser.acme.example/authorize
                token_url: https://login.acme.example/token
                refresh_url: https://login.acme.example/refresh
                device_authorization_url: https://login.acme.example/device
                revocation_url: https://login.acme.example/revoke
                pushed_authorization_request_url: https://login.acme.example/par
                scopes: [read, write]
                scope_separator: ','
                pkce: required
                token_body: json
                redirect_uri: http://localhost:8765/callback
                extra_auth_params:
                  prompt: consent
                extra_token_params:
                  audience: api
                access_token_path: data.access_token
                reply_facts:
                  instance: instance_url
                callback_facts:
                  realm: realmId
                assertion:
                  algorithm: ES256
                  key: key_file
                  key_id: '{client_id}'
                  issuer: '{client_id}'
                  subject: someone
                  audience: https://login.acme.example
                  lifetime: 600
                  claims:
                    scope: read
            - name: session
              kind: session_login
              placements:
                - in: header
                  name: X-Session
                  format: '{session_token}'
              parameters: [username, password]
              one_time: [password]
              login:
                method: PUT
                path: /session
                body: form
                placements:
                  - in: body
                    name: user
                    format: '{username}'
                  - in: body
                    name: pass
                    format: '{password}'
                returns:
                  - name: session_token
                    in: body
                    path: data.token
                lifetime: 3600
                logout_method: DELETE
                logout_path: /session
            - name: signed
              kind: signed_request
              placements:
                - in: header
                  name: X-Signature
                  format: '{timestamp}:{signature}'
              parameters: [api_secret]
              signature:
                algorithm: hmac-sha512
                key: '{api_secret}'
                key_encoding: base64
                message: '{timestamp}{method}{path}{body}'
                encoding: base64
                timestamp: unix_milliseconds
                body_hash: sha1
                region: eu
                service: billing
          base_urls:
            - url: https://{instance}/api
            - url: https://{realm}.acme.example/api
          hosts: ['{instance}', '{realm}.acme.example', login.acme.example]

        """;

    /// <summary>What is replaced, by what, and what the reader says; whether the schema alone can see it.</summary>
    public static TheoryData<string, string, string, bool> Broken => new()
    {
        { "token_url: https://login", "token_url: https://evil", "oauth.token_url: the host evil.acme.example is not listed in authentication.hosts", false },
        { "revocation_url: https://login.acme.example/revoke", "revocation_url: /revoke", "oauth.revocation_url: expected an https URL", true },
        { "refresh_url: https://login.acme.example/refresh", "refresh_url: https://login.acme.example/{tenant}", "oauth.refresh_url: the hole {tenant} is no parameter", false },
        { "scopes: [read, write]", "scopes: read write", "oauth.scopes: expected a list of scopes", true },
        { "scope_separator: ','", "scope_separator: commas", "oauth.scope_separator: expected what stands between scopes", true },
        { "pkce: required", "pkce: true", "oauth.pkce: expected one of required, supported, rejected", true },
        { "access_token_path: data.access_token", "access_token_path: [data]", "oauth.access_token_path: expected member names joined by dots", true },
        { "token_body: json", "token_body: xml", "oauth.token_body: expected one of form, json", true },
        { "redirect_uri: http://localhost:8765/callback", "redirect_uri: https://acme.example/callback", "oauth.redirect_uri: expected a URL on this machine with a port", true },
        { "redirect_uri: http://localhost:8765/callback", "redirect_uri: http://localhost:80/callback", "oauth.redirect_uri: expected a URL on this machine with a port", true },
        { "instance: instance_url", "instance: instance_url\n          client_id: id", "oauth.reply_facts.client_id: expected a name of letters", false },
        { "realm: realmId", "realm: []", "oauth.callback_facts.realm: expected where the fact stands", true },
        { "algorithm: ES256", "algorithm: none", "oauth.assertion.algorithm: expected one of RS256", true },
        { "key: key_file", "key: other", "oauth.assertion.key: expected the name of the parameter that holds the key (client_id, key_file)", false },
        { "lifetime: 600", "lifetime: 0", "oauth.assertion.lifetime: expected a number of seconds", true },
        { "path: /session\n", "path: session\n", "login.path: expected a path below the base URL", true },
        { "body: form", "body: xml", "login.body: expected one of form, json", true },
        { "format: '{password}'", "format: '{pasword}'", "login.placements[1].format: the hole {pasword} is no parameter of the method", false },
        { "one_time: [password]", "one_time: [pin]", "one_time[0]: the parameter \"pin\" is not declared", false },
        { "kind: signed_request", "kind: signed_request\n      one_time: [api_secret]", "one_time: a method of the kind signed_request has no sign-in", false },
        { "in: body\n            path: data", "in: heder\n            path: data", "login.returns[0].in: expected one of body, header, cookie", true },
        { "name: session_token\n", "name: username\n", "login.returns[0].name: expected a name of letters", false },
        { "format: '{session_token}'", "format: '{token}'", "placements[0].format: the hole {token} is no parameter of the method; its parameters are: username, password, session_token", false },
        { "logout_path: /session", "logout_path: https://evil.example/x", "login.logout_path: the host evil.example is not listed", false },
        { "algorithm: hmac-sha512", "algorithm: hmac", "signature.algorithm: expected one of hmac-sha256", true },
        { "key: '{api_secret}'", "key:", "signature.key: is missing; expected the key", true },
        { "format: '{timestamp}:{signature}'", "format: '{timestamp}:{sig}'", "the hole {sig} is no parameter of the method; its parameters are: api_secret, signature, timestamp, nonce, body_hash", false },
        { "timestamp: unix_milliseconds", "timestamp: now", "signature.timestamp: expected one of unix_seconds", true },
    };

    [Fact]
    public void Everything_is_read_and_written_as_it_was()
    {
        using var folder = new SpecFolder();
        var spec = folder.With(Good).Load();
        spec.Authentication.Methods[0].OAuth!.Assertion!.Lifetime.ShouldBe(600);
        spec.Authentication.Methods[0].OAuth!.ReplyFacts["instance"].ShouldBe("instance_url");
        spec.Authentication.Methods[1].Login!.Returns.ShouldHaveSingleItem().Path.ShouldBe("data.token");
        spec.Authentication.Methods[2].Signature!.KeyEncoding.ShouldBe("base64");
        folder.Save(spec).ShouldBe(SpecSaveResult.Unchanged);
        using var other = new SpecFolder();
        other.Save(spec).ShouldBe(SpecSaveResult.Created);
        other.Load().ShouldBeSpec(spec);
    }

    [Fact]
    public void The_schema_accepts_and_describes_it_all()
    {
        var json = SpecFormatTests.ToJson(YamlTree.Parse(Good, "x"));
        SpecFormatTests.Schema().Accepts(json).ShouldBeTrue();
        SpecFormatTests.Undescribed(SpecFormatTests.SchemaRoot(), json, "").ShouldBeEmpty();
    }

    [Theory]
    [Trait("case", "D6")]
    [MemberData(nameof(Broken))]
    public void A_breach_is_named_with_its_key_path_and_what_is_expected(string part, string replacement, string message, bool isSeenBySchema)
    {
        Good.ShouldContain(part);
        var at = Good.IndexOf(part, StringComparison.Ordinal);
        var text = Good[..at] + replacement + Good[(at + part.Length)..];
        var error = Should.Throw<ConnectorAuthException>(() => SpecFormatTests.Read(text));
        error.Code.ShouldBe(ErrorCodes.SpecInvalid);
        error.Message.ShouldStartWith(SpecSamples.Display);
        error.Message.ShouldContain(message);
        SpecFormatTests.Schema().Accepts(SpecFormatTests.ToJson(YamlTree.Parse(text, "x"))).ShouldBe(!isSeenBySchema);
    }

    [Fact]
    public void What_a_person_added_stays_where_the_document_says_nothing()
    {
        using var folder = new SpecFolder();
        var full = folder.With(Good).Load();
        var info = new DocumentInfo("docs/acme_api_doc.md", "markdown", 7, SpecSamples.Sha);
        var documented = full.Authentication.Methods.Select((method, index) => new AuthMethod(
            method.Name, method.Kind, index == 0, false, method.Placements, [], null, [new Evidence("kind", "Acme", 1)])).ToList();
        var analysis = new AuthAnalysis("acme", info, AnalysisOutcome.Documented, documented, [], [], [], [], []);

        folder.Save(SpecBuilder.Build(analysis, [new AuthDocument(info, "Acme", [], [])], [], null, full).Spec).ShouldBe(SpecSaveResult.Updated);

        var merged = folder.Load();
        merged.Authentication.Methods[0].OAuth!.RevocationUrl.ShouldBe("https://login.acme.example/revoke");
        merged.Authentication.Methods[0].Parameters.ShouldBe(full.Authentication.Methods[0].Parameters, ignoreOrder: true);
        merged.Authentication.Methods[1].Login!.Placements.Count.ShouldBe(2);
        merged.Authentication.Methods[1].Parameters.ShouldBe(full.Authentication.Methods[1].Parameters, ignoreOrder: true);
        merged.Authentication.Methods[1].OneTime.ShouldBe(["password"]);
        merged.Authentication.Methods[2].Signature!.Service.ShouldBe("billing");
        merged.Authentication.Hosts.ShouldContain("login.acme.example");
    }
}
