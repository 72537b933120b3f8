using System.Security.Cryptography;
using System.Text.Json.Nodes;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;
using static McpConnectorAuth.Core.Tests.Requests.TestSpec;

namespace McpConnectorAuth.Core.Tests.Requests;

public sealed class OAuth1SignerTests
{
    private static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeSeconds(137131201);

    /// <summary>The example of RFC 5849 sections 3.4.1.1 and 3.4.1.3: parameters of query, header and body, some of them twice.</summary>
    [Fact]
    public void Makes_the_base_string_of_the_standard()
    {
        var parameters = FormFields.Parse("oauth_consumer_key=9djdj82h48djs9d2&oauth_token=kkk9d7dh3k39sjv7&oauth_signature_method=HMAC-SHA1&oauth_timestamp=137131201&oauth_nonce=7d8f3e4a")
            .Concat(FormFields.Parse("c2&a3=2+q"));
        OAuth1Signer.BaseString(HttpMethod.Post, new Uri("http://EXAMPLE.COM:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b"), parameters).ShouldBe(
            "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2"
            + "%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7");
    }

    /// <summary>The signatures of RFC 5849 section 1.2.</summary>
    [Theory]
    [InlineData("POST", "https://photos.example.net/token", "hh5s93j4hdidpola", "hdhd0244k9j7ao03", "137131201", "walatlh", "oauth_verifier=hfdp7dh39dks9884", "gKgrFCywp7rO0OXSjdot/IHF7IU=")]
    [InlineData("GET", "http://photos.example.net/photos?file=vacation.jpg&size=original", "nnch734d00sl2jdk", "pfkkdhi9sl3r4s00", "137131202", "chapoH", "", "MdpQcU8iPSUjWoN/UDMsK2sui9I=")]
    public void Signs_as_the_standard_does(string method, string url, string token, string secret, string timestamp, string nonce, string further, string expected)
    {
        var credentials = new OAuth1Credentials("dpf43f3p2l4k3l03", new Secret("kd94hf93k423kf44"), token, new Secret(secret));
        var parameters = FormFields.Parse($"oauth_consumer_key=dpf43f3p2l4k3l03&oauth_token={token}&oauth_signature_method=HMAC-SHA1&oauth_timestamp={timestamp}&oauth_nonce={nonce}&{further}");
        new OAuth1Signer(credentials).Signature(OAuth1Signer.BaseString(new HttpMethod(method), new Uri(url), parameters)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("https://Api.Example:443/a", "https%3A%2F%2Fapi.example%2Fa")]
    [InlineData("http://api.example:8080/a%20b/", "http%3A%2F%2Fapi.example%3A8080%2Fa%2520b%2F")]
    [InlineData("https://api.example", "https%3A%2F%2Fapi.example%2F")]
    [InlineData("http://[::1]:81/a", "http%3A%2F%2F%5B%3A%3A1%5D%3A81%2Fa")]
    public void Leaves_default_ports_and_capitals_out(string url, string expected) =>
        OAuth1Signer.BaseString(HttpMethod.Get, new Uri(url), []).Split('&')[1].ShouldBe(expected);

    public static TheoryData<string, string, string, string, string> Requests => new()
    {
        { "hmac-sha1", "GET", "https://api.example/1/items?b=2&a=1&a=0&z=%C3%A9%20x&empty=&plus=a%2Bb", "", "" },
        { "hmac-sha1", "POST", "https://api.example:8443/1/items?q=%7E*'()!", "c2=&a3=2+q&name=J%C3%BCrgen%20%26%20Co", "" },
        { "hmac-sha256", "POST", "http://api.example/initiate", "", "oauth_callback=http%3A%2F%2F127.0.0.1%3A5000%2Fcb%3Fx%3D1" },
        { "hmac-sha256", "POST", "https://api.example/token", "", "oauth_verifier=CANARY-verifier" },
        { "hmac-sha512", "DELETE", "https://api.example/items/a%2Fb", "", "" },
        { "plaintext", "GET", "https://api.example/1/items?x=1", "", "" },
        { "rsa-sha1", "GET", "https://api.example/1/items?x=1", "", "" },
        { "rsa-sha256", "POST", "https://api.example/1/items", "a=b", "" },
    };

    /// <summary>Debian's python3-oauthlib signs the same request with the same time and nonce.</summary>
    [PythonTheory("oauthlib")]
    [MemberData(nameof(Requests))]
    public async Task Signs_as_oauthlib_does(string algorithm, string method, string url, string form, string further)
    {
        using var rsa = RSA.Create(2048);
        var isRsa = algorithm.StartsWith("rsa", StringComparison.Ordinal);
        var credentials = new OAuth1Credentials("CANARY key&1", new Secret(isRsa ? rsa.ExportPkcs8PrivateKeyPem() : "CANARY s&cret/1"), "tok en+", new Secret("CANARY t%oken"));
        var signer = new OAuth1Signer(credentials, algorithm, "a realm", new FixedClock(Time), () => "nonce-7");
        var ours = signer.Authorization(new HttpMethod(method), new Uri(url), FormFields.Parse(form), FormFields.Parse(further));

        var extra = FormFields.Parse(further).ToDictionary(pair => pair.Key, pair => pair.Value);
        var input = new JsonObject
        {
            ["key"] = credentials.ConsumerKey,
            ["secret"] = isRsa ? "" : credentials.ConsumerSecret.Reveal(),
            ["rsa"] = isRsa ? credentials.ConsumerSecret.Reveal() : null,
            ["token"] = credentials.Token,
            ["token_secret"] = credentials.TokenSecret!.Reveal(),
            ["algorithm"] = algorithm.ToUpperInvariant(),
            ["method"] = method,
            ["url"] = url,
            ["form"] = form,
            ["callback"] = extra.GetValueOrDefault("oauth_callback"),
            ["verifier"] = extra.GetValueOrDefault("oauth_verifier"),
            ["timestamp"] = "137131201",
        };
        var theirs = await Python.RunAsync(
            """
            import json, sys
            from oauthlib.oauth1 import Client
            c = json.load(sys.stdin)
            client = Client(c["key"], c["secret"], c["token"], c["token_secret"], callback_uri=c["callback"], verifier=c["verifier"], realm="a realm",
                signature_method=c["algorithm"], rsa_key=c["rsa"], nonce="nonce-7", timestamp=c["timestamp"])
            headers = {"Content-Type": "application/x-www-form-urlencoded"} if c["form"] else {}
            print(client.sign(c["url"], c["method"], c["form"] or None, headers)[1]["Authorization"])
            """,
            input.ToJsonString());
        Fields(ours).ShouldBe(Fields(theirs.Trim()), ignoreOrder: true);
    }

    [Fact]
    public void A_header_that_its_spec_shows_says_which_value_is_which()
    {
        var spec = Of(
                "https://a.example", AuthKind.OAuth1,
                [Header("Authorization", "OAuth realm=\"{account}\", oauth_consumer_key=\"{app}\", oauth_token=\"{pass_id}\", oauth_signature=\"...\", oauth_signature_method=\"HMAC-SHA256\"")],
                [Plain("account"), Plain("app"), Secret("app_hush"), Plain("pass_id"), Secret("pass_hush")], [Get("/me")])
            .With(method => method with { Signature = new SpecSignature { Algorithm = "hmac-sha256", Key = "{app_hush}&{pass_hush}" } });
        RequestFactory.WhyUnsupported(spec, spec.Authentication.Methods[0]).ShouldBeNull();
        var names = OAuth1Names.Of(spec.Authentication.Methods[0]);
        names.ShouldBe(new OAuth1Names("app", "app_hush", "pass_id", "pass_hush", "{account}"));
        var values = Values(("account", "77_SB1"), ("app", "a"), ("app_hush", "s"), ("pass_id", "t"), ("pass_hush", "ts"));
        names.RealmOf(values).ShouldBe("77_SB1");
        names.CredentialsOf(values).Token.ShouldBe("t");
    }

    [Fact]
    public void Known_names_do_without_and_a_token_may_come_later()
    {
        var spec = Of("https://a.example", AuthKind.OAuth1, [], [Plain("consumer_key"), Secret("consumer_secret")], [Get("/me")])
            .With(method => method with
            {
                OAuth = new SpecMethodOAuth { RequestTokenUrl = "https://a.example/initiate", AuthorizationUrl = "https://a.example/auth", TokenUrl = "https://a.example/token" },
            });
        var method = spec.Authentication.Methods[0];
        RequestFactory.WhyUnsupported(spec, method).ShouldBeNull();
        MethodHoles.Of(method).Issued.ShouldBe(["oauth_token", "oauth_token_secret"]);
        var credentials = OAuth1Names.Of(method).CredentialsOf(Values(("consumer_key", "k"), ("consumer_secret", "s")));
        (credentials.Token, credentials.TokenSecret).ShouldBe((null, null));
    }

    [Fact]
    public void A_key_that_is_none_is_an_error_without_the_key()
    {
        var signer = new OAuth1Signer(new OAuth1Credentials("k", new Secret("CANARY-no-pem")), "rsa-sha1");
        var error = Should.Throw<ConnectorAuthException>(() => signer.Authorization(HttpMethod.Get, new Uri("https://a.example/")));
        error.Code.ShouldBe(ErrorCodes.InvalidCredentialField);
        error.ToString().ShouldNotContain("CANARY");
    }

    private static IEnumerable<string> Fields(string header) => header["OAuth ".Length..].Split(',').Select(field => field.Trim());
}
