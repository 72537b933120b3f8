namespace McpConnectorAuth.Core.OAuth;

/// <summary>What a method needs beside stored values before it has a token.</summary>
public enum GrantInteraction
{
    /// <summary>Nothing is issued: the values themselves go onto requests.</summary>
    None,

    /// <summary>A token is fetched, or signed, without a person: <see cref="OAuthClient.ObtainAsync"/>.</summary>
    Unattended,

    /// <summary>A person signs in with the browser: <see cref="OAuthClient.BeginAuthorizationAsync"/>.</summary>
    Browser,

    /// <summary>A person enters a code on any device: <see cref="OAuthClient.BeginDeviceAsync"/>.</summary>
    Device,
}
