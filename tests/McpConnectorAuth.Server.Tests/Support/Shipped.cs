using McpConnectorAuth.Clients;

namespace McpConnectorAuth.Server.Tests.Support;

/// <summary>What a plugin or extension is installed from, and nothing that is only built here.</summary>
internal static class Shipped
{
    /// <summary>Copies it into a folder of the project's and returns that.</summary>
    public static string CopyInto(TestProject project)
    {
        var folder = Path.Combine(project.Home, "shipped");
        foreach (var path in ClientFiles.Generate(Repository.Root).Select(file => file.Path).Concat(Instructions.Files(Repository.Root)).Append("README.md").Append("LICENSE"))
        {
            var target = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(Repository.Root, path), target, overwrite: true);
        }

        return folder;
    }
}
