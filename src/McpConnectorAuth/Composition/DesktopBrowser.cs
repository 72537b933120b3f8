using System.ComponentModel;
using System.Diagnostics;
using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Composition;

/// <summary>
/// Opens links of the portal in the person's browser, where there is a desktop and the person allowed it. No shell is involved,
/// each page is opened once, and the program that is started gets none of this product's variables and none of its streams.
/// </summary>
internal sealed class DesktopBrowser(ProjectWorkspace workspace)
{
    /// <summary>Environment variable by which a person allows it: <c>1</c> or <c>true</c>.</summary>
    public const string Variable = "CONNECTOR_AUTH_OPEN_BROWSER";

    private const string OwnVariables = "CONNECTOR_";

    private static readonly string[] _displays = ["WAYLAND_DISPLAY", "DISPLAY"];

    private readonly Lock _gate = new();
    private readonly HashSet<string> _opened = new(StringComparer.Ordinal);

    /// <summary>Opens a page of this machine.</summary>
    /// <param name="page">A link of the portal.</param>
    /// <param name="asked">Whether the person asked for it just now, so that no setting is needed.</param>
    /// <returns>Whether a browser was started for it, now or before.</returns>
    public bool TryOpen(Uri page, bool asked = false)
    {
        if ((!asked && Environment.GetEnvironmentVariable(Variable) is not ("1" or "true")) || page is not { Scheme: "http", IsLoopback: true }) return false;
        lock (_gate)
        {
            if (_opened.Contains(page.AbsoluteUri)) return true;
            if (Command(page.AbsoluteUri) is not { } command || !Start(command)) return false;
            _opened.Add(page.AbsoluteUri);
            return true;
        }
    }

    /// <summary>How this system opens a link; null where nobody sits in front of it.</summary>
    private ProcessStartInfo? Command(string url)
    {
        // The system's own dispatcher of links, not a command interpreter.
        if (OperatingSystem.IsWindows()) return Environment.UserInteractive ? new ProcessStartInfo(url) { UseShellExecute = true } : null;
        if (OperatingSystem.IsMacOS()) return new ProcessStartInfo("/usr/bin/open", [url]);
        var desktop = Array.Exists(_displays, name => Environment.GetEnvironmentVariable(name) is { Length: > 0 });
        return desktop && TrustedProgram.Find(workspace, "xdg-open") is { } program ? new ProcessStartInfo(program, [url]) : null;
    }

    private static bool Start(ProcessStartInfo start)
    {
        if (!start.UseShellExecute)
        {
            foreach (var name in start.Environment.Keys.Where(name => name.StartsWith(OwnVariables, StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(name);

            // Standard output belongs to the protocol, and input to the client.
            start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        }

        try
        {
            var process = Process.Start(start);
            if (process is null || start.UseShellExecute) return true;
            process.StandardInput.Close();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            return true;
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException)
        {
            // The link is shown either way.
            return false;
        }
    }
}
