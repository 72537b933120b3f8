namespace McpConnectorAuth.Cli;

/// <summary>A labelled fact on the screen.</summary>
/// <param name="Label">Plain text, at most 12 columns.</param>
/// <param name="Markups">Spectre markup, a line each.</param>
internal sealed record Fact(string Label, params IReadOnlyList<string> Markups);
