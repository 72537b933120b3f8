namespace McpConnectorAuth.Core.Tests.Analysis.Fuzzing;

/// <summary>Ways to change a text.</summary>
internal enum MutationKind
{
    Insert,
    Repeat,
    Delete,
    Duplicate,
    Move,
    Truncate,
    Reverse,
    ChangeCharacters,
    ChangeCase,
    OtherLineBreaks,
    Splice,
}
