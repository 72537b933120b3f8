using System.Globalization;
using System.Text;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.Verification;

/// <summary>Python with the package requests, or with the standard library only; a script, and a test for pytest.</summary>
/// <param name="usesRequests">Whether the package requests sends.</param>
internal sealed class PythonDialect(bool usesRequests) : TestDialect
{
    private const int PatternWidth = 84;
    private const string DebianPython = "apt-get install python3";

    /// <summary>Helpers of the templates by name, with what each of them calls besides; modules by their names.</summary>
    private static readonly Dictionary<string, string[]> Helpers = new(StringComparer.Ordinal)
    {
        ["form("] = ["quote("],
        ["with_query("] = ["quote("],
        ["canonical("] = ["quote("],
        ["b64("] = ["base64."],
        ["rsa_sign("] = ["openssl(", "tempfile."],
        ["openssl("] = ["subprocess."],
    };

    private static readonly string[] Functions = ["bare(", "quote(", "form(", "with_query(", "authority(", "canonical(", "b64(", "rsa_sign(", "openssl(", "key_bytes("];

    private static readonly string[] PartsOfUrl = ["scheme", "host", "path", "query", "sorted_query", "path_and_query"];

    private static readonly string[] Modules = ["base64", "hashlib", "hmac", "secrets", "subprocess", "tempfile", "time"];

    public override TestLanguage Language => usesRequests ? TestLanguage.Python : TestLanguage.PythonStdlib;

    public override string Extension => "py";

    public override string? FirstLine => "#!/usr/bin/env python3";

    public override string Template => usesRequests ? "python" : "python_stdlib";

    public override TestToolchain? Toolchain { get; } = new()
    {
        Programs = ["python3", "python"],
        Name = "Python 3",
        HowToGet = usesRequests
            ? $"Install Python 3 with the package requests system-wide (Debian: {DebianPython}-requests; macOS: brew install python), or write the test in python_stdlib, then run it again."
            : $"Install Python 3 (Debian: {DebianPython}; macOS: brew install python), then run the test again.",
        ProjectPrograms = [".venv/bin/python", "venv/bin/python", ".venv/Scripts/python.exe", "venv/Scripts/python.exe"],

        // -I: no package of the folder or the user and no PYTHON variable counts. -B: no compiled files are left. -u: lines come as they are printed.
        Arguments = static (apart, test) => apart ? ["-I", "-B", "-u", test] : ["-B", "-u", test],
        LackingMark = usesRequests ? "No module named 'requests'" : null,
        Lacking = static programs => (
            $"Python was found ({string.Join(", ", programs)}) but not its package requests; packages of the project or of the user alone don't count.",
            $"Install requests system-wide for {programs[0]} (Debian: {DebianPython}-requests), or write the test in python_stdlib, then run it again."),
    };

    public override string Command(string path) => $"python3 {Word(path)}";

