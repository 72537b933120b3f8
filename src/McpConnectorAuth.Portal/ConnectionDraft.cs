using McpConnectorAuth.Core.Connections;

namespace McpConnectorAuth.Portal;

/// <summary>What a person entered and approved, on its way to a stored connection.</summary>
/// <param name="Form">The form as submitted.</param>
/// <param name="Connection">The connection so far, not stored.</param>
/// <param name="AskedScopes">Scopes that were asked for.</param>
internal sealed record ConnectionDraft(FormState Form, Connection Connection, IReadOnlyList<string> AskedScopes);
