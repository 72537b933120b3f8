using System.Collections;

namespace McpConnectorAuth.Core.Documents;

/// <summary>The cells of a row of a pipe table. Large documents have more rows than anybody reads, so cells are cut when somebody does.</summary>
/// <param name="document">Text of the document.</param>
/// <param name="start">Offset of the row in it, without the marks of a quote around it.</param>
/// <param name="end">Offset after the row's last character.</param>
internal sealed class PipeRow(string document, int start, int end) : IReadOnlyList<string>
{
    private List<string>? _cells;

    /// <summary>The row as it stands in the document.</summary>
    public ReadOnlySpan<char> Line => document.AsSpan(start, end - start);

    /// <inheritdoc/>
    public int Count => Cells.Count;

    private List<string> Cells => _cells ??= PipeTable.Cells(Line);

    /// <inheritdoc/>
    public string this[int index] => Cells[index];

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => Cells.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
