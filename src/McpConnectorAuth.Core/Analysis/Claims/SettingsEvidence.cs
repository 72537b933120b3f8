using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>Settings that a person supplies: settings tables, "fields of the form", requirement lists.</summary>
internal sealed class SettingsEvidence : IEvidenceSource
{
    private static readonly PhraseTable Lists = new(
        "must supply", "user must supply", "user supplies", "supplied by the user", "supplies", "fields of the form", "form has", "form fields", "fields:", "has to type in", "type in:", "types in", "user fills in", "fills in", "must provide", "has to provide", "you need from them", "need from the", "needed from the", "needs:", "settings page needs", "config needs", "configuration:", "connection needs", "settings:", "to be entered", "asks for", "ask for the", "ask the user for",
        "enter your", "enter the", "required settings", "parameters:", "credentials:", "you will need", "you'll need", "you need", "needed from the user", "the user gives", "benötigt werden", "der benutzer gibt", "anzugeben sind", "eingaben", "se necesita", "se necesitan", "hay que indicar", "el usuario", "入力", "必要な項目", "設定項目", "is needed from", "are needed from", "collect", "two values are always needed");

    private static readonly PhraseTable NameColumn = new("setting", "settings", "field", "parameter", "name in our config", "option", "feld", "einstellung", "campo", "ajuste", "parámetro", "name", "設定", "項目", "key", "input", "variable", "property", "item", "secret");
    private static readonly PhraseTable RequiredColumn = new("required", "mandatory", "needed", "pflicht", "erforderlich", "obligatorio", "requerido", "必須", "optional");
    private static readonly PhraseTable SecretColumn = new("secret", "secret?", "sensitive", "geheim", "secreto", "confidential", "秘密", "機密", "hidden");
    private static readonly PhraseTable Yes = new("yes", "true", "ja", "sí", "si", "required", "x", "✓", "✅", "はい", "必須", "mandatory", "always", "y");
    private static readonly PhraseTable No = new("no", "false", "nein", "optional", "いいえ", "任意", "n");
    private static readonly PhraseTable SettingsHeading = new("settings", "proposed settings", "settings form", "configuration", "config", "connection", "credentials", "form", "config block", "inputs", "einstellungen", "ajustes", "設定", "requirements", "prerequisites", "setup", "connecting", "what the user enters", "signing", "security types", "access");

    private static readonly PhraseTable Needed = new("what you need", "you need", "what is needed", "needed values", "what we need", "was man braucht", "benötigte angaben", "qué se necesita", "datos necesarios", "必要な情報", "必要なもの");

    private static readonly HashSet<string> NotSettings = new(StringComparer.Ordinal)
    {
        "start_date", "end_date", "lookback_days", "page_size", "limit", "id", "name", "type", "status", "page", "offset", "timeout", "scope", "state", "response_type", "grant_type", "code", "redirect_uri_match", "format", "created_at", "updated_at",
        "nonce", "timestamp", "signature", "date", "access_type", "prompt", "code_challenge", "code_verifier", "token_type", "expires_in", "authorization",
    };

    public void Collect(DocumentFacts facts, ClaimSet claims)
    {
        var tables = new Dictionary<int, (List<DeclaredParameter> Parameters, QuoteSpan Quote)>();
        foreach (var unit in facts.Text.Units)
        {
            facts.Cancellation.ThrowIfCancellationRequested();
            if (unit.Is(UnitContext.Foreign | UnitContext.Inbound) || unit.Block.Kind == BlockKind.Heading)
                continue;
            if (unit.Block.Kind == BlockKind.TableRow)
            {
                Row(facts, unit, tables);
                Supplied(facts, claims, unit);
            }
            else if (Lists.In(unit.Lower) && !unit.Is(UnitContext.Errors))
            {
                Sentence(facts, claims, unit);
            }
            else if (HandedOut.In(unit.Lower) && CredentialNouns.Table.In(unit.Lower) && !unit.Is(UnitContext.Errors | UnitContext.Rejected | UnitContext.Deprecated))
            {
                Nouns(facts, claims, unit);
            }
        }

        foreach (var (parameters, quote) in tables.Values)
        {
            if (parameters.Exists(p => p.Secret == true || CredentialNames.Find(p.Name) is not null))
                claims.Parameters.Add(new ParameterGroup(parameters, quote, true));
        }
    }

