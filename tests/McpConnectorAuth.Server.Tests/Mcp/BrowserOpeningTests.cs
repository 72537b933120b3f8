using System.Diagnostics;
using System.Runtime.Versioning;
using McpConnectorAuth.Server.Tests.Cli;
using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Mcp;

/// <summary>The server opens the page in a browser only where there is a desktop and the person allows it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class BrowserOpeningTests : IDisposable
{
    // Stands for the system's own: notes what it was given, and writes where the protocol must not be disturbed.
    private const string Program = "#!/bin/sh\necho noise\nfor argument; do printf '%s\\n' \"$argument\" >> \"$0.arguments\"; done\nenv > \"$0.environment\"\nmv \"$0.environment\" \"$0.done\"\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("browser-test-");

    private string Opened => Path.Combine(_folder.FullName, "xdg-open");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_page_is_opened_once_with_nothing_but_its_link()
    {
        if (!OperatingSystem.IsLinux()) return;
        await using var project = await MooringsProject.StartWithSpecAsync();
        await using var session = await StartAsync(project, _folder.FullName);

        var first = await session.CallAsync("start_credential_portal", new { source = MooringsProject.Source });
        var again = await session.CallAsync("start_credential_portal", new { source = MooringsProject.Source });

        first.GetProperty("link_shown").GetString().ShouldBe("opened");
        again.GetProperty("url").GetString().ShouldBe(first.GetProperty("url").GetString());
        again.GetProperty("link_shown").GetString().ShouldBe("opened");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!File.Exists($"{Opened}.done")) await Task.Delay(20, limit.Token);
        (await File.ReadAllLinesAsync($"{Opened}.arguments")).ShouldBe([first.GetProperty("url").GetString()!]);
        (await File.ReadAllTextAsync($"{Opened}.done")).ShouldNotContain("CONNECTOR_");

        var fresh = await session.CallAsync("start_credential_portal", new { source = MooringsProject.Source, fresh_link = true });
        while ((await File.ReadAllLinesAsync($"{Opened}.arguments", limit.Token)).Length < 2) await Task.Delay(20, limit.Token);
        (await File.ReadAllLinesAsync($"{Opened}.arguments"))[1].ShouldBe(fresh.GetProperty("url").GetString());
        session.Transcript.ShouldNotContain("noise");
    }

    [Theory]
    [InlineData("CONNECTOR_AUTH_OPEN_BROWSER", "")]
    [InlineData("DISPLAY", "")]
    public async Task It_is_not_opened_where_nobody_allowed_it_or_no_desktop_is(string variable, string value)
    {
        if (!OperatingSystem.IsLinux()) return;
        await using var project = await MooringsProject.StartWithSpecAsync();
        await using var session = await StartAsync(project, _folder.FullName, start => start.Environment[variable] = value);

        (await session.CallAsync("start_credential_portal", new { source = MooringsProject.Source })).GetProperty("link_shown").GetString().ShouldBe("not_supported");

        File.Exists($"{Opened}.arguments").ShouldBeFalse();
    }

    [Fact]
    public async Task A_program_of_the_project_is_not_run()
    {
        if (!OperatingSystem.IsLinux()) return;
        await using var project = await MooringsProject.StartWithSpecAsync();
        var bin = Directory.CreateDirectory(project.Folder.PathOf("bin")).FullName;
        await using var session = await StartAsync(project, bin, start => start.Environment["PATH"] = $"{bin}:{_folder.FullName}:/usr/bin:/bin");

        await session.CallAsync("start_credential_portal", new { source = MooringsProject.Source });

        File.Exists(Path.Combine(bin, "xdg-open.arguments")).ShouldBeFalse();
    }

    private static Task<McpSession> StartAsync(MooringsProject project, string folder, Action<ProcessStartInfo>? configure = null)
    {
        var program = Path.Combine(folder, "xdg-open");
        File.WriteAllText(program, Program);
        File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);
        return McpSession.StartAsync(project.Folder, configure: start =>
        {
            start.Environment["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
            start.Environment["DISPLAY"] = ":99";
            start.Environment.Remove("WAYLAND_DISPLAY");
            start.Environment["CONNECTOR_AUTH_OPEN_BROWSER"] = "1";
            configure?.Invoke(start);
        });
    }
}
