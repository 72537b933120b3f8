using System.Text;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Samples;

/// <summary>Reads the requests of PowerShell: <c>Invoke-RestMethod</c> and <c>Invoke-WebRequest</c> with the variables and hash tables that they are given.</summary>
internal sealed class PowerShellParser
{
    private const int MostEntries = 60;
    private const int MostVariables = 200;
    private const int LongestValue = 1000;
    private const int Deepest = 20;
    private static readonly HashSet<string> Languages = new(StringComparer.Ordinal) { "powershell", "pwsh", "ps1", "ps", "posh" };
    private static readonly string[] Commands = ["Invoke-RestMethod", "Invoke-WebRequest", "irm", "iwr"];

    private readonly DocumentBlock _block;
    private readonly List<(int Start, string Text)> _comments = [];
    private readonly List<CodeToken> _tokens;
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<Entry>> _tables = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<List<Entry>, int> _starts = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<List<Entry>> _sent = new(ReferenceEqualityComparer.Instance);
    private int _at;

    private PowerShellParser(DocumentBlock block)
    {
        _block = block;
        _tokens = PowerShellLexer.Tokens(block.Code!.Content, _comments);
    }

    /// <summary>A member of a hash table: its value, or the table that is its value.</summary>
    private sealed record Entry(string Name, string Value, List<Entry>? Members);

    /// <summary>Whether a sample is PowerShell.</summary>
    public static bool Is(CodeSample code) => Languages.Contains(code.Language) || code.Raw.IndexOf("Invoke-RestMethod") >= 0 || code.Raw.IndexOf("Invoke-WebRequest") >= 0;

    public static void Parse(DocumentBlock block, List<SampleRequest> requests) => new PowerShellParser(block).Run(requests);

    private CodeToken Token => Look(0);

    private CodeToken Look(int ahead) => _at + ahead < _tokens.Count ? _tokens[_at + ahead] : default;

    private bool Is(string punctuation, int ahead = 0) => Look(ahead) is { Kind: 'p' } token && token.Text == punctuation;

    private void Run(List<SampleRequest> requests)
    {
        while (_at < _tokens.Count)
        {
            if (Token.Kind == 'v')
                Variable();
            else if (Token.Kind == 'w' && Commands.Contains(Token.Text, StringComparer.OrdinalIgnoreCase))
                requests.Add(Request());
            else
                _at++;
        }

        // Headers that are set up and no call is shown for.
        foreach (var (name, table) in _tables)
        {
            if (!name.Contains("header", StringComparison.OrdinalIgnoreCase) || _sent.Contains(table))
                continue;
            var request = new SampleRequest { Block = _block, ContentEnd = _block.Code!.Content.Length };
            request.Headers.AddRange(Fields(table));
            requests.Add(request);
        }
    }

    // $name = …, $name["key"] = …, $name.Key = …, $name.Add("key", …)
    private void Variable()
    {
        var (name, start) = (Token.Text, Token.Start);
        _at++;
        if (Is("="))
        {
            _at++;
            Assign(name, start);
        }
        else if (Is("[") && Look(1).Kind == 's' && Is("]", 2) && Is("=", 3))
        {
            var key = Look(1).Text;
            _at += 4;
            Set(name, key, start);
        }
        else if (Is(".") && Look(1).Kind is 'w' or 's' && Is("=", 2))
        {
            var key = Look(1).Text;
            _at += 3;
            Set(name, key, start);
        }
        else if (Is(".") && Look(1).Text.Equals("Add", StringComparison.OrdinalIgnoreCase) && Is("(", 2) && Look(3).Kind == 's' && Is(",", 4))
        {
            var key = Look(3).Text;
            _at += 5;
            Set(name, key, start);
        }
    }

    private void Set(string table, string key, int start)
    {
        var value = Expression();
        if (!_tables.TryGetValue(table, out var entries))
            Remember(table, entries = [], start);

        if (entries.Count < MostEntries)
            entries.Add(new Entry(key, value, null));
    }

    private void Remember(string name, List<Entry> table, int start)
    {
        if (_tables.Count == MostVariables)
            return;
        _tables[name] = table;
        _starts[table] = start;
    }

