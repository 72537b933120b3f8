namespace McpConnectorAuth.Core.Verification;

/// <summary>How a written test becomes a program, and how that is run.</summary>
/// <param name="Arguments">What the compiler gets.</param>
/// <param name="Program">The program, absolute.</param>
/// <param name="ProgramArguments">What the program gets.</param>
internal sealed record TestCompilation(IReadOnlyList<string> Arguments, string Program, IReadOnlyList<string> ProgramArguments);
