using System.Text.RegularExpressions;
using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Conformance;

/// <summary>
/// The protocol's own conformance suite against the product's server, at the wire of each revision. What does not apply to a server on stdio, or to features
/// that it does not have, is named with its reason in <c>{revision}.yml</c>; an entry that passes after all fails the test.
/// </summary>
public sealed partial class ConformanceTests
{
    [NodeToolTheory("conformance")]
    [InlineData(McpSession.Modern, true)]
    [InlineData(McpSession.Legacy, false)]
    public async Task Every_scenario_that_applies_passes(string revision, bool stateless)
    {
        using var project = new TestProject();
        project.Write("connectors/acme/acme_api_doc.md", TestDocuments.Read("lanternfish"));
        await using var host = await ConformanceHost.StartAsync(project, stateless);

        var expected = Path.Combine(Repository.Root, "tests/McpConnectorAuth.Server.Tests/Conformance", $"{revision}.yml");
        var (code, output) = await NodeTool.RunAsync(project, null, "conformance", "server", "--url", host.Url, "--requirements", revision, "--expected-failures", expected);

        code.ShouldBe(0, output);
        Passed().IsMatch(output).ShouldBeTrue(output);
    }

    [GeneratedRegex("[0-9]+ passed")]
    private static partial Regex Passed();
}
