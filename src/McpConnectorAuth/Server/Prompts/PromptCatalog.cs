using ModelContextProtocol.Protocol;

namespace McpConnectorAuth.Server.Prompts;

/// <summary>The prompts for the main ways.</summary>
internal static class PromptCatalog
{
    private const string Header = "---\n";

    private static readonly PromptArgument Source = new() { Name = "source", Description = "source name such as acme_billing", Required = true };

    private static readonly PromptArgument Account = new() { Name = "account", Description = "account, if several" };

    /// <summary>All prompts, in the order of the way.</summary>
    public static IReadOnlyList<PromptDefinition> All { get; } =
    [
        new("authenticate_source", "Authenticate a source", "From the API's document to a verified connection, or on with one that was begun", "authenticate-source",
            [Source, new PromptArgument { Name = "document", Description = "path of the API document, if there is no spec yet" }],
            given => $"Take the source {given["source"]} to a verified connection{(given.TryGetValue("document", out var document) ? $"; its API document is {document}" : "")}."),
        new("review_connector_auth", "Review a connector's authentication", "Checks existing connector code against thirteen rules; changes nothing", "review-connector-auth",
            [new PromptArgument { Name = "path", Description = "file or folder of the connector's code", Required = true }],
            given => $"Review how the code in {given["path"]} authenticates."),
        new("refresh_connection", "Refresh a connection", "Renews a connection whose token has ended, or signs in again", "refresh-connection",
            [Source, Account],
            given => $"Renew the connection {given["source"]}{(given.TryGetValue("account", out var account) ? $", account {account}" : "")}."),
    ];

    /// <summary>A skill's text without its header. The skills are embedded, so that clients which know no skills get the same text.</summary>
    public static string SkillText(string name)
    {
        using var stream = typeof(PromptCatalog).Assembly.GetManifestResourceStream($"skills/{name}/SKILL.md")!;
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd().ReplaceLineEndings("\n");
        return text[(text.IndexOf(Header, Header.Length, StringComparison.Ordinal) + Header.Length)..].Trim();
    }
}
