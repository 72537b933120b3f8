namespace McpConnectorAuth.Core.Tests;

/// <summary>Sizes of proofs by repetition: short where every change is tested, long where CONNECTOR_AUTH_STRESS is set.</summary>
internal static class Stress
{
    public const string Variable = "CONNECTOR_AUTH_STRESS";

    public static int Of(int everyDay, int full) => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } ? full : everyDay;
}
