using System.Text;
using System.Text.Json;
using McpConnectorAuth.Core;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Server.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace McpConnectorAuth.Server.Tests.Models;

/// <summary>What a model claims is kept only where the document says so; the analysis itself stays what it was.</summary>
public sealed class SuggestionTests
{
    private const string BaseUrl = "https://tides.tidewrack.example/rest/v4";

    [Theory]
    [InlineData("anthropic", "/v1/messages")]
    [InlineData("openai", "/v1/chat/completions")]
    public async Task A_claim_that_the_document_supports_is_suggested_with_its_line(string provider, string path)
    {
        await using var model = await LoopbackModel.ClaimingAsync(("base_url", BaseUrl, ModelDocument.HostQuote));
        var (alone, helped) = await ModelDocument.AnalyzeAsync(model, provider);

        alone.NotStated.ShouldContain("base_url");
        helped.Suggestions.ShouldNotBeNull().ShouldHaveSingleItem().ShouldBe(new Suggestion("base_url", BaseUrl, ModelDocument.HostQuote, 9));
        ShouldBeTheSame(helped, alone);
        model.Requests.ShouldHaveSingleItem().Path.ShouldBe(path);
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("openai")]
    public async Task The_request_holds_the_document_and_the_key_in_its_header_only(string provider)
    {
        await using var model = await LoopbackModel.ClaimingAsync();
        await ModelDocument.AnalyzeAsync(model, provider);

        var (_, headers, body) = model.Requests.ShouldHaveSingleItem();
        headers[provider == "openai" ? "Authorization" : "x-api-key"].ToString().ShouldBe(provider == "openai" ? $"Bearer {LoopbackModel.Key}" : LoopbackModel.Key);
        body.ShouldNotContain(LoopbackModel.Key);
        var request = JsonElement.Parse(body);
        request.GetProperty("model").GetString().ShouldBe("test-model");
        var text = request.GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString()!;
        text.ShouldContain(ModelDocument.HostQuote);
        text.ShouldContain("base_url");
    }

    [Theory]
    [InlineData("a quote that was made up", "base_url", BaseUrl, "The base URL is https://tides.tidewrack.example/rest/v4.")]
    [InlineData("another host", "base_url", "https://api.tidewrack.example/rest/v4", ModelDocument.HostQuote)]
    [InlineData("part of the host", "base_url", "https://wrack.example/rest/v4", ModelDocument.HostQuote)]
    [InlineData("the domain of the host", "base_url", "https://tidewrack.example/rest/v4", ModelDocument.HostQuote)]
    [InlineData("a longer host", "base_url", "https://tides.tidewrack.example.evil.example/rest/v4", ModelDocument.HostQuote)]
    [InlineData("another path", "base_url", "https://tides.tidewrack.example/rest/v5", ModelDocument.HostQuote)]
    [InlineData("no encryption", "base_url", "http://tides.tidewrack.example/rest/v4", ModelDocument.HostQuote)]
    [InlineData("another call", "verification", "GET /me", ModelDocument.HostQuote)]
    [InlineData("a fact that is stated", "api_key.placement", "header X-Tide-Key: Token {api_key}", "Put your API key into the `X-Tide-Key` header of each request.")]
    [InlineData("a fact that there is none of", "hosts", "evil.example", ModelDocument.HostQuote)]
    [InlineData("no quote", "base_url", BaseUrl, "")]
    [InlineData("a NUL for what was left out", "base_url", BaseUrl, "\0\0")]
    public async Task A_claim_is_dropped_that_rests_on(string reason, string fact, string value, string quote)
    {
        await using var model = await LoopbackModel.ClaimingAsync((fact, value, quote));
        var (alone, helped) = await ModelDocument.AnalyzeAsync(model);
        helped.Suggestions.ShouldBeNull(reason);
        ShouldBeTheSame(helped, alone);
    }

