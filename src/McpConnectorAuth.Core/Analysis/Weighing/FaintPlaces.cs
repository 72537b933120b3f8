using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>
/// Places of a credential that are believed only where nothing plainer was found: a placeholder in a parameter of any name, an
/// error that names what is missing, a list of what each request carries, a header that all operations of a description take.
/// </summary>
internal sealed class FaintPlaces(DocumentFacts facts, ClaimSet claims)
{
    private const double Weight = 1.2;
    private const int MostRequests = 300;
    private const int MostLines = 20_000;
    private const int LongestMessage = 300;
    private const int LongestList = 1200;
    private const int LongestLine = 120;
    private const int MostWords = 4;
    private static readonly PhraseTable Missing = new(
        "missing", "lacking", "lacks", "is required", "not provided", "not supplied", "not specified", "not set", "not sent", "not present", "was given", "was provided", "was supplied", "was found", "no valid", "must be sent", "must be set", "must contain", "is empty", "is invalid",
        "fehlt", "fehlende", "fehlender", "nicht angegeben", "falta", "faltante", "ausente", "manquant", "manquante", "absent", "absente", "mancante", "manca", "ontbreekt", "ontbrekende", "saknas", "mangler", "ありません", "必須");
    private static readonly PhraseTable EachRequest = new("every request", "each request", "all requests", "every call", "each call", "all calls", "jeder anfrage", "jede anfrage", "jedem aufruf", "jeder aufruf", "allen anfragen", "cada petición", "cada solicitud", "cada llamada", "todas las peticiones", "chaque requête", "chaque appel", "toutes les requêtes", "cada requisição", "cada chamada", "todas as requisições", "ogni richiesta", "ogni chiamata", "tutte le richieste", "elk verzoek", "elke aanroep", "elke aanvraag", "リクエスト");
    private static readonly PhraseTable Places = new("url", "urls", "query", "query string", "parameters", "address", "adresse", "dirección", "endereço", "indirizzo", "header", "headers", "request", "requests", "call", "calls", "anfrage", "aufruf", "petición", "llamada", "requête", "appel", "requisição", "chamada", "richiesta", "chiamata");
    // A key of a record, of a page, of a language: what anything may be called.
    private static readonly HashSet<string> Vague = new(StringComparer.Ordinal) { "key", "keys", "token", "secret", "pass", "id" };

    /// <summary>Adds the places to the claims.</summary>
    /// <returns>Whether there are any.</returns>
    public bool Add()
    {
        var before = claims.Placements.Count;
        Action[] readers = [Requests, Urls, Spans, Lists, Sentences, Cookies, Arguments, Operations, Errors];
        return Array.Exists(readers, read =>
        {
            read();
            return claims.Placements.Count > before;
        });
    }

    // `?subscription=YOUR_SUBSCRIPTION_KEY`: what is to be filled in is a key, whatever the parameter is called.
    private void Requests()
    {
        foreach (var request in facts.Requests.Take(MostRequests))
        {
            facts.Cancellation.ThrowIfCancellationRequested();
            if (!request.Context.Counts || TokenRequest.Is(request) || LoginEvidence.IsShown(request) || claims.Logins.Contains(request))
                continue;
            Fields(PlacementLocation.Query, request.Query, request.Context, claims.RequestOf(request), field => facts.QuoteOf(request, field));
            Fields(PlacementLocation.Header, request.Headers.FindAll(h => HeaderNames.LooksLikeHeader(h.Name) && !HeaderNames.IsNeverCredential(LowerText.Of(h.Name))), request.Context, claims.RequestOf(request), field => facts.QuoteOf(request, field));
        }
    }

    private void Urls()
    {
        foreach (var mention in facts.Urls)
        {
            if (mention.Query.Length > 0 && !mention.IsLink && (mention.Context & (UnitContext.Dismissed | UnitContext.Data)) == 0 && !mention.Query.Contains("response_type=", StringComparison.Ordinal) && !mention.Query.Contains("redirect_uri=", StringComparison.Ordinal))
                Fields(PlacementLocation.Query, [.. FormFields.Parse(mention.Query)], mention.Context, claims.NewRequest(), _ => QuoteSpan.OfLine(facts.Source, mention.Start, mention.End));
        }
    }

