using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>
/// Raises the methods that can be fed from the settings a document lists: who is asked for one key is not sent through OAuth.
/// </summary>
internal static class SettingsVote
{
    private const double Bonus = 7;

    /// <summary>Applies what the lists say, where they agree.</summary>
    public static void Apply(IReadOnlyList<ParameterGroup> groups, List<MethodDraft> drafts)
    {
        if (drafts.Count < 2)
            return;
        var lists = groups.Where(g => g.Whole && g.Explicit && g.Parameters.Any(p => p.IsSecret)).ToList();
        var asked = lists.Select(Asked).Distinct().ToList();
        if (asked is not [var kinds] || !drafts.Exists(d => kinds.Contains(d.Kind)))
            return;
        // Where nobody is asked for a user name, no pair is sent.
        var alone = kinds == Keys && lists.TrueForAll(g => g.Parameters.All(p => p.IsSecret || SettingNames.IsPlace(p.Name)));
        foreach (var draft in drafts.Where(d => kinds.Contains(d.Kind) && !(alone && IsPair(d))))
            draft.Rank += Bonus;
    }

    private static bool IsPair(MethodDraft draft) =>
        draft.Kind == AuthKind.Basic && draft.Slots.TrueForAll(s => BasicShape.Sides(s.Best.Placement.Format) is var (user, password) && user.Contains('{', StringComparison.Ordinal) && password.Contains('{', StringComparison.Ordinal));

    private static readonly AuthKind[] Unclear = [];
    private static readonly AuthKind[] Clients = [AuthKind.OAuth2AuthorizationCode, AuthKind.OAuth2ClientCredentials];
    private static readonly AuthKind[] Logins = [AuthKind.Basic, AuthKind.Digest, AuthKind.SessionLogin];
    private static readonly AuthKind[] Keys = [AuthKind.Bearer, AuthKind.ApiKey, AuthKind.Basic];

    // The kinds that need just these secrets.
    private static AuthKind[] Asked(ParameterGroup group)
    {
        var secrets = group.Parameters.Where(p => p.Required && p.IsSecret).Select(p => p.Name).ToList();
        if (secrets is not [var secret])
            return Unclear;
        var isClient = group.Parameters.Any(p => CredentialNames.Find(p.Name)?.Name is "client_id");
        if (CredentialNames.Find(secret)?.Name is "client_secret")
            return isClient ? Clients : Unclear;
        if (CredentialNames.Find(secret)?.Name is "password" or "passphrase" or "passcode")
            return isClient ? Unclear : Logins;
        return isClient || secret.Contains("private", StringComparison.Ordinal) || secret.Contains("secret", StringComparison.Ordinal) || secret.Contains("json", StringComparison.Ordinal) ? Unclear : Keys;
    }
}
