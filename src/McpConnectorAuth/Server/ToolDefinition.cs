namespace McpConnectorAuth.Server;

/// <summary>What a client reads about a tool before it calls it.</summary>
/// <param name="Name">Tool name, snake_case.</param>
/// <param name="Title">Title for people.</param>
/// <param name="Description">What the tool does, when to call it and what comes next; read by the model on every turn, so it is short.</param>
/// <param name="ReadOnly">The tool changes nothing.</param>
/// <param name="Destructive">The tool may overwrite or delete what exists.</param>
/// <param name="Idempotent">A second call with the same arguments changes nothing more.</param>
/// <param name="OpenWorld">The tool talks to systems outside this machine.</param>
internal sealed record ToolDefinition(
    string Name,
    string Title,
    string Description,
    bool ReadOnly,
    bool Destructive,
    bool Idempotent,
    bool OpenWorld);
