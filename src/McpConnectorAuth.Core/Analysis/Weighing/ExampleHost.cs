using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>Hosts of samples that stand for the reader's own: <c>acme.vendor.example</c>, <c>www.example.com</c> (RFC 2606).</summary>
internal static class ExampleHost
{
    private static readonly HashSet<string> Tenants = new(StringComparer.Ordinal)
    {
        "acme", "acmecorp", "acme-corp", "contoso", "example", "examplecompany", "example-company", "foo", "foobar", "subdomain", "subdomena", "subdominio", "tenant", "mandant",
    };

    private static readonly string[] Nouns = ["subdomain", "tenant", "company", "organization", "workspace", "instance", "account", "site", "domain", "shop", "store", "server", "host"];

    /// <summary>The host with its example part as a hole, unchanged where it has none.</summary>
    public static string Generalize(string host, DocumentFacts facts)
    {
        if (host.StartsWith('{') && host.IndexOf("}.", StringComparison.Ordinal) is > 0 and var end && UrlText.IsExample(host[(end + 2)..].Split(':')[0].ToLowerInvariant()))
            return "{host}";
        if (host.Contains('{', StringComparison.Ordinal))
            return host;
        var name = host.Split(':')[0].ToLowerInvariant();
        var labels = name.Split('.');
        if ((labels.Length <= 3 && UrlText.IsExample(name)) || IsDevice(name))
            return "{host}";
        if (IsReplaced(name, facts))
            return "{host}";
        if (labels.Length < 3 || !(IsTenant(labels[0]) || IsReplaced(labels[0], facts)))
            return host;
        return "{" + Noun(labels[0], facts) + "}" + host[labels[0].Length..];
    }

    /// <summary>Whether a host, with its port or without, is a device in somebody's home: 192.168.1.64. Other private networks are companies', where an address may be meant.</summary>
    public static bool IsDevice(string host) => host.StartsWith("192.168.", StringComparison.Ordinal) && UrlText.IsPrivate(host);

    private static bool IsTenant(string label) =>
        Tenants.Contains(label) || Possessive(label) is not null;

    // "Replace `domain` by the name of your account"
    private static bool IsReplaced(string text, DocumentFacts facts)
    {
        foreach (var unit in facts.Text.Units)
        {
            if (!Replacing.In(unit.Lower))
                continue;
            var lower = unit.Lower.Text;
            foreach (var verb in Replacing.Phrases)
            {
                if (PhraseTable.IndexOf(lower, verb, 0) is >= 0 and var at && lower.AsSpan(at + verb.Length).TrimStart(" `'\"") is var rest && rest.StartsWith(text, StringComparison.Ordinal) && rest[text.Length..].TrimStart("`'\"") is [' ', ..])
                    return true;
            }
        }

        return false;
    }

    private static readonly PhraseTable Replacing = new("replace", "replacing", "substitute", "ersetzen sie", "ersetze", "reemplaza", "reemplace", "sustituya", "remplacez", "substitua", "vervang");

    // mycompany, your-domain
    private static string? Possessive(string label)
    {
        foreach (var start in (ReadOnlySpan<string>)["your-", "my-", "your", "my"])
        {
            if (label.StartsWith(start, StringComparison.Ordinal) && Array.Find(Nouns, n => label[start.Length..] == n || label[start.Length..] == n + "-name" || label[start.Length..] == n + "name") is { } noun)
                return noun;
        }

        return null;
    }

    // The word that the document uses for what differs between accounts.
    private static string Noun(string label, DocumentFacts facts)
    {
        if (Possessive(label) is { } own)
            return own;
        if (Array.IndexOf(Nouns, label) >= 0)
            return label;
        var best = "subdomain";
        var most = 0;
        foreach (var noun in Nouns)
        {
            var count = facts.Text.Units.Count(u => u.Block.Kind != BlockKind.Heading && (PhraseTable.IndexOf(u.Lower, "your " + noun, 0) >= 0 || PhraseTable.IndexOf(u.Lower, noun + " name", 0) >= 0 || (noun == "subdomain" && PhraseTable.IndexOf(u.Lower, noun, 0) >= 0)));
            if (count > most)
                (best, most) = (noun, count);
        }

        return best;
    }
}
