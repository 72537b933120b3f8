using System.Globalization;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Verification;

/// <summary>
/// Proves a credential: the real call, then one without a credential and one with a changed one, so that an endpoint that
/// answers anybody can't pass for a valid key. At most three calls for a verification candidate and at most three candidates.
/// </summary>
public sealed class ConnectionVerifier : IConnectionVerifier, IDisposable
{
    private const int MaximumCandidates = 3;

    /// <summary>What comes next, said to the one who runs the check, and to the person who is entering the credential.</summary>
    private static readonly Dictionary<VerificationOutcome, (string Caller, string Person)> NextSteps = new()
    {
        [VerificationOutcome.Valid] = (
            "Use the connection; write_auth_test keeps this proof as a test in the project.",
            "Nothing is left to do."),
        [VerificationOutcome.InvalidCredentials] = (
            "Ask the person to enter the credential again (start_credential_portal): a typing error, an expired or revoked key, or a key of another account or environment are the usual causes.",
            "Enter it again below: a typing error, an expired or revoked key, or a key of another account or environment are the usual causes."),
        [VerificationOutcome.InsufficientPermissions] = (
            "Ask the person to give the key the permission or scope that the API names, or to use an account that has it.",
            "Give the key the permission or scope that the API names, or use an account that has it, and test again."),
        [VerificationOutcome.RateLimited] = (
            "Wait as long as the API asks, at least a minute, then run the check again.",
            "Wait as long as the API asks, at least a minute, then test again."),
        [VerificationOutcome.WrongEndpoint] = (
            "Compare base URL and verification path with the document, correct them with generate_spec, then run the check again.",
            "The credential is probably not the cause: have base URL and verification path of the spec compared with the document."),
        [VerificationOutcome.EndpointIsPublic] = (
            "Name a call that needs the credential in authentication.verification of the spec, such as one that returns the caller's own account.",
            "The call proves nothing: have one that needs the credential named in the spec (authentication.verification)."),
        [VerificationOutcome.Unreachable] = (
            "Check the host in the spec, the network and any proxy or VPN of this machine, then run the check again.",
            "Check the host, the network and any proxy or VPN of this computer, then test again."),
        [VerificationOutcome.TlsError] = (
            "Check that the base URL is right and that the machine trusts the host's certificate; the check never goes on without it.",
            "Check that the host is right and that this computer trusts its certificate; nothing is sent without that."),
        [VerificationOutcome.Unexpected] = (
            "Read what came back in the probes, compare it with the document, and correct the spec where it differs.",
            "Read what came back; where it differs from the document, have the spec corrected."),
    };

    /// <summary>What to do about refused credentials where the cause is not simply a wrong value.</summary>
    private static readonly Dictionary<VerificationCause, (string Caller, string Person)> NextStepsByCause = new()
    {
        [VerificationCause.Expired] = (
            "Ask the person for a new credential (start_credential_portal); where tokens are issued for the connection, refresh_connection fetches one first.",
            "Enter a new one below."),
        [VerificationCause.WrongPlacement] = (
            "Compare where the document puts the credential with the spec, correct the placement with generate_spec, then run the check again.",
            "The value may be right: have the place where the spec puts it compared with the document."),
        [VerificationCause.WrongMethod] = (
            "Compare the document's methods with the one that was used, choose the right one with generate_spec, then open the portal again (start_credential_portal).",
            "Choose another method where several are offered, or have the spec's method compared with the document."),
        [VerificationCause.WrongHost] = (
            "Ask the person which environment or region the credential was issued for, set that base_url with generate_spec, then open the portal again (start_credential_portal).",
            "Check which environment or region it was issued for; where that is not the host that was asked, have the base URL of the spec set to it."),
    };

    // Made with the first check: a page that waits for a person needs no HTTP library.
    private readonly Lazy<ApiClient> _client;

    /// <summary>Creates the verifier; no connection is opened before the first check.</summary>
    /// <param name="client">Client to use; one with the usual limits where null.</param>
    public ConnectionVerifier(ApiClient? client = null) => _client = client is null ? new(() => new ApiClient()) : new(client);

