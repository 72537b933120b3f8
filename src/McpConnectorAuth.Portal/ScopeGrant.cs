namespace McpConnectorAuth.Portal;

/// <summary>A scope (RFC 6749 section 3.3) that was asked for, granted, or both.</summary>
/// <param name="Name">The scope.</param>
/// <param name="Asked">Whether the request asked for it.</param>
/// <param name="Granted">Whether it was granted; a reply that names no scopes grants what was asked (RFC 6749 section 5.1).</param>
public sealed record ScopeGrant(string Name, bool Asked, bool Granted)
{
    /// <summary>What was asked for next to what was granted, in the order of asking.</summary>
    /// <param name="asked">Scopes of the request.</param>
    /// <param name="granted">Scopes of the reply, or null where it names none.</param>
    public static IReadOnlyList<ScopeGrant> Compare(IReadOnlyList<string> asked, IReadOnlyList<string>? granted) =>
    [
        .. asked.Select(scope => new ScopeGrant(scope, true, granted is null || granted.Contains(scope))),
        .. (granted ?? []).Except(asked).Select(scope => new ScopeGrant(scope, false, true)),
    ];
}
