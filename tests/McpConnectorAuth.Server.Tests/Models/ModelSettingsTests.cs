using McpConnectorAuth.Core;
using McpConnectorAuth.Models;

namespace McpConnectorAuth.Server.Tests.Models;

public sealed class ModelSettingsTests
{
    private const string Key = "CANARY-key";

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("", null, Key)]
    [InlineData(null, "https://models.example/v1", Key)]
    public void Without_a_model_there_is_no_help(string? model, string? url, string? key) => Read(model, url, key).ShouldBeNull();

    [Theory]
    [InlineData("anthropic/some-model", null, Key, "https://api.anthropic.com/v1/messages", "some-model")]
    [InlineData("openai/some-model", null, Key, "https://api.openai.com/v1/chat/completions", "some-model")]
    [InlineData("openai/group/some-model", "https://models.example/api/v1/", Key, "https://models.example/api/v1/chat/completions", "group/some-model")]
    [InlineData("openai/local", "http://127.0.0.1:11434/v1", null, "http://127.0.0.1:11434/v1/chat/completions", "local")]
    [InlineData("openai/local", "http://localhost:11434/v1", null, "http://localhost:11434/v1/chat/completions", "local")]
    [InlineData("anthropic/local", "http://[::1]:8080", null, "http://[::1]:8080/v1/messages", "local")]
    public void A_model_is_asked_at_its_endpoint(string model, string? url, string? key, string endpoint, string name)
    {
        var settings = Read(model, url, key).ShouldNotBeNull();
        settings.Endpoint.AbsoluteUri.ShouldBe(endpoint);
        settings.Model.ShouldBe(name);
        settings.ToString().ShouldNotContain(Key);
    }

    [Theory]
    [InlineData("some-model", null, Key, ModelSettings.ModelVariable)]
    [InlineData("openai/", null, Key, ModelSettings.ModelVariable)]
    [InlineData("/some-model", null, Key, ModelSettings.ModelVariable)]
    [InlineData("other/some-model", null, Key, ModelSettings.ModelVariable)]
    [InlineData("openai/some model", null, Key, ModelSettings.ModelVariable)]
    [InlineData("openai/some-model", null, null, ModelSettings.KeyVariable)]
    [InlineData("openai/some-model", null, Key + "\nX: y", ModelSettings.KeyVariable)]
    [InlineData("openai/some-model", "http://models.example/v1", Key, ModelSettings.UrlVariable)]
    [InlineData("openai/some-model", "http://127.0.0.1.models.example/v1", Key, ModelSettings.UrlVariable)]
    [InlineData("openai/some-model", "https://user:CANARY@models.example/v1", Key, ModelSettings.UrlVariable)]
    [InlineData("openai/some-model", "https://models.example/v1?key=CANARY", Key, ModelSettings.UrlVariable)]
    [InlineData("openai/some-model", "ftp://models.example/v1", Key, ModelSettings.UrlVariable)]
    [InlineData("openai/some-model", "models.example", Key, ModelSettings.UrlVariable)]
    public void An_error_names_the_variable_and_not_the_key(string model, string? url, string? key, string variable)
    {
        var error = Should.Throw<ConnectorAuthException>(() => Read(model, url, key));
        error.Code.ShouldBe(ErrorCodes.ModelConfiguration);
        error.Message.ShouldContain(variable);
        error.Explanation.ShouldNotContain("CANARY");
    }

    private static ModelSettings? Read(string? model, string? url, string? key) => ModelSettings.Read(name => name switch
    {
        ModelSettings.ModelVariable => model,
        ModelSettings.UrlVariable => url,
        ModelSettings.KeyVariable => key,
        _ => null,
    });
}
