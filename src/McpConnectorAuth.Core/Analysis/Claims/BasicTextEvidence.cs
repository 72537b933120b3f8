using System.Buffers;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>Sentences and tables that say HTTP Basic, and what stands for user name and password.</summary>
internal sealed class BasicTextEvidence : IEvidenceSource
{
    private static readonly PhraseTable Basic = new("http basic", "basic auth", "basicauth", "basic authentication", "basic access authentication", "basic credentials", "basic-auth", "basic-authentifizierung", "autenticación básica", "autenticación basic", "autenticación http básica", "authentification basic", "authentification basique", "authentification http basique", "authentification de base", "autenticazione basic", "autenticazione di base", "autenticação básica", "autenticação basic", "basic-authenticatie", "basisauthenticatie", "basic authentifizierung", "basic-anmeldung", "basic認証", "basic 認証", "ベーシック認証", "basic认证", "basic 认证", "basic 鉴权", "uses basic", "basic-authentication", "http-basic", "auth | basic", "with basic");
    private static readonly PhraseTable Client = new("client id", "client_id", "client secret", "client_secret", "client authentication", "token url", "token endpoint", "token request", "client credentials", "proxy", "rtsp", "smtp", "accepts basic and digest", "client-id", "grant_type", "refresh_token", "application travel", "digest");
    private static readonly PhraseTable Denied = new("looks like http basic", "looks like basic", "not http basic", "not basic", "as it would be with", "as it would with", "unlike http basic", "unlike basic", "as in http basic", "as with http basic", "similar to basic", "similar to http basic", "resembles basic", "ähnelt basic", "ähnelt http basic", "wie bei basic", "parecido a basic", "ressemble à basic", "basic 認証に似て", "basic認証に似て", "basic 認証ではな", "basic認証ではな", "not base64", "**not** base64", "no basic", "without requiring basic", "without basic", "instead of basic", "rather than basic", "instead of http basic", "rather than http basic", "kein basic", "statt basic", "no es basic", "sin basic");
    // "Keep it as secure as your password" is advice.
    private static readonly PhraseTable Likened = new("as good as", "as secure as", "as safe as", "as carefully as", "like a password", "like passwords", "like your password");
    private static readonly PhraseTable BasicWord = new("basic");
    private static readonly PhraseTable Replaced = new("replaced", "don't offer", "do not offer", "does not offer", "doesn't offer", "ersetzt", "reemplaza");
    private static readonly PhraseTable BasicWith = new("basic with user name and password", "basic with username and password", "basic with a user name and password", "basic with the user name and password", "basic with user and password", "basic mit benutzername und passwort", "basic con usuario y contraseña", "basic avec nom d'utilisateur et mot de passe");
    private static readonly PhraseTable UserWords = new("user name", "username", "user-name", "user", "login", "benutzername", "usuario", "nombre de usuario", "ユーザー名");
    private static readonly PhraseTable PasswordWords = new("password", "passwort", "contraseña", "パスワード", "pass");
    private static readonly PhraseTable EmptyPassword = new("password empty", "password = empty", "password: empty", "password = blank", "password: blank", "password stays empty", "password stays blank", "password remains empty", "password remains blank", "empty password", "password blank", "blank password", "password is empty", "password is blank", "password is left blank", "password is left empty", "without a password", "no password", "leave the password", "password can be left", "password may be left", "password should be left", "passwort bleibt leer", "leeres passwort", "passwort leer", "contraseña vacía", "sin contraseña", "パスワードは空", "password is not used", "with an empty password", "password must be empty", "password field empty", "nothing after the colon");
    // "No user name and no password are needed then."
    private static readonly PhraseTable NoPair = new("no user name and no password", "no username and no password", "no user name or password", "no username or password", "neither user name nor password", "neither username nor password", "weder benutzername noch passwort", "ni usuario ni contraseña");

