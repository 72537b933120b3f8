using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Mcp;

/// <summary>Several accounts of one source, as tools name them.</summary>
public sealed class AccountTests
{
    [Fact]
    public async Task Each_account_has_its_own_page_credentials_and_status()
    {
        await using var project = await Cli.MooringsProject.StartWithSpecAsync();
        await using var session = await McpSession.StartAsync(project.Folder);
        var named = new { source = Cli.MooringsProject.Source, account = "sandbox" };

        var opened = await session.CallAsync("start_credential_portal", named);
        (await session.CallAsync("start_credential_portal", named)).GetProperty("url").GetString().ShouldBe(opened.GetProperty("url").GetString(), "the page that is open");
        (await session.CallAsync("start_credential_portal", new { source = Cli.MooringsProject.Source })).GetProperty("url").GetString().ShouldNotBe(opened.GetProperty("url").GetString());
        using var visitor = new PortalVisitor(opened.GetProperty("url").GetString()!);
        await visitor.OpenAsync();
        visitor.Text.ShouldContain("kept as the account sandbox");
        await visitor.SubmitAsync("test", new Dictionary<string, string> { ["access_token"] = Canary.Value });
        (await session.CallAsync("await_user_confirmation", named)).GetProperty("state").GetString().ShouldBe("confirmed");

        (await session.CallForErrorAsync("run_auth_test", new { source = Cli.MooringsProject.Source })).ShouldContain("sandbox");
        (await session.CallAsync("run_auth_test", named)).GetProperty("outcome").GetString().ShouldBe("valid");
        var status = await session.CallAsync("get_connection_status", new { source = Cli.MooringsProject.Source });
        status.GetProperty("connections").EnumerateArray().Select(connection => connection.GetProperty("account").GetString()).ShouldBe(["sandbox"]);
        (await session.CallForErrorAsync("get_connection_status", new { source = Cli.MooringsProject.Source, account = "../up" })).ShouldContain("account name");
    }
}
