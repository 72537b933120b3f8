using System.Text.RegularExpressions;
using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Cli;

public sealed partial class AnalyzeTests
{
    [Fact]
    public async Task Shows_each_fact_with_the_line_that_states_it()
    {
        await using var project = await MooringsProject.StartAsync();
        var result = await project.RunAsync("analyze", MooringsProject.Document);

        result.ExitCode.ShouldBe(0, result.Errors);
        result.ShouldBePlain();
        result.Output.ShouldContain("header Authorization: Bearer {access_token}");
        result.Output.ShouldContain("access_token");
        result.Output.ShouldContain($"http://{project.Host}/api/v1");
        result.Output.ShouldContain("/account");
        var lines = await File.ReadAllLinesAsync(project.Folder.PathOf(MooringsProject.Document));
        var quotes = Quote().Matches(result.Output);
        quotes.Count.ShouldBeGreaterThan(3);
        foreach (Match quote in quotes) lines[int.Parse(quote.Groups["line"].Value) - 1].ShouldContain(quote.Groups["words"].Value);
        result.Output.Split('\n').ShouldAllBe(text => text.Length <= 100);
    }

    [Fact]
    public async Task Json_is_one_document_and_nothing_else()
    {
        await using var project = await MooringsProject.StartAsync();
        var result = await project.RunAsync("analyze", MooringsProject.Document, "--json");

        result.ExitCode.ShouldBe(0, result.Errors);
        result.Errors.ShouldBeEmpty();
        result.Json.GetProperty("source").GetString().ShouldBe(MooringsProject.Source);
        result.Json.GetProperty("outcome").GetString().ShouldBe("documented");
        var method = result.Json.GetProperty("methods")[0];
        method.GetProperty("kind").GetString().ShouldBe("bearer");
        method.GetProperty("placements")[0].GetProperty("format").GetString().ShouldBe("Bearer {access_token}");
    }

    [Fact]
    public async Task Several_documents_are_one_analysis_and_contradictions_name_both_places()
    {
        using var project = new TestProject();
        project.Write("stint_api_doc.md", "# Stint\n\n## Authentication\n\nSend the API key in the `X-Stint-Key` header.\n");
        project.Write("notes.md", "# Stint\n\nBase URL: `https://api.stint.example/v1`\n\n## Authentication\n\nSend the API key in the `X-Shore-Key` header.\n");
        var result = await CommandLine.RunAsync(project, "analyze", project.PathOf("stint_api_doc.md"), project.PathOf("notes.md"));

        result.ExitCode.ShouldBe(0, result.Errors);
        result.Output.ShouldContain("Also read: notes.md");
        result.Output.ShouldContain("header X-Stint-Key");
        result.Output.ShouldContain("notes.md:3");
        var words = string.Join(' ', result.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        words.ShouldContain("stint_api_doc.md:5 says header X-Stint-Key: {api_key}, notes.md:7 says header X-Shore-Key: {api_key}.");
    }

    [Fact]
    public async Task The_source_can_be_named()
    {
        await using var project = await MooringsProject.StartAsync();
        var result = await project.RunAsync("analyze", MooringsProject.Document, "--source", "harbour", "--json");
        result.Json.GetProperty("source").GetString().ShouldBe("harbour");
    }

    [Fact]
    public async Task Text_of_a_document_can_not_drive_the_terminal()
    {
        using var project = new TestProject();
        project.Write("evil_api_doc.md", """
            # Evil API

            Base URL: `https://api.evil.example/v1`

            ## Authentication

            Send your token[bold]\u001b[2J\u001b]0;owned\u0007\u009b31m\u202e in the header `Authorization: Bearer <api_token>`.

            ```
            GET /me
            ```
            """.Replace("\\u001b", "\u001b", StringComparison.Ordinal).Replace("\\u0007", "\u0007", StringComparison.Ordinal)
                .Replace("\\u009b", "\u009b", StringComparison.Ordinal).Replace("\\u202e", "\u202e", StringComparison.Ordinal));
        var result = await CommandLine.RunAsync(project, "analyze", "evil_api_doc.md");

        result.ExitCode.ShouldBe(0, result.Errors);
        result.Output.ShouldContain("Bearer");
        result.ShouldBePlain();
        result.Output.ShouldNotContain('\u202e');
    }

    [Theory]
    [InlineData("missing.md", "document_not_found")]
    [InlineData("empty.md", "document_empty")]
    public async Task A_document_that_can_not_be_read_is_an_error_document(string name, string code)
    {
        using var project = new TestProject();
        project.Write("empty.md", "");
        var result = await CommandLine.RunAsync(project, "analyze", name, "--json");
        result.ShouldFail(code);
    }

    [Fact]
    public async Task For_a_person_the_error_stands_on_standard_error()
    {
        using var project = new TestProject();
        var result = await CommandLine.RunAsync(project, "analyze", "missing.md");
        result.ExitCode.ShouldBe(1);
        result.Output.ShouldBeEmpty();
        result.Errors.ShouldContain("missing.md");
        result.Errors.ShouldContain("document_not_found");
    }

    /// <summary>A place with the first words of its quote.</summary>
    [GeneratedRegex("""kelpwood_api_doc\.md:(?<line>[0-9]+)\s+"(?<words>[^"\n]{1,20})""")]
    private static partial Regex Quote();
}
