using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>
/// Finds where a document asks to send a credential to a host that is neither the API's nor an authorization server's. Such a
/// passage becomes a warning, and everything else passes it over as being about something foreign.
/// </summary>
internal sealed class ForeignHosts(DocumentFacts facts, IReadOnlyList<BaseUrl> baseUrls)
{
    private const int Most = 2;
    private const int ShortestName = 4;
    private const int LeastOwn = 2;
    private static readonly PhraseTable Sending = new("send", "sent", "post", "forward", "submit", "share", "paste", "upload", "transmit", "calls `https://", "calls https://", "pass", "report", "mail", "senden", "sende", "übermitteln", "enviar", "envíe", "envía", "送信", "送って");
    private static readonly PhraseTable Credential = new("api key", "api keys", "key", "token", "tokens", "secret", "password", "credential", "credentials", "access key", "bearer", "authorization", "schlüssel", "passwort", "zugangsdaten", "clave", "contraseña", "credenciales", "apiキー", "トークン", "パスワード");
    private static readonly string[] LoginPaths = ["oauth", "authorize", "token", "login", "session", "connect", "auth"];

    /// <summary>Marks such passages; the warnings are in the order of the document.</summary>
    public List<AnalysisWarning> Mark()
    {
        var hosts = baseUrls.Select(b => UrlText.HostKey(b.Url)).ToList();
        // A server that everybody runs for himself may have any name.
        HashSet<string> own = hosts.Exists(host => host.Split(':')[0] == "{}" || UrlText.IsPrivate(host)) ? [] : [.. hosts.Select(UrlText.Site).Where(site => site.Contains('.', StringComparison.Ordinal))];
        var sent = own.Count == 0 ? [] : Sent().ToList();
        // A name that is like the API's own is the API's where calls are shown to go there; a sentence alone may be anybody's.
        var called = facts.Requests.Where(r => r.Context.Counts && r.Url.Contains("://", StringComparison.Ordinal)).Select(r => UrlText.Site(UrlText.HostKey(r.Url))).ToHashSet(StringComparer.Ordinal);
        var foreign = sent.Where(s => !IsOwn(s.Host, own) || (s.Unit is not null && called.Count > 0 && !UrlText.IsStandIn(s.Host) && UrlText.Site(s.Host) is var site && !site.Contains("{}", StringComparison.Ordinal) && !own.Contains(site) && !called.Contains(site) && !facts.UrlsIn(s.Unit.Start, s.Unit.End).Any(m => own.Contains(UrlText.Site(m.HostKey))))).ToList();
        // Where most of the document does so, the host is the API's after all.
        if (foreign.Count * LeastOwn > sent.Count + 1)
            return [];
        foreach (var (_, unit, request) in foreign)
        {
            if (unit is not null)
                unit.Context |= UnitContext.Foreign;
            if (request is not null)
                request.Context |= UnitContext.Foreign;
        }

        // Where one call goes to another vendor, that vendor's log-in is none of the API's either.
        var sites = foreign.Select(f => UrlText.Site(f.Host)).ToHashSet(StringComparer.Ordinal);
        // An identity provider that the API leaves its log-in to is the API's: what it issues is what the API's own calls carry.
        var granting = facts.Requests.Where(r => TokenRequest.Is(r) && r.Context.Counts && r.Url.Contains("://", StringComparison.Ordinal)).Select(r => UrlText.HostKey(r.Url)).ToHashSet(StringComparer.Ordinal);
        // A vendor with a host for its own API is another vendor.
        granting.RemoveWhere(host => own.Contains(UrlText.Site(host)) || foreign.Exists(f => f.Host != host && UrlText.Site(f.Host) == UrlText.Site(host)));
        if (!CarriesKeys(own))
            sites.ExceptWith(granting.Select(UrlText.Site));
        if (sites.Count > 0)
            Disown(sites);
        return [.. foreign.Select(f => (f.Host, Offset: f.Unit?.Start ?? facts.QuoteOf(f.Request!, "http").Start)).OrderBy(f => f.Offset).DistinctBy(f => f.Host).Take(Most).Select(f => new AnalysisWarning(
            "foreign_host", $"A credential is asked for at {f.Host}, which is not the API's host; none of this passage's facts were used.", facts.Text.Document.LineAt(f.Offset)))];
    }

    private void Disown(HashSet<string> sites)
    {
        foreach (var mention in facts.Urls.Where(m => sites.Contains(UrlText.Site(m.HostKey))))
        {
            mention.Context |= UnitContext.Foreign;
            if (mention.Unit is { } unit)
                unit.Context |= UnitContext.Foreign;
        }

        foreach (var request in facts.Requests.Where(r => r.Url.Contains("://", StringComparison.Ordinal) && sites.Contains(UrlText.Site(UrlText.HostKey(r.Url)))))
            request.Context |= UnitContext.Foreign;
    }

    private IEnumerable<(string Host, TextUnit? Unit, SampleRequest? Request)> Sent()
    {
        foreach (var mention in facts.Urls)
        {
            if (mention is { Unit: { } unit, IsLink: false } && !unit.Is(UnitContext.Dismissed) && unit.Block.Kind != BlockKind.Heading && Sending.In(unit.Lower) && Credential.In(unit.Lower) && !LogsIn(mention.Url))
                yield return (mention.HostKey, unit, null);
        }

        foreach (var request in facts.Requests)
        {
            if ((request.Context & UnitContext.Dismissed) == 0 && request.Url.Contains("://", StringComparison.Ordinal) && CarriesCredential(request) && !TokenRequest.Is(request) && !LogsIn(request.Url))
                yield return (UrlText.HostKey(request.Url), null, request);
        }
    }

    private bool CarriesKeys(HashSet<string> own) => facts.Requests.Any(r =>
        CarriesCredential(r) && !TokenRequest.Is(r) && !r.Headers.Exists(h => h.Value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) && (!r.Url.Contains("://", StringComparison.Ordinal) || own.Contains(UrlText.Site(UrlText.HostKey(r.Url)))));

    // Credentials are exchanged for tokens on a host of their own.
    private static bool LogsIn(string url)
    {
        var path = LowerText.Of(UrlText.Path(url));
        return LoginPaths.Any(word => path.Contains(word, StringComparison.Ordinal));
    }

    private static bool CarriesCredential(SampleRequest request) =>
        request.Login is not null || request.Headers.Exists(h => HeaderNames.IsCredentialHeader(h.Name) || h.Name.Equals("Cookie", StringComparison.OrdinalIgnoreCase)) || request.Query.Exists(f => HeaderNames.IsCredentialParameter(f.Name)) || request.Body.Exists(f => HeaderNames.IsCredentialParameter(f.Name));

    // The same site, a pattern's instance, or a site of the same name elsewhere: heron.eu beside heron-api.com.
    private static bool IsOwn(string host, HashSet<string> own)
    {
        var site = UrlText.Site(host);
        if (UrlText.IsStandIn(host) || site.Contains("{}", StringComparison.Ordinal) || own.Contains(site))
            return true;
        var name = site.Split('.')[0];
        return own.Any(o => o.Split('.')[0] is var known && Math.Min(known.Length, name.Length) >= ShortestName && (known.Contains(name, StringComparison.Ordinal) || name.Contains(known, StringComparison.Ordinal)));
    }
}
