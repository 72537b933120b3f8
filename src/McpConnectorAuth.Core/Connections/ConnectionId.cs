using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Connections;

/// <summary>Identity of a connection: one account of one source in one project. It is bound into the vault entry as associated data.</summary>
/// <param name="ProjectId"><see cref="ProjectWorkspace.Id"/>.</param>
/// <param name="Source">The source.</param>
/// <param name="Account">Name the person gives to one of several accounts; <c>default</c> where there is one.</param>
public sealed record ConnectionId(string ProjectId, SourceName Source, string Account = ConnectionId.DefaultAccount)
{
    /// <summary>The account's name where none is given.</summary>
    public const string DefaultAccount = "default";

    /// <inheritdoc/>
    public override string ToString() => $"{ProjectId}/{Source}/{Account}";
}
