using McpConnectorAuth.Core.Tests.Requests;
using McpConnectorAuth.Core.Verification;

namespace McpConnectorAuth.Core.Tests.Verification;

/// <summary>The written tests say of every API of the zoo what the built-in check says.</summary>
public sealed class WrittenTestZooTests
{
    public static TheoryData<string> Animals => [.. Zoo.All.Select(api => api.Name)];

    [Theory]
    [MemberData(nameof(Animals))]
    public async Task Written_tests_agree_with_the_check(string name)
    {
        var animal = Zoo.All.Single(candidate => candidate.Name == name);
        await using var api = await LoopbackApi.StartAsync(animal.Answer);
        using var project = new TestProject();
        var spec = animal.Spec(api);
        foreach (var language in Enum.GetValues<TestLanguage>()) project.Write(spec, language);
        var runs = Enum.GetValues<TestLanguage>().SelectMany(language => new[]
        {
            (Language: language, Right: animal.WithGood, Run: project.Run(spec, animal.GoodValues, api, language)),
            (Language: language, Right: animal.WithBad, Run: project.Run(spec, animal.BadValues, api, language)),
        }).ToList();
        foreach (var (language, right, running) in runs)
        {
            var run = await running;
            run.Outcome.ShouldBe(right, $"{language}: {run.Output}");
            (run.ExitCode == 0).ShouldBe(right == VerificationOutcome.Valid);
            run.Output.ShouldNotContain("CANARY");
            run.TimedOut.ShouldBeFalse();
        }
    }
}
