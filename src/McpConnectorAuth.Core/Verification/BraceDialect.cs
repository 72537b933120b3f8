using System.Globalization;
using System.Text;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.Verification;

/// <summary>
/// What TypeScript, C# and Go have in common: the request is made by assignments and calls whose syntax differs in small things only,
/// which the languages fill in. Their templates have functions of the same names for everything that takes more than one expression.
/// </summary>
internal abstract class BraceDialect : TestDialect
{
    /// <summary>What a path segment may hold unescaped beside letters and digits (RFC 3986 section 3.3).</summary>
    private const string PathSafe = ":@";

    private const int PatternWidth = 100;

    /// <summary>The condition under which a value that proves who calls goes along; a variable of the templates.</summary>
    protected const string IsSecretSent = "isSecretSent";

    /// <summary>Headers that every request has; a placement of the same name takes its place, however it is spelled.</summary>
    private static readonly string[] CommonHeaders = ["Accept", "Content-Type", "Cookie", "User-Agent"];

    /// <summary>Functions of the templates that stand in a file only where it calls them.</summary>
    private static readonly string[] Functions =
        ["value", "bare", "b64", "quote", "hashed", "keyed", "signed", "toHex", "toUpperHex", "toBase64", "toBase64Url", "fromHex", "fromBase64", "joined", "raw", "newNonce", "sortedQuery", "setQuery", "setCookie", "setField", "setHeader"];

    /// <summary>Variables that hold what is computed for each request, by their holes.</summary>
    private static readonly Dictionary<string, string> Computed = new(StringComparer.Ordinal)
    {
        ["signature"] = "signature",
        ["timestamp"] = "timestamp",
        ["nonce"] = "nonce",
        ["body_hash"] = "bodyHash",
    };

    private static readonly Dictionary<string, string> Encodings = new(StringComparer.Ordinal)
    {
        ["hex"] = "toHex",
        ["hex_upper"] = "toUpperHex",
        ["base64"] = "toBase64",
        ["base64url"] = "toBase64Url",
    };

    private static readonly Dictionary<string, string> KeyEncodings = new(StringComparer.Ordinal)
    {
        ["text"] = "raw",
        ["hex"] = "fromHex",
        ["base64"] = "fromBase64",
    };

    protected sealed override Dictionary<string, object> LanguageModel(TestFacts facts)
    {
        var statements = Statements(facts);
        var sealing = facts.Seal is TestSeal.Described described ? SealStatements(facts, described) : [];
        var model = new Dictionary<string, object>(MoreOfModel(facts))
        {
            ["config_literal"] = Literal(facts.ConfigFromTest),
            ["required"] = Literals(facts.Parameters.Where(facts.Needs).Select(parameter => parameter.Name)),
            ["secrets"] = Literals(facts.Parameters.Where(facts.IsSecret).Select(parameter => parameter.Name)),
            ["files"] = Literals(facts.Parameters.Where(facts.IsFile).Select(parameter => parameter.Name)),
            ["has_files"] = facts.Parameters.Any(facts.IsFile),
            ["with_controls"] = facts.LockoutWarning is null ? "true" : "false",
            ["key_in_path"] = facts.KeyIsInPath,
            ["verb"] = Literal(facts.Plan.Verb),
            ["waiting"] = Pieces(AnswerPhrases.Waiting),
            ["permission"] = Pieces(AnswerPhrases.Permission),
            ["credential"] = Pieces(AnswerPhrases.Credential),
            ["refusal"] = Literal(AnswerPhrases.Refusal),
            ["missing"] = Pieces(AnswerPhrases.Missing),
            ["has_query"] = facts.Plan.Query.Count > 0 || facts.Plan.Placements[PlacementLocation.Query].Any(),
            ["has_cookies"] = facts.Plan.Placements[PlacementLocation.Cookie].Any(),
            ["has_body"] = facts.Plan.BodyEncoding != BodyEncoding.None,
            ["is_form"] = facts.Plan.BodyEncoding == BodyEncoding.Form,
            ["is_sealed"] = facts.Seal is not (null or TestSeal.Certificate),
            ["is_signed"] = facts.Seal is TestSeal.Described or TestSeal.AwsV4 or TestSeal.OAuth1,
            ["uses_secret"] = facts.Seal is not (null or TestSeal.Certificate) || statements.Any(line => line.Contains(IsSecretSent, StringComparison.Ordinal)),
            ["statements"] = statements,
            ["sealing"] = sealing,
            ["needs_canonical"] = facts.Seal is TestSeal.AwsV4 or TestSeal.OAuth1 { Hash: not null },
        };
        AddSeal(model, facts);
        var code = string.Join('\n', [.. statements, .. sealing, .. model.Values.OfType<string>(), .. model.Values.OfType<List<string>>().SelectMany(lines => lines)]);
        var called = Functions.Where(function => code.Contains(Call(function).TrimEnd(')'), StringComparison.Ordinal)).Concat(CalledByTemplate(facts)).ToHashSet(StringComparer.Ordinal);
        if (called.Contains("signed") && HashesBeforeSigning) called.Add("hashed");
        if (facts.Plan.BodyEncoding == BodyEncoding.Form || called.Contains("setQuery")) called.Add("quote");
        foreach (var function in Functions) model["calls_" + function] = called.Contains(function);
        model["needs_pairs"] = facts.Plan.Query.Count > 0 || facts.Plan.Placements[PlacementLocation.Query].Any() || facts.Plan.Placements[PlacementLocation.Cookie].Any();
        model["needs_hash"] = called.Contains("hashed") || called.Contains("keyed");
        model["can_fail"] = called.Contains("signed") || called.Contains("fromHex") || called.Contains("fromBase64") || facts.Seal is TestSeal.Certificate;
        model["imports"] = Imports(facts, called).ToList();
        return model;
    }

