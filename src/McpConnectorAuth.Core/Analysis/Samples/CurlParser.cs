using System.Buffers;
using System.Text;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Samples;

/// <summary>Reads the requests of curl and wget commands.</summary>
internal static class CurlParser
{
    private static readonly SearchValues<char> ShortWithArgument = SearchValues.Create("XHudbFEoAemwcxTDKUCrYyztPQ");
    private static readonly string[] Programs = ["curl", "curl.exe", "wget"];

    private const int MostVariables = 50;
    private const int MostRounds = 4;
    private const int LongestValue = 200;
    private const int LongestWord = 4000;

    private static readonly HashSet<string> WithArgument = new(StringComparer.Ordinal)
    {
        "--output", "--referer", "--max-time", "--cacert", "--write-out", "--retry", "--cookie-jar", "--connect-timeout", "--output-document",
        "--proxy", "--proxy-user", "--upload-file", "--resolve", "--retry-delay", "--dump-header", "--capath", "--ciphers", "--interface", "--limit-rate", "--config", "--pass", "--cert-type", "--key-type",
    };

    public static void Parse(DocumentBlock block, List<SampleRequest> requests)
    {
        var content = block.Code!.Content;
        if (!content.Contains("curl", StringComparison.Ordinal) && !content.Contains("wget", StringComparison.Ordinal) && !content.Contains("http ", StringComparison.Ordinal) && !content.Contains("https ", StringComparison.Ordinal))
            return;
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var command in ShellLexer.Commands(content))
        {
            var first = 0;
            while (first < command.Words.Count && Assign(command.Words[first], variables))
                first++;
            var curl = command.Words.FindIndex(first, w => Programs.Contains(w) || w.EndsWith("/curl", StringComparison.Ordinal));
            if (curl >= 0)
            {
                Request(block, command, command.Words, curl + 1, variables, requests);
                continue;
            }

            if (command.Words.Count > first + 1 && command.Words.FindIndex(first, Math.Min(2, command.Words.Count - first), w => w is "http" or "https" or "xh") is >= 0 and var httpie)
            {
                Httpie(block, command, [.. command.Words.Select(word => Expand(word, variables))], httpie + 1, requests);
                continue;
            }

            // A command as one quoted string, as in CI files, and TOKEN=$(curl …).
            var nested = command.Words.Find(w => w.Contains("curl ", StringComparison.Ordinal));
            if (nested?.IndexOf("$(curl ", StringComparison.Ordinal) is >= 0 and var open)
                nested = nested[(open + 2)..].TrimEnd(')');
            if (nested is not null && ShellLexer.Commands(nested) is [{ } inner, ..] && inner.Words.FindIndex(w => w == "curl") is >= 0 and var at)
                Request(block, command, inner.Words, at + 1, variables, requests);
        }
    }

    // http GET https://api.example/me Authorization:"Bearer x" limit==1
    private static void Httpie(DocumentBlock block, ShellLexer.Command command, List<string> words, int first, List<SampleRequest> requests)
    {
        var request = new SampleRequest { Block = block, ContentStart = command.Start, ContentEnd = command.End };
        var type = "";
        for (var i = first; i < words.Count; i++)
        {
            var word = words[i];
            if (word is "GET" or "POST" or "PUT" or "PATCH" or "DELETE" or "HEAD")
                request.Method = word;
            else if (word is "-A" or "--auth-type" && i + 1 < words.Count)
                type = words[++i];
            else if (word is "-a" or "--auth" && i + 1 < words.Count)
                Credential(request, type, words[++i]);
            else if (request.Url.Length == 0 && LooksLikeUrl(word))
                request.Url = Address(word);
            else if (Item(word) is var (separator, name, value))
                (separator switch { ":" => request.Headers, "==" => request.Query, _ => request.Body }).Add(new SampleField(name, Template.Normalize(value)));
        }

        if (request.Url.Length == 0)
            return;
        if (request.Method.Length == 0)
            request.Method = request.Body.Count > 0 ? "POST" : "GET";
        request.SplitQuery();
        requests.Add(request);
    }

    // HTTPie's request items: a header with a colon, a parameter of the query with two equals signs, a field with one.
    private static (string Separator, string Name, string Value)? Item(string word)
    {
        var end = word.AsSpan().IndexOfAny(':', '=');
        if (end <= 0)
            return null;
        var name = word[..end];
        var rest = word.AsSpan(end);
        var separator = rest.StartsWith("==") ? "==" : rest.StartsWith(":=") ? ":=" : rest[..1].ToString();
        if (separator == ":" ? !HeaderNames.LooksLikeHeader(name) : name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.' or '[' or ']')))
            return null;
        return (separator, name, rest[separator.Length..].ToString());
    }

    private static void Credential(SampleRequest request, string type, string credential)
    {
        if (type == "bearer")
            request.Headers.Add(new SampleField("Authorization", "Bearer " + Template.Normalize(credential)));
        else
            Login(request, credential);
        request.Digest |= type == "digest";
    }

    private static bool Assign(string word, Dictionary<string, string> variables)
    {
        if (word is "export" or "set" or "$")
            return true;
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0 || !word[..equals].All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            return false;
        var value = word[(equals + 1)..];
        // An example's value says less than its variable's name; what is put together of variables says more.
        if (value.StartsWith("http", StringComparison.OrdinalIgnoreCase) || value.Contains('=', StringComparison.Ordinal) || (value.Contains('$', StringComparison.Ordinal) && !value.StartsWith("$(", StringComparison.Ordinal)))
        {
            if (variables.Count < MostVariables && value.Length <= LongestValue)
                variables[word[..equals]] = value;
        }

        return true;
    }

    private static void Request(
        DocumentBlock block, ShellLexer.Command command, List<string> words, int first, Dictionary<string, string> variables, List<SampleRequest> requests)
    {
        var request = new SampleRequest { Block = block, ContentStart = command.Start, ContentEnd = command.End };
        request.Context |= Reading.DocumentText.ContextOfComment(command.Comment);
        var data = new List<string>();
        var get = false;
        var signed = false;
        var user = "";
        for (var i = first; i < words.Count; i++)
        {
            var option = words[i];
            string? attached = null;
            string Argument() => Expand(attached ?? (++i < words.Count ? words[i] : ""), variables);
            if (option.StartsWith("--", StringComparison.Ordinal))
            {
                // --header=… as wget and others write it.
                if (option.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
                    (option, attached) = (option[..equals], option[(equals + 1)..]);
            }
            else if (option is ['-', _, _, ..])
            {
                // -sSu name:password, -H"Name: value": flags, then one option with its argument.
                var flags = option;
                var at = flags.AsSpan(1).IndexOfAny(ShortWithArgument) + 1;
                at = at == 0 ? flags.Length - 1 : at;
                get |= flags.AsSpan(1, at - 1).Contains('G');
                if (flags.AsSpan(1, at - 1).Contains('I'))
                    request.Method = "HEAD";
                option = "-" + flags[at];
                attached = at + 1 < flags.Length ? flags[(at + 1)..] : null;
            }

            switch (option)
            {
                case "-X" or "--request":
                    request.Method = Argument().ToUpperInvariant();
                    break;
                case "-H" or "--header":
                    Header(request, Argument());
                    break;
                case "-u" or "--user" or "--http-user":
                    user = Argument();
                    Login(request, user);
                    break;
                // wget has an option of its own for it.
                case "--password" or "--http-password":
                    Login(request, user + ":" + Argument());
                    break;
                case "--oauth2-bearer":
                    request.Headers.Add(new SampleField("Authorization", "Bearer " + Template.Normalize(Argument())));
                    break;
                case "--url-query":
                    Data(request.Query, Argument());
                    break;
                case "-d" or "--data" or "--data-raw" or "--data-binary" or "--data-urlencode" or "--data-ascii" or "-F" or "--form" or "--form-string" or "--json" or "--post-data" or "--body-data":
                    var body = Argument();
                    data.Add(body is "@-" or "@/dev/stdin" ? command.Input : body);
                    break;
                case "-b" or "--cookie":
                    request.Headers.Add(new SampleField("Cookie", Template.Normalize(Argument())));
                    break;
                case "-A" or "--user-agent":
                    request.Headers.Add(new SampleField("User-Agent", Template.Normalize(Argument())));
                    break;
                case "-E" or "--cert":
                    Argument();
                    request.ClientCertificate = true;
                    break;
                case "--key":
                    Argument();
                    break;
                case "--aws-sigv4":
                    Argument();
                    signed = true;
                    break;
                case "--digest":
                    request.Digest = true;
                    break;
                case "-G" or "--get":
                    get = true;
                    break;
                case "-I" or "--head":
                    request.Method = "HEAD";
                    break;
                case "--url":
                    request.Url = Address(Argument());
                    break;
                default:
                    if (WithArgument.Contains(option) || (option is ['-', var flag] && ShortWithArgument.Contains(flag)))
                        Argument();
                    else if (request.Url.Length == 0 && LooksLikeUrl(option))
                        request.Url = Address(Expand(option, variables));
                    break;
            }
        }

        if (signed)
        {
            // The pair of -u is the key that signs.
            request.Login = null;
            request.Headers.Add(new SampleField("Authorization", "AWS4-HMAC-SHA256 {signature}"));
        }

        foreach (var item in data)
            Data(get ? request.Query : request.Body, item);
        if (request.Method.Length == 0)
            request.Method = data.Count > 0 && !get ? "POST" : "GET";
        request.SplitQuery();
        requests.Add(request);
    }

    // A quote that is never closed swallows the lines below the URL.
    private static string Address(string word) => Template.Normalize(word.Split('\n')[0].Trim());

    private static bool LooksLikeUrl(string word) =>
        word.Contains("://", StringComparison.Ordinal) || word.StartsWith('$') || word.StartsWith('{') || (word.Contains('.', StringComparison.Ordinal) && word.Contains('/', StringComparison.Ordinal)) || word.StartsWith('<') || word.StartsWith("localhost", StringComparison.Ordinal);

    private static string Expand(string word, Dictionary<string, string> variables)
    {
        // A variable may be put together of others.
        for (var round = 0; round < MostRounds && variables.Count > 0 && word.Contains('$', StringComparison.Ordinal); round++)
        {
            var next = Replaced(word, variables);
            if (next == word || next.Length > LongestWord)
                break;
            word = next;
        }

        return word;
    }

    // $NAME and ${NAME} whose value is known.
    private static string Replaced(string word, Dictionary<string, string> variables)
    {
        var result = new StringBuilder(word.Length);
        for (var at = 0; at < word.Length;)
        {
            var braced = word[at] == '$' && at + 1 < word.Length && word[at + 1] == '{';
            var start = braced ? at + 2 : at + 1;
            var end = start;
            while (word[at] == '$' && end < word.Length && (char.IsAsciiLetterOrDigit(word[end]) || word[end] == '_'))
                end++;
            if (end > start && (!braced || (end < word.Length && word[end] == '}')) && variables.TryGetValue(word[start..end], out var value))
            {
                result.Append(value);
                at = braced ? end + 1 : end;
            }
            else
            {
                result.Append(word[at++]);
            }
        }

        return result.ToString();
    }

    private static void Header(SampleRequest request, string header)
    {
        var colon = header.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0)
            request.Headers.Add(new SampleField(header[..colon].Trim(), Base64Of(header[(colon + 1)..].Trim())));
    }

    // Basic $(printf '%s:%s' "$A" "$B" | base64) and Basic $(echo -n a:b | base64)
    private static string Base64Of(string value)
    {
        var start = value.IndexOf("$(", StringComparison.Ordinal);
        if (start < 0 || !value.Contains("base64", StringComparison.Ordinal))
            return Template.Normalize(value);
        var inner = value[(start + 2)..];
        var words = ShellLexer.Commands(inner) is [{ } command, ..] ? command.Words.Skip(1).Where(w => !w.StartsWith('-') && !w.Contains('%', StringComparison.Ordinal)).ToList() : [];
        return value[..start] + "base64(" + Template.Normalize(string.Join(":", words)) + ")";
    }

    private static void Login(SampleRequest request, string userPassword)
    {
        var text = Template.Normalize(userPassword);
        var colon = -1;
        var depth = 0;
        for (var i = 0; i < text.Length && colon < 0; i++)
        {
            depth += text[i] == '{' ? 1 : text[i] == '}' ? -1 : 0;
            if (text[i] == ':' && depth == 0)
                colon = i;
        }

        // Without a colon curl asks for the password.
        request.Login = colon < 0 ? (text, Template.Holes(text) is [var hole] && CredentialNames.IsSecret(CredentialNames.Snake(hole)) ? "" : "{password}") : (text[..colon], text[(colon + 1)..]);
    }

    private static void Data(List<SampleField> fields, string item)
    {
        var trimmed = item.TrimStart();
        if (trimmed.StartsWith('{') || trimmed.StartsWith('['))
        {
            foreach (var field in JsonFields.TopLevel(trimmed))
                fields.Add(field);
            return;
        }

        fields.AddRange(XmlFields.Is(trimmed) ? XmlFields.Leaves(trimmed) : FormFields.Parse(Template.Normalize(item)));
    }
}
