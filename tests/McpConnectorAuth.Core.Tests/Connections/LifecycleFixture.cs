using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Tests.Credentials;
using McpConnectorAuth.Core.Tests.Requests;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Connections;

/// <summary>A vault in a folder of its own, a provider on loopback and the life cycle between them.</summary>
internal sealed class LifecycleFixture : IAsyncDisposable
{
    public static readonly ConnectionId Id = new("p1", SourceName.Parse("acme_billing"));

    private readonly ApiClient _client = new();

    private LifecycleFixture(RotatingProvider provider)
    {
        Provider = provider;
        Spec = SpecOf(provider.Host, AuthKind.OAuth2AuthorizationCode);
        Lifecycle = NewLifecycle();
    }

    public TemporaryFolder Home { get; } = new();

    public SetClock Clock { get; } = new();

    public RotatingProvider Provider { get; }

    public ConnectorSpec Spec { get; set; }

    public TokenLifecycle Lifecycle { get; }

    public static async Task<LifecycleFixture> StartAsync() => new(await RotatingProvider.StartAsync());

    public async ValueTask DisposeAsync()
    {
        await Lifecycle.DisposeAsync();
        await Provider.DisposeAsync();
        _client.Dispose();
        Home.Dispose();
    }

    /// <summary>The spec of an API on a loopback host.</summary>
    public static ConnectorSpec SpecOf(string host, AuthKind kind, string tokenPath = "/token") => new(
        "Made-up API",
        new ConnectionSection([TestSpec.Plain("client_id"), TestSpec.Secret("client_secret")], [], null),
        "",
        new AuthenticationSection(
            null,
            null,
            [
                new SpecMethod("main", kind, [TestSpec.Header("Authorization", "Bearer {access_token}")], ["client_id", "client_secret"], "body", [],
                    new SpecMethodOAuth { AuthorizationUrl = $"http://{host}/authorize", TokenUrl = $"http://{host}{tokenPath}", RevocationUrl = $"http://{host}/revoke" }),
            ],
            [new SpecBaseUrl($"http://{host}/api", "production", 0)],
            [host],
            [],
            [],
            null));

    /// <summary>What a person confirmed, with the client's values.</summary>
    public static Connection ConnectionOf(string host, TokenState? token) => new(
        Id,
        "main",
        new CredentialValues([new("client_id", new Secret("client-1")), new("client_secret", new Secret("CANARY-client-secret"))], ["client_secret"]),
        [host],
        SetClock.Start,
        Token: token);

    /// <summary>A token as the provider issues it.</summary>
    public static TokenState TokenOf(string accessToken, string? refreshToken, DateTimeOffset obtainedAt, TimeSpan? lifetime) => new(
        new CredentialValues([new("access_token", new Secret(accessToken))], ["access_token"]),
        refreshToken is null ? null : new Secret(refreshToken),
        "Bearer",
        obtainedAt,
        obtainedAt + lifetime,
        null);

    /// <summary>Another life cycle over the same store, as another process has one.</summary>
    public TokenLifecycle NewLifecycle() => new(Vault(), new OAuthClient(_client, Clock), Clock);

    public Vault Vault() => VaultTests.VaultIn(Home.Path);

    /// <summary>Stores a connection whose token was issued now and ends after a time.</summary>
    public (string AccessToken, string RefreshToken) SignIn(TimeSpan? lifetime, bool keepsRefreshToken = true)
    {
        var (access, refresh) = Provider.SignIn();
        Vault().Save(ConnectionOf(Provider.Host, TokenOf(access, keepsRefreshToken ? refresh : null, Clock.Now, lifetime)));
        return (access, refresh);
    }

    public Task<Connection> EnsureAsync() => Lifecycle.EnsureValidAsync(Id, Spec, CancellationToken.None);

    public TokenState? Stored() => Vault().Load(Id)!.Token;

    public static string Reveal(Connection connection) => TokenChild.Reveal(connection.Token);
}
