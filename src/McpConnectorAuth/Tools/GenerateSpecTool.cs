using System.ComponentModel;
using System.Globalization;
using System.Text;
using McpConnectorAuth.Composition;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Server;
using McpConnectorAuth.Workflow;

namespace McpConnectorAuth.Tools;

/// <summary><c>generate_spec</c>: writes or updates <c>connector_spec.yaml</c>.</summary>
internal sealed class GenerateSpecTool(ConnectorAuthServices services) : ConnectorTool<GenerateSpecTool.Arguments, GeneratedSpec>(
    services,
    new ToolDefinition(
        "generate_spec",
        "Generate the connector spec",
        "Writes or updates connector_spec.yaml; overrides and hand edits survive (kept). "
        + "Overrides settle what documents leave open, unverified without a quote. Next: start_credential_portal.",
        ReadOnly: false, Destructive: false, Idempotent: true, OpenWorld: false),
    ServerJsonContext.Default.GenerateSpecArguments,
    ServerJsonContext.Default.GeneratedSpec)
{
    internal sealed record Arguments(
        [property: Description("source name such as acme_billing")] string Source,
        [property: Description("path; default: the one the spec names")] string? Document = null,
        [property: Description("further documents")] IReadOnlyList<string>? MoreDocuments = null,
        [property: Description("name for people")] string? DisplayName = null,
        [property: Description("facts to settle")] IReadOnlyList<Override>? Overrides = null);

    internal sealed record Override(
        [property: Description("base_url, host, verification, recommended_method, or {method}.placement, .kind, .parameter, .token_url")] string Fact,
        [property: Description("like https://x, GET /me, header X-Api-Key: {api_key}; as documented: takes it back")] string Value,
        [property: Description("supporting words, verbatim")] string? Quote = null);

    protected override async Task<ToolReply<GeneratedSpec>> RunAsync(Arguments arguments, ToolCall call, CancellationToken cancellationToken)
    {
        var overrides = (arguments.Overrides ?? []).OfType<Override>().Select(o => new SpecOverride(o.Fact, o.Value, o.Quote)).ToList();
        var result = await Services.Workflow.GenerateSpecAsync(
            arguments.Source, arguments.Document is { } document ? [document, .. arguments.MoreDocuments ?? []] : arguments.MoreDocuments ?? [], overrides, arguments.DisplayName, cancellationToken).ConfigureAwait(false);
        Services.RehearsePortal();
        return new(result, Summarize(result));
    }

    private static string Summarize(GeneratedSpec result)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{result.SpecPath} {result.Change}.");
        foreach (var method in result.Methods)
            text.AppendLine(CultureInfo.InvariantCulture, $"- {method}");
        text.AppendLine(CultureInfo.InvariantCulture, $"base URL {result.BaseUrl ?? "unknown"}; hosts {ToolText.List(result.Hosts)}; verify with {result.Verification ?? "nothing yet"}");
        if (result.Unverified.Count > 0) text.AppendLine(CultureInfo.InvariantCulture, $"unverified: {ToolText.List(result.Unverified)}");
        if (result.Kept.Count > 0) text.AppendLine(CultureInfo.InvariantCulture, $"kept: {string.Join("; ", result.Kept)}");
        foreach (var finding in result.Findings.Take(6)) text.AppendLine(CultureInfo.InvariantCulture, $"note: {finding}");
        return text.Append(result.NextStep).ToString();
    }
}