    // "The default user is admin with no password" is said of a new device.
    private static readonly PhraseTable Default = new("default user", "default username", "default user name", "default account", "default login");
    private static readonly PhraseTable AnyPassword = new("any random string for the password", "any random string as the password", "any string for the password", "random string for the password", "any value for the password", "password is ignored", "password can be anything", "any password", "password does not matter", "password doesn't matter", "dummy password", "password may be anything", "arbitrary password", "any value as the password", "any string as the password");
    private static readonly PhraseTable EmptyUser = new("user name empty", "user name stays empty", "empty user name", "empty username", "username empty", "username blank", "blank username", "user name is empty", "leave the username", "leave the user name", "username is left", "benutzername bleibt leer", "usuario vacío", "user name is left empty", "ユーザー名は空");

    public void Collect(DocumentFacts facts, ClaimSet claims)
    {
        int? basicBefore = null;
        TextUnit? above = null;
        var shown = facts.Requests.Any(request => request.Login is not null);
        foreach (var unit in facts.Text.Units)
        {
            facts.Cancellation.ThrowIfCancellationRequested();
            var names = Basic.In(unit.Lower) || (BasicWith.In(unit.Lower) && !Denied.In(unit.Lower) && !Replaced.In(unit.Lower));
            if (above is not null && basicBefore is { } named && unit.Start - named <= Reach && Listed(above, unit) is { } listed)
            {
                claims.Placements.Add(new PlacementClaim(AuthKind.Basic, new Placement(PlacementLocation.Header, "Authorization", "Basic base64(" + listed + ")"), 2, unit.Context, facts.QuoteOf(unit, null), claims.NewRequest()));
                above = null;
                continue;
            }

            above = unit;
            // The next sentences may say what goes where.
            if (names && !Client.In(unit.Lower))
                basicBefore = unit.End;
            if (shown && Template(unit) is { } template)
            {
                claims.Placements.Add(new PlacementClaim(AuthKind.Basic, new Placement(PlacementLocation.Header, "Authorization", "Basic base64(" + template + ")"), 2, unit.Context, facts.QuoteOf(unit, null), claims.NewRequest()));
                continue;
            }

            var pair = PairOf(facts, unit) ?? (basicBefore is { } near && unit.Start - near <= Reach ? Encoded(unit) : null);
            if (pair is null && !names)
                continue;
            if (!names && (unit.Start - basicBefore > Reach || Weighing.BasicShape.IsVague("base64(" + pair + ")")))
                continue;
            // "Send an e-mail address in the `User-Agent`": half a pair says nothing of Basic.
            if (!names && basicBefore is null && pair!.EndsWith(":{password}", StringComparison.Ordinal) && !PasswordWords.In(unit.Lower))
                continue;
            if (Client.In(unit.Lower) || unit.Block.Kind == BlockKind.Heading || (pair is null && Denied.In(unit.Lower)) || (!names && Likened.In(unit.Lower)))
                continue;
            claims.Placements.Add(new PlacementClaim(
                pair?.EndsWith(Signature, StringComparison.Ordinal) == true ? AuthKind.SignedRequest : AuthKind.Basic,
                new Placement(PlacementLocation.Header, "Authorization", "Basic base64(" + (pair ?? "{username}:{password}") + ")"),
                pair is null ? 1 : 2,
                unit.Context,
                facts.QuoteOf(unit, names ? "asic" : null),
                claims.NewRequest()));
        }
    }

    // `{email_address}/token:{api_token}` and nothing else, in a document whose samples log in with such a pair
    private static string? Template(TextUnit unit) =>
        unit.CodeSpans is [{ Length: < LongestPair } span] && unit.Plain.AsSpan().Trim("` .").Length == span.Length && !span.Contains("//", StringComparison.Ordinal) && !span.Contains(' ', StringComparison.Ordinal)
        && Samples.Template.Normalize(span) is ['{', .., '}'] pair && Weighing.BasicShape.Sides("base64(" + pair + ")") is var (user, password) && Samples.Template.LoneHole(password) is { } secret && CredentialNames.IsSecret(CredentialNames.Snake(secret)) && Samples.Template.Holes(user).Count == 1 && user.IndexOf('}', StringComparison.Ordinal) is var end && (end == user.Length - 1 || user[end + 1] == '/') ? CredentialValue.UserPassword(span) : null;

