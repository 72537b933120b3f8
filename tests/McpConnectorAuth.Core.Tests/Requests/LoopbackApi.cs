using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace McpConnectorAuth.Core.Tests.Requests;

/// <summary>A real HTTP server on loopback that answers by a delegate and remembers what it was sent.</summary>
internal sealed class LoopbackApi : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentQueue<string> _received = new();

    private LoopbackApi(WebApplication application) => _application = application;

    /// <summary>Scheme, host and port.</summary>
    public string Url => _application.Urls.Single();

    public string Host => Url.Split("://")[1];

    /// <summary>Every request so far as text: line, headers, body.</summary>
    public IReadOnlyList<string> Received => [.. _received];

    public static async Task<LoopbackApi> StartAsync(RequestDelegate answer, bool selfSigned = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (selfSigned) listen.UseHttps(Certificate());
        }));
        var application = builder.Build();
        var api = new LoopbackApi(application);
        application.Run(async context =>
        {
            context.Request.EnableBuffering();
            using var reader = new StreamReader(context.Request.Body, leaveOpen: true);
            var body = await reader.ReadToEndAsync();
            context.Request.Body.Position = 0;
            var request = context.Request;
            api._received.Enqueue(
                $"{request.Method} {request.Path}{request.QueryString}\n{string.Join('\n', request.Headers.Select(header => $"{header.Key}: {header.Value}"))}\n\n{body}");
            await answer(context);
        });
        await application.StartAsync();
        return api;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }
}
