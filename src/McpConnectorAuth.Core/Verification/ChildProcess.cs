using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace McpConnectorAuth.Core.Verification;

/// <summary>
/// A child process that can't outlive its run: a time limit, a minimal environment, no input, output drained whatever its
/// length, and every process that it started ended with it.
/// </summary>
internal static class ChildProcess
{
    /// <summary>Every descendant inherits this variable, so that one that left its parent is found, too.</summary>
    private const string RunVariable = "CONNECTOR_TEST_RUN";

    private static readonly string[] InheritedVariables = ["PATH", "HOME", "LANG", "SystemRoot"];
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(2);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">Absolute path of the program.</param>
    /// <param name="arguments">Its arguments; never a credential.</param>
    /// <param name="directory">Its working directory.</param>
    /// <param name="variables">Its environment beside PATH, HOME and LANG.</param>
    /// <param name="output">Takes its standard output.</param>
    /// <param name="errors">Takes its standard error.</param>
    /// <param name="timeout">Time limit.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <returns>Its exit code, or null where it was ended at the time limit.</returns>
    /// <exception cref="Win32Exception">The program can't be started.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up; the processes are gone.</exception>
    public static async Task<int?> RunAsync(
        string program,
        IReadOnlyList<string> arguments,
        string directory,
        IReadOnlyDictionary<string, string> variables,
        BoundedOutput output,
        BoundedOutput errors,
        TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        var run = Guid.NewGuid().ToString("N");
        using var process = new Process { StartInfo = StartInfo(program, arguments, directory, variables, run) };
        process.Start();
        process.StandardInput.Close();
        var pumps = Task.WhenAll(
            PumpAsync(process.StandardOutput.BaseStream, output),
            PumpAsync(process.StandardError.BaseStream, errors));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        var inTime = true;
        try
        {
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            inTime = false;
        }
        finally
        {
            EndAll(process, run);
        }

        // A descendant that could not be ended may hold the pipes open; its output no longer matters.
        await Task.WhenAny(pumps, Task.Delay(DrainTime, CancellationToken.None)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return inTime ? process.ExitCode : null;
    }

    private static ProcessStartInfo StartInfo(
        string program, IReadOnlyList<string> arguments, string directory, IReadOnlyDictionary<string, string> variables, string run)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var name in InheritedVariables)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value) start.Environment[name] = value;
        }

        foreach (var (name, value) in variables) start.Environment[name] = value;
        start.Environment[RunVariable] = run;
        return start;
    }

    private static async Task PumpAsync(Stream stream, BoundedOutput output)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer).ConfigureAwait(false)) > 0) output.Append(buffer.AsSpan(0, read));
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The process is gone and its pipe with it.
        }
    }

    /// <summary>Ends the process and all that it started, without asking: a test holds nothing that needs a farewell.</summary>
    private static void EndAll(Process process, string run)
    {
        TryKill(process, entireProcessTree: true);
        if (!OperatingSystem.IsLinux()) return;

        // A descendant can fork while the list is read, so it is read until nobody is left.
        for (var round = 0; round < 10; round++)
        {
            var left = Descendants(run);
            if (left.Count == 0) return;
            foreach (var id in left)
            {
                try
                {
                    using var stray = Process.GetProcessById(id);
                    TryKill(stray, entireProcessTree: false);
                }
                catch (ArgumentException)
                {
                    // It ended by itself.
                }
            }
        }
    }

    private static void TryKill(Process process, bool entireProcessTree)
    {
        try
        {
            process.Kill(entireProcessTree);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended by itself.
        }
    }

    private static List<int> Descendants(string run)
    {
        var mark = Encoding.ASCII.GetBytes($"{RunVariable}={run}");
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)) continue;
            try
            {
                if (File.ReadAllBytes(Path.Combine(folder, "environ")).AsSpan().IndexOf(mark) >= 0) found.Add(id);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Gone, or another user's.
            }
        }

        return found;
    }
}
