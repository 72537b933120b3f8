using System.Diagnostics;
using System.Text;

namespace McpConnectorAuth.Cli;

/// <summary>Reads an answer from the terminal key by key, so that a secret never shows.</summary>
internal static class HiddenPrompt
{
    /// <summary>Longest input in characters; a pasted key file is far below it.</summary>
    private const int MaxLength = 64 * 1024;

    /// <summary>Keeps the terminal from echoing what is typed before the next prompt; .NET restores it when the process ends.</summary>
    public static void SilenceEcho() => _ = Console.KeyAvailable;

    /// <summary>How long after Enter the rest of a paste may still arrive.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    /// <summary>
    /// Asks and reads until Enter. What is hidden may be pasted with its line breaks, as private keys are: all of it belongs to the answer, so that
    /// nothing of it is left to the next prompt, which might show it.
    /// </summary>
    /// <param name="label">The question, plain text; written to standard error so that standard output stays clean.</param>
    /// <param name="visible">Whether what is typed shows.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<string> ReadAsync(string label, bool visible, CancellationToken cancellationToken)
    {
        // Before the label shows: whoever sees it may type at once.
        SilenceEcho();
        Console.Error.Write(label);
        try
        {
            // ReadKey can't be cancelled; the abandoned read ends with the process.
            return await Task.Run(() => Read(visible), cancellationToken).WaitAsync(cancellationToken);
        }
        finally
        {
            Console.Error.WriteLine();
        }
    }

    private static string Read(bool visible)
    {
        var text = new StringBuilder();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            var control = key.Modifiers.HasFlag(ConsoleModifiers.Control);
            if (key.Key == ConsoleKey.Enter)
            {
                if (visible || IsOver(text)) return text.ToString();
                text.Append('\n');
            }
            else if (key.Key == ConsoleKey.Backspace && text.Length > 0) Erase(text, 1, visible);
            else if (control && key.Key == ConsoleKey.U) Erase(text, text.Length, visible);
            else if (!char.IsControl(key.KeyChar) && text.Length < MaxLength) Append(text, key.KeyChar, visible);
        }
    }

    // An empty line ends what is not finished, too.
    private static bool IsOver(StringBuilder text) => !IsFollowed() && (!IsUnfinished(text.ToString()) || text[^1] == '\n');

    private static bool IsFollowed()
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Pause; Thread.Sleep(10))
        {
            if (Console.KeyAvailable) return true;
        }

        return false;
    }

    // Over a slow line a key file arrives with gaps: PEM (RFC 7468) up to its END line, JSON up to its last brace.
    private static bool IsUnfinished(string text) =>
        (text.StartsWith("-----BEGIN ", StringComparison.Ordinal) && !text.Contains("-----END ", StringComparison.Ordinal)) || (text.StartsWith('{') && !text.TrimEnd().EndsWith('}'));

    private static void Append(StringBuilder text, char c, bool visible)
    {
        text.Append(c);
        if (visible) Console.Error.Write(c);
    }

    private static void Erase(StringBuilder text, int count, bool visible)
    {
        text.Length -= count;
        if (!visible) return;
        for (; count > 0; count--) Console.Error.Write("\b \b");
    }
}
