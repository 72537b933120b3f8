namespace McpConnectorAuth.Core.Documents;

/// <summary>A format that documents come in: how it is recognised and how it is read.</summary>
internal sealed record DocumentFormat(string Name, Func<string, string, bool> Matches, Action<DocumentBuilder, string> Read)
{
    private static readonly DocumentFormat[] All =
    [
        new("openapi", OpenApiReader.Begins, OpenApiReader.Read),
        new("postman", PostmanReader.Claims, PostmanReader.Read),
        new("har", HarReader.Claims, HarReader.Read),
        new("openapi", OpenApiReader.Claims, OpenApiReader.Read),
        new("html", IsHtml, static (builder, _) => HtmlReader.ReadPage(builder)),
        new("restructuredtext", RstReader.Claims, static (builder, _) => RstReader.Read(builder)),
        new("text", static (_, path) => HasExtension(path, ".txt", ".text"), static (builder, _) => MarkdownReader.Read(builder)),
        new("markdown", static (_, _) => true, static (builder, _) => MarkdownReader.Read(builder)),
    ];

    /// <summary>The first format that claims the document; Markdown takes whatever is left.</summary>
    public static DocumentFormat Detect(string text, string path)
    {
        foreach (var format in All)
        {
            if (format.Matches(text, path))
                return format;
        }

        throw new InvalidOperationException("The last format takes every document.");
    }

    private static bool IsHtml(string text, string path)
    {
        var start = text.AsSpan().TrimStart();
        return start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            || HasExtension(path, ".html", ".htm", ".xhtml");
    }

    private static bool HasExtension(string path, params ReadOnlySpan<string> extensions)
    {
        foreach (var extension in extensions)
        {
            if (path.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
