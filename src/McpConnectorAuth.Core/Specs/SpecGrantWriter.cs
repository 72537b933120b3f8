using McpConnectorAuth.Core.Specs.Yaml;

namespace McpConnectorAuth.Core.Specs;

/// <summary>Turns how a method's tokens, sessions and signatures come about into YAML content; the counterpart of <see cref="SpecGrantReader"/>.</summary>
internal static class SpecGrantWriter
{
    /// <summary>The section <c>oauth</c>.</summary>
    public static YamlContentMapping OAuth(SpecMethodOAuth oauth) => new(
    [
        Text("issuer", oauth.Issuer),
        Text("authorization_url", oauth.AuthorizationUrl),
        Text("token_url", oauth.TokenUrl),
        Text("refresh_url", oauth.RefreshUrl),
        Text("device_authorization_url", oauth.DeviceAuthorizationUrl),
        Text("revocation_url", oauth.RevocationUrl),
        Text("pushed_authorization_request_url", oauth.PushedAuthorizationRequestUrl),
        Text("request_token_url", oauth.RequestTokenUrl),
        new("scopes", oauth.Scopes is null ? null : new YamlContentSequence([.. oauth.Scopes.Select(scope => YamlContentScalar.Text(scope))], [], IsCompact: true)),
        Text("scope_separator", oauth.ScopeSeparator),
        Text("pkce", oauth.Pkce),
        Text("token_body", oauth.TokenBody),
        Text("redirect_uri", oauth.RedirectUri),
        Texts("extra_auth_params", oauth.ExtraAuthParams),
        Texts("extra_token_params", oauth.ExtraTokenParams),
        Text("access_token_path", oauth.AccessTokenPath),
        Texts("reply_facts", oauth.ReplyFacts),
        Texts("callback_facts", oauth.CallbackFacts),
        new("assertion", oauth.Assertion is null ? null : Assertion(oauth.Assertion)),
    ]);

    /// <summary>The section <c>login</c>.</summary>
    public static YamlContentMapping Login(SpecLogin login) => new(
    [
        new("method", YamlContentScalar.Text(login.Method), YamlContentScalar.Text("POST")),
        new("path", YamlContentScalar.Text(login.Path)),
        new("body", YamlContentScalar.Text(login.Body), YamlContentScalar.Text("json")),
        new("placements", login.Placements.Count == 0 ? null : SpecWriter.Placements(login.Placements)),
        new("returns", new YamlContentSequence(
            [
                .. login.Returns.Select(returned => new YamlContentMapping(
                [
                    Text("name", returned.Name),
                    Text("in", returned.In),
                    Text("path", returned.Path),
                ])),
            ],
            ["name"])),
        Seconds("lifetime", login.Lifetime),
        Text("logout_method", login.LogoutMethod),
        Text("logout_path", login.LogoutPath),
    ]);

    /// <summary>The section <c>signature</c>.</summary>
    public static YamlContentMapping Signature(SpecSignature signature)
    {
        var absent = new SpecSignature { Algorithm = "", Key = "" };
        return new(
        [
            Text("algorithm", signature.Algorithm),
            Text("key", signature.Key),
            new("key_encoding", YamlContentScalar.Text(signature.KeyEncoding), YamlContentScalar.Text(absent.KeyEncoding)),
            Text("message", signature.Message),
            new("encoding", YamlContentScalar.Text(signature.Encoding), YamlContentScalar.Text(absent.Encoding)),
            new("timestamp", YamlContentScalar.Text(signature.Timestamp), YamlContentScalar.Text(absent.Timestamp)),
            Text("body_hash", signature.BodyHash),
            Text("key_id", signature.KeyId),
            Text("session_token", signature.SessionToken),
            new("raw_path", YamlContentScalar.Boolean(signature.RawPath), YamlContentScalar.Boolean(false)),
            Text("region", signature.Region),
            Text("service", signature.Service),
        ]);
    }

    private static YamlContentMapping Assertion(SpecAssertion assertion)
    {
        var absent = new SpecAssertion { Key = "" };
        return new(
        [
            new("algorithm", YamlContentScalar.Text(assertion.Algorithm), YamlContentScalar.Text(absent.Algorithm)),
            Text("key", assertion.Key),
            Text("key_id", assertion.KeyId),
            Text("issuer", assertion.Issuer),
            Text("subject", assertion.Subject),
            Text("audience", assertion.Audience),
            new("lifetime", YamlContentScalar.Integer(assertion.Lifetime), YamlContentScalar.Integer(absent.Lifetime)),
            Texts("claims", assertion.Claims),
        ]);
    }

    private static YamlContentEntry Text(string key, string? value) => new(key, string.IsNullOrEmpty(value) ? null : YamlContentScalar.Text(value));

    private static YamlContentEntry Seconds(string key, int? value) => new(key, value is null ? null : YamlContentScalar.Integer(value.Value));

    private static YamlContentEntry Texts(string key, IReadOnlyDictionary<string, string> texts) => new(
        key,
        texts.Count == 0 ? null : new YamlContentMapping([.. texts.Select(pair => new YamlContentEntry(pair.Key, YamlContentScalar.Text(pair.Value)))], IsClosed: true));
}
