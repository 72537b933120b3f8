using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>Log-ins, told from keys: what carries the answer of a log-in call is no key that a person supplies.</summary>
internal sealed class SessionMethods(DocumentFacts facts, ClaimSet claims, KindSums sums, LoginAnswers answers)
{
    private const int Near = 400;

    private static readonly PhraseTable Later = new(
        "what came back", "to use with all calls", "to be used with all calls", "used for all other calls", "to use for all calls", "use with all other calls", "every later call", "every later request", "later calls", "later requests", "subsequent calls", "subsequent requests", "future requests", "future calls", "future api requests", "subsequent call", "subsequent request", "all that follows", "following calls", "following requests", "every further call", "further calls", "further requests", "every other call", "all other calls", "all the other calls", "all other requests", "all the other requests", "each further", "every following", "from then on", "the token from the", "returned token", "token returned", "token you got", "token received", "received token", "from the login", "from the sign-in", "from sign in", "from the response", "from the reply", "from the answer", "the response contains", "the reply contains", "the answer contains", "in allen weiteren", "bei jedem weiteren", "alle weiteren", "folgenden aufrufen", "en las siguientes", "en cada llamada posterior", "以降のリクエスト", "以後の",
        "in allen folgenden", "bei allen weiteren", "bei allen folgenden", "allen nachfolgenden", "jedem weiteren", "jeder weiteren", "jedem folgenden", "jeder folgenden", "weiteren aufrufe", "weiteren aufrufen", "weiteren anfragen", "folgenden anfragen", "folgende anfragen", "las demás llamadas", "las demás peticiones", "las demás solicitudes", "llamadas siguientes", "peticiones siguientes", "siguientes llamadas", "siguientes peticiones", "llamadas posteriores", "peticiones posteriores", "solicitudes posteriores", "llamada posterior", "appels suivants", "requêtes suivantes", "tous les autres appels", "toutes les autres requêtes", "appel suivant", "requête suivante", "chamadas seguintes", "requisições seguintes", "demais chamadas", "demais requisições", "próximas chamadas", "próximas requisições", "chamadas posteriores", "chamadas subsequentes", "requisições subsequentes", "chiamate successive", "richieste successive", "chiamata successiva", "richiesta successiva", "altre chiamate", "volgende aanroepen", "volgende aanroep", "volgende verzoeken", "volgende verzoek", "andere aanroepen", "verdere aanroepen", "以降の", "それ以降", "以後、");

    /// <summary>Puts what carries the answer of a log-in call to the log-in.</summary>
    /// <param name="drafts">All that was found; keys and pairs that are a log-in's are removed.</param>
    public void Apply(List<MethodDraft> drafts)
    {
        if (drafts.Find(d => d.Kind == AuthKind.SessionLogin) is { } shared)
            drafts.RemoveAll(d => d.Kind == AuthKind.ApiKey && d.Slots.TrueForAll(shared.Slots.Contains));
        SessionInsteadOfKey(drafts);
        LoginFields(drafts);
        SessionPlaces(drafts);
        BesideSession(drafts);
    }

    // A header that carries what the log-in call answered is no key that a person could supply.
    private void SessionInsteadOfKey(List<MethodDraft> drafts)
    {
        if (sums.For(AuthKind.SessionLogin) is not { Score: >= 3 } login || drafts.Exists(d => d.Kind == AuthKind.SessionLogin))
            return;
        var call = FirstLoginCall();
        var carrier = drafts.Find(d => d.Kind is AuthKind.ApiKey or AuthKind.Bearer && d.Slots.Exists(s => ((login.Score >= 3.5 || IsNamedSession(s)) && IsSessionCarrier(s) && !IsHandedOut(s, call)) || CarriesWhatLoginGave(s) || IsBehindLogin(s, call) || IsInSampleOfLogin(s)));
        if (carrier is null || drafts.Exists(d => d.IsOAuth))
        {
            LoginBesideOAuth(drafts, login.Quote);
            return;
        }

        drafts.RemoveAll(d => d.Kind == AuthKind.Basic && d.Slots.TrueForAll(s => s.Claims.TrueForAll(IsLoginCall)));
        var session = new MethodDraft(AuthKind.SessionLogin) { Score = Math.Max(carrier.Score, login.Score), Quote = login.Quote, Position = login.Position };
        session.Slots.AddRange(carrier.Slots);
        // "A bot's token goes into the same header": what settings ask for is nobody's session.
        if (!(carrier.Kind == AuthKind.Bearer && carrier.Slots.Exists(HoldsSetting)) && !AsksFor(carrier))
            drafts.Remove(carrier);
        // "Bearer in front of the session's id is accepted as well."
        foreach (var other in drafts.Where(d => d != carrier && d.Kind is AuthKind.ApiKey or AuthKind.Bearer && d.Slots.TrueForAll(s => CarriesWhatLoginGave(s) || IsBehindLogin(s, call) || (IsSessionCarrier(s) && s.Place is var place && session.Slots.Exists(own => own.Place is var known && (known.In, known.Name) == (place.In, place.Name))))).ToList())
        {
            session.Slots.AddRange(other.Slots);
            drafts.Remove(other);
        }

        drafts.Add(session);
    }

