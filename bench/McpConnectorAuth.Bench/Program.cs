using System.Globalization;
using McpConnectorAuth.Bench;
using McpConnectorAuth.Bench.Analysis;
using McpConnectorAuth.Bench.Memory;
using McpConnectorAuth.Bench.Requests;

// bench analysis [ROUNDS] [FILE...]: how fast documents are read and analysed, next to a bare pass over the same bytes.
if (args is ["analysis", ..])
    return AnalysisBench.Run(args[1..]);

// bench memory [ROUNDS]: how long recalling from, and adding to, 2,000 notes takes.
if (args is ["memory", ..])
    return MemoryBench.Run(args[1..]);

// bench requests [ROUNDS]: what an authenticated request costs more than a bare one, and how long a new token is in danger.
if (args is ["requests", ..])
    return await RequestBench.RunAsync(args[1..]);

// bench check OURS DOCUMENT [ROUNDS]: from asking for the tools to the verdict on a stored connection.
if (args is ["check", var checkedServer, var example, .. var times])
{
    var checks = await CheckMeasurement.TakeAsync(checkedServer, example, times.Length > 0 ? int.Parse(times[0], CultureInfo.InvariantCulture) : 10);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{checks.Count} processes, medians; tools/list to the verdict of run_auth_test, three calls on loopback"));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"warm server        {Median(checks.Select(m => m.WarmMilliseconds)),7:F0} ms"));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"its first check    {Median(checks.Select(m => m.FirstMilliseconds)),7:F0} ms"));
    return 0;
}

// bench portal OURS DOCUMENT [ROUNDS]: how soon the portal's link answers, and what a page that waits adds to memory.
if (args is ["portal", var server, var document, .. var more])
{
    var root = Directory.CreateTempSubdirectory("mca-bench-").FullName;
    var (project, home) = (Directory.CreateDirectory(Path.Combine(root, "project")).FullName, Path.Combine(root, "home"));
    await PortalMeasurement.PrepareAsync(server, project, document);
    var portal = new List<PortalMeasurement>();
    for (var round = 0; round < (more.Length > 0 ? int.Parse(more[0], CultureInfo.InvariantCulture) : 15); round++)
        portal.Add(await PortalMeasurement.TakeAsync(server, project, home));
    Directory.Delete(root, recursive: true);
    var (warm, cold) = (Median(portal.Select(m => m.WarmMilliseconds)), Median(portal.Select(m => m.ColdMilliseconds)));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{portal.Count} rounds, medians; tool call to the whole page with status 200"));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"warm server, first page  {warm,7:F0} ms  1.00"));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the next page            {Median(portal.Select(m => m.AgainMilliseconds)),7:F0} ms  {Median(portal.Select(m => m.AgainMilliseconds)) / warm:F2}"));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"first call of a process  {cold,7:F0} ms  {cold / warm:F2}"));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"added by a waiting page  {Median(portal.Select(m => (double)m.AddedBytes)) / 1e6,7:F1} MB"));
    return 0;
}

// bench OURS NODE PEERS [ROUNDS]: cold start to the tools/list answer and resident memory, all contestants in turn in every
// round, so that noise of a shared machine hits all of them alike.
if (args.Length < 3)
{
    Console.Error.WriteLine("usage: bench OUR-EXECUTABLE NODE PEERS-NODE_MODULES [ROUNDS]");
    return 2;
}

var folder = Directory.CreateTempSubdirectory("mca-bench-").FullName;
var rounds = args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 15;
Contestant[] contestants =
[
    new("mcp-connector-auth", [args[0], "serve"]),
    new("server-filesystem", [args[1], Path.Combine(args[2], "@modelcontextprotocol/server-filesystem/dist/index.js"), folder]),
    new("server-everything", [args[1], Path.Combine(args[2], "@modelcontextprotocol/server-everything/dist/index.js"), "stdio"]),
];
foreach (var contestant in contestants) await Measurement.TakeAsync(contestant, folder);
var taken = contestants.ToDictionary(c => c.Name, _ => new List<Measurement>());
for (var round = 0; round < rounds; round++)
{
    foreach (var contestant in contestants) taken[contestant.Name].Add(await Measurement.TakeAsync(contestant, folder));
}

Directory.Delete(folder, recursive: true);
var ours = Median(taken[contestants[0].Name].Select(m => m.Milliseconds));
Console.WriteLine($"{rounds} rounds, medians; cold start = process start to the complete tools/list answer");
Console.WriteLine($"{"server",-20} {"tools",5} {"cold start",12} {"ratio",7} {"resident",10}");
foreach (var contestant in contestants)
{
    var list = taken[contestant.Name];
    var time = Median(list.Select(m => m.Milliseconds));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{contestant.Name,-20} {list[0].Tools,5} {time,9:F0} ms {time / ours,7:F2} {Median(list.Select(m => (double)m.ResidentBytes)) / 1e6,7:F1} MB"));
}

return 0;

static double Median(IEnumerable<double> values)
{
    var sorted = values.Order().ToList();
    return (sorted[sorted.Count / 2] + sorted[(sorted.Count - 1) / 2]) / 2;
}
