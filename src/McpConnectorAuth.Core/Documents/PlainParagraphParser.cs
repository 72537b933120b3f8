using Markdig.Parsers;

namespace McpConnectorAuth.Core.Documents;

/// <summary>Paragraphs whose inline markup nobody asks for: quotes are slices of the source, so inline nodes would only cost time.</summary>
internal sealed class PlainParagraphParser : ParagraphBlockParser
{
    public override BlockState TryOpen(BlockProcessor processor)
    {
        var state = base.TryOpen(processor);
        if (processor.NewBlocks.TryPeek(out var block) && block is Markdig.Syntax.LeafBlock leaf)
            leaf.ProcessInlines = false;
        return state;
    }
}
