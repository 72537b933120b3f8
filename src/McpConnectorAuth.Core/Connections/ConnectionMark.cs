namespace McpConnectorAuth.Core.Connections;

/// <summary>State of a stored connection's files; see <see cref="IConnectionStore.MarkOf"/>.</summary>
/// <param name="Written">When the entry was written, in ticks.</param>
/// <param name="Length">Its size in bytes.</param>
/// <param name="Pending">When a token was written that the entry does not hold yet, in ticks; 0 where there is none.</param>
public readonly record struct ConnectionMark(long Written, long Length, long Pending);
