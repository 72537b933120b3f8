namespace McpConnectorAuth.Tests.Shared;

[CollectionDefinition(Name)]
public sealed class InBrowser : ICollectionFixture<BrowserFixture>
{
    public const string Name = "browser";
}