    // `Bearer {bot_token}`, where the form has a `bot_token`.
    private bool HoldsSetting(PlacementSlot slot) =>
        slot.Claims.Where(c => c.Context.Counts).SelectMany(c => Template.Holes(c.Placement.Format)).Select(CredentialNames.Snake).Distinct().Any(hole => !answers.Give(hole) && CredentialNames.Find(hole) is { Secret: true } known && (known.Name is "api_token" or "api_key" or "personal_access_token" || claims.Parameters.Exists(group => group.Explicit && group.Parameters.Any(p => p.Name == hole && p.IsSecret))));

    // A form with a `token` beside the names that log in: who has one needs no log-in.
    private bool AsksFor(MethodDraft carrier)
    {
        var asked = claims.Parameters.Where(group => group.Explicit).SelectMany(group => group.Parameters).Where(p => p is { Required: true, IsSecret: true } && p.Name.EndsWith("token", StringComparison.Ordinal) && !p.Name.Contains("session", StringComparison.Ordinal)).Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        if (asked.Count == 0)
            return false;
        foreach (var login in facts.Requests.Concat(claims.Logins).Where(login => claims.Logins.Contains(login) || LoginEvidence.IsLogin(login)))
        {
            asked.ExceptWith(login.Body.Concat(login.Query).Select(sent => CredentialNames.Snake(sent.Name)));
            asked.ExceptWith(login.Headers.SelectMany(header => Template.Holes(header.Value).Append(header.Name)).Select(CredentialNames.Snake));
        }

        return asked.Contains("token") || carrier.Slots.SelectMany(slot => slot.Claims).SelectMany(claim => Template.Holes(claim.Placement.Format).Append(claim.Placement.Name)).Select(CredentialNames.Snake).Any(asked.Contains);
    }

    // Basic goes to the log-in call alone, whose answer calls carry in the place of what OAuth issues.
    private void LoginBesideOAuth(List<MethodDraft> drafts, QuoteSpan quote)
    {
        if (drafts.Find(d => d.IsOAuth && d.Slots.Exists(s => s.Kind == AuthKind.Bearer)) is not { } oauth || drafts.Find(d => d.Kind == AuthKind.Basic && d.Slots.TrueForAll(s => s.Claims.TrueForAll(c => !c.Context.Counts || facts.IsOfLogin(c)))) is not { } basic)
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
        var calls = facts.Requests.Where(LoginEvidence.IsLogin).Select(r => (r.Block.Start, r.Block.End)).Distinct().ToList();
        drafts.RemoveAll(d => d.Kind == AuthKind.ApiKey && d.Slots.Exists(s => IsOfLogin(d, s)) && d.Slots.TrueForAll(s => IsOfLogin(d, s) || session.Slots.Exists(own => own.Claims.Exists(c => s.Claims.Exists(k => Math.Abs(k.Quote.Start - c.Quote.Start) < Near)))));

        bool IsOfLogin(MethodDraft draft, PlacementSlot slot) => IsLoginsAlone(slot) || (draft.Slots.Count == 1 && IsApplicationsName(slot));

        // A header may be so where the calls behind it are shown with what they carry instead.
        bool IsLoginsAlone(PlacementSlot slot) =>
            (slot.Best.Placement.In is PlacementLocation.Body or PlacementLocation.Query || session.Slots.Exists(own => own.Claims.Exists(c => c.Sample)))
            && slot.Claims.TrueForAll(c => calls.Exists(call => c.Quote.Start >= call.Start && c.Quote.Start < call.End));

        // `app_id` in the body of the log-in and of what goes before it.
        static bool IsApplicationsName(PlacementSlot slot) => slot.Best.Placement is { In: PlacementLocation.Body, Name: var name } && CredentialNames.Snake(name) is "app_id" or "application_id" or "client_id" or "device_id";
    }

