using System.Buffers;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>Settings that a person supplies: settings tables, "fields of the form", requirement lists.</summary>
internal sealed class SettingsEvidence : IEvidenceSource
{
    private static readonly PhraseTable Lists = new(
        "must supply", "user must supply", "user supplies", "supplied by the user", "supplies", "fields of the form", "form has", "fields:", "has to type in", "type in:", "types in", "user fills in", "fills in", "must provide", "has to provide", "you need from them", "need from the", "needed from the", "needs:", "settings page needs", "config needs", "configuration:", "connection needs", "settings:", "to be entered", "asks for", "ask for the", "ask the user for",
        "enter your", "enter the", "has to be given", "have to be given", "has to be told", "setting to ask for", "settings to ask for", "required settings", "parameters:", "credentials:", "you will need", "you'll need", "you need", "needed from the user", "the user gives", "benötigt werden", "der benutzer gibt", "anzugeben sind", "eingaben", "se necesita", "se necesitan", "hay que indicar", "el usuario", "入力", "必要な項目", "設定項目", "is needed from", "are needed from", "settings are called", "settings are named", "setting is called", "setting is named", "fields are called", "collect", "two values are always needed");

    private static readonly PhraseTable NameColumn = new("setting", "settings", "field", "parameter", "name in our config", "option", "feld", "einstellung", "campo", "ajuste", "parámetro", "name", "設定", "項目", "key", "input", "variable", "property", "item", "secret", "名前", "nombre", "nom", "nome", "naam", "champ", "veld", "поле", "параметр", "настройка", "имя", "pole", "parametr", "mező", "字段", "参数", "パラメータ");
    private static readonly PhraseTable RequiredColumn = new("required", "mandatory", "needed", "pflicht", "erforderlich", "obligatorio", "requerido", "必須", "optional", "obrigatório", "obbligatorio", "obligatoire", "verplicht", "обязательное", "обязательный", "обязательно", "wymagane", "wymagany", "kötelező", "必填");
    private static readonly PhraseTable SecretColumn = new("secret", "secret?", "sensitive", "geheim", "secreto", "confidential", "秘密", "機密", "hidden", "secreta", "segredo", "sigiloso", "segreto", "секрет", "секретное", "секретный", "tajne", "tajny", "titkos", "保密");
    private static readonly PhraseTable Yes = new("yes", "true", "ja", "sí", "si", "required", "x", "✓", "✅", "はい", "必須", "mandatory", "always", "y", "да", "tak", "igen", "sim", "oui", "是");
    private static readonly PhraseTable No = new("no", "false", "nein", "optional", "いいえ", "任意", "n", "нет", "nie", "nem", "não", "non", "否");
    private static readonly PhraseTable SettingsHeading = new("settings", "proposed settings", "settings form", "configuration", "config", "connection", "credentials", "form", "config block", "inputs", "einstellungen", "ajustes", "設定", "requirements", "prerequisites", "setup", "connecting", "what the user enters", "signing", "security types", "access");

    // A title of nothing but this, and a list below it.
    private static readonly HashSet<string> AnnouncesSettings = new(StringComparer.Ordinal) { "form", "the form", "our form", "form fields", "connection form", "settings", "our settings", "connection settings", "connector settings", "source settings", "settings of the connector", "settings of the source", "inputs", "formular", "einstellungen", "formulario", "ajustes", "formulaire", "réglages", "formulário", "configurações", "フォーム", "設定項目" };

    // What we call it, beside what the vendor does.
    private static readonly PhraseTable Ours = new("our field", "our fields", "our name", "our setting", "our settings", "our parameter", "our option", "unser feld", "unsere einstellung", "nuestro campo", "nuestro ajuste", "notre champ", "nosso campo");

    // A chapter on fields is one on records, but for these.
    private static readonly PhraseTable ConnectionForm = new("form fields", "fields of the form", "fields of our form", "connection form", "settings form", "formularfelder", "campos del formulario", "champs du formulaire", "フォームの項目");

