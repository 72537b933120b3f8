namespace McpConnectorAuth.Portal;

/// <summary>What the program does while the page waits.</summary>
internal enum PortalProgress
{
    /// <summary>The verification call and its controls.</summary>
    Testing,

    /// <summary>Preparing the way to the provider.</summary>
    Preparing,

    /// <summary>Obtaining a token, then the verification call.</summary>
    Obtaining,
}
