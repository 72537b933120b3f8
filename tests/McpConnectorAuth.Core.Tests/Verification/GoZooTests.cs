using McpConnectorAuth.Core.Verification;

namespace McpConnectorAuth.Core.Tests.Verification;

/// <summary>Tests in Go: what they say of the zoo, and what gofmt and go vet say of them.</summary>
public sealed class GoZooTests
{
    /// <summary>The environment of the product's own runs: nothing is fetched, no C compiler.</summary>
    private static Dictionary<string, string> Variables => new(TestDialect.Of(TestLanguage.Go).Toolchain!.Variables!(""));

    /// <summary>One program for all files: each becomes a package that ends as its own program would.</summary>
    [LanguageFact(TestLanguage.Go)]
    public async Task Agree_with_the_check()
    {
        await using var zoo = await LanguageZoo.WriteAsync(TestLanguage.Go);
        var cases = "";
        var imports = "";
        foreach (var name in zoo.Names)
        {
            var folder = Path.Combine(zoo.Folder, name);
            var text = await File.ReadAllTextAsync(Path.Combine(folder, "auth_test.go"));
            await File.WriteAllTextAsync(Path.Combine(folder, "auth.go"), text.Replace("\npackage auth_test\n", $"\npackage {name}\n", StringComparison.Ordinal));
            File.Delete(Path.Combine(folder, "auth_test.go"));
            await File.WriteAllTextAsync(Path.Combine(folder, "run.go"), $$"""
                package {{name}}

                import "fmt"

                // Run does what TestCredentials and TestMain do.
                func Run() int {
                	outcome, err := check()
                	if err != nil {
                		return 2
                	}
                	fmt.Println("outcome: " + outcome)
                	return exitCodes[outcome]
                }

                """);
            imports += $"\t\"zoo/{name}\"\n";
            cases += $"\tcase \"{name}\":\n\t\tos.Exit({name}.Run())\n";
        }

        await File.WriteAllTextAsync(Path.Combine(zoo.Folder, "go.mod"), "module zoo\n\ngo 1.19\n");
        await File.WriteAllTextAsync(Path.Combine(zoo.Folder, "main.go"), $"package main\n\nimport (\n\t\"os\"\n{imports})\n\nfunc main() {{\n\tswitch os.Args[1] {{\n{cases}\t}}\n}}\n");
        (await LanguageZoo.ExecuteAsync("go", ["build", "-o", "program", "."], zoo.Folder, Variables)).ShouldBe((0, ""));
        (await zoo.DifferencesAsync((name, config) => LanguageZoo.ExecuteAsync(
            Path.Combine(zoo.Folder, "program"), [name], zoo.Folder, new() { ["CONNECTOR_TEST_CONFIG_JSON"] = config }))).ShouldBe("");
        (await LanguageZoo.ExecuteAsync("go", ["vet", "./..."], zoo.Folder, Variables)).ShouldBe((0, ""));
    }

    [LanguageFact(TestLanguage.Go)]
    public async Task Are_formatted()
    {
        foreach (var warning in new[] { null, "It locks." })
        {
            await using var zoo = await LanguageZoo.WriteAsync(TestLanguage.Go, warning);
            (await LanguageZoo.ExecuteAsync("gofmt", ["-l", "."], zoo.Folder)).ShouldBe((0, ""));
        }
    }

    [LanguageFact(TestLanguage.Go)]
    public async Task Are_tests_for_the_test_runner()
    {
        await using var zoo = await LanguageZoo.WriteAsync(TestLanguage.Go, null, "bearer");
        foreach (var (key, passes) in new[] { (Zoo.Key, true), ("CANARY-wrong", false) })
        {
            var (exitCode, output) = await LanguageZoo.ExecuteAsync(
                "go", ["test", "-count=1", "-v", Path.Combine("zoo0", "auth_test.go")], zoo.Folder, new(Variables) { ["CONNECTOR_TEST_CONFIG_JSON"] = $"{{\"token\":\"{key}\"}}" });
            (exitCode == 0).ShouldBe(passes, output);
            output.ShouldContain(passes ? "--- PASS: TestCredentials" : "--- FAIL: TestCredentials");
            output.ShouldNotContain("CANARY");
        }
    }
}
