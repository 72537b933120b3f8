using McpConnectorAuth.Core.Tests.Requests;
using Microsoft.AspNetCore.Http;

namespace McpConnectorAuth.Core.Tests.OAuth;

/// <summary>An endpoint on loopback that gives fixed answers in turn, the last one for ever.</summary>
internal static class ScriptedEndpoint
{
    public static async Task<LoopbackApi> StartAsync(params (int Status, string Body)[] answers)
    {
        var turn = -1;
        return await LoopbackApi.StartAsync(context =>
        {
            var (status, body) = answers[Math.Min(Interlocked.Increment(ref turn), answers.Length - 1)];
            if (status == 0)
            {
                context.Abort();
                return Task.CompletedTask;
            }

            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(body);
        });
    }
}
