using System.Buffers;
using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>What a token reply or a callback carries, which nobody has to ask a person for.</summary>
internal sealed class ReplyFields(DocumentFacts facts)
{
    private static readonly SearchValues<string> Replies = SearchValues.Create(["callback", "token reply", "token response", "reply contains", "response contains", "of the reply", "of the response"], StringComparison.OrdinalIgnoreCase);

    private const int Head = 2000;
    private HashSet<string>? _returned;
    private List<TextUnit>? _described;

    // `https://myapp.example/cb?code=AB11&state=xyz&realmId=123`: what the browser brings back with the code (RFC 6749 section 4.1.2).
    private HashSet<string> Returned => _returned ??= [.. facts.Urls
        .Where(mention => mention.Query.Contains("code=", StringComparison.Ordinal) && !mention.Query.Contains("client_id=", StringComparison.Ordinal) && !mention.Query.Contains("grant_type=", StringComparison.Ordinal) && mention.Context.Counts)
        .Select(mention => FormFields.Parse(mention.Query).Select(pair => pair.Name).ToList())
        .Where(names => names.Contains("code") && names.Contains("state"))
        .SelectMany(names => names.Select(UrlHole.Name))];

    /// <summary>Whether a reply carries a host or an id of this name.</summary>
    /// <param name="hole">The name.</param>
    /// <param name="isOAuth">Whether something is answered before the first call; samples of settings look like answers.</param>
    public bool Carry(string hole, bool isOAuth = true)
    {
        var member = "\"" + hole + "\"";
        foreach (var block in facts.Text.Document.Blocks)
        {
            if (block.Code is not { } code || code.Raw.IndexOf(member) is not (>= 0 and var at))
                continue;
            // `"base_uri": "https://eu.vendor.example"`, of whichever answer
            if (code.Raw.IndexOf("\"access_token\"") >= 0 || (isOAuth && code.Language == "json" && code.Raw[at..].IndexOf(member + ": \"https://") >= 0))
                return true;
        }

        return Returned.Contains(hole) || (_described ??= Described()).Exists(unit => unit.CodeSpans.Exists(span => CredentialNames.Snake(span) == hole));
    }

    /// <summary>Whether a token reply gives the address that calls go to: <c>"endpoint": "https://acme.eu.vendor.example"</c>.</summary>
    /// <param name="host">The host of calls, its holes without names.</param>
    public bool Locate(string host) => facts.Text.Document.Blocks.Any(block => block.Code is { } code && code.Raw.TrimStart().StartsWith("{") && code.Raw.IndexOf("\"access_token\"") >= 0 && facts.UrlsIn(block.Start, block.End).Any(mention => IsMember(mention) && UrlText.HostMatches(host, mention.HostKey)));

    // `"endpoint": "https://acme.eu.vendor.example"`, the value of a member and no pattern
    private bool IsMember(UrlMention mention) =>
        !mention.HostKey.Contains("{}", StringComparison.Ordinal) && facts.Source.AsSpan(0, mention.Start) is var before && before.EndsWith("\"") && before[..^1].TrimEnd().EndsWith(":");

    // "The token reply carries `instance_url`"
    private List<TextUnit> Described()
    {
        var found = new List<TextUnit>();
        var (last, speaks) = ((DocumentBlock?)null, false);
        foreach (var unit in facts.Text.Units)
        {
            if (!unit.Has(UnitMarks.Code))
                continue;
            if (!ReferenceEquals(unit.Block, last))
                (last, speaks) = (unit.Block, facts.Source.AsSpan(unit.Block.Start, Math.Min(unit.Block.End - unit.Block.Start, Head)).ContainsAny(Replies));
            if (speaks)
                found.Add(unit);
        }

        return found;
    }
}
