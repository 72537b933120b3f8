using Spectre.Console;
using Spectre.Console.Rendering;

namespace McpConnectorAuth.Cli;

/// <summary>
/// The terminal as commands see it: headings, facts with labels, notes. Colour says only good, doubtful or bad; it obeys
/// NO_COLOR, and nothing but text is written where the output is redirected.
/// </summary>
internal sealed class Screen
{
    private const int LabelWidth = 12;
    private readonly IAnsiConsole _console;

    /// <summary>Opens a standard stream.</summary>
    /// <param name="writer">The stream.</param>
    /// <param name="redirected">Whether it goes to a file or a pipe.</param>
    public Screen(TextWriter writer, bool redirected)
    {
        var dumb = redirected || Environment.GetEnvironmentVariable("TERM") is "dumb" or "" or null && !OperatingSystem.IsWindows();
        var plain = Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
        IsTerminal = !redirected;
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = dumb ? AnsiSupport.No : AnsiSupport.Yes,
            ColorSystem = dumb || plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Standard,
            Interactive = dumb ? InteractionSupport.No : InteractionSupport.Yes,
            Out = new TerminalOutput(dumb ? new TrimmingWriter(writer) : writer, IsTerminal),
        });
    }

    /// <summary>Whether a person looks at it, so that a live line makes sense.</summary>
    public bool IsTerminal { get; }

    /// <summary>Whether a line can be drawn again in place.</summary>
    public bool IsLive => _console.Profile.Capabilities.Interactive;

    /// <summary>Columns that a fact's value has.</summary>
    public int ValueWidth => _console.Profile.Width - LabelWidth - 4;

    /// <summary>A heading with an empty line before it.</summary>
    /// <param name="text">Plain text.</param>
    /// <param name="remark">Plain text behind it, less prominent.</param>
    public void Heading(string text, string? remark = null)
    {
        _console.WriteLine();
        Paragraph($"[bold]{TerminalText.Literal(text)}[/]{(remark is null ? "" : $"  [dim]{TerminalText.Literal(remark)}[/]")}", indent: 0);
    }

    /// <summary>A heading of one of several steps.</summary>
    public void Step(int number, string text, string? remark = null)
    {
        _console.WriteLine();
        Paragraph($"[bold]{number}[/]  [bold]{TerminalText.Literal(text)}[/]{(remark is null ? "" : $"  [dim]{TerminalText.Literal(remark)}[/]")}", indent: 0);
    }

    /// <summary>A paragraph of Spectre markup; everything foreign in it went through <see cref="TerminalText.Literal"/>.</summary>
    public void Paragraph(string markup, int indent = 2) => _console.Write(new Padder(new Markup(markup), new Padding(indent, 0, 0, 0)));

    /// <summary>An empty line.</summary>
    public void Space() => _console.WriteLine();

    /// <summary>Facts, one under another: a label and what there is to say.</summary>
    /// <param name="facts">Label (plain, may be empty) and markup.</param>
    public void Facts(IEnumerable<Fact> facts)
    {
        var grid = new Grid { Expand = false };
        grid.AddColumn(new GridColumn { NoWrap = true, Width = LabelWidth, Padding = new Padding(2, 0, 2, 0) });
        grid.AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        foreach (var fact in facts)
        {
            var label = new Markup($"[dim]{TerminalText.Literal(fact.Label)}[/]");
            grid.AddRow(label, new Rows(fact.Markups.Select(IRenderable (markup) => new Markup(markup))));
        }

        _console.Write(grid);
    }

    /// <summary>A failure: what happened, what to do next, and the code to look it up by.</summary>
    public void Failure(ErrorDetail error)
    {
        var grid = new Grid { Expand = false };
        grid.AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0, 0, 2, 0) });
        grid.AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        grid.AddRow(new Markup("[red]Error[/]"), new Markup(TerminalText.Literal(error.Message)));
        grid.AddRow(new Markup(""), new Markup($"{TerminalText.Literal(error.NextStep)}  [dim]{TerminalText.Literal(error.Code)}[/]"));
        _console.Write(grid);
    }

    /// <summary>A table without frames that fits the width.</summary>
    /// <param name="titles">Column titles, plain.</param>
    /// <param name="rows">Cells as markup.</param>
    public void Table(IReadOnlyList<string> titles, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table { Border = TableBorder.None, Expand = false, ShowHeaders = true };
        for (var i = 0; i < titles.Count; i++)
        {
            table.AddColumn(new TableColumn(new Markup($"[dim]{TerminalText.Literal(titles[i])}[/]"))
            {
                Padding = new Padding(0, 0, 2, 0),
            });
        }

        foreach (var row in rows) table.AddRow(row.Select(IRenderable (cell) => new Markup(cell)));
        _console.Write(new Padder(table, new Padding(2, 0, 0, 0)));
    }

    /// <summary>Text in its own lines, never wrapped by us.</summary>
    public void Verbatim(string text)
    {
        foreach (var line in TerminalText.Lines(text))
            _console.Profile.Out.Writer.WriteLine(line);
    }

    /// <summary>A link on a line of its own, never wrapped, so that a terminal can open it.</summary>
    public void Link(string label, Uri address)
    {
        _console.Write(new Markup($"  [dim]{TerminalText.Literal(label)}[/]"));
        _console.Profile.Out.Writer.WriteLine(new string(' ', LabelWidth - label.Length + 2) + address.AbsoluteUri);
    }

    /// <summary>Waits with a live line that says what for; where nothing can be drawn again, it is said once.</summary>
    /// <param name="markup">What is waited for.</param>
    /// <param name="work">The work; it may change the line.</param>
    public async Task<T> WaitAsync<T>(string markup, Func<Action<string>, Task<T>> work)
    {
        if (!IsLive)
        {
            Paragraph(markup);
            return await work(static _ => { });
        }

        return await _console.Status()
            .Spinner(Spinner.Known.Line)
            .SpinnerStyle(Style.Parse("dim"))
            .StartAsync(markup, status => work(text => status.Status(text)));
    }
}
