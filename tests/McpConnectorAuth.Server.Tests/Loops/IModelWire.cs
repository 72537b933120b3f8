using System.Text.Json.Nodes;

namespace McpConnectorAuth.Server.Tests.Loops;

/// <summary>A provider's wire format.</summary>
internal interface IModelWire
{
    /// <summary>Whether a path asks the model for a turn. Nothing else is served.</summary>
    bool IsTurn(string path);

    /// <summary>Reads a request for a turn.</summary>
    ModelRequest Read(JsonNode body);

    /// <summary>The turn as server-sent events: name, or null where the format has none, and JSON.</summary>
    IEnumerable<(string? Event, object Data)> Write(ModelTurn turn);
}
