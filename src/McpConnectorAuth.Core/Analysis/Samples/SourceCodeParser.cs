using McpConnectorAuth.Core.Analysis.Reading;
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
        ["NewRequestWithContext"] = "GET",
        ["RestRequest"] = "GET",
        ["exchange"] = "GET",
        ["getForObject"] = "GET",
        ["getForEntity"] = "GET",
        ["curl_init"] = "GET",
        ["URI"] = "GET",
        ["Uri"] = "GET",
        ["axios"] = "GET",
        ["urlopen"] = "GET",
        ["HttpRequestMessage"] = "GET",
        ["create"] = "GET",
        ["url"] = "GET",
        ["RestClient"] = "GET",
        ["PostForm"] = "POST",
    };

    private static readonly string[] DigestLogins = ["httpdigestauth", "digestauth", "digest_auth"];
    private static readonly string[] BasicLogins =
    [
        "httpbasicauth", "basicauth", "basic_auth", "setbasicauth", "withbasicauth", "usernamepasswordcredentials", "httpauthentication", "httpbasicauthenticator", "networkcredential",
    ];

    private static readonly string[] BearerSetters = ["withtoken", "setauthtoken", "setbearerauth", "bearerauth", "bearer_auth", "setbearertoken", "withbearertoken", "withoauthbearertoken"];
    private static readonly string[] HeaderAdders = ["add", "set", "append", "tryaddwithoutvalidation"];
    private static readonly string[] PropertySetters = ["setrequestproperty", "addrequestproperty"];
    private static readonly string[] Certificates = ["x509certificate2", "loadx509keypair", "client_cert", "withcertificate"];
    private static readonly string[] RequestSigners = ["aws4auth", "sigv4auth", "awsrequestsauth", "botoawsrequestsauth"];
    private static readonly string[] OAuth1Signers = ["oauth1", "oauth1session", "oauth1auth"];
    private static readonly string[] LoginContainers = ["auth", "basic_auth", "digest_auth", "credentials"];
    private static readonly string[] QueryContainers = ["params", "query", "searchparams", "querystring", "qs", "addqueryparameter", "http_build_query"];
    private static readonly string[] TokenFields = ["grant_type", "client_id", "client_secret"];
    private static readonly string[] BodyContainers = ["data", "json", "body", "form", "payload", "urlsearchparams", "formurlencodedcontent", "form_params", "stringify", "parameters", "post_form", "postform", "urlencode", "curlopt_postfields"];

    private readonly DocumentBlock _block;
    private readonly List<CodeToken> _tokens;
    private readonly List<(int Start, string Text)> _comments = [];
    private readonly CodeExpression _expression;
    private readonly List<SampleRequest> _requests;
    private readonly SampleRequest _shared;
    private readonly int _first;
    private readonly Stack<(int Depth, string Name)> _containers = new();
    private readonly Stack<(int Depth, SampleRequest Request)> _calls = new();
    // Variables that hold a client with an address of its own.
    private readonly HashSet<string> _clients = new(StringComparer.Ordinal);
    private int _depth;
    private string _function = "";
    private bool _isMethodGiven;

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
            if (CodeComments.Before(_comments, request.ContentStart) is { } comment)
                request.Context |= Reading.DocumentText.ContextOfComment(comment);
        }
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
        // a, b = x, y: the value behind the sign is the first one's.
        else if ((token.Is('=') || token.Text is ":=") && index > 0 && _tokens[index - 1].Kind == 'i' && index + 1 < _tokens.Count && !IsLaterOfSeveral(index))
        {
            Client(index);
            var value = _expression.Evaluate(index + 1, out _);
            if (value.Length > 0 && !value.StartsWith("{requests", StringComparison.Ordinal))
                _expression.Define(NameBefore(index), value);
        }
    }

    private bool IsLaterOfSeveral(int equals)
    {
        var first = FirstOfName(equals - 1);
        if (first < 2 || !_tokens[first - 1].Is(','))
            return false;
        while (first >= 2 && _tokens[first - 1].Is(',') && _tokens[first - 2].Kind == 'i')
            first = FirstOfName(first - 2);
        // Bare names begin the statement; `const a = 1, b = 2` sets each to its own.
        return first == 0 || _tokens[first - 1].Kind == 'n' || _tokens[first - 1].Is(';') || _tokens[first - 1].Is('{') || _tokens[first - 1].Is(':');
    }

    private int FirstOfName(int last)
    {
        while (last >= 2 && _tokens[last - 1].Text is "." or "->" && _tokens[last - 2].Kind == 'i')
            last -= 2;
        return last;
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
        var lower = LowerText.Of(token.Text);
        if (lower is "def" or "function" or "func" or "fn" or "fun" && next.Kind == 'i')
            _function = next.Text;
        // def headers(path): … return {…}
        if (lower is "return" && next.Is('{') && _function.Contains("header", StringComparison.OrdinalIgnoreCase))
            _containers.Push((_depth + 1, "headers"));
        if (next.Is('('))
            Call(i, lower);
        else if (next.Is('<') && Verbs.TryGetValue(token.Text, out var typed) && AfterTypes(i + 1) is > 0 and var open)
            Request(i, open + 1, typed);
        else if (lower is "basic_auth" && next.Kind is 'i' or 's')
            Pair(i);
        else if (next is { Kind: 's' } && next.Text.StartsWith("http", StringComparison.Ordinal) && Verbs.TryGetValue(token.Text, out var verb))
            Request(i, i + 1, verb);
        if (next.Is(',') && lower is "authorization" && i + 4 < _tokens.Count && _tokens[i + 2].Kind == 's' && _tokens[i + 3].Is(','))
            Current.Headers.Add(new SampleField("Authorization", _tokens[i + 2].Text + " " + _expression.Evaluate(i + 4, out _)));
        if (next.Is(',') && lower is "curlopt_userpwd")
            Login(_expression.Evaluate(i + 2, out _));
        if (lower is "curlauth_digest")
            Current.Digest = true;
        if (lower is "curlopt_customrequest" or "curlopt_postfields" && i + 2 < _tokens.Count)
            CurlOption(i, lower);
        if (next.Text is ":" or "=" or "=>" && lower is "auth" && i + 2 < _tokens.Count && (_tokens[i + 2].Is('(') || _tokens[i + 2].Is('[')))
            Pair(i + 2);
        if (next.Text is "=" or ":" or "." && lower is "cert" or "clientcertificates" or "client_cert")
            Current.ClientCertificate = true;
        if (lower is "httpmethod" && next.Is('=') && i + 2 < _tokens.Count && _tokens[i + 2].Kind == 's' && _requests.Count > _first)
            _requests[^1].Method = _tokens[i + 2].Text.ToUpperInvariant();
        if (lower is "method" && next.Text is ":" or "=" && i + 2 < _tokens.Count && _tokens[i + 2].Kind == 's')
            Current.Method = _tokens[i + 2].Text.ToUpperInvariant();
        if (next.Text is ":" or "=" or "=>" && _containers.Count > 0)
            Field(token.Text, i + 2);
        else if (next.Text is ":" or "=>" && token.Text == "Authorization")
            Current.Headers.Add(new SampleField(token.Text, _expression.Evaluate(i + 2, out _)));
        // What a function is called says nothing of its parameters.
        if (next.Text is ":" or "=" or "=>" or "(" or "[" or "{" && Opens(i + 1) && !(i > 0 && _tokens[i - 1] is { Kind: 'i', Text: "def" or "function" or "func" or "fn" or "fun" }))
            Enter(lower);
    }

    // GetFromJsonAsync<Listing[]>("listings"): the bracket behind the types, 0 where there is none.
    private int AfterTypes(int open)
    {
        for (var (at, depth) = (open, 0); at + 1 < _tokens.Count && at < open + MostTypes; at++)
        {
            depth += _tokens[at].Is('<') ? 1 : _tokens[at].Is('>') ? -1 : 0;
            if (depth == 0)
                return _tokens[at + 1].Is('(') ? at + 1 : 0;
            if (_tokens[at].Kind is not ('i' or 'p') || _tokens[at].Is(';') || _tokens[at].Is('('))
                return 0;
        }

        return 0;
    }

    private const int MostTypes = 12;

    // The address was given to curl_init before; fields turn the call into a POST, where nothing else is said.
    private void CurlOption(int i, string lower)
    {
        var call = _requests.Count > _first ? _requests[^1] : null;
        var value = _tokens[i + 2];
        if (lower is "curlopt_customrequest")
        {
            if (call is null || value.Kind != 's')
                return;
            call.Method = value.Text.ToUpperInvariant();
            _isMethodGiven = true;
            return;
        }

        if (!_isMethodGiven && call is { Method: "GET" } && value is not ({ Kind: 's', Text: "" } or { Text: "null" or "NULL" }))
            call.Method = "POST";
        if (_tokens[i + 1].Is(',') && Opens(i + 2))
            Enter(lower);
    }

    // Headers, fields and log-in pairs stand in something that is named for them.
    private void Enter(string lower)
    {
        // What encodes fields does not say where they go.
        if (lower == "http_build_query" && _containers.TryPeek(out var outer) && BodyContainers.Contains(outer.Name))
            return;
        if ((lower.Contains("header", StringComparison.Ordinal) && !lower.Contains("sign", StringComparison.Ordinal)) || lower == "cookies" || QueryContainers.Contains(lower) || BodyContainers.Contains(lower) || LoginContainers.Contains(lower))
            _containers.Push((_depth + 1, lower));
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
        if (DigestLogins.Contains(lower) || BasicLogins.Contains(lower))
        {
            Current.Digest |= DigestLogins.Contains(lower);
            Pair(i + 1);
            return;
        }

        if (Certificates.Contains(lower))
            Current.ClientCertificate = true;
        var arguments = _expression.Arguments(i + 1);
        if (arguments.Count > 0)
            Call(i, lower, arguments);
    }

    private void Call(int i, string lower, List<int> arguments)
    {
        var first = _tokens[arguments[0]];
        if (BearerSetters.Contains(lower))
        {
            Current.Headers.Add(new SampleField("Authorization", "Bearer " + _expression.Evaluate(arguments[0], out _)));
        }
        else if (RequestSigners.Contains(lower))
        {
            Current.Headers.Add(new SampleField("Authorization", "AWS4-HMAC-SHA256 {signature}"));
        }
        else if (OAuth1Signers.Contains(lower))
        {
            Current.Headers.Add(new SampleField("Authorization", "OAuth oauth_consumer_key=\"{consumer_key}\", oauth_token=\"{token}\", oauth_signature=\"{signature}\""));
        }
        else if (lower is "authenticationheadervalue" && first.Kind == 's')
        {
            Current.Headers.Add(new SampleField("Authorization", arguments.Count > 1 ? first.Text + " " + _expression.Evaluate(arguments[1], out _) : first.Text));
        }
        // setValue("Bearer \\(token)", forHTTPHeaderField: "Authorization")
        else if (arguments.Count > 1 && _tokens[arguments[1]].IsWord("forHTTPHeaderField") && arguments[1] + 2 < _tokens.Count && _tokens[arguments[1] + 2] is { Kind: 's', Text: var field })
        {
            (_requests.Count > _first ? _requests[^1] : _shared).Headers.Add(new SampleField(field, _expression.Evaluate(arguments[0], out _)));
        }
        else if (arguments.Count > 1 && IsHeaderSetter(i, lower) && NameOf(arguments[0]) is { } header)
        {
            Current.Headers.Add(new SampleField(header, _expression.Evaluate(arguments[1], out _)));
        }
        else if (arguments.Count > 1 && first.Kind == 's' && Verbs.ContainsKey(_tokens[i].Text) is false)
        {
            Setter(i, lower, first.Text, arguments[1]);
        }

        // URL(string: "https://…")
        if (Verbs.TryGetValue(_tokens[i].Text, out var verb))
            Request(i, first.IsWord("string") && _tokens[arguments[0] + 1].Is(':') ? arguments[0] + 2 : i + 2, verb);
    }

    // A literal name, or a constant such as HttpHeaders.AUTHORIZATION.
    private string? NameOf(int at)
    {
        if (_tokens[at].Kind == 's')
            return _tokens[at].Text;
        return _expression.Evaluate(at, out _).Equals("{authorization}", StringComparison.OrdinalIgnoreCase) ? "Authorization" : null;
    }

    private bool IsHeaderSetter(int i, string lower)
    {
        if (lower.Contains("header", StringComparison.Ordinal) || PropertySetters.Contains(lower))
            return true;
        return HeaderAdders.Contains(lower) && Receiver(i).Contains("header", StringComparison.Ordinal);
    }

    // The name before the point: headers in headers.add(…).
    private string Receiver(int i) => i >= 2 && _tokens[i - 1].Text is "." or "->" ? LowerText.Of(_tokens[i - 2].Text) : "";

    // query.set("api_key", key), .queryParam("api_key", key), form.add("grant_type", "password"), .set("Authorization", value)
    private void Setter(int i, string lower, string name, int valueAt)
    {
        var receiver = Receiver(i);
        var asQuery = lower.Contains("query", StringComparison.Ordinal) || receiver is "q" or "v" || receiver.Contains("query", StringComparison.Ordinal) || receiver.Contains("param", StringComparison.Ordinal) || receiver.Contains("values", StringComparison.Ordinal);
        var asBody = receiver.Contains("form", StringComparison.Ordinal) || receiver.Contains("body", StringComparison.Ordinal) || receiver.Contains("data", StringComparison.Ordinal) || TokenFields.Contains(name);
        if (!asQuery && !asBody && !(HeaderAdders.Contains(lower) && name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)))
            return;
        var field = new SampleField(name, _expression.Evaluate(valueAt, out _));
        (asBody ? Current.Body : asQuery ? Current.Query : Current.Headers).Add(field);
    }

    private void Request(int i, int argument, string verb)
    {
        while (argument < _tokens.Count && _tokens[argument].Kind == 'n')
            argument++;
        var given = false;
        // NewRequest("GET", url, …), NewRequest(http.MethodGet, url, …), RestRequest("projects", Method.Get)
        if (argument > 0 && _tokens[argument - 1].Is('(') && _expression.Arguments(argument - 1) is { Count: > 1 } arguments
            && arguments.FindIndex(0, Math.Min(arguments.Count, MostBeforeMethod), start => MethodAt(start) is not null) is >= 0 and var at)
        {
            (verb, given) = (MethodAt(arguments[at])!, true);
            // A context may stand in front; a URL in front is the one.
            if (at == 0 || _tokens[arguments[0]].Kind != 's')
                argument = at + 1 < arguments.Count ? arguments[at + 1] : argument;
        }

        var url = argument < _tokens.Count ? Template.SeparatePath(_expression.Evaluate(argument, out _)) : "";
        if (IsBelowClient(i, url, given))
        {
            url = "/" + url;
        }
        else if (!url.Contains("://", StringComparison.Ordinal) && !url.StartsWith('/') && !(url.StartsWith('{') && url.Contains('/', StringComparison.Ordinal)))
        {
            if (!url.StartsWith('{') || verb is "GET" && _tokens[i].Text is not ("get" or "fetch" or "request"))
                return;
        }

        var request = new SampleRequest { Block = _block, Method = verb, Url = url, ContentStart = _tokens[i].Start, ContentEnd = _tokens[i].End };
        _requests.Add(request);
        _calls.Push((_depth + 1, request));
    }

    // "GET", http.MethodGet, HttpMethod.Get, Method.GET
    private string? MethodAt(int at)
    {
        if (_tokens[at].Kind == 's')
            return at + 1 < _tokens.Count && (_tokens[at + 1].Is(',') || _tokens[at + 1].Is(')')) ? Array.Find(Methods, method => _tokens[at].Text == method) : null;
        var (last, named) = (at, false);
        while (last < _tokens.Count && (_tokens[last].Kind == 'i' || _tokens[last].Text is "." or "::"))
            named |= _tokens[last++].Text.Contains("Method", StringComparison.Ordinal);
        if (!named || last == at || last >= _tokens.Count || !(_tokens[last].Is(',') || _tokens[last].Is(')')))
            return null;
        var name = _tokens[last - 1].Text.Replace("Method", "", StringComparison.Ordinal);
        return Array.Find(Methods, method => name.Equals(method, StringComparison.OrdinalIgnoreCase));
    }

    private const int MostBeforeMethod = 3;
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];

    // client.get("projects"), where the client was made for an address: no map is asked so, nor an answer.
    private bool IsBelowClient(int i, string url, bool isMethodGiven) =>
        _clients.Count > 0 && url.Length is > 1 and <= LongestRelative && char.IsAsciiLetterLower(url[0]) && url.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '/' or '.' or '{' or '}' or '?' or '=' or '&')
        && (isMethodGiven || _tokens[i].Text.EndsWith("Async", StringComparison.Ordinal) || (i >= 2 && _tokens[i - 1].Text is "." or "->" && _clients.Contains(_tokens[i - 2].Text)));

    // http = new HttpClient { BaseAddress = new Uri("https://…") }, conn = Faraday.new(url: "https://…"): made for an address, nothing called there yet.
    private void Client(int equals)
    {
        var made = false;
        for (var at = equals + 1; at < Math.Min(_tokens.Count, equals + FarthestAddress) && !_tokens[at].Is(';'); at++)
        {
            var token = _tokens[at];
            made |= token is { Kind: 'i', Text: "new" or "create" } || (token.Kind == 'i' && token.Text.EndsWith("Client", StringComparison.OrdinalIgnoreCase));
            if (token.Kind == 'i' && at + 1 < _tokens.Count && _tokens[at + 1].Is('(') && Verbs.ContainsKey(token.Text) && token.Text is not ("create" or "Uri" or "URI" or "url" or "RestClient"))
                return;
            if (made && token.Kind == 's' && token.Text.StartsWith("http", StringComparison.Ordinal) && token.Text.Contains("://", StringComparison.Ordinal))
            {
                _clients.Add(_tokens[FirstOfName(equals - 1)].Text is "this" or "self" ? _tokens[equals - 1].Text : _tokens[FirstOfName(equals - 1)].Text);
                return;
            }
        }
    }

    private const int FarthestAddress = 24;
    private const int LongestRelative = 80;

    private void Text(int i)
    {
        var text = _tokens[i].Text;
        var next = i + 1 < _tokens.Count ? _tokens[i + 1] : default;
        if (next.Text is ":" or "=>" || (next.Is(']') && i + 2 < _tokens.Count && _tokens[i + 2].Is('=')))
        {
            if (text.Length <= 80)
                Key(text, next.Is(']') ? i + 3 : i + 2, next.Is(']') ? ContainerBefore(i) : null);
            if (text == "auth" && i + 2 < _tokens.Count && _tokens[i + 2].Is('['))
                Pair(i + 2);
            if (Opens(i + 1))
                Enter(LowerText.Of(text));
            return;
        }

        // "Name: value" as PHP and others write headers.
        var colon = text.IndexOf(": ", StringComparison.Ordinal);
        if (colon is > 2 and < 60 && HeaderNames.LooksLikeHeader(text[..colon]) && HeaderNames.IsCredentialHeader(text[..colon]) && !IsMessage(i))
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

    // throw new Error("token: " + status), and no item of a list
    private bool IsMessage(int i)
    {
        var last = i > 0 && _tokens[i - 1] is { Kind: 'i', Text: "f" or "fr" } ? i - 2 : i - 1;
        if (last >= 0 && _tokens[last].Kind == 'i')
            return Tells(_tokens[last].Text);
        for (var (at, depth) = (last, 0); at > 0 && i - at <= FarthestCall; at--)
        {
            if (_tokens[at].Is(')') || _tokens[at].Is(']') || _tokens[at].Is('}'))
                depth++;
            else if (depth > 0 && (_tokens[at].Is('(') || _tokens[at].Is('[') || _tokens[at].Is('{')))
                depth--;
            else if (_tokens[at].Is('('))
                return _tokens[at - 1].Kind == 'i' && Tells(_tokens[at - 1].Text);
            else if (_tokens[at].Is('[') || _tokens[at].Is('{') || _tokens[at].Is(';') || _tokens[at].Is('='))
                return false;
        }

        return false;
    }

    private static bool Tells(string name) =>
        LowerText.Of(name) is var word && (word.EndsWith("error", StringComparison.Ordinal) || word.EndsWith("exception", StringComparison.Ordinal) || word.StartsWith("print", StringComparison.Ordinal) || Tellers.Contains(word));

    private const int FarthestCall = 12;
    private static readonly string[] Tellers = ["throw", "raise", "panic", "fail", "die", "abort", "log", "warn", "info", "debug", "puts", "echo", "writeline", "errorf", "fatalf"];

    private string? ContainerBefore(int i) => i >= 2 && _tokens[i - 1].Is('[') ? LowerText.Of(_tokens[i - 2].Text) : null;

    // json_encode($params), data=params, CURLOPT_POSTFIELDS => http_build_query($params): whatever it is called, it goes into the body.
    private HashSet<string> Encoded => _encoded ??= [.. Enumerable.Range(0, Math.Max(0, _tokens.Count - 2)).Where(IsBody).Select(i => LowerText.Of(_tokens[i + 2].Text))];

    private bool IsBody(int i) =>
        _tokens[i].Kind == 'i' && _tokens[i + 2].Kind == 'i'
        && ((_tokens[i + 1].Is('(') && (Encoders.Contains(_tokens[i].Text) || (_tokens[i].Text == "http_build_query" && i > 1 && _tokens[i - 2].Text == "CURLOPT_POSTFIELDS"))) || (_tokens[i + 1].Text is "=" or ":" or "=>" or "," && Bodies.Contains(_tokens[i].Text)));

    private static readonly string[] Bodies = ["data", "json", "body", "form", "form_params", "CURLOPT_POSTFIELDS"];

    private HashSet<string>? _encoded;
    private static readonly string[] Encoders = ["json_encode", "dumps", "stringify"];

    private void Key(string name, int valueAt, string? indexed)
    {
        if (indexed is not null && indexed.Contains("header", StringComparison.Ordinal))
        {
            Current.Headers.Add(new SampleField(name, _expression.Value(valueAt)));
            return;
        }

        if (indexed is not null && Encoded.Contains(indexed))
        {
            Current.Body.Add(new SampleField(name, _expression.Value(valueAt)));
            return;
        }

        var container = indexed is "q" or "query" or "params" && !TokenFields.Contains(name) ? "query" : _containers.Count > 0 ? _containers.Peek().Name : "";
        if (container == "query" && indexed is not null)
        {
            Current.Query.Add(new SampleField(name, _expression.Value(valueAt)));
            return;
        }

        if (container.Contains("header", StringComparison.Ordinal) || name.Equals("Authorization", StringComparison.Ordinal) || (name.Contains('-', StringComparison.Ordinal) && HeaderNames.IsCredentialHeader(name) && !QueryContainers.Contains(container)))
            Current.Headers.Add(new SampleField(name, _expression.Value(valueAt)));
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

        if (container == "cookies")
        {
            Current.Headers.Add(new SampleField("Cookie", name + "=" + _expression.Evaluate(valueAt, out _)));
            return;
        }

        if (LoginContainers.Contains(container))
        {
            Current.Digest |= container == "digest_auth";
            var value = _expression.Evaluate(valueAt, out _);
            if (name.StartsWith("user", StringComparison.OrdinalIgnoreCase) || name.Equals("login", StringComparison.OrdinalIgnoreCase))
                Current.Login = (value, Current.Login?.Password ?? "");
            else if (name.StartsWith("pass", StringComparison.OrdinalIgnoreCase))
                Current.Login = (Current.Login?.User ?? "", value);
            return;
        }

        if (BodyContainers.Contains(container) || name == "grant_type")
            Current.Body.Add(new SampleField(name, _expression.Value(valueAt)));
        else if (QueryContainers.Contains(container))
            Current.Query.Add(new SampleField(name, _expression.Value(valueAt)));
    }

    // (user, password) from an opening bracket on.
    private void Pair(int open)
    {
        if (open + 1 >= _tokens.Count)
            return;
        var user = _expression.Evaluate(open + 1, out var next);
        if (next >= _tokens.Count || !_tokens[next].Is(','))
            return;
        Current.Login = (user, _expression.Evaluate(next + 1, out var end));
        // A third item names the scheme.
        if (end + 1 < _tokens.Count && _tokens[end].Is(',') && _tokens[end + 1] is { Kind: 's', Text: "digest" })
            Current.Digest = true;
    }

    private void Login(string userPassword)
    {
        var colon = userPassword.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0)
            Current.Login = (userPassword[..colon], userPassword[(colon + 1)..]);
    }
}