    private static readonly PhraseTable Needed = new("what you need", "you need", "what is needed", "needed values", "what we need", "was man braucht", "benötigte angaben", "qué se necesita", "datos necesarios", "必要な情報", "必要なもの");

    // What holds the settings, and what is done with them; names follow at once.
    private static readonly PhraseTable Forms = new(
        "form", "form field", "form fields", "connector needs", "ask for it as", "ask for them as", "single setting", "one setting", "only setting", "asks its user for", "asks its users for", "asks the user for", "asks users for", "settings", "config", "configuration", "spec", "inputs", "ask for", "asks for", "asked for", "we ask the user", "enters", "to enter", "fill in", "one field", "a single field", "single value", "type in", "types in", "uploads", "pastes", "pastes in", "supply", "supplies", "mandatory for us", "required for us", "we take", "we need", "we store", "credentials file",
        "formular", "formularfelder", "eingabefelder", "einstellungen", "eingaben", "einzugeben", "anzugeben", "abgefragt", "konfiguration", "formulier", "instellingen", "vraagt", "formulario", "ajustes", "configuración", "pedimos", "formulaire", "réglages", "formulário", "configurações", "pede", "форме подключения", "форма подключения", "в форме", "настройки", "formularz", "formularzu", "űrlap", "űrlapon", "表单", "フォーム", "入力項目", "設定項目", "設定値");

    // Words that mean settings only where a colon follows.
    private static readonly PhraseTable Things = new("fields", "field", "values", "credentials", "credential", "felder", "feld", "zugangsdaten", "velden", "campos", "credenciales", "champs", "paramètres", "credenciais", "項目", "認証情報");

    // What turns the names into parts of a request or of a record.
    private static readonly PhraseTable Requests = new("body", "encoded", "data", "header", "headers", "url", "query", "request", "called", "named", "such as", "like", "with", "→", ">");

    private static readonly SearchValues<char> EndsOfTerm = SearchValues.Create(":(,.;–—");

    private const int LongestLead = 60;

    public void Collect(DocumentFacts facts, ClaimSet claims)
    {
        var tables = new Dictionary<int, (List<DeclaredParameter> Parameters, QuoteSpan Quote)>();
        var lists = new Dictionary<int, (List<DeclaredParameter> Parameters, QuoteSpan Quote)>();
        TextUnit? lead = null;
        foreach (var unit in facts.Text.Units)
        {
            facts.Cancellation.ThrowIfCancellationRequested();
            if (unit.Block.Kind == BlockKind.Heading)
                lead = AnnouncesSettings.Contains(unit.Lower.Text.Trim('#', ' ', ':', '*')) ? unit : null;
            if (unit.Is(UnitContext.Elsewhere) || unit.Block.Kind == BlockKind.Heading)
                continue;
            if (unit.Block.Kind == BlockKind.TableRow)
            {
                Row(facts, unit, lead is not null, tables);
                Supplied(facts, claims, unit);
                continue;
            }

            if (unit.Block.Kind == BlockKind.ListItem && lead is not null)
                Item(facts, unit, lead, lists);
            else
                lead = unit.Has(UnitMarks.EndsWithColon) && !unit.Is(UnitContext.Errors) && LeadsToList(unit) ? unit : null;
            if ((Forms.In(unit.Lower) || Things.In(unit.Lower)) && !unit.Is(UnitContext.Errors | UnitContext.Rejected | UnitContext.Deprecated) && LeadEnd(unit.Lower) is > 0 and var from && Led(facts, claims, unit, from))
                continue;
            if (Lists.In(unit.Lower) && !unit.Is(UnitContext.Errors))
                Sentence(facts, claims, unit);
            else if (HandedOut.In(unit.Lower) && CredentialNouns.Table.In(unit.Lower) && !unit.Is(UnitContext.Errors | UnitContext.Rejected | UnitContext.Deprecated))
                Nouns(facts, claims, unit);
        }

        foreach (var (parameters, quote) in tables.Values.Concat(lists.Values))
        {
            if (parameters.Exists(p => p.Secret == true || CredentialNames.Find(p.Name) is not null))
                claims.Parameters.Add(new ParameterGroup(parameters, quote, true, true));
        }

        ConfigSamples(facts, claims);
    }

