using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>What can be said beforehand about how a method obtains its token.</summary>
/// <param name="Interaction">What it takes.</param>
/// <param name="Host">Where the person signs in, with holes; null where nobody does or where only the provider's metadata tells.</param>
/// <param name="Scopes">Scopes that are asked for.</param>
public sealed record GrantOutline(GrantInteraction Interaction, string? Host, IReadOnlyList<string> Scopes)
{
    /// <summary>The outline of a method.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.SpecInvalid"/> for a client authentication that does not exist.</exception>
    public static GrantOutline Of(ConnectorSpec spec, SpecMethod method)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(method);
        var interaction = OAuthClient.InteractionOf(method);
        if (interaction == GrantInteraction.None) return new GrantOutline(interaction, null, []);
        var settings = OAuthSettings.Of(spec, method);
        var url = interaction switch
        {
            GrantInteraction.Browser => settings.AuthorizationUrl ?? settings.Issuer,
            GrantInteraction.Device => settings.DeviceUrl ?? settings.Issuer,
            _ => null,
        };
        return new GrantOutline(interaction, HostOf(url), settings.Scopes);
    }

    /// <summary>The host with the values put in; null where values are missing or don't fit.</summary>
    public string? ExactHost(CredentialValues values)
    {
        if (Host is null) return null;
        try
        {
            return HostPattern.Parse(Host).Expand(values);
        }
        catch (ConnectorAuthException)
        {
            return null;
        }
    }

    private static string? HostOf(string? url)
    {
        var start = url?.IndexOf("://", StringComparison.Ordinal) ?? -1;
        if (start < 0) return null;
        var rest = url![(start + 3)..];
        var end = rest.AsSpan().IndexOfAny("/?#\\");
        return (end < 0 ? rest : rest[..end]).ToLowerInvariant();
    }
}
