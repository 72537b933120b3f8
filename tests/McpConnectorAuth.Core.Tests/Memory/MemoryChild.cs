using McpConnectorAuth.Core.Memory;

namespace McpConnectorAuth.Core.Tests.Memory;

/// <summary>A process that keeps notes: <c>DIRECTORY TOPIC PREFIX COUNT</c>.</summary>
internal static class MemoryChild
{
    public static void Run(string[] args)
    {
        var store = new MemoryStore(args[0]);
        for (var count = int.Parse(args[3], null); count > 0; count--)
            store.Save(new MemoryNote(args[1], $"{args[2]} {count}", $"Text of {args[2]} {count}."));
    }
}
