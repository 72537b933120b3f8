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

    /// <summary>The identity that a person or an agent names.</summary>
    /// <param name="projectId"><see cref="ProjectWorkspace.Id"/>.</param>
    /// <param name="source">The source's name.</param>
    /// <param name="account">The account's name, of the form of a source's; null for the default one.</param>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.InvalidSourceName"/>; <see cref="ErrorCodes.InvalidArgument"/> for the account.</exception>
    public static ConnectionId Parse(string projectId, string source, string? account)
    {
        var name = SourceName.Parse(source);
        if (account is null) return new(projectId, name);
        return SourceName.TryParse(account, out _)
            ? new(projectId, name, account)
            : throw new ConnectorAuthException(
                ErrorCodes.InvalidArgument,
                $"\"{SourceName.Shorten(account)}\" is not an account name.",
                $"Use {SourceName.Rule}, such as \"sandbox\" (at most 64 characters), or leave the account out.");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{ProjectId}/{Source}/{Account}";
}
