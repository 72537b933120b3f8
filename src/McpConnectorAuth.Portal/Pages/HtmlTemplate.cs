using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace McpConnectorAuth.Portal.Pages;

/// <summary>Interpolated markup: literals stand as written, texts in holes are encoded for element content and quoted attributes.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlTemplate
{
    private readonly StringBuilder _text;

    public HtmlTemplate(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (formattedCount * 32));

    public void AppendLiteral(string literal) => _text.Append(literal);

    public void AppendFormatted(Html markup) => _text.Append(markup.ToString());

    public void AppendFormatted(int number) => _text.Append(CultureInfo.InvariantCulture, $"{number}");

    public void AppendFormatted(string? text)
    {
        if (text is null) return;
        _text.Append(HtmlEncoder.Default.Encode(WithoutDirectionMarks(text)));
    }

    public string ToMarkup() => _text.ToString();

    /// <summary>Takes out characters that turn the reading direction: they could show a host or a name as another one.</summary>
    private static string WithoutDirectionMarks(string text) => text.AsSpan().IndexOfAnyInRange('\u200E', '\u2069') < 0
        ? text
        : string.Concat(text.Where(character =>
            character is not ('\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'))));
}
