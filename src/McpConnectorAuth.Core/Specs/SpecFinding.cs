using System.ComponentModel;

namespace McpConnectorAuth.Core.Specs;

/// <summary>Something about a spec that a reader should look at.</summary>
/// <param name="Code">Stable identifier in snake_case; see <see cref="SpecLint"/>.</param>
/// <param name="Message">One sentence.</param>
/// <param name="SpecLine">1-based line in the spec's file, 0 where it is not known.</param>
/// <param name="DocumentLine">1-based line in the document, 0 where it concerns no line.</param>
public sealed record SpecFinding(
    [property: Description("identifier")] string Code,
    [property: Description("one sentence")] string Message,
    [property: Description("1-based line of the spec, 0 = unknown")] int SpecLine,
    [property: Description("1-based line of the document, 0 = none")] int DocumentLine);
