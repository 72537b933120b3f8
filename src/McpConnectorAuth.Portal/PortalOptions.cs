namespace McpConnectorAuth.Portal;

/// <summary>How the portal runs.</summary>
public sealed record PortalOptions
{
    /// <summary>Port on 127.0.0.1, for providers that need a registered redirect address; null takes any free one.</summary>
    public int? Port { get; init; }

    /// <summary>How long a page stays open.</summary>
    public TimeSpan SessionDeadline { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long "Save and test" may take.</summary>
    public TimeSpan TestDeadline { get; init; } = TimeSpan.FromSeconds(45);
}
