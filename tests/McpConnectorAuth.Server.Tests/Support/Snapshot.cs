using System.Runtime.CompilerServices;

namespace McpConnectorAuth.Server.Tests.Support;

/// <summary>Compares text with an approved file; set <c>UPDATE_SNAPSHOTS=1</c> to approve what was received.</summary>
internal static class Snapshot
{
    public static void Match(string name, string received, [CallerFilePath] string caller = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(caller)!, "..", "__snapshots__", name);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, received + "\n");
            return;
        }

        File.Exists(path).ShouldBeTrue($"no approved snapshot {name}; run the tests with UPDATE_SNAPSHOTS=1 and review it");
        received.ShouldBe(File.ReadAllText(path).TrimEnd('\n').ReplaceLineEndings("\n"), $"{name} changed; approve on purpose with UPDATE_SNAPSHOTS=1");
    }
}
