using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>What a signature or a token of one's own is made with and what is never sent.</summary>
internal static class SigningSecret
{
    private static readonly string[] Known = ["application_secret", "app_secret", "api_secret", "client_secret", "consumer_secret", "secret_access_key", "secret_key", "private_key", "shared_secret", "signing_secret", "signing_key", "hmac_secret", "hmac_key", "access_key_secret", "api_key_secret"];

    /// <summary>Whether a parameter of this name signs.</summary>
    public static bool Is(string name) => name.Contains("secret", StringComparison.Ordinal) || name is "private_key" or "signing_key" or "hmac_key";

    /// <summary>The secret that a document speaks of most.</summary>
    public static string In(DocumentFacts facts)
    {
        var best = "api_secret";
        var most = 0;
        foreach (var name in Known)
        {
            var (spoken, joined) = (name.Replace('_', ' '), name.Replace("_", "", StringComparison.Ordinal));
            var count = facts.UnitsNaming([spoken]).Count(u => !u.Is(UnitContext.Elsewhere) && (PhraseTable.IndexOf(u.Lower, spoken, 0) >= 0 || PhraseTable.IndexOf(u.Lower, name, 0) >= 0 || PhraseTable.IndexOf(u.Lower, joined, 0) >= 0));
            count += facts.Text.Document.Blocks.Count(b => b.Code is { } code && code.Raw.Contains(name, StringComparison.OrdinalIgnoreCase));
            if (count > most)
                (best, most) = (name, count);
        }

        return best;
    }
}