    private const int Beside = 200;

    // `X-Acme-UserId`, or the application's key that also logs in: which no call carries without the session.
    private void BesideSession(List<MethodDraft> drafts)
    {
        if (drafts.Find(d => d.Kind == AuthKind.SessionLogin) is not { } session)
            return;
        var shown = session.Slots.SelectMany(s => s.Claims).Where(c => c.Context.Counts).Select(c => c.Quote.Start).ToList();
        foreach (var half in drafts.Where(d => d.Kind == AuthKind.ApiKey && d.Slots.TrueForAll(s => s.Best.Placement.In == PlacementLocation.Header && (CredentialNames.Snake(s.Best.Placement.Name).EndsWith("_id", StringComparison.Ordinal) || LogsIn(s.Best.Placement.Name)) && s.Claims.Exists(c => c.Sample && c.Context.Counts && shown.Exists(at => Math.Abs(at - c.Quote.Start) < Beside)))).ToList())
        {
            session.Slots.AddRange(half.Slots);
            drafts.Remove(half);
        }
    }

    // `"devKey": "…"` in the body of the log-in as well
    private bool LogsIn(string header) => claims.Logins.Any(login => login.Context.Counts && login.Body.Exists(field => field.Name.Equals(header, StringComparison.OrdinalIgnoreCase)));

    // `Authorization: {session_id}` next to a log-in is the log-in's other half.
    private static void SessionPlaces(List<MethodDraft> drafts)
    {
        if (drafts.Find(d => d.Kind == AuthKind.SessionLogin) is not { } session)
            return;
        foreach (var half in drafts.Where(d => d.Kind is AuthKind.ApiKey or AuthKind.Bearer && d.Slots.TrueForAll(HoldsSession)).ToList())
        {
            session.Slots.InsertRange(0, half.Slots);
            drafts.Remove(half);
        }
    }

    // "In the web app: Account, Token, copy", before any word on the log-in call.
    private bool IsHandedOut(PlacementSlot slot, int call)
    {
        var shown = slot.Claims.Where(c => c.Context.Counts).Select(c => c.Quote.Start).DefaultIfEmpty(int.MaxValue).Min();
        return shown < call && facts.Text.Units.Exists(u => u.Start < shown && shown - u.Start < Near && TokenPhrases.Handed.In(u.Lower) && TokenPhrases.Token.In(u.Lower) && !u.Is(UnitContext.Dismissed | UnitContext.Errors));
    }

    private bool IsSessionCarrier(PlacementSlot slot)
    {
        return IsNamedSession(slot) || slot.Best.Placement.Name.Contains("ticket", StringComparison.OrdinalIgnoreCase) || (CarriesToken(slot) && !SpeaksOfStaticToken);
    }

    private static bool IsNamedSession(PlacementSlot slot) => slot.Best.Placement.Name.Contains("session", StringComparison.OrdinalIgnoreCase) || HoldsSession(slot);

    private static bool HoldsSession(PlacementSlot slot) => slot.Claims.Exists(c => Template.Holes(c.Placement.Format).Exists(hole => CredentialNames.Snake(hole).Contains("session", StringComparison.Ordinal)));

    private static bool CarriesToken(PlacementSlot slot) => slot.Kind == AuthKind.Bearer || slot.Best.Placement.Name.Contains("token", StringComparison.OrdinalIgnoreCase);

    // A person may copy one from a page.
    private bool SpeaksOfOwnToken => _own ??= facts.Text.Units.Exists(u => TokenPhrases.OwnToken.In(u.Lower) && !u.Is(UnitContext.Dismissed | UnitContext.Errors));

