using System.CommandLine;

namespace McpConnectorAuth.Cli;

/// <summary>Options of every command.</summary>
internal static class GlobalOptions
{
    /// <summary><c>--json</c>.</summary>
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Print exactly one JSON document, also for errors.",
        Recursive = true,
    };

    /// <summary><c>--project DIR</c>.</summary>
    public static Option<string?> Project { get; } = new("--project")
    {
        Description = "The project's folder; else the nearest one upwards with connector-auth.json or .git, else this one.",
        HelpName = "DIR",
        Recursive = true,
    };
}
