using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Connections;

/// <summary>
/// Renews a made-up token over 127.0.0.1, once in a process, so that the code that reads a provider's answer is compiled before there is one. Else the
/// first answer of a process would wait for the compiler, for longer than everything else takes until it is stored; and a process that is killed
/// meanwhile takes a refresh token that is good for one use along.
/// </summary>
internal static class RenewalRehearsal
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private static readonly Lazy<Task> Once = new(() => Task.Run(HoldAsync));

    /// <summary>Ends when the rehearsal is over; it never fails.</summary>
    public static Task HeldAsync() => Once.Value;

    private static async Task HoldAsync()
    {
        try
        {
            using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            listener.Listen(1);
            var host = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)listener.LocalEndPoint!).Port}");
            using var limit = new CancellationTokenSource(Limit);
            var answering = AnswerAsync(listener, limit.Token);
            using var client = new ApiClient(Limit, Limit);
            var spec = Spec(host);
            var current = new TokenState(
                new CredentialValues([new("access_token", new Secret("rehearsed"))], ["access_token"]), new Secret("rehearsed"), null, DateTimeOffset.UnixEpoch, null, null);
            var connection = new Connection(
                new ConnectionId("rehearsal", SourceName.Parse("rehearsal")), "rehearsal", new CredentialValues([new("client_id", new Secret("rehearsed"))]), [host], DateTimeOffset.UnixEpoch, Token: current);
            await TokenLifecycle.AskAsync(new OAuthClient(client), connection, spec, spec.RequireMethod("rehearsal"), Limit).ConfigureAwait(false);
            await answering.ConfigureAwait(false);
        }
        catch (Exception error) when (error is ConnectorAuthException or SocketException or OperationCanceledException)
        {
            // Where 127.0.0.1 is closed to programs it is not held.
        }
    }

    private static async Task AnswerAsync(Socket listener, CancellationToken cancellationToken)
    {
        const string Body = """{"access_token":"rehearsed","token_type":"Bearer","expires_in":3600,"refresh_token":"rehearsed","scope":"rehearsed"}""";
        using var socket = await listener.AcceptAsync(cancellationToken).ConfigureAwait(false);
        var buffer = new byte[8192];
        var text = "";
        while (!text.EndsWith("refresh_token=rehearsed", StringComparison.Ordinal) && !text.Contains("client_id=rehearsed", StringComparison.Ordinal))
        {
            var read = await socket.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (read == 0) return;
            text += Encoding.ASCII.GetString(buffer, 0, read);
        }

        // Late enough that the client waits, as it does for a real provider: code that waits is other code than code that need not.
        await Task.Delay(5, cancellationToken).ConfigureAwait(false);
        await socket.SendAsync(
            Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {Body.Length}\r\n\r\n{Body}"), cancellationToken).ConfigureAwait(false);
    }

    private static ConnectorSpec Spec(string host) => new(
        "Rehearsal",
        new ConnectionSection([new SpecParameter("client_id", "string", true, false, "")], [], null),
        "",
        new AuthenticationSection(
            null,
            null,
            [
                new SpecMethod(
                    "rehearsal",
                    AuthKind.OAuth2AuthorizationCode,
                    [new Placement(PlacementLocation.Header, "Authorization", "Bearer {access_token}")],
                    ["client_id"],
                    null,
                    [],
                    new SpecMethodOAuth { AuthorizationUrl = $"http://{host}/", TokenUrl = $"http://{host}/" }),
            ],
            [new SpecBaseUrl($"http://{host}", "production", 0)],
            [host],
            [],
            [],
            null));
}
