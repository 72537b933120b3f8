using Markdig.Parsers;

namespace McpConnectorAuth.Core.Documents;

/// <summary>Headings whose inline markup nobody asks for, as with <see cref="PlainParagraphParser"/>.</summary>
internal sealed class PlainHeadingParser : HeadingBlockParser
{
    public override BlockState TryOpen(BlockProcessor processor)
    {
        var state = base.TryOpen(processor);
        if (state != BlockState.None && processor.NewBlocks.TryPeek(out var block) && block is Markdig.Syntax.LeafBlock leaf)
            leaf.ProcessInlines = false;
        return state;
    }
}
