using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Verification;

/// <summary>Proves a credential with the spec's verification call and its negative controls.</summary>
public interface IConnectionVerifier
{
    /// <summary>Makes the calls and judges them. Never throws for what the API answers; that is an outcome.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="method">Name of one of <see cref="AuthenticationSection.Methods"/>.</param>
    /// <param name="values">What the person supplied.</param>
    /// <param name="approvedHosts">Hosts that the person approved; nothing is sent to any other.</param>
    /// <param name="limit">Time for all calls together, or null; where it runs out the report says which were made.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <exception cref="ConnectorAuthException">
    /// <see cref="ErrorCodes.NothingToVerify"/>, <see cref="ErrorCodes.MethodNotSupported"/>, <see cref="ErrorCodes.HostNotApproved"/>
    /// or <see cref="ErrorCodes.InvalidCredentialField"/>: the check can't be made at all.
    /// </exception>
    Task<VerificationReport> VerifyAsync(
        ConnectorSpec spec,
        string method,
        CredentialValues values,
        IReadOnlyList<string> approvedHosts,
        TimeSpan? limit,
        CancellationToken cancellationToken);
}
