using System.ComponentModel;

namespace McpConnectorAuth.Workflow;

/// <summary>A portal that waits for a person.</summary>
/// <param name="Url">The link for the person. It carries an identifier and no authority.</param>
/// <param name="ExpiresAt">When the page stops accepting input, UTC.</param>
/// <param name="Fields">Names of what the page asks for.</param>
/// <param name="Hosts">Hosts the person is asked to approve, with holes where a field decides.</param>
/// <param name="LinkShown">What became of the link: <c>opened</c> in the browser by this server, or what the client did with it: <c>accept</c>, <c>decline</c>, <c>cancel</c>, <c>no_answer</c> where nobody replied in time or the client failed to ask, or <c>not_supported</c>.</param>
/// <param name="NextStep">What to do next.</param>
internal sealed record OpenedPortal(
    [property: Description("show this link to the person")] string Url,
    [property: Description("UTC")] DateTimeOffset ExpiresAt,
    [property: Description("what the page asks for")] IReadOnlyList<string> Fields,
    [property: Description("hosts to approve")] IReadOnlyList<string> Hosts,
    [property: Description("opened, accept (not yet done), decline, cancel, no_answer, not_supported")] string LinkShown,
    string NextStep);
