using System.Text.RegularExpressions;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Portal.Tests.Support;

namespace McpConnectorAuth.Portal.Tests.SignIn;

/// <summary>A code from an authenticator is sent once, never stored and asked for again.</summary>
public sealed class OneTimeCodeTests
{
    [Fact, Trait("case", "X8")]
    public async Task A_code_is_sent_once_and_asked_for_again_after_a_refusal_and_at_the_next_sign_in()
    {
        await using var api = CodeLoginApi.Start();
        await using var portal = new PortalUnderTest();
        portal.Verifier.Script = (_, _) => Task.FromResult(ScriptedVerifier.Valid);
        using var link = new LinkClient(await portal.OpenAsync(Spec(api)));
        (await link.OpenAsync()).ShouldContain("Good for one sign-in");

        var page = await SubmitAsync(link, api, "CANARY-mistyped", "CANARY-code-1");
        page.ShouldContain("invalid login");
        page.ShouldNotContain("value=\"retry\"");

        // The password is kept from the last try, the code is not.
        page = await SubmitAsync(link, api, "CANARY-password", "");
        ErrorOf(page, "verification_code").ShouldBe("Verification code is missing.");
        page = await SubmitAsync(link, api, "", "CANARY-code-2");
        page.ShouldContain("Connected to");
        api.Codes.ShouldBe(["CANARY-code-1", "CANARY-code-2"]);
        var stored = portal.Store.Load(PortalUnderTest.Id())!;
        stored.Values.Names.ShouldBe(["password"]);
        stored.Token.ShouldNotBeNull();

        using var again = new LinkClient(await portal.OpenAsync(Spec(api), fresh: true));
        (await again.OpenAsync()).ShouldContain("Kept from");
        page = await SubmitAsync(again, api, "", "");
        ErrorOf(page, "verification_code").ShouldBe("Verification code is missing.");
        ErrorOf(page, "password").ShouldBe("");
        page = await SubmitAsync(again, api, "", "CANARY-code-3");
        page.ShouldContain("Connected to");
        api.Codes.Count.ShouldBe(3);
    }

    private static string ErrorOf(string page, string field) => Regex.Match(page, $"id=\"field-{field}-error\">([^<]*)<").Groups[1].Value;

    private static Task<string> SubmitAsync(LinkClient link, CodeLoginApi api, string password, string code) => link.SubmitAsync(
        "test", ("method", "login"), ("value:password", password), ("value:verification_code", code), ("approve", api.Authority));

    private static ConnectorSpec Spec(CodeLoginApi api)
    {
        var spec = SampleSpecs.Spec(
            "Acme Orders",
            [api.Authority],
            [new SpecParameter("password", "string", true, true, ""), new SpecParameter("verification_code", "string", true, true, "The code of your authenticator.")],
            [],
            [
                new SpecMethod(
                    "login",
                    AuthKind.SessionLogin,
                    [new Placement(PlacementLocation.Header, "X-Session", "{session}")],
                    ["password", "verification_code"],
                    null,
                    [],
                    Login: new SpecLogin(
                        "POST",
                        "/login",
                        "json",
                        [new Placement(PlacementLocation.Body, "password", "{password}"), new Placement(PlacementLocation.Body, "code", "{verification_code}")],
                        [new SpecReturned("session", "body", "session")]))
                {
                    OneTime = ["verification_code"],
                },
            ]);
        return spec with { Authentication = spec.Authentication with { BaseUrls = [new SpecBaseUrl($"http://{api.Authority}", "production", 0)] } };
    }
}
