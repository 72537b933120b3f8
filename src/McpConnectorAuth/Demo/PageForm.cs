using System.Net;
using System.Text.RegularExpressions;

namespace McpConnectorAuth.Demo;

/// <summary>A form as a browser without scripts sees it: what it would send, and which inputs a person fills in.</summary>
internal sealed partial class PageForm
{
    private PageForm(string action, Dictionary<string, string> values, Dictionary<string, string> parameters)
    {
        Action = action;
        Values = values;
        Parameters = parameters;
    }

    /// <summary>Where it is sent.</summary>
    public string Action { get; }

    /// <summary>What would be sent now, by input name; boxes that are not ticked are left out.</summary>
    public Dictionary<string, string> Values { get; }

    /// <summary>Input name by credential parameter.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; }

    /// <summary>Value of the box that approves the hosts; null where the page has none.</summary>
    public string? ApprovalValue { get; private init; }

    /// <summary>The form that asks for credentials; null where the page has none.</summary>
    public static PageForm? Read(string html)
    {
        foreach (Match form in Forms().Matches(html))
        {
            var attributes = AttributesOf(form.Groups["attributes"].Value);
            if (!attributes.ContainsKey("data-form")) continue;
            var inputs = Inputs().Matches(form.Groups["content"].Value).Select(input => AttributesOf(input.Groups["attributes"].Value)).Where(input => input.ContainsKey("name")).ToList();
            return new PageForm(
                attributes["action"],
                inputs.Where(input => input.GetValueOrDefault("type") != "checkbox").ToDictionary(input => input["name"], input => input.GetValueOrDefault("value", "")),
                inputs.Where(input => input.ContainsKey("data-parameter")).ToDictionary(input => input["data-parameter"], input => input["name"]))
            {
                ApprovalValue = inputs.FirstOrDefault(input => input["name"] == "approve")?.GetValueOrDefault("value", ""),
            };
        }

        return null;
    }

    private static Dictionary<string, string> AttributesOf(string text)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match attribute in Attributes().Matches(text))
            attributes.TryAdd(attribute.Groups["name"].Value, WebUtility.HtmlDecode(attribute.Groups["value"].Value));
        return attributes;
    }

    [GeneratedRegex("""<form(?<attributes>([^>"]|"[^"]*")*)>(?<content>.*?)</form>""", RegexOptions.NonBacktracking | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Forms();

    [GeneratedRegex("""<(input|textarea)(?<attributes>([^>"]|"[^"]*")*)>""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Inputs();

    [GeneratedRegex("""(?<name>[a-z0-9-]+)(="(?<value>[^"]*)")?""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Attributes();
}
