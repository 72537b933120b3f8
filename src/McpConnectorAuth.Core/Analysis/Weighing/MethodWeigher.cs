using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>Turns claims into methods: adds up what speaks for and against each, puts together what belongs together.</summary>
internal sealed class MethodWeigher(DocumentFacts facts, ClaimSet claims)
{
    private const double Least = 0.9;
    private const double LeastShown = 0.6;
    private const double LeastShare = 0.12;
    private const double LeastPrefix = 0.6;
    // Much text about one method says nothing against another that is described briefly.
    private const double MostTop = 8;
    // What a sample shows is what calls do; a mention may be of anything.
    private const double ShownBonus = 1.5;
    // What is described first weighs against what is described at length.
    private const double EvidenceRank = 2;
    private const double MostEvidence = 14;
    private const int Near = 400;
    private const int Below = 120;
    private const int Most = 5;
    private const double MostPasted = 3;
    private const int MostSlots = 40;
    private const int MostLogins = 20;
    private const int LongestAnswer = 4000;
    private const double OneSentence = 5;
    private const int LeastPlaceholder = 8;

    private static readonly PhraseTable StaticToken = new(
        "personal access token", "programmatic access token", "personal token", "static token", "api token", "copy the token", "copy your token", "copy and paste", "pasted into", "can be pasted", "token of the workspace", "own workspace", "private apps", "long-lived token", "integration token",
        "secret key", "api key", "api keys", "service token", "bot token", "user token", "user oauth token", "create a token", "generate a token", "new token", "zugriffstoken anlegen", "persönliches zugriffstoken", "token de acceso personal", "token personal", "個人用アクセストークン", "パーソナルアクセストークン", "固定トークン");

    private static readonly PhraseTable NewOAuth = new("oauth 2.0", "oauth2", "oauth 2", "oauth2.0");
    private static readonly PhraseTable OnTop = new("in addition", "additionally", "on top of", "as an addition", "zusätzlich", "además", "en plus", "além d", "bovendien");

    private static readonly PhraseTable Handed = new("generate", "generates", "generate new", "create", "creates", "copy", "copies", "new", "issue", "issued", "make", "makes", "shown once", "erzeugen", "erzeugt", "anlegen", "generar", "crear", "copiar", "発行", "生成", "créer", "générer", "copier", "criar", "gerar", "aanmaken", "genereren", "krijgt", "vernieuwen", "kopiëren");
    private static readonly PhraseTable Lasting = new("does not expire", "doesn't expire", "do not expire", "don't expire", "never expires", "never expire", "no expiry", "no expiration", "has no end date", "your own account", "one's own account", "läuft nicht ab", "laufen nicht ab", "unbegrenzt gültig", "eigenes konto", "no vence", "no vencen", "no expira", "no caduca", "propia cuenta", "cuenta propia", "n'expire pas", "n'expirent pas", "votre propre compte", "não expira", "não vence", "própria conta", "verloopt niet", "eigen account", "有効期限はありません");
    private static readonly PhraseTable SelfMade = new("jwt", "json web token", "json web tokens");
    private static readonly PhraseTable Pasted = new("pasted", "is pasted", "pastes", "paste it", "paste the token", "copy it", "copies it", "copied from", "copy the token", "copies the token", "kopiert", "eingefügt", "pegar", "pega", "coller", "colle", "貼り付け");
    private static readonly PhraseTable Token = new("token", "tokens", "access token", "zugriffstoken", "トークン", "toegangstoken", "sleutel", "sleutels", "api-sleutel", "jeton", "jetons", "chave", "token de acesso");
    private static readonly PhraseTable OwnToken = new(
        "personal access token", "personal access tokens", "private token", "private tokens", "personal token", "personal tokens", "personal api token", "personal api tokens", "private app token", "static token", "long-lived token", "long-lived tokens", "permanent token", "permanent tokens", "permanent access token", "non-expiring token", "manual token", "manual token generation", "manually generated token", "manually generated tokens", "generate a token manually", "generated manually", "user-generated token", "user-generated tokens", "private app", "internal integration", "integration token", "private integration", "private integrations", "private integration token", "private integration tokens", "static access token", "persönliches zugriffstoken", "token de acceso personal", "個人用アクセストークン", "パーソナルアクセストークン");

    private readonly Dictionary<AuthKind, (double Score, QuoteSpan Quote, int Position, double Deprecated)> _kinds = [];

    private List<CodeSample>? _loginAnswers;

    // Where a token is first spoken of that a person makes and pastes.
    private int _pastedAt = int.MaxValue;
    private double _pasted;

    public List<MethodDraft> Weigh()
    {
        var slots = Slots();
        SumKinds();
        var drafts = new List<MethodDraft>();
        var grants = Grants(slots);
        drafts.AddRange(grants);
        drafts.AddRange(Keys(slots, Least));
        drafts.AddRange(Bearer(slots, grants));
        drafts.AddRange(Basic(slots, grants.Count > 0));
        OldOAuth(drafts);
        drafts.AddRange(Others(slots, drafts));
        if (drafts.Find(d => d.Kind == AuthKind.SessionLogin) is { } shared)
            drafts.RemoveAll(d => d.Kind == AuthKind.ApiKey && d.Slots.TrueForAll(shared.Slots.Contains));
        SessionInsteadOfKey(drafts);
        LoginFields(drafts);
        SessionPlaces(drafts);
        SignedTokens(drafts);
        if (drafts.Count == 0 || DeniesLogin())
            drafts.AddRange(Cookies(slots));
        // A digest, a signature or a log-in has the form of Basic in some samples.
        if (drafts.Exists(d => d.Kind is AuthKind.Digest or AuthKind.SessionLogin || (d.Kind == AuthKind.SignedRequest && d.Slots.Exists(s => s.Best.Placement.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)))))
            drafts.RemoveAll(d => d.Kind == AuthKind.Basic && d.Slots.TrueForAll(s => BasicShape.IsVague(s.Best.Placement.Format)) && !IsTitled(d));
        // "The public key is the user name, the private key the password", of a digest.
        if (drafts.Exists(d => d.Kind == AuthKind.Digest))
            drafts.RemoveAll(d => d.Kind == AuthKind.Basic && d.Slots.TrueForAll(s => s.Claims.TrueForAll(c => !c.Sample && !c.Quote.Text(facts.Source).Contains("basic", StringComparison.OrdinalIgnoreCase))));
        // The password of Basic is what the log-in answered.
        if (drafts.Exists(d => d.Kind == AuthKind.SessionLogin && d.Slots.Exists(s => s.Best.Placement.Format.StartsWith("Basic ", StringComparison.Ordinal))))
            drafts.RemoveAll(d => d.Kind == AuthKind.Basic);
        // The log-in call itself takes the user name and the password.
        if (drafts.Exists(d => d.Kind == AuthKind.SessionLogin))
            drafts.RemoveAll(d => d.Kind == AuthKind.Basic && d.Slots.TrueForAll(s => s.Claims.TrueForAll(IsLoginText)));
        // The signature of OAuth 1.0 (RFC 5849 section 3.4) is no scheme of the API's own.
        if (drafts.Find(d => d.Kind == AuthKind.OAuth1) is { } old && drafts.Find(d => d.Kind == AuthKind.SignedRequest && d.Slots.TrueForAll(s => s.Best.Placement.Name.StartsWith("oauth_", StringComparison.OrdinalIgnoreCase))) is { } same)
        {
            drafts.Remove(same);
            if (old.Slots.Count == 0)
                old.Slots.AddRange(same.Slots.Where(s => s.Best.Placement.Name.Equals("oauth_signature", StringComparison.OrdinalIgnoreCase)));
        }

