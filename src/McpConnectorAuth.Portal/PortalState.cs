namespace McpConnectorAuth.Portal;

/// <summary>How far a portal session has come. Every state but <see cref="Open"/> is final.</summary>
public enum PortalState
{
    /// <summary>The person has not decided yet.</summary>
    Open,

    /// <summary>The connection is stored.</summary>
    Confirmed,

    /// <summary>The person declined; nothing was stored.</summary>
    Declined,

    /// <summary>The deadline passed; nothing was stored.</summary>
    Expired,

    /// <summary>A fresh link took the session's place; nothing was stored.</summary>
    Replaced,
}