    private const int LongestPair = 80;

    // "- User name: `jsonrpc`" and, as the next item, "- Password: the API token".
    private static string? Listed(TextUnit above, TextUnit unit)
    {
        if (unit.Block.Kind != BlockKind.ListItem || above.Block.Kind != BlockKind.ListItem || unit.Start - above.End > MostBetween)
            return null;
        return Item(above, ["username:", "user name:", "user:", "login:", "benutzername:", "usuario:"], "username") is { } user && Item(unit, ["password:", "passwort:", "kennwort:", "contraseña:"], "password") is { } password ? user + ":" + password : null;
    }

    private static string? Item(TextUnit unit, ReadOnlySpan<string> names, string standing)
    {
        foreach (var name in names)
        {
            if (!unit.Lower.Text.StartsWith(name, StringComparison.Ordinal))
                continue;
            var rest = unit.Lower.Text[name.Length..].Trim(' ', '*');
            if (rest is ['`', .., '`'] && rest.Trim('`') is var word && word.All(char.IsAsciiLetterLower) && CredentialNames.Find(word)?.Name is not ("username" or "email" or "password"))
                return word;
            return "{" + (CredentialNouns.After(rest, 0, Farthest) ?? standing) + "}";
        }

        return null;
    }

    // The form of Basic, and a password that is made anew for each request.
    private const string Signature = ":{signature}";
    private static readonly PhraseTable Computed = new("signature", "hmac", "hmac-sha1", "hmac-sha256", "hmac-sha512");

    /// <summary>What a statement says stands for user name and password, as a pair with holes; null where it says nothing.</summary>
    public static string? PairOf(DocumentFacts facts, TextUnit unit)
    {
        if (Spelled(unit) is { } spelled)
            return spelled;
        if (unit.Block.Kind == BlockKind.TableRow)
            return Columns(facts, unit);
        var lower = unit.Lower;
        if (NoPair.In(lower))
            return null;
        var user = UserWords.In(lower) ? Side(lower, UserWords.Phrases, "username", "password") : null;
        var password = PasswordWords.In(lower) ? Side(lower, PasswordWords.Phrases, "password", "username") : null;
        var empty = EmptyPassword.In(lower) && !Default.In(lower);
        var any = AnyPassword.In(lower);
        if (EmptyUser.In(lower))
            return ":" + Hole(password ?? "api_key");
        if (user is null && password is null)
            return null;
        if (password is null && !empty && !any && user is "username")
            return null;
        if (user is null && (empty || any))
            return null;
        // A key in the user's place needs no password, unless one is spoken of.
        var right = empty || (password is null && user is not null && CredentialNames.IsSecret(user) && !PasswordWords.In(lower)) ? "" : any ? Dummy(unit) : Hole(password ?? "password");
        return Hole(user ?? "username") + ":" + right;
    }

    // "base64 of `accountId:licenseKey`", below the word Basic
    private static string? Encoded(TextUnit unit)
    {
        foreach (var span in Base64.In(unit.Lower) ? unit.CodeSpans : [])
        {
            if (span.Split(':') is [var user, var password] && CredentialNames.Snake(user) is { Length: > 0 } left && (CredentialNames.Find(left)?.Name == left || left.EndsWith("_id", StringComparison.Ordinal)) && CredentialNames.Snake(password) is var right && CredentialNames.Find(right) is { Secret: true } known && known.Name == right && !user.AsSpan().ContainsAnyExcept(InNames) && !password.AsSpan().ContainsAnyExcept(InNames) && left != "username")
                return "{" + user + "}:{" + password + "}";
        }

        return null;
    }

    private static readonly SearchValues<char> InNames = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-");
    private static readonly PhraseTable Base64 = new("base64", "base 64", "base-64");

