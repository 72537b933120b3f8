using System.Text;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.Tests.Requests;

/// <summary>
/// Vectors of AWS's published Signature Version 4 test suite (aws-sig-v4-test-suite; newer ones from awslabs/aws-c-auth,
/// tests/aws-signing-test-suite/v4, Apache-2.0). Those with a header twice or folded are not among them: this client never sends such.
/// </summary>
public sealed class SigV4SignerTests
{
    private const string Token =
        "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";

    private static readonly DateTimeOffset Time = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);
    private static readonly SigV4Signer Signer = new("AKIDEXAMPLE", new Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"), null, "us-east-1", "service");

    [Theory]
    [InlineData("get-vanilla", "GET", "/", "host;x-amz-date", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("get-unreserved", "GET", "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", "host;x-amz-date", "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f")]
    [InlineData("get-vanilla-empty-query-key", "GET", "/?Param1=value1", "host;x-amz-date", "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb")]
    [InlineData("get-vanilla-query-order-key", "GET", "/?Param1=value2&Param1=Value1", "host;x-amz-date", "eedbc4e291e521cf13422ffca22be7d2eb8146eecf653089df300a15b2382bd1")]
    [InlineData("get-vanilla-query-order-key-case", "GET", "/?Param2=value2&Param1=value1", "host;x-amz-date", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    [InlineData("get-vanilla-query-order-value", "GET", "/?Param1=value2&Param1=value1", "host;x-amz-date", "5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694")]
    [InlineData("get-vanilla-query-order-encoded", "GET", "/?Param-3=Value3&Param=Value2&%E1%88%B4=Value1", "host;x-amz-date", "371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac")]
    [InlineData("get-relative-relative", "GET", "/example1/example2/../..", "host;x-amz-date", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("get-slash", "GET", "//", "host;x-amz-date", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("get-slash-pointless-dot", "GET", "/./example", "host;x-amz-date", "ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5")]
    [InlineData("get-slashes", "GET", "//example//", "host;x-amz-date", "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84")]
    [InlineData("post-sts-header-after", "POST", "/", "host;x-amz-date", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    public void Signs_in_the_header(string name, string method, string target, string headers, string signature)
    {
        using var request = Request(method, target);
        Signer.SignHeader(request, [], Time);
        Authorization(request).ShouldBe($"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders={headers}, Signature={signature}", name);
        request.Headers.GetValues("X-Amz-Date").ShouldBe(["20150830T123600Z"]);
    }

    /// <summary>The suite states these paths before they are encoded for the wire, so what is encoded once is all that is signed.</summary>
    [Theory]
    [InlineData("get-utf8", "/\u1234", "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85")]
    [InlineData("get-space", "/example space/", "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741")]
    public void Signs_a_raw_path_as_it_is_sent(string name, string target, string signature)
    {
        using var request = Request("GET", target);
        (Signer with { RawPath = true }).SignHeader(request, [], Time);
        Authorization(request).ShouldEndWith(signature, customMessage: name);
        using var normalized = Request("GET", target);
        Signer.SignHeader(normalized, [], Time);
        Authorization(normalized).ShouldNotBe(Authorization(request));
    }

    [Fact]
    public void Signs_headers_with_their_blanks_made_one()
    {
        using var request = Request("GET", "/");
        request.Headers.Add("My-Header1", "value1");
        request.Headers.Add("My-Header2", "\"a   b   c\"");
        request.Headers.Add("User-Agent", "changes on the way");
        Signer.SignHeader(request, [], Time);
        Authorization(request).ShouldEndWith("SignedHeaders=host;my-header1;my-header2;x-amz-date, Signature=acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736");
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a")]
    [InlineData("application/x-www-form-urlencoded; charset=utf8", "1a72ec8f64bd914b0e42e42607c7fbce7fb2c7465f63e3092b3b0d39fa77a6fe")]
    public void Signs_a_body(string type, string signature)
    {
        var body = Encoding.UTF8.GetBytes("Param1=value1");
        using var request = Request("POST", "/");
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        Signer.SignHeader(request, body, Time);
        Authorization(request).ShouldEndWith($"SignedHeaders=content-type;host;x-amz-date, Signature={signature}");
        Signer.BodyHash(body).ShouldBe("9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e");
        (Signer with { UnsignedBody = true }).BodyHash(body).ShouldBe("UNSIGNED-PAYLOAD");
    }

    [Fact]
    public void Signs_a_session_token_along()
    {
        using var request = Request("POST", "/");
        (Signer with { SessionToken = Token }).SignHeader(request, [], Time);
        Authorization(request).ShouldEndWith("SignedHeaders=host;x-amz-date;x-amz-security-token, Signature=85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead");
        request.Headers.GetValues("X-Amz-Security-Token").ShouldBe([Token]);
    }

    [Theory]
    [InlineData("get-space", "/example space/", null, "7a1f416954786484c9824d93c1f26ef64acb9b1b6c9154d08c9f07d0e394abf6")]
    [InlineData("get-slashes-unnormalized", "//example//", null, "822a5a9ba28072c5ab2bb4a6307d0c88276d40e49fec6b724c03fb4d4ba60fc2")]
    [InlineData("get-vanilla-with-session-token", "/", "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267", "7ff2b50b376cb4d151970630573d6291dc128cc5c2a12ffb237f73cc53f67b6c")]
    public void Signs_in_the_query(string name, string target, string? token, string signature)
    {
        using var request = Request("GET", target);
        (Signer with { RawPath = true, SessionToken = token, Expires = 3600 }).SignQuery(request, [], Time);
        var query = FormFields.OfQuery(request.RequestUri!).ToDictionary(pair => pair.Key, pair => pair.Value);
        query["X-Amz-Signature"].ShouldBe(signature, name);
        query["X-Amz-Credential"].ShouldBe("AKIDEXAMPLE/20150830/us-east-1/service/aws4_request");
        query.GetValueOrDefault("X-Amz-Security-Token").ShouldBe(token);
        request.Headers.Contains("Authorization").ShouldBeFalse();
    }

    private static HttpRequestMessage Request(string method, string target) => new(new HttpMethod(method), "https://example.amazonaws.com" + target);

    private static string Authorization(HttpRequestMessage request) => request.Headers.GetValues("Authorization").Single();
}
