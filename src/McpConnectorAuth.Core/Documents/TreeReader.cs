using System.Text;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace McpConnectorAuth.Core.Documents;

/// <summary>Reads JSON and YAML into nodes that know their place in the text.</summary>
internal static class TreeReader
{
    private const int Deepest = 200;
    private const int MostNodes = 4_000_000;

    /// <summary>Reads a document in JSON or YAML.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.DocumentMalformed"/> with line and column.</exception>
    public static TreeNode Read(string text, string displayPath)
    {
        var json = text.AsSpan().TrimStart() is ['{', ..];
        try
        {
            return json ? Json(text) : Yaml(text);
        }
        catch (JsonException e)
        {
            throw Malformed(displayPath, "JSON", (e.LineNumber ?? 0) + 1, (e.BytePositionInLine ?? 0) + 1, e);
        }
        catch (YamlException e)
        {
            throw Malformed(displayPath, "YAML", e.Start.Line, e.Start.Column, e);
        }
    }

    private static ConnectorAuthException Malformed(string displayPath, string format, long line, long column, Exception cause) => new(
        ErrorCodes.DocumentMalformed,
        $"{displayPath} is no valid {format}: line {line}, column {column}.",
        "Correct the syntax there, or save the description again from its source.",
        cause);

    private static TreeNode Json(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = Deepest });
        var stack = new Stack<(TreeNode Node, bool IsMap)>();
        TreeNode? root = null;
        var key = "";
        var keyStart = 0;
        // Byte offsets become offsets in the text; tokens come in order, so counting goes on from the last one.
        int counted = 0, chars = 0;
        while (reader.Read())
        {
            var at = (int)reader.TokenStartIndex;
            chars += Encoding.UTF8.GetCharCount(bytes.AsSpan(counted, at - counted));
            counted = at;
            var length = Encoding.UTF8.GetCharCount(bytes.AsSpan(at, (int)reader.BytesConsumed - at));
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    (key, keyStart) = (reader.GetString()!, chars);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    stack.Pop().Node.End = chars + 1;
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    var container = new TreeNode { Start = chars };
                    Attach(stack, key, keyStart, container);
                    root ??= container;
                    stack.Push((container, reader.TokenType == JsonTokenType.StartObject));
                    break;
                case JsonTokenType.String:
                    Attach(stack, key, keyStart, new TreeNode { Start = chars + 1, End = chars + length - 1, Value = reader.GetString() });
                    break;
                default:
                    Attach(stack, key, keyStart, new TreeNode { Start = chars, End = chars + length, Value = Encoding.UTF8.GetString(reader.ValueSpan) });
                    break;
            }
        }

        return root ?? new TreeNode();
    }

    private static void Attach(Stack<(TreeNode Node, bool IsMap)> stack, string key, int keyStart, TreeNode node)
    {
        if (stack.Count == 0)
            return;
        var (parent, isMap) = stack.Peek();
        if (isMap)
            parent.Members.Add((key, keyStart, node));
        else
            parent.Items.Add(node);
    }

    private static TreeNode Yaml(string text)
    {
        var parser = new Parser(new StringReader(text));
        var anchors = new Dictionary<string, TreeNode>(StringComparer.Ordinal);
        var count = 0;
        while (parser.MoveNext())
        {
            if (parser.Current is MappingStart or SequenceStart)
                return YamlNode(parser, anchors, 0, ref count);
        }

        return new TreeNode();
    }

    private static TreeNode YamlNode(Parser parser, Dictionary<string, TreeNode> anchors, int depth, ref int count)
    {
        var current = parser.Current!;
        if (depth > Deepest || ++count > MostNodes)
            throw new YamlException(current.Start, current.End, "The document is nested too deeply or too large.");
        TreeNode node;
        switch (current)
        {
            case Scalar scalar:
                node = new TreeNode { Start = (int)current.Start.Index, End = (int)current.End.Index, Value = scalar.Value };
                Remember(scalar.Anchor, node, anchors);
                return node;
            case AnchorAlias alias:
                return anchors.GetValueOrDefault(alias.Value.Value) ?? new TreeNode { Value = "" };
            case SequenceStart sequence:
                node = new TreeNode { Start = (int)current.Start.Index };
                Remember(sequence.Anchor, node, anchors);
                while (parser.MoveNext() && parser.Current is not SequenceEnd)
                    node.Items.Add(YamlNode(parser, anchors, depth + 1, ref count));
                break;
            case MappingStart mapping:
                node = new TreeNode { Start = (int)current.Start.Index };
                Remember(mapping.Anchor, node, anchors);
                while (parser.MoveNext() && parser.Current is not MappingEnd)
                {
                    var key = YamlNode(parser, anchors, depth + 1, ref count);
                    if (!parser.MoveNext())
                        break;
                    node.Members.Add((key.Text, key.Start, YamlNode(parser, anchors, depth + 1, ref count)));
                }

                break;
            default:
                throw new YamlException(current.Start, current.End, "Unexpected content.");
        }

        node.End = (int)(parser.Current?.End.Index ?? current.End.Index);
        return node;
    }

    private static void Remember(AnchorName anchor, TreeNode node, Dictionary<string, TreeNode> anchors)
    {
        if (!anchor.IsEmpty)
            anchors[anchor.Value] = node;
    }
}
