using McpConnectorAuth.Core.Connections;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>A token that was issued and that the connection's entry does not hold yet.</summary>
/// <param name="Replaces"><see cref="StoredConnection.Revision"/> of the state that it follows; it counts for no other.</param>
/// <param name="Revision">Revision of the connection with it.</param>
/// <param name="Token">The token.</param>
internal sealed record PendingToken(string Replaces, string Revision, TokenState Token);
