using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Verification;

/// <summary>POSIX shell with curl, awk and the usual small tools.</summary>
internal sealed class ShellDialect : TestDialect
{
    public override TestLanguage Language => TestLanguage.Shell;

    public override string Extension => "sh";

    public override string? FirstLine => "#!/bin/sh";

    public override string Template => "shell";

    public override TestToolchain? Toolchain { get; } = new()
    {
        Programs = ["sh", "bash"],
        Tools = ["curl"],
        Name = "A POSIX shell",
        HowToGet = "Install curl and a POSIX shell (Debian: apt-get install curl), then run the test again; or write the test in python.",
    };

    public override string Command(string path) => $"sh {Word(path)}";

    protected override Dictionary<string, object> LanguageModel(TestFacts facts)
    {
        var seal = SealStatements(facts);
        var statements = Statements(facts);
        var usesSecret = seal.Count > 0 || facts.Seal is TestSeal.Digest || statements.Exists(line => line.Contains("$secret", StringComparison.Ordinal) || line.Contains("${secret", StringComparison.Ordinal));
        var values = Values(facts, usesSecret);
        var code = string.Join('\n', [.. seal, .. statements]);
        var aws = facts.Seal as TestSeal.AwsV4;
        var oauth1 = facts.Seal as TestSeal.OAuth1;
        var described = facts.Seal as TestSeal.Described;
        var signs = oauth1 is { Hash: not null };
        bool Calls(string name) => code.Contains($"$({name} ", StringComparison.Ordinal);
        return new()
        {
            ["config_literal"] = Single(facts.ConfigFromTest),
            ["with_controls"] = facts.LockoutWarning is null ? "yes" : "''",
            ["key_in_path"] = facts.KeyIsInPath ? "yes" : "''",
            ["verb"] = facts.Plan.Verb,
            ["waiting"] = Single(AnswerPhrases.Waiting),
            ["permission"] = Single(AnswerPhrases.Permission),
            ["credential"] = Single(AnswerPhrases.Credential),
            ["refusal"] = Single(AnswerPhrases.Refusal),
            ["missing"] = Single(AnswerPhrases.Missing),
            ["values"] = values,
            ["statements"] = statements,
            ["seal_statements"] = seal,
            ["changes_values"] = facts.Parameters.Any(parameter => facts.IsSecret(parameter) && !facts.IsFile(parameter)),
            ["openssl"] = described is not null || aws is not null || signs,
            ["uses_hashed"] = Calls("hashed") || Calls("hmac") || aws is not null || (signs && !oauth1!.IsRsa),
            ["uses_hmac"] = Calls("hmac") || aws is not null || (signs && !oauth1!.IsRsa),
            ["uses_hex64"] = Calls("hex64") || signs,
            ["uses_unbase64"] = Calls("unbase64"),
            ["uses_nonce"] = Calls("nonce") || code.Contains("$(nonce)", StringComparison.Ordinal) || oauth1 is not null,
            ["uses_authority"] = Calls("authority") || aws is not null || signs,
            ["uses_path_of"] = Calls("path_of") || aws is not null || signs,
            ["uses_query_of"] = Calls("query_of") || aws is not null || signs,
            ["uses_without"] = Calls("without") || aws is { InQuery: true },
            ["uses_canonical"] = aws is not null || signs,
            ["uses_base64"] = Calls("b64"),
            ["uses_quote"] = Calls("quote") || aws is { RawPath: false } or { InQuery: true } || oauth1 is not null,
            ["uses_seal"] = code.Contains("seal \"", StringComparison.Ordinal) || aws is { InQuery: false },
            ["uses_newline"] = code.Contains("${nl}", StringComparison.Ordinal) || aws is not null,
            ["oauth1_method"] = oauth1?.SignatureMethod ?? "",
            ["oauth1_hash"] = oauth1?.Hash ?? "",
            ["oauth1_plaintext"] = oauth1 is { Hash: null },
            ["aws_in_query"] = aws is { InQuery: true },
            ["aws_raw_path"] = aws is { RawPath: true },
            ["digest_values"] = facts.Seal is TestSeal.Digest digest ? $"\"$(escape \"{Value(facts, digest.UserName)}\")\" \"$(escape \"{Value(facts, digest.Password)}\")\"" : "",
            ["certificate_names"] = facts.Seal is TestSeal.Certificate certificate ? string.Concat(certificate.Names.Select(name => " " + facts.NameOf(name))) : "",
        };
    }

