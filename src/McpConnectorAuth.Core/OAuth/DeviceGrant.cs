using System.Globalization;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>Sign-in on another device (RFC 8628).</summary>
internal static class DeviceGrant
{
    private const string GrantType = "urn:ietf:params:oauth:grant-type:device_code";
    private const int DefaultInterval = 5;
    private const int LongestInterval = 60;
    private const int DefaultLife = 600;
    private const int LongestLife = 3600;
    private const int LongestUserCode = 64;
    private static readonly TimeSpan SlowDown = TimeSpan.FromSeconds(5);

    public static async Task<DeviceAuthorization> BeginAsync(OAuthEndpoint endpoint, GrantContext context, CancellationToken cancellationToken)
    {
        context = (await endpoint.Discovery.CompleteAsync(context, settings => [settings.DeviceUrl, settings.TokenUrl], cancellationToken).ConfigureAwait(false)).Context;
        var url = context.Endpoint(context.Settings.DeviceUrl, "device authorization endpoint");
        var client = context.Client;
        var reply = await endpoint.PostAsync(
            context,
            OAuthStep.DeviceStart,
            url,
            [.. client.Id is null ? [] : new[] { KeyValuePair.Create("client_id", client.Id) }, .. UnattendedGrant.Scope(context), .. context.Fill(context.Settings.ExtraAuthParams)],
            [],
            cancellationToken).ConfigureAwait(false);

        OAuthException Malformed(string what) => OAuthFailures.Malformed(OAuthStep.DeviceStart, url, reply.Response, what);

        if (reply.Root is not { } root) throw Malformed("did not answer with a JSON object");
        var code = EndpointReply.Text(root, "device_code") ?? throw Malformed("answered without a device_code");
        var userCode = EndpointReply.Text(root, "user_code");
        if (userCode is null || userCode.Length > LongestUserCode || userCode.Any(char.IsControl)) throw Malformed("answered without a user_code that a person could type");

        // RFC 8628 calls it verification_uri; some servers kept the name of a draft.
        var page = PageAt(EndpointReply.Text(root, "verification_uri") ?? EndpointReply.Text(root, "verification_url"))
            ?? throw Malformed("answered without a verification_uri that is https");
        return new DeviceAuthorization(context, new Secret(code))
        {
            UserCode = userCode,
            VerificationUri = page,
            VerificationUriComplete = PageAt(EndpointReply.Text(root, "verification_uri_complete") ?? EndpointReply.Text(root, "verification_url_complete")),
            ExpiresAt = endpoint.Clock.GetUtcNow().AddSeconds(Seconds(EndpointReply.Text(root, "expires_in"), DefaultLife, LongestLife)),
            Interval = TimeSpan.FromSeconds(Seconds(EndpointReply.Text(root, "interval"), DefaultInterval, LongestInterval)),
        };
    }

    public static async Task<TokenState> PollAsync(OAuthEndpoint endpoint, DeviceAuthorization device, CancellationToken cancellationToken)
    {
        var context = device.Context;
        var url = context.Endpoint(context.Settings.TokenUrl, "token endpoint");
        var interval = device.Interval;
        while (endpoint.Clock.GetUtcNow() + interval < device.ExpiresAt)
        {
            await Task.Delay(interval, endpoint.Clock, cancellationToken).ConfigureAwait(false);
            try
            {
                return await TokenGrant.RequestAsync(
                    endpoint,
                    context,
                    OAuthStep.DevicePoll,
                    url,
                    [new("grant_type", GrantType), new("device_code", device.DeviceCode.Reveal()), .. ClientId(context)],
                    [device.DeviceCode],
                    null,
                    cancellationToken).ConfigureAwait(false);
            }
            catch (OAuthException error) when (error.Error is OAuthRequestError { Code: "authorization_pending" })
            {
            }
            catch (OAuthException error) when (error.Error is OAuthRequestError { Code: "slow_down" } or RateLimitError or OAuthNetworkError)
            {
                // RFC 8628 section 3.5: 5 seconds more for slow_down; a server or network in trouble gets more rest as well.
                interval += SlowDown;
            }
        }

        throw Expired(url);
    }

    private static IEnumerable<KeyValuePair<string, string>> ClientId(GrantContext context) =>
        context.Client.Id is { } id ? [new("client_id", id)] : [];

    private static OAuthException Expired(Uri url)
    {
        var detail = $"the device code of {url.Authority} has expired before anybody entered it";
        return new OAuthException(
            new OAuthRequestError(0, "expired_token", detail), ErrorCodes.LoginRequired, $"T{detail[1..]}.", "Start the sign-in again for a new code.");
    }

    private static Uri? PageAt(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var page) && EndpointUrl.IsSafe(page) ? page : null;

    private static double Seconds(string? text, int otherwise, int most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 ? Math.Min(seconds, most) : otherwise;
}
