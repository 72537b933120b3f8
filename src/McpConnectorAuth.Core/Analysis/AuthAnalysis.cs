using System.ComponentModel;
using System.Text.Json.Serialization;

namespace McpConnectorAuth.Core.Analysis;

/// <summary>What a document states about authentication. Every asserted fact carries a verbatim quote and its line.</summary>
/// <param name="Source">Name of the source.</param>
/// <param name="Document">The document that was read.</param>
/// <param name="Outcome">What the document says as a whole.</param>
/// <param name="Methods">The documented methods, the recommended one first.</param>
/// <param name="BaseUrls">Documented base URLs, production first.</param>
/// <param name="Verification">Read-only calls that prove a credential, best first.</param>
/// <param name="NotStated">Names of facts that the document does not state.</param>
/// <param name="Warnings">What a reader should know before trusting the document.</param>
/// <param name="Questions">What the caller can settle with an override in generate_spec.</param>
/// <param name="AlsoRead">Paths of further documents whose facts are part of the analysis; null where there is one document.</param>
/// <param name="Suggestions">What a configured model reads in the document beyond that; null where none is configured or it adds nothing.</param>
/// <param name="Evidence">The words that say that no credential is needed; null where the outcome is another.</param>
public sealed record AuthAnalysis(
    [property: Description("source")] string Source,
    DocumentInfo Document,
    [property: Description("documented, no_auth or not_documented")] AnalysisOutcome Outcome,
    [property: Description("recommended first")] IReadOnlyList<AuthMethod> Methods,
    [property: Description("production first")] IReadOnlyList<BaseUrl> BaseUrls,
    [property: Description("best first")] IReadOnlyList<VerificationCall> Verification,
    [property: Description("never guess these")] IReadOnlyList<string> NotStated,
    IReadOnlyList<AnalysisWarning> Warnings,
    [property: Description("settle by overrides")] IReadOnlyList<string> Questions,
    [property: Description("quotes name theirs"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? AlsoRead = null,
    [property: Description("of a model"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<Suggestion>? Suggestions = null,
    [property: Description("of no_auth"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<Evidence>? Evidence = null);