    /// <summary>Values of the language's own template.</summary>
    protected virtual Dictionary<string, object> MoreOfModel(TestFacts facts) => [];

    /// <summary>What of the language's library only some files need, as their templates write it down.</summary>
    /// <param name="facts">What the test needs to know.</param>
    /// <param name="called">The functions of the template that the file has.</param>
    protected virtual IEnumerable<string> Imports(TestFacts facts, IReadOnlySet<string> called) => [];

    /// <summary>Whether the language's library signs a hash and not a text.</summary>
    protected virtual bool HashesBeforeSigning => false;

    /// <summary>An expression: text of a document as a string literal in ASCII, which no text can end.</summary>
    protected abstract string Literal(string text);

    /// <summary>An expression: strings put together; of one its own, of none an empty string.</summary>
    protected virtual string Concat(IReadOnlyList<string> expressions) => expressions.Count == 0 ? "\"\"" : string.Join(" + ", expressions);

    /// <summary>An expression: a call of one of the template's functions, whose name begins in lower case here.</summary>
    protected virtual string Call(string function, params IReadOnlyList<string> arguments) => $"{function}({string.Join(", ", arguments)})";

    /// <summary>An expression: a text where the credential goes along, else an empty one.</summary>
    protected virtual string OnlyWithSecret(string expression) => $"({IsSecretSent} ? {expression} : \"\")";

    /// <summary>An expression: the value of a parameter, empty where it has none.</summary>
    protected abstract string ValueOf(string name);

    /// <summary>A condition: the value of a parameter is there.</summary>
    protected abstract string IsThere(string value);

    /// <summary>A statement of its own: an expression.</summary>
    protected virtual string Statement(string expression) => expression + ";";

    /// <summary>A statement: a header of the request.</summary>
    protected virtual string SetHeader(string name, string value) => Statement($"headers[{name}] = {value}");

    /// <summary>A statement: an item at the end of one of the lists <c>cookies</c>, <c>query</c> and <c>fields</c>, made of a name and a value.</summary>
    protected abstract string AddPair(string list, string name, string value);

    /// <summary>A statement: a variable that does not change.</summary>
    protected abstract string Declare(string name, string value);

    /// <summary>Statements: one under a condition.</summary>
    protected virtual IEnumerable<string> If(string condition, string statement) => [$"if ({condition}) {statement}"];

