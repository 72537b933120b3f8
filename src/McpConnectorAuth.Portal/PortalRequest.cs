using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Portal;

/// <summary>What a person is to be asked for.</summary>
/// <param name="Id">The connection that will hold the answer.</param>
/// <param name="Spec">The spec.</param>
/// <param name="SpecPath">Where the spec lies, as the person knows it.</param>
/// <param name="RequestedBy">Who asks, such as the name the MCP client gives itself; shown on the page as it is.</param>
/// <param name="Method">The method to offer first; the recommended one where null.</param>
/// <param name="Fresh">Whether a page that is already open for the connection ends and a new link is made.</param>
public sealed record PortalRequest(
    ConnectionId Id,
    ConnectorSpec Spec,
    string SpecPath,
    string RequestedBy,
    string? Method = null,
    bool Fresh = false);
