using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;

namespace McpConnectorAuth.Portal;

/// <summary>What the form of an open session shows: immutable, replaced as a whole by every submission.</summary>
/// <param name="Method">The method that is being filled in.</param>
/// <param name="Entered">Values entered so far; those of secret fields never leave the process.</param>
/// <param name="ApprovedHosts">Hosts approved with the last submission.</param>
/// <param name="Errors">Refused fields.</param>
/// <param name="Notes">What cleaning changed.</param>
/// <param name="HostsUnapproved">Whether the last submission lacked the approval of the exact hosts.</param>
/// <param name="Tested">What was tested without success, or null.</param>
/// <param name="Failure">Why the last submission could not be carried out, or null.</param>
internal sealed record FormState(
    string Method,
    IReadOnlyDictionary<string, Secret> Entered,
    IReadOnlyList<string> ApprovedHosts,
    IReadOnlyList<CredentialFormError> Errors,
    IReadOnlyList<CredentialFormNote> Notes,
    bool HostsUnapproved,
    TestedDraft? Tested,
    FormFailure? Failure)
{
    /// <summary>What can be tried again as it was entered and approved, or null.</summary>
    public Connection? Retry { get; init; }

    /// <summary>The form before anything was entered.</summary>
    public static FormState Empty(string method) => new(method, new Dictionary<string, Secret>(), [], [], [], false, null, null);
}
