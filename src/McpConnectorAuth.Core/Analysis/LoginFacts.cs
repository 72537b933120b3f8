using System.ComponentModel;

namespace McpConnectorAuth.Core.Analysis;

/// <summary>The documented call that returns what later requests carry.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path or URL as documented.</param>
/// <param name="Body">How its body is encoded: <c>json</c> or <c>form</c>.</param>
/// <param name="Placements">What goes onto the call.</param>
/// <param name="Returns">What comes back and where; empty where the document shows no answer.</param>
/// <param name="Quote">A line of the call, verbatim.</param>
/// <param name="Line">Its 1-based line.</param>
public sealed record LoginFacts(
    [property: Description("HTTP method")] string Method,
    [property: Description("path or URL")] string Path,
    [property: Description("json or form")] string Body,
    [property: Description("on the call")] IReadOnlyList<Placement> Placements,
    [property: Description("what comes back")] IReadOnlyList<LoginReturn> Returns,
    [property: Description("verbatim")] string Quote,
    [property: Description("line")] int Line);
