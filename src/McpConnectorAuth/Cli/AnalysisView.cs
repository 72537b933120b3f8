using System.Globalization;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Workflow;

namespace McpConnectorAuth.Cli;

/// <summary>Shows an analysis: every fact with the line that states it, and what is not stated.</summary>
internal static class AnalysisView
{
    private const int LongestQuote = 160;

    /// <summary>Writes the analysis.</summary>
    /// <param name="screen">Where to.</param>
    /// <param name="analysis">The analysis.</param>
    /// <param name="path">The document as the person named it, so that <c>path:line</c> leads there.</param>
    public static void Show(Screen screen, AuthAnalysis analysis, string path)
    {
        var document = analysis.Document;
        screen.Heading(analysis.Source, $"{path}  {document.Format}, {Size(document.Bytes)}");
        if (analysis.AlsoRead is { Count: > 0 } others) screen.Paragraph(TerminalText.Literal($"Also read: {string.Join(", ", others)}"), indent: 0);
        screen.Paragraph(Outcome(analysis), indent: 0);
        if (analysis.Evidence is { Count: > 0 } said)
            screen.Facts([new Fact("stated", [.. said.SelectMany(evidence => Quote(screen, evidence.Quote, evidence.Document ?? path, evidence.Line))])]);
        foreach (var method in analysis.Methods) ShowMethod(screen, method, path);
        ShowBaseUrls(screen, analysis, path);
        ShowVerification(screen, analysis, path);
        ShowRemarks(screen, analysis, path);
    }

    /// <summary>Writes what is needed to go on: the recommended method, the first base URL and call, and the warnings.</summary>
    public static void ShowInBrief(Screen screen, AuthAnalysis analysis, string path)
    {
        var facts = new List<Fact>();
        if (analysis.Methods.FirstOrDefault(method => method.Recommended) is { } method) facts.AddRange(FactsOf(screen, method, path));
        if (analysis.BaseUrls is [var url, ..]) facts.Add(new Fact("base URL", [TerminalText.Literal(url.Url), .. Quote(screen, url.Quote, url.Document ?? path, url.Line)]));
        if (analysis.Verification is [var call, ..])
            facts.Add(new Fact("proven by", [TerminalText.Literal($"{call.Method} {call.Path}"), .. Quote(screen, call.Quote, call.Document ?? path, call.Line)]));
        screen.Facts(facts);
        foreach (var warning in analysis.Warnings) ShowWarning(screen, warning, path);
    }

    private static string Outcome(AuthAnalysis analysis) => analysis.Outcome switch
    {
        AnalysisOutcome.Documented => $"The document states {TerminalText.Count(analysis.Methods.Count, "way", "ways")} to authenticate.",
        AnalysisOutcome.NoAuth => "The document says that no authentication is needed.",
        _ => "[yellow]The document does not say how to authenticate.[/]",
    };

    private static void ShowMethod(Screen screen, AuthMethod method, string path)
    {
        var marks = new List<string> { JsonName.Of(method.Kind) };
        if (method.Recommended) marks.Add("recommended");
        if (method.Deprecated) marks.Add("deprecated");
        screen.Heading(method.Name, string.Join(", ", marks));
        screen.Facts(FactsOf(screen, method, path));
    }

    private static List<Fact> FactsOf(Screen screen, AuthMethod method, string path)
    {
        var told = new HashSet<Evidence>();
        var facts = new List<Fact> { new("kind", [JsonName.Of(method.Kind), .. Quotes(screen, method, told, path, "kind")]) };
        facts.AddRange(method.Placements.Select((placement, index) => new Fact(
            index == 0 ? "sends" : "",
            [PlacementOf(placement), .. index == 0 ? Quotes(screen, method, told, path, "placement") : []])));
        facts.AddRange(method.Parameters.Select((parameter, index) => new Fact(
            index == 0 ? "you supply" : "",
            [ParameterOf(parameter), .. DescriptionOf(screen, method, told, path, parameter)])));
        if (method.OAuth is { } oauth) facts.AddRange(OAuthFacts(oauth));
        facts.AddRange(method.Evidence
            .Where(evidence => !told.Contains(evidence))
            .GroupBy(evidence => evidence.Fact)
            .Select(group => new Fact(TerminalText.Shorten(Names.Words(group.Key), 12), Quotes(screen, method, told, path, group.Key))));
        return facts;
    }

    private static IEnumerable<Fact> OAuthFacts(OAuthFacts oauth)
    {
        var facts = new (string Label, string? Value)[]
        {
            ("authorize", oauth.AuthorizeUrl),
            ("token", oauth.TokenUrl),
            ("device", oauth.DeviceUrl),
            ("revocation", oauth.RevocationUrl),
            ("scopes", oauth.Scopes.Count > 0 ? string.Join(oauth.ScopeSeparator ?? " ", oauth.Scopes) : null),
            ("client auth", oauth.TokenAuth is "not_stated" ? null : oauth.TokenAuth),
            ("PKCE", oauth.Pkce is "not_stated" ? null : oauth.Pkce),
            ("extra", oauth.ExtraParams.Count > 0 ? string.Join(' ', oauth.ExtraParams.Select(pair => $"{pair.Key}={pair.Value}")) : null),
        };
        return facts.Where(fact => fact.Value is not null).Select(fact => new Fact(fact.Label, TerminalText.Literal(fact.Value)));
    }

