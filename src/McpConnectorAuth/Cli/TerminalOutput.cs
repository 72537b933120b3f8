using System.Text;
using Spectre.Console;

namespace McpConnectorAuth.Cli;

/// <summary>Where Spectre writes: a standard stream whose text passes a filter first.</summary>
/// <param name="writer">The stream.</param>
/// <param name="isTerminal">Whether a person sees it directly.</param>
internal sealed class TerminalOutput(TextWriter writer, bool isTerminal) : IAnsiConsoleOutput
{
    private const int PlainWidth = 100;
    private const int NarrowestWidth = 40;
    private const int WidestWidth = 120;

    /// <inheritdoc/>
    public TextWriter Writer => writer;

    /// <inheritdoc/>
    public bool IsTerminal => isTerminal;

    /// <summary>Columns; lines wider than 120 columns are hard to read, and one column stays free so that nothing wraps by itself.</summary>
    public int Width => isTerminal ? Math.Clamp(TerminalWidth() - 1, NarrowestWidth, WidestWidth) : PlainWidth;

    /// <inheritdoc/>
    public int Height => isTerminal ? Math.Max(Console.WindowHeight, 10) : 25;

    /// <inheritdoc/>
    public void SetEncoding(Encoding encoding)
    {
    }

    private static int TerminalWidth() => Console.WindowWidth is > 0 and var width ? width : 80;
}
