using System.Globalization;
using System.Text;

namespace McpConnectorAuth.Core.Verification;

/// <summary>
/// Compiles a written C# test to a program with the compiler of the .NET SDK and its reference assemblies alone: no project file, no
/// restore, no package, and nothing of the project but the test.
/// </summary>
internal static class CSharpCompiler
{
    /// <summary>What to do where the SDK is missing.</summary>
    public const string HowToGet =
        "Install the .NET SDK 10 or later (https://dotnet.microsoft.com/download), then run the test again; or write the test in python or shell.";

    private const int OldestSdk = 10;

    private static readonly string[] References =
    [
        "System.Collections", "System.Console", "System.Linq", "System.Memory", "System.Net.Http", "System.Net.Primitives", "System.Net.Security",
        "System.Runtime", "System.Security.Cryptography", "System.Text.Json", "System.Text.RegularExpressions", "System.Threading",
    ];

    /// <summary>How a test is compiled and run.</summary>
    /// <param name="dotnet">The program dotnet, absolute; its SDK is the one beside the file that it leads to.</param>
    /// <param name="folder">The run's own folder.</param>
    /// <param name="test">The test, absolute.</param>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.InterpreterNotFound"/> where there is no SDK of a version that can compile it.</exception>
    public static TestCompilation Compile(string dotnet, string folder, string test)
    {
        var root = Path.GetDirectoryName(File.ResolveLinkTarget(dotnet, returnFinalTarget: true)?.FullName ?? dotnet)!;
        var compiler = Newest(Path.Combine(root, "sdk"), version => Path.Combine("Roslyn", "bincore", "csc.dll"));
        var framework = Newest(Path.Combine(root, "packs", "Microsoft.NETCore.App.Ref"), version => Path.Combine("ref", $"net{version.Major}.{version.Minor}", "System.Runtime.dll"));
        if (compiler is null || framework is null)
        {
            throw new ConnectorAuthException(
                ErrorCodes.InterpreterNotFound, $"{dotnet} was found, but beside it no .NET SDK {OldestSdk} or later with its reference assemblies.", HowToGet);
        }

        var program = Path.Combine(folder, "auth_test_program.dll");
        var references = Path.GetDirectoryName(framework.Value.File)!;
        WriteRuntimeConfig(folder, framework.Value.Version);
        List<string> arguments =
        [
            "exec", compiler.Value.File, "-noconfig", "-nostdlib+", "-nologo", "-utf8output", "-optimize+", "-debug-", "-target:exe", "-langversion:latest",
            "-define:CONNECTOR_TEST_PROGRAM", $"-out:{program}",
        ];
        arguments.AddRange(References.Select(name => $"-reference:{Path.Combine(references, name + ".dll")}"));
        arguments.Add(test);
        return new TestCompilation(arguments, dotnet, ["exec", program]);
    }

    /// <summary>A file in the newest of the folders that are called by their versions; null where none is new enough.</summary>
    private static (Version Version, string File)? Newest(string folder, Func<Version, string> file)
    {
        if (!Directory.Exists(folder)) return null;
        return Directory.EnumerateDirectories(folder)
            .Select(each => (Version: Version.TryParse(Path.GetFileName(each).Split('-')[0], out var version) ? version : new Version(0, 0), Folder: each))
            .Where(each => each.Version.Major >= OldestSdk)
            .OrderByDescending(each => each.Version)
            .Select(each => ((Version, string)?)(each.Version, Path.Combine(each.Folder, file(each.Version))))
            .FirstOrDefault(each => File.Exists(each!.Value.Item2));
    }

    private static void WriteRuntimeConfig(string folder, Version version)
    {
        var text = new StringBuilder()
            .Append("{\"runtimeOptions\":{\"tfm\":\"net").Append(CultureInfo.InvariantCulture, $"{version.Major}.{version.Minor}")
            .Append("\",\"rollForward\":\"LatestMinor\",\"framework\":{\"name\":\"Microsoft.NETCore.App\",\"version\":\"")
            .Append(CultureInfo.InvariantCulture, $"{version.Major}.{version.Minor}.0")
            .Append("\"},\"configProperties\":{\"System.Globalization.Invariant\":true,\"System.Runtime.TieredPGO\":false}}}");
        File.WriteAllText(Path.Combine(folder, "auth_test_program.runtimeconfig.json"), text.ToString());
    }
}
