using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol.Server;

namespace McpConnectorAuth.Server;

/// <summary>A tool whose schemas are those of the types it reads and writes.</summary>
internal abstract class ConnectorTool : McpServerTool
{
    /// <summary>What the arguments are read as; the input schema is derived from it.</summary>
    internal abstract JsonTypeInfo ArgumentsType { get; }

    /// <summary>What the result is written as; the output schema is derived from it.</summary>
    internal abstract JsonTypeInfo ResultType { get; }
}
