using System.Globalization;
using System.Text;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.Verification;

/// <summary>Python with the package requests; a script, and a test for pytest.</summary>
internal sealed class PythonDialect : TestDialect
{
    private const int PatternWidth = 84;

    public override TestLanguage Language => TestLanguage.Python;

    public override string Extension => "py";

    public override string FirstLine => "#!/usr/bin/env python3";

    public override string Template => "python";

    public override string Command(string path) => $"python3 {Word(path)}";

    protected override Dictionary<string, object> LanguageModel(TestFacts facts) => new()
    {
        ["config_literal"] = Literal(facts.ConfigFromTest),
        ["required"] = Tuple(facts.Parameters.Where(facts.Needs).Select(parameter => parameter.Name)),
        ["secrets"] = Tuple(facts.Parameters.Where(facts.IsSecret).Select(parameter => parameter.Name)),
        ["with_controls"] = facts.LockoutWarning is null ? "True" : "False",
        ["key_in_path"] = facts.KeyIsInPath ? "True" : "False",
        ["verb"] = Literal(facts.Plan.Verb),
        ["waiting"] = Pieces(AnswerPhrases.Waiting),
        ["permission"] = Pieces(AnswerPhrases.Permission),
        ["credential"] = Pieces(AnswerPhrases.Credential),
        ["refusal"] = AnswerPhrases.Refusal,
        ["missing"] = Pieces(AnswerPhrases.Missing),
        ["statements"] = Statements(facts),
    };

    private static List<string> Statements(TestFacts facts)
    {
        var code = new List<string>();
        foreach (var (value, isSecret) in Placed(facts, PlacementLocation.Header))
            Add(code, facts, value, isSecret, $"headers[{Literal(value.Name)}] = {Expression(facts, value.Format)}");
        if (facts.Plan.Placements[PlacementLocation.Cookie].Any())
        {
            code.Add("cookies = []");
            foreach (var (value, isSecret) in Placed(facts, PlacementLocation.Cookie))
                Add(code, facts, value, isSecret, $"cookies.append({Join([Literal(value.Name + "="), Expression(facts, value.Format)])})");
            code.Add("if cookies:");
            code.Add("    headers[\"Cookie\"] = \"; \".join(cookies)");
        }

        AddUrl(code, facts);
        AddBody(code, facts);
        return code;
    }

    private static void AddUrl(List<string> code, TestFacts facts)
    {
        var plan = facts.Plan;
        var path = Join(plan.Path.Parts.Select(part => part switch
        {
            FormatPart.Literal literal => Literal(literal.Text),
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
            var expression = Join([Literal(name + "="), .. value.Parts.Select(part => part is FormatPart.Hole hole ? $"quote({Value(facts, hole.Name)})" : Part(facts, part))]);
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
            code.Add("body = {}");
            return;
        }

        code.Add("fields = {}");
        foreach (var (value, isSecret) in Placed(facts, PlacementLocation.Body))
            Add(code, facts, value, isSecret, $"fields[{Literal(value.Name)}] = {Expression(facts, value.Format)}");
        code.Add(facts.Plan.BodyEncoding == BodyEncoding.Json ? "body = {\"json\": fields}" : "body = {\"data\": fields}");
    }

    private static void Add(List<string> code, TestFacts facts, PlacedValue value, bool isSecret, string statement)
    {
        var conditions = new List<string>();
        if (isSecret) conditions.Add("secret");
        if (value.Optional) conditions.Add(string.Join(" or ", value.Format.ParameterNames.Select(name => $"values.get({Literal(facts.NameOf(name))})")));
        if (conditions.Count > 0) code.Add($"if {string.Join(" and ", conditions)}:");
        code.Add((conditions.Count > 0 ? "    " : "") + statement);
    }

    private static string Expression(TestFacts facts, CredentialFormat format)
    {
        var prefix = PrefixOf(format);
        return Join(format.Parts.Select((part, index) => prefix is not null && index == 1 ? $"bare({Part(facts, part)}, {Literal(prefix)})" : Part(facts, part)));
    }

    private static string Part(TestFacts facts, FormatPart part) => part switch
    {
        FormatPart.Literal literal => Literal(literal.Text),
        FormatPart.Hole hole => Value(facts, hole.Name),
        FormatPart.Base64 encoded => $"b64({Join(encoded.Inner.Select(inner => Part(facts, inner)))})",
        _ => throw new InvalidOperationException(),
    };

    private static string Value(TestFacts facts, string hole) => $"values[{Literal(facts.NameOf(hole))}]";

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