    /// <inheritdoc/>
    public async Task<VerificationReport> VerifyAsync(
        ConnectorSpec spec,
        string method,
        CredentialValues values,
        IReadOnlyList<string> approvedHosts,
        TimeSpan? limit,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(approvedHosts);
        var specMethod = spec.RequireMethod(method);
        var candidates = Candidates(spec, specMethod, values);
        var mask = CredentialMask.Of(spec, specMethod, values);
        var probes = new List<VerificationProbe>();
        var sender = new RequestSender(_client.Value);
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (limit is { } longest) time.CancelAfter(longest);
        Verdict? first = null;
        foreach (var call in candidates)
        {
            var check = new CandidateCheck(sender, spec, specMethod, call, values, approvedHosts, mask, probes);
            Verdict verdict;
            try
            {
                verdict = await check.RunAsync(time.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return OutOfTime(spec, first, call, probes);
            }

            if (verdict.Outcome is not (VerificationOutcome.EndpointIsPublic or VerificationOutcome.WrongEndpoint)) return Report(spec, verdict, probes);

            // A public endpoint at least exists, so it tells more than a missing one.
            if (first is null || (first.Outcome == VerificationOutcome.WrongEndpoint && verdict.Outcome == VerificationOutcome.EndpointIsPublic)) first = verdict;
        }

        return Report(spec, first!, probes);
    }

    /// <summary>Closes the connections of the client.</summary>
    public void Dispose()
    {
        if (_client.IsValueCreated) _client.Value.Dispose();
    }

    /// <summary>What is known where the time ran out: what an earlier candidate showed, else nothing.</summary>
    private static VerificationReport OutOfTime(ConnectorSpec spec, Verdict? first, SpecVerification call, List<VerificationProbe> probes)
    {
        var why = string.Create(CultureInfo.InvariantCulture, $"The time for the check ran out at {call.Method} {call.Path}, after {probes.Count} calls that were answered; the rest were not made.");
        return first is null
            ? new VerificationReport(VerificationOutcome.Unreachable, why, "Run the check again when the API answers faster; in a terminal, mcp-connector-auth test waits as long as it takes.", probes)
            : Report(spec, first with { Why = $"{first.Why} {why}" }, probes);
    }

    private static VerificationReport Report(ConnectorSpec spec, Verdict verdict, List<VerificationProbe> probes)
    {
        var next = verdict.Cause is { } cause && NextStepsByCause.TryGetValue(cause, out var step) && verdict.Outcome == VerificationOutcome.InvalidCredentials ? step : NextSteps[verdict.Outcome];
        var careful = verdict.Outcome == VerificationOutcome.InvalidCredentials && spec.Authentication.LockoutWarning is { } lockout
            ? $"Careful: each further wrong attempt may lock the account (\"{lockout}\"), so try again only with a value that was checked. "
            : "";
        return new VerificationReport(verdict.Outcome, verdict.Why, careful + next.Caller, probes) { PersonStep = careful + next.Person, Cause = verdict.Cause, Identity = verdict.Identity, MissingScopes = verdict.MissingScopes };
    }

    /// <summary>The calls that can be made with these values, best first.</summary>
    private static List<SpecVerification> Candidates(ConnectorSpec spec, SpecMethod method, CredentialValues values)
    {
        if (spec.Authentication.Verification.Count == 0)
        {
            throw new ConnectorAuthException(
                ErrorCodes.NothingToVerify,
                "The spec names no verification call.",
                "Name a reading call that needs the credential in authentication.verification, such as GET /me, or pass it to generate_spec.");
        }

        var usable = new List<SpecVerification>();
        ConnectorAuthException? reason = null;
        foreach (var call in spec.Authentication.Verification)
        {
            try
            {
                RequestFactory.Create(spec, method, call, values, ControlVariant.Credential).Dispose();
                usable.Add(call);
                if (usable.Count == MaximumCandidates) break;
            }
            catch (ConnectorAuthException error)
            {
                reason ??= error;
            }
        }

        return usable.Count > 0 ? usable : throw reason!;
    }
}
