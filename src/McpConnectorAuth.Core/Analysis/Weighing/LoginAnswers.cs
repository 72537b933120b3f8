using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>What the log-in calls answer.</summary>
internal sealed class LoginAnswers(DocumentFacts facts, ClaimSet claims)
{
    private const int Near = 400;
    private const int MostLogins = 20;
    private const int LongestAnswer = 4000;
    private const int LeastPlaceholder = 8;

    private List<string>? _all;

    /// <summary>Whether what stands in a hole is what they answer: `Bearer &lt;jwt&gt;` where the answer to the log-in has a member "jwt".</summary>
    public bool Give(string hole) =>
        (hole.Length >= LeastPlaceholder && CredentialNames.Find(CredentialNames.Snake(hole)) is not { Secret: false } && All.Exists(answer => answer.Contains(hole, StringComparison.OrdinalIgnoreCase))) ||
        CredentialNames.Snake(hole) is "jwt" or "token" or "session_token" or "access_token" or "id_token" or "auth_token" && (All.Exists(answer => answer.Contains("\"" + hole + "\"", StringComparison.OrdinalIgnoreCase)) || Behind.Exists(code => Takes(code, hole)));

    // `token = r.json()['token']` below the log-in in the same sample
    private static bool Takes(string code, string hole) =>
        Readers.Any(reader => code.Contains(reader, StringComparison.OrdinalIgnoreCase)) && Members.Any(member => code.Contains(member.Replace("*", hole, StringComparison.Ordinal), StringComparison.Ordinal));

    private static readonly string[] Readers = ["json()", ".json", "json.", "json_decode", "JSON"];
    private static readonly string[] Members = ["['*']", "[\"*\"]", "(\"*\")", "{ * }", "().*", "data.*", "body.*", "json.*"];

    // What stands behind the log-in calls in their samples.
    private List<string> Behind => _behind ??= [.. Logins.Select(r => r.Block.Code!.Content is var code && r.ContentEnd < code.Length ? code[r.ContentEnd..Math.Min(code.Length, r.ContentEnd + LongestAnswer)] : "").Where(rest => rest.Length > 0)];

    private List<string>? _behind;

    private IEnumerable<SampleRequest> Logins => facts.Requests
        .Where(r => (r.Method == "POST" || r.Login is not null || r.Headers.Exists(h => h.Value.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))) && LoginEvidence.IsLogin(r) && r.Context.Counts)
        .Take(MostLogins);

    // The JSON below the first log-in calls: looked for once, and then asked for each claim.
    private List<string> All => _all ??= [.. Logins
        .Concat(claims.Logins.Take(MostLogins))
        .Select(r => facts.CodeAfter(r.Block.End, Near)?.Code)
        .OfType<CodeSample>()
        .Where(answer => answer.Raw.Length < LongestAnswer && answer.Raw.TrimStart() is ['{' or '[', ..])
        .Select(answer => answer.Content)
        // An answer may stand in the sample of its call.
        .Concat(Behind.Where(rest => rest.TrimStart() is ['{' or '[', ..]))];
}