    // "Three things go into our settings:"
    private static bool LeadsToList(TextUnit unit) => (Lists.In(unit.Lower) || Forms.In(unit.Lower)) && !Requests.In(unit.Lower) && !unit.Has(UnitMarks.Slash) && !unit.Lower.Contains("parameter", StringComparison.Ordinal);

    // Offset behind the words that announce settings, where names follow at once; 0 where none do.
    private static int LeadEnd(LowerText unit)
    {
        var best = 0;
        var lower = unit.Text;
        foreach (var (table, needsColon) in (ReadOnlySpan<(PhraseTable, bool)>)[(Forms, false), (Things, true)])
        {
            if (!table.In(unit))
                continue;
            foreach (var phrase in table.Phrases)
            {
                for (var at = PhraseTable.IndexOf(lower, phrase, 0); at >= 0; at = PhraseTable.IndexOf(lower, phrase, at + 1))
                {
                    var end = at + phrase.Length;
                    // "free-form:", "`?apikey=…` in the query, or a form field `apikey`"
                    if (at > 0 && lower[at - 1] == '-' || (phrase.StartsWith("form", StringComparison.Ordinal) && lower.IndexOf("query", StringComparison.Ordinal) is >= 0 and var query && query < at))
                        continue;
                    // `/settings`, a page
                    if (lower.AsSpan(0, at).Count('`') % 2 == 1)
                        continue;
                    var colon = lower.IndexOf(':', end, Math.Min(LongestLead, lower.Length - end));
                    var span = lower.IndexOf('`', end);
                    var names = span >= 0 ? span : colon >= 0 ? colon + 1 : -1;
                    if (names < 0 || names - end > LongestLead || ((needsColon || span < 0) && (colon < 0 || colon > names)))
                        continue;
                    if (end > best && !Requests.In(lower[end..names]))
                        best = span >= 0 ? end : colon + 1;
                }
            }
        }

        return best;
    }

    private static bool Led(DocumentFacts facts, ClaimSet claims, TextUnit unit, int from)
    {
        var group = unit.CodeSpans.Count > 0 ? SettingNames.InSpans(unit.Plain, from) : SettingNames.InWords(unit.Plain, from);
        if (!group.Exists(p => p.Secret == true || CredentialNames.Find(p.Name) is not null))
            return false;
        claims.Parameters.Add(new ParameterGroup(group, facts.QuoteOf(unit), !unit.Lower.Contains("grant_type", StringComparison.Ordinal), true));
        return true;
    }

    // "- `host`: the address of the server", "- **API key** (secret)"
    private static void Item(DocumentFacts facts, TextUnit unit, TextUnit lead, Dictionary<int, (List<DeclaredParameter> Parameters, QuoteSpan Quote)> lists)
    {
        if (unit.Start > unit.Block.Start + 4)
            return;
        var plain = unit.Plain;
        var open = plain.IndexOf('`', StringComparison.Ordinal);
        var spanned = open is >= 0 and <= 3 && plain.IndexOf('`', open + 1) > open;
        var end = spanned ? plain.IndexOf('`', open + 1) : plain.AsSpan().IndexOfAny(EndsOfTerm);
        var words = spanned ? plain[(open + 1)..end].Trim() : (end < 0 ? plain : plain[..end]).Trim(' ', '*', '"', '\'');
        if (!spanned && (words.Length > MostLetters || words.AsSpan().Count(' ') > 2))
            return;
        var note = end < 0 ? "" : plain.AsSpan(end);
        // Below a title stands also what is to be read, and how often.
        if (lead.Block.Kind == BlockKind.Heading && !SettingNames.NamesAccount(words) && SettingNames.IsSecret(note) != true)
            return;
        if (!lists.TryGetValue(lead.Start, out var list))
            lists[lead.Start] = list = ([], facts.QuoteOf(unit));
        SettingNames.Add(list.Parameters, words, !SettingNames.IsOptional(note), SettingNames.IsSecret(note));
    }