    private static void ShowBaseUrls(Screen screen, AuthAnalysis analysis, string path)
    {
        if (analysis.BaseUrls.Count == 0) return;
        screen.Heading("Base URL");
        screen.Facts(analysis.BaseUrls.Select(url => new Fact(
            TerminalText.Shorten(url.Environment, 12), [TerminalText.Literal(url.Url), .. Quote(screen, url.Quote, url.Document ?? path, url.Line)])));
    }

    private static void ShowVerification(Screen screen, AuthAnalysis analysis, string path)
    {
        if (analysis.Verification.Count == 0) return;
        screen.Heading("Calls that prove a credential", "best first");
        screen.Facts(analysis.Verification.Select(call => new Fact(
            call.Method, [TerminalText.Literal(call.Path), .. Quote(screen, call.Quote, call.Document ?? path, call.Line)])));
    }

    private static void ShowRemarks(Screen screen, AuthAnalysis analysis, string path)
    {
        if (analysis.NotStated.Count > 0)
        {
            screen.Heading("Not stated");
            screen.Paragraph(TerminalText.Literal(string.Join(", ", analysis.NotStated.Select(Names.Words))));
        }

        if (analysis.Suggestions is { Count: > 0 } suggestions)
        {
            screen.Heading("Suggestions", "of the configured model; confirm with spec --set fact=value");
            screen.Facts(suggestions.Select(suggestion => new Fact(
                TerminalText.Shorten(Names.Words(suggestion.Fact[(suggestion.Fact.LastIndexOf('.') + 1)..]), 12),
                [TerminalText.Literal($"{suggestion.Fact}={suggestion.Value}"), .. Quote(screen, suggestion.Quote, path, suggestion.Line)])));
        }

        if (analysis.Warnings.Count > 0)
        {
            screen.Heading("Warnings");
            foreach (var warning in analysis.Warnings) ShowWarning(screen, warning, path);
        }

        if (analysis.Questions.Count > 0)
        {
            screen.Heading("Questions", "settle them with spec --set fact=value");
            foreach (var question in analysis.Questions) screen.Paragraph(TerminalText.Literal(TerminalGuidance.Say(question)));
        }
    }

    private static void ShowWarning(Screen screen, AnalysisWarning warning, string path)
    {
        var where = warning.Line > 0 ? $"[dim]{TerminalText.Literal(Place(warning.Document ?? path, warning.Line))}[/]  " : "";
        screen.Paragraph($"[yellow]{TerminalText.Literal(Names.Words(warning.Code))}[/]  {where}{TerminalText.Literal(warning.Message)}");
    }

    private static string PlacementOf(Placement placement) =>
        $"{JsonName.Of(placement.In)} [bold]{TerminalText.Literal(placement.Name)}[/]: {TerminalText.Literal(placement.Format)}";

    private static string ParameterOf(AuthParameter parameter)
    {
        var marks = $"{(parameter.Required ? "required" : "optional")}{(parameter.Secret ? ", secret" : "")}";
        return $"[bold]{TerminalText.Literal(parameter.Name)}[/]  [dim]{marks}[/]";
    }

    /// <summary>The description stands for its quote, which is often the whole row of a table around it.</summary>
    private static IEnumerable<string> DescriptionOf(Screen screen, AuthMethod method, HashSet<Evidence> told, string path, AuthParameter parameter)
    {
        var evidence = method.Evidence
            .Where(evidence => (evidence.Fact == parameter.Name || evidence.Fact.EndsWith($":{parameter.Name}", StringComparison.Ordinal)) && told.Add(evidence))
            .ToList();
        if (parameter.Description is not { Length: > 0 } description) return evidence.SelectMany(each => Quote(screen, each.Quote, each.Document ?? path, each.Line));
        return evidence.Count > 0 ? Quote(screen, description, evidence[0].Document ?? path, evidence[0].Line) : [TerminalText.Literal(description)];
    }

    /// <summary>The quotes behind a fact; of one that was shown already, only its place.</summary>
    private static List<string> Quotes(Screen screen, AuthMethod method, HashSet<Evidence> told, string path, string fact)
    {
        var lines = new List<string>();
        foreach (var evidence in method.Evidence.Where(evidence => evidence.Fact == fact))
        {
            var repeated = told.Any(other => other.Line == evidence.Line && other.Quote == evidence.Quote);
            if (!told.Add(evidence)) continue;
            lines.AddRange(repeated ? [$"[dim]{TerminalText.Literal(Place(evidence.Document ?? path, evidence.Line))}[/]"] : Quote(screen, evidence.Quote, evidence.Document ?? path, evidence.Line));
        }

        return lines;
    }

    private static IEnumerable<string> Quote(Screen screen, string quote, string path, int line)
    {
        var text = TerminalText.Shorten(TerminalText.Line(quote), LongestQuote);
        var place = Place(path, line);
        if (place.Length + text.Length + 4 <= screen.ValueWidth)
        {
            yield return $"[dim]{TerminalText.Literal(place)}[/]  \"{TerminalText.Literal(text)}\"";
            yield break;
        }

        yield return $"[dim]{TerminalText.Literal(place)}[/]";
        yield return $"\"{TerminalText.Literal(text)}\"";
    }

    private static string Place(string path, int line) => string.Create(CultureInfo.InvariantCulture, $"{path}:{line}");

    private static string Size(long bytes) => bytes switch
    {
        < 1000 => TerminalText.Count((int)bytes, "byte", "bytes"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
    };
}
