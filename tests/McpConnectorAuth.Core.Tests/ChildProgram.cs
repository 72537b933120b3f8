using McpConnectorAuth.Core.Tests.Connections;
using McpConnectorAuth.Core.Tests.Credentials;
using McpConnectorAuth.Core.Tests.Memory;
using McpConnectorAuth.Core.Tests.Requests;
using McpConnectorAuth.Core.Tests.Verification;

namespace McpConnectorAuth.Core.Tests;

/// <summary>What this assembly does as a process of its own: <c>dotnet McpConnectorAuth.Core.Tests.dll ROLE ARGUMENTS…</c>.</summary>
internal static class ChildProgram
{
    public static int Main(string[] args)
    {
        switch (args)
        {
            case ["vault", .. var rest]:
                VaultChild.Run(rest, Environment.GetEnvironmentVariable);
                return 0;
            case ["memory", .. var rest]:
                MemoryChild.Run(rest);
                return 0;
            case ["token", .. var rest]:
                TokenChild.RunAsync(rest).GetAwaiter().GetResult();
                return 0;
            case ["stress", .. var rest]:
                StressChild.RunAsync(rest).GetAwaiter().GetResult();
                return 0;
            case ["mtls", .. var rest]:
                ClientCertificateTests.RunAsync(rest).GetAwaiter().GetResult();
                return 0;
            case ["write-tests", var folder]:
                WrittenTestZooTests.WriteAll(folder, Zoo.All);
                return 0;
            default:
                return 2;
        }
    }
}
