using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Samples;

/// <summary>
/// Reads the requests that source code makes. One lexer serves Python, JavaScript, Ruby, PHP, C#, Go and Java: header
/// dictionaries, header setters, login pairs and URLs look alike in all of them.
/// </summary>
internal sealed class SourceCodeParser
{
    private static readonly Dictionary<string, string> Verbs = new(StringComparer.OrdinalIgnoreCase)
    {
        ["get"] = "GET",
        ["post"] = "POST",
        ["put"] = "PUT",
        ["patch"] = "PATCH",
        ["delete"] = "DELETE",
        ["head"] = "HEAD",
        ["fetch"] = "GET",
        ["request"] = "GET",
        ["GetAsync"] = "GET",
        ["GetStringAsync"] = "GET",
        ["PostAsync"] = "POST",
        ["PostAsJsonAsync"] = "POST",
        ["PutAsync"] = "PUT",
        ["GetFromJsonAsync"] = "GET",
        ["NewRequest"] = "GET",
        ["curl_init"] = "GET",
        ["URI"] = "GET",
        ["Uri"] = "GET",
        ["axios"] = "GET",
        ["urlopen"] = "GET",
        ["HttpRequestMessage"] = "GET",
        ["create"] = "GET",
        ["url"] = "GET",
        ["RestClient"] = "GET",
    };

    private static readonly string[] QueryContainers = ["params", "query", "searchparams", "querystring", "qs", "addqueryparameter"];
    private static readonly string[] BodyContainers = ["data", "json", "body", "form", "payload", "urlsearchparams", "formurlencodedcontent", "form_params", "stringify", "parameters", "post_form", "postform", "urlencode"];

    private readonly DocumentBlock _block;
    private readonly List<CodeToken> _tokens;
    private readonly List<(int Start, string Text)> _comments = [];
    private readonly CodeExpression _expression;
    private readonly List<SampleRequest> _requests;
    private readonly SampleRequest _shared;
    private readonly int _first;
    private readonly Stack<(int Depth, string Name)> _containers = new();
    private readonly Stack<(int Depth, SampleRequest Request)> _calls = new();
    private int _depth;

    private SourceCodeParser(DocumentBlock block, List<SampleRequest> requests)
    {
        _block = block;
        _requests = requests;
        _first = requests.Count;
        _tokens = CodeLexer.Tokens(block.Code!.Content, _comments);
        _expression = new CodeExpression(_tokens);
        _shared = new SampleRequest { Block = block, ContentEnd = block.Code.Content.Length };
    }

    public static void Parse(DocumentBlock block, List<SampleRequest> requests) => new SourceCodeParser(block, requests).Run();

    private SampleRequest Current => _calls.Count > 0 ? _calls.Peek().Request : _shared;

    private void Run()
    {
        for (var i = 0; i < _tokens.Count; i++)
        {
            var token = _tokens[i];
            switch (token.Kind)
            {
                case 'p':
                    Punctuation(token, i);
                    break;
                case 'i':
                    Word(i);
                    break;
                case 's':
                    Text(i);
                    break;
            }
        }

        if (_shared.Headers.Count + _shared.Query.Count + _shared.Body.Count > 0 || _shared.Login is not null || _shared.ClientCertificate)
            _requests.Add(_shared);
        foreach (var request in _requests.Skip(_first))
        {
            if (request.Query.Count == 0)
                request.SplitQuery();
            if (CommentBefore(request.ContentStart) is { } comment)
                request.Context |= Reading.DocumentText.ContextOfComment(comment);
        }
    }