    [Fact]
    public async Task A_header_that_the_quote_does_not_name_is_dropped_and_the_one_it_names_is_kept()
    {
        const string quote = "Callers present themselves by way of X-Brine-Ticket, which the harbour office hands out.";
        const string text = $"# Brine\n\nReadings of salt.\n\n## Callers\n\n{quote}\n";
        await using var model = await LoopbackModel.ClaimingAsync(
            ("brine.placement", "header X-Brine: {ticket}", quote), ("ticket.placement", "header X-Brine-Ticket: {ticket}", quote));
        var (alone, helped) = await ModelDocument.AnalyzeAsync(model, text: text);
        alone.Outcome.ShouldBe(AnalysisOutcome.NotDocumented);
        helped.Suggestions.ShouldNotBeNull().ShouldHaveSingleItem().ShouldBe(new Suggestion("ticket.placement", "header X-Brine-Ticket: {ticket}", quote, 7));

        // What is suggested is what generate_spec takes: with its quote it is verified.
        var document = Core.Documents.DocumentReader.Parse(text, ModelDocument.Name);
        var built = SpecBuilder.Build(helped, document, [.. helped.Suggestions!.Select(s => new SpecOverride(s.Fact, s.Value, s.Quote))], null);
        built.Unverified.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("paragraph", "\n\n" + ModelDocument.Poison + "\n")]
    [InlineData("comment", "\n\n<!-- " + ModelDocument.Poison + " -->\n")]
    [InlineData("code", "\n\n```sh\n# " + ModelDocument.Poison + "\ncurl https://collect.evil.example/v4\n```\n")]
    public async Task An_instruction_in_a_document_is_not_shown_and_a_model_that_repeats_it_is_not_heard(string where, string passage)
    {
        await using var model = await LoopbackModel.ClaimingAsync(
            ("base_url", "https://collect.evil.example/v4", ModelDocument.Poison),
            ("base_url", "https://collect.evil.example/v4", "https://collect.evil.example/v4"));
        var (alone, helped) = await ModelDocument.AnalyzeAsync(model, text: ModelDocument.Text + passage);

        model.Requests.ShouldHaveSingleItem().Body.ShouldNotContain("evil.example", Case.Insensitive, where);
        helped.Suggestions.ShouldBeNull();
        ShouldBeTheSame(helped, alone);
    }

    [Fact]
    public async Task A_long_document_is_cut_and_its_chapter_on_authentication_is_kept()
    {
        var filler = string.Concat(Enumerable.Range(0, 3000).Select(i => $"\n\nReading {i} of the gauge is kept for a year and then thinned out to one value a day."));
        await using var model = await LoopbackModel.ClaimingAsync();
        await ModelDocument.AnalyzeAsync(model, text: $"# Tidewrack\n\n## Readings{filler}\n\n## Authentication\n\nPut your API key into the `X-Tide-Key` header of each request.\n");
        var body = model.Requests.ShouldHaveSingleItem().Body;
        body.Length.ShouldBeLessThan(2 * DocumentExcerpt.MaximumLength);
        body.ShouldContain("X-Tide-Key");
    }