    protected override Dictionary<string, object> LanguageModel(TestFacts facts)
    {
        var statements = Statements(facts);
        var seal = SealStatements(facts);
        var uses = Uses(facts, [.. statements, .. seal]);
        var digest = facts.Seal as TestSeal.Digest;
        var certificate = facts.Seal as TestSeal.Certificate;
        var aws = facts.Seal as TestSeal.AwsV4;
        var oauth1 = facts.Seal as TestSeal.OAuth1;
        var keyEncoding = (facts.Seal as TestSeal.Described)?.Signature.KeyEncoding;
        List<string> files = [.. facts.Parameters.Where(facts.IsFile).Select(parameter => parameter.Name)];
        return new Dictionary<string, object>
        {
            ["config_literal"] = Literal(facts.ConfigFromTest),
            ["fields_tuple"] = Tuple(facts.Parameters.Select(parameter => parameter.Name)),
            ["required"] = Tuple(facts.Parameters.Where(facts.Needs).Select(parameter => parameter.Name)),
            ["secrets"] = Tuple(facts.Parameters.Where(facts.IsSecret).Select(parameter => parameter.Name)),
            ["files"] = files.Count > 0 ? Tuple(files) : "",
            ["with_controls"] = facts.LockoutWarning is null ? "True" : "False",
            ["key_in_path"] = facts.KeyIsInPath ? "True" : "False",
            ["verb"] = Literal(facts.Plan.Verb),
            ["waiting"] = Pieces(AnswerPhrases.Waiting),
            ["permission"] = Pieces(AnswerPhrases.Permission),
            ["credential"] = Pieces(AnswerPhrases.Credential),
            ["refusal"] = AnswerPhrases.Refusal,
            ["missing"] = Pieces(AnswerPhrases.Missing),
            ["statements"] = statements,
            ["seal_statements"] = seal,
            ["imports"] = Imports(uses),
            ["uses_b64"] = uses.Contains("b64("),
            ["uses_quote"] = uses.Contains("quote("),
            ["uses_form"] = uses.Contains("form("),
            ["uses_bare"] = uses.Contains("bare("),
            ["uses_with_query"] = uses.Contains("with_query("),
            ["uses_authority"] = uses.Contains("authority("),
            ["uses_canonical"] = uses.Contains("canonical("),
            ["uses_openssl"] = uses.Contains("openssl("),
            ["uses_key_bytes"] = uses.Contains("key_bytes("),
            ["uses_secret"] = seal.Count > 0 || digest is not null || statements.Exists(line => line.Contains("secret", StringComparison.Ordinal)),
            ["openssl_reason"] = certificate is null ? "has no RSA" : "reads certificates only without a passphrase",
            ["key_encoding"] = keyEncoding ?? "",
            ["key_is_hex"] = keyEncoding == "hex",
            ["aws_in_query"] = aws is { InQuery: true },
            ["aws_raw_path"] = aws is { RawPath: true },
            ["aws_unsigned"] = aws is { UnsignedBody: true },
            ["aws_headers"] = aws?.BodyHashHeaders.Select(value => $"headers[{Literal(value.Name)}] = {Expression(facts, value.Format)}").ToList() ?? [],
            ["oauth1_method"] = oauth1?.SignatureMethod ?? "",
            ["oauth1_hash"] = oauth1?.Hash ?? "",
            ["oauth1_plaintext"] = oauth1 is { Hash: null },
            ["digest_values"] = digest is null ? "" : $"{Value(facts, digest.UserName)}, {Value(facts, digest.Password)}",
            ["passphrase"] = certificate?.Passphrase is { } phrase ? Given(facts, phrase) : "\"\"",
        };
    }

    private static HashSet<string> Uses(TestFacts facts, List<string> code)
    {
        var uses = new HashSet<string>(StringComparer.Ordinal);
        IEnumerable<string> direct = facts.Seal switch
        {
            TestSeal.AwsV4 aws => ["authority(", "canonical(", "quote(", "hashlib.", "hmac.", "time.", aws.InQuery ? "with_query(" : "quote("],
            TestSeal.OAuth1 { Hash: null } => ["quote(", "secrets.", "time."],
            TestSeal.OAuth1 oauth1 => ["authority(", "canonical(", "quote(", "secrets.", "time.", "b64(", .. oauth1.IsRsa ? new[] { "rsa_sign(" } : ["hashlib.", "hmac."]],
            TestSeal.Digest => ["quote(", "hashlib.", "secrets."],
            TestSeal.Certificate => ["openssl(", "base64.", "tempfile."],
            TestSeal.Described { IsKeyed: true, Signature.KeyEncoding: "base64" } => ["base64."],
            _ => [],
        };
        var names = Functions.Concat(Modules.Select(module => module + "."));
        var open = new Queue<string>(direct.Concat(names.Where(name => code.Exists(line => Calls(line, name)))));
        while (open.TryDequeue(out var name))
        {
            if (!uses.Add(name)) continue;
            foreach (var further in Helpers.GetValueOrDefault(name) ?? []) open.Enqueue(further);
        }

        return uses;
    }

    /// <summary>Whether a line uses a name, as a word of its own and not inside a string of the spec.</summary>
    private static bool Calls(string line, string name)
    {
        for (var at = line.IndexOf(name, StringComparison.Ordinal); at >= 0; at = line.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            var isWord = at == 0 || !(char.IsAsciiLetterOrDigit(line[at - 1]) || line[at - 1] is '_' or '.');
            if (isWord && !IsInString(line, at)) return true;
        }

        return false;
    }

