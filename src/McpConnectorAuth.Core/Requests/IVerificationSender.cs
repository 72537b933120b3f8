using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Requests;

/// <summary>Makes a verification call or one of its controls.</summary>
internal interface IVerificationSender
{
    /// <inheritdoc cref="RequestSender.SendAsync(ConnectorSpec, SpecMethod, SpecVerification, CredentialValues, ControlVariant, IReadOnlyCollection{string}, CancellationToken)"/>
    Task<ApiResponse> SendAsync(
        ConnectorSpec spec,
        SpecMethod method,
        SpecVerification call,
        CredentialValues values,
        ControlVariant control,
        IReadOnlyCollection<string> approvedHosts,
        CancellationToken cancellationToken);
}
