using System.CommandLine;

namespace McpConnectorAuth.Eval;

/// <summary>The command line: <c>FOLDER... [--show] [--floors FILE]</c>, and <c>corpus FOLDER</c>.</summary>
internal static class EvalCommand
{
    public static RootCommand Create()
    {
        var folders = new Argument<string[]>("FOLDER") { Description = "Folders of labelled documents (docs/ and gold/).", Arity = ArgumentArity.OneOrMore };
        var show = new Option<bool>("--show") { Description = "Name the documents that miss something, and what." };
        var floors = new Option<string?>("--floors") { Description = "JSON file with the least value of each figure; a lower one makes the exit code 1.", HelpName = "FILE" };
        var root = new RootCommand("Scores the analysis against labelled documents; the figures are shares of the documents whose label states the fact.")
        {
            folders, show, floors, CreateCorpus(),
        };
        root.SetAction((arguments, cancellationToken) =>
            ScoreAsync(arguments.GetRequiredValue(folders), arguments.GetValue(show), arguments.GetValue(floors), cancellationToken));
        return root;
    }

    private static Command CreateCorpus()
    {
        var folder = new Argument<string>("FOLDER") { Description = "Folder with API descriptions in JSON and YAML." };
        var corpus = new Command("corpus", "Analyses every API description below a folder and prints what comes out; the exit code is 1 where one fails.") { folder };
        corpus.SetAction(async (arguments, cancellationToken) =>
        {
            var read = await Corpus.ReadAsync(arguments.GetRequiredValue(folder), cancellationToken).ConfigureAwait(false);
            Console.Write(read.Table());
            return read.Failed ? 1 : 0;
        });
        return corpus;
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
