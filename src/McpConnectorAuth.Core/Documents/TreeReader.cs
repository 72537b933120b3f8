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

    /// <summary>Reads a document in JSON or YAML whole.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.DocumentMalformed"/> with line and column.</exception>
    public static TreeNode Read(string text, string displayPath) => Read(text, Encoding.UTF8.GetBytes(text), displayPath, TreeShape.Whole);

    /// <summary>Reads a document in JSON or YAML.</summary>
    /// <param name="text">The document.</param>
    /// <param name="utf8">The same in UTF-8.</param>
    /// <param name="displayPath">Path as it is shown in errors.</param>
    /// <param name="shape">What is kept of a JSON document; of YAML, where any part may refer to any other, everything is.</param>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.DocumentMalformed"/> with line and column.</exception>
    public static TreeNode Read(string text, ReadOnlySpan<byte> utf8, string displayPath, TreeShape shape)
    {
        var json = text.AsSpan().TrimStart() is ['{', ..];
        try
        {
            return json ? Json(text, utf8, shape) : Yaml(text);
        }
        catch (JsonException e)
        {
            throw Malformed(displayPath, "JSON", (e.LineNumber ?? 0) + 1, (e.BytePositionInLine ?? 0) + 1, e);
        }
        catch (YamlException e)
        {
            throw Malformed(displayPath, "YAML", e.Start.Line, e.Start.Column, e);
        }
        catch (InvalidOperationException e)
        {
            // Strings with half a character, and states that the YAML scanner doesn't expect of itself.
            throw new ConnectorAuthException(
                ErrorCodes.DocumentMalformed,
                $"{displayPath} is no valid {(json ? "JSON" : "YAML")}.",
                "Correct its syntax, or save the description again from its source.",
                e);
        }
    }

    private static ConnectorAuthException Malformed(string displayPath, string format, long line, long column, Exception cause) => new(
        ErrorCodes.DocumentMalformed,
        $"{displayPath} is no valid {format}: line {line}, column {column}.",
        "Correct the syntax there, or save the description again from its source.",
        cause);

    // Hardly anybody writes comments, and reading without an eye for them is faster.
    private static TreeNode Json(string text, ReadOnlySpan<byte> utf8, TreeShape shape)
    {
        try
        {
            return Json(text, utf8, shape, new JsonReaderOptions { MaxDepth = Deepest });
        }
        catch (JsonException)
        {
            return Json(text, utf8, shape, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = Deepest });
        }
    }

    private static TreeNode Json(string text, ReadOnlySpan<byte> bytes, TreeShape shape, JsonReaderOptions options)
    {
        var reader = new Utf8JsonReader(bytes, options);
        var offsets = new TextOffsets(bytes, text.Length);
        var stack = new Stack<(TreeNode Node, bool IsMap, TreeShape Shape)>();
        TreeNode? root = null;
        var key = "";
        var keyStart = 0;
        var value = shape;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    if (stack.Peek().Shape.Member(ref reader, out key) is { } member)
                        (keyStart, value) = (offsets.At(reader.TokenStartIndex), member);
                    else
                        reader.Skip();
                    continue;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    stack.Pop().Node.End = offsets.At(reader.TokenStartIndex) + 1;
                    continue;
            }

            if (stack.TryPeek(out var parent) && !parent.IsMap)
            {
                if (parent.Shape.Items is not { } items)
                {
                    reader.Skip();
                    continue;
                }

                value = items;
            }

            var start = offsets.At(reader.TokenStartIndex);
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    var container = new TreeNode { Start = start };
                    Attach(parent, key, keyStart, container);
                    root ??= container;
                    stack.Push((container, reader.TokenType == JsonTokenType.StartObject, value));
                    break;
                case JsonTokenType.String:
                    var end = offsets.At(reader.BytesConsumed) - 1;
                    Attach(parent, key, keyStart, reader.ValueIsEscaped ? new TreeNode { Start = start + 1, End = end, Value = reader.GetString() } : TreeNode.Verbatim(text, start + 1, end));
                    break;
                default:
                    Attach(parent, key, keyStart, TreeNode.Verbatim(text, start, offsets.At(reader.BytesConsumed)));
                    break;
            }
        }

        return root ?? new TreeNode();
    }

    // Byte offsets become offsets in the text; they come in order, so counting goes on from the last one.
    private ref struct TextOffsets(ReadOnlySpan<byte> bytes, int textLength)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private readonly bool _same = bytes.Length == textLength;
        private int _counted;
        private int _chars;

        public int At(long byteOffset)
        {
            if (_same)
                return (int)byteOffset;
            _chars += Encoding.UTF8.GetCharCount(_bytes[_counted..(int)byteOffset]);
            _counted = (int)byteOffset;
            return _chars;
        }
    }

    private static void Attach((TreeNode? Node, bool IsMap, TreeShape Shape) parent, string key, int keyStart, TreeNode node)
    {
        if (parent.IsMap)
            parent.Node!.Add(key, keyStart, node);
        else
            parent.Node?.Add(node);
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
                    node.Add(YamlNode(parser, anchors, depth + 1, ref count));
                break;
            case MappingStart mapping:
                node = new TreeNode { Start = (int)current.Start.Index };
                Remember(mapping.Anchor, node, anchors);
                while (parser.MoveNext() && parser.Current is not MappingEnd)
                {
                    var key = YamlNode(parser, anchors, depth + 1, ref count);
                    if (!parser.MoveNext())
                        break;
                    node.Add(key.Text, key.Start, YamlNode(parser, anchors, depth + 1, ref count));
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