    private static void Row(DocumentFacts facts, TextUnit unit, Dictionary<int, (List<DeclaredParameter> Parameters, QuoteSpan Quote)> tables)
    {
        var header = facts.Text.HeaderOf(unit.Block);
        int name = -1, required = -1, secret = -1;
        for (var i = 0; i < header.Count; i++)
        {
            var head = header[i];
            if (secret < 0 && i > 0 && SecretColumn.In(head))
                secret = i;
            else if (required < 0 && i > 0 && RequiredColumn.In(head))
                required = i;
            else if (NameColumn.In(head) && (name < 0 || head.Contains("config", StringComparison.Ordinal)))
                name = i;
        }

        var cells = unit.Block.Cells;
        var needed = Needed.In(facts.Text.HeadingOf(unit.Block.Section));
        if (needed && name >= 0 && unit.Lower.Contains("| fixed", StringComparison.Ordinal))
            return;
        var declared = name >= 0 && name < cells.Count && (secret >= 0 || needed || header[name].Contains("config", StringComparison.Ordinal) || (required >= 0 && SettingsHeading.In(facts.Text.HeadingOf(unit.Block.Section))));
        if (!declared || unit.Is(UnitContext.Data | UnitContext.Errors) && secret < 0)
            return;
        var span = PlainText.Of(cells[name]).Trim('`', ' ');
        var snake = CredentialNames.Snake(span);
        if (!IsSettingName(span, snake))
            return;
        if (!tables.TryGetValue(unit.Block.Container, out var table))
            tables[unit.Block.Container] = table = ([], facts.QuoteOf(unit));
        var isRequired = required < 0 || required >= cells.Count
            ? !unit.Lower.Contains("optional", StringComparison.Ordinal) && !unit.Lower.Contains("only with", StringComparison.Ordinal) && !unit.Lower.Contains("only for", StringComparison.Ordinal)
            : Says(cells[required]) != false;
        table.Parameters.Add(new DeclaredParameter(snake, isRequired, secret >= 0 && secret < cells.Count ? Says(cells[secret]) : null));
    }

    // "User supplies | `acme_domain`, `client_id` | `acme_domain`, `api_token`": one group per column.
    private static void Supplied(DocumentFacts facts, ClaimSet claims, TextUnit unit)
    {
        if (unit.Block.Cells.Count < 2 || !Lists.In(unit.Lower) || !Lists.In(PlainText.Of(unit.Block.Cells[0]).ToLowerInvariant()))
            return;
        foreach (var cell in unit.Block.Cells.Skip(1))
        {
            var group = Names(PlainText.Of(cell));
            if (group.Count > 0)
                claims.Parameters.Add(new ParameterGroup(group, facts.QuoteOf(unit), true));
        }
    }

    private static void Sentence(DocumentFacts facts, ClaimSet claims, TextUnit unit)
    {
        var group = Names(unit.Plain);
        if (unit.CodeSpans.Count == 0)
            group = Enumeration(unit.Plain);
        if (group.Count > 0 && group.Exists(p => CredentialNames.Find(p.Name) is not null))
            claims.Parameters.Add(new ParameterGroup(group, facts.QuoteOf(unit), true));
    }