    private void Assign(string name, int start)
    {
        // [ordered]@{…}
        if (Is("[") && Is("]", 2) && Is("{", 3))
            _at += 3;
        if (Is("{"))
            Remember(name, Table(0), start);
        // What a command answers has no other name than the variable's.
        else if ((Token.Kind == 'w' && !Token.Text.StartsWith("http", StringComparison.Ordinal)) || (Is("(") && Look(1).Kind == 'w'))
            _values.Remove(name);
        else if (Expression() is { Length: > 0 } value && _values.Count < MostVariables)
            _values[name] = value;
    }

    // @{ A = "…"; 'B' = $b }
    private List<Entry> Table(int depth)
    {
        var entries = new List<Entry>();
        _at++;
        while (_at < _tokens.Count && !Is("}"))
        {
            if (Token.Kind is not ('w' or 's' or 'v') || !Is("=", 1))
            {
                _at++;
                continue;
            }

            var name = Token.Text;
            _at += 2;
            Entry entry;
            if (Is("{") && depth < Deepest)
                entry = new Entry(name, "", Table(depth + 1));
            else if (Token.Kind == 'v' && _tables.TryGetValue(Token.Text, out var known) && Look(1).Text is "\n" or ";" or "}" or null)
                entry = new Entry(name, Expression(), known);
            else
                entry = new Entry(name, Expression(), null);
            if (entries.Count < MostEntries)
                entries.Add(entry);
        }

        _at++;
        return entries;
    }

    private SampleRequest Request()
    {
        var start = Token.Start;
        var request = new SampleRequest { Block = _block, Method = "GET", ContentStart = start };
        _at++;
        while (_at < _tokens.Count && !(Token.Kind == 'n' || Is(";") || Is("|") || Is(")") || Is("}")))
        {
            if (Token.Kind == 'o')
            {
                var name = Token.Text;
                _at++;
                Parameter(request, name);
            }
            else if (Token.Kind == 'a')
            {
                foreach (var entry in _tables.GetValueOrDefault(Token.Text) ?? [])
                    Parameter(request, entry.Name, entry.Value, entry.Members);
                _at++;
            }
            else if (request.Url.Length == 0 && Token.Kind is 's' or 'w' or 'v')
            {
                request.Url = Expression();
            }
            else
            {
                _at++;
            }
        }

        request.ContentEnd = _tokens[Math.Min(_at, _tokens.Count) - 1].End;
        request.SplitQuery();
        if (CodeComments.Before(_comments, start) is { } comment)
            request.Context |= DocumentText.ContextOfComment(comment);
        return request;
    }

    private void Parameter(SampleRequest request, string name)
    {
        // -UseBasicParsing stands alone.
        if (Token.Kind is 'o' or 'n' or '\0')
            return;
        var table = Members();
        Parameter(request, name, table is null ? Expression() : "", table);
    }

    // @{…}, $body, ($body | ConvertTo-Json)
    private List<Entry>? Members()
    {
        var (before, bracket) = (_at, Is("("));
        _at += bracket ? 1 : 0;
        List<Entry>? found = null;
        if (Is("{"))
            found = Table(0);
        else if (Token.Kind == 'v' && _tables.TryGetValue(Token.Text, out found))
            _at++;
        if (found is null)
            _at = before;
        else if (bracket)
            Leave();
        return found;
    }

    // To the end of the bracket, or of the line where it has none.
    private void Leave()
    {
        while (_at < _tokens.Count && !Is(")") && Token.Kind != 'n')
            _at++;
        _at++;
    }

    private void Parameter(SampleRequest request, string name, string value, List<Entry>? members)
    {
        if (members is not null && _sent.Add(members) && _starts.TryGetValue(members, out var start))
            request.ContentStart = Math.Min(request.ContentStart, start);
        switch (name.ToUpperInvariant())
        {
            case "URI":
                request.Url = value;
                break;
            case "METHOD":
                request.Method = value.ToUpperInvariant();
                break;
            case "HEADERS":
                request.Headers.AddRange(Fields(members ?? []));
                break;
            case "BODY" or "FORM":
                request.Body.AddRange(members is not null ? Fields(members) : value.TrimStart().StartsWith('{') && value.Contains(':', StringComparison.Ordinal) ? JsonFields.TopLevel(value.TrimStart()) : value.Contains('=', StringComparison.Ordinal) ? FormFields.Parse(value) : []);
                break;
            case "TOKEN":
                request.Headers.Add(new SampleField("Authorization", "Bearer " + value));
                break;
            case "CREDENTIAL":
                request.Login = ("{username}", "{password}");
                break;
            case "CERTIFICATE" or "CERTIFICATETHUMBPRINT":
                request.ClientCertificate = true;
                break;
        }
    }