    private static bool IsInString(string line, int at)
    {
        var inside = false;
        for (var index = 0; index < at; index++)
        {
            if (inside && line[index] == '\\') index++;
            else if (line[index] == '"') inside = !inside;
        }

        return inside;
    }

    private List<string> Imports(HashSet<string> uses) =>
    [
        .. Modules.Where(module => uses.Contains(module + "."))
            .Concat(["json", "os", "pathlib", "re", "sys", "urllib.parse"])
            .Concat(usesRequests ? [] : ["http.client", "ssl", "urllib.error", "urllib.request"])
            .Order(StringComparer.Ordinal)
            .Select(module => "import " + module),
    ];

    private static List<string> Statements(TestFacts facts)
    {
        var code = new List<string>();
        foreach (var (value, isSecret) in Placed(facts, PlacementLocation.Header))
            Add(code, facts, value, isSecret, $"headers[{Literal(value.Name)}] = {Expression(facts, value.Format)}");
        if (facts.Plan.Placements[PlacementLocation.Cookie].Concat(facts.Plan.Sealed[PlacementLocation.Cookie]).Any())
        {
            code.Add("cookies = {}");
            foreach (var (value, isSecret) in Placed(facts, PlacementLocation.Cookie))
                Add(code, facts, value, isSecret, $"cookies[{Literal(value.Name)}] = {Expression(facts, value.Format)}");
            code.Add("if cookies:");
            code.Add("    " + CookieHeader);
        }

        AddUrl(code, facts);
        AddBody(code, facts);
        return code;
    }

    private const string CookieHeader = "headers[\"Cookie\"] = \"; \".join(f\"{name}={value}\" for name, value in cookies.items())";

    private static void AddUrl(List<string> code, TestFacts facts)
    {
        var plan = facts.Plan;
        var path = Join(plan.Path.Parts.Select(part => part switch
        {
            FormatPart.Literal literal => Literal(UrlText(literal.Text)),
            FormatPart.Hole hole when plan.HoldsSecret([hole.Name]) => $"(quote({Value(facts, hole.Name)}, \":@\") if secret else \"\")",
            FormatPart.Hole hole => $"quote({Value(facts, hole.Name)}, \":@\")",
            _ => throw new InvalidOperationException(),
        }));
        code.Add($"path = {path}");
        if (facts.KeyIsInPath)
        {
            code.Add("if not secret:");
            code.Add("    path = path.replace(\"//\", \"/\")");
        }

        var host = CredentialFormat.Parse(plan.Host.Text);
        code.Add($"url = {Join([Literal(plan.Scheme + "://"), .. host.Parts.Select(part => Part(facts, part)), "path"])}");
        if (plan.Query.Count == 0 && !plan.Placements[PlacementLocation.Query].Any()) return;
        code.Add("query = []");
        foreach (var (name, value) in plan.Query)
        {
            var expression = Join([
                Literal(UrlText(name) + "="),
                .. value.Parts.Select(part => part is FormatPart.Hole hole ? $"quote({Value(facts, hole.Name)})" : Literal(UrlText(((FormatPart.Literal)part).Text)))]);
            if (plan.HoldsSecret(value.ParameterNames)) code.Add("if secret:");
            code.Add($"{(plan.HoldsSecret(value.ParameterNames) ? "    " : "")}query.append({expression})");
        }

        foreach (var (value, isSecret) in Placed(facts, PlacementLocation.Query))
            Add(code, facts, value, isSecret, $"query.append({Join([Literal(Uri.EscapeDataString(value.Name) + "="), $"quote({Expression(facts, value.Format)})"])})");
        code.Add("if query:");
        code.Add("    url += \"?\" + \"&\".join(query)");
    }

    private static void AddBody(List<string> code, TestFacts facts)
    {
        if (facts.Plan.BodyEncoding == BodyEncoding.None)
        {
            code.Add(facts.Plan.Verb == "POST" ? "body = b\"\"" : "body = None");
            return;
        }

        code.Add("fields = {}");
        foreach (var (value, isSecret) in Placed(facts, PlacementLocation.Body))
            Add(code, facts, value, isSecret, $"fields[{Literal(value.Name)}] = {Expression(facts, value.Format)}");
        code.Add(BodyOf(facts));
        var isForm = facts.Plan.BodyEncoding == BodyEncoding.Form;
        if (!facts.Plan.Placements[PlacementLocation.Header].Any(value => value.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)))
            code.Add($"headers[\"Content-Type\"] = {Literal(isForm ? "application/x-www-form-urlencoded" : "application/json")}");
    }

