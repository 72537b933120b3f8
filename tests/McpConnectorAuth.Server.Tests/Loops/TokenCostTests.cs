using System.Text;
using McpConnectorAuth.Server.Tests.Support;
using Xunit.Abstractions;

namespace McpConnectorAuth.Server.Tests.Loops;

/// <summary>What a whole connection costs the agent in tool output, text and structured content together, a token counted as four bytes.</summary>
public sealed class TokenCostTests(ITestOutputHelper log)
{
    private const int MostBytes = 4_000 * 4;

    [Fact]
    public async Task A_whole_connection_from_a_long_document_costs_less_than_4000_tokens()
    {
        await using var freight = await FreightProject.StartAsync();
        new FileInfo(freight.Folder.PathOf(FreightProject.Document)).Length.ShouldBeInRange(28_000, 32_000);
        await using var session = await McpSession.StartAsync(freight.Folder);
        var sum = 0;
        async Task<string> SpendAsync(string tool, object arguments)
        {
            var result = await session.CallRawAsync(tool, arguments);
            var (text, json) = (McpSession.TextOf(result), result.StructuredContent?.GetRawText() ?? "");
            var bytes = Encoding.UTF8.GetByteCount(text) + Encoding.UTF8.GetByteCount(json);
            sum += bytes;
            log.WriteLine($"{tool}: {bytes / 4} tokens\n{text}\n{json}\n");
            return text;
        }

        // As the skills lead: look what exists, go the way, keep what was learned.
        await SpendAsync("get_connection_status", new { source = FreightProject.Source });
        await SpendAsync("recall_memory", new { topic = FreightProject.Source });
        await SpendAsync("analyze_auth_doc", new { document = FreightProject.Document });
        await SpendAsync("generate_spec", new { source = FreightProject.Source, document = FreightProject.Document });
        var opened = await SpendAsync("start_credential_portal", new { source = FreightProject.Source });
        await SpendAsync("await_user_confirmation", new { source = FreightProject.Source, max_wait_seconds = 0 });
        using var person = new PortalVisitor(ScriptedModel.LinkIn([opened])!);
        await person.OpenAsync();
        await person.SubmitAsync("test", FreightProject.Values);
        (await SpendAsync("await_user_confirmation", new { source = FreightProject.Source })).ShouldContain("confirmed");
        await SpendAsync("write_auth_test", new { source = FreightProject.Source });
        (await SpendAsync("run_auth_test", new { source = FreightProject.Source })).ShouldStartWith($"{FreightProject.Source}: valid");
        await SpendAsync("save_memory", new { topic = FreightProject.Source, title = "Where the token is made", content = "In the console under Company > Integrations > API tokens." });

        log.WriteLine($"together: {sum / 4} tokens");
        freight.ShouldBeComplete();
        sum.ShouldBeLessThan(MostBytes);
    }
}