    // "append `?apikey=...`"
    private void Spans()
    {
        foreach (var unit in facts.Text.Units)
        {
            if (!unit.Has(UnitMarks.Query) || !unit.Has(UnitMarks.Code) || unit.Is(UnitContext.Dismissed | UnitContext.Data) || unit.Block.Kind == BlockKind.TableRow || NamedPlaceEvidence.SpeaksOfPages(unit))
                continue;
            foreach (var field in unit.CodeSpans.Where(span => span.Length is > 3 and < LongestLine && span[0] is '?' or '&' && !span.Contains(' ', StringComparison.Ordinal)).SelectMany(FormFields.Parse))
            {
                if (HeaderNames.IsCredentialParameter(field.Name) && field.Value.AsSpan().IndexOfAnyExcept(".…xX*") < 0)
                    Claim(PlacementLocation.Query, field.Name, "{}", unit.Context, facts.QuoteOf(unit, field.Name), claims.NewRequest());
            }
        }
    }

    private void Fields(PlacementLocation place, List<SampleField> fields, UnitContext context, int number, Func<string, QuoteSpan> quote)
    {
        if (!fields.Exists(field => IsCredential(field)))
            return;
        // "You need two values. Both go into the URL": what stands beside the key is the caller's own, too.
        foreach (var field in fields.Where(field => IsCredential(field) || (IsOfCaller(field) && GoTogether())))
            Claim(place, field.Name, CredentialValue.Hole(field.Value), context, quote(field.Name), number, true);
    }

    private static bool IsCredential(SampleField field) =>
        Template.LoneHole(field.Value) is { } hole && !DeclaredPlaceEvidence.IsOfPaging(field.Name) && CredentialNames.Snake(hole) is var snake && !Vague.Contains(snake) && HeaderNames.IsCredentialParameter(hole) && CredentialNames.Find(snake) is { Secret: true };

    // {terminal_id}, {client_number}
    private static bool IsOfCaller(SampleField field) =>
        Template.LoneHole(field.Value) is { } hole && !DeclaredPlaceEvidence.IsOfPaging(field.Name) && CredentialNames.Snake(hole) is var snake && snake.Contains('_', StringComparison.Ordinal) && (CredentialNames.EndsWithCredential(snake) || snake.EndsWith("_number", StringComparison.Ordinal) || snake.EndsWith("_no", StringComparison.Ordinal));

    private bool GoTogether() => _together ??= facts.Text.Units.Exists(unit => PlaceWords.Both.In(unit.Lower) && Places.In(unit.Lower) && !unit.Is(UnitContext.Dismissed));

    private bool? _together;

    // "Both are sent in each request as HTTP header fields:", and the lines below it, each a name and what stands in it
    private void Lists()
    {
        foreach (var unit in facts.Text.Units)
        {
            if (!unit.Has(UnitMarks.EndsWithColon) || unit.Is(UnitContext.Dismissed) || !PlaceWords.Headers.In(unit.Lower) || !EachRequest.In(unit.Lower))
                continue;
            var number = claims.NewRequest();
            var found = false;
            var stop = Math.Min(facts.Source.Length, unit.End + LongestList);
            for (var start = unit.End; start < stop;)
            {
                var end = facts.Source.IndexOf('\n', start, stop - start);
                end = end < 0 ? stop : end;
                var line = facts.Source.AsSpan(start, end - start).Trim();
                if (HeaderLine(line) is { } header)
                {
                    found = true;
                    Claim(PlacementLocation.Header, header.Name, header.Value, unit.Context, QuoteSpan.OfLine(facts.Source, start, end), number);
                }
                else if (!line.IsEmpty && (found || !line.StartsWith("`") && !line.StartsWith("|") && !line.StartsWith(":")))
                {
                    break;
                }

                start = end + 1;
            }

            if (found)
                return;
        }
    }

