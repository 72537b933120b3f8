using System.CommandLine;
using McpConnectorAuth.Core.Memory;

namespace McpConnectorAuth.Cli;

/// <summary><c>memory</c>: what was learned, in files that the project shares.</summary>
internal static class MemoryCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create() => new("memory", "Read and keep what was learned about APIs, in files that the project shares.")
    {
        CreateList(), CreateShow(), CreateFind(), CreateAdd(), CreateRemove(),
    };

    private static Command CreateList()
    {
        var command = new Command("list", "List topics and the titles of their notes.");
        command.SetAction((arguments, _) => CliSession.RunAsync(arguments, session =>
        {
            session.Answer(new MemoryListing(session.Services.Memory.List()), CliJsonContext.Default.MemoryListing, MemoryView.Show);
            return Task.FromResult(ExitCodes.Success);
        }));
        return command;
    }

    private static Command CreateShow()
    {
        var topic = Operand.Optional("TOPIC", "The topic; the index where left out.");
        var command = new Command("show", "Print a topic's notes, or the index.") { topic };
        command.SetAction((arguments, _) => CliSession.RunAsync(arguments, session =>
        {
            var name = arguments.GetValue(topic);
            var text = name is null ? session.Services.Memory.ReadIndex() : session.Services.Memory.Read(name);
            session.Answer(new MemoryText(name, text), CliJsonContext.Default.MemoryText, MemoryView.Show);
            return Task.FromResult(ExitCodes.Success);
        }));
        return command;
    }

    private static Command CreateFind()
    {
        var words = new Argument<string[]>("WORDS") { Description = "Words to look for.", Arity = ArgumentArity.OneOrMore };
        var topic = new Option<string?>("--topic") { Description = "Only notes of this topic.", HelpName = "TOPIC" };
        var command = new Command("find", "Find notes by words, best first.") { words, topic };
        command.SetAction((arguments, _) => CliSession.RunAsync(arguments, session =>
        {
            var recall = session.Services.Workflow.RecallMemory(arguments.GetValue(topic), string.Join(' ', arguments.GetRequiredValue(words)));
            session.Answer(recall, CliJsonContext.Default.MemoryRecall, MemoryView.Show);
            return Task.FromResult(ExitCodes.Success);
        }));
        return command;
    }

    private static Command CreateAdd()
    {
        var (topic, title) = (Topic(), Title());
        var text = new Argument<string?>("TEXT") { Description = "The note, Markdown, at most 4 kB; standard input where left out.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("add", "Keep a note; one of the same title is replaced. Secrets are refused.") { topic, title, text };
        command.SetAction((arguments, cancellationToken) => CliSession.RunAsync(arguments, async session =>
        {
            var content = arguments.GetValue(text) ?? await Console.In.ReadToEndAsync(cancellationToken);
            var note = new MemoryNote(arguments.GetRequiredValue(topic), arguments.GetRequiredValue(title), content);
            session.Answer(session.Services.Workflow.SaveMemory(note, cancellationToken), CliJsonContext.Default.MemoryChange, MemoryView.Show);
            return ExitCodes.Success;
        }));
        return command;
    }

    private static Command CreateRemove()
    {
        var (topic, title) = (Topic(), Title());
        var command = new Command("remove", "Remove a note.") { topic, title };
        command.SetAction((arguments, cancellationToken) => CliSession.RunAsync(arguments, session =>
        {
            var note = new MemoryNote(arguments.GetRequiredValue(topic), arguments.GetRequiredValue(title), "", MemoryAction.Remove);
            session.Answer(session.Services.Workflow.SaveMemory(note, cancellationToken), CliJsonContext.Default.MemoryChange, MemoryView.Show);
            return Task.FromResult(ExitCodes.Success);
        }));
        return command;
    }

    private static Argument<string> Topic() => Operand.Required("TOPIC", "The topic, such as a source's name or oauth-quirks.");

    private static Argument<string> Title() => new("TITLE") { Description = "One line, unique in the topic." };
}