    // "You need from them: the host, the company code (two letters), user name, password."
    private static List<DeclaredParameter> Enumeration(string plain)
    {
        var group = new List<DeclaredParameter>();
        var colon = plain.IndexOf(": ", StringComparison.Ordinal);
        if (colon < 0 || plain.Length - colon > 300)
            return group;
        foreach (var part in plain[(colon + 2)..].Replace(" and ", ",", StringComparison.Ordinal).Replace(" und ", ",", StringComparison.Ordinal).Replace(" y ", ",", StringComparison.Ordinal).Split(','))
        {
            var words = part.Split('(')[0].Trim(' ', '.', ';').ToLowerInvariant();
            foreach (var article in (ReadOnlySpan<string>)["the ", "a ", "an ", "your ", "their "])
                words = words.StartsWith(article, StringComparison.Ordinal) ? words[article.Length..] : words;
            var or = words.IndexOf(" or ", StringComparison.Ordinal);
            words = or > 0 ? words[(or + 4)..] : words;
            if (words.EndsWith(" name", StringComparison.Ordinal) && words != "user name")
                words = words[..^5];
            var snake = CredentialNames.Snake(words);
            if (words.Length is > 1 and < 30 && words.Split(' ').Length <= 3 && words.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-') && !NotSettings.Contains(snake))
                group.Add(new DeclaredParameter(CredentialNames.Find(snake)?.Name is { } known && (known is "username" or "email" or "password") ? known : snake, true, null));
        }

        return group.Count >= 2 ? group : [];
    }

    private static readonly PhraseTable HandedOut = new("you get", "you receive", "one gets", "gives", "you obtain", "copy", "shows", "are shown", "you will receive", "is issued", "are issued", "consists of", "you need", "we need", "you'll need", "need the", "erhalten sie", "man erhält", "man bekommt", "se obtienen", "se obtiene", "発行されます", "generate", "generates");

    // "You get an API key and a private key."
    private static void Nouns(DocumentFacts facts, ClaimSet claims, TextUnit unit)
    {
        var found = new List<(int At, string Name)>();
        var lower = unit.Lower;
        foreach (var (phrase, name) in CredentialNouns.All)
        {
            var at = PhraseTable.IndexOf(lower, phrase, 0);
            if (at < 0 || name is "username" or "password" or "email" || found.Exists(f => f.Name == name || (at >= f.At && at < f.At + f.Name.Length)))
                continue;
            found.Add((at, name));
        }

        var names = found.OrderBy(f => f.At).Select(f => new DeclaredParameter(f.Name, true, null)).ToList();
        if (names.Count is 2 or 3)
            claims.Parameters.Add(new ParameterGroup(names, facts.QuoteOf(unit), false));
    }

    private static List<DeclaredParameter> Names(string plain)
    {
        var group = new List<DeclaredParameter>();
        var optional = false;
        var at = 0;
        for (var open = plain.IndexOf('`', StringComparison.Ordinal); open >= 0;)
        {
            var close = plain.IndexOf('`', open + 1);
            if (close < 0)
                break;
            var between = plain[at..open].ToLowerInvariant();
            optional = between.Contains("optional", StringComparison.Ordinal) || (optional && !between.Contains(';', StringComparison.Ordinal) && !between.Contains('.', StringComparison.Ordinal));
            var span = plain[(open + 1)..close].Trim();
            var snake = CredentialNames.Snake(span);
            if (IsSettingName(span, snake) && !group.Exists(p => p.Name == snake))
                group.Add(new DeclaredParameter(snake, !optional, null));
            at = close + 1;
            open = plain.IndexOf('`', close + 1);
        }

        return group;
    }

    private static bool IsSettingName(string span, string snake) =>
        span.Length is > 1 and <= 40 && char.IsAsciiLetter(span[0]) && span.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or ' ') && span.Count(c => c == ' ') <= 3 && !NotSettings.Contains(snake)
        && (!span.Contains('-', StringComparison.Ordinal) || !char.IsAsciiLetterUpper(span[0]));

    private static bool? Says(string cell)
    {
        var lower = PlainText.Of(cell).ToLowerInvariant();
        if (No.In(lower))
            return false;
        return Yes.In(lower) ? true : null;
    }
}
