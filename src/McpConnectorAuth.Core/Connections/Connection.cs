using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Verification;

namespace McpConnectorAuth.Core.Connections;

/// <summary>A stored connection: what the person supplied and approved, and what the last check said.</summary>
/// <param name="Id">Identity.</param>
/// <param name="Method">Name of the authentication method in the spec.</param>
/// <param name="Values">What the person supplied.</param>
/// <param name="ApprovedHosts">Hosts (<c>host</c> or <c>host:port</c>, lower case) that the person let the credential go to.</param>
/// <param name="ConfirmedAt">When the person confirmed, UTC.</param>
/// <param name="LastOutcome">Outcome of the last check, or null before the first.</param>
/// <param name="LastCheckedAt">When it was checked, UTC, or null.</param>
/// <param name="Token">What was issued for the connection, or null: nothing is, nothing is yet, or the grant has ended.</param>
public sealed record Connection(
    ConnectionId Id,
    string Method,
    CredentialValues Values,
    IReadOnlyList<string> ApprovedHosts,
    DateTimeOffset ConfirmedAt,
    VerificationOutcome? LastOutcome = null,
    DateTimeOffset? LastCheckedAt = null,
    TokenState? Token = null)
{
    /// <summary>Everything that can fill a hole of a request: what the person supplied, and what was issued.</summary>
    public CredentialValues RequestValues => Token is null ? Values : Values.With(Token.Issued);

    /// <summary>The connection as it is stored: a value that is good for one sign-in has done its work, and sent again it might lock an account.</summary>
    public Connection WithoutOneTimeValues(SpecMethod method)
    {
        ArgumentNullException.ThrowIfNull(method);
        return method.OneTime.Count == 0 ? this : this with { Values = Values.Without(method.OneTime) };
    }
}
