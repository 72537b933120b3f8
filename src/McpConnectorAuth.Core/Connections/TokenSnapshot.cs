using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Connections;

/// <summary>A connection whose values requests may carry, as long as nothing of it changes on the disk.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Spec">The spec that it was judged by.</param>
/// <param name="Mark">State of its files.</param>
/// <param name="FreshUntil">When to look again.</param>
internal sealed record TokenSnapshot(Connection Connection, ConnectorSpec Spec, ConnectionMark Mark, DateTimeOffset FreshUntil)
{
    /// <summary><see cref="Connection.RequestValues"/>, worked out once.</summary>
    public CredentialValues Values { get; } = Connection.RequestValues;
}
