using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Credentials;

/// <summary>A process that uses a vault.</summary>
internal static class VaultChild
{
    /// <summary><c>count HOME SOURCE</c>: counts a value up until it is killed; <c>append HOME SOURCE TEXT COUNT</c>: adds COUNT characters to a value, one change each; <c>save HOME SOURCE</c>: stores a connection once; <c>load HOME SOURCE</c>: prints its method; <c>delete HOME SOURCE</c>;
    /// <c>fill HOME SOURCE COUNT</c>: stores COUNT new connections; <c>rotate HOME [TO]</c>: once; <c>rotations HOME COUNT</c>: until it is killed where COUNT is 0.</summary>
    public static void Run(string[] args, Func<string, string?> environment)
    {
        var vault = Vault.Open(name => name == ConnectorAuthHome.Variable ? args[1] : environment(name));
        switch (args)
        {
            case ["rotate", _, .. var to]:
                Console.WriteLine(vault.Rotate(to.FirstOrDefault(), CancellationToken.None).To);
                return;
            case ["rotations", _, var rotations]:
                for (var (done, all) = (0, int.Parse(rotations, null)); all == 0 || done < all; done++)
                {
                    if (done == 1) Console.WriteLine("ready");
                    vault.Rotate(null, CancellationToken.None);
                }

                return;
            default:
                Run(vault, new ConnectionId("p1", SourceName.Parse(args[2])), args);
                return;
        }
    }

    private static void Run(Vault vault, ConnectionId id, string[] args)
    {
        switch (args[0])
        {
            case "save":
                vault.Save(VaultTests.Sample(id));
                return;
            case "load":
                Console.WriteLine(vault.Load(id)?.Method);
                return;
            case "delete":
                vault.Delete(id);
                return;
            case "fill":
                for (var count = int.Parse(args[3], null); count > 0; count--) vault.Save(VaultTests.Sample(id with { Account = $"a{count}" }));
                return;
            case "count":
                for (var first = true; ; first = false)
                {
                    vault.Update(id, connection => With(connection, $"{int.Parse(VaultTests.Reveal(connection, "log"), null) + 1}"));
                    if (first) Console.WriteLine("ready");
                }

            default:
                for (var count = int.Parse(args[4], null); count > 0; count--)
                    vault.Update(id, connection => With(connection, VaultTests.Reveal(connection, "log") + args[3]));
                return;
        }
    }

    private static Connection With(Connection connection, string log) => connection with
    {
        Values = new CredentialValues([new("log", new Secret(log))]),
        LastOutcome = VerificationOutcome.Valid,
    };
}