    // `{email}/token:{api_token}`, base64, as Basic
    private static string? Spelled(TextUnit unit)
    {
        if (!BasicWord.In(unit.Lower))
            return null;
        foreach (var span in unit.CodeSpans)
        {
            if (span.Length < 80 && !span.Contains(' ', StringComparison.Ordinal) && !span.Contains("//", StringComparison.Ordinal) && span.Contains(':', StringComparison.Ordinal) && Samples.Template.Holes(Samples.Template.Normalize(span)).Count == 2 && !span.StartsWith("base64", StringComparison.OrdinalIgnoreCase))
                return CredentialValue.UserPassword(span);
        }

        return null;
    }

    // "by convention the letter `X`", "anything, for instance `x`"
    private static string Dummy(TextUnit unit)
    {
        foreach (var span in unit.CodeSpans)
        {
            if (span.Length is > 0 and <= 12 && span.All(char.IsAsciiLetterOrDigit))
                return span;
        }

        return "X";
    }

    // "API key as user name", "user name = API key", "use the token as the password", "the key goes into the user name"
    private static string? Side(string lower, IReadOnlyList<string> words, string self, string other)
    {
        foreach (var word in words)
        {
            var at = PhraseTable.IndexOf(lower, word, 0);
            for (; at >= 0; at = PhraseTable.IndexOf(lower, word, at + 1))
            {
                // "In the user menu": a person's, and no half of a pair; nor is the API password.
                if ((word == "user" && Describes(lower.AsSpan(at + word.Length))) || lower.AsSpan(0, at).EndsWith("api ") || lower.AsSpan(0, at) is [.., '?' or '&'] || (word == "user" && IsAnybody(lower, at)))
                    continue;
                var before = lower[Math.Max(0, at - 18)..at];
                if (EndsWithAny(before, " is the ", " is used as ", " used as the ", " as ", " as the ", " as your ", " as a ", " als ", " como ", " into the ", " goes into the ", " for the ", " in the ", " as http basic ", " as basic auth "))
                {
                    var constant = Constant(lower[..at], self == "username");
                    if (constant is not null)
                        return constant;
                    var clause = lower[Math.Max(ClauseStart(lower, at), at - Farthest)..at];
                    if (self == "password" && Computed.IndexIn(new LowerText(clause)) >= 0)
                        return "signature";
                    var name = CredentialNouns.Before(clause, clause.Length, Farthest, self, other);
                    if (name is not null)
                        return name;
                    if (Spoken(clause) is { } spoken)
                        return spoken;
                    if (EndsWithAny(before, "key as ", "key goes into the ", "key as the ", "key in the "))
                        return "api_key";
                    if (EndsWithAny(before, "token as ", "token as the ", "token is the ", "token is used as "))
                        return "token";
                }

                // "The key is the user name and the secret the password": the verb is said once.
                else if (EndsWithAny(before, " the ") && lower.AsSpan(0, at).Contains(" is the ", StringComparison.Ordinal) && lower[Math.Max(ClauseStart(lower, at), at - Farthest)..at].TrimEnd() is var half && half.EndsWith(" the", StringComparison.Ordinal) && CredentialNouns.Before(half, half.Length, Farthest, self, other) is { } elliptic && half[..^4].TrimEnd('*', '`').EndsWith(elliptic.Replace('_', ' '), StringComparison.Ordinal))
                {
                    return elliptic;
                }

                var after = lower[Math.Min(lower.Length, at + word.Length)..Math.Min(lower.Length, at + word.Length + 16)];
                if (Adjective(before, after) is { } constantly)
                    return constantly;
                if (Fixed(lower[Math.Min(lower.Length, at + word.Length)..Math.Min(lower.Length, at + word.Length + 60)]) is { } same)
                    return same;
                if (StartsWithAny(after, " = ", ": ", " is the ", " is your ", " is an ", " (the ", "=", " ist der ", " ist das ", " es la ", " es el ", "は"))
                {
                    var start = at + word.Length;
                    var end = ClauseEnd(lower, start);
                    var name = CredentialNouns.After(lower[..end], start, 40, self, other) ?? Identifier(lower.AsSpan(start, end - start));
                    if (name is not null)
                        return name;
                }
            }
        }

        // User name and password as such.
        return words.Any(w => PhraseTable.IndexOf(lower, w, 0) >= 0) && (lower.Contains("user name and", StringComparison.Ordinal) || lower.Contains("username and", StringComparison.Ordinal) || lower.Contains("username:password", StringComparison.Ordinal) || lower.Contains("user name:password", StringComparison.Ordinal) || lower.Contains("benutzername und", StringComparison.Ordinal) || lower.Contains("usuario y", StringComparison.Ordinal) || lower.Contains("ユーザー名と", StringComparison.Ordinal)) ? self : null;
    }

