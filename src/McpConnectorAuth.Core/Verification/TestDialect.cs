using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.Verification;

/// <summary>
/// How a test is written in one language (a template, and the request as statements of the language) and how it is run. A new
/// language is a class here, a template and its name in <see cref="TestLanguage"/>.
/// </summary>
internal abstract class TestDialect
{
    /// <summary>Every language, in the order in which an existing test is looked for.</summary>
    public static IReadOnlyList<TestDialect> All { get; } = [new PythonDialect(usesRequests: true), new PythonDialect(usesRequests: false), new ShellDialect(), new TypeScriptDialect(), new CSharpDialect(), new GoDialect(), new HttpDialect()];

    public abstract TestLanguage Language { get; }

    /// <summary>File ending without the dot; two languages may share one, then the file's head says which it is.</summary>
    public abstract string Extension { get; }

    /// <summary>First line of the file, before the line with the hash; null for none.</summary>
    public virtual string? FirstLine => null;

    /// <summary>What begins a comment that ends with its line.</summary>
    public virtual string CommentMark => "#";

    /// <summary>The template in the folder Templates, without its ending; a project's own template has the same name.</summary>
    public abstract string Template { get; }

    /// <summary>How the test is run by a program; null where the product sends the requests of the file itself.</summary>
    public abstract TestToolchain? Toolchain { get; }

    public static TestDialect Of(TestLanguage language) => All.First(dialect => dialect.Language == language);

    /// <summary>Command that runs a test by hand.</summary>
    public abstract string Command(string path);

    /// <summary>What this language can't do that a method needs, as a clause for people; null where nothing is missing.</summary>
    public virtual string? Lacks(TestFacts facts) => null;

    /// <summary>The template's values.</summary>
    public Dictionary<string, object> Model(TestFacts facts)
    {
        var sealedFormats = facts.Seal switch
        {
            TestSeal.Described described => described.Placed.Select(pair => pair.Value.Format).Append(described.Key),
            TestSeal.AwsV4 aws => [aws.KeyId, aws.Key, aws.Region, aws.Service],
            _ => [],
        };
        var formats = facts.Plan.Placements.SelectMany(group => group).Select(value => value.Format).Concat(sealedFormats).ToList();
        var usesQuote = facts.Plan.Path.ParameterNames.Any()
            || facts.Plan.Query.Any(pair => pair.Value.ParameterNames.Any())
            || facts.Plan.Placements[PlacementLocation.Query].Any()
            || facts.Plan.BodyEncoding == BodyEncoding.Form;
        var model = new Dictionary<string, object>
        {
            ["source"] = facts.Source.Value,
            ["call"] = facts.Call,
            ["path"] = facts.TestPath,
            ["config_display"] = facts.ConfigPath,
            ["supply"] = Supply(facts),
            ["fields"] = string.Join(", ", facts.Parameters.Select(parameter => parameter.Name)),
            ["issued"] = string.Join(", ", facts.Issued),
            ["lockout"] = facts.LockoutWarning is not null,
            ["uses_base64"] = formats.Any(format => format.Parts.Any(part => part is FormatPart.Base64)),
            ["uses_prefix"] = formats.Any(format => PrefixOf(format) is not null),
            ["uses_quote"] = usesQuote,
            ["sealed"] = facts.Seal is not null,
            ["described"] = facts.Seal is TestSeal.Described,
            ["aws_v4"] = facts.Seal is TestSeal.AwsV4,
            ["oauth1"] = facts.Seal is TestSeal.OAuth1,
            ["digest"] = facts.Seal is TestSeal.Digest,
            ["certificate"] = facts.Seal is TestSeal.Certificate,
            ["rsa"] = facts.Seal is TestSeal.Described { IsRsa: true } or TestSeal.OAuth1 { IsRsa: true },
        };
        foreach (var (name, value) in LanguageModel(facts)) model[name] = value;
        return model;
    }

    /// <summary>What a test says that is run without its values: what is issued is in no file that a person could write.</summary>
    private static string Supply(TestFacts facts) => facts.Issued.Count > 0
        ? $"mcp-connector-auth test {facts.Source} passes it"
        : $"mcp-connector-auth test {facts.Source} passes it, export {facts.Source} --dev-config writes it";

    /// <summary>Literal text of a URL in ASCII; what is percent-encoded already stays (RFC 3986 section 2.1).</summary>
    protected static string UrlText(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));

    /// <summary>A path as one word of a shell command.</summary>
    protected static string Word(string path) =>
        path.All(character => char.IsAsciiLetterOrDigit(character) || "/._-+".Contains(character, StringComparison.Ordinal))
            ? path
            : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>The template's values that only this language has; they count before those of every language.</summary>
    protected abstract Dictionary<string, object> LanguageModel(TestFacts facts);

    /// <summary>The literal at the start of a format that a person may type along with the value, or null; see <see cref="CredentialFormat.WithoutTypedPrefix"/>.</summary>
    protected static string? PrefixOf(CredentialFormat format) =>
        format.Parts is [FormatPart.Literal prefix, FormatPart.Hole, ..] && !char.IsLetterOrDigit(prefix.Text[^1]) ? prefix.Text : null;

    /// <summary>What goes onto the request in one place, values without a secret first.</summary>
    protected static IEnumerable<(PlacedValue Value, bool IsSecret)> Placed(TestFacts facts, PlacementLocation location) =>
        facts.Plan.Placements[location]
            .Select(value => (Value: value, IsSecret: facts.Plan.HoldsSecret(value.Format.ParameterNames)))
            .OrderBy(pair => pair.IsSecret);
}
