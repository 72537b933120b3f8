using System.Text;

namespace McpConnectorAuth.Portal.Pages;

/// <summary>
/// Markup that is safe to send. The only way from text to markup is an interpolated string, whose holes are encoded, so
/// that a forgotten call can't let a spec's text become markup.
/// </summary>
internal readonly struct Html
{
    private readonly string? _markup;

    private Html(string markup) => _markup = markup;

    /// <summary>Nothing.</summary>
    public static Html None => default;

    /// <summary>Markup with encoded holes.</summary>
    public static Html Of(HtmlTemplate template) => new(template.ToMarkup());

    /// <summary>Markup where the condition holds, else nothing; the holes are evaluated in both cases.</summary>
    public static Html When(bool condition, HtmlTemplate template) => condition ? Of(template) : None;

    /// <summary>One piece after the other.</summary>
    public static Html Join(IEnumerable<Html> pieces)
    {
        var text = new StringBuilder();
        foreach (var piece in pieces) text.Append(piece._markup);
        return new Html(text.ToString());
    }

    /// <summary>One piece of markup for each item.</summary>
    public static Html Each<T>(IEnumerable<T> items, Func<T, Html> render) => Join(items.Select(render));

    /// <summary>The markup.</summary>
    public override string ToString() => _markup ?? "";
}