    /// <summary>An expression: the time of the call, written in one of the ways of <see cref="Specs.SpecSignature.Timestamp"/>.</summary>
    protected abstract string Now(string form);

    /// <summary>An expression: what one of the holes that are filled from the request stands for, as text.</summary>
    protected abstract string OfMessage(string hole);

    /// <summary>An expression: the body of a message that has one, as bytes.</summary>
    protected virtual string BodyBytes => "raw(bodyOf(message))";

    private List<string> Statements(TestFacts facts)
    {
        var code = new List<string>();
        foreach (var (value, isSecret) in Placed(facts, PlacementLocation.Header))
            Add(code, facts, value, isSecret, SetHeader(Literal(Spelled(value.Name)), Expression(facts, value.Format)));
        foreach (var (value, isSecret) in Placed(facts, PlacementLocation.Cookie))
            Add(code, facts, value, isSecret, AddPair("cookies", Literal(value.Name), Expression(facts, value.Format)));
        AddUrl(code, facts);
        foreach (var (value, isSecret) in Placed(facts, PlacementLocation.Body))
            Add(code, facts, value, isSecret, AddPair("fields", Literal(value.Name), Expression(facts, value.Format)));
        return code;
    }

    private void AddUrl(List<string> code, TestFacts facts)
    {
        var plan = facts.Plan;
        var path = plan.Path.Parts.Select(part => part switch
        {
            FormatPart.Hole hole when plan.HoldsSecret([hole.Name]) => OnlyWithSecret(Call("quote", Value(facts, hole.Name), Literal(PathSafe))),
            FormatPart.Hole hole => Call("quote", Value(facts, hole.Name), Literal(PathSafe)),
            _ => Part(facts, part),
        });
        code.Add(Declare("path", Joined(path)));
        foreach (var (name, value) in plan.Query)
        {
            var text = Joined(value.Parts.Select(part => part is FormatPart.Hole hole ? Call("quote", Value(facts, hole.Name), Literal("")) : Part(facts, part)));
            var statement = AddPair("query", Literal(name), text);
            code.AddRange(plan.HoldsSecret(value.ParameterNames) ? If(IsSecretSent, statement) : [statement]);
        }

        foreach (var (value, isSecret) in Placed(facts, PlacementLocation.Query))
            Add(code, facts, value, isSecret, AddPair("query", Literal(Uri.EscapeDataString(value.Name)), Call("quote", Expression(facts, value.Format), Literal(""))));
        var host = CredentialFormat.Parse(plan.Host.Text).Parts.Select(part => Part(facts, part));
        code.Add(Declare("origin", Joined([Literal(plan.Scheme + "://"), .. host])));
    }

    /// <summary>The statements of the function that signs a message; in the order of <see cref="SignatureSeal"/>.</summary>
    private List<string> SealStatements(TestFacts facts, TestSeal.Described seal)
    {
        var code = new List<string>();
        var encode = Encodings[seal.Signature.Encoding];
        if (seal.Uses("timestamp")) code.Add(Declare(Computed["timestamp"], Now(seal.Signature.Timestamp)));
        if (seal.Uses("nonce")) code.Add(Declare(Computed["nonce"], Call("newNonce")));
        AddStage(0);
        if (seal.Uses("body_hash")) code.Add(Declare(Computed["body_hash"], Call(encode, Call("hashed", Literal(seal.BodyHash), BodyOf(facts)))));
        AddStage(1);
        var message = Bytes(facts, seal.Message.Parts);
        var bytes = seal switch
        {
            { IsRsa: true } => Call("signed", Literal(seal.Hash), Value(facts, seal.Key.ParameterNames[0]), message),
            { IsKeyed: true } => Call("keyed", Literal(seal.Hash), Call(KeyEncodings[seal.Signature.KeyEncoding], Expression(facts, seal.Key)), message),
            _ => Call("hashed", Literal(seal.Hash), message),
        };
        code.Add(Declare(Computed["signature"], Call(encode, bytes)));
        AddStage(2);
        return code;

        void AddStage(int stage)
        {
            foreach (var (place, value) in seal.At(stage)) Add(code, facts, value, false, Statement(Call(SetterOf(place), "message", Literal(NameIn(place, value.Name)), Expression(facts, value.Format))));
        }
    }

