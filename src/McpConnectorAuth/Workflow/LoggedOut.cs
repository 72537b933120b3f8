namespace McpConnectorAuth.Workflow;

/// <summary>What was removed from the store.</summary>
/// <param name="Removed">Sources, with the account in brackets where it is not the default one.</param>
/// <param name="NextStep">What to do next.</param>
internal sealed record LoggedOut(IReadOnlyList<string> Removed, string NextStep);
