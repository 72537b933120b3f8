using System.Diagnostics;
using System.Text.Json;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Tests.Requests;
using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Verification;

/// <summary>
/// The tests of one language for every API of the zoo, in a folder where a compiler sees them all at once. APIs whose tests have the same
/// text share a file and a server.
/// </summary>
internal sealed class LanguageZoo : IAsyncDisposable
{
    private readonly List<Den> _dens = [];

    private LanguageZoo()
    {
    }

    /// <summary>A folder of its own with one folder for each file: zoo0, zoo1, …, or locked0, … with a warning</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("language-zoo-").FullName;

    /// <summary>Names of the folders.</summary>
    public IReadOnlyList<string> Names => [.. _dens.Select(den => den.Name)];

    /// <summary>Starts the APIs and writes their tests.</summary>
    /// <param name="language">The language.</param>
    /// <param name="lockoutWarning">A warning of the document, or null.</param>
    /// <param name="only">Names of the APIs that count; all where there are none.</param>
    public static async Task<LanguageZoo> WriteAsync(TestLanguage language, string? lockoutWarning = null, params string[] only)
    {
        var zoo = new LanguageZoo();
        var workspace = new ProjectWorkspace(zoo.Folder);
        var dialect = TestDialect.Of(language);
        foreach (var animals in Zoo.All.Where(animal => only.Length == 0 || only.Contains(animal.Name)).GroupBy(animal => TextOf(animal, "http://127.0.0.1:8080", "zoo")))
        {
            var den = new Den($"{(lockoutWarning is null ? "zoo" : "locked")}{zoo._dens.Count}", [.. animals]);
            zoo._dens.Add(den);
            den.Api = await LoopbackApi.StartAsync(context => den.Current.Answer(context));
            Directory.CreateDirectory(Path.Combine(zoo.Folder, den.Name));
            await File.WriteAllTextAsync(Path.Combine(zoo.Folder, den.Name, $"auth_test.{dialect.Extension}"), TextOf(den.Animals[0], den.Api.Url, den.Name));
        }

        return zoo;

        string TextOf(ZooApi animal, string url, string source)
        {
            var spec = animal.Spec(url, lockoutWarning);
            return AuthTestWriter.Generate(workspace, SourceName.Parse(source), spec, dialect, spec.Authentication.Methods[0], shippedOnly: true);
        }
    }

    /// <summary>Runs each test with good and with bad values and gives every difference from the right verdict, as text.</summary>
    /// <param name="run">Runs the test of a folder with a configuration.</param>
    public async Task<string> DifferencesAsync(Func<string, string, Task<(int ExitCode, string Output)>> run)
    {
        var differences = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForEachAsync(_dens, new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (den, _) =>
        {
            foreach (var animal in den.Animals)
            {
                den.Current = animal;
                foreach (var (values, right) in new[] { (animal.GoodValues, animal.WithGood), (animal.BadValues, animal.WithBad) })
                {
                    var (exitCode, output) = await run(den.Name, ConfigOf(values));
                    var outcome = JsonNamingPolicy.SnakeCaseLower.ConvertName(right.ToString());
                    if (!output.EndsWith($"\noutcome: {outcome}\n", StringComparison.Ordinal) || (exitCode == 0) != (right == VerificationOutcome.Valid) || output.Contains("CANARY", StringComparison.Ordinal))
                        differences.Add($"{animal.Name}, {(values == animal.GoodValues ? "good" : "bad")} values: {outcome} is right, exit code {exitCode}\n{output}");
                }
            }
        });
        return string.Join('\n', differences);
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int ExitCode, string Output)> ExecuteAsync(string program, string[] arguments, string folder, Dictionary<string, string>? variables = null)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables ?? []) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        output = await errors + output;
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var den in _dens) await den.Api.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static string ConfigOf(CredentialValues values) => new System.Text.Json.Nodes.JsonObject(
        values.All.Select(pair => KeyValuePair.Create(pair.Key, (System.Text.Json.Nodes.JsonNode?)System.Text.Json.Nodes.JsonValue.Create(pair.Value.Reveal())))).ToJsonString();

    private sealed class Den(string name, List<ZooApi> animals)
    {
        public string Name => name;

        public List<ZooApi> Animals => animals;

        /// <summary>The one that answers now.</summary>
        public ZooApi Current { get; set; } = animals[0];

        public LoopbackApi Api { get; set; } = null!;
    }
}
