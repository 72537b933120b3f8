namespace McpConnectorAuth.Core.Requests;

/// <summary>Why a redirect was not followed.</summary>
public enum RedirectEnd
{
    /// <summary>There was no redirect, or each was followed.</summary>
    None,

    /// <summary>It leads to another origin, which never gets the credential.</summary>
    OtherOrigin,

    /// <summary>It leads from https to http.</summary>
    Downgrade,

    /// <summary>More than five in a row.</summary>
    TooMany,

    /// <summary>Its target is missing or no URL.</summary>
    NoTarget,
}