    /// <summary>Functions that the templates themselves call for a seal.</summary>
    private static string[] CalledByTemplate(TestFacts facts) => facts.Seal switch
    {
        TestSeal.AwsV4 { InQuery: true } => ["hashed", "keyed", "toHex", "raw", "quote", "setQuery"],
        TestSeal.AwsV4 => ["hashed", "keyed", "toHex", "raw", "quote"],
        TestSeal.OAuth1 oauth =>
        [
            "quote", "newNonce", .. oauth switch { { IsRsa: true } => ["signed", "toBase64", "raw"], { Hash: null } => [], _ => (string[])["keyed", "toBase64", "raw"] },
            .. oauth.Place == PlacementLocation.Query ? (string[])["setQuery"] : [],
        ],
        TestSeal.Digest => ["hashed", "toHex", "newNonce"],
        _ => [],
    };

    private static string SetterOf(PlacementLocation place) => place switch
    {
        PlacementLocation.Query => "setQuery",
        PlacementLocation.Cookie => "setCookie",
        PlacementLocation.Body => "setField",
        _ => "setHeader",
    };

    private static string NameIn(PlacementLocation place, string name) => place == PlacementLocation.Header ? Spelled(name) : name;

    private void AddSeal(Dictionary<string, object> model, TestFacts facts)
    {
        switch (facts.Seal)
        {
            case TestSeal.AwsV4 aws:
                model["aws_key_id"] = Expression(facts, aws.KeyId);
                model["aws_key"] = Expression(facts, aws.Key);
                model["aws_token"] = aws.SessionToken is null ? "" : Expression(facts, aws.SessionToken);
                model["aws_region"] = Expression(facts, aws.Region);
                model["aws_service"] = Expression(facts, aws.Service);
                model["aws_raw_path"] = aws.RawPath;
                model["aws_unsigned_body"] = aws.UnsignedBody;
                model["aws_in_query"] = aws.InQuery;
                model["aws_headers"] = aws.BodyHashHeaders.Select(value => Statement(Call("setHeader", "message", Literal(Spelled(value.Name)), Expression(facts, value.Format)))).ToList();
                break;
            case TestSeal.OAuth1 oauth:
                model["oauth_key"] = Value(facts, oauth.ConsumerKey);
                model["oauth_secret"] = Value(facts, oauth.ConsumerSecret);
                model["oauth_token"] = oauth.Token is null ? "" : Value(facts, oauth.Token);
                model["oauth_token_secret"] = oauth.TokenSecret is null ? Literal("") : Value(facts, oauth.TokenSecret);
                model["oauth_realm"] = oauth.Realm is null ? "" : Expression(facts, oauth.Realm);
                model["oauth_method"] = Literal(oauth.SignatureMethod);
                model["oauth_hash"] = Literal(oauth.Hash ?? "");
                model["oauth_is_plain"] = oauth.Hash is null;
                model["oauth_in_query"] = oauth.Place == PlacementLocation.Query;
                model["oauth_in_body"] = oauth.Place == PlacementLocation.Body;
                model["oauth_in_header"] = oauth.Place is not (PlacementLocation.Query or PlacementLocation.Body);
                break;
            case TestSeal.Digest digest:
                model["digest_user"] = Value(facts, digest.UserName);
                model["digest_password"] = Value(facts, digest.Password);
                break;
            case TestSeal.Certificate certificate:
                model["certificate_values"] = string.Join(", ", certificate.Names.Select(name => Value(facts, name)));
                model["certificate_passphrase"] = certificate.Passphrase is null ? Literal("") : Value(facts, certificate.Passphrase);
                break;
        }
    }

    private void Add(List<string> code, TestFacts facts, PlacedValue value, bool isSecret, string statement)
    {
        var conditions = new List<string>();
        if (isSecret) conditions.Add(IsSecretSent);
        if (value.Optional)
        {
            var any = string.Join(" || ", value.Format.ParameterNames.Select(name => IsThere(Value(facts, name))));
            conditions.Add(conditions.Count > 0 && value.Format.ParameterNames.Count > 1 ? $"({any})" : any);
        }

        code.AddRange(conditions.Count > 0 ? If(string.Join(" && ", conditions), statement) : [statement]);
    }

