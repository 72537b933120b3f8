namespace McpConnectorAuth.Core.Analysis.Samples;

/// <summary>String members of a JSON object at any depth, of an answer that may be cut or have comments.</summary>
internal static class JsonMembers
{
    private const int Most = 200;
    private const int Deepest = 6;

    /// <summary>Names joined by dots, and values; what lies in arrays is left out.</summary>
    /// <param name="text">Text with an object in it; what stands before the first brace does not count.</param>
    public static List<SampleField> Strings(string text)
    {
        var members = new List<SampleField>();
        var names = new Stack<string?>();
        var arrays = 0;
        string? name = null;
        for (var i = Math.Max(0, text.IndexOf('{', StringComparison.Ordinal)); i < text.Length && members.Count < Most; i++)
        {
            switch (text[i])
            {
                case '{':
                    names.Push(name);
                    name = null;
                    break;
                case '}':
                    if (!names.TryPop(out _) || names.Count == 0)
                        return members;
                    break;
                case '[':
                    arrays++;
                    break;
                case ']':
                    arrays--;
                    break;
                case ',':
                    name = null;
                    break;
                case '"':
                    var end = i + 1;
                    while (end < text.Length && text[end] != '"')
                        end += text[end] == '\\' ? 2 : 1;
                    var value = text[(i + 1)..Math.Min(end, text.Length)];
                    if (name is null)
                        name = value;
                    else if (arrays == 0 && names.Count <= Deepest)
                        members.Add(new SampleField(string.Join('.', names.Reverse().OfType<string>().Append(name)), value));
                    i = end;
                    break;
            }
        }

        return members;
    }
}