    // A configuration as it is written to a file: "auth_token: ***".
    private static void ConfigSamples(DocumentFacts facts, ClaimSet claims)
    {
        TextUnit? before = null;
        var next = 0;
        foreach (var block in facts.Text.Document.Blocks)
        {
            if (block.Code is not { } code || code.Raw.Length > LongestConfig)
                continue;
            while (next < facts.Text.Units.Count && facts.Text.Units[next].Start < block.Start)
                before = facts.Text.Units[next++];
            if (before is null || before.Has(UnitMarks.Code) || before.Is(UnitContext.Elsewhere | UnitContext.Errors))
                continue;
            if (!Forms.In(before.Lower) || (before.Block.Kind != BlockKind.Heading && !(before.Has(UnitMarks.EndsWithColon) && LeadsToList(before))) || IsRequest(code.Raw))
                continue;
            var group = new List<DeclaredParameter>();
            foreach (var line in code.Content.Split('\n'))
            {
                // "site    required   host and directory" has columns.
                var at = line.AsSpan().TrimEnd().IndexOfAny(':', '=');
                at = at < 0 ? line.AsSpan().TrimEnd().TrimStart().IndexOf("  ") is > 0 and var column ? column + line.Length - line.AsSpan().TrimStart().Length : -1 : at;
                // A name alone, between others that have notes.
                at = at < 0 && line.AsSpan().Trim() is { Length: > 0 } alone && !alone.Contains(' ') ? line.Length : at;
                if (at > 0 && line[..at].Trim(' ', '"', '\'') is var name && SettingNames.NamesAccount(name))
                    SettingNames.Add(group, name, !SettingNames.IsOptional(line.AsSpan(at)), null);
            }

            if (group.Count is >= 2 and <= MostSettings && group.Exists(p => CredentialNames.IsSecret(p.Name)))
                claims.Parameters.Add(new ParameterGroup(group, facts.QuoteOf(block, 0), true, true));
        }
    }

    // A call is no configuration, an answer of the token endpoint (RFC 6749 section 5.1) neither, and a file of several chapters configures other things as well.
    private static bool IsRequest(ReadOnlySpan<char> code) =>
        code.Contains("curl ", StringComparison.Ordinal) || code.Contains("HTTP/", StringComparison.Ordinal) || code.Contains("grant_type", StringComparison.Ordinal) || (code.Contains("access_token", StringComparison.Ordinal) && code.Contains("expires_in", StringComparison.Ordinal)) || code.Count("\n[") > 1;

    private const int LongestConfig = 2000;
    private const int MostSettings = 12;
    private const int MostLetters = 24;

