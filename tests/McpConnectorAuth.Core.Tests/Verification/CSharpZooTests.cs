using System.Diagnostics;
using System.Text;
using McpConnectorAuth.Core.Verification;

namespace McpConnectorAuth.Core.Tests.Verification;

/// <summary>Tests in C#: what they say of the zoo, and what the compiler with its analyzers says of them.</summary>
public sealed class CSharpZooTests
{
    /// <summary>Runs the program of a class for each line that it reads (class, configuration in Base64), and writes exit code and output in Base64.</summary>
    private const string Driver = """
        using System;
        using System.IO;
        using System.Text;
        using System.Threading.Tasks;

        public static class Driver
        {
            public static async Task Main()
            {
                var answers = Console.Out;
                while (Console.ReadLine() is { } line)
                {
                    var words = line.Split(' ');
                    Environment.SetEnvironmentVariable("CONNECTOR_TEST_CONFIG_JSON", Encoding.UTF8.GetString(Convert.FromBase64String(words[1])));
                    var output = new StringWriter { NewLine = "\n" };
                    Console.SetOut(output);
                    Console.SetError(output);
                    var code = await (Task<int>)Type.GetType("ConnectorAuthTests." + words[0])!.GetMethod("Main")!.Invoke(null, null)!;
                    answers.WriteLine(code + " " + Convert.ToBase64String(Encoding.UTF8.GetBytes(output.ToString())));
                }
            }
        }
        """;

    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <AnalysisLevel>latest-recommended</AnalysisLevel>
            <EnforceCodeStyleInBuild>true</EnforceCodeStyleInBuild>
            <ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally>
          </PropertyGroup>
          <ItemGroup>
            <Compile Include="LOCKED/*/*.cs" />
            <PackageReference Include="Microsoft.NET.Test.Sdk" Version="18.11.0" />
            <PackageReference Include="xunit" Version="2.9.3" />
            <PackageReference Include="xunit.runner.visualstudio" Version="3.1.5" />
          </ItemGroup>
        </Project>
        """;

    /// <summary>One API for each piece that a file can have.</summary>
    private static readonly string[] Various =
    [
        "bearer", "cookie", "path", "json body", "form body", "basic, mail and token", "hmac over lines", "hmac in the header Authorization", "hmac over the query", "plain hash",
        "hash in the message, nonce in the body", "hmac over the sorted query", "rsa over the url", "sigv4", "sigv4 in the query", "oauth1", "oauth1 with a private key", "digest",
    ];

    [LanguageFact(TestLanguage.CSharp)]
    public async Task Agree_with_the_check()
    {
        await using var zoo = await LanguageZoo.WriteAsync(TestLanguage.CSharp);
        var driver = Path.Combine(zoo.Folder, "Driver.cs");
        await File.WriteAllTextAsync(driver, Driver);
        var dotnet = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, "dotnet")).First(File.Exists);
        var compilation = CSharpCompiler.Compile(dotnet, zoo.Folder, driver);
        var files = zoo.Names.Select(name => Path.Combine(zoo.Folder, name, "auth_test.cs"));
        (await LanguageZoo.ExecuteAsync(dotnet, [.. compilation.Arguments, .. files, "-main:Driver"], zoo.Folder)).ShouldBe((0, ""));

        using var process = Process.Start(new ProcessStartInfo(dotnet, compilation.ProgramArguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        using var one = new SemaphoreSlim(1);
        (await zoo.DifferencesAsync(async (name, config) =>
        {
            await one.WaitAsync();
            try
            {
                await process.StandardInput.WriteLineAsync($"{char.ToUpperInvariant(name[0])}{name[1..]}AuthTest {Convert.ToBase64String(Encoding.UTF8.GetBytes(config))}");
                var answer = (await process.StandardOutput.ReadLineAsync())!.Split(' ');
                return (int.Parse(answer[0], System.Globalization.CultureInfo.InvariantCulture), Encoding.UTF8.GetString(Convert.FromBase64String(answer[1])));
            }
            finally
            {
                one.Release();
            }
        })).ShouldBe("");
        process.StandardInput.Close();
        await process.WaitForExitAsync();
    }

    [LanguageFact(TestLanguage.CSharp)]
    public async Task Pass_the_analyzers_and_are_tests_for_xunit()
    {
        await using var zoo = await LanguageZoo.WriteAsync(TestLanguage.CSharp, null, Various);
        await using var locked = await LanguageZoo.WriteAsync(TestLanguage.CSharp, "It locks.", "bearer", "path");
        await File.WriteAllTextAsync(Path.Combine(zoo.Folder, "Zoo.csproj"), Project.Replace("LOCKED", locked.Folder, StringComparison.Ordinal));
        var (exitCode, output) = await LanguageZoo.ExecuteAsync("dotnet", ["build", "-v", "q", "--nologo"], zoo.Folder);
        exitCode.ShouldBe(0, output);
        foreach (var (key, passes) in new[] { (Zoo.Key, true), ("CANARY-wrong", false) })
        {
            (exitCode, output) = await LanguageZoo.ExecuteAsync(
                "dotnet", ["test", "--no-build", "--nologo", "--filter", "Zoo0AuthTest"], zoo.Folder, new() { ["CONNECTOR_TEST_CONFIG_JSON"] = $"{{\"token\":\"{key}\"}}" });
            (exitCode == 0).ShouldBe(passes, output);
            output.ShouldNotContain("CANARY");
        }
    }
}
