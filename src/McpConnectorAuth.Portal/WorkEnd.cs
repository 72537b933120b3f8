using McpConnectorAuth.Portal.SignIn;

namespace McpConnectorAuth.Portal;

/// <summary>How a stretch of work ended.</summary>
/// <param name="Form">What the form shows.</param>
/// <param name="Step">What is waited for next, or null for the form.</param>
internal sealed record WorkEnd(FormState Form, PortalStep? Step = null);
