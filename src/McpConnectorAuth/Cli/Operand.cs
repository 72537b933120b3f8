using System.CommandLine;

namespace McpConnectorAuth.Cli;

/// <summary>What commands are about: names and paths, where a misspelt option is refused instead of being taken for one, and the account.</summary>
internal static class Operand
{
    /// <summary>An argument that must be given.</summary>
    public static Argument<string> Required(string name, string description) => Checked(new Argument<string>(name) { Description = description });

    /// <summary>An argument that must be given and may be repeated.</summary>
    public static Argument<string[]> Several(string name, string description) =>
        Checked(new Argument<string[]>(name) { Description = description, Arity = ArgumentArity.OneOrMore });

    /// <summary>An argument that may be left out.</summary>
    public static Argument<string?> Optional(string name, string description) =>
        Checked(new Argument<string?>(name) { Description = description, Arity = ArgumentArity.ZeroOrOne });

    /// <summary>An argument that may be left out or repeated.</summary>
    public static Argument<string[]> Any(string name, string description) =>
        Checked(new Argument<string[]>(name) { Description = description, Arity = ArgumentArity.ZeroOrMore });

    /// <summary>The option that names one of a source's accounts.</summary>
    public static Option<string?> Account() => new("--account") { Description = "Account, where the source has several.", HelpName = "NAME" };

    /// <summary>An option whose value is one of a few names.</summary>
    public static Option<string?> Choice(string name, string description, IReadOnlyCollection<string> names)
    {
        var option = new Option<string?>(name) { Description = $"{description}: {string.Join(", ", names)}.", HelpName = "NAME" };
        option.CompletionSources.Add([.. names]);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var given] && !names.Contains(given.Value)) result.AddError($"{name} is one of {string.Join(", ", names)}.");
        });
        return option;
    }

    private static Argument<T> Checked<T>(Argument<T> argument)
    {
        argument.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value.StartsWith('-')) is { } option)
                result.AddError($"Unrecognized option '{option.Value}'.");
        });
        return argument;
    }
}
