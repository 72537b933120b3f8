using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>What a placeholder or header calls its credential, without the API's own name and without words of courtesy.</summary>
internal sealed class ParameterNames(DocumentFacts facts, IReadOnlyList<BaseUrl> baseUrls)
{
    private const int MostWords = 4;
    private static readonly HashSet<string> Nouns = new(StringComparer.Ordinal) { "key", "token", "secret", "id", "code", "password", "passphrase", "license", "licence", "pin", "sid" };
    private static readonly HashSet<string> Authlike = new(StringComparer.Ordinal) { "auth", "authorization", "authentication", "bearer", "oauth", "oauth2" };

    // Words that tell one of a service's credentials from another.
    private static readonly HashSet<string> Kinds = new(StringComparer.Ordinal)
    {
        "access", "account", "admin", "api", "app", "application", "bot", "client", "company", "consumer", "content", "delivery", "developer", "integration", "live", "management", "merchant", "organization",
        "partner", "personal", "private", "programmatic", "project", "public", "publishable", "query", "read", "rest", "restricted", "secret", "server", "service", "shop", "site", "store", "subscription", "team", "user", "workspace", "write",
    };

    private HashSet<string>? _vendor;

    /// <summary>The credential's own name in snake_case; null where the words say no more than "key" or "token".</summary>
    public string? Own(string spelled)
    {
        var words = Words(UrlHole.Name(spelled));
        if (words.Count < 2 || !Nouns.Contains(words[^1]))
            return null;
        // From the noun to the left, as far as the words describe it.
        var kept = new List<string> { words[^1] };
        for (var i = words.Count - 2; i >= 0 && kept.Count < MostWords; i--)
        {
            if (Authlike.Contains(words[i]) || Vendor.Contains(words[i]) || (!Kinds.Contains(words[i]) && !IsSaid(words[i], kept)))
                break;
            kept.Insert(0, words[i]);
        }

        return kept.Count < 2 ? null : string.Join('_', kept);
    }

    /// <summary>The words of a name, also of one that runs the last two together: <c>X-Accountid</c> is account and id.</summary>
    public static List<string> Words(string spelled)
    {
        var words = CredentialNames.Snake(spelled).Split('_').ToList();
        if (words.Count > 1 && words[0] == "x")
            words.RemoveAt(0);
        foreach (var noun in Nouns)
        {
            if (words.Count > 1 && words[^1].EndsWith(noun, StringComparison.Ordinal) && Kinds.Contains(words[^1][..^noun.Length]))
            {
                words[^1] = words[^1][..^noun.Length];
                words.Add(noun);
                break;
            }
        }

        return words;
    }

    /// <summary>Whether the document's prose uses a name's words.</summary>
    public bool IsSpoken(string name) => facts.Says(name.Replace('_', ' ')) || facts.Says(name.Replace('_', ' ') + "s") || (name.StartsWith("api_", StringComparison.Ordinal) && (facts.Says(name.Replace('_', '-')) || facts.Says(name.Replace("_", "", StringComparison.Ordinal))));

    /// <summary>Whether a name is the API's own and a noun: acme_token.</summary>
    public bool IsVendor(string name, string noun) => name.Length > noun.Length && Vendor.Contains(name[..^(noun.Length + 1)]);

    /// <summary>The same, where the document's prose uses these words.</summary>
    public string? Said(string spelled) =>
        Own(spelled) is { } own && own.Split('_') is var words && IsSaid(words[0], [.. words.Skip(1)]) ? own : null;

    private bool IsSaid(string word, List<string> kept) => word.Length > 2 && facts.Says(word + " " + string.Join(' ', kept));

    // The labels of the API's hosts, and the first words of the title: they tell whose key it is, which everybody knows.
    private HashSet<string> Vendor => _vendor ??= [.. baseUrls.SelectMany(b => UrlText.HostKey(b.Url).Split('.', '-', ':')).Concat((facts.Text.Document.Sections.FirstOrDefault(s => s.Level > 0)?.Heading ?? "").ToLowerInvariant().Split(' ', '-', ':').Take(2)).Where(w => w.Length > 2 && !Kinds.Contains(w))];
}
