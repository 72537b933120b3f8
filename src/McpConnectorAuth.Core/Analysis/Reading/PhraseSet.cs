using System.Runtime.CompilerServices;

namespace McpConnectorAuth.Core.Analysis.Reading;

/// <summary>The tables of which a text holds a phrase.</summary>
[InlineArray(Words)]
internal struct PhraseSet
{
    private const int Words = 5;

    /// <summary>How many tables a set can hold.</summary>
    public const int Capacity = Words * 64;

    private ulong _first;

    /// <summary>Whether a table is in the set.</summary>
    public readonly bool Has(int table) => (this[table >> 6] & (1UL << (table & 63))) != 0;

    /// <summary>Adds a table.</summary>
    public void Add(int table) => this[table >> 6] |= 1UL << (table & 63);
}
