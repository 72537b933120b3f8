using McpConnectorAuth.Core.Verification;

namespace McpConnectorAuth.Core.Tests.Verification;

/// <summary>Tests in TypeScript: what they say of the zoo, and what the compiler says of them.</summary>
public sealed class TypeScriptZooTests
{
    /// <summary>Stricter than most projects: what passes here passes there.</summary>
    private const string Configuration = """
        {
          "compilerOptions": {
            "strict": true, "noEmit": true, "module": "nodenext", "target": "es2024", "lib": ["es2024"], "types": ["node"], "typeRoots": ["TYPES"],
            "erasableSyntaxOnly": true, "verbatimModuleSyntax": true, "isolatedModules": true, "noUnusedLocals": true, "noUnusedParameters": true,
            "noUncheckedIndexedAccess": true, "exactOptionalPropertyTypes": true, "noImplicitReturns": true, "noFallthroughCasesInSwitch": true,
            "noPropertyAccessFromIndexSignature": true, "skipLibCheck": true
          },
          "include": ["*/*.mts"]
        }
        """;

    [LanguageFact(TestLanguage.TypeScript)]
    public async Task Agree_with_the_check()
    {
        await using var zoo = await LanguageZoo.WriteAsync(TestLanguage.TypeScript);
        var cache = Path.Combine(zoo.Folder, "cache");
        (await zoo.DifferencesAsync((name, config) => LanguageZoo.ExecuteAsync(
            "node",
            ["--no-warnings", Path.Combine(zoo.Folder, name, "auth_test.mts")],
            zoo.Folder,
            new() { ["CONNECTOR_TEST_CONFIG_JSON"] = config, ["NODE_COMPILE_CACHE"] = cache }))).ShouldBe("");
    }

    [LanguageFact(TestLanguage.TypeScript)]
    public async Task Pass_the_compiler()
    {
        foreach (var warning in new[] { null, "It locks." })
        {
            await using var zoo = await LanguageZoo.WriteAsync(TestLanguage.TypeScript, warning);
            await File.WriteAllTextAsync(
                Path.Combine(zoo.Folder, "tsconfig.json"), Configuration.Replace("TYPES", Path.Combine(LanguageTools.NodePackages, "@types"), StringComparison.Ordinal));
            (await LanguageZoo.ExecuteAsync(Path.Combine(LanguageTools.NodePackages, ".bin", "tsc"), ["--project", zoo.Folder], zoo.Folder)).ShouldBe((0, ""));
        }
    }

    [LanguageFact(TestLanguage.TypeScript)]
    public async Task Are_tests_for_the_test_runner()
    {
        await using var zoo = await LanguageZoo.WriteAsync(TestLanguage.TypeScript, null, "bearer");
        foreach (var (key, passes) in new[] { (Zoo.Key, true), ("CANARY-wrong", false) })
        {
            var (exitCode, output) = await LanguageZoo.ExecuteAsync(
                "node", ["--test"], zoo.Folder, new() { ["CONNECTOR_TEST_CONFIG_JSON"] = $"{{\"token\":\"{key}\"}}" });
            (exitCode == 0).ShouldBe(passes, output);
            output.ShouldContain(passes ? "pass 1" : "fail 1");
            output.ShouldNotContain("CANARY");
        }
    }
}
