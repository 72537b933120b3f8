using McpConnectorAuth.Core.OAuth;

namespace McpConnectorAuth.Portal.SignIn;

/// <summary>The person enters a code at the provider (RFC 8628 section 3.3) while the token endpoint is asked in the background.</summary>
/// <param name="Draft">What the person entered and approved.</param>
/// <param name="Device">The provider's answer.</param>
internal sealed record DeviceStep(ConnectionDraft Draft, DeviceAuthorization Device) : PortalStep(Draft);