    private string Expression(TestFacts facts, CredentialFormat format)
    {
        var prefix = PrefixOf(format);
        return Joined(format.Parts.Select((part, index) => prefix is not null && index == 1 ? Call("bare", Part(facts, part), Literal(prefix)) : Part(facts, part)));
    }

    private string Part(TestFacts facts, FormatPart part) => part switch
    {
        FormatPart.Literal literal => Literal(literal.Text),
        FormatPart.Hole hole => Value(facts, hole.Name),
        FormatPart.Base64 encoded => Call("b64", Joined(encoded.Inner.Select(inner => Part(facts, inner)))),
        _ => throw new InvalidOperationException(),
    };

    /// <summary>What is signed, as bytes: neighbouring texts are put together first.</summary>
    private string Bytes(TestFacts facts, IReadOnlyList<FormatPart> parts)
    {
        var pieces = new List<string>();
        var texts = new List<string>();
        foreach (var part in parts)
        {
            if (part is FormatPart.Hash hash) AddBytes(Call("hashed", Literal(hash.Algorithm), Bytes(facts, hash.Inner)));
            else if (part is FormatPart.Hole { Name: "body" }) AddBytes(BodyOf(facts));
            else texts.Add(SignedText(facts, part));
        }

        Flush();
        return pieces.Count switch
        {
            0 => Call("raw", Literal("")),
            1 => pieces[0],
            _ => Call("joined", pieces),
        };

        void AddBytes(string expression)
        {
            Flush();
            pieces.Add(expression);
        }

        void Flush()
        {
            if (texts.Count > 0) pieces.Add(Call("raw", Joined(texts)));
            texts.Clear();
        }
    }

    private string SignedText(TestFacts facts, FormatPart part) => part switch
    {
        FormatPart.Base64 encoded => Call("toBase64", Bytes(facts, encoded.Inner)),
        FormatPart.Hex encoded => Call("toHex", Bytes(facts, encoded.Inner)),
        FormatPart.Hole { Name: "newline" } => Literal("\n"),
        FormatPart.Hole hole when Computed.TryGetValue(hole.Name, out var variable) => variable,
        FormatPart.Hole hole when SignatureMessage.Computes(hole.Name) => OfMessage(hole.Name),
        _ => Part(facts, part),
    };

    private string BodyOf(TestFacts facts) => facts.Plan.BodyEncoding == BodyEncoding.None ? Call("raw", Literal("")) : BodyBytes;

    private string Value(TestFacts facts, string hole) =>
        facts.Plan.Holes.Computed.Contains(hole) ? Computed[hole] : ValueOf(Literal(facts.NameOf(hole)));

    private string Joined(IEnumerable<string> expressions) => Concat([.. expressions]);

    private string Literals(IEnumerable<string> texts) => string.Join(", ", texts.Select(Literal));

    private List<string> Pieces(string pattern)
    {
        var pieces = new List<string>();
        while (pattern.Length > PatternWidth)
        {
            var cut = pattern.LastIndexOf('|', PatternWidth - 1) is var bar and >= 0 ? bar + 1 : PatternWidth;
            pieces.Add(Literal(pattern[..cut]));
            pattern = pattern[cut..];
        }

        pieces.Add(Literal(pattern));
        return pieces;
    }

    private static string Spelled(string name) => CommonHeaders.FirstOrDefault(header => header.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? name;

    /// <summary>A literal between quotation marks in which everything but printable ASCII is escaped.</summary>
    /// <param name="text">The text.</param>
    /// <param name="escape">How the language writes another character.</param>
    protected static string Quoted(string text, Func<Rune, string> escape)
    {
        var literal = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            literal.Append(rune.Value switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                >= ' ' and <= '~' => rune.ToString(),
                _ => escape(rune),
            });
        }

        return literal.Append('"').ToString();
    }

    /// <summary>The escape <c>\UXXXXXXXX</c> of C# and Go.</summary>
    protected static string LongEscape(Rune rune) => string.Create(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}");
}
