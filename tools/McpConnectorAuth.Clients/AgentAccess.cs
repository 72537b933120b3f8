namespace McpConnectorAuth.Clients;

/// <summary>What an agent may do beside calling our tools, where a client can limit it.</summary>
public enum AgentAccess
{
    /// <summary>Read and search files.</summary>
    Read,

    /// <summary>Edit files as well.</summary>
    Edit,

    /// <summary>Whatever the session may.</summary>
    All,
}
