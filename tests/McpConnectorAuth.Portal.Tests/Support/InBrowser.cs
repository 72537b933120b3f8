namespace McpConnectorAuth.Portal.Tests.Support;

[CollectionDefinition(Name)]
public sealed class InBrowser : ICollectionFixture<BrowserFixture>
{
    public const string Name = "browser";
}
