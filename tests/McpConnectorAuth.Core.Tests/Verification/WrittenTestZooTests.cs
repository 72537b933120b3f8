using System.Diagnostics;
using System.Text.Json;
using McpConnectorAuth.Core.Tests.OAuth;
using McpConnectorAuth.Core.Tests.Requests;
using McpConnectorAuth.Core.Verification;

namespace McpConnectorAuth.Core.Tests.Verification;

/// <summary>The written tests say of every API of the zoo what the built-in check says, in every language that can carry its method out.</summary>
public sealed class WrittenTestZooTests
{
    /// <summary>Every API; the languages of one run side by side.</summary>
    public static TheoryData<string> Animals => [.. Zoo.All.Select(api => api.Name)];

    /// <summary>What the child process does: writes the test of every API in every language, for a person who wants to read them.</summary>
    internal static void WriteAll(string folder, IEnumerable<ZooApi> animals)
    {
        using var project = new TestProject();
        foreach (var animal in animals)
        {
            var spec = animal.Spec("http://127.0.0.1:8080");
            foreach (var dialect in TestDialect.All)
            {
                var method = spec.Authentication.Methods[0];
                if (dialect.Lacks(AuthTestWriter.FactsOf(project.Workspace, project.Source, spec, dialect.Extension, method)) is not null) continue;
                var name = $"{animal.Name.Replace(' ', '_').Replace(",", "", StringComparison.Ordinal)}.{dialect.Language}.{dialect.Extension}";
                File.WriteAllText(Path.Combine(folder, name), AuthTestWriter.Generate(project.Workspace, project.Source, spec, dialect, method, shippedOnly: true));
            }
        }
    }

    /// <summary>A real client reads the files with values from its environment file, and its exit code says whether the assertions hold.</summary>
    [NodeFact("httpyac")]
    public async Task A_http_file_passes_and_fails_in_httpyac()
    {
        var program = Path.Combine(Repository.Root, "tests", "tools", "node_modules", "httpyac", "bin", "httpyac.js");
        await Task.WhenAll(new[] { "two headers and a version", "basic, mail and token", "form body" }.Select(async name =>
        {
            var animal = Zoo.All.Single(candidate => candidate.Name == name);
            await using var api = await LoopbackApi.StartAsync(animal.Answer);
            using var project = new TestProject();
            var spec = animal.Spec(api);
            project.Write(spec, TestLanguage.Http);
            var file = project.TestFile(TestLanguage.Http);
            var facts = AuthTestWriter.FactsOf(project.Workspace, project.Source, spec, "http", spec.Authentication.Methods[0]);
            foreach (var (values, passes) in new[] { (animal.GoodValues, true), (animal.BadValues, false) })
            {
                var environment = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["connector"] = HttpDialect.Variables(facts, values) };
                await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(file)!, "http-client.private.env.json"), JsonSerializer.Serialize(environment));
                using var process = Process.Start(new ProcessStartInfo(NodeTool.Node, [program, "send", file, "--all", "-e", "connector", "--output", "none"])
                {
                    WorkingDirectory = Path.GetDirectoryName(file),
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                })!;
                var errors = process.StandardError.ReadToEndAsync();
                var output = await process.StandardOutput.ReadToEndAsync() + await errors;
                await process.WaitForExitAsync();
                (process.ExitCode == 0).ShouldBe(passes, $"{name}: {output}");
            }
        }));
    }

    [Theory]
    [MemberData(nameof(Animals))]
    public async Task Written_tests_agree_with_the_check(string name)
    {
        var animal = Zoo.All.Single(candidate => candidate.Name == name);
        await using var api = await LoopbackApi.StartAsync(animal.Answer);
        var spec = animal.Spec(api);
        var projects = new List<TestProject>();
        try
        {
            var runs = new List<(TestLanguage Language, VerificationOutcome Right, Task<AuthTestRun> Run)>();

            // Languages with a compiler have tests of their own, which call it once. What misleads is judged by the same text in both forms of Python.
            foreach (var dialect in TestDialect.All.Where(dialect => dialect is not BraceDialect && !(dialect.Language == TestLanguage.PythonStdlib && Zoo.Pitfalls.Contains(animal))))
            {
                var project = new TestProject();
                projects.Add(project);
                if (dialect.Lacks(AuthTestWriter.FactsOf(project.Workspace, project.Source, spec, dialect.Extension, spec.Authentication.Methods[0])) is not null)
                {
                    Should.Throw<ConnectorAuthException>(() => project.Write(spec, dialect.Language)).Code.ShouldBe(ErrorCodes.MethodNotSupported);
                    continue;
                }

                project.Write(spec, dialect.Language);
                runs.Add((dialect.Language, animal.WithGood, project.Run(spec, animal.GoodValues, api, dialect.Language)));
                runs.Add((dialect.Language, animal.WithBad, project.Run(spec, animal.BadValues, api, dialect.Language)));
            }

            foreach (var (language, right, running) in runs)
            {
                var run = await running;
                run.Outcome.ShouldBe(right, $"{language}: {run.Output}");
                (run.ExitCode == 0).ShouldBe(right == VerificationOutcome.Valid);
                run.Output.ShouldNotContain("CANARY");
                run.TimedOut.ShouldBeFalse();
            }
        }
        finally
        {
            foreach (var project in projects) project.Dispose();
        }
    }
}
