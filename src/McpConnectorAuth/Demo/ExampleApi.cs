using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using McpConnectorAuth.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace McpConnectorAuth.Demo;

/// <summary>An example's API on 127.0.0.1. It lets in who its document says, and nobody else.</summary>
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
    /// <param name="example">The example.</param>
    /// <param name="port">Port to listen on; 0 for any free one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.Busy"/> where another program has the port.</exception>
    public static async Task<ExampleApi> StartAsync(Example example, int port, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        var application = builder.Build();
        application.Run(context => AnswerAsync(example, context));
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch (IOException error)
        {
            await application.DisposeAsync();
            throw new ConnectorAuthException(
                ErrorCodes.Busy, $"127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}, where the example's document expects its API, is taken.", "End the program that listens there, then try again.", error);
        }

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
