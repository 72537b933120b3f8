using McpConnectorAuth.Clients;

// Writes what each client reads, and what people read about the tools. With --check it changes nothing and fails where a file is not as it would be written.
var check = args.Contains("--check");
var root = args.FirstOrDefault(argument => !argument.StartsWith("--", StringComparison.Ordinal)) ?? Directory.GetCurrentDirectory();
var stale = 0;
foreach (var file in ClientFiles.Generate(root).Concat(await DocumentationFiles.GenerateAsync(root).ConfigureAwait(false)))
{
    var path = Path.Combine(root, file.Path);
    if (File.Exists(path) && File.ReadAllText(path) == file.Text) continue;
    stale++;
    Console.WriteLine($"{(check ? "stale" : "written")}: {file.Path}");
    if (check) continue;
    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
    File.WriteAllText(path, file.Text);
}

return check && stale > 0 ? 1 : 0;
