using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace McpConnectorAuth.Core.Tests.Analysis.Fuzzing;

/// <summary>
/// Real and generated documents, changed at random: no crash, no hang, no quote and no host that the document does not hold.
/// The number of inputs is that of the environment variable <c>CONNECTOR_AUTH_FUZZ_INPUTS</c>; a failure prints two numbers that repeat it as <c>CONNECTOR_AUTH_FUZZ_SEED=number,number</c>.
/// </summary>
[Collection(nameof(LinearTimeTests))]
public sealed class FuzzTests
{
    private const int InputsByDefault = 400;

    [Fact]
    public void Changed_documents_are_analysed_truthfully()
    {
        var asked = Environment.GetEnvironmentVariable("CONNECTOR_AUTH_FUZZ_INPUTS");
        var inputs = asked is null ? InputsByDefault : int.Parse(asked, CultureInfo.InvariantCulture);
        var config = Config.QuickThrowOnFailure.WithMaxTest(inputs).WithStartSize(1).WithEndSize(Mutation.Most).WithParallelRunConfig(new ParallelRunConfig(Environment.ProcessorCount));
        // The short form is the same for everybody; the long form is new every time, unless it is to be repeated.
        var replay = Environment.GetEnvironmentVariable("CONNECTOR_AUTH_FUZZ_SEED") ?? (asked is null ? "20261121,1" : "");
        if (replay.Split(',') is [var seed, var gamma])
            config = config.WithReplay(ulong.Parse(seed, CultureInfo.InvariantCulture), ulong.Parse(gamma, CultureInfo.InvariantCulture));
        Prop.ForAll(Inputs.ToArbitrary(), input => Truth.Check(input.Text, input.Path)).Check(config);
    }

    [Theory]
    [InlineData("Use the `X-Key` header.", "a.md", "quote")]
    [InlineData("Nothing here.", "a.md", "host")]
    public void The_check_sees_an_invention(string text, string path, string kind)
    {
        var analysis = Truth.Analyze("Send the API key in the `X-Other-Key` header to the base URL `https://other.example/v1`.", path);
        Should.Throw<ShouldAssertException>(() => Truth.Check(analysis with { BaseUrls = kind == "host" ? [analysis.BaseUrls[0] with { Quote = "Nothing here.", Line = 1 }] : analysis.BaseUrls, Methods = kind == "host" ? [] : analysis.Methods, Verification = [] }, text));
    }

    private static Gen<FuzzInput> Inputs =>
        from seed in Gen.Choose(0, SeedDocuments.All.Count - 1)
        from mutations in Mutation.Generator.NonEmptyListOf()
        select new FuzzInput(seed, [.. mutations.Take(Mutation.Most)]);
}
