using System.Text;
using Markdig;
using Markdig.Syntax;

namespace McpConnectorAuth.Core.Documents;

/// <summary>Reads Markdown, MDX and plain text by Markdig's block tree; inline markup stays in the text.</summary>
internal static class MarkdownReader
{
    private const int MostMarkers = 60;
    private static readonly Lazy<MarkdownPipeline> Pipeline = new(BuildPipeline);

    public static void Read(DocumentBuilder builder)
    {
        var body = SkipFrontMatter(builder);
        var text = ForeignMarkup.AsMarkdown(builder.Text);
        foreach (var (start, end) in MarkdownPieces.Of(text, body))
        {
            builder.ThrowIfCancelled();
            if (Parse(start == 0 && end == text.Length ? text : text[start..end]) is { } tree)
                Walk(tree, builder, start, 0, BlockKind.Paragraph);
            else
                DescriptionReader.Read(builder, start, end);
        }
    }

    // Markdig refuses input that is nested deeper than its limit; lines are lines all the same.
    private static MarkdownDocument? Parse(string text)
    {
        // It takes its time before it does.
        if (HasDeepLine(text))
            return null;
        try
        {
            return Markdown.Parse(text, Pipeline.Value);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // A line that opens more quotes and lists inside each other than anybody could mean.
    private static bool HasDeepLine(string text)
    {
        for (int start = 0, end; start < text.Length; start = end + 1)
        {
            end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end;
            if (end - start > MostMarkers && Markers(text.AsSpan(start, end - start)) > MostMarkers)
                return true;
        }

        return false;
    }

    private static int Markers(ReadOnlySpan<char> line)
    {
        var markers = 0;
        for (var i = 0; i < line.Length && markers <= MostMarkers; i++)
        {
            if (line[i] == '>' || (line[i] is '-' or '*' or '+' or '.' or ')' && i + 1 < line.Length && line[i + 1] is ' ' or '\t'))
                markers++;
            else if (!(char.IsAsciiDigit(line[i]) || line[i] is ' ' or '\t'))
                break;
        }

        return markers;
    }

    private static MarkdownPipeline BuildPipeline()
    {
        var pipeline = new MarkdownPipelineBuilder { PreciseSourceLocation = true };
        pipeline.InlineParsers.Clear();
        // Quotes are slices of the source, so inline nodes would only cost time.
        foreach (var parser in pipeline.BlockParsers)
            parser.Closed += static (_, block) => Plain(block);
        return pipeline.Build();
    }

    private static void Plain(Block block)
    {
        if (block is LeafBlock leaf)
            leaf.ProcessInlines = false;
    }

    private static int SkipFrontMatter(DocumentBuilder builder)
    {
        var text = builder.Text;
        if (!text.StartsWith("---\n", StringComparison.Ordinal) && !text.StartsWith("---\r\n", StringComparison.Ordinal))
            return 0;
        var end = text.IndexOf("\n---", 3, StringComparison.Ordinal);
        if (end < 0)
            return 0;
        var next = text.IndexOf('\n', end + 1);
        next = next < 0 ? text.Length : next + 1;
        builder.Prose(BlockKind.Hidden, 0, next, 0);
        return next;
    }

    private static void Walk(ContainerBlock parent, DocumentBuilder builder, int offset, int container, BlockKind prose)
    {
        foreach (var block in parent)
        {
            switch (block)
            {
                case HeadingBlock heading:
                    Heading(heading, builder, offset);
                    break;
                case FencedCodeBlock fenced:
                    Code(fenced, FirstWord(fenced.Info), builder, offset, container);
                    break;
                case CodeBlock code:
                    Code(code, "", builder, offset, container);
                    break;
                case HtmlBlock html:
                    HtmlReader.ReadIsland(builder, Start(html, offset), End(html, offset, builder), builder.NewContainer());
                    break;
                case ListItemBlock item:
                    Walk(item, builder, offset, builder.NewContainer(), BlockKind.ListItem);
                    break;
                case QuoteBlock quote:
                    Walk(quote, builder, offset, builder.NewContainer(), prose);
                    break;
                case ContainerBlock inner:
                    Walk(inner, builder, offset, container, prose);
                    break;
                case ParagraphBlock paragraph:
                    Paragraph(paragraph, builder, offset, container, prose);
                    break;
            }
        }
    }

    private static int Start(Block block, int offset) => block.Span.Start + offset;

    private static int End(Block block, int offset, DocumentBuilder builder) => Math.Min(block.Span.End + 1 + offset, builder.Text.Length);

    private static void Heading(HeadingBlock heading, DocumentBuilder builder, int offset)
    {
        var text = heading.Lines.Count > 0 ? heading.Lines.ToString() : builder.Text[Start(heading, offset)..End(heading, offset, builder)];
        builder.Heading(heading.Level, text.Trim().Trim('#', ' '), Start(heading, offset), End(heading, offset, builder));
    }

    private static void Code(CodeBlock code, string language, DocumentBuilder builder, int offset, int container)
    {
        var diff = language == "diff";
        if (!diff && Verbatim(code, builder.Text, offset) is var (from, to) && from >= 0)
        {
            builder.Code(Start(code, offset), Math.Max(End(code, offset, builder), to), container, new CodeSample(language, builder.Text, from, to));
            return;
        }

        var content = new StringBuilder();
        var offsets = new List<int>(code.Lines.Count);
        for (var i = 0; i < code.Lines.Count; i++)
        {
            var line = code.Lines.Lines[i].Slice;
            // What was removed is no sample of today, and the marks of what was added are none of its own.
            if (diff && line.CurrentChar == '-')
                continue;
            if (diff && line.CurrentChar is '+' or ' ')
                line.Start++;
            offsets.Add(line.Start + offset);
            content.Append(line.AsSpan()).Append('\n');
        }

        // The span of a fence that nobody closes ends where it begins.
        var end = End(code, offset, builder);
        if (code.Lines.Count > 0)
            end = Math.Clamp(code.Lines.Lines[code.Lines.Count - 1].Slice.End + 1 + offset, end, builder.Text.Length);
        builder.Code(Start(code, offset), end, container, new CodeSample(diff ? "" : language, content.ToString(), offsets));
    }

    // Where the lines of a sample follow each other in the source, without indentation or quote marks in between; else -1.
    private static (int Start, int End) Verbatim(CodeBlock code, string text, int offset)
    {
        if (code.Lines.Count == 0)
            return (-1, -1);
        var first = code.Lines.Lines[0].Slice;
        var end = first.Start;
        for (var i = 0; i < code.Lines.Count; i++)
        {
            ref readonly var line = ref code.Lines.Lines[i].Slice;
            if (i > 0)
                end += string.CompareOrdinal(text, end + offset, "\r\n", 0, 2) == 0 ? 2 : 1;
            if (line.Start != end || !ReferenceEquals(line.Text, first.Text) || line.Start + offset + line.Length > text.Length)
                return (-1, -1);
            end += line.Length;
        }

        // A line that a tab was expanded in is not the document's own.
        return text.AsSpan(first.Start + offset, Math.Min(first.Length, 100)).SequenceEqual(first.AsSpan()[..Math.Min(first.Length, 100)]) ? (first.Start + offset, end + offset) : (-1, -1);
    }

    // Markdig gives up a paragraph's lines once inlines are done, so rows are cut from the source.
    private static void Paragraph(ParagraphBlock paragraph, DocumentBuilder builder, int offset, int container, BlockKind prose)
    {
        var (start, end) = (Start(paragraph, offset), End(paragraph, offset, builder));
        var text = builder.Text;
        // The body of the request above
        if (start < builder.CodeEnd)
            return;
        if (PastedRequest.Is(text.AsSpan(start, end - start)))
        {
            end = PastedRequest.EndOfBody(text, start, end);
            builder.Code(start, end, container, new CodeSample("", text, start, end));
            return;
        }

        if (!text.AsSpan(start, end - start).Contains('|'))
        {
            builder.Prose(prose, start, end, container);
            return;
        }

        var table = 0;
        IReadOnlyList<string> header = [];
        var (previous, prosEnd) = (start, start);
        for (var at = start; at < end;)
        {
            var next = text.IndexOf('\n', at, end - at);
            var lineEnd = next < 0 ? end : next;
            var (from, to) = Content(text, at, lineEnd);
            if (table != 0)
            {
                builder.Row(at, lineEnd, table, new PipeRow(text, from, to), header);
            }
            else if (at > start && PipeTable.IsDelimiter(text.AsSpan(from, to - from)) && text.AsSpan(previous, at - previous).Contains('|'))
            {
                builder.Prose(prose, start, prosEnd, container);
                table = builder.NewContainer();
                (from, to) = Content(text, previous, at);
                header = [.. PipeTable.Cells(text.AsSpan(from, to - from)).Select(cell => PlainText.Of(cell))];
                builder.Row(previous, at - 1, table, header, []);
            }
            else
            {
                prosEnd = previous = at;
            }

            at = lineEnd + 1;
        }

        if (table == 0)
            builder.Prose(prose, start, end, container);
    }

    // A line without the marks of the quote around it.
    private static (int Start, int End) Content(string text, int start, int end)
    {
        var line = text.AsSpan(start, end - start).TrimEnd();
        end = start + line.Length;
        line = line.TrimStart();
        while (line.StartsWith(">"))
            line = line[1..].TrimStart();
        return (end - line.Length, end);
    }

    private static string FirstWord(string? info)
    {
        if (string.IsNullOrWhiteSpace(info))
            return "";
        var end = info.AsSpan().IndexOfAny(" \t{,:");
        return (end < 0 ? info : info[..end]).ToLowerInvariant();
    }
}