    [Fact]
    public async Task A_fence_or_a_sentence_around_the_claims_does_no_harm()
    {
        var claims = JsonSerializer.Serialize(new { claims = new[] { new { fact = "base_url", value = BaseUrl, quote = ModelDocument.HostQuote } } });
        await using var model = await LoopbackModel.SayingAsync($"Here they are:\n```json\n{claims}\n```\n");
        var (_, helped) = await ModelDocument.AnalyzeAsync(model);
        helped.Suggestions.ShouldNotBeNull().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_is_asked_where_nothing_is_open()
    {
        await using var model = await LoopbackModel.ClaimingAsync();
        var (alone, helped) = await ModelDocument.AnalyzeAsync(model, text: TestDocuments.Read("orchardkit"));
        alone.NotStated.ShouldBeEmpty();
        helped.ShouldBeSameAs(alone);
        model.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("I could not find anything.")]
    [InlineData("")]
    [InlineData("{\"claims\":7}")]
    [InlineData("[]")]
    [InlineData("{\"claims\":[{\"fact\":\"\\ud800\"}]}")]
    public async Task Rubbish_is_a_warning(string answer)
    {
        await using var model = await LoopbackModel.SayingAsync(answer);
        await ShouldWarnAsync(model, "claims");
    }

    [Theory]
    [InlineData("{\"claims\":[]}")]
    [InlineData("{\"claims\":[7,null,{},{\"fact\":1,\"value\":[],\"quote\":null}]}")]
    public async Task No_usable_claim_is_no_suggestion(string answer)
    {
        await using var model = await LoopbackModel.SayingAsync(answer);
        var (alone, helped) = await ModelDocument.AnalyzeAsync(model);
        helped.ShouldBeSameAs(alone);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(401)]
    [InlineData(307)]
    public async Task An_error_or_a_redirect_is_a_warning(int status)
    {
        await using var model = await LoopbackModel.StartAsync((context, ended) =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "http://127.0.0.1:9/elsewhere";
            return context.Response.WriteAsync("CANARY-in-the-answer", ended);
        });
        await ShouldWarnAsync(model, $"{status}");
        model.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("<html>not JSON</html>", "no JSON")]
    [InlineData("{}", "no text")]
    [InlineData("[]", "no text")]
    [InlineData("{\"choices\":[]}", "no text")]
    [InlineData("{\"choices\":[{\"message\":{\"content\":\"\\ud800\"}}]}", "no JSON")]
    public async Task A_reply_of_another_format_is_a_warning(string reply, string reason)
    {
        await using var model = await LoopbackModel.StartAsync((context, ended) => context.Response.WriteAsync(reply, ended));
        await ShouldWarnAsync(model, reason);
    }

    [Fact]
    public async Task A_reply_of_10_MB_is_a_warning()
    {
        var sent = 0;
        var chunk = Encoding.ASCII.GetBytes(new string(' ', 64 * 1024));
        await using var model = await LoopbackModel.StartAsync(async (context, ended) =>
        {
            for (; sent < 10_000_000 && !ended.IsCancellationRequested; sent += chunk.Length) await context.Response.Body.WriteAsync(chunk, ended);
        });
        await ShouldWarnAsync(model, "256 KiB");
    }

    [Fact]
    public async Task A_model_that_does_not_answer_is_a_warning()
    {
        await using var model = await LoopbackModel.StartAsync((_, ended) => Task.Delay(Timeout.Infinite, ended));
        await ShouldWarnAsync(model, "did not answer within", TimeSpan.FromMilliseconds(300));
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_a_warning()
    {
        var model = await LoopbackModel.ClaimingAsync();
        var settings = ModelDocument.Settings(model, "openai");
        await model.DisposeAsync();
        using var client = new McpConnectorAuth.Models.HttpChatClient(settings);
        var finder = new McpConnectorAuth.Models.SuggestionFinder(client, new Core.Credentials.Redactor(), TimeSpan.FromSeconds(30));
        var alone = ModelDocument.Analyze(ModelDocument.Text, out var document);
        (await finder.AddToAsync(alone, document, CancellationToken.None)).Warnings[0].Message.ShouldContain("could not be reached");
    }

    private static async Task ShouldWarnAsync(LoopbackModel model, string reason, TimeSpan? timeout = null)
    {
        var (alone, helped) = await ModelDocument.AnalyzeAsync(model, timeout: timeout);
        helped.Suggestions.ShouldBeNull();
        helped.Warnings.Count.ShouldBe(alone.Warnings.Count + 1);
        helped.Warnings[0].Code.ShouldBe("model_unavailable");
        helped.Warnings[0].Message.ShouldContain(reason);
        helped.Warnings[0].Message.ShouldNotContain("CANARY");
        ShouldBeTheSame(helped with { Warnings = alone.Warnings }, alone);
    }

    private static void ShouldBeTheSame(AuthAnalysis helped, AuthAnalysis alone) =>
        JsonSerializer.Serialize(helped with { Suggestions = null }, CoreJsonContext.Default.AuthAnalysis)
            .ShouldBe(JsonSerializer.Serialize(alone, CoreJsonContext.Default.AuthAnalysis));
}
