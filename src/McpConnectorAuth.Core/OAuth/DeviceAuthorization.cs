using McpConnectorAuth.Core.Credentials;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>A sign-in on another device that has begun (RFC 8628 section 3.2). It lives in memory only.</summary>
public sealed class DeviceAuthorization
{
    internal DeviceAuthorization(GrantContext context, Secret deviceCode)
    {
        Context = context;
        DeviceCode = deviceCode;
    }

    /// <summary>What the person types at <see cref="VerificationUri"/>.</summary>
    public required string UserCode { get; init; }

    /// <summary>The page on which the person enters the code: https, or http on this machine.</summary>
    public required Uri VerificationUri { get; init; }

    /// <summary>The same page with the code filled in, or null.</summary>
    public Uri? VerificationUriComplete { get; init; }

    /// <summary>When the code ends, UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How long to wait between two polls: 5 seconds where the server states nothing.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>The scopes that are asked for.</summary>
    public IReadOnlyList<string> Scopes => Context.Settings.Scopes;

    internal GrantContext Context { get; }

    internal Secret DeviceCode { get; }
}
