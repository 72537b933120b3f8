namespace McpConnectorAuth.Portal.Tests.Defences;

/// <summary>One row of the attack table: a request that is wrong in one respect.</summary>
/// <param name="Name">What is tried.</param>
/// <param name="Status">The answer.</param>
/// <param name="Request">The request as sent; <c>{authority}</c>, <c>{path}</c>, <c>{cookie}</c>, <c>{token}</c> and <c>{other…}</c> (of another session) are filled in.</param>
/// <param name="Bare">Whether the answer comes from the server before any page code and has no body.</param>
public sealed record Attack(string Name, int Status, string Request, bool Bare = false)
{
    public override string ToString() => Name;
}
