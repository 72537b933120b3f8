using System.Buffers;
using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>What a token reply or a callback carries, which nobody has to ask a person for.</summary>
internal sealed class ReplyFields(DocumentFacts facts)
{
    private bool? _describesReplies;
    private bool? _showsReplies;

    private static readonly SearchValues<string> Replies = SearchValues.Create(["callback", "token reply", "token response", "reply contains", "response contains", "of the reply", "of the response"], StringComparison.OrdinalIgnoreCase);

    private HashSet<string>? _returned;

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
        // `"base_uri": "https://eu.vendor.example"`, of whichever answer
        if (isOAuth && facts.Text.Document.Blocks.Any(block => block.Code is { Language: "json" } code && code.Raw.IndexOf("\"" + hole + "\": \"https://") >= 0))
            return true;
        foreach (var block in (_showsReplies ??= facts.Source.AsSpan().IndexOf("\"access_token\"") >= 0) ? facts.Text.Document.Blocks : [])
        {
            if (block.Code is { } code && code.Raw.IndexOf("\"access_token\"") >= 0 && code.Raw.IndexOf("\"" + hole + "\"") >= 0)
                return true;
        }

        if (Returned.Contains(hole))
            return true;
        _describesReplies ??= facts.Source.AsSpan().ContainsAny(Replies);
        if (_describesReplies is false)
            return false;
        foreach (var unit in facts.Text.Units)
        {
            if (!unit.CodeSpans.Exists(s => CredentialNames.Snake(s) == hole))
                continue;
            if (facts.Source.AsSpan(unit.Block.Start, Math.Min(unit.Block.End - unit.Block.Start, 2000)).ContainsAny(Replies))
                return true;
        }

        return false;
    }
}
