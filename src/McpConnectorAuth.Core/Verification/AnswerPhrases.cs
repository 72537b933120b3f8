using System.Text;
using System.Text.RegularExpressions;

namespace McpConnectorAuth.Core.Verification;

/// <summary>
/// What APIs write into error bodies, as patterns over words. Texts are compared in lower case with words split at
/// everything but ASCII letters and digits and at humps, one blank between, so that <c>InvalidApiKey</c>,
/// <c>INVALID_API_KEY</c> and <c>invalid api-key</c> are one phrase.
/// </summary>
/// <remarks>The patterns keep to POSIX extended syntax (IEEE 1003.1 section 9.4), because the written tests use them, too.</remarks>
internal static partial class AnswerPhrases
{
    /// <summary>The API asks to wait.</summary>
    public const string Waiting =
        "rate ?limit|too many (requests|calls|attempts)|quota (has been )?(exceeded|exhausted)|exceeded (your|the|api) quota|throttl|request limit|limit (exceeded|reached)|slow down";

    /// <summary>The caller is known but lacks a permission.</summary>
    public const string Permission =
        "(insufficient|missing|lacks?|requires?|required|not enough|no|additional) (the )?(required |necessary )?(oauth |api )?(scope|permission|privilege|right)"
        + "|insufficient access|scope (required|missing)|permission denied|not (authorized|authorised|allowed|permitted) to|not permitted"
        + "|not have (the |any )?(required |necessary |sufficient )?(scope|permission|privilege|right|access)|upgrade your plan|not (available|included) (on|in) your plan";

    /// <summary>The credential is wrong, missing or expired.</summary>
    public const string Credential =
        "(invalid|bad|wrong|incorrect|unknown|expired|revoked|missing|malformed|valid|no) (api |access |auth |session |security )?"
        + "(key|apikey|token|auth|credential|login|session|secret|username|password|client)"
        + "|(key|token|session|credentials?|password) (is |are |was |has |have |does )?(been )?(not )?(invalid|valid|expired|revoked|missing|required|found|exist|recognized|wrong|incorrect|disabled|inactive)"
        + "|unauthori[sz]ed|unauthenticated|not auth(ed|enticated|orized|orised)|(authentication|authorization) (is )?(required|failed|failure|error|missing|needed)"
        + "|(failed to|could not|unable to|please|must) (authenticate|log ?in|sign ?in)|log ?in (is )?(failed|required)|not logged in"
        + "|authenticated false|logged in false|account (is )?(inactive|disabled)";

    /// <summary>The call is refused, and the words say no more.</summary>
    public const string Refusal = "forbidden|access (is )?denied";

    /// <summary>The call does not exist.</summary>
    public const string Missing = "not found|(unknown|no such|unsupported) (method|endpoint|path|route|resource)|method not (found|allowed)|no route";

    /// <summary>The verdict that a text speaks of, or null; the first pattern that occurs decides.</summary>
    public static VerificationOutcome? Recognize(string text) => Words(text) switch
    {
        var words when WaitingPattern().IsMatch(words) => VerificationOutcome.RateLimited,
        var words when PermissionPattern().IsMatch(words) => VerificationOutcome.InsufficientPermissions,
        var words when CredentialPattern().IsMatch(words) => VerificationOutcome.InvalidCredentials,
        var words when RefusalPattern().IsMatch(words) => VerificationOutcome.InsufficientPermissions,
        var words when MissingPattern().IsMatch(words) => VerificationOutcome.WrongEndpoint,
        _ => null,
    };

    /// <summary>Whether a text names a credential that is wrong or missing, whatever else it names.</summary>
    public static bool NamesBadCredential(string text) => CredentialPattern().IsMatch(Words(text));

    /// <summary>Whether a text names a missing permission, whatever else it names.</summary>
    public static bool NamesPermission(string text) => PermissionPattern().IsMatch(Words(text));

    /// <summary>A text as the patterns read it.</summary>
    public static string Words(string text)
    {
        var words = new StringBuilder(text.Length + 16);
        var previous = ' ';
        foreach (var character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character))
            {
                if (words.Length > 0 && words[^1] != ' ') words.Append(' ');
            }
            else
            {
                if (char.IsAsciiLetterUpper(character) && char.IsAsciiLetterLower(previous)) words.Append(' ');
                words.Append(char.ToLowerInvariant(character));
            }

            previous = character;
        }

        return words.ToString();
    }

    [GeneratedRegex(Waiting, RegexOptions.NonBacktracking)]
    private static partial Regex WaitingPattern();

    [GeneratedRegex(Permission, RegexOptions.NonBacktracking)]
    private static partial Regex PermissionPattern();

    [GeneratedRegex(Credential, RegexOptions.NonBacktracking)]
    private static partial Regex CredentialPattern();

    [GeneratedRegex(Refusal, RegexOptions.NonBacktracking)]
    private static partial Regex RefusalPattern();

    [GeneratedRegex(Missing, RegexOptions.NonBacktracking)]
    private static partial Regex MissingPattern();
}