    // The last comment before an offset, if it is near.
    private string? CommentBefore(int offset)
    {
        int low = 0, high = _comments.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_comments[middle].Start < offset)
                low = middle + 1;
            else
                high = middle;
        }

        return low > 0 && offset - _comments[low - 1].Start < 300 ? _comments[low - 1].Text : null;
    }

    private void Punctuation(CodeToken token, int index)
    {
        if (token.Is('(') || token.Is('[') || token.Is('{'))
        {
            _depth++;
        }
        else if (token.Is(')') || token.Is(']') || token.Is('}'))
        {
            _depth--;
            while (_containers.Count > 0 && _containers.Peek().Depth > _depth)
                _containers.Pop();
            while (_calls.Count > 0 && _calls.Peek().Depth > _depth)
            {
                var (_, request) = _calls.Pop();
                request.ContentEnd = token.End;
            }
        }
        else if ((token.Is('=') || token.Text is ":=") && index > 0 && _tokens[index - 1].Kind == 'i' && index + 1 < _tokens.Count)
        {
            var value = _expression.Evaluate(index + 1, out _);
            if (value.Length > 0 && !value.StartsWith("{requests", StringComparison.Ordinal))
                _expression.Define(NameBefore(index), value);
        }
    }

    // self.base or this.base as well as base.
    private string NameBefore(int equals)
    {
        var name = _tokens[equals - 1].Text;
        return equals >= 3 && _tokens[equals - 2].Text is "." or "->" && _tokens[equals - 3].Kind == 'i' ? _tokens[equals - 3].Text + "." + name : name;
    }

    private void Word(int i)
    {
        var token = _tokens[i];
        var next = i + 1 < _tokens.Count ? _tokens[i + 1] : default;
        var lower = token.Text.ToLowerInvariant();
        if (next.Is('('))
            Call(i, lower);
        else if (lower is "basic_auth" && next.Kind is 'i' or 's')
            Pair(i);
        if (next.Text is ":" or "=" or "=>" or "(" or "[" && Opens(i + 1) && (lower.Contains("header", StringComparison.Ordinal) || QueryContainers.Contains(lower) || BodyContainers.Contains(lower) || lower == "auth"))
            _containers.Push((_depth + 1, lower));
        if (next.Text is ":" or "=" or "=>" && lower is "auth" && i + 2 < _tokens.Count && (_tokens[i + 2].Is('(') || _tokens[i + 2].Is('[')))
            Pair(i + 2);
        if (next.Text is "=" or ":" && lower is "cert" or "clientcertificates" or "client_cert")
            Current.ClientCertificate = true;
        if (lower is "method" && next.Text is ":" or "=" && i + 2 < _tokens.Count && _tokens[i + 2].Kind == 's')
            Current.Method = _tokens[i + 2].Text.ToUpperInvariant();
        if (next.Text is ":" or "=" or "=>" && _containers.Count > 0)
            Field(token.Text, i + 2);
    }

    // headers={…}, headers: {…}, headers = new Dictionary<…> {…}: a bracket follows before the line ends.
    private bool Opens(int i)
    {
        for (var last = Math.Min(_tokens.Count, i + 10); i < last; i++)
        {
            if (_tokens[i].Is('(') || _tokens[i].Is('[') || _tokens[i].Is('{'))
                return true;
            if (_tokens[i].Kind == 'n' || _tokens[i].Is(',') || _tokens[i].Is(';'))
                return false;
        }

        return false;
    }

    private void Call(int i, string lower)
    {
        var argument = i + 2;
        if (lower is "httpdigestauth" or "digestauth" or "digest_auth")
        {
            Current.Digest = true;
            Pair(i + 1);
        }
        else if (lower is "httpbasicauth" or "basicauth" or "basic_auth" or "setbasicauth" or "withbasicauth" or "usernamepasswordcredentials" or "httpauthentication")
        {
            Pair(i + 1);
        }
        else if (lower is "authenticationheadervalue" && argument + 2 < _tokens.Count && _tokens[argument].Kind == 's')
        {
            var scheme = _tokens[argument].Text;
            Current.Headers.Add(new SampleField("Authorization", _tokens[argument + 1].Is(',') ? scheme + " " + _expression.Evaluate(argument + 2, out _) : scheme));
        }
        else if (IsHeaderSetter(i, lower) && argument + 2 < _tokens.Count && _tokens[argument].Kind == 's' && _tokens[argument + 1].Is(','))
        {
            Current.Headers.Add(new SampleField(_tokens[argument].Text, _expression.Evaluate(argument + 2, out _)));
        }
        else if (Verbs.TryGetValue(_tokens[i].Text, out var verb))
        {
            Request(i, verb);
        }
    }

    private bool IsHeaderSetter(int i, string lower)
    {
        if (lower.Contains("header", StringComparison.Ordinal))
            return true;
        return lower is "add" or "set" or "append" or "tryaddwithoutvalidation" && i >= 2 && _tokens[i - 1].Text is "." or "->" && _tokens[i - 2].Text.Contains("header", StringComparison.OrdinalIgnoreCase);
    }

    private void Request(int i, string verb)
    {
        var argument = i + 2;
        while (argument < _tokens.Count && _tokens[argument].Kind == 'n')
            argument++;
        // NewRequest("GET", url, …) and request("GET", url)
        if (argument + 1 < _tokens.Count && _tokens[argument].Kind == 's' && _tokens[argument].Text is "GET" or "POST" or "PUT" or "DELETE" or "PATCH" && _tokens[argument + 1].Is(','))
        {
            verb = _tokens[argument].Text;
            argument += 2;
        }

        var url = argument < _tokens.Count ? Template.SeparatePath(_expression.Evaluate(argument, out _)) : "";
        if (!url.Contains("://", StringComparison.Ordinal) && !url.StartsWith('/') && !(url.StartsWith('{') && url.Contains('/', StringComparison.Ordinal)))
        {
            if (!url.StartsWith('{') || verb is "GET" && _tokens[i].Text is not ("get" or "fetch" or "request"))
                return;
        }

        var request = new SampleRequest { Block = _block, Method = verb, Url = url, ContentStart = _tokens[i].Start, ContentEnd = _tokens[i].End };
        _requests.Add(request);
        _calls.Push((_depth + 1, request));
    }

    private void Text(int i)
    {
        var text = _tokens[i].Text;
        var next = i + 1 < _tokens.Count ? _tokens[i + 1] : default;
        if (next.Text is ":" or "=>" || (next.Is(']') && i + 2 < _tokens.Count && _tokens[i + 2].Is('=')))
        {
            if (text.Length <= 80)
                Key(text, next.Is(']') ? i + 3 : i + 2, next.Is(']') ? ContainerBefore(i) : null);
            return;
        }

        if (i > 1 && _tokens[i - 1].Is(',') && _tokens[i - 2].Text.Equals("CURLOPT_USERPWD", StringComparison.Ordinal))
        {
            Login(text);
            return;
        }

        // "Name: value" as PHP and others write headers.
        var colon = text.IndexOf(": ", StringComparison.Ordinal);
        if (colon is > 2 and < 60 && HeaderNames.LooksLikeHeader(text[..colon]) && HeaderNames.IsCredentialHeader(text[..colon]))
        {
            var value = text[(colon + 2)..];
            if (value.Length == 0 || value.EndsWith(' '))
                value = _expression.Evaluate(i, out _)[(colon + 2)..];
            Current.Headers.Add(new SampleField(text[..colon], value));
        }
        else if (text.Contains("grant_type=", StringComparison.Ordinal) && !text.Contains(' ', StringComparison.Ordinal))
        {
            foreach (var field in FormFields.Parse(text))
                Current.Body.Add(field);
        }
    }

    private string? ContainerBefore(int i) => i >= 2 && _tokens[i - 1].Is('[') ? _tokens[i - 2].Text.ToLowerInvariant() : null;

    private void Key(string name, int valueAt, string? indexed)
    {
        if (indexed is not null && indexed.Contains("header", StringComparison.Ordinal))
        {
            Current.Headers.Add(new SampleField(name, _expression.Evaluate(valueAt, out _)));
            return;
        }

        var container = _containers.Count > 0 ? _containers.Peek().Name : "";
        if (container.Contains("header", StringComparison.Ordinal) || name.Equals("Authorization", StringComparison.Ordinal) || (name.Contains('-', StringComparison.Ordinal) && HeaderNames.IsCredentialHeader(name)))
            Current.Headers.Add(new SampleField(name, _expression.Evaluate(valueAt, out _)));
        else
            Field(name, valueAt);
    }

    private void Field(string name, int valueAt)
    {
        if (valueAt >= _tokens.Count)
            return;
        var container = _containers.Count > 0 ? _containers.Peek().Name : "";
        if (container.Contains("header", StringComparison.Ordinal))
        {
            // Unquoted keys of JavaScript objects: Authorization, Accept.
            if (HeaderNames.IsCredentialHeader(name) && _tokens[valueAt - 2].Kind == 'i' && name != "Headers" && name != "headers")
                Current.Headers.Add(new SampleField(name, _expression.Evaluate(valueAt, out _)));
            return;
        }

        if (container == "auth")
        {
            var value = _expression.Evaluate(valueAt, out _);
            if (name.StartsWith("user", StringComparison.OrdinalIgnoreCase))
                Current.Login = (value, Current.Login?.Password ?? "");
            else if (name.StartsWith("pass", StringComparison.OrdinalIgnoreCase))
                Current.Login = (Current.Login?.User ?? "", value);
            return;
        }

        if (BodyContainers.Contains(container) || name == "grant_type")
            Current.Body.Add(new SampleField(name, _expression.Evaluate(valueAt, out _)));
        else if (QueryContainers.Contains(container))
            Current.Query.Add(new SampleField(name, _expression.Evaluate(valueAt, out _)));
    }

    // (user, password) from an opening bracket on.
    private void Pair(int open)
    {
        if (open + 1 >= _tokens.Count)
            return;
        var user = _expression.Evaluate(open + 1, out var next);
        if (next < _tokens.Count && _tokens[next].Is(','))
            Current.Login = (user, _expression.Evaluate(next + 1, out _));
    }

    private void Login(string userPassword)
    {
        var colon = userPassword.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0)
            Current.Login = (userPassword[..colon], userPassword[(colon + 1)..]);
    }
}
