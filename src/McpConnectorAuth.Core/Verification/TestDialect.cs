using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.Verification;

/// <summary>How a test is written in one language: a template, and the request as statements of the language.</summary>
internal abstract class TestDialect
{
    /// <summary>Every language, in the order in which an existing test is looked for.</summary>
    public static IReadOnlyList<TestDialect> All { get; } = [new PythonDialect(), new ShellDialect()];

    public abstract TestLanguage Language { get; }

    /// <summary>File ending without the dot.</summary>
    public abstract string Extension { get; }

    /// <summary>First line of the file.</summary>
    public abstract string FirstLine { get; }

    /// <summary>The template in the folder Templates, without its ending.</summary>
    public abstract string Template { get; }

    public static TestDialect Of(TestLanguage language) => All.First(dialect => dialect.Language == language);

    /// <summary>Command that runs a test by hand.</summary>
    public abstract string Command(string path);

    /// <summary>The template's values.</summary>
    public Dictionary<string, object> Model(TestFacts facts)
    {
        var formats = facts.Plan.Placements.SelectMany(group => group).Select(value => value.Format).ToList();
        var usesQuote = facts.Plan.Path.ParameterNames.Any()
            || facts.Plan.Query.Any(pair => pair.Value.ParameterNames.Any())
            || facts.Plan.Placements[PlacementLocation.Query].Any()
            || facts.Plan.BodyEncoding == BodyEncoding.Form;
        return new Dictionary<string, object>(LanguageModel(facts))
        {
            ["source"] = facts.Source.Value,
            ["call"] = facts.Call,
            ["path"] = facts.TestPath,
            ["config_display"] = facts.ConfigPath,
            ["fields"] = string.Join(", ", facts.Parameters.Select(parameter => parameter.Name)),
            ["lockout"] = facts.LockoutWarning is not null,
            ["uses_base64"] = formats.Any(format => format.Parts.Any(part => part is FormatPart.Base64)),
            ["uses_prefix"] = formats.Any(format => PrefixOf(format) is not null),
            ["uses_quote"] = usesQuote,
        };
    }

    /// <summary>A path as one word of a shell command.</summary>
    protected static string Word(string path) =>
        path.All(character => char.IsAsciiLetterOrDigit(character) || "/._-+".Contains(character, StringComparison.Ordinal))
            ? path
            : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";

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