    private static List<string> Values(TestFacts facts, bool usesSecret)
    {
        List<string> code = usesSecret ? ["secret=yes", "[ \"$1\" != no_credential ] || secret=''"] : [];
        foreach (var parameter in facts.Parameters)
        {
            code.Add($"{Variable(parameter)}=$(field {parameter.Name})");
            var check = facts.Needs(parameter) ? $"need {parameter.Name} \"${Variable(parameter)}\"" : $"clean {parameter.Name} \"${Variable(parameter)}\"";
            if (!facts.IsFile(parameter)) code.Add(check);
            else if (facts.Needs(parameter)) code.Add($"[ -n \"${Variable(parameter)}\" ] || stop 'the configuration lacks \"{parameter.Name}\"'");
        }

        if (facts.Seal is TestSeal.Digest digest) code.Add($"case {Value(facts, digest.UserName)} in *:*) stop 'the user name holds a colon, which curl takes for its end' ;; esac");
        if (facts.Seal is TestSeal.Certificate certificate) code.Add($"passphrase={(certificate.Passphrase is { } phrase ? $"\"{Value(facts, phrase)}\"" : "''")}");
        var secrets = facts.Parameters.Where(facts.IsSecret).ToList();
        if (secrets.Count == 0) return code;
        code.Add("if [ \"$1\" = changed_credential ]; then");
        foreach (var parameter in secrets)
            code.Add(facts.IsFile(parameter) ? $"  {Variable(parameter)}=$(other_key)" : $"  {Variable(parameter)}=$(changed \"${Variable(parameter)}\")");
        code.Add("fi");
        return code;
    }

    private static List<string> Statements(TestFacts facts)
    {
        var code = new List<string>();
        if (facts.Plan.Placements[PlacementLocation.Cookie].Any() || facts.Plan.Sealed[PlacementLocation.Cookie].Any())
        {
            code.Add("cookies=''");
            foreach (var (value, isSecret) in Placed(facts, PlacementLocation.Cookie))
                Add(code, facts, value, isSecret, $"cookies=\"$cookies; {Text(value.Name)}={Expression(facts, value.Format)}\"");
        }

        AddUrl(code, facts);
        AddBody(code, facts);
        AddHeaders(code, facts);
        return code;
    }

    private static void AddHeaders(List<string> code, TestFacts facts)
    {
        var headers = new List<string> { "header 'Accept: application/json, */*;q=0.5'" };
        foreach (var (value, isSecret) in Placed(facts, PlacementLocation.Header))
            Add(headers, facts, value, isSecret, $"header \"{Text(value.Name)}: {Expression(facts, value.Format)}\"");
        if (facts.Plan.Placements[PlacementLocation.Cookie].Any() && !facts.Plan.Sealed[PlacementLocation.Cookie].Any()) headers.Add("[ -z \"$cookies\" ] || header \"Cookie: ${cookies#; }\"");
        if (facts.Plan.BodyEncoding == BodyEncoding.Json
            && !facts.Plan.Placements[PlacementLocation.Header].Any(value => value.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)))
            headers.Add("header 'Content-Type: application/json'");

        // Without a body there is no type of it; curl would state one.
        if (facts.Plan.BodyEncoding == BodyEncoding.None && facts.Plan.Verb == "POST") headers.Add("header 'Content-Type:'");
        code.Add("lines=$(");
        code.AddRange(headers.Select(line => "  " + line));
        code.Add(")");
    }

    private static void AddUrl(List<string> code, TestFacts facts)
    {
        var plan = facts.Plan;
        var path = plan.Path.Parts.Select(part => part is FormatPart.Hole hole && plan.HoldsSecret([hole.Name])
            ? $"${{secret:+{UrlPart(facts, part, ":@")}}}"
            : UrlPart(facts, part, ":@"));
        code.Add($"path=\"{string.Concat(path)}\"");
        if (facts.KeyIsInPath) code.Add("[ -n \"$secret\" ] || path=$(printf '%s' \"$path\" | sed 's|//|/|g')");
        var host = string.Concat(CredentialFormat.Parse(plan.Host.Text).Parts.Select(part => Part(facts, part)));
        code.Add($"url=\"{plan.Scheme}://{host}$path\"");
        if (plan.Query.Count == 0 && !plan.Placements[PlacementLocation.Query].Any()) return;
        code.Add("query=''");
        foreach (var (name, value) in plan.Query)
        {
            var text = string.Concat(value.Parts.Select(part => UrlPart(facts, part, "")));
            code.Add($"{(plan.HoldsSecret(value.ParameterNames) ? "[ -z \"$secret\" ] || " : "")}query=\"$query&{Text(UrlText(name))}={text}\"");
        }

        foreach (var (value, isSecret) in Placed(facts, PlacementLocation.Query))
            Add(code, facts, value, isSecret, $"query=\"$query&{Text(Uri.EscapeDataString(value.Name))}=$(quote \"{Expression(facts, value.Format)}\" '')\"");
        code.Add("[ -z \"$query\" ] || url=\"$url?${query#&}\"");
    }

    private static void AddBody(List<string> code, TestFacts facts)
    {
        if (facts.Plan.BodyEncoding == BodyEncoding.None)
        {
            code.Add("body=''");
            return;
        }

        var isJson = facts.Plan.BodyEncoding == BodyEncoding.Json;
        code.Add("fields=''");
        foreach (var (value, isSecret) in Placed(facts, PlacementLocation.Body)) Add(code, facts, value, isSecret, $"fields=\"$fields{Field(facts, value)}\"");
        code.Add(isJson ? "body=\"{${fields#,}}\"" : "body=${fields#&}");
    }

    /// <summary>What is done last to each message.</summary>
    private static List<string> SealStatements(TestFacts facts) => facts.Seal switch
    {
        TestSeal.Described described => DescribedStatements(facts, described),
        TestSeal.AwsV4 aws => AwsStatements(facts, aws),
        TestSeal.OAuth1 oauth1 => OAuth1Statements(facts, oauth1),
        _ => [],
    };

    private static List<string> DescribedStatements(TestFacts facts, TestSeal.Described seal)
    {
        var signature = seal.Signature;
        var code = new List<string>();
        if (facts.Plan.BodyEncoding != BodyEncoding.None) code.Add("own=$fields");
        if (facts.Plan.Sealed[PlacementLocation.Cookie].Any()) code.Add("own_cookies=$cookies");
        if (seal.Uses("timestamp")) code.Add($"timestamp={Timestamp(signature.Timestamp)}");
        if (seal.Uses("nonce")) code.Add("nonce=$(nonce)");
        AddPlaced(code, facts, seal.At(0));
        if (seal.Uses("body_hash"))
        {
            code.Add($"digits=$(hashed {seal.BodyHash} \"$(hex \"$body\")\")");
            code.Add($"body_hash={Encoded(signature.Encoding)}");
            AddPlaced(code, facts, seal.At(1));
        }

        code.Add($"message=\"{HexOf(facts, seal.Message.Parts)}\"");
        if (seal.IsKeyed)
        {
            code.Add("key=" + signature.KeyEncoding switch
            {
                "base64" => $"$(unbase64 \"{Expression(facts, seal.Key)}\")",
                "hex" => $"$(printf '%s' \"{Expression(facts, seal.Key)}\" | tr 'A-F' 'a-f')",
                _ => $"$(hex \"{Expression(facts, seal.Key)}\")",
            });
            if (signature.KeyEncoding != "text") code.Add($"case $key in '' | *[!0-9a-f]*) stop 'the key is not written in {signature.KeyEncoding}' ;; esac");
        }

        code.Add("digits=" + seal switch
        {
            { IsRsa: true } => $"$(rsa_sign \"{Value(facts, seal.Key.ParameterNames[0])}\" {seal.Hash} \"$message\")",
            { IsKeyed: true } => $"$(hmac {seal.Hash} \"$key\" \"$message\")",
            _ => $"$(hashed {seal.Hash} \"$message\")",
        });
        if (seal.IsRsa) code.Add("[ -n \"$digits\" ] || stop 'the private key can not be used: it has another form, or a passphrase'");
        code.Add($"signature={Encoded(signature.Encoding)}");
        AddPlaced(code, facts, seal.At(2));
        if (facts.Plan.Sealed[PlacementLocation.Cookie].Any()) code.Add("seal \"Cookie: ${own_cookies#; }\"");
        return code;
    }

    private static void AddPlaced(List<string> code, TestFacts facts, IEnumerable<(PlacementLocation In, PlacedValue Value)> placed)
    {
        var body = false;
        foreach (var (location, value) in placed)
        {
            var text = Expression(facts, value.Format);
            code.Add(location switch
            {
                PlacementLocation.Header => $"seal \"{Text(value.Name)}: {text}\"",
                PlacementLocation.Cookie => $"own_cookies=\"$own_cookies; {Text(value.Name)}={text}\"",
                PlacementLocation.Query => $"url=\"$(without \"$url\" {Single(Uri.EscapeDataString(value.Name))}){Text(Uri.EscapeDataString(value.Name))}=$(quote \"{text}\" '')\"",
                _ => $"own=\"$own{Field(facts, value)}\"",
            });
            body |= location == PlacementLocation.Body;
        }

        if (body) code.Add(facts.Plan.BodyEncoding == BodyEncoding.Json ? "body=\"{${own#,}}\"" : "body=${own#&}");
    }

    private static List<string> AwsStatements(TestFacts facts, TestSeal.AwsV4 seal)
    {
        var code = new List<string>
        {
            $"key_id=\"{Expression(facts, seal.KeyId)}\"",
            $"key=\"{Expression(facts, seal.Key)}\"",
            $"token={(seal.SessionToken is { } token ? $"\"{Expression(facts, token)}\"" : "''")}",
            $"region=\"{Expression(facts, seal.Region)}\"",
            $"service=\"{Expression(facts, seal.Service)}\"",
            $"body_hash={(seal.UnsignedBody ? "UNSIGNED-PAYLOAD" : "$(hashed sha256 \"$(hex \"$body\")\")")}",
            "signed=\"host:$(authority \"$url\")${nl}\"",
        };
        foreach (var (value, isSecret) in Placed(facts, PlacementLocation.Header))
            Add(code, facts, value, isSecret, $"signed=\"${{signed}}{Text(value.Name.ToLowerInvariant())}:{Expression(facts, value.Format)}${{nl}}\"");
        if (facts.Plan.BodyEncoding != BodyEncoding.None && !facts.Plan.Placements[PlacementLocation.Header].Any(value => value.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)))
            code.Add($"signed=\"${{signed}}content-type:{(facts.Plan.BodyEncoding == BodyEncoding.Json ? "application/json" : "application/x-www-form-urlencoded")}${{nl}}\"");
        foreach (var value in seal.BodyHashHeaders)
        {
            code.Add($"seal \"{Text(value.Name)}: {Expression(facts, value.Format)}\"");
            code.Add($"signed=\"${{signed}}{Text(value.Name.ToLowerInvariant())}:{Expression(facts, value.Format)}${{nl}}\"");
        }

        code.Add("sign_aws");
        return code;
    }

    private static List<string> OAuth1Statements(TestFacts facts, TestSeal.OAuth1 seal)
    {
        var code = new List<string>
        {
            $"key=\"{Value(facts, seal.ConsumerKey)}\"",
            $"key_secret=\"{Value(facts, seal.ConsumerSecret)}\"",
            $"token={(seal.Token is null ? "''" : $"\"{Value(facts, seal.Token)}\"")}",
            $"token_secret={(seal.TokenSecret is null ? "''" : $"\"{Value(facts, seal.TokenSecret)}\"")}",
        };
        if (seal.IsRsa) code.RemoveAt(3);
        var form = facts.Plan.BodyEncoding == BodyEncoding.Form;
        switch (seal.Place)
        {
            case PlacementLocation.Query:
                code.Add("url=$(printf '%s' \"$url\" | sed 's/[?&]oauth_.*//')");
                code.Add($"protocol=$(oauth1 {(form ? "\"$body\"" : "''")})");
                code.Add("case $url in *\\?*) url=\"$url&$protocol\" ;; *) url=\"$url?$protocol\" ;; esac");
                break;
            case PlacementLocation.Body:
                code.Add("own=${fields#&}");
                code.Add("protocol=$(oauth1 \"$own\")");
                code.Add("body=\"${own:+$own&}$protocol\"");
                break;
            default:
                code.Add($"protocol=$(oauth1 {(form ? "\"$body\"" : "''")})");
                var realm = seal.Realm is null ? "" : $"realm=\\\"{Expression(facts, seal.Realm)}\\\", ";
                code.Add($"seal \"Authorization: OAuth {realm}$(printf '%s' \"$protocol\" | sed 's/&/\", /g; s/=/=\"/g')\\\"\"");
                break;
        }

        return code;
    }

    private static string Timestamp(string form) => form switch
    {
        "unix_seconds" => "$(date +%s)",
        "unix_milliseconds" => "$(date +%s)000",
        "iso8601" => "$(date -u +%Y-%m-%dT%H:%M:%SZ)",
        _ => "$(date -u '+%a, %d %b %Y %H:%M:%S GMT')",
    };

    private static string Encoded(string encoding) => encoding switch
    {
        "hex" => "$digits",
        "hex_upper" => "$(printf '%s' \"$digits\" | tr 'a-f' 'A-F')",
        "base64" => "$(hex64 \"$digits\")",
        _ => "$(hex64 \"$digits\" | tr '+/' '-_' | tr -d '=')",
    };

    /// <summary>What is signed, as hexadecimal digits between double quotes.</summary>
    private static string HexOf(TestFacts facts, IReadOnlyList<FormatPart> parts)
    {
        var digits = new System.Text.StringBuilder();
        var text = new System.Text.StringBuilder();
        foreach (var part in parts)
        {
            if (part is FormatPart.Hash hash)
            {
                Flush();
                digits.Append(System.Globalization.CultureInfo.InvariantCulture, $"$(hashed {hash.Algorithm} \"{HexOf(facts, hash.Inner)}\")");
                continue;
            }

            text.Append(part switch
            {
                FormatPart.Base64 encoded => $"$(hex64 \"{HexOf(facts, encoded.Inner)}\")",
                FormatPart.Hex encoded => HexOf(facts, encoded.Inner),
                FormatPart.Hole hole => MessageValue(facts, hole.Name),
                _ => Text(((FormatPart.Literal)part).Text),
            });
        }

        Flush();
        return digits.ToString();

        void Flush()
        {
            if (text.Length > 0) digits.Append(System.Globalization.CultureInfo.InvariantCulture, $"$(hex \"{text}\")");
            text.Clear();
        }
    }

    private static string MessageValue(TestFacts facts, string hole) => hole switch
    {
        "method" => "${verb}",
        "scheme" => "${url%%:*}",
        "host" => "$(authority \"$url\")",
        "path" => "$(path_of \"$url\")",
        "query" => "$(query_of \"$url\")",
        "sorted_query" => "$(query_of \"$url\" | tr '&' '\\n' | sort | awk '$0 != \"\" { printf \"%s%s\", n++ ? \"&\" : \"\", $0 }')",
        "path_and_query" => "$(printf '%s' \"$url\" | sed 's|^[a-z]*://[^/?]*||')",
        "url" => "${url}",
        "body" => "${body}",
        "content_type" => ContentType(facts),
        "newline" => "${nl}",
        "timestamp" or "nonce" or "body_hash" => $"${{{hole}}}",
        _ => Value(facts, hole),
    };

    private static string ContentType(TestFacts facts) =>
        facts.Plan.Placements[PlacementLocation.Header].FirstOrDefault(value => value.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)) is { } placed
            ? Expression(facts, placed.Format)
            : facts.Plan.BodyEncoding switch
            {
                BodyEncoding.Json => "application/json",
                BodyEncoding.Form => "application/x-www-form-urlencoded",
                _ => "",
            };

    private static string Field(TestFacts facts, PlacedValue value) => facts.Plan.BodyEncoding == BodyEncoding.Json
        ? $",{Text(JsonName(value.Name))}:\\\"$(escape \"{Expression(facts, value.Format)}\")\\\""
        : $"&{Text(Uri.EscapeDataString(value.Name))}=$(quote \"{Expression(facts, value.Format)}\" '')";

    private static void Add(List<string> code, TestFacts facts, PlacedValue value, bool isSecret, string statement)
    {
        var conditions = new List<string>();
        if (isSecret) conditions.Add("[ -n \"$secret\" ]");
        if (value.Optional) conditions.Add($"[ -n \"{string.Concat(value.Format.ParameterNames.Select(name => Value(facts, name)))}\" ]");
        if (conditions.Count == 0) code.Add(statement);
        else code.AddRange([$"if {string.Join(" && ", conditions)}; then", "  " + statement, "fi"]);
    }

    /// <summary>The value as text between double quotes.</summary>
    private static string Expression(TestFacts facts, CredentialFormat format)
    {
        var prefix = PrefixOf(format);
        return string.Concat(format.Parts.Select((part, index) =>
            prefix is not null && index == 1 ? $"$(bare \"{Part(facts, part)}\" \"{Text(prefix)}\")" : Part(facts, part)));
    }

    private static string Part(TestFacts facts, FormatPart part) => part switch
    {
        FormatPart.Literal literal => Text(literal.Text),
        FormatPart.Hole { Name: "signature" or "timestamp" or "nonce" or "body_hash" } hole when facts.Plan.Holes.Computed.Contains(hole.Name, ParameterNameComparer.Instance) => $"${{{hole.Name}}}",
        FormatPart.Hole hole => Value(facts, hole.Name),
        FormatPart.Base64 encoded => $"$(b64 \"{string.Concat(encoded.Inner.Select(inner => Part(facts, inner)))}\")",
        _ => throw new InvalidOperationException(),
    };

    private static string UrlPart(TestFacts facts, FormatPart part, string safe) =>
        part is FormatPart.Hole hole ? $"$(quote \"{Value(facts, hole.Name)}\" '{safe}')" : Text(UrlText(((FormatPart.Literal)part).Text));

    private static string Value(TestFacts facts, string hole) =>
        $"${{{Variable(facts.Parameters.First(parameter => ParameterNameComparer.Instance.Equals(parameter.Name, hole)))}}}";

    private static string Variable(SpecParameter parameter) => "v_" + parameter.Name.Replace('-', '_');

    private static string JsonName(string name) => $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>Text as it stands between double quotes: nothing in it is expanded, nothing ends them.</summary>
    private static string Text(string text) => string.Concat(text.Select(character => character is '"' or '\\' or '$' or '`' ? "\\" + character : character.ToString()));

    private static string Single(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