        // `Acme {key}:{signature}` where it is explained, and a sample that puts it together.
        if (drafts.Find(d => d.Kind == AuthKind.SignedRequest) is { } explained)
            drafts.RemoveAll(d => d.Kind == AuthKind.ApiKey && d.Slots.TrueForAll(s => PrefixOf(s.Best.Placement.Format).Length > 0 && explained.Slots.Exists(known => Place(known) == Place(s))));
        if (drafts.Exists(d => d.Kind == AuthKind.SignedRequest && d.Slots.Exists(s => Place(s) is (PlacementLocation.Header, "authorization", ""))))
            drafts.RemoveAll(d => d.Kind == AuthKind.ApiKey && d.Slots.Exists(s => Place(s) is (PlacementLocation.Header, "authorization", "") && s.Claims.TrueForAll(c => !c.Sample || Samples.Template.Holes(c.Placement.Format) is ["hash"])));
        // "Some calls must carry a signature in addition to the token", shown on none of the calls that carry the token.
        if (drafts.Exists(d => (d.IsOAuth || d.Kind == AuthKind.Bearer) && IsShown(d)))
            drafts.RemoveAll(d => d.Kind == AuthKind.SignedRequest && !IsShown(d) && IsAddition(d));
        // The signature that stands in the password's place leaves no second meaning of Basic.
        if (drafts.Exists(d => d.Kind == AuthKind.SignedRequest && d.Slots.Exists(s => s.Best.Placement.Format.StartsWith("Basic ", StringComparison.Ordinal))))
            drafts.RemoveAll(d => d.Kind == AuthKind.Basic);
        WithPair(drafts);
        // A header that says who asks proves nothing by itself.
        if (drafts.Count > 1)
            drafts.RemoveAll(d => d.Kind == AuthKind.ApiKey && !IsShown(d) && d.Slots.TrueForAll(s => s.Best.Placement.In == PlacementLocation.Header && s.Best.Placement.Name.EndsWith("-id", StringComparison.OrdinalIgnoreCase)));
        // Where nothing else is said, one call that carries a key says enough.
        if (drafts.Count == 0)
            drafts.AddRange(Keys(slots, LeastShown).Where(IsShown));
        if (drafts.Count == 0)
            drafts.AddRange(Weak());
        if (NoAuthentication(drafts) is { } none)
            return [none];
        var top = drafts.Count > 0 ? drafts.Max(d => d.Score) : 0;
        drafts.RemoveAll(d => d.Score < Math.Max(IsShown(d) ? LeastShown : Least, (IsShown(d) ? Math.Min(top, MostTop) : top) * LeastShare));
        Mentioned(drafts);
        var order = drafts.Select(d => d.Position).Distinct().Order().ToList();
        foreach (var draft in drafts)
            draft.Rank = (EvidenceRank * Math.Log2(1 + Math.Min(draft.Score, MostEvidence))) + PlaceRank(draft) + (IsShown(draft) ? ShownBonus : 0) - order.IndexOf(draft.Position);
        SimpleBeforeOAuth(drafts);
        SignedBeforeKey(drafts);
        TokenBeforeItsKey(drafts);
        CertificateBelow(drafts);
        // What the document plainly recommends needs no vote of the settings it lists.
        if (!new RecommendationReader(facts, drafts).Apply())
            SettingsVote.Apply(claims.Parameters, drafts);
        drafts.Sort((a, b) => a.Deprecated != b.Deprecated ? a.Deprecated.CompareTo(b.Deprecated) : b.Rank != a.Rank ? b.Rank.CompareTo(a.Rank) : a.Position.CompareTo(b.Position));
        return [.. drafts.Take(Most)];
    }

    // A key that calls never show without the pair of Basic beside it is no other way in: it goes along.
    private void WithPair(List<MethodDraft> drafts)
    {
        if (drafts.Find(d => d.Kind == AuthKind.Basic && IsShown(d)) is not { } pair)
            return;
        foreach (var key in drafts.Where(d => d.Kind == AuthKind.ApiKey && d.Slots.TrueForAll(IsBesidePair)).ToList())
        {
            pair.Slots.AddRange(key.Slots.Where(HoldsValue));
            drafts.Remove(key);
        }
    }

    private bool IsBesidePair(PlacementSlot slot)
    {
        if (slot.Best.Placement is not { In: PlacementLocation.Header } place || !slot.Claims.TrueForAll(c => c.Sample))
            return false;
        var sent = facts.Requests.Where(r => ContextWeight.Of(r.Context) > 0 && r.Headers.Exists(h => h.Name.Equals(place.Name, StringComparison.OrdinalIgnoreCase))).ToList();
        return sent.Count > 0 && sent.TrueForAll(r => r is { Login: not null, Url.Length: > 0 });
    }

    // A hole or an example of a key, on each call that shows the pair: `no-check` and `60` are what everybody sends.
    private bool HoldsValue(PlacementSlot slot)
    {
        var calls = facts.Requests.Where(r => r is { Login: not null, Url.Length: > 0 } && ContextWeight.Of(r.Context) > 0).Select(r => r.Headers.Find(h => h.Name.Equals(slot.Best.Placement.Name, StringComparison.OrdinalIgnoreCase))?.Value).ToList();
        return calls.TrueForAll(value => value is not null && (value.Contains('{', StringComparison.Ordinal) || (value.Length >= LeastPlaceholder && value.Any(char.IsAsciiDigit))));
    }

    // A chapter of its own: "Basic authentication".
    private bool IsTitled(MethodDraft basic) =>
        basic.Slots.Exists(s => s.Claims.Exists(c => facts.Text.Document.SectionAt(c.Quote.Start).Heading.Contains("basic", StringComparison.OrdinalIgnoreCase)));

    private bool IsAddition(MethodDraft draft)
    {
        var block = facts.Text.Units.Find(u => u.Start <= draft.Quote.Start && draft.Quote.Start < u.End)?.Block;
        return block is not null && facts.Text.Units.Exists(u => ReferenceEquals(u.Block, block) && OnTop.In(u.Lower));
    }

    // OAuth 1.0 (RFC 5849) has an authorization URL, too.
    private void OldOAuth(List<MethodDraft> drafts)
    {
        if (Sum(AuthKind.OAuth1) is { Score: >= 3 } && !facts.Requests.Any(r => r.Parameter("grant_type") is not null) && !facts.Text.Units.Exists(u => NewOAuth.In(u.Lower) && !u.Is(UnitContext.Foreign | UnitContext.Inbound | UnitContext.Rejected)))
            drafts.RemoveAll(d => d.IsOAuth);
    }

    // One sentence outside of any chapter on authentication, far behind what is described, makes no further method.
    private static void Mentioned(List<MethodDraft> drafts)
    {
        var described = drafts.Where(d => !IsMentioned(d)).ToList();
        if (described.Count > 0)
            drafts.RemoveAll(d => IsMentioned(d) && d.Position > described.Min(o => o.Position) && (IsPast(d) || !described.Exists(o => o.Kind == d.Kind || StandsBy(o, d))));
    }

    // The next item of a list, the next sentence.
    private static bool StandsBy(MethodDraft described, MethodDraft mentioned) =>
        described.Slots.Except(mentioned.Slots).Any(s => s.Claims.Exists(c => Math.Abs(c.Quote.Start - mentioned.Position) < Near));

    private static bool IsPast(MethodDraft mentioned) => mentioned.Slots.TrueForAll(s => s.Claims.TrueForAll(c => (c.Context & UnitContext.Deprecated) != 0));

    private static bool IsMentioned(MethodDraft draft) =>
        !draft.IsOAuth && draft.Slots.Count > 0 && draft.Slots.SelectMany(s => s.Claims).Select(c => c.Quote.Start).Distinct().Count() == 1 && draft.Slots.TrueForAll(s => s.Claims.TrueForAll(c => !c.Sample && ((c.Context & (UnitContext.Auth | UnitContext.Recommended | UnitContext.Secondary)) == 0 || (c.Context & UnitContext.Deprecated) != 0)));

    private static bool IsShown(MethodDraft draft) => draft.Slots.Exists(s => s.Claims.Exists(c => c.Sample && ContextWeight.Of(c.Context) > 0));

    // A header that carries what the log-in call answered is no key that a person could supply.
    private void SessionInsteadOfKey(List<MethodDraft> drafts)
    {
        if (Sum(AuthKind.SessionLogin) is not { Score: >= 3 } login || drafts.Exists(d => d.Kind == AuthKind.SessionLogin))
            return;
        var call = FirstLoginCall();
        var carrier = drafts.Find(d => d.Kind is AuthKind.ApiKey or AuthKind.Bearer && d.Slots.Exists(s => (login.Score >= 3.5 && IsSessionCarrier(s) && !IsHandedOut(s, call)) || CarriesWhatLoginGave(s) || IsBehindLogin(s, call)));
        if (carrier is null || drafts.Exists(d => d.IsOAuth))
        {
            LoginBesideOAuth(drafts, login.Quote);
            return;
        }

        drafts.RemoveAll(d => d.Kind == AuthKind.Basic && d.Slots.TrueForAll(s => s.Claims.TrueForAll(IsLoginCall)));
        var session = new MethodDraft(AuthKind.SessionLogin) { Score = Math.Max(carrier.Score, login.Score), Quote = login.Quote, Position = login.Position };
        session.Slots.AddRange(carrier.Slots);
        drafts.Remove(carrier);
        // "Bearer in front of the session's id is accepted as well."
        foreach (var other in drafts.Where(d => d.Kind is AuthKind.ApiKey or AuthKind.Bearer && d.Slots.TrueForAll(s => CarriesWhatLoginGave(s) || IsBehindLogin(s, call) || (IsSessionCarrier(s) && Place(s) is var place && session.Slots.Exists(own => Place(own) is var known && (known.In, known.Name) == (place.In, place.Name))))).ToList())
        {
            session.Slots.AddRange(other.Slots);
            drafts.Remove(other);
        }

        drafts.Add(session);
    }

    // Basic goes to the log-in call alone, whose answer calls carry in the place of what OAuth issues.
    private void LoginBesideOAuth(List<MethodDraft> drafts, QuoteSpan quote)
    {
        if (drafts.Find(d => d.IsOAuth && d.Slots.Exists(s => s.Kind == AuthKind.Bearer)) is not { } oauth || drafts.Find(d => d.Kind == AuthKind.Basic && d.Slots.TrueForAll(s => s.Claims.TrueForAll(c => ContextWeight.Of(c.Context) <= 0 || IsLoginText(c)))) is not { } basic)
            return;
        var session = new MethodDraft(AuthKind.SessionLogin) { Score = basic.Score, Quote = quote, Position = basic.Position };
        session.Slots.Add(oauth.Slots.Find(s => s.Kind == AuthKind.Bearer)!);
        drafts[drafts.IndexOf(basic)] = session;
    }

    // What only the log-in call sends is no key of other calls.
    private void LoginFields(List<MethodDraft> drafts)
    {
        if (drafts.Find(d => d.Kind == AuthKind.SessionLogin) is not { } session)
            return;
        var calls = facts.Requests.Where(r => LoginEvidence.IsLogin(UrlText.Path(r.Url))).Select(r => (r.Block.Start, r.Block.End)).Distinct().ToList();
        drafts.RemoveAll(d => d.Kind == AuthKind.ApiKey && d.Slots.Exists(IsLoginsAlone) && d.Slots.TrueForAll(s => IsLoginsAlone(s) || session.Slots.Exists(own => own.Claims.Exists(c => s.Claims.Exists(k => Math.Abs(k.Quote.Start - c.Quote.Start) < Near)))));

        // A header may be so where the calls behind it are shown with what they carry instead.
        bool IsLoginsAlone(PlacementSlot slot) =>
            (slot.Best.Placement.In is PlacementLocation.Body or PlacementLocation.Query || session.Slots.Exists(own => own.Claims.Exists(c => c.Sample)))
            && slot.Claims.TrueForAll(c => calls.Exists(call => c.Quote.Start >= call.Start && c.Quote.Start < call.End));
    }

    // `Authorization: {session_id}` next to a log-in is the log-in's other half.
    private static void SessionPlaces(List<MethodDraft> drafts)
    {
        if (drafts.Find(d => d.Kind == AuthKind.SessionLogin) is not { } session)
            return;
        foreach (var half in drafts.Where(d => d.Kind is AuthKind.ApiKey or AuthKind.Bearer && d.Slots.TrueForAll(s => s.Claims.Exists(c => Samples.Template.Holes(c.Placement.Format).Exists(h => Samples.CredentialNames.Snake(h).Contains("session", StringComparison.Ordinal))))).ToList())
        {
            session.Slots.InsertRange(0, half.Slots);
            drafts.Remove(half);
        }
    }

    // "In the web app: Account, Token, copy", before any word on the log-in call.
    private bool IsHandedOut(PlacementSlot slot, int call)
    {
        var shown = slot.Claims.Where(c => ContextWeight.Of(c.Context) > 0).Select(c => c.Quote.Start).DefaultIfEmpty(int.MaxValue).Min();
        return shown < call && facts.Text.Units.Exists(u => u.Start < shown && shown - u.Start < Near && Handed.In(u.Lower) && Token.In(u.Lower) && !u.Is(UnitContext.Foreign | UnitContext.Inbound | UnitContext.Rejected | UnitContext.Errors));
    }

    private bool IsSessionCarrier(PlacementSlot slot)
    {
        var name = slot.Best.Placement.Name.ToLowerInvariant();
        if (name.Contains("session", StringComparison.Ordinal) || name.Contains("ticket", StringComparison.Ordinal))
            return true;
        return (name.Contains("token", StringComparison.Ordinal) || slot.Kind == AuthKind.Bearer)
            && !facts.Text.Units.Any(u => StaticToken.In(u.Lower) && !u.Is(UnitContext.Foreign | UnitContext.Inbound | UnitContext.Rejected | UnitContext.Errors));
    }

    private static readonly PhraseTable Later = new(
        "what came back", "to use with all calls", "to be used with all calls", "used for all other calls", "to use for all calls", "use with all other calls", "every later call", "every later request", "later calls", "later requests", "subsequent calls", "subsequent requests", "future requests", "future calls", "future api requests", "subsequent call", "subsequent request", "all that follows", "following calls", "following requests", "every further call", "further calls", "further requests", "every other call", "all other calls", "all other requests", "each further", "every following", "from then on", "the token from the", "returned token", "token returned", "token you got", "token received", "received token", "from the login", "from the sign-in", "from sign in", "from the response", "from the reply", "from the answer", "the response contains", "the reply contains", "the answer contains", "in allen weiteren", "bei jedem weiteren", "alle weiteren", "folgenden aufrufen", "en las siguientes", "en cada llamada posterior", "以降のリクエスト", "以後の");

    // "goes into the header of every later call", said where the place is described.
    private bool CarriesWhatLoginGave(PlacementSlot slot) =>
        slot.Claims.Exists(c => ContextWeight.Of(c.Context) > 0 && Samples.Template.Holes(c.Placement.Format).Exists(hole => IsLoginAnswer(hole) || IsForLater(hole))) || slot.Claims.Exists(c => ContextWeight.Of(c.Context) > 0 && (Later.In(c.Quote.Text(facts.Source).ToLowerInvariant()) || Later.In(facts.Text.Document.SectionAt(c.Quote.Start).Heading.ToLowerInvariant())));

    // The chapter that describes the log-in call goes on to the header, and no other chapter shows it.
    private bool IsBehindLogin(PlacementSlot slot, int call)
    {
        if (!(slot.Kind == AuthKind.Bearer || (slot.Kind == AuthKind.ApiKey && Place(slot) is (PlacementLocation.Header, "authorization", { Length: > 0 }))) || call < 0)
            return false;
        var chapter = facts.Text.Document.SectionAt(call);
        var told = slot.Claims.Where(c => ContextWeight.Of(c.Context) > 0).ToList();
        return chapter.Level > 0 && !StaticToken.In(facts.Text.HeadingOf(chapter)) && told.TrueForAll(c => c.Quote.Start > call && (slot.Kind != AuthKind.Bearer || Within(c))) && told.Exists(Within);

        bool Within(PlacementClaim claim) => RecommendationReader.IsWithin(facts.Text.Document.SectionAt(claim.Quote.Start), chapter);
    }

    private int FirstLoginCall() =>
        claims.Kinds.Where(k => k.Kind == AuthKind.SessionLogin && k.Weight >= LoginEvidence.Call && ContextWeight.Of(k.Context) > 0).Select(k => k.Quote.Start).DefaultIfEmpty(-1).Min();

    // `Bearer <jwt>` where the answer to the log-in has a member "jwt".
    private bool IsLoginAnswer(string hole) =>
        (hole.Length >= LeastPlaceholder && Samples.CredentialNames.Find(Samples.CredentialNames.Snake(hole)) is not { Secret: false } && LoginAnswers.Exists(answer => answer.Raw.IndexOf(hole, StringComparison.OrdinalIgnoreCase) >= 0)) ||
        Samples.CredentialNames.Snake(hole) is "jwt" or "token" or "session_token" or "access_token" or "id_token" or "auth_token" && LoginAnswers.Exists(answer => answer.Raw.IndexOf("\"" + hole + "\"", StringComparison.OrdinalIgnoreCase) >= 0);

    // "`authorizationToken`: to use with all calls", and a sample that sends $AUTH_TOKEN.
    private bool IsForLater(string hole) => Samples.CredentialNames.IsSecret(Samples.CredentialNames.Snake(hole)) && LaterMembers.Contains(Member(hole));

    // What is said to go with all later calls: looked for once, and then asked for each claim.
    private HashSet<string> LaterMembers => _laterMembers ??= [.. facts.Text.Units.Where(u => Later.In(u.Lower) && ContextWeight.Of(u.Context) > 0).SelectMany(u => u.CodeSpans).Select(Member)];

    private HashSet<string>? _laterMembers;

    private static string Member(string name) => Samples.CredentialNames.Snake(name).Replace("authorization_", "auth_", StringComparison.Ordinal).Replace("authentication_", "auth_", StringComparison.Ordinal);

    // The JSON below the first log-in calls: looked for once, and then asked for each claim.
    private List<CodeSample> LoginAnswers => _loginAnswers ??= [.. facts.Requests
        .Where(r => (r.Method == "POST" || r.Login is not null || r.Headers.Exists(h => h.Value.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))) && LoginEvidence.IsLogin(UrlText.Path(r.Url)) && ContextWeight.Of(r.Context) > 0)
        .Take(MostLogins)
        .Select(r => facts.CodeAfter(r.Block.End, Near)?.Code)
        .OfType<CodeSample>()
        .Where(answer => answer.Raw.Length < LongestAnswer && answer.Raw.TrimStart() is ['{', ..])];

    private bool IsLoginCall(PlacementClaim claim) => IsLoginText(claim) || claim.Placement.Format.Contains("{username}:{password}", StringComparison.Ordinal);

    private bool IsLoginText(PlacementClaim claim) => LoginEvidence.IsLoginText(claim.Quote.Text(facts.Source).ToLowerInvariant());

    // `Authorization: Acme {jwt}`: a token that the client signs itself.
    private static void SignedTokens(List<MethodDraft> drafts)
    {
        for (var i = 0; i < drafts.Count; i++)
        {
            var draft = drafts[i];
            if (draft.Kind != AuthKind.ApiKey || !draft.Slots.Exists(s => s.Claims.Exists(c => c.Placement.Format.EndsWith(" {jwt}", StringComparison.Ordinal))) || drafts.Exists(d => d.Kind == AuthKind.OAuth2JwtBearer && d.Slots.Count > 0))
                continue;
            drafts.RemoveAll(d => d.Kind == AuthKind.OAuth2JwtBearer);
            var signed = new MethodDraft(AuthKind.OAuth2JwtBearer) { Score = draft.Score, Quote = draft.Quote, Position = draft.Position };
            signed.Slots.AddRange(draft.Slots);
            drafts[drafts.IndexOf(draft)] = signed;
            return;
        }
    }

    // A header is the better place where a document gives several: URLs end up in logs.
    private static double PlaceRank(MethodDraft draft) => draft.Slots.Count == 0 ? 0 : draft.Slots[0].Best.Placement.In switch
    {
        PlacementLocation.Query => -1.5,
        PlacementLocation.Body => -2,
        _ => 0,
    };

    // OAuth takes more words to describe than a key, which must not count as weight.
    private static void SimpleBeforeOAuth(List<MethodDraft> drafts)
    {
        var simple = drafts.Where(d => !d.IsOAuth && d.Kind is AuthKind.Basic or AuthKind.ApiKey or AuthKind.Bearer or AuthKind.SignedRequest or AuthKind.SessionLogin or AuthKind.Digest && d.Score >= 1 && !d.Deprecated).ToList();
        if (simple.Count == 0)
            return;
        foreach (var draft in drafts.Where(d => d.IsOAuth && d.Kind is not (AuthKind.OAuth2JwtBearer or AuthKind.OAuth2ClientCredentials)))
            draft.Rank -= 3;
        var first = drafts.MinBy(d => d.Position)!;
        first.Rank += 1.5;
        // Where nothing is recommended, the simple method that is described first comes first.
        if (simple.Contains(first))
        {
            foreach (var draft in drafts.Where(d => d.IsOAuth && d.Kind != AuthKind.OAuth2JwtBearer))
                draft.Rank = Math.Min(draft.Rank, first.Rank - 0.5);
        }
    }

    // Where a key goes alone on some calls and with a signature on others, the signature opens the account's own data.
    private static void SignedBeforeKey(List<MethodDraft> drafts)
    {
        var signed = drafts.Find(d => d.Kind == AuthKind.SignedRequest);
        if (signed is null)
            return;
        var writing = signed.Slots.SelectMany(s => s.Claims).Count(c => (c.Context & UnitContext.Writing) != 0) * 2 > signed.Slots.Sum(s => s.Claims.Count);
        foreach (var key in drafts.Where(d => d.Kind == AuthKind.ApiKey && !writing && d.Slots.Exists(signed.Slots.Contains)))
            signed.Rank = Math.Max(signed.Rank, key.Rank + 1);
    }

    // A key that calls carry beside an access token, and alone where nobody's data is asked for.
    private static void TokenBeforeItsKey(List<MethodDraft> drafts)
    {
        foreach (var key in drafts.Where(d => d.Kind == AuthKind.ApiKey).ToList())
        {
            foreach (var token in drafts.Where(d => (d.IsOAuth || d.Kind is AuthKind.SessionLogin) && key.Slots.Exists(k => d.Slots.Exists(s => ReferenceEquals(k, s) || Together(k, s)))))
                token.Rank = Math.Max(token.Rank, key.Rank + 1);
        }
    }

    // A client certificate is the layer below a credential that goes on each call.
    private void CertificateBelow(List<MethodDraft> drafts)
    {
        // Where the certificate is described first and no call shows both, it is a way of its own.
        if ((!NeedsBoth() && drafts.MinBy(d => d.Position) is { Kind: AuthKind.Mtls }) || drafts.Where(d => d.Slots.Count > 0 && d.Kind != AuthKind.Mtls).MaxBy(d => d.Rank) is not { } above)
            return;
        foreach (var certificate in drafts.Where(d => d.Kind == AuthKind.Mtls))
            certificate.Rank = Math.Min(certificate.Rank, above.Rank - 0.5);
    }

    // What registers a certificate is no call that the certificate opens.
    private bool NeedsBoth() => facts.Requests.Any(r => r.ClientCertificate && (r.Login is not null || r.Headers.Exists(h => Samples.HeaderNames.IsCredentialHeader(h.Name))) && !Registers(r)) || !facts.Requests.Any(r => r is { ClientCertificate: true, Url.Length: > 0 } && !Registers(r));

    private static bool Registers(Samples.SampleRequest request) =>
        request.Method == "POST" && UrlText.Path(request.Url).TrimEnd('/') is var path && path[(path.LastIndexOf('/') + 1)..].ToLowerInvariant() is "clients" or "client" or "register" or "registration" or "registrations" or "pair" or "pairing" or "enroll" or "enrol" or "enrollment";

    private MethodDraft? NoAuthentication(List<MethodDraft> drafts)
    {
        if (!_kinds.TryGetValue(AuthKind.None, out var none) || none.Score < 2.5)
            return null;
        // "Neither a password nor a key" leaves room for whatever else is described.
        if (none.Score < OneSentence && KindTextEvidence.IsNeither(none.Quote.Text(facts.Source).ToLowerInvariant()) && (drafts.Count > 0 || _kinds.Any(k => k.Key != AuthKind.None && k.Value.Score > 0)))
            return null;
        // "No key" leaves room for a certificate and a log-in; "no authentication" leaves none.
        if (!none.Quote.Text(facts.Source).Contains("authenti", StringComparison.OrdinalIgnoreCase) && (drafts.Exists(d => d.Kind == AuthKind.Mtls) || Sum(AuthKind.SessionLogin) is { Score: >= 1 }))
            return null;
        // Where a chapter on authentication shows how to send a credential, the statement is about other calls.
        if (drafts.Exists(d => d.Slots.Exists(s => s.Claims.Exists(c => (c.Context & UnitContext.Auth) != 0 && c.Weight * ContextWeight.Of(c.Context) >= 1)) && d.Score * 3 >= none.Score))
            return null;
        // One sentence does not undo a call that is shown with its credential.
        if (none.Score < OneSentence && drafts.Exists(d => d.Score >= Least && IsShown(d)))
            return null;
        return drafts.Count == 0 || none.Score * 1.5 >= drafts.Max(d => d.Score)
            ? new MethodDraft(AuthKind.None) { Score = none.Score, Quote = none.Quote, Position = none.Position }
            : null;
    }

    private List<PlacementSlot> Slots()
    {
        var slots = new Dictionary<string, PlacementSlot>(StringComparer.Ordinal);
        var logsIn = claims.Kinds.Exists(k => k.Kind == AuthKind.SessionLogin && k.Weight >= LoginEvidence.Call && ContextWeight.Of(k.Context) > 0) && !claims.Kinds.Exists(k => k.Kind.IsOAuth2() && ContextWeight.Of(k.Context) > 0);
        foreach (var found in claims.Placements)
        {
            // `Bearer {session_id}`, beside a token that nobody logs in for.
            var claim = logsIn && found.Kind == AuthKind.Bearer && Samples.Template.Holes(found.Placement.Format) is [var hole] && Samples.CredentialNames.Snake(hole).StartsWith("session", StringComparison.Ordinal) ? found with { Kind = AuthKind.SessionLogin } : found;
            // What a log-in call sends is no part of the calls behind it.
            if (claim is { Kind: AuthKind.ApiKey, Placement.In: PlacementLocation.Body or PlacementLocation.Query } && claims.Logins.Any(login => claim.Quote.Start >= login.Block.Start && claim.Quote.Start < login.Block.End))
                continue;
            var key = Key(claim);
            if (!slots.TryGetValue(key, out var slot))
                slots[key] = slot = new PlacementSlot(key, claim.Kind);
            slot.Claims.Add(claim);
        }

        Prefixes(slots);
        foreach (var slot in slots.Values)
            slot.Close();
        PrefixInProse(slots);
        // A place that carries what a log-in returned is no key's place.
        var returned = slots.Values.Where(s => s.Kind == AuthKind.SessionLogin && s.Score > 0).Select(Place).ToHashSet();
        foreach (var key in slots.Values.Where(s => s.Kind == AuthKind.ApiKey && returned.Contains(Place(s))).ToList())
            slots.Remove(key.Key);
        return [.. slots.Values.Where(s => s.Score > 0).OrderByDescending(s => s.Score).Take(MostSlots).OrderBy(s => s.Best.Quote.Start)];
    }

    // `X-Auth: Bearer {jwt}` and `X-Auth: ApiKey {key}` are two methods in one header.
    private static void Prefixes(Dictionary<string, PlacementSlot> slots)
    {
        foreach (var slot in slots.Values.Where(s => s.Kind == AuthKind.ApiKey && s.Claims.Count > 1 && s.Claims[0].Placement is { In: PlacementLocation.Header } place && !place.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            var prefixed = slot.Claims.GroupBy(c => PrefixOf(c.Placement.Format), StringComparer.OrdinalIgnoreCase).Where(g => g.Key.Length > 0).ToList();
            if (prefixed.Count < 2)
                continue;
            foreach (var group in prefixed.Skip(1).Take(MostSlots))
            {
                var own = slots[slot.Key + group.Key] = new PlacementSlot(slot.Key + group.Key, slot.Kind);
                own.Claims.AddRange(group);
            }

            slot.Claims.RemoveAll(c => PrefixOf(c.Placement.Format) is { Length: > 0 } prefix && !prefix.Equals(prefixed[0].Key, StringComparison.OrdinalIgnoreCase));
        }
    }

    private static string PrefixOf(string format) => format.IndexOf(" {", StringComparison.Ordinal) is > 0 and var blank ? format[..blank] : "";

    private static (PlacementLocation In, string Name, string Scheme) Place(PlacementSlot slot) =>
        (slot.Best.Placement.In, slot.Best.Placement.Name.ToLowerInvariant(), slot.Best.Placement.Format.Split('{')[0].Trim());

    // A schema can only say that a key goes into Authorization; where prose or a sample says with what prefix, that is the format.
    private void PrefixInProse(Dictionary<string, PlacementSlot> slots)
    {
        if (facts.Text.Document.Api is null)
            return;
        var all = slots.Values.Where(s => s.Best.Placement is { In: PlacementLocation.Header } place && place.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)).ToList();
        var bare = all.Find(s => s.Kind == AuthKind.ApiKey && s.Best.Placement.Format.StartsWith('{'));
        if (bare is not null && all.Exists(s => !ReferenceEquals(s, bare) && s.Score >= LeastPrefix))
            slots.Remove(bare.Key);
    }

    private static string Key(PlacementClaim claim)
    {
        var place = claim.Placement;
        var scheme = claim.Kind switch
        {
            AuthKind.Basic => BasicShape.Key(place.Format),
            AuthKind.ApiKey when place.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) => place.Format.StartsWith('{') ? "" : place.Format.Split(' ')[0].ToLowerInvariant(),
            _ => "",
        };
        var name = claim.Kind is AuthKind.ApiKey or AuthKind.SignedRequest or AuthKind.SessionLogin ? place.Name.ToLowerInvariant() : "";
        return $"{claim.Kind}|{place.In}|{name}|{scheme}";
    }

    private void SumKinds()
    {
        foreach (var claim in claims.Kinds)
        {
            var weight = claim.Weight * ContextWeight.Of(claim.Context);
            var (score, quote, position, deprecated) = _kinds.GetValueOrDefault(claim.Kind, (0, default, int.MaxValue, 0));
            if (weight > 0 && (quote.End == 0 || (position != int.MaxValue && weight > 3 && score < 4)))
                quote = claim.Quote;
            _kinds[claim.Kind] = (score + weight, quote, weight > 0 ? Math.Min(position, claim.Quote.Start) : position, deprecated + ((claim.Context & UnitContext.Deprecated) != 0 ? weight : 0));
        }

        // An authorization endpoint is there for the code grant.
        var one = _kinds.TryGetValue(AuthKind.OAuth1, out var old) && old.Score > 2 && !_kinds.ContainsKey(AuthKind.OAuth2AuthorizationCode);
        // A page of consent alone, with no word on what becomes of it, is another vendor's where nothing else of its site occurs.
        var alone = !claims.Endpoints.Exists(e => e.Role == EndpointRole.Token) && !claims.Kinds.Exists(k => k.Kind == AuthKind.OAuth2AuthorizationCode && ContextWeight.Of(k.Context) > 0);
        foreach (var endpoint in claims.Endpoints.Where(e => !one && (!alone || HasSiblings(e.Url)) && e.Role == EndpointRole.Authorize && (e.Weight >= 3 || (e.Weight >= 1.5 && Redirects())) && !e.Url.EndsWith("AuthorizeToken", StringComparison.OrdinalIgnoreCase)))
            Raise(AuthKind.OAuth2AuthorizationCode, endpoint.Weight * 0.6 * ContextWeight.Of(endpoint.Context), endpoint.Quote);
        // A signed JWT as the bearer token itself.
        var other = _kinds.Keys.Any(kind => kind.IsOAuth2() && kind != AuthKind.OAuth2JwtBearer) && !_kinds.ContainsKey(AuthKind.OAuth2JwtBearer);
        foreach (var claim in claims.Placements.Where(c => !other && c.Kind == AuthKind.Bearer && c.Placement.Format.Equals("Bearer {jwt}", StringComparison.OrdinalIgnoreCase) && !IsLoginAnswer("jwt")))
            Raise(AuthKind.OAuth2JwtBearer, 1.5 * ContextWeight.Of(claim.Context), claim.Quote);
    }

    // api.acme.example beside login.acme.example
    private bool HasSiblings(string url) =>
        UrlText.HostKey(url) is var host && UrlText.Site(host) is var site && facts.Urls.Any(mention => mention.HostKey != host && UrlText.Site(mention.HostKey) == site);

    // A bare authorization URL is this API's own where the document also says where the browser comes back to.
    private bool Redirects() => facts.Says("redirect_uri") || facts.Says("redirect uri") || facts.Says("redirect url") || facts.Says("callback url");

    private void Raise(AuthKind kind, double weight, QuoteSpan quote)
    {
        var sum = _kinds.GetValueOrDefault(kind, (0, default, int.MaxValue, 0));
        if (weight > 0)
            _kinds[kind] = (sum.Score + weight, sum.Quote.End == 0 ? quote : sum.Quote, Math.Min(sum.Position, quote.Start), sum.Deprecated);
    }

    private List<MethodDraft> Grants(List<PlacementSlot> slots)
    {
        var bearer = slots.Find(s => s.Kind == AuthKind.Bearer);
        var carriers = slots.Where(CarriesAccessToken).ToList();
        // The place that is shown is the one; a word on Bearer may be of the token's type.
        if (bearer is not null && carriers.Exists(c => c.Claims.Exists(k => k.Sample)) && !bearer.Claims.Exists(c => c.Sample) && bearer.Score < carriers.Max(c => c.Score) && _kinds.Keys.Any(kind => kind.IsOAuth2()))
        {
            slots.Remove(bearer);
            bearer = null;
        }

        var elsewhere = bearer is null ? [] : carriers;
        if (bearer is not null)
            carriers = [];
        var drafts = new List<MethodDraft>();
        foreach (var kind in (ReadOnlySpan<AuthKind>)[AuthKind.OAuth2AuthorizationCode, AuthKind.OAuth2ClientCredentials, AuthKind.OAuth2DeviceCode, AuthKind.OAuth2Password, AuthKind.OAuth2JwtBearer])
        {
            if (!_kinds.TryGetValue(kind, out var sum) || sum.Score < 1 || sum.Quote.End == 0)
                continue;
            var endpoints = Math.Min(4, claims.Endpoints.Where(e => e.Grant == kind || (kind == AuthKind.OAuth2AuthorizationCode && e.Role == EndpointRole.Authorize)).Sum(e => Math.Max(0, e.Weight * ContextWeight.Of(e.Context))));
            // A token endpoint without a grant of its own is that of the only grant.
            if (endpoints == 0 && _kinds.Keys.Count(k => k.IsOAuth2()) == 1)
                endpoints = Math.Min(1, claims.Endpoints.Where(e => e.Role == EndpointRole.Token && e.Grant is null).Sum(e => Math.Max(0, e.Weight * ContextWeight.Of(e.Context))));
            if (sum.Score + endpoints < 1.6 || (endpoints == 0 && IsTitleAlone(kind)))
                continue;
            var draft = new MethodDraft(kind) { Score = Math.Min(sum.Score, 14) + endpoints, Quote = sum.Quote, Position = Described(kind, sum.Position), Deprecated = sum.Deprecated > sum.Score / 2 };
            if (bearer is not null)
            {
                draft.Slots.Add(bearer);
                draft.Score += Math.Min(2, bearer.Score / 2);
            }

            draft.Slots.AddRange(carriers);
            drafts.Add(draft);
        }

        // A header that is described before any OAuth carries a token that a person can also supply.
        if (drafts.Count > 0)
        {
            var oauth = Math.Min(drafts.Min(d => d.Position), FirstEndpoint());
            slots.RemoveAll(s => s.Kind == AuthKind.ApiKey && bearer is not null && s.Claims.TrueForAll(Grants));
            // The same token in another place is no method of its own.
            slots.RemoveAll(s => elsewhere.Contains(s) && s.Claims.Min(c => c.Quote.Start) >= oauth);
            slots.RemoveAll(s => carriers.Contains(s) && (s.Claims.Min(c => c.Quote.Start) >= oauth || s.Claims.TrueForAll(Grants)));
        }

        Companions(slots, bearer ?? (drafts.Count > 0 ? carriers.FirstOrDefault() : null), drafts);
        return drafts;
    }

    // "Send the access token as parameter auth": OAuth without a bearer header.
    // A title, and below it neither a word on the grant nor a sample, where another grant is shown.
    private bool IsTitleAlone(AuthKind kind) =>
        claims.Kinds.Exists(k => k.Kind != kind && k.Kind.IsOAuth2() && k.Weight >= GrantEvidence.Shown && ContextWeight.Of(k.Context) > 0)
        && claims.Kinds.TrueForAll(k => k.Kind != kind || ContextWeight.Of(k.Context) <= 0 || (facts.UnitAt(k.Quote.Start) is { Block: { Kind: BlockKind.Heading } title } && facts.CodeAfter(title.End, Near) is null));

    // Where a grant is described; a word on OAuth in the introduction is no description.
    private int Described(AuthKind kind, int mentioned) => claims.Kinds
        .Where(k => k.Kind == kind && k.Weight >= 2 && ContextWeight.Of(k.Context) > 0).Select(k => k.Quote.Start)
        .Concat(claims.Endpoints.Where(e => ContextWeight.Of(e.Context) > 0 && (e.Grant == kind || (kind == AuthKind.OAuth2AuthorizationCode && e.Role == EndpointRole.Authorize))).Select(e => e.Quote.Start))
        .DefaultIfEmpty(mentioned).Min();

    private static bool Grants(PlacementClaim claim) => claim.Placement.Format.Contains("oauth", StringComparison.OrdinalIgnoreCase);

    private bool CarriesAccessToken(PlacementSlot slot) =>
        slot.Kind == AuthKind.ApiKey && (slot.Claims.Exists(Grants) || Samples.CredentialNames.Snake(slot.Best.Placement.Name).EndsWith("access_token", StringComparison.Ordinal) || Samples.CredentialNames.Snake(slot.Best.Placement.Name) == "oauth_token" || SaysAccessToken(slot));

    private bool SaysAccessToken(PlacementSlot slot) =>
        !slot.Best.Placement.Name.Contains("key", StringComparison.OrdinalIgnoreCase) && !slot.Best.Placement.Name.Contains("client", StringComparison.OrdinalIgnoreCase) && slot.Claims.Exists(c => ContextWeight.Of(c.Context) > 0 && (Samples.Template.Holes(c.Placement.Format).Exists(h => Samples.CredentialNames.Snake(h) is "access_token" or "oauth_token" or "your_access_token" or "my_access_token") || IsIssued(c.Quote.Text(facts.Source))));

    // "Personal access token" is what a person makes.
    private static bool IsIssued(string quote) =>
        quote.IndexOf("access token", StringComparison.OrdinalIgnoreCase) is >= 0 and var at && !quote.AsSpan(0, at).TrimEnd().EndsWith("personal", StringComparison.OrdinalIgnoreCase);

    // "Acme-Api-Key: your client_id": the application's name next to the person's token.
    private bool CarriesClientId(PlacementSlot slot) =>
        slot.Claims.Exists(c => c.Quote.Text(facts.Source) is var quote && (quote.Contains("client_id", StringComparison.OrdinalIgnoreCase) || quote.Contains("client id", StringComparison.OrdinalIgnoreCase)));

    // A header that is only ever shown next to the bearer token is part of the same method: a client id, an account id.
    private void Companions(List<PlacementSlot> slots, PlacementSlot? bearer, List<MethodDraft> grants)
    {
        // What a log-in returned takes nothing with it that also goes alone.
        if (bearer is null || (grants.Count == 0 && slots.Exists(s => s.Kind == AuthKind.SessionLogin && s.Best.Placement.Format.StartsWith("Bearer ", StringComparison.Ordinal))))
            return;
        var together = bearer.Claims.Select(c => c.Request).ToHashSet();
        foreach (var slot in slots.Where(s => s.Kind == AuthKind.ApiKey && s != bearer && s.Best.Placement.In == PlacementLocation.Header && !s.Best.Placement.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) && (Together(s, bearer) || (CarriesClientId(s) && !s.Claims.Exists(c => c.Sample)))).ToList())
        {
            var alone = slot.Claims.Where(c => !together.Contains(c.Request)).Sum(c => Math.Max(0, c.Weight * ContextWeight.Of(c.Context)));
            // It goes with another key.
            if (!Together(slot, bearer) && slots.Exists(s => s.Kind == AuthKind.ApiKey && !ReferenceEquals(s, slot) && s != bearer && Together(s, slot)))
                continue;
            if ((alone > slot.Score * 0.65 && !CarriesClientId(slot)) || slot.Best.Placement.Name.Contains("signature", StringComparison.OrdinalIgnoreCase))
                continue;
            bearer.Companions.Add(slot);
            slots.Remove(slot);
            foreach (var grant in grants)
                grant.Slots.Add(slot);
        }
    }

    private List<MethodDraft> Bearer(List<PlacementSlot> slots, List<MethodDraft> grants)
    {
        var bearer = slots.Find(s => s.Kind == AuthKind.Bearer);
        if (bearer is null)
            return [];
        if (grants.Exists(g => !g.Deprecated) && !HasStaticToken(slots, bearer) && !SharesToken(bearer, slots) && !bearer.Claims.Exists(c => IsUnderStaticToken(c) || HoldsKey(c)))
            return [];
        // What a log-in returned goes there, and nobody speaks of another token.
        if (grants.Count == 0 && slots.Exists(s => s.Kind == AuthKind.SessionLogin && s.Best.Placement.Format.StartsWith("Bearer ", StringComparison.Ordinal)) && !HasStaticToken(slots, bearer))
            return [];
        var draft = new MethodDraft(AuthKind.Bearer) { Score = grants.Count > 0 ? Math.Clamp(bearer.Score, Math.Min(_pasted, MostPasted), MostTop) : bearer.Score, Quote = bearer.Best.Quote, Position = Math.Min(_pastedAt, bearer.Claims.Min(c => c.Quote.Start)), Slots = { bearer }, Deprecated = bearer.Deprecated };
        draft.Slots.AddRange(bearer.Companions);
        return [draft];
    }

    // With OAuth in the document, a bearer header is a static token only where the document speaks of one that is sent so.
    private bool HasStaticToken(List<PlacementSlot> slots, PlacementSlot bearer)
    {
        var described = 0.0;
        var granted = GrantedFrom();
        var early = bearer.Claims.Exists(c => c.Quote.Start < granted && ContextWeight.Of(c.Context) > 0);
        var elsewhere = slots.Exists(s => s.Kind == AuthKind.ApiKey && s.Score >= Least && s.Best.Placement.In == PlacementLocation.Header) || slots.Exists(s => s.Kind == AuthKind.Basic && s.Score >= Least && IsTokenAlone(s));
        elsewhere |= slots.Exists(s => s.Kind is AuthKind.ApiKey or AuthKind.Basic && s.Claims.Exists(IsUnderOwnToken)) && !bearer.Claims.Exists(IsUnderOwnToken);
        foreach (var unit in facts.Text.Units)
        {
            if (unit.Is(UnitContext.Foreign | UnitContext.Inbound | UnitContext.Rejected | UnitContext.Errors))
                continue;
            if (StaticToken.In(unit.Lower) && !Misplaced.In(unit.Lower) && (unit.Lower.Contains("bearer", StringComparison.Ordinal) || unit.Lower.Contains("sent in the same way", StringComparison.Ordinal) || unit.Lower.Contains("token of the workspace", StringComparison.Ordinal) || unit.Lower.Contains("copy the token", StringComparison.Ordinal)))
                return true;
            // "Generate a new token and copy it", before any word on OAuth.
            if (!elsewhere && early && unit.Start < granted && ((Handed.In(unit.Lower) && Token.In(unit.Lower)) || IsLasting(unit)) && !SelfMade.In(unit.Lower))
                described += 1;
            if (!elsewhere && unit.Start >= granted && Pasted.In(unit.Lower) && Token.In(unit.Lower))
                described += 1.5;
            if (elsewhere || !OwnToken.In(unit.Lower))
                continue;
            if (unit.Is(UnitContext.Auth) || unit.Block.Kind == BlockKind.Heading)
                _pastedAt = Math.Min(_pastedAt, unit.Start);
            described += (unit.Block.Kind == BlockKind.Heading ? 2 : 1) * (unit.Is(UnitContext.Auth) || early ? 1 : 0.5);
        }

        _pasted = described;
        return described >= (early ? 1 : 2);
    }

    // "Don't put it into X-Key, nor an API token behind Bearer."
    private static readonly PhraseTable Misplaced = new("don't put", "do not put", "nor");

    // "Zugriffstoken der Organisation. Läuft nicht ab.": in one sentence or two.
    private bool IsLasting(TextUnit unit)
    {
        if (!Lasting.In(unit.Lower))
            return false;
        if (Token.In(unit.Lower) || unit.Lower.Contains("token", StringComparison.Ordinal))
            return true;
        return facts.Before(unit)?.Lower.Contains("token", StringComparison.Ordinal) == true;
    }

    // `:{token}`, `{token}:x`: Basic carries one value.
    private static bool IsTokenAlone(PlacementSlot basic) =>
        BasicShape.Sides(basic.Best.Placement.Format) is var (user, password) && (!user.Contains('{', StringComparison.Ordinal) || !password.Contains('{', StringComparison.Ordinal));

    // Where the document first speaks of a grant.
    private int GrantedFrom() => Math.Min(
        claims.Kinds.Where(k => k.Kind.IsOAuth2() && k.Weight > 0).Select(k => k.Quote.Start).DefaultIfEmpty(int.MaxValue).Min(),
        FirstEndpoint());

    private int FirstEndpoint() => claims.Endpoints.Select(e => e.Quote.Start).DefaultIfEmpty(int.MaxValue).Min();

    // "Personal access tokens" as the title of the section that shows how they are sent.
    private bool IsUnderOwnToken(PlacementClaim claim) =>
        ContextWeight.Of(claim.Context) > 0 && OwnToken.In(facts.Text.HeadingOf(facts.Text.Document.SectionAt(claim.Quote.Start)));

    // "Programmatic access token" as the title of the section that shows the header.
    private bool IsUnderStaticToken(PlacementClaim claim) =>
        ContextWeight.Of(claim.Context) > 0 && StaticToken.In(facts.Text.Document.SectionAt(claim.Quote.Start).Heading.ToLowerInvariant());

    // `Bearer <API_KEY>`: what a grant issues is not called so.
    private static bool HoldsKey(PlacementClaim claim) =>
        ContextWeight.Of(claim.Context) > 0 && Samples.Template.Holes(claim.Placement.Format).Exists(h => Samples.CredentialNames.Snake(h) != "key" && Samples.CredentialNames.Find(Samples.CredentialNames.Snake(h)) is { Name: "key" or "api_key" or "api_token" or "personal_access_token" or "secret_key" or "integration_token" or "static_token" or "service_token" or "private_token" or "personal_token" or "permanent_token" });

    // The same placeholder in the bearer header and in a key's place: one static token, two ways to send it.
    private bool SharesToken(PlacementSlot bearer, List<PlacementSlot> slots)
    {
        var holes = bearer.Claims.Where(c => !NewOAuth.In(facts.Text.HeadingOf(facts.Text.Document.SectionAt(c.Quote.Start)))).SelectMany(c => Samples.Template.Holes(c.Placement.Format)).Where(h => h.Length > 8).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return slots.Exists(s => s.Kind == AuthKind.ApiKey && s.Best.Placement.In == PlacementLocation.Header && s.Claims.SelectMany(c => Samples.Template.Holes(c.Placement.Format)).Any(holes.Contains));
    }

    private List<MethodDraft> Keys(List<PlacementSlot> slots, double least)
    {
        var keys = slots.Where(s => s.Kind == AuthKind.ApiKey && s.Score >= least).ToList();
        var joined = Joined(keys);
        // Places that one request shows together make one method; a place may go with this one here and with that one there.
        var groups = new List<List<int>>();
        for (var key = 0; key < keys.Count; key++)
        {
            var alone = true;
            foreach (var group in groups.ToList())
            {
                var own = group.FindAll(other => joined.Contains((other, key)));
                alone &= own.Count == 0;
                if (own.Count == group.Count)
                    group.Add(key);
                else if (own.Count > 0 && groups.Count < MostSlots && !groups.Exists(known => known.Contains(key) && own.TrueForAll(known.Contains)))
                    groups.Add([.. own, key]);
            }

            if (alone)
                groups.Add([key]);
        }

        // What goes with a signature is part of the signed request, and a method of its own only where it also goes alone.
        var signed = slots.Where(s => s.Kind is AuthKind.SignedRequest).SelectMany(s => s.Claims).Select(c => c.Request).ToHashSet();
        return [.. groups.Select(group => group.ConvertAll(i => keys[i])).Where(group => group.Exists(k => GoesAlone(k, signed))).Select(group =>
        {
            var members = group.OrderByDescending(s => s.Score).Take(3).OrderBy(s => s.Claims.Min(c => c.Quote.Start)).ToList();
            var draft = new MethodDraft(AuthKind.ApiKey) { Score = members.Max(m => m.Score), Quote = members[0].Best.Quote, Position = members.Min(m => m.Claims.Min(c => c.Quote.Start)), Deprecated = members.TrueForAll(m => m.Deprecated) };
            draft.Slots.AddRange(members);
            return draft;
        })];
    }

    // Which places go together, the earlier one first.
    private static HashSet<(int, int)> Joined(List<PlacementSlot> keys)
    {
        var joined = new HashSet<(int, int)>();
        for (var i = 0; i < keys.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (keys[i].Best.Placement.In == keys[j].Best.Placement.In && Together(keys[i], keys[j]))
                    joined.Add((j, i));
            }
        }

        return joined;
    }

    // Where samples show it with a signature, it takes a sample or a plain statement to say that it goes without.
    private bool GoesAlone(PlacementSlot slot, HashSet<int> signed) =>
        signed.Count == 0 || (slot.Claims.Exists(c => c.Sample && signed.Contains(c.Request))
            ? slot.Claims.Exists(c => c.Weight >= 0.9 && !signed.Contains(c.Request) && (c.Sample || Unsigned.In(c.Quote.Text(facts.Source).ToLowerInvariant())))
            : slot.Claims.Exists(c => c.Weight >= 0.9 && !signed.Contains(c.Request)));

    private static readonly PhraseTable Unsigned = new("endpoint", "endpoints", "calls", "requests", "market data", "public data", "reading", "reads", "only", "alone", "just", "without", "unsigned", "no signature", "not signed", "nur", "allein", "ohne", "solo", "sin", "seulement", "sans", "のみ", "だけ");

    private static bool Together(PlacementSlot a, PlacementSlot b)
    {
        var requests = a.Claims.Where(c => (c.Context & UnitContext.Rejected) == 0).Select(c => c.Request).ToHashSet();
        return b.Claims.Exists(c => requests.Contains(c.Request) && (c.Context & UnitContext.Rejected) == 0);
    }

    private List<MethodDraft> Basic(List<PlacementSlot> slots, bool grants)
    {
        var basic = slots.Where(s => s.Kind == AuthKind.Basic).ToList();
        var shown = basic.Exists(s => s.Claims.Exists(c => c.Sample && ContextWeight.Of(c.Context) > 0 && !IsClientAuthentication(c) && !IsLoginText(c)));
        // With OAuth in the document, "Basic" alone is how the client signs in at the token endpoint.
        if (grants)
            basic.RemoveAll(s => BasicShape.IsVague(s.Best.Placement.Format) && s.Claims.TrueForAll(c => c.Weight <= 1 && c.Placement.Format == "Basic base64({username}:{password})") && s.Score < 3 && !s.Claims.Exists(c => c.Sample && IsLoginText(c)));
        // "The app id is the user name, the app secret the password": said of the token endpoint, and shown on no call of the API.
        if (grants && !shown)
            basic.RemoveAll(s => s.Claims.TrueForAll(c => !c.Sample && c.Placement.Format.Contains("secret", StringComparison.Ordinal)));
        if (grants)
            basic.RemoveAll(s => s.Claims.TrueForAll(c => ContextWeight.Of(c.Context) <= 0 || (!shown && IsClientAuthentication(c))) || BasicShape.Key(s.Best.Placement.Format) == "client_id:client_secret");
        Merge(basic);
        MergeGlued(basic);
        MergeUnknown(basic);
        if (basic.Count == 0)
            return [];
        // A pair without known names says nothing against a pair with names.
        var named = basic.Where(s => !BasicShape.IsVague(s.Best.Placement.Format)).ToList();
        var chosen = named.Count > 0 ? named : [basic.MaxBy(s => s.Score)!];
        var vague = basic.Except(chosen).Sum(s => s.Score);
        var drafts = new List<MethodDraft>();
        foreach (var slot in chosen)
        {
            drafts.Add(new MethodDraft(AuthKind.Basic)
            {
                Score = slot.Score + (chosen.Count == 1 ? vague : vague / 2),
                Quote = slot.Best.Quote,
                Position = slot.Claims.Min(c => c.Quote.Start),
                Slots = { slot },
                Deprecated = slot.Deprecated,
            });
        }

        return drafts;
    }

    // A header that is described, and not shown on a call of the API, next to the words for the client's credentials (RFC 6749 section 2.3.1).
    private bool IsClientAuthentication(PlacementClaim claim)
    {
        if (claim.Sample)
            return facts.Source.AsSpan(Math.Max(0, claim.Quote.Start - Below), Math.Min(claim.Quote.Start, Below)).Contains("grant_type", StringComparison.Ordinal);
        // A key without a password is no client's pair.
        if (BasicShape.Sides(claim.Placement.Format) is var (user, password) && Samples.Template.Holes(password).Count == 0 && Samples.Template.Holes(user) is [var key] && Samples.CredentialNames.Find(Samples.CredentialNames.Snake(key)) is { Secret: true })
            return false;
        // "Identifier and secret are user name and password:", and the token request below it.
        if (facts.CodeAfter(claim.Quote.End, Below) is { } below && facts.Requests.Any(r => ReferenceEquals(r.Block, below) && TokenRequest.Is(r)))
            return true;
        var from = Math.Max(0, claim.Quote.Start - Near);
        var around = facts.Source.AsSpan(from, Math.Min(facts.Source.Length, claim.Quote.End + Near) - from);
        return (around.Contains("client_id", StringComparison.OrdinalIgnoreCase) || around.Contains("client id", StringComparison.OrdinalIgnoreCase)) && around.Contains("secret", StringComparison.OrdinalIgnoreCase);
    }

    // A sample with literal values says nothing against the same pair with names.
    private static void MergeUnknown(List<PlacementSlot> basic)
    {
        foreach (var slot in basic.Where(s => s.Key.Contains('?', StringComparison.Ordinal)).ToList())
        {
            var (user, password) = BasicShape.Parts(slot.Best.Placement.Format);
            var named = basic.Find(o => !ReferenceEquals(o, slot) && BasicShape.Parts(o.Best.Placement.Format) is var other && Fits(user, other.User) && Fits(password, other.Password) && !o.Key.Contains('?', StringComparison.Ordinal));
            if (named is null)
                continue;
            Fold(basic, slot, named);
        }

        // "{username}:{api_key}" is what a sentence leaves of ":{api_key}".
        foreach (var slot in basic.ToList())
        {
            var (user, password) = BasicShape.Parts(slot.Best.Placement.Format);
            var fuller = basic.Find(o => !ReferenceEquals(o, slot) && BasicShape.Parts(o.Best.Placement.Format) is var other && ((IsSame(user, other.User) && IsSame(password, other.Password) && other.Password is not ("key" or "token" or "secret")) || (user == "username" && other.User != user && other.Password == password && password != "password") || (password == "password" && other.Password != password && other.User == user && user != "username") || (other.User == user && IsGlued(user) && slot.Claims.TrueForAll(c => c.Sample) && o.Claims.Exists(c => !c.Sample))));
            if (fuller is null)
                continue;
            Fold(basic, slot, fuller);
        }

        static bool Fits(string unknown, string known) => unknown == known || unknown == "?";

        // $ACME_USER_ID is $userId, and the key is the API key.
        static bool IsSame(string a, string b) => a == b || IsEnd(a, b) || IsEnd(b, a);

        static bool IsEnd(string name, string end) => name.Length > end.Length + 1 && (end.Contains('_', StringComparison.Ordinal) || end is "key" or "token" or "secret") && name.EndsWith(end, StringComparison.Ordinal) && name[^(end.Length + 1)] == '_';

        // With "{email}/token" a sample's variable may have any name: it is the same pair.
        static bool IsGlued(string user) => user.Any(IsFixed);
    }

    private static bool IsFixed(char c) => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '?');

    // "The user name is the e-mail address followed by `/token`" is what a sentence says of "{email}/token".
    private void MergeGlued(List<PlacementSlot> basic)
    {
        foreach (var slot in basic.ToList())
        {
            var (user, password) = BasicShape.Parts(slot.Best.Placement.Format);
            var glued = basic.Find(o => BasicShape.Parts(o.Best.Placement.Format) is var other && other.Password == password && user.Length > 0 && other.User.Length > user.Length && other.User.StartsWith(user, StringComparison.Ordinal)
                && IsFixed(other.User[user.Length]) && slot.Claims.TrueForAll(c => c.Quote.Text(facts.Source).Contains(other.User[user.Length..], StringComparison.OrdinalIgnoreCase)));
            if (glued is null)
                continue;
            Fold(basic, slot, glued);
        }
    }

    // What speaks for one spelling of a pair speaks for the other.
    private static void Fold(List<PlacementSlot> basic, PlacementSlot slot, PlacementSlot into)
    {
        into.Claims.AddRange(slot.Claims.Select(c => c with { Placement = into.Best.Placement }));
        basic.Remove(slot);
        into.Close();
    }

    // "key as user name, password ignored" and "key:X" are the same pair.
    private static void Merge(List<PlacementSlot> basic)
    {
        foreach (var slot in basic.ToList())
        {
            var (user, password) = BasicShape.Parts(slot.Best.Placement.Format);
            var constant = password is not "password" and not "?" ? null : basic.Find(o => !ReferenceEquals(o, slot) && BasicShape.Parts(o.Best.Placement.Format) is var other && other.User == user && user == "key" && other.Password.Length <= 9 && !o.Best.Placement.Format.EndsWith("})", StringComparison.Ordinal));
            if (constant is null)
                continue;
            Fold(basic, slot, constant);
        }
    }

    private List<MethodDraft> Others(List<PlacementSlot> slots, List<MethodDraft> known)
    {
        var drafts = new List<MethodDraft>();
        if (Sum(AuthKind.Digest) is { Score: >= 2.5 } digest)
            drafts.Add(Draft(AuthKind.Digest, digest, slots, 1));
        var oauth1 = slots.Where(s => s.Kind == AuthKind.OAuth1).Sum(s => s.Score);
        if (Sum(AuthKind.OAuth1) is { } one && (oauth1 > 1 ? one.Score > -2 : one.Score >= (known.Exists(d => d.IsOAuth) ? 5 : 3)))
            drafts.Add(Draft(AuthKind.OAuth1, one, slots, oauth1 > 1 ? 1.5 : 0.5));
        var signed = slots.Where(s => s.Kind == AuthKind.SignedRequest).Sum(s => s.Score);
        if ((signed > 1 || (signed > LeastShown && Sum(AuthKind.SignedRequest) is { Score: >= 3 })) && Signed(slots, signed) is { } hmac)
        {
            var draft = Draft(AuthKind.SignedRequest, hmac, slots, 1);
            var own = draft.Slots.ToList();
            draft.Slots.InsertRange(0, slots.Where(s => s.Kind == AuthKind.ApiKey && own.Exists(o => Together(o, s))));
            drafts.Add(draft);
        }

        if (Sum(AuthKind.Mtls) is { } mtls && mtls.Score >= (known.Count == 0 && drafts.Count == 0 && claims.Kinds.Exists(k => k.Kind == AuthKind.Mtls && (k.Context & UnitContext.Auth) != 0 && (k.Context & UnitContext.Data) == 0) ? 2 : 4) && claims.Kinds.Exists(k => k.Kind == AuthKind.Mtls && (k.Context & (UnitContext.Foreign | UnitContext.Inbound | UnitContext.Rejected)) == 0))
            drafts.Add(Draft(AuthKind.Mtls, mtls, slots, 0.5));
        var session = slots.Where(s => s.Kind == AuthKind.SessionLogin).Sum(s => s.Score);
        if (session > 1 && Sum(AuthKind.SessionLogin) is { Score: >= 2 } login)
        {
            var draft = Draft(AuthKind.SessionLogin, login, slots, 1);
            var own = draft.Slots.ToList();
            draft.Slots.InsertRange(0, slots.Where(s => s.Kind == AuthKind.ApiKey && IsSentToLogin(s) && own.Exists(o => Together(o, s))));
            drafts.Add(draft);
        }
        // A log-in is described, and nothing else that a call could carry.
        else if (known.Count == 0 && drafts.Count == 0 && !slots.Exists(s => s.Score >= LeastShown) && Sum(AuthKind.SessionLogin) is { Score: >= 3.5 } alone)
            drafts.Add(Draft(AuthKind.SessionLogin, alone, slots, 0.5));
        return [.. drafts.Where(d => !known.Exists(k => k.Kind == d.Kind))];
    }

    // The application's key, which the log-in call carries as well as those behind it.
    private bool IsSentToLogin(PlacementSlot slot) =>
        slot.Best.Placement is { In: PlacementLocation.Header } place && facts.Requests.Any(r => LoginEvidence.IsShown(r) && r.Headers.Exists(h => h.Name.Equals(place.Name, StringComparison.OrdinalIgnoreCase)));

    // A signature that every call carries needs no further words.
    private (double Score, QuoteSpan Quote, int Position, double Deprecated)? Signed(List<PlacementSlot> slots, double signed)
    {
        if (Sum(AuthKind.SignedRequest) is { Score: >= 1 } said)
            return said;
        var best = slots.Where(s => s.Kind == AuthKind.SignedRequest).MaxBy(s => s.Score)!.Best;
        return signed >= 1.5 ? (signed, best.Quote, best.Quote.Start, 0) : null;
    }

    private (double Score, QuoteSpan Quote, int Position, double Deprecated)? Sum(AuthKind kind) =>
        _kinds.TryGetValue(kind, out var sum) && sum.Quote.End > 0 ? sum : null;

    private static MethodDraft Draft(AuthKind kind, (double Score, QuoteSpan Quote, int Position, double Deprecated) sum, List<PlacementSlot> slots, double factor)
    {
        var draft = new MethodDraft(kind) { Score = Math.Min(sum.Score, 12) * factor, Quote = sum.Quote, Position = sum.Position, Deprecated = sum.Deprecated > sum.Score / 2 };
        draft.Slots.AddRange(slots.Where(s => s.Kind == kind));
        // A word in the introduction is no description.
        if (kind == AuthKind.SignedRequest && draft.Slots.Count > 0)
            draft.Position = Math.Max(draft.Position, draft.Slots.SelectMany(s => s.Claims).Where(c => ContextWeight.Of(c.Context) > 0).Min(c => c.Quote.Start));
        draft.Score += draft.Slots.Sum(s => Math.Min(4, s.Score));
        return draft;
    }

    // A cookie that no log-in call of the document hands out is a key that a person supplies.
    private static IEnumerable<MethodDraft> Cookies(List<PlacementSlot> slots) =>
        slots.Where(s => s.Kind == AuthKind.SessionLogin && s.Best.Placement.In == PlacementLocation.Cookie).Take(1).Select(slot => new MethodDraft(AuthKind.ApiKey)
        {
            Score = slot.Score,
            Quote = slot.Best.Quote,
            Position = slot.Claims.Min(c => c.Quote.Start),
            Slots = { slot },
            Deprecated = slot.Deprecated,
        });

    // "There is no log-in call", and nothing that speaks of one.
    private bool DeniesLogin() =>
        _kinds.TryGetValue(AuthKind.SessionLogin, out var login) && login.Score < LeastShown && claims.Kinds.Exists(k => k.Kind == AuthKind.SessionLogin && (k.Context & UnitContext.Rejected) != 0 && (k.Context & UnitContext.Auth) != 0);

    // Nothing says how a credential travels, but the document asks for one.
    private List<MethodDraft> Weak()
    {
        var found = new Dictionary<AuthKind, (double Score, QuoteSpan Quote, int Position)>();
        foreach (var unit in facts.Text.Units)
        {
            if (unit.Is(UnitContext.Foreign | UnitContext.Inbound | UnitContext.Rejected | UnitContext.Errors | UnitContext.Data) || unit.Block.Kind == BlockKind.Heading)
                continue;
            foreach (var (kind, weight, phrases) in WeakPhrases.All)
            {
                var at = phrases.IndexIn(unit.Lower);
                if (at < 0)
                    continue;
                var (score, quote, position) = found.GetValueOrDefault(kind, (0, default, unit.Start));
                var factor = (unit.Is(UnitContext.Auth) ? 1 : 0.5) * (unit.Block.Kind == BlockKind.TableRow ? 0.3 : 1);
                found[kind] = (score + (weight * factor), quote.End == 0 ? facts.QuoteOf(unit, unit.Lower[at..Math.Min(unit.Lower.Length, at + 6)]) : quote, position);
            }
        }

        return [.. found.Where(f => f.Value.Score >= Least).Select(f => new MethodDraft(f.Key) { Score = Math.Min(f.Value.Score, 8), Quote = f.Value.Quote, Position = f.Value.Position })];
    }
}