    // "the environment key is the user name": a vendor's own word for it.
    private static string? Spoken(string clause) =>
        clause.EndsWith(" is the ", StringComparison.Ordinal) && clause[..^" is the ".Length].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [.., var article, var first, var last] && last is "key" or "token" or "secret" or "id" or "code" or "number" && Articles.Contains(article) && first.Length > 2 && first.All(char.IsAsciiLetterLower) ? $"{first}_{last}" : null;

    private static readonly string[] Articles = ["the", "your", "an", "a", "its"];

    private const int Farthest = 70;
    private const int Reach = 1500;
    private const int MostBetween = 12;

    // What is said in front of "and" is said of the other half.
    private static int ClauseStart(string lower, int end)
    {
        var start = 0;
        foreach (var cut in (ReadOnlySpan<string>)[", ", "; ", ". ", " and "])
            start = end > 0 && lower.LastIndexOf(cut, end - 1, StringComparison.Ordinal) is >= 0 and var at ? Math.Max(start, at + cut.Length) : start;
        return start;
    }

    // What is said behind a comma is said of the other half.
    private static int ClauseEnd(string lower, int start)
    {
        var end = lower.AsSpan(start).IndexOfAny(Clauses);
        return end < 0 ? lower.Length : start + end;
    }

    private static readonly SearchValues<string> Clauses = SearchValues.Create([", ", "; ", ". ", " and the ", " und das ", " y la "], StringComparison.Ordinal);

    // "your **auth id**", and nothing more
    private static string? Identifier(ReadOnlySpan<char> clause)
    {
        var name = CredentialNames.Snake(clause.Trim(" =:*`.()").ToString());
        foreach (var word in (ReadOnlySpan<string>)["is_", "your_", "the_", "an_", "a_"])
            name = name.StartsWith(word, StringComparison.Ordinal) ? name[word.Length..] : name;
        return name.Split('_') is [.. { Length: 1 or 2 }, "id" or "sid"] ? name : null;
    }

    // "Any user: avatar, then access tokens", "two strings per user: …" speak of a person.
    private static bool IsAnybody(string lower, int at) =>
        at + "user".Length < lower.Length && lower[at + "user".Length] == ':' && lower.AsSpan(0, at).TrimEnd(" *_`") is [.., >= 'a' and <= 'z'];

    private static bool Describes(ReadOnlySpan<char> after) =>
        after is [' ', ..] && after[1..] is var next && next[..(next.IndexOfAnyExceptInRange('a', 'z') is >= 0 and var end ? end : next.Length)] is { Length: > 3 } noun && noun is not ("name" or "part" or "field" or "portion" or "with" or "half" or "value" or "side" or "then" or "while" or "where" or "when" or "without" or "password" or "instead");

    // "with the fixed user name `key`", "el usuario fijo `key`"
    private static string? Adjective(string before, string after)
    {
        var open = after.IndexOf('`', StringComparison.Ordinal);
        var close = open < 0 ? -1 : after.IndexOf('`', open + 1);
        if (close <= open + 1 || !(after.AsSpan(0, open).Trim() is "fijo" or "fixe" or "fisso" or "fixo" || (after.AsSpan(0, open).Trim().IsEmpty && EndsWithAny(before, " fixed ", " constant ", " literal ", " static ", " dummy ", " festen ", " feste ", " fester ", " vaste "))))
            return null;
        return "=" + after[(open + 1)..close];
    }

