using McpConnectorAuth.Core.Analysis;

namespace McpConnectorAuth.Core.Specs;

/// <summary>How a method is carried out.</summary>
/// <param name="Name">The name in <c>connection.auth_methods</c>, where that exists.</param>
/// <param name="Kind">Kind of method.</param>
/// <param name="Placements">Everything that goes onto a request.</param>
/// <param name="Parameters">Names of the parameters that the method needs or may use, shared ones included.</param>
/// <param name="TokenAuth">Client authentication at the token endpoint, or null.</param>
/// <param name="Evidence">Quotes with their lines.</param>
/// <param name="OAuth">Further OAuth settings, or null.</param>
/// <param name="Login">The login call of a <see cref="AuthKind.SessionLogin"/> method, or null.</param>
/// <param name="Signature">How requests are signed, or null.</param>
public sealed record SpecMethod(
    string Name,
    AuthKind Kind,
    IReadOnlyList<Placement> Placements,
    IReadOnlyList<string> Parameters,
    string? TokenAuth,
    IReadOnlyList<Evidence> Evidence,
    SpecMethodOAuth? OAuth = null,
    SpecLogin? Login = null,
    SpecSignature? Signature = null)
{
    /// <summary>Names of parameters whose values are good for one sign-in, such as a code from an authenticator: never stored and never sent a second time.</summary>
    public IReadOnlyList<string> OneTime { get; init; } = [];
}
