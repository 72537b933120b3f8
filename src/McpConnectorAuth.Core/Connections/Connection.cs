using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;
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
/// <param name="CheckedSpec"><see cref="ConnectorSpecFile.Fingerprint"/> of the spec that the last check was made with; null where that was not kept.</param>
public sealed record Connection(
    ConnectionId Id,
    string Method,
    CredentialValues Values,
    IReadOnlyList<string> ApprovedHosts,
    DateTimeOffset ConfirmedAt,
    VerificationOutcome? LastOutcome = null,
    DateTimeOffset? LastCheckedAt = null,
    TokenState? Token = null,
    string? CheckedSpec = null)
{
    /// <summary>Everything that can fill a hole of a request: what the person supplied, and what was issued.</summary>
    public CredentialValues RequestValues => Token is null ? Values : Values.With(Token.Issued);

    /// <summary>The connection with the outcome of a check.</summary>
    public Connection Checked(ConnectorSpec spec, VerificationOutcome outcome, DateTimeOffset at) =>
        this with { LastOutcome = outcome, LastCheckedAt = at, CheckedSpec = ConnectorSpecFile.Fingerprint(spec) };

    /// <summary>Whether a spec says something else now than at the last check.</summary>
    public bool IsOutdatedBy(ConnectorSpec spec) => CheckedSpec is not null && CheckedSpec != ConnectorSpecFile.Fingerprint(spec);

    /// <summary>The hosts of a spec that the connection's values complete and that the person has not approved.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.InvalidCredentialField"/> where a value is no part of a host name, or leads to this machine.</exception>
    public IReadOnlyList<string> UnapprovedHosts(ConnectorSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var values = RequestValues;
        var names = values.Names.ToHashSet(ParameterNameComparer.Instance);
        return
        [
            .. spec.Authentication.Hosts
                .Select(HostPattern.Parse)
                .Where(pattern => pattern.ParameterNames.All(names.Contains))
                .Select(pattern => pattern.Expand(values))
                .Except(ApprovedHosts)
                .Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>The connection as it is stored: a value that is good for one sign-in has done its work, and sent again it might lock an account.</summary>
    public Connection WithoutOneTimeValues(SpecMethod method)
    {
        ArgumentNullException.ThrowIfNull(method);
        return method.OneTime.Count == 0 ? this : this with { Values = Values.Without(method.OneTime) };
    }
}
