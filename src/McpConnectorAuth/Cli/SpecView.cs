using McpConnectorAuth.Tools;
using McpConnectorAuth.Workflow;

namespace McpConnectorAuth.Cli;

/// <summary>Shows what a spec holds.</summary>
internal static class SpecView
{
    /// <summary>Writes it.</summary>
    public static void Show(Screen screen, string source, GeneratedSpec spec)
    {
        screen.Heading(source, $"{spec.SpecPath}  {spec.Change}");
        ShowFacts(screen, spec);
        screen.Space();
        screen.Paragraph(TerminalText.Literal(spec.NextStep), indent: 0);
    }

    /// <summary>Writes the facts only.</summary>
    public static void ShowFacts(Screen screen, GeneratedSpec spec)
    {
        var facts = spec.Methods.Select((method, index) => new Fact(index == 0 ? "methods" : "", TerminalText.Literal(method))).ToList();
        facts.Add(new Fact("base URL", TerminalText.Literal(spec.BaseUrl ?? "unknown")));
        facts.Add(new Fact("hosts", TerminalText.Literal(ToolText.List(spec.Hosts))));
        facts.Add(new Fact("proven by", TerminalText.Literal(spec.Verification ?? "nothing yet")));
        if (spec.Unverified.Count > 0) facts.Add(new Fact("unverified", $"[yellow]{TerminalText.Literal(ToolText.List(spec.Unverified))}[/]", "[dim]no quote of the document supports these[/]"));
        facts.AddRange(spec.Kept.Select((fact, index) => new Fact(index == 0 ? "kept" : "", TerminalText.Literal(fact))));
        facts.AddRange(spec.Findings.Select((finding, index) => new Fact(index == 0 ? "notes" : "", TerminalText.Literal(TerminalGuidance.Say(finding)))));
        screen.Facts(facts);
    }
}
