using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>Makes the JWTs that a client signs itself (RFC 7523).</summary>
internal static class Assertion
{
    private const int ClientLifetime = 300;

    /// <summary>The assertion of a grant (RFC 7523 section 2.1), or the token itself where there is no token endpoint.</summary>
    public static Secret ForGrant(GrantContext context, Uri? tokenUrl, TimeProvider clock)
    {
        var assertion = Require(context);
        return Sign(context, assertion, null, tokenUrl, clock);
    }

    /// <summary>The assertion that proves a client (RFC 7523 section 2.2): issuer and subject are its id.</summary>
    public static Secret ForClient(GrantContext context, ClientIdentity client, Uri tokenUrl, TimeProvider clock)
    {
        var assertion = Require(context);
        return Sign(context, assertion, client.Id, tokenUrl, clock);
    }

    /// <summary>The assertion that proves a client by its secret: HS256.</summary>
    public static Secret WithSecret(GrantContext context, ClientIdentity client, Uri tokenUrl, TimeProvider clock)
    {
        var secret = client.Secret ?? throw ParameterValues.Invalid("client_secret", "has no value", "Fill it in on the portal page.");
        var text = Write(
            new Dictionary<string, string> { ["alg"] = "HS256", ["typ"] = "JWT" },
            new Dictionary<string, string?> { ["iss"] = client.Id, ["sub"] = client.Id, ["aud"] = Text(tokenUrl) },
            ClientLifetime,
            clock);
        return new Secret($"{text}.{Base64Url.EncodeToString(SigningKey.Sign("HS256", secret.Reveal(), Encoding.ASCII.GetBytes(text)))}");
    }

    private static Secret Sign(GrantContext context, SpecAssertion assertion, string? party, Uri? tokenUrl, TimeProvider clock)
    {
        // {scope} is what is asked for, where a provider wants that in the claims; a parameter of that name goes first.
        var values = new CredentialValues([KeyValuePair.Create("scope", new Secret(context.Settings.ScopeText))]).With(context.Values);
        string? Fill(string? format) => format is null ? null : CredentialFormat.Parse(format).Render(values);

        var header = new Dictionary<string, string> { ["alg"] = assertion.Algorithm, ["typ"] = "JWT" };
        if (Fill(assertion.KeyId) is { } keyId) header["kid"] = keyId;
        var claims = new Dictionary<string, string?>
        {
            ["iss"] = Fill(assertion.Issuer) ?? party,
            ["sub"] = Fill(assertion.Subject) ?? party,
            ["aud"] = Fill(assertion.Audience) ?? (tokenUrl is null ? null : Text(tokenUrl)),
        };
        foreach (var (name, format) in assertion.Claims) claims[name] = Fill(format);
        var text = Write(header, claims, assertion.Lifetime, clock);

        // The key has line breaks, which no other value may have.
        var key = ParameterValues.Find(context.Values, assertion.Key) ?? throw ParameterValues.Invalid(assertion.Key, "has no value", "Fill it in on the portal page.");
        try
        {
            return new Secret($"{text}.{Base64Url.EncodeToString(SigningKey.Sign(assertion.Algorithm, key, Encoding.ASCII.GetBytes(text)))}");
        }
        catch (FormatException error)
        {
            throw ParameterValues.Invalid(assertion.Key, error.Message, $"Enter the private key for {assertion.Algorithm} as the provider gave it: PEM with its BEGIN and END lines, a JWK, or the JSON key file.");
        }
        catch (CryptographicException)
        {
            throw ParameterValues.Invalid(assertion.Key, $"can't sign with {assertion.Algorithm}", "Enter the private key, not the public one or the certificate, of the kind that the algorithm needs.");
        }
    }

    private static string Write(Dictionary<string, string> header, Dictionary<string, string?> claims, int lifetime, TimeProvider clock)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var first = Encode(writer =>
        {
            foreach (var (name, value) in header) writer.WriteString(name, value);
        });
        var second = Encode(writer =>
        {
            foreach (var (name, value) in claims)
            {
                if (value is not null) writer.WriteString(name, value);
            }

            writer.WriteNumber("iat", now);
            writer.WriteNumber("exp", now + lifetime);
            if (!claims.ContainsKey("jti")) writer.WriteString("jti", AuthorizationState.Create());
        });
        return $"{first}.{second}";
    }

    private static string Encode(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return Base64Url.EncodeToString(buffer.WrittenSpan);
    }

    private static string Text(Uri url) => url.GetLeftPart(UriPartial.Path);

    private static SpecAssertion Require(GrantContext context) => context.Settings.Assertion ?? throw new ConnectorAuthException(
        ErrorCodes.SpecInvalid,
        $"The spec does not say what the JWT of the method {context.Method.Name} holds.",
        "Describe it in authentication.methods[].oauth.assertion: algorithm, key, issuer, subject, audience.");
}
