using System.Text;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Tests.Requests;

namespace McpConnectorAuth.Core.Tests.OAuth;

/// <summary>Replies that somebody broke at random: a token or a typed error, and no secret in either's text.</summary>
public sealed class HostileReplyTests
{
    private static readonly string[] Seeds =
    [
        """{"access_token":"CANARY-access","refresh_token":"CANARY-refresh","token_type":"Bearer","expires_in":3600,"scope":"a b","data":{"x":[1,2,{"y":"z"}]}}""",
        """{"ok":false,"error":{"code":"E1","message":"CANARY-client said no"},"errors":[{"message":"CANARY-client"}]}""",
        "access_token=CANARY-access&expires_in=60&error_description=CANARY-client+x",
        """{"error":"invalid_grant","error_description":"refresh token CANARY-client expired"}""",
        "\uFEFF{\"access_token\":\"CANARY-access\",\"expires_at\":\"2030-01-01T00:00:00Z\"}",
    ];

    private static readonly string[] Pieces =
        ["null", "true", "-1", "1e400", "\"\"", "[]", "{}", "{\"a\":", "\\u0000", "\\ud800", "\r\n", "<html>", "=", "&", "%00", "error", "\"error\":", "access_token", "9999999999999999999999"];

    [Fact]
    public void Whatever_comes_is_a_token_or_a_typed_error()
    {
        var random = new Random(20231114);
        var spec = OAuthSpec.Of(
            "https://a.example.org", AuthKind.OAuth2ClientCredentials, new SpecMethodOAuth { ReplyFacts = new Dictionary<string, string> { ["fact"] = "data.x.2.y" } }, null, "Bearer {access_token}", [TestSpec.Plain("client_id"), TestSpec.Secret("client_secret")]);
        var context = GrantContext.Of(spec, spec.Method(), OAuthSpec.Values(("client_id", "id"), ("client_secret", "CANARY-client")), []);
        var url = new Uri("https://a.example.org/token");
        var tokens = 0;
        var errors = 0;
        for (var turn = 0; turn < Stress.Of(4_000, 400_000); turn++)
        {
            var body = Break(Seeds[random.Next(Seeds.Length)], random);
            var response = new ApiResponse(null, random.Next(4) == 0 ? 400 : 200, new Dictionary<string, string>(), body, false, url);
            try
            {
                var reply = EndpointReply.Read(response);
                if (!reply.IsSuccess || ReplyError.InSuccess(reply) is not null) throw OAuthFailures.Of(context, OAuthStep.Refresh, url, reply, [], DateTimeOffset.UnixEpoch);
                var token = TokenReply.Parse(reply, context.Settings, OAuthStep.Refresh, url, DateTimeOffset.UnixEpoch);
                token.ToString().ShouldNotContain("CANARY");
                token.AccessToken.Reveal().Any(char.IsControl).ShouldBeFalse();
                tokens++;
            }
            catch (OAuthException error)
            {
                error.ToString().ShouldNotContain("CANARY-access");
                error.ToString().ShouldNotContain("CANARY-client");
                error.Explanation.Length.ShouldBeLessThan(1000);
                errors++;
            }
        }

        tokens.ShouldBeGreaterThan(100);
        errors.ShouldBeGreaterThan(100);
    }

    private static byte[] Break(string seed, Random random)
    {
        var text = new StringBuilder(seed);
        for (var cut = random.Next(4); cut > 0; cut--)
        {
            var position = random.Next(text.Length + 1);
            switch (random.Next(4))
            {
                case 0:
                    text.Insert(position, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 1 when position < text.Length:
                    text.Remove(position, Math.Min(random.Next(1, 12), text.Length - position));
                    break;
                case 2 when position < text.Length:
                    text[position] = (char)random.Next(32, 127);
                    break;
                default:
                    text.Length = random.Next(2) == 0 ? text.Length : position;
                    break;
            }
        }

        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        if (bytes.Length > 0 && random.Next(8) == 0) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }
}