    // "Send your customer number and your PIN with every request, in the headers `Acme-Customer` and `Acme-Pin`", "It belongs into a header called "Acme-Code"", and a call that has it
    private void Sentences()
    {
        var sent = facts.Requests.Take(MostRequests).Where(request => request.Context.Counts).SelectMany(request => request.Headers).Select(header => header.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var unit in facts.Text.Units)
        {
            if (!PlaceWords.Header.In(unit.Lower) || unit.Is(UnitContext.Dismissed | UnitContext.Errors | UnitContext.Data) || unit.Block.Kind is BlockKind.TableRow or BlockKind.Heading || !(Proof.In(unit.Lower) || (facts.Before(unit) is { } before && Proof.In(before.Lower))))
                continue;
            var each = EachRequest.In(unit.Lower);
            var names = unit.CodeSpans.Concat(Quoted(unit.Plain)).Where(name => HeaderNames.IsOfCaller(name) && !name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) && (each || sent.Contains(name))).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostNames).ToList();
            var number = claims.NewRequest();
            foreach (var name in names)
                Claim(PlacementLocation.Header, name, "{}", unit.Context, facts.QuoteOf(unit, name), number);
            if (names.Count > 0)
                return;
        }
    }

    private const int MostNames = 3;

    // What a caller shows to be let in.
    private static readonly PhraseTable Proof = new(
        "key", "token", "code", "pin", "password", "secret", "phrase", "passphrase", "credential", "credentials", "licence", "license", "schlüssel", "kennwort", "passwort", "zugangscode", "kennung", "clave", "código", "contraseña", "clé", "code d'accès", "mot de passe", "jeton", "chave", "senha", "chiave", "codice", "sleutel", "toegangscode", "wachtwoord", "キー", "コード", "トークン");

    // "X", «X», “X”
    private static IEnumerable<string> Quoted(string text)
    {
        for (var open = text.IndexOfAny(Opening); open >= 0 && open + 1 < text.Length;)
        {
            var close = text.IndexOfAny(Closing, open + 1);
            if (close < 0)
                yield break;
            if (close - open <= LongestLine)
                yield return text[(open + 1)..close].Trim();
            open = text.IndexOfAny(Opening, close + 1);
        }
    }

    private static readonly char[] Opening = ['"', '«', '“', '„'];
    private static readonly char[] Closing = ['"', '»', '”', '“'];

    // "- `X-Acme-Site`: your site code"
    private static (string Name, string Value)? HeaderLine(ReadOnlySpan<char> line)
    {
        if (line.Length > LongestLine)
            return null;
        line = line.TrimStart("-*•|` ");
        var end = line.IndexOfAny(": `|=");
        if (end <= 0 || line[..end].ToString() is not { } name || !name.Contains('-', StringComparison.Ordinal) || !HeaderNames.LooksLikeHeader(name) || HeaderNames.IsNeverCredential(LowerText.Of(name)) || HeaderNames.IsSignature(name) || HeaderNames.IsFreshness(name))
            return null;
        var value = line[end..].Trim(":=|`*- .,;").ToString();
        var hole = Template.Normalize(value);
        if (Template.Holes(hole) is [_])
            return (name, CredentialValue.Hole(hole));
        var words = value.StartsWith("your ", StringComparison.OrdinalIgnoreCase) || value.StartsWith("the ", StringComparison.OrdinalIgnoreCase) ? value[(value.IndexOf(' ', StringComparison.Ordinal) + 1)..] : value;
        return (name, words.Length > 0 && words.All(c => char.IsAsciiLetter(c) || c == ' ') && words.Contains(' ', StringComparison.Ordinal) && words.Count(c => c == ' ') < MostWords ? "{" + CredentialNames.Snake(words) + "}" : "{}");
    }

    // "a cookie with the name `acme_key`, holding the integration key"
    private void Cookies()
    {
        foreach (var unit in facts.Text.Units)
        {
            if (unit.Lower.Contains("cookie", StringComparison.Ordinal) && Proof.In(unit.Lower) && !unit.Is(UnitContext.Dismissed | UnitContext.Data) && unit.CodeSpans.Find(span => HeaderNames.IsCredentialParameter(span) && span.AsSpan().IndexOfAny("={") < 0) is { } name)
            {
                Claim(PlacementLocation.Cookie, name, "{}", unit.Context, facts.QuoteOf(unit, name), claims.NewRequest());
                return;
            }
        }
    }

    // "`pass`: the password of your feed", where all calls that are shown carry it
    private void Arguments()
    {
        var requests = facts.Requests.Take(MostRequests).Where(r => r.Context.Counts && !TokenRequest.Is(r) && !LoginEvidence.IsShown(r) && r.Query.Count + r.Body.Count > 0).Select(r => (r.Query, r.Body)).ToList();
        requests.AddRange(facts.Urls.Where(m => m.Query.Length > 0 && !m.IsLink && (m.Context & (UnitContext.Dismissed | UnitContext.Data)) == 0).Take(MostRequests).Select(m => (FormFields.Parse(m.Query).ToList(), new List<SampleField>())));
        if (requests.Count == 0)
            return;
        var number = claims.NewRequest();
        var common = requests[0].Query.Select(f => (Place: PlacementLocation.Query, f.Name)).Concat(requests[0].Body.Select(f => (Place: PlacementLocation.Body, f.Name))).Distinct().Take(MostArguments)
            .Where(argument => requests.TrueForAll(r => (argument.Place == PlacementLocation.Query ? r.Query : r.Body).Exists(f => f.Name == argument.Name)) && !DeclaredPlaceEvidence.IsOfPaging(argument.Name)).ToList();
        var secrets = common.ConvertAll(argument => Definition(argument.Name, Secretive));
        if (secrets.TrueForAll(secret => secret is null))
            return;
        // "`uid`: your customer number" goes with it.
        for (var i = 0; i < common.Count; i++)
        {
            if ((secrets[i] ?? Definition(common[i].Name, Identity)) is { } quote)
                Claim(common[i].Place, common[i].Name, "{}", UnitContext.None, quote, number, true);
        }
    }

    private const int MostArguments = 20;

    // What is handed out to somebody, in the words that define an argument.
    private static readonly PhraseTable Secretive = new("key", "token", "secret", "password", "passphrase", "access code", "subscription code", "your code", "code printed", "licence code", "license code", "schlüssel", "passwort", "kennwort", "zugangscode", "clave", "contraseña", "clé", "mot de passe", "chave", "senha", "chiave", "sleutel", "wachtwoord", "klucz", "hasło", "ключ", "пароль", "キー", "パスワード", "密钥", "密码");
    private static readonly PhraseTable HandedOut = new("your", "yours", "you", "my", "console", "dashboard", "settings", "account", "subscription", "contract", "confirmation", "panel", "ihr", "ihre", "ihrem", "konto", "vertrag", "su", "tu", "cuenta", "votre", "compte", "sua", "seu", "conta", "suo", "tuo", "uw", "twój", "ваш", "控制台", "申请", "您的", "管理画面", "マイページ");

    private static readonly PhraseTable Identity = new("customer number", "customer id", "account number", "account id", "account name", "user name", "username", "user id", "login", "login name", "client id", "client number", "member number", "kundennummer", "benutzername", "benutzerkennung", "número de cliente", "usuario", "identifiant", "numéro client", "nom d'utilisateur", "usuário", "nome utente", "codice cliente", "gebruikersnaam", "klantnummer");

    // The statement that begins with a name, a row of it, a line of a list in plain text.
    private QuoteSpan? Definition(string name, PhraseTable what)
    {
        foreach (var unit in facts.UnitsNaming([LowerText.Of(name)]))
        {
            if (!unit.Is(UnitContext.Dismissed | UnitContext.Data) && (unit.CodeSpans.Contains(name) || (unit.Block.Cells.Count > 1 && unit.Block.Cells[0].Trim(' ', '`', '*') == name)) && IsDefinition(unit.Lower.Text.Replace(LowerText.Of(name), "", StringComparison.Ordinal), what))
                return facts.QuoteOf(unit, name);
        }

        for (var at = facts.Source.IndexOf(name + "  ", StringComparison.Ordinal); at >= 0; at = facts.Source.IndexOf(name + "  ", at + 1, StringComparison.Ordinal))
        {
            var start = facts.Source.LastIndexOf('\n', at, Math.Min(at + 1, LongestLine)) + 1;
            var line = QuoteSpan.OfLine(facts.Source, at, at + name.Length);
            if (facts.Source.AsSpan(start, at - start).IsWhiteSpace() && IsDefinition(facts.Source[(at + name.Length)..Math.Max(at + name.Length, line.End)].ToLowerInvariant(), what))
                return line;
        }

        return null;
    }

    private static bool IsDefinition(string lower, PhraseTable what) => what.In(lower) && HandedOut.In(lower);

    // A header that is called like a key and that most operations of a description take, where it declares no scheme.
    private void Operations()
    {
        if (facts.Text.Document.Api is not { Schemes.Count: 0 } api || api.Operations.Count == 0)
            return;
        var number = claims.NewRequest();
        foreach (var parameter in api.Parameters.Where(p => p.Uses * 2 >= api.Operations.Count))
        {
            if (parameter.In == "header" ? HeaderNames.LooksLikeHeader(parameter.Name) && HeaderNames.IsCredentialHeader(parameter.Name) && !HeaderNames.IsSignature(parameter.Name) && !HeaderNames.IsFreshness(parameter.Name) && !parameter.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) : parameter.In == "query" && HeaderNames.IsCredentialParameter(parameter.Name))
                Claim(parameter.In == "header" ? PlacementLocation.Header : PlacementLocation.Query, parameter.Name, "{}", UnitContext.None, facts.LineAt(parameter.Start), number);
        }
    }

    // "401: Header 'X-Acme-Key' is missing", "Request is lacking the query parameter member_key"
    private void Errors()
    {
        foreach (var unit in facts.Text.Units)
        {
            if (Missing.In(unit.Lower) && !unit.Is(UnitContext.Dismissed) && unit.End - unit.Start <= LongestMessage)
                Message(unit.Plain, unit.Lower.Text, unit.Context, name => facts.QuoteOf(unit, name));
        }

        var lines = 0;
        foreach (var block in facts.Text.Document.Blocks)
        {
            if (block.Code is not { } code || facts.Text.Poisoned.Contains(block) || (facts.Text.ContextOf(block.Section) & UnitContext.Dismissed) != 0)
                continue;
            facts.Cancellation.ThrowIfCancellationRequested();
            for (var start = 0; start < code.Content.Length && lines < MostLines; lines++)
            {
                var end = code.Content.IndexOf('\n', start);
                end = end < 0 ? code.Content.Length : end;
                if (end - start is > 8 and <= LongestMessage && code.Content[start..end] is var line && line.ToLowerInvariant() is var lower && Missing.In(lower))
                {
                    var from = start;
                    Message(line, lower, UnitContext.None, name => facts.QuoteOf(block, code.Content.IndexOf(name, from, StringComparison.Ordinal)));
                }

                start = end + 1;
            }
        }
    }

    private void Message(string text, string lower, UnitContext context, Func<string, QuoteSpan> quote)
    {
        var header = PlaceWords.Header.In(lower);
        if (!header && !PlaceWords.Query.In(lower))
            return;
        for (var at = 0; at < text.Length; at++)
        {
            var start = at;
            while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '-' or '_'))
                at++;
            if (at - start is < 3 or > 60)
                continue;
            var name = text[start..at];
            // Words of the sentence are spelled as such; a name has a sign or a capital in it, or stands in quotes.
            var spelled = name.AsSpan().IndexOfAny('-', '_') > 0 || name.AsSpan(1).IndexOfAnyInRange('A', 'Z') >= 0 && name.AsSpan().IndexOfAnyInRange('a', 'z') >= 0 || (start > 0 && text[start - 1] is '\'' or '"' or '`' or '«' or '“' && at < text.Length && text[at] is '\'' or '"' or '`' or '»' or '”');
            if (!spelled || HeaderNames.IsSignature(name) || HeaderNames.IsFreshness(name) || name.StartsWith("content-", StringComparison.OrdinalIgnoreCase))
                continue;
            if (header && name.Contains('-', StringComparison.Ordinal) && char.IsAsciiLetter(name[0]) && HeaderNames.LooksLikeHeader(name) && HeaderNames.IsCredentialHeader(name) && IsHeaderSpelled(name))
                Claim(PlacementLocation.Header, name, "{}", context, quote(name), claims.NewRequest());
            else if (!header && HeaderNames.IsCredentialParameter(name) && !name.Contains('-', StringComparison.Ordinal))
                Claim(PlacementLocation.Query, name, "{}", context, quote(name), claims.NewRequest());
        }
    }

    // "API-Key" is a word of the sentence, "X-Acme-Key" and "acme-api-key" are none.
    private static bool IsHeaderSpelled(string name) => CredentialNouns.All.All(noun => !noun.Phrase.Equals(name, StringComparison.OrdinalIgnoreCase));

    private void Claim(PlacementLocation place, string name, string format, UnitContext context, QuoteSpan quote, int number, bool sample = false) =>
        claims.Placements.Add(new PlacementClaim(AuthKind.ApiKey, new Placement(place, name, format), Weight, context & ~(UnitContext.Errors | UnitContext.Data), quote, number, sample));
}
