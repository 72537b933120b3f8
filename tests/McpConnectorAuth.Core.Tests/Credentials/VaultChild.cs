using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Credentials;

/// <summary>A process that uses a vault.</summary>
internal static class VaultChild
{
    /// <summary><c>count HOME SOURCE</c>: counts a value up until it is killed; <c>append HOME SOURCE TEXT COUNT</c>: adds COUNT characters to a value, one change each; <c>save HOME SOURCE</c>: stores a connection once.</summary>
    public static void Run(string[] args)
    {
        var vault = new Vault(args[1], new KeyFileSource(args[1]));
        var id = new ConnectionId("p1", SourceName.Parse(args[2]));
        if (args[0] == "save")
        {
            vault.Save(VaultTests.Sample(id));
            return;
        }

        if (args[0] == "count")
        {
            for (var first = true; ; first = false)
            {
                vault.Update(id, connection => With(connection, $"{int.Parse(VaultTests.Reveal(connection, "log"), null) + 1}"));
                if (first) Console.WriteLine("ready");
            }
        }

        for (var count = int.Parse(args[4], null); count > 0; count--)
            vault.Update(id, connection => With(connection, VaultTests.Reveal(connection, "log") + args[3]));
    }

    private static Connection With(Connection connection, string log) => connection with
    {
        Values = new CredentialValues([new("log", new Secret(log))]),
        LastOutcome = VerificationOutcome.Valid,
    };
}
