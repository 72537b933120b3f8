using Microsoft.AspNetCore.Http;

namespace McpConnectorAuth.Portal.SignIn;

/// <summary>What answers at a redirect address that a spec fixes: the callback, and nothing else.</summary>
internal sealed class CallbackPipeline(CallbackEndpoint callbacks, PortalTexts texts) : LoopbackPipeline(callbacks, texts)
{
    /// <inheritdoc/>
    protected override Task<PortalReply> AnswerAsync(HttpContext context) => Task.FromResult(NotFound());
}
