using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>What the log-in calls answer.</summary>
internal sealed class LoginAnswers(DocumentFacts facts)
{
    private const int Near = 400;
    private const int MostLogins = 20;
    private const int LongestAnswer = 4000;
    private const int LeastPlaceholder = 8;

    private List<CodeSample>? _all;

    /// <summary>Whether what stands in a hole is what they answer: `Bearer &lt;jwt&gt;` where the answer to the log-in has a member "jwt".</summary>
    public bool Give(string hole) =>
        (hole.Length >= LeastPlaceholder && CredentialNames.Find(CredentialNames.Snake(hole)) is not { Secret: false } && All.Exists(answer => answer.Raw.IndexOf(hole, StringComparison.OrdinalIgnoreCase) >= 0)) ||
        CredentialNames.Snake(hole) is "jwt" or "token" or "session_token" or "access_token" or "id_token" or "auth_token" && All.Exists(answer => answer.Raw.IndexOf("\"" + hole + "\"", StringComparison.OrdinalIgnoreCase) >= 0);

    // The JSON below the first log-in calls: looked for once, and then asked for each claim.
    private List<CodeSample> All => _all ??= [.. facts.Requests
        .Where(r => (r.Method == "POST" || r.Login is not null || r.Headers.Exists(h => h.Value.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))) && LoginEvidence.IsLogin(r) && r.Context.Counts)
        .Take(MostLogins)
        .Select(r => facts.CodeAfter(r.Block.End, Near)?.Code)
        .OfType<CodeSample>()
        .Where(answer => answer.Raw.Length < LongestAnswer && answer.Raw.TrimStart() is ['{', ..])];
}
