using McpConnectorAuth.Core.Analysis;

namespace McpConnectorAuth.Core.Specs;

/// <summary>The section <c>authentication.methods[].login</c>: the call that returns what later requests carry (kind <c>session_login</c>).</summary>
/// <param name="Method">HTTP method, POST by custom.</param>
/// <param name="Path">Path below the base URL with a leading slash, or an absolute URL on a listed host.</param>
/// <param name="Body">How body placements are encoded: <c>json</c> or <c>form</c>.</param>
/// <param name="Placements">What goes onto the login request.</param>
/// <param name="Returns">What comes back and where; each fills a hole of the method's placements or URLs.</param>
/// <param name="Lifetime">Seconds that a session lasts, or null where nothing says.</param>
/// <param name="LogoutMethod">HTTP method of the call that ends the session, or null.</param>
/// <param name="LogoutPath">Its path, or null.</param>
public sealed record SpecLogin(
    string Method,
    string Path,
    string Body,
    IReadOnlyList<Placement> Placements,
    IReadOnlyList<SpecReturned> Returns,
    int? Lifetime = null,
    string? LogoutMethod = null,
    string? LogoutPath = null);
