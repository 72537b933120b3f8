using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Verification;

/// <summary>The check of one verification call: at most three requests.</summary>
internal sealed class CandidateCheck(
    IVerificationSender sender,
    ConnectorSpec spec,
    SpecMethod method,
    SpecVerification call,
    CredentialValues values,
    IReadOnlyList<string> approvedHosts,
    Redactor mask,
    List<VerificationProbe> probes)
{
    private const int MostScopes = 20;

    private readonly RequestPlan _plan = RequestPlan.Create(spec, method, call);

    /// <summary>Makes the calls, adds them to the probes and gives the verdict with its reason.</summary>
    public async Task<Verdict> RunAsync(CancellationToken cancellationToken)
    {
        var lockout = spec.Authentication.LockoutWarning;
        var (real, answer) = await ProbeAsync(ControlVariant.Credential, cancellationToken).ConfigureAwait(false);
        if (real.Outcome != VerificationOutcome.Valid) return await ExplainAsync(real, answer, lockout is null, cancellationToken).ConfigureAwait(false);
        var identity = AnswerIdentity.Of(answer) is { } name ? Masked(name) : null;
        if (lockout is not null)
        {
            return new Verdict(VerificationOutcome.Valid, Masked(
                $"{Call} succeeds with the credential. The controls were skipped, because the document warns of lockouts (\"{lockout}\"), so the key is proven only positively: the call might also answer others."))
            {
                Identity = identity,
            };
        }

        var (none, _) = await ProbeAsync(ControlVariant.NoCredential, cancellationToken).ConfigureAwait(false);
        var (changed, _) = await ProbeAsync(ControlVariant.ChangedCredential, cancellationToken).ConfigureAwait(false);
        var (outcome, reason) = Weigh(none, changed);
        return new Verdict(outcome, Masked($"{Call} {reason}")) { Identity = outcome == VerificationOutcome.Valid ? identity : null };
    }

    private string Call => $"{_plan.Verb} {call.Path}";

    private static (VerificationOutcome Outcome, string Reason) Weigh(Judgement none, Judgement changed)
    {
        var noneSucceeds = none.Outcome == VerificationOutcome.Valid;
        var changedSucceeds = changed.Outcome == VerificationOutcome.Valid;
        return (noneSucceeds, changedSucceeds) switch
        {
            (true, true) => (VerificationOutcome.EndpointIsPublic,
                "succeeds with the credential, without one and with a changed one, so it proves nothing about the key."),
            (true, false) when IsRefusal(changed) => (VerificationOutcome.Valid,
                $"succeeds with the credential and refuses a changed one ({changed.Note}). It also answers callers without a credential."),
            (true, false) => (VerificationOutcome.EndpointIsPublic,
                $"succeeds with the credential and without one; the control with a changed one did not decide ({changed.Note})."),
            (false, true) when IsRefusal(none) => (VerificationOutcome.Unexpected,
                $"is refused without a credential ({none.Note}) but succeeds with a changed one, so the API accepts keys it can't know: it may look at the key's form only, be a sandbox, or not check the changed part."),
            (false, true) => (VerificationOutcome.Unexpected,
                $"succeeds with the credential and with a changed one; the control without one did not decide ({none.Note})."),
            _ when IsRefusal(none) || IsRefusal(changed) => (VerificationOutcome.Valid,
                $"succeeds with the credential and fails without it ({none.Note}) and with a changed one ({changed.Note})."),
            _ when none.Outcome == VerificationOutcome.RateLimited || changed.Outcome == VerificationOutcome.RateLimited => (VerificationOutcome.RateLimited,
                $"succeeds with the credential, but the API asked to wait before a control could prove it ({none.Note}; {changed.Note})."),
            _ => (VerificationOutcome.Unexpected,
                $"succeeds with the credential, but no control could be judged (without one: {none.Note}; with a changed one: {changed.Note})."),
        };
    }

    /// <summary>Whether an answer to a control shows that the API looks at the credential; a timeout or a rate limit does not.</summary>
    private static bool IsRefusal(Judgement control) => control.Outcome is VerificationOutcome.InvalidCredentials
        or VerificationOutcome.InsufficientPermissions or VerificationOutcome.WrongEndpoint or VerificationOutcome.Unexpected;

    /// <summary>Looks for the cause of a refusal, with the control that tells most.</summary>
    private async Task<Verdict> ExplainAsync(Judgement real, ApiResponse answer, bool withControls, CancellationToken cancellationToken)
    {
        var why = $"{Call} with the credential: {real.Note}.";
        var outcome = real.Outcome;
        bool? isRead = null;
        if (withControls && !real.IsFirm)
        {
            (outcome, why) = await ResolveForbiddenAsync(real, answer, why, cancellationToken).ConfigureAwait(false);
        }
        else if (withControls && outcome == VerificationOutcome.InvalidCredentials && method.Kind != AuthKind.Mtls)
        {
            var (none, absent) = await ProbeAsync(ControlVariant.NoCredential, cancellationToken).ConfigureAwait(false);
            if (IsRefusal(none))
            {
                isRead = !IsAlike(answer, absent);
                why += isRead.Value
                    ? $" A call without a credential is answered in another way ({none.Note}), so the API reads this one."
                    : " A call without any credential gets the same answer.";
            }
        }

        return new Verdict(outcome, Masked(why))
        {
            Cause = CauseFinder.Find(outcome, answer, spec, method, isRead),
            MissingScopes = [.. AuthenticationChallenge.Parse(answer.Header("WWW-Authenticate")).SelectMany(challenge => challenge["scope"]?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? []).Take(MostScopes)],
        };
    }

    /// <summary>
    /// A bare 403 says neither "unknown key" nor "known, but not allowed". An API that answers a changed key in another way
    /// knows this one; one that answers both alike most probably knows neither.
    /// </summary>
    private async Task<(VerificationOutcome Outcome, string Why)> ResolveForbiddenAsync(
        Judgement real, ApiResponse answer, string why, CancellationToken cancellationToken)
    {
        var (changed, changedAnswer) = await ProbeAsync(ControlVariant.ChangedCredential, cancellationToken).ConfigureAwait(false);
        if (changed.Outcome is VerificationOutcome.RateLimited or VerificationOutcome.Unreachable) return (real.Outcome, why);
        return IsAlike(answer, changedAnswer)
            ? (VerificationOutcome.InvalidCredentials, $"{why} A changed key gets the same answer, so the API does not know this one, or does not say.")
            : (VerificationOutcome.InsufficientPermissions, $"{why} A changed key gets another answer ({changed.Note}), so the API knows this one but does not let it make the call.");
    }

    private static bool IsAlike(ApiResponse one, ApiResponse other) =>
        one.Status == other.Status && Challenges(one) == Challenges(other) && Shape(one) == Shape(other);

    /// <summary>What the challenges say without nonces and the like (RFC 6750 section 3).</summary>
    private static string Challenges(ApiResponse response) =>
        string.Join('\n', AuthenticationChallenge.Parse(response.Header("WWW-Authenticate")).Select(challenge => $"{challenge.Scheme} {challenge["error"]} {challenge["error_description"]}"));

    /// <summary>The body without words that hold a digit: request numbers and times differ from answer to answer.</summary>
    private static string Shape(ApiResponse response)
    {
        var words = BodyReader.Text(response).Split((char[]?)[' ', '"', '\'', ',', ':', '{', '}', '<', '>', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words.Where(word => !word.Any(char.IsAsciiDigit)));
    }

    private async Task<(Judgement Judgement, ApiResponse Response)> ProbeAsync(ControlVariant control, CancellationToken cancellationToken)
    {
        // What is shown is the request without a signature, which is worth as much as a credential while it lasts.
        using var request = RequestFactory.Create(spec, method, call, values, control);
        var response = await sender.SendAsync(spec, method, call, values, control, approvedHosts, cancellationToken).ConfigureAwait(false);
        var judgement = Judge(response, control);
        probes.Add(new VerificationProbe(HttpFile.NameOf(control), Masked($"{request.Method} {request.RequestUri!.AbsoluteUri}"), response.Status, Masked(judgement.Note)));
        return (judgement, response);
    }

    private Judgement Judge(ApiResponse response, ControlVariant control)
    {
        // Without its certificate a connection ends in the handshake, or right behind it (RFC 8446 section 4.4.2.4).
        if (method.Kind == AuthKind.Mtls && response.Failure is ApiFailure.Tls or ApiFailure.NotConnected)
        {
            if (control != ControlVariant.Credential) return new Judgement(VerificationOutcome.InvalidCredentials, "the TLS handshake is refused");
            return response.Failure == ApiFailure.Tls
                ? new Judgement(VerificationOutcome.TlsError, "the TLS handshake failed: the machine does not trust the API's certificate, or the API refuses the client certificate")
                : new Judgement(VerificationOutcome.Unreachable, "the connection was refused or broke off, which is also how servers refuse a client certificate");
        }

        if (method.Kind == AuthKind.Digest && control == ControlVariant.Credential && response.Status == 401 && DigestChallenge.Of(response) is null && AnswerPhrases.Recognize(BodyReader.Text(response)) is null)
            return new Judgement(VerificationOutcome.Unexpected, "the API does not ask for a digest that can be answered");
        return AnswerJudge.Judge(response, _plan.HoldsSecret(_plan.Path.ParameterNames));
    }

    private string Masked(string text) => mask.Redact(text);
}