    private bool? _own;

    private bool SpeaksOfStaticToken => _static ??= facts.Text.Units.Exists(u => TokenPhrases.StaticToken.In(u.Lower) && !u.Is(UnitContext.Dismissed | UnitContext.Errors));

    private bool? _static;

    // "goes into the header of every later call", said where the place is described.
    private bool CarriesWhatLoginGave(PlacementSlot slot) =>
        slot.Claims.Exists(c => c.Context.Counts && Template.Holes(c.Placement.Format).Exists(hole => answers.Give(hole) || IsForLater(hole))) || slot.Claims.Exists(c => c.Context.Counts && (Later.In(c.Quote.Text(facts.Source).ToLowerInvariant()) || Later.In(facts.Text.Document.SectionAt(c.Quote.Start).Heading.ToLowerInvariant())));

    // One sample logs in, and what it sends next has the name of a session or token.
    private bool IsInSampleOfLogin(PlacementSlot slot) =>
        (CarriesToken(slot) || IsSessionCarrier(slot)) && slot.Claims.Exists(c => c.Sample && c.Context.Counts && claims.Logins.Any(login => login.Number != c.Request && login.Context.Counts && c.Quote.Start >= login.Block.Start && c.Quote.Start < login.Block.End && facts.QuoteOf(login, UrlText.Path(login.Url)).Start < c.Quote.Start));

    // The chapter that describes the log-in call goes on to the header, and no other chapter shows it.
    private bool IsBehindLogin(PlacementSlot slot, int call)
    {
        if (!(slot.Kind == AuthKind.Bearer || (slot.Kind == AuthKind.ApiKey && slot.Place is (PlacementLocation.Header, "authorization", { Length: > 0 })) || IsTokenHeader(slot)) || call < 0)
            return false;
        var chapter = facts.Text.Document.SectionAt(call);
        var told = slot.Claims.Where(c => c.Context.Counts).ToList();
        return chapter.Level > 0 && !TokenPhrases.StaticToken.In(facts.Text.HeadingOf(chapter)) && told.TrueForAll(c => c.Quote.Start > call && (slot.Kind != AuthKind.Bearer || Within(c))) && told.Exists(Within);

        bool Within(PlacementClaim claim) => RecommendationReader.IsWithin(facts.Text.Document.SectionAt(claim.Quote.Start), chapter);
    }

    // "… and goes into the header X-Acme-Token", below a log-in call that is known by what it sends, and in no sample of that call.
    private bool IsTokenHeader(PlacementSlot slot) =>
        slot is { Kind: AuthKind.ApiKey, Best.Placement: { In: PlacementLocation.Header } place } && claims.Logins.Count > 0 && place.Name.Contains("token", StringComparison.OrdinalIgnoreCase) && !SpeaksOfStaticToken && !SpeaksOfOwnToken
        && !claims.Logins.Any(login => login.Headers.Exists(h => h.Name.Equals(place.Name, StringComparison.OrdinalIgnoreCase)));

    private int FirstLoginCall() =>
        claims.Kinds.Where(k => k.Kind == AuthKind.SessionLogin && k.Weight >= LoginEvidence.Call && k.Context.Counts).Select(k => k.Quote.Start).DefaultIfEmpty(-1).Min();

    // "`authorizationToken`: to use with all calls", and a sample that sends $AUTH_TOKEN.
    private bool IsForLater(string hole) => CredentialNames.IsSecret(CredentialNames.Snake(hole)) && LaterMembers.Contains(Member(hole));

    // What is said to go with all later calls: looked for once, and then asked for each claim.
    private HashSet<string> LaterMembers => _laterMembers ??= [.. facts.Text.Units.Where(u => Later.In(u.Lower) && u.Context.Counts).SelectMany(u => u.CodeSpans).Select(Member)];

    private HashSet<string>? _laterMembers;

    private static string Member(string name) => CredentialNames.Snake(name).Replace("authorization_", "auth_", StringComparison.Ordinal).Replace("authentication_", "auth_", StringComparison.Ordinal);

    private bool IsLoginCall(PlacementClaim claim) => facts.IsOfLogin(claim) || claim.Placement.Format.Contains("{username}:{password}", StringComparison.Ordinal);
}