    private static string BodyOf(TestFacts facts) => facts.Plan.BodyEncoding == BodyEncoding.Form ? "body = form(fields)" : "body = json.dumps(fields).encode()";

    /// <summary>What is done last to each message.</summary>
    private static List<string> SealStatements(TestFacts facts) => facts.Seal switch
    {
        TestSeal.Described described => DescribedStatements(facts, described),
        TestSeal.AwsV4 aws =>
        [
            $"key_id, key = {Expression(facts, aws.KeyId)}, {Expression(facts, aws.Key)}",
            $"token = {(aws.SessionToken is null ? "None" : Optional(facts, aws.SessionToken))}",
            $"region, service = {Expression(facts, aws.Region)}, {Expression(facts, aws.Service)}",
            "url, headers = sign_aws(method, url, headers, body, key_id, key, token, region, service)",
        ],
        TestSeal.OAuth1 oauth1 => OAuth1Statements(facts, oauth1),
        _ => [],
    };

    private static List<string> OAuth1Statements(TestFacts facts, TestSeal.OAuth1 seal)
    {
        var code = new List<string>
        {
            $"key, key_secret = {Value(facts, seal.ConsumerKey)}, {Value(facts, seal.ConsumerSecret)}",
            $"token = {(seal.Token is null ? "\"\"" : Given(facts, seal.Token))}",
            $"token_secret = {(seal.TokenSecret is null ? "\"\"" : Given(facts, seal.TokenSecret))}",
        };
        if (seal.Place == PlacementLocation.Body)
        {
            code.Add("protocol = oauth1(method, url, fields, key, key_secret, token, token_secret)");
            code.Add("body = form({**fields, **protocol})");
            return code;
        }

        // Only a form takes part in the signature (RFC 5849 section 3.4.1.3.1).
        code.Add($"protocol = oauth1(method, url, {(facts.Plan.BodyEncoding == BodyEncoding.Form ? "fields if body else {}" : "{}")}, key, key_secret, token, token_secret)");
        if (seal.Place == PlacementLocation.Query)
        {
            code.AddRange(["for name, value in protocol.items():", "    url = with_query(url, name, value)"]);
            return code;
        }

        code.Add("shown = [f'{name}=\"{quote(value)}\"' for name, value in protocol.items()]");
        if (seal.Realm is { } realm) code.Add($"shown.insert(0, {Join([Literal("realm=\""), Expression(facts, realm), Literal("\"")])})");
        code.Add("headers[\"Authorization\"] = \"OAuth \" + \", \".join(shown)");
        return code;
    }

    private static List<string> DescribedStatements(TestFacts facts, TestSeal.Described seal)
    {
        var signature = seal.Signature;
        var code = new List<string> { "# The signature, as the API's document describes it." };
        if (seal.Uses("timestamp")) code.Add($"timestamp = {Timestamp(signature.Timestamp)}");
        if (seal.Uses("nonce")) code.Add("nonce = secrets.token_hex(16)");
        AddPlaced(code, facts, seal.At(0));
        if (seal.Uses("body_hash"))
        {
            code.Add($"body_hash = {Encoded(signature.Encoding, $"hashlib.{seal.BodyHash}(body or b\"\")")}");
            AddPlaced(code, facts, seal.At(1));
        }

        if (PartsOfUrl.Any(seal.Message.ParameterNames.Contains)) code.Add("parts = urllib.parse.urlsplit(url)");
        if (seal.Message.ParameterNames.Contains("sorted_query")) code.Add("sorted_query = \"&\".join(sorted(filter(None, parts.query.split(\"&\"))))");
        if (seal.Message.ParameterNames.Contains("path_and_query")) code.Add("path_and_query = parts.path + (\"?\" + parts.query if parts.query else \"\")");
        code.Add($"message = {Bytes(facts, seal.Message.Parts)}");
        code.Add("signature = " + (seal switch
        {
            { IsRsa: true } => EncodedBytes(signature.Encoding, $"rsa_sign({Value(facts, seal.Key.ParameterNames[0])}, \"{seal.Hash}\", message)"),
            { IsKeyed: true } => Encoded(signature.Encoding, $"hmac.new({KeyOf(facts, seal)}, message, hashlib.{seal.Hash})"),
            _ => Encoded(signature.Encoding, $"hashlib.{seal.Hash}(message)"),
        }));
        AddPlaced(code, facts, seal.At(2));
        return code;
    }

    private static void AddPlaced(List<string> code, TestFacts facts, IEnumerable<(PlacementLocation In, PlacedValue Value)> placed)
    {
        var body = false;
        foreach (var (location, value) in placed)
        {
            var expression = Expression(facts, value.Format);
            var name = Literal(value.Name);
            code.Add(location switch
            {
                PlacementLocation.Header => $"headers[{name}] = {expression}",
                PlacementLocation.Cookie => $"cookies[{name}] = {expression}",
                PlacementLocation.Query => $"url = with_query(url, {name}, {expression})",
                _ => $"fields[{name}] = {expression}",
            });
            if (location == PlacementLocation.Cookie) code.Add(CookieHeader);
            body |= location == PlacementLocation.Body;
        }

        if (body) code.Add(BodyOf(facts));
    }

    private static string KeyOf(TestFacts facts, TestSeal.Described seal) => seal.Signature.KeyEncoding switch
    {
        "text" => Join([Expression(facts, seal.Key)]) is var key && key.Contains(" + ", StringComparison.Ordinal) ? $"({key}).encode()" : $"{key}.encode()",
        _ => $"key_bytes({Expression(facts, seal.Key)})",
    };

    private static string Timestamp(string form) => form switch
    {
        "unix_seconds" => "str(int(time.time()))",
        "unix_milliseconds" => "str(int(time.time() * 1000))",
        "iso8601" => "time.strftime(\"%Y-%m-%dT%H:%M:%SZ\", time.gmtime())",
        _ => "time.strftime(\"%a, %d %b %Y %H:%M:%S GMT\", time.gmtime())",
    };

    /// <summary>A hash object as text.</summary>
    private static string Encoded(string encoding, string hash) => encoding switch
    {
        "hex" => $"{hash}.hexdigest()",
        "hex_upper" => $"{hash}.hexdigest().upper()",
        _ => EncodedBytes(encoding, $"{hash}.digest()"),
    };

    private static string EncodedBytes(string encoding, string bytes) => encoding switch
    {
        "hex" => $"{bytes}.hex()",
        "hex_upper" => $"{bytes}.hex().upper()",
        "base64" => $"b64({bytes})",
        _ => $"base64.urlsafe_b64encode({bytes}).decode().rstrip(\"=\")",
    };

    /// <summary>What is signed, as an expression of bytes.</summary>
    private static string Bytes(TestFacts facts, IReadOnlyList<FormatPart> parts)
    {
        var pieces = new List<string>();
        var text = new List<string>();
        foreach (var part in parts)
        {
            switch (part)
            {
                case FormatPart.Hash hash:
                    Flush();
                    pieces.Add($"hashlib.{hash.Algorithm}({Bytes(facts, hash.Inner)}).digest()");
                    break;
                case FormatPart.Hole { Name: "body" }:
                    Flush();
                    pieces.Add("(body or b\"\")");
                    break;
                case FormatPart.Base64 encoded:
                    text.Add($"b64({Bytes(facts, encoded.Inner)})");
                    break;
                case FormatPart.Hex { Inner: [FormatPart.Hash hash] }:
                    text.Add($"hashlib.{hash.Algorithm}({Bytes(facts, hash.Inner)}).hexdigest()");
                    break;
                case FormatPart.Hex encoded:
                    text.Add($"({Bytes(facts, encoded.Inner)}).hex()");
                    break;
                case FormatPart.Hole hole:
                    text.Add(MessageValue(facts, hole.Name));
                    break;
                default:
                    text.Add(Literal(((FormatPart.Literal)part).Text));
                    break;
            }
        }

        Flush();
        return pieces.Count == 0 ? "b\"\"" : string.Join(" + ", pieces);

        void Flush()
        {
            if (text.Count > 0) pieces.Add(Join(text) is var joined && text.Count > 1 && joined.Contains(" + ", StringComparison.Ordinal) ? $"({joined}).encode()" : $"{joined}.encode()");
            text.Clear();
        }
    }

    private static string MessageValue(TestFacts facts, string hole) => hole switch
    {
        "method" => "method",
        "scheme" => "parts.scheme",
        "host" => "authority(parts)",
        "path" => "parts.path",
        "query" => "parts.query",
        "sorted_query" => "sorted_query",
        "path_and_query" => "path_and_query",
        "url" => "url",
        "content_type" => "headers.get(\"Content-Type\", \"\")",
        "newline" => "\"\\n\"",
        "timestamp" or "nonce" or "body_hash" => hole,
        _ => Value(facts, hole),
    };

    private static void Add(List<string> code, TestFacts facts, PlacedValue value, bool isSecret, string statement)
    {
        var conditions = new List<string>();
        if (isSecret) conditions.Add("secret");
        if (value.Optional) conditions.Add(string.Join(" or ", value.Format.ParameterNames.Select(name => Given(facts, name))));
        if (conditions.Count > 0) code.Add($"if {string.Join(" and ", conditions)}:");
        code.Add((conditions.Count > 0 ? "    " : "") + statement);
    }

    /// <summary>The value of a format whose parameters may have none.</summary>
    private static string Optional(TestFacts facts, CredentialFormat format) =>
        format.ParameterNames.Count == 0 ? Expression(facts, format)
        : $"{Expression(facts, format)} if {string.Join(" and ", format.ParameterNames.Select(name => Given(facts, name)))} else None";

    private static string Expression(TestFacts facts, CredentialFormat format)
    {
        var prefix = PrefixOf(format);
        return Join(format.Parts.Select((part, index) => prefix is not null && index == 1 ? $"bare({Part(facts, part)}, {Literal(prefix)})" : Part(facts, part)));
    }

    private static string Part(TestFacts facts, FormatPart part) => part switch
    {
        FormatPart.Literal literal => Literal(literal.Text),
        FormatPart.Hole { Name: "signature" or "timestamp" or "nonce" or "body_hash" } hole when IsComputed(facts, hole.Name) => hole.Name,
        FormatPart.Hole hole => Value(facts, hole.Name),
        FormatPart.Base64 encoded when Join(encoded.Inner.Select(inner => Part(facts, inner))) is var text =>
            text.Contains(" + ", StringComparison.Ordinal) ? $"b64(({text}).encode())" : $"b64({text}.encode())",
        _ => throw new InvalidOperationException(),
    };

    private static bool IsComputed(TestFacts facts, string hole) => facts.Plan.Holes.Computed.Contains(hole, ParameterNameComparer.Instance);

    private static string Value(TestFacts facts, string hole) => $"values[{Literal(facts.NameOf(hole))}]";

    /// <summary>A value that may be absent.</summary>
    private static string Given(TestFacts facts, string hole) => $"values.get({Literal(facts.NameOf(hole))}, \"\")";

    private static string Join(IEnumerable<string> expressions) =>
        string.Join(" + ", expressions).Replace("\" + \"", "", StringComparison.Ordinal) is { Length: > 0 } joined ? joined : "\"\"";

    private static string Tuple(IEnumerable<string> names)
    {
        var literals = names.Select(Literal).ToList();
        return literals.Count == 1 ? $"({literals[0]},)" : $"({string.Join(", ", literals)})";
    }

    /// <summary>A string literal in ASCII: no text of a document can end it.</summary>
    private static string Literal(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            literal.Append(rune.Value switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                >= ' ' and <= '~' => rune.ToString(),
                _ => string.Create(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"),
            });
        }

        return literal.Append('"').ToString();
    }

    private static List<string> Pieces(string pattern)
    {
        var pieces = new List<string>();
        while (pattern.Length > PatternWidth)
        {
            var cut = pattern.LastIndexOf('|', PatternWidth - 1) is var bar and >= 0 ? bar + 1 : PatternWidth;
            pieces.Add(pattern[..cut]);
            pattern = pattern[cut..];
        }

        pieces.Add(pattern);
        return pieces;
    }
}
