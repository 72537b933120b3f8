using System.Text.RegularExpressions;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Verification;

/// <summary>Names the most likely cause of a refusal: what the answer says first, then what the spec is unsure of.</summary>
internal static partial class CauseFinder
{
    /// <summary>What answers say, best first; texts as <see cref="AnswerPhrases"/> splits them into words.</summary>
    private static readonly (VerificationCause Cause, Func<Regex> Pattern)[] Said =
    [
        (VerificationCause.Expired, ExpiredPattern),
        (VerificationCause.WrongHost, EnvironmentPattern),
        (VerificationCause.WrongMethod, MethodPattern),
        (VerificationCause.WrongPlacement, AbsentPattern),
    ];

    /// <summary>The cause, or null where nothing about credential or spec is to blame.</summary>
    /// <param name="outcome">The verdict, not valid.</param>
    /// <param name="answer">The answer to the call with the credential.</param>
    /// <param name="spec">The spec.</param>
    /// <param name="method">The method that was carried out.</param>
    /// <param name="isRead">Whether a call without a credential is answered in another way, so that the API saw this one; null where that is not known.</param>
    public static VerificationCause? Find(VerificationOutcome outcome, ApiResponse answer, ConnectorSpec spec, SpecMethod method, bool? isRead)
    {
        switch (outcome)
        {
            case VerificationOutcome.InsufficientPermissions:
                return VerificationCause.MissingScope;
            case VerificationOutcome.WrongEndpoint:
            case VerificationOutcome.Unreachable when answer.Failure == ApiFailure.NameNotResolved:
                return VerificationCause.WrongHost;
            case VerificationOutcome.InvalidCredentials:
                break;
            default:
                return null;
        }

        var words = AnswerPhrases.Words($"{BodyReader.Text(answer)} {answer.Header("WWW-Authenticate")}");
        foreach (var (cause, pattern) in Said)
        {
            // An API that saw the credential does not miss it.
            if (pattern().IsMatch(words) && !(cause == VerificationCause.WrongPlacement && isRead == true)) return cause;
        }

        if (isRead == true) return VerificationCause.WrongValue;
        if (AsksForAnotherScheme(answer, method)) return VerificationCause.WrongMethod;
        return IsUnverified(spec, method, "kind") ? VerificationCause.WrongMethod
            : IsUnverified(spec, method, "placement") ? VerificationCause.WrongPlacement
            : VerificationCause.WrongValue;
    }

    private static bool IsUnverified(ConnectorSpec spec, SpecMethod method, string aspect) =>
        spec.Authentication.Unverified.Contains($"{method.Name}.{aspect}", StringComparer.Ordinal);

    /// <summary>Whether the challenges (RFC 9110 section 11.6.1) name only schemes that the method does not use.</summary>
    private static bool AsksForAnotherScheme(ApiResponse answer, SpecMethod method)
    {
        var asked = AuthenticationChallenge.Parse(answer.Header("WWW-Authenticate")).Select(challenge => challenge.Scheme).ToList();
        var used = method.Placements.Where(placement => placement.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)).Select(placement => placement.Format).ToList();
        return asked.Count > 0
            && used.Count > 0
            && !asked.Exists(scheme => used.Exists(format => format.StartsWith(scheme + " ", StringComparison.OrdinalIgnoreCase)));
    }

    [GeneratedRegex("(^| )(expired|has ended|no longer valid)( |$)", RegexOptions.NonBacktracking)]
    private static partial Regex ExpiredPattern();

    [GeneratedRegex(
        "(test|sandbox|live|production|staging) (mode|key|token|environment|credentials?)|(wrong|other|another|different|this) (environment|region|data ?cent(er|re)|cluster|site|host|shard)",
        RegexOptions.NonBacktracking)]
    private static partial Regex EnvironmentPattern();

    [GeneratedRegex(
        "(basic|digest|bearer|token|password|key) (auth(entication|orization)? )?(is |are )?(not|no longer) (supported|accepted|allowed)|(only|must use|use|requires?) (oauth2?|bearer|basic|digest)( |$)|unsupported (auth(entication|orization)?|grant|token) (scheme|type|method)",
        RegexOptions.NonBacktracking)]
    private static partial Regex MethodPattern();

    [GeneratedRegex(
        "(missing|no|without|provide|include|requires?|expected) (a |an |the |your )?(valid )?(authorization|authentication|api ?key|apikey|api|access|auth|x)? ?(header|parameter|key|token|credentials?)( |$)|(header|parameter|key|token|credentials?) (is |are |was |were )?(missing|absent|not (provided|supplied|present|found|set)|required)|(malformed|invalid) authorization header",
        RegexOptions.NonBacktracking)]
    private static partial Regex AbsentPattern();
}