    private static void Row(DocumentFacts facts, TextUnit unit, bool led, Dictionary<int, (List<DeclaredParameter> Parameters, QuoteSpan Quote)> tables)
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
            else if ((NameColumn.In(head) || Forms.In(head) || Ours.In(head)) && (name < 0 || head.Contains("config", StringComparison.Ordinal) || Ours.In(head)))
                name = i;
        }

        // | | required | secret |
        if (name < 0 && secret >= 0 && required >= 0 && header[0].Length == 0 && SecretColumn.Phrases.Contains(header[secret].Text) && RequiredColumn.Phrases.Contains(header[required].Text))
            name = 0;
        var cells = unit.Block.Cells;
        var needed = Needed.In(facts.Text.HeadingOf(unit.Block.Section));
        if (needed && name >= 0 && unit.Lower.Contains("| fixed", StringComparison.Ordinal))
            return;
        var declared = name >= 0 && (secret >= 0 || needed || led || header[name].Contains("config", StringComparison.Ordinal) || Forms.In(header[name]) || (Ours.In(header[name]) && !cells[0].StartsWith('`')) || (name == 0 && header[name].Contains("setting", StringComparison.Ordinal)) || (required >= 0 && SettingsHeading.In(facts.Text.HeadingOf(unit.Block.Section))) || (name == 0 && Forms.In(facts.Text.HeadingOf(unit.Block.Section)))) && name < cells.Count;
        if (!declared || (unit.Is(UnitContext.Data | UnitContext.Errors) && secret < 0 && !(name == 0 && ConnectionForm.In(facts.Text.HeadingOf(unit.Block.Section)))))
            return;
        var span = PlainText.Of(cells[name]).Trim('`', ' ');
        if (!SettingNames.IsName(span))
            return;
        if (!tables.TryGetValue(unit.Block.Container, out var table))
            tables[unit.Block.Container] = table = ([], facts.QuoteOf(unit));
        var isRequired = required < 0 || required >= cells.Count
            ? !SettingNames.IsOptional(unit.Plain) && !cells.Skip(1).Any(cell => cell.StartsWith("may", StringComparison.OrdinalIgnoreCase))
            : Says(cells[required]) != false;
        table.Parameters.Add(new DeclaredParameter(CredentialNames.Snake(span), isRequired, secret >= 0 && secret < cells.Count ? Says(cells[secret]) : SettingNames.IsSecret(unit.Plain)));
    }

    // "User supplies | `acme_domain`, `client_id` | `acme_domain`, `api_token`": one group per column.
    private static void Supplied(DocumentFacts facts, ClaimSet claims, TextUnit unit)
    {
        if (!unit.Has(UnitMarks.Code) || !(Lists.In(unit.Lower) || Forms.In(unit.Lower) || Things.In(unit.Lower)) || unit.Block.Cells.Count < 2)
            return;
        var label = PlainText.Of(unit.Block.Cells[0]).ToLowerInvariant();
        if (label.Length > LongestLead || label.Contains('`', StringComparison.Ordinal) || !(Lists.In(label) || Forms.In(label) || Things.Phrases.Contains(label)))
            return;
        foreach (var cell in unit.Block.Cells.Skip(1))
        {
            var group = SettingNames.InSpans(PlainText.Of(cell), 0);
            if (group.Exists(p => p.Secret == true || CredentialNames.Find(p.Name) is not null))
                claims.Parameters.Add(new ParameterGroup(group, facts.QuoteOf(unit), true, true));
        }
    }

    private static void Sentence(DocumentFacts facts, ClaimSet claims, TextUnit unit)
    {
        var group = unit.CodeSpans.Count > 0 ? SettingNames.InSpans(unit.Plain, 0) : unit.Plain.IndexOf(": ", StringComparison.Ordinal) is >= 0 and var colon && unit.Plain.Length - colon <= LongestEnumeration ? SettingNames.InWords(unit.Plain, colon + 2) : [];
        if (group.Exists(p => p.Secret == true || CredentialNames.Find(p.Name) is not null))
            claims.Parameters.Add(new ParameterGroup(group, facts.QuoteOf(unit), true));
    }

    private const int LongestEnumeration = 300;

    private static readonly PhraseTable HandedOut = new("you get", "you receive", "one gets", "gives", "you obtain", "copy", "shows", "are shown", "you will receive", "is issued", "are issued", "consists of", "you need", "we need", "you'll need", "need the", "erhalten sie", "man erhält", "man bekommt", "se obtienen", "se obtiene", "発行されます", "generate", "generates");

    // "You get an API key and a private key."
    private static void Nouns(DocumentFacts facts, ClaimSet claims, TextUnit unit)
    {
        var found = new List<(int At, string Name)>();
        var lower = unit.Lower;
        foreach (var (phrase, name) in CredentialNouns.All)
        {
            var at = PhraseTable.IndexOf(lower, phrase, 0);
            if (at < 0 || name is "username" or "password" or "email" or "bearer_token" || found.Exists(f => f.Name == name || (at >= f.At && at < f.At + f.Name.Length)))
                continue;
            found.Add((at, name));
        }

        var names = found.OrderBy(f => f.At).Select(f => new DeclaredParameter(f.Name, true, null)).ToList();
        if (names.Count is 2 or 3)
            claims.Parameters.Add(new ParameterGroup(names, facts.QuoteOf(unit), false));
    }

    private static bool? Says(string cell)
    {
        var lower = PlainText.Of(cell).ToLowerInvariant();
        if (No.In(lower))
            return false;
        return Yes.In(lower) ? true : null;
    }
}
