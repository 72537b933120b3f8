using System.Globalization;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Connections;

/// <summary>A process that changes what is issued for a connection of the vault in a home folder.</summary>
internal static class TokenChild
{
    private static readonly TimeSpan Wait = TimeSpan.FromMinutes(2);

    /// <summary>
    /// <c>hold HOME SOURCE</c>: takes the lock, prepares, says "ready" and keeps it; <c>replace HOME SOURCE VALUE</c>: says "ready" and stores a token;
    /// <c>count HOME SOURCE COUNT</c>: counts the token up, one change each; <c>outcome HOME SOURCE COUNT</c>: stores COUNT outcomes beside it.
    /// </summary>
    public static async Task RunAsync(string[] args)
    {
        var vault = Vault.Open(name => name == ConnectorAuthHome.Variable ? args[1] : Environment.GetEnvironmentVariable(name));
        var id = new ConnectionId("p1", SourceName.Parse(args[2]));
        switch (args[0])
        {
            case "hold":
                using (var change = await vault.ChangeTokenAsync(id, Wait, CancellationToken.None))
                {
                    change.Prepare();
                    Console.WriteLine("ready");
                    await Task.Delay(Timeout.Infinite);
                }

                return;
            case "replace":
                using (var change = await vault.ChangeTokenAsync(id, Wait, CancellationToken.None))
                {
                    change.Prepare();
                    Console.WriteLine("ready");
                    change.Replace(Token(args[3]));
                }

                return;
            case "count":
                for (var count = int.Parse(args[3], CultureInfo.InvariantCulture); count > 0; count--)
                {
                    using var change = await vault.ChangeTokenAsync(id, Wait, CancellationToken.None);
                    change.Prepare();
                    var before = Reveal(change.Current!.Token) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
                    change.Replace(Token($"{before + 1}"));
                }

                return;
            default:
                for (var count = int.Parse(args[3], CultureInfo.InvariantCulture); count > 0; count--)
                    vault.Update(id, connection => connection with { LastCheckedAt = (connection.LastCheckedAt ?? DateTimeOffset.UnixEpoch).AddSeconds(1) });
                return;
        }
    }

    public static TokenState Token(string value) => new(
        new CredentialValues([new("access_token", new Secret(value))], ["access_token"]),
        new Secret("refresh-" + value),
        "Bearer",
        DateTimeOffset.UnixEpoch,
        DateTimeOffset.UnixEpoch.AddHours(1),
        null);

    public static string Reveal(TokenState? token) => token is not null && token.Issued.TryGet("access_token", out var value) ? value.Reveal() : "";
}
