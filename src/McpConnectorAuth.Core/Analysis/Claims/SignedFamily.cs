using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>Headers that stand next to a signature and belong to it: time, nonce, the key's name.</summary>
internal static class SignedFamily
{
    private static readonly string[] Nouns = ["key", "id", "token"];
    private const int LeastWord = 4;

    /// <summary>Weight of a time or a nonce next to a signature in a URL: links that somebody else signed have both, so that it takes words to tell.</summary>
    public const double InUrl = 0.2;

    /// <summary>Format of a header next to a signature header; null where it has nothing to do with it.</summary>
    public static string? Format(DocumentFacts facts, string header, string signature)
    {
        if (HeaderNames.IsNeverCredential(header.ToLowerInvariant()))
            return null;
        var words = CredentialNames.Snake(header).Split('_');
        var family = CredentialNames.Snake(signature).Split('_');
        var shared = 0;
        while (shared < words.Length - 1 && shared < family.Length - 1 && words[shared] == family[shared])
            shared++;
        var own = string.Join('_', words[shared..]);
        if (own.EndsWith("timestamp", StringComparison.Ordinal) || own.EndsWith("time", StringComparison.Ordinal) || own == "ts" || own.EndsWith("_ts", StringComparison.Ordinal))
            return "{timestamp}";
        if (own.EndsWith("nonce", StringComparison.Ordinal))
            return "{nonce}";
        // Only what shares more with the signature's name than the X that all own headers have.
        if (shared == 0 || (shared == 1 && words[0] == "x"))
            return null;
        foreach (var noun in Nouns)
        {
            if (facts.Says(own.Replace('_', ' ') + " " + noun) || (own.Length >= LeastWord && facts.Spells(own + "_" + noun)))
                return "{" + own + "_" + noun + "}";
        }

        return CredentialNames.Find(own) is { } known ? "{" + known.Name + "}" : null;
    }
}
