namespace McpConnectorAuth.Core.Analysis.Samples;

/// <summary>String members at the top level of a JSON object that may be cut or have comments, as in samples.</summary>
internal static class JsonFields
{
    private const int Most = 60;

    public static List<SampleField> TopLevel(string json)
    {
        var fields = new List<SampleField>();
        var depth = 0;
        string? name = null;
        for (var i = 0; i < json.Length && fields.Count < Most; i++)
        {
            switch (json[i])
            {
                case '{' or '[':
                    depth++;
                    name = null;
                    break;
                case '}' or ']':
                    depth--;
                    break;
                case ',':
                    name = null;
                    break;
                case '"':
                    var end = StringEnd(json, i);
                    var value = json[(i + 1)..Math.Min(end, json.Length)];
                    if (depth == 1 && name is not null)
                    {
                        fields.Add(new SampleField(name, Template.Normalize(value)));
                        name = null;
                    }
                    else if (depth == 1 && NextIs(json, end + 1, ':'))
                    {
                        name = value;
                    }

                    i = end;
                    break;
            }
        }

        return fields;
    }

    private static bool NextIs(string json, int at, char expected)
    {
        while (at < json.Length && char.IsWhiteSpace(json[at]))
            at++;
        return at < json.Length && json[at] == expected;
    }

    private static int StringEnd(string json, int open)
    {
        for (var i = open + 1; i < json.Length; i++)
        {
            if (json[i] == '\\')
                i++;
            else if (json[i] == '"')
                return i;
        }

        return json.Length;
    }
}
