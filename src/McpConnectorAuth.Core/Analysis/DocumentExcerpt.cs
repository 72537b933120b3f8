using System.Text;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis;

/// <summary>
/// What of a document may be shown to a model: the passages that a reader sees, without those that address an assistant, those
/// on authentication first where not all fit.
/// </summary>
public sealed class DocumentExcerpt
{
    /// <summary>Longest excerpt, in characters.</summary>
    public const int MaximumLength = 40_000;

    private DocumentExcerpt(string text, AuthDocument document)
    {
        Text = text;
        Document = document;
    }

    /// <summary>The passages, one after the other.</summary>
    public string Text { get; }

    /// <summary>The document with nothing but these passages in it, each on its own line: where quotes are looked up.</summary>
    public AuthDocument Document { get; }

    /// <summary>Takes the excerpt of a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="ct">Stops the work.</param>
    public static DocumentExcerpt Of(AuthDocument document, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        var text = new DocumentText(document, ct);
        var shown = Choose(document, text, ct);
        var passages = new StringBuilder();

        // NUL for what is left out: no document holds it, so no quote reaches over it.
        var mask = new char[document.Text.Length];
        foreach (var block in shown)
        {
            var passage = document.Text.AsSpan(block.Start, block.End - block.Start);
            passage.CopyTo(mask.AsSpan(block.Start));
            passages.Append(passage).Append('\n');
        }

        return new DocumentExcerpt(
            passages.ToString(), new AuthDocument(document.Info, new string(mask), shown, document.Sections, document.Api, document.Text));
    }

    private static List<DocumentBlock> Choose(AuthDocument document, DocumentText text, CancellationToken ct)
    {
        var chosen = new List<DocumentBlock>();
        var room = MaximumLength;
        foreach (var block in document.Blocks.OrderBy(block => (text.ContextOf(block.Section) & UnitContext.Auth) == 0))
        {
            ct.ThrowIfCancellationRequested();
            var length = block.End - block.Start + 1;
            if (length > room || block.Kind == BlockKind.Hidden || text.Poisoned.Contains(block)) continue;
            chosen.Add(block);
            room -= length;
        }

        return [.. chosen.OrderBy(block => block.Start)];
    }
}
