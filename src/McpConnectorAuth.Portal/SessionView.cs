using McpConnectorAuth.Portal.SignIn;

namespace McpConnectorAuth.Portal;

/// <summary>What a session shows at one moment.</summary>
/// <param name="Version">Counts the changes; the page's script asks for what comes after the one it shows.</param>
/// <param name="Result">The end, or null while the session is open.</param>
/// <param name="Progress">What the program does, or null where it waits for the person.</param>
/// <param name="Step">What it waits for, or null for the form.</param>
/// <param name="Form">The form.</param>
internal sealed record SessionView(int Version, PortalResult? Result, PortalProgress? Progress, PortalStep? Step, FormState Form);
