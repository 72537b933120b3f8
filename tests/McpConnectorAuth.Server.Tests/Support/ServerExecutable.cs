using System.Diagnostics;

namespace McpConnectorAuth.Server.Tests.Support;

/// <summary>The built executable under test, started as a client or a shell would start it.</summary>
internal static class ServerExecutable
{
    public static string Assembly { get; } = Path.Combine(AppContext.BaseDirectory, "mcp-connector-auth.dll");

    public static ProcessStartInfo StartInfo(TestProject project, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = project.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Assembly);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["CONNECTOR_AUTH_HOME"] = project.Home;
        // The keychain of whoever runs the tests is none of theirs.
        start.Environment["CONNECTOR_AUTH_KEY_STORE"] = "key_file";
        start.Environment.Remove("CONNECTOR_AUTH_KEY");
        start.Environment.Remove("CONNECTOR_AUTH_PROJECT");
        start.Environment.Remove("CONNECTOR_AUTH_MODEL");
        start.Environment.Remove("CONNECTOR_AUTH_OPEN_BROWSER");
        return start;
    }
}
