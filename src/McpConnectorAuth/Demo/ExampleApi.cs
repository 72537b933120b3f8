using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace McpConnectorAuth.Demo;

/// <summary>An example's API on 127.0.0.1 at a port of the system's choice. It lets in who its document says, and nobody else.</summary>
internal sealed class ExampleApi : IAsyncDisposable
{
    private readonly WebApplication _application;

    private ExampleApi(WebApplication application, string address)
    {
        _application = application;
        Address = address;
    }

    /// <summary>Where it listens, <c>127.0.0.1:port</c>.</summary>
    public string Address { get; }

    /// <summary>Starts the API.</summary>
    public static async Task<ExampleApi> StartAsync(Example example, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        var application = builder.Build();
        application.Run(context => AnswerAsync(example, context));
        await application.StartAsync(cancellationToken);
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        return new ExampleApi(application, new Uri(addresses.Addresses.Single()).Authority);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    private static Task AnswerAsync(Example example, HttpContext context)
    {
        var answer = Answer(example, context.Request);
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(answer.Json, context.RequestAborted);
    }

    private static ExampleAnswer Answer(Example example, HttpRequest request)
    {
        if (!request.Path.StartsWithSegments(example.BasePath, StringComparison.Ordinal, out var rest)) return example.NotFound;
        var given = request.Headers[example.Header].ToString();
        if (given.Length == 0) return example.Missing;
        var equal = CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(example.HeaderValue));
        if (!equal) return example.Rejected;
        return HttpMethods.IsGet(request.Method) && rest == example.CheckPath ? example.Identity : example.NotFound;
    }
}
