using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Verification;

namespace McpConnectorAuth.Portal;

/// <summary>A connection as it was sent to the verifier, which "Save anyway" stores.</summary>
/// <param name="Connection">The connection, not stored yet.</param>
/// <param name="Report">The check's verdict, or null where none could be made.</param>
internal sealed record TestedDraft(Connection Connection, VerificationReport? Report);