    private static readonly string[] FixedWords = ["is the fixed word `", "is the fixed string `", "is the word `", "is the literal `", "is the literal string `", "is the literal word `", "is the string `", "is always `", "is constant: `", "is the constant `", "is just `", "is simply `"];

    // "The password is the fixed word `api_token`"
    private static string? Fixed(string after)
    {
        var start = Array.Find(FixedWords, f => after.AsSpan().TrimStart().StartsWith(f, StringComparison.Ordinal));
        if (start is null)
            return null;
        var open = after.IndexOf('`', StringComparison.Ordinal);
        var close = after.IndexOf('`', open + 1);
        return close > open + 1 ? "=" + after[(open + 1)..close] : null;
    }

    private static readonly string[] Fillers = ["api", "apikey", "token", "user", "key", "x", "any", "anything", "none", "oauth", "oauth2"];

    // "the literal string `api_token` is the password", "any string as the user name"
    private static string? Constant(string before, bool isUser)
    {
        var near = before[Math.Max(0, before.Length - 40)..];
        if (near.Contains("any string", StringComparison.Ordinal) || near.Contains("anything", StringComparison.Ordinal) || near.Contains("any value", StringComparison.Ordinal))
            return "=anystring";
        var close = near.LastIndexOf('`');
        var open = close > 0 ? near.LastIndexOf('`', close - 1) : -1;
        // "use `api` as the user name"; a password that is no filler may be somebody's.
        if (open >= 0 && near.Length - close <= 18 && near[..open].EndsWith("use ", StringComparison.Ordinal) && near[(open + 1)..close] is var word && (isUser ? word.All(char.IsAsciiLetterLower) && CredentialNames.Find(word) is null : Fillers.Contains(word)))
            return "=" + word;
        if (open < 0 || near.Length - close > 18 || !(near[..open].EndsWith("literal string ", StringComparison.Ordinal) || near[..open].EndsWith("literal ", StringComparison.Ordinal) || near[..open].EndsWith("the string ", StringComparison.Ordinal) || near[..open].EndsWith("the word ", StringComparison.Ordinal) || near[..open].EndsWith("constant ", StringComparison.Ordinal) || near[..open].EndsWith("fixed ", StringComparison.Ordinal)))
            return null;
        return "=" + near[(open + 1)..close];
    }

    private static string? Columns(DocumentFacts facts, TextUnit unit)
    {
        var header = facts.Text.HeaderOf(unit.Block);
        int user = -1, password = -1;
        for (var i = 0; i < header.Count; i++)
        {
            var head = header[i].Text;
            if (user < 0 && head is "user name" or "username" or "user" or "benutzername" or "usuario" or "ユーザー名")
                user = i;
            else if (password < 0 && head is "password" or "passwort" or "contraseña" or "パスワード")
                password = i;
        }

        if (user < 0 || password < 0 || unit.Block.Cells.Count <= Math.Max(user, password))
            return null;
        var left = Cell(unit.Block.Cells[user]);
        var right = Cell(unit.Block.Cells[password]);
        return left is null || right is null ? null : Hole(left) + ":" + Hole(right);
    }

    private static string? Cell(string cell)
    {
        var lower = PlainText.Of(cell).ToLowerInvariant();
        return CredentialNouns.After(lower, 0, 30);
    }

    // A leading equals sign marks a constant.
    private static string Hole(string name) => name[0] == '=' ? name[1..] : "{" + name + "}";

    private static bool EndsWithAny(string text, params ReadOnlySpan<string> endings)
    {
        text = text.TrimEnd('`', '*', '"', '\'');
        foreach (var ending in endings)
        {
            if (text.EndsWith(ending, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static bool StartsWithAny(string text, params ReadOnlySpan<string> starts)
    {
        foreach (var start in starts)
        {
            if (text.StartsWith(start, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
