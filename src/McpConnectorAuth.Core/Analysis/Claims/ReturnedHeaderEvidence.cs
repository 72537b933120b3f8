using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>Headers in the answer to a log-in call that later requests carry, whatever they are called.</summary>
internal sealed class ReturnedHeaderEvidence : IEvidenceSource
{
    private const int Near = 700;
    private const int MostLogins = 20;
    private const int MostLines = 40;
    private const int LeastValue = 8;
    private static readonly HashSet<string> Plain = new(StringComparer.OrdinalIgnoreCase) { "version", "trace", "request", "correlation", "node", "region", "account", "tenant", "server", "date", "cache", "time", "duration", "runtime", "limit", "remaining", "count", "language", "status", "level", "workspace" };

    public void Collect(DocumentFacts facts, ClaimSet claims)
    {
        var returned = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var login in facts.Requests.Where(r => LoginEvidence.IsShown(r) && (r.Context & UnitContext.Dismissed) == 0).Take(MostLogins))
            returned.UnionWith(Returned(facts, login).Except(login.Headers.Select(h => h.Name), StringComparer.OrdinalIgnoreCase));
        // Where none of them is called a credential, or a value was followed into a later request, they say something else.
        if (!returned.Any(HeaderNames.IsCredentialHeader) || claims.Placements.Exists(c => c.Kind == AuthKind.SessionLogin && !returned.Contains(c.Placement.Name)))
            return;
        // Beside what is called one a single other may be its half.
        if (returned.Count(name => !HeaderNames.IsCredentialHeader(name)) > 1)
            returned.RemoveWhere(name => !HeaderNames.IsCredentialHeader(name));
        foreach (var request in facts.Requests)
        {
            facts.Cancellation.ThrowIfCancellationRequested();
            foreach (var header in request.Headers.Where(h => returned.Contains(h.Name) && !h.Value.Trim().Contains(' ', StringComparison.Ordinal)))
                claims.Placements.Add(new PlacementClaim(AuthKind.SessionLogin, new Placement(PlacementLocation.Header, header.Name, "{" + CredentialNames.Snake(header.Name.StartsWith("X-", StringComparison.OrdinalIgnoreCase) ? header.Name[2..] : header.Name) + "}"), 2, request.Context, facts.QuoteOf(request, header.Name), claims.RequestOf(request), Sample: true));
        }
    }

    // The head of the message that answers: the rest of the sample, or the next one.
    private static IEnumerable<string> Returned(DocumentFacts facts, SampleRequest login)
    {
        var content = login.Block.Code!.Content;
        var rest = content.AsSpan(Math.Min(login.ContentEnd, content.Length)).TrimStart().ToString();
        var answer = rest.StartsWith("HTTP/", StringComparison.Ordinal) ? rest : facts.CodeAfter(login.Block.End, Near)?.Code?.Content ?? "";
        // RFC 9110 section 15.3: the log-in succeeded.
        if (!answer.StartsWith("HTTP/", StringComparison.Ordinal) || answer.IndexOf(" 2", StringComparison.Ordinal) is not (> 0 and < 10))
            yield break;
        foreach (var line in answer.Split('\n', MostLines + 2).Skip(1).Take(MostLines).TakeWhile(line => line.Trim().Length > 0))
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            if (colon > 1 && line[..colon] is var name && HeaderNames.LooksLikeHeader(name) && !HeaderNames.IsNeverCredential(name.ToLowerInvariant()) && !name.Split('-').Any(Plain.Contains) && line[(colon + 2)..].Trim() is { Length: >= LeastValue } value && !value.Contains(' ', StringComparison.Ordinal))
                yield return name;
        }
    }
}
