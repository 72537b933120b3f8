using System.Text.RegularExpressions;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>One field of a <see cref="CredentialForm"/>.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Label">The name for people, such as <c>API key</c>.</param>
/// <param name="Description">The document's own words on what it is and where to find it; empty where it has none.</param>
/// <param name="DocumentLine">1-based line of those words in the document, 0 where unknown.</param>
/// <param name="Secret">Whether it must be kept from view.</param>
/// <param name="Required">Whether the method needs it.</param>
/// <param name="Shape">What the value may look like.</param>
/// <param name="Affixes">What the request puts around the value, so that a value pasted together with it can be cut to the value.</param>
/// <param name="Allowed">The only values that it can have, in the order to offer them; empty where it is free.</param>
public sealed partial record CredentialFormField(
    string Name,
    string Label,
    string Description,
    int DocumentLine,
    bool Secret,
    bool Required,
    CredentialFieldShape Shape,
    IReadOnlyList<CredentialFormAffix> Affixes,
    IReadOnlyList<string> Allowed)
{
    // Without anchors, in the common subset of .NET's and the browser's syntax; both sides match the whole value.
    private const string LinePattern = @"[^\x00-\x1F\x7F]*";
    private const string HeaderLinePattern = @"[\x20-\x7E]*";
    private const string HostLabelPattern = "[A-Za-z0-9]([A-Za-z0-9\\-]{0,61}[A-Za-z0-9])?";
    private const string HostNamePattern = HostLabelPattern + "(\\." + HostLabelPattern + ")*";
    private const string TextPattern = @"[^\x00-\x08\x0B-\x1F\x7F]*";

    /// <summary>Whether the value is good for one sign-in, so that it is neither stored nor offered again.</summary>
    public bool OneTime { get; init; }

    /// <summary>Whether the value may have several lines.</summary>
    public bool Multiline => Shape == CredentialFieldShape.Text;

    /// <summary>Whether the value decides which host the credential goes to.</summary>
    public bool HostPart => Shape is CredentialFieldShape.HostLabel or CredentialFieldShape.HostName;

    /// <summary>Longest value accepted, in UTF-16 characters.</summary>
    public int MaxLength => Shape switch
    {
        CredentialFieldShape.HostLabel => 63,
        CredentialFieldShape.HostName => 253,
        CredentialFieldShape.Text => 65_536,
        _ => 16_384,
    };

    /// <summary>Regular expression that the whole value matches, without anchors, valid in .NET and in JavaScript.</summary>
    public string Pattern => Allowed.Count > 0 ? string.Join('|', Allowed.Select(Escape)) : Shape switch
    {
        CredentialFieldShape.HeaderLine => HeaderLinePattern,
        CredentialFieldShape.HostLabel => HostLabelPattern,
        CredentialFieldShape.HostName => HostNamePattern,
        CredentialFieldShape.Text => TextPattern,
        _ => LinePattern,
    };

    /// <summary>Judges a cleaned value; null where it is accepted.</summary>
    public CredentialFormProblem? Validate(string value)
    {
        if (value.Length == 0) return Required ? CredentialFormProblem.Missing : null;
        if (value.Length > MaxLength) return CredentialFormProblem.TooLong;
        return Expression().IsMatch(value) && (Allowed.Count == 0 || Allowed.Contains(value)) ? null : CredentialFormProblem.Malformed;
    }

    /// <summary>The problem in words for a person, naming the field and never holding a value.</summary>
    public string Explain(CredentialFormProblem problem) => problem switch
    {
        CredentialFormProblem.Missing => $"{Label} is missing.",
        CredentialFormProblem.TooLong => $"{Label} is too long: at most {MaxLength.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)} characters.",
        _ when Allowed.Count > 0 => $"{Label} is one of: {string.Join(", ", Allowed)}.",
        _ => Shape switch
        {
            CredentialFieldShape.HeaderLine =>
                $"{Label} holds a character that can't be sent in a header, such as a line break or a character a word processor replaced. Copy it again from where it was issued.",
            CredentialFieldShape.HostLabel =>
                $"{Label} is one part of a host name: letters, digits and hyphens only, without dots, \"https://\" or slashes.",
            CredentialFieldShape.HostName =>
                $"{Label} is a host name such as \"api.example.com\": without \"https://\", slashes or \"@\".",
            CredentialFieldShape.Text => $"{Label} holds control characters. Paste the text of the file, not its binary form.",
            _ => $"{Label} is a single line without control characters.",
        },
    };

    /// <summary>A text as a regular expression of .NET and JavaScript that matches it alone.</summary>
    private static string Escape(string text) =>
        string.Concat(text.Select(character => "\\^$.|?*+()[]{}/".Contains(character, StringComparison.Ordinal) ? $"\\{character}" : $"{character}"));

    private Regex Expression() => Shape switch
    {
        CredentialFieldShape.HeaderLine => HeaderLineExpression(),
        CredentialFieldShape.HostLabel => HostLabelExpression(),
        CredentialFieldShape.HostName => HostNameExpression(),
        CredentialFieldShape.Text => TextExpression(),
        _ => LineExpression(),
    };

    [GeneratedRegex(@"\A(?:" + LinePattern + @")\z", RegexOptions.NonBacktracking)]
    private static partial Regex LineExpression();

    [GeneratedRegex(@"\A(?:" + HeaderLinePattern + @")\z", RegexOptions.NonBacktracking)]
    private static partial Regex HeaderLineExpression();

    [GeneratedRegex(@"\A(?:" + HostLabelPattern + @")\z", RegexOptions.NonBacktracking)]
    private static partial Regex HostLabelExpression();

    [GeneratedRegex(@"\A(?:" + HostNamePattern + @")\z", RegexOptions.NonBacktracking)]
    private static partial Regex HostNameExpression();

    [GeneratedRegex(@"\A(?:" + TextPattern + @")\z", RegexOptions.NonBacktracking)]
    private static partial Regex TextExpression();
}
