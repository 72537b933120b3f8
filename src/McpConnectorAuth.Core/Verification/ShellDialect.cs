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

    public override TestToolchain Toolchain { get; } = new()
    {
        Programs = ["sh", "bash"],
        Tools = ["curl"],
        Name = "A POSIX shell",
        HowToGet = "Install curl and a POSIX shell (Debian: apt-get install curl), then run the test again; or write the test in python.",
        Arguments = static (_, test) => [test],
    };

    public override string? Lacks(TestFacts facts) => facts.Seal is null ? null : "it does not sign requests";

    public override string Command(string path) => $"sh {Word(path)}";

    protected override Dictionary<string, object> LanguageModel(TestFacts facts) => new()
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
        ["values"] = Values(facts),
        ["statements"] = Statements(facts),
    };

    private static List<string> Values(TestFacts facts)
    {
        var code = new List<string> { "secret=yes", "[ \"$1\" != no_credential ] || secret=''" };
        foreach (var parameter in facts.Parameters)
        {
            code.Add($"{Variable(parameter)}=$(field {parameter.Name})");
            code.Add($"{(facts.Needs(parameter) ? "need" : "clean")} {parameter.Name} \"${Variable(parameter)}\"");
        }

        code.Add("if [ \"$1\" = changed_credential ]; then");
        foreach (var parameter in facts.Parameters.Where(facts.IsSecret)) code.Add($"  {Variable(parameter)}=$(changed \"${Variable(parameter)}\")");
        code.Add("fi");
        return code;
    }

    private static List<string> Statements(TestFacts facts)
    {
        var code = new List<string>();
        if (facts.Plan.Placements[PlacementLocation.Cookie].Any())
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
        if (facts.Plan.Placements[PlacementLocation.Cookie].Any()) headers.Add("[ -z \"$cookies\" ] || header \"Cookie: ${cookies#; }\"");
        if (facts.Plan.BodyEncoding == BodyEncoding.Json
            && !facts.Plan.Placements[PlacementLocation.Header].Any(value => value.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)))
            headers.Add("header 'Content-Type: application/json'");
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
            code.Add($"{(plan.HoldsSecret(value.ParameterNames) ? "[ -z \"$secret\" ] || " : "")}query=\"$query&{Text(name)}={text}\"");
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
        foreach (var (value, isSecret) in Placed(facts, PlacementLocation.Body))
        {
            var field = isJson
                ? $",{Text(JsonName(value.Name))}:\\\"$(escape \"{Expression(facts, value.Format)}\")\\\""
                : $"&{Text(Uri.EscapeDataString(value.Name))}=$(quote \"{Expression(facts, value.Format)}\" '')";
            Add(code, facts, value, isSecret, $"fields=\"$fields{field}\"");
        }

        code.Add(isJson ? "body=\"{${fields#,}}\"" : "body=${fields#&}");
    }

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
        FormatPart.Hole hole => Value(facts, hole.Name),
        FormatPart.Base64 encoded => $"$(b64 \"{string.Concat(encoded.Inner.Select(inner => Part(facts, inner)))}\")",
        _ => throw new InvalidOperationException(),
    };

    private static string UrlPart(TestFacts facts, FormatPart part, string safe) =>
        part is FormatPart.Hole hole ? $"$(quote \"{Value(facts, hole.Name)}\" '{safe}')" : Part(facts, part);

    private static string Value(TestFacts facts, string hole) =>
        $"${{{Variable(facts.Parameters.First(parameter => ParameterNameComparer.Instance.Equals(parameter.Name, hole)))}}}";

    private static string Variable(SpecParameter parameter) => "v_" + parameter.Name.Replace('-', '_');

    private static string JsonName(string name) => $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>Text as it stands between double quotes: nothing in it is expanded, nothing ends them.</summary>
    private static string Text(string text) => string.Concat(text.Select(character => character is '"' or '\\' or '$' or '`' ? "\\" + character : character.ToString()));

    private static string Single(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
