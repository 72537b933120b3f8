using System.Security.Cryptography;
using McpConnectorAuth.Core.Connections;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>An entry's content.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Revision">
/// Names the state of the token: another one whenever the connection is stored anew or its token changes. What was issued on the ground of one
/// state never lands on another. Empty in entries of versions before tokens.
/// </param>
internal sealed record StoredConnection(Connection Connection, string Revision)
{
    /// <summary>A revision that there has not been.</summary>
    public static string NewRevision() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>The connection with a token that was written beside its entry, where that token replaces the entry's.</summary>
    public StoredConnection With(PendingToken? pending) =>
        pending is not null && pending.Replaces == Revision ? new(Connection with { Token = pending.Token }, pending.Revision) : this;
}