    private static IEnumerable<SampleField> Fields(List<Entry> table) => table.Select(entry => new SampleField(entry.Name, entry.Value));

    // A template, up to what ends the expression: "Bearer $t", $a + $b, "{0}:{1}" -f $a, $b, [Convert]::ToBase64String(…).
    private string Expression(int depth = 0)
    {
        var text = new StringBuilder();
        var operand = true;
        for (var open = 0; _at < _tokens.Count && text.Length < LongestValue;)
        {
            var token = Token;
            if (token.Kind == 'n' ? !operand && open == 0 : open == 0 && (Is(",") || Is(";") || Is("}") || Is(")") || Is("|") || (token.Kind == 'o' && token.Text != "f") || token.Kind == 'a'))
                break;
            if (token.Kind == 'o' && token.Text == "f")
            {
                _at++;
                return Format(text.ToString(), depth);
            }

            _at++;
            if (token.Kind == 'w' && token.Text.Contains("ToBase64String", StringComparison.OrdinalIgnoreCase) && Is("(") && depth < Deepest)
            {
                _at++;
                text.Append("base64(").Append(Expression(depth + 1)).Append(')');
                _at++;
                operand = false;
            }
            else if (token.Kind == 'v')
            {
                text.Append(Value(token.Text));
                operand = false;
            }
            else if (token.Kind == 's' || (token.Kind == 'w' && !Is("(") && open == 0 && operand))
            {
                text.Append(Filled(token.Text));
                operand = false;
            }
            else if (token.Kind == 'p')
            {
                // [string] in front of a value, and what comes out of a command in brackets, says nothing of it.
                open += token.Text == "(" ? 1 : token.Text == ")" ? -1 : 0;
                operand |= token.Text is "+" or "(" or "=";
                if (token.Text == "[")
                    _at = Math.Max(_at, _tokens.FindIndex(_at, Math.Min(Deepest, _tokens.Count - _at), t => t is { Kind: 'p', Text: "]" }) + 1);
            }
        }

        return text.ToString();
    }

    // "{0}:{1}" -f $user, $key
    private string Format(string format, int depth)
    {
        for (var i = 0; i < Deepest; i++)
        {
            format = format.Replace("{" + i + "}", depth < Deepest ? Expression(depth + 1) : "", StringComparison.Ordinal);
            if (!Is(","))
                break;
            _at++;
        }

        return format.Length > LongestValue ? "" : format;
    }

    // $token.access_token, $config["ApiKey"]: the last name says what it is.
    private string Value(string name)
    {
        var last = name;
        while ((Is(".") && Look(1).Kind == 'w') || (Is("[") && Look(1).Kind == 's' && Is("]", 2)))
        {
            var call = Is(".") && Is("(", 2);
            if (!call)
                last = Look(1).Text;
            _at += Is(".") ? 2 : 3;
            if (call)
                Leave();
        }

        return last == name ? Known(name) : Hole(last);
    }

    // An example's value says less than its variable's name.
    private string Known(string name) =>
        _values.TryGetValue(name, out var value) && !(!value.Contains('{', StringComparison.Ordinal) && CredentialNames.Find(CredentialNames.Snake(name)) is { Secret: true }) ? value : Hole(name);

    private string Filled(string template)
    {
        foreach (var hole in Template.Holes(template))
        {
            if (_values.ContainsKey(hole) && Known(hole) is { Length: <= LongestValue } value)
                template = template.Replace("{" + hole + "}", value, StringComparison.Ordinal);
            if (template.Length > LongestValue)
                return "";
        }

        return template;
    }

    private static string Hole(string name) => name.Length is > 0 and < 60 ? "{" + name.Trim('{', '}') + "}" : "";
}
