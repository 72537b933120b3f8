namespace McpConnectorAuth.Core.Verification;

/// <summary>What runs a written test, as data.</summary>
internal sealed record TestToolchain
{
    /// <summary>Names of programs that can run it, the preferred one first; each that is found is tried in turn.</summary>
    public required IReadOnlyList<string> Programs { get; init; }

    /// <summary>Names of further programs that a run can't do without.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>What the programs are called in a message, such as <c>Python 3</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What to do where a program is missing, a sentence of its own.</summary>
    public required string HowToGet { get; init; }

    /// <summary>Places of interpreters inside a project, relative to its root, such as <c>.venv/bin/python</c>; only a person at a terminal runs one.</summary>
    public IReadOnlyList<string> ProjectPrograms { get; init; } = [];

    /// <summary>The arguments for a test that is run as it is: its path alone where nothing else is said.</summary>
    /// <remarks>First whether the test stands in the run's own folder, apart from the project; then the absolute path of the test.</remarks>
    public Func<bool, string, IReadOnlyList<string>> Arguments { get; init; } = static (_, test) => [test];

    /// <summary>Writes what the program wants beside the test in the run's own folder, such as a project file; null where it wants nothing.</summary>
    public Action<string>? Prepare { get; init; }

    /// <summary>
    /// How a test becomes a program first, by the path of the program that was found, the run's own folder and the test; null where it runs as
    /// it is. It compiles without a credential in its environment, and without anything of the project but the test.
    /// </summary>
    public Func<string, string, string, TestCompilation>? Compile { get; init; }

    /// <summary>Further environment variables, by the run's own folder; they hold no credential.</summary>
    public Func<string, IReadOnlyDictionary<string, string>>? Variables { get; init; }

    /// <summary>
    /// Words on standard error that tell, at the exit code 1, that a program which was found lacks what the test needs, so that the next one is
    /// tried; null where there are none.
    /// </summary>
    public string? LackingMark { get; init; }

    /// <summary>What to say where every program lacks it: what is missing, then what to do.</summary>
    public Func<IReadOnlyList<string>, (string What, string NextStep)>? Lacking { get; init; }
}
