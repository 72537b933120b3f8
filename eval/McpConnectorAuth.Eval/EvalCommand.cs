using System.CommandLine;

namespace McpConnectorAuth.Eval;

/// <summary>The command line: <c>FOLDER... [--show] [--floors FILE]</c>.</summary>
internal static class EvalCommand
{
    public static RootCommand Create()
    {
        var folders = new Argument<string[]>("FOLDER") { Description = "Folders of labelled documents (docs/ and gold/).", Arity = ArgumentArity.OneOrMore };
        var show = new Option<bool>("--show") { Description = "Name the documents that miss something, and what." };
        var floors = new Option<string?>("--floors") { Description = "JSON file with the least value of each figure; a lower one makes the exit code 1.", HelpName = "FILE" };
        var root = new RootCommand("Scores the analysis against labelled documents; the figures are shares of the documents whose label states the fact.")
        {
            folders, show, floors,
        };
        root.SetAction((arguments, cancellationToken) =>
            ScoreAsync(arguments.GetRequiredValue(folders), arguments.GetValue(show), arguments.GetValue(floors), cancellationToken));
        return root;
    }

    private static async Task<int> ScoreAsync(string[] folders, bool show, string? floors, CancellationToken cancellationToken)
    {
        var sheet = await ScoreSheet.OfAsync(folders, cancellationToken).ConfigureAwait(false);
        if (sheet.Documents.Count == 0)
        {
            await Console.Error.WriteLineAsync("no gold/*.json found").ConfigureAwait(false);
            return 2;
        }

        if (show)
        {
            foreach (var document in sheet.Documents.Where(d => !d.IsPerfect)) Console.WriteLine(document.Describe());
        }

        Console.Write(sheet.Table());
        if (floors is null) return 0;
        var below = Floors.Load(floors).Below(sheet);
        foreach (var line in below) await Console.Error.WriteLineAsync(line).ConfigureAwait(false);
        return below.Count == 0 ? 0 : 1;
    }
}
