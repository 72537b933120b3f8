using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;
using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.Verification;

/// <summary>Reads what an answer's body says about success: error members in JSON, GraphQL errors, SOAP faults, login pages.</summary>
internal static class BodyReader
{
    private const int MaximumText = 8 * 1024;
    private const int MaximumMessage = 160;

    /// <summary>Members of the top object (or of an envelope in it) whose value false means failure.</summary>
    private static readonly string[] SuccessFlags = ["ok", "success", "succeeded", "authenticated", "isAuthenticated", "is_authenticated", "logged_in", "loggedIn", "isSuccess"];

    /// <summary>Members whose mere presence with content means failure.</summary>
    private static readonly string[] ErrorMembers = ["error", "errors", "fault", "Fault", "errorMessage", "error_message", "error_description", "errorCode", "Error", "Errors", "exception"];

    /// <summary>Members whose text can be a word for failure.</summary>
    private static readonly string[] StatusMembers = ["status", "stat", "result", "state", "type", "message_type"];

    private static readonly string[] FailureWords = ["error", "fail", "failed", "failure", "denied", "unauthorized", "unauthenticated", "forbidden"];

    /// <summary>Values of error members that mean "none".</summary>
    private static readonly string[] NoErrorWords = ["", "0", "none", "null", "ok", "success", "no error", "false"];

    /// <summary>Members that can hold a number like an HTTP status.</summary>
    private static readonly string[] CodeMembers = ["code", "status", "statusCode", "status_code", "error_code", "errorCode", "httpStatus", "http_status", "responseCode"];

    /// <summary>Objects that wrap the members above.</summary>
    private static readonly string[] Envelopes = ["meta", "response", "status", "header", "responseHeader", "_meta", "responseStatus"];

    /// <summary>Where APIs put words for people, best first.</summary>
    private static readonly string[] MessageMembers =
        ["message", "error_description", "errorMessage", "error_message", "detail", "description", "reason", "title", "msg", "error", "faultstring", "errors", "name", "code"];

    /// <summary>The body as text, at most 8 KiB.</summary>
    public static string Text(ApiResponse response) =>
        Encoding.UTF8.GetString(response.Body.Span[..Math.Min(response.Body.Length, MaximumText)]);

    /// <summary>Whether the body is a web page.</summary>
    public static bool IsHtml(ApiResponse response)
    {
        var start = Text(response).TrimStart('\uFEFF', ' ', '\r', '\n', '\t');
        return response.MediaType is "text/html" or "application/xhtml+xml"
            || start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether a web page asks for a password.</summary>
    public static bool AsksForLogin(ApiResponse response)
    {
        var page = Encoding.UTF8.GetString(response.Body.Span);
        return page.Contains("type=\"password\"", StringComparison.OrdinalIgnoreCase)
            || page.Contains("type='password'", StringComparison.OrdinalIgnoreCase)
            || page.Contains("type=password", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The title of a web page, shortened, or empty.</summary>
    public static string Title(ApiResponse response)
    {
        var page = Text(response);
        var open = page.IndexOf("<title", StringComparison.OrdinalIgnoreCase);
        var start = open < 0 ? -1 : page.IndexOf('>', open);
        var end = start < 0 ? -1 : page.IndexOf("</", start, StringComparison.Ordinal);
        return end < 0 ? "" : Shorten(page[(start + 1)..end]);
    }

    /// <summary>The error that the body reports, or null where it reports none or can't be read.</summary>
    public static ErrorBody? FindError(ApiResponse response)
    {
        if (response.Body.IsEmpty || response.Truncated) return null;
        var text = Text(response).TrimStart('\uFEFF', ' ', '\r', '\n', '\t');
        if (text.StartsWith('{')) return FindJsonError(response, text);
        if (text.StartsWith('<')) return FindXmlError(response, text);
        return null;
    }

    /// <summary>The words for people in any body, shortened, or empty.</summary>
    public static string Message(ApiResponse response)
    {
        var text = Text(response).TrimStart('\uFEFF', ' ', '\r', '\n', '\t');
        if (IsHtml(response)) return Title(response);
        if (text.StartsWith('<')) return "";
        if (!text.StartsWith('{') && !text.StartsWith('[')) return Shorten(text);
        if (response.Truncated) return "";
        using var document = TryParse(response.Body);
        return document is null ? "" : Shorten(MessageOf(document.RootElement, depth: 0) ?? "");
    }

    private static ErrorBody? FindJsonError(ApiResponse response, string text)
    {
        using var document = TryParse(response.Body);
        if (document is null) return null;
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object) return null;
        JsonElement[] containers =
        [
            root,
            .. Envelopes.Where(name => root.TryGetProperty(name, out var inner) && inner.ValueKind == JsonValueKind.Object).Select(root.GetProperty),
        ];
        var sign = containers.Select(SignIn).FirstOrDefault(found => found is not null);
        if (sign is null) return null;
        var message = Shorten(MessageOf(root, depth: 0) ?? "");

        // GraphQL answers in part (October 2021, section 7.1.2): data beside errors is a success unless the errors speak of the caller.
        if (sign.StartsWith("\"errors\"", StringComparison.Ordinal)
            && root.TryGetProperty("data", out var data)
            && data.ValueKind == JsonValueKind.Object
            && data.EnumerateObject().Any(member => member.Value.ValueKind != JsonValueKind.Null)
            && AnswerPhrases.Recognize(root.GetProperty("errors").GetRawText()) is null)
            return null;
        return new ErrorBody(sign, message, WithoutData(root, text), containers.Select(CodeIn).FirstOrDefault(code => code is not null));
    }

    /// <summary>What shows a failure among an object's own members, or null.</summary>
    private static string? SignIn(JsonElement container)
    {
        foreach (var member in container.EnumerateObject())
        {
            var value = member.Value;
            if (SuccessFlags.Contains(member.Name)
                && (value.ValueKind == JsonValueKind.False || (value.ValueKind == JsonValueKind.String && value.ValueEquals("false"))))
                return $"\"{member.Name}\": false";
            if (ErrorMembers.Contains(member.Name) && HoldsError(value)) return $"\"{member.Name}\"";
            if (StatusMembers.Contains(member.Name)
                && value.ValueKind == JsonValueKind.String
                && FailureWords.Contains(value.GetString(), StringComparer.OrdinalIgnoreCase))
                return $"\"{member.Name}\": \"{Shorten(value.GetString()!)}\"";
        }

        // A number alone may be data; beside a message it is an error's code.
        return CodeIn(container) is { } code && MessageMembers.Any(name => name is not ("code" or "name" or "title") && container.TryGetProperty(name, out _)) ? string.Create(CultureInfo.InvariantCulture, $"the code {code}") : null;
    }

    private static bool HoldsError(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.String => !NoErrorWords.Contains(value.GetString()!.Trim(), StringComparer.OrdinalIgnoreCase),
        JsonValueKind.Number => !value.TryGetInt64(out var number) || number != 0,
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Object => value.EnumerateObject().Any(member => member.Name is not "code" || HoldsError(member.Value)),
        _ => false,
    };

    private static int? CodeIn(JsonElement container)
    {
        foreach (var name in CodeMembers)
        {
            if (!container.TryGetProperty(name, out var value)) continue;
            var code = value.ValueKind switch
            {
                JsonValueKind.Number when value.TryGetInt32(out var number) => number,
                JsonValueKind.String when int.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
                _ => 0,
            };
            if (code is >= 400 and < 600) return code;
        }

        return container.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object ? CodeIn(error) : null;
    }

    /// <summary>The text of an error answer; of an object that also carries data only what is not data, which may hold any phrase.</summary>
    private static string WithoutData(JsonElement root, string text) =>
        root.TryGetProperty("data", out var data) && data.ValueKind is JsonValueKind.Object or JsonValueKind.Array
            ? string.Concat(root.EnumerateObject().Where(member => member.Name != "data").Select(member => member.Value.GetRawText() + " "))
            : text;

    private static string? MessageOf(JsonElement element, int depth)
    {
        if (depth > 4) return null;
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return element.GetString() is { Length: > 0 } value ? value : null;
            case JsonValueKind.Array:
                return element.EnumerateArray().Select(item => MessageOf(item, depth + 1)).FirstOrDefault(found => found is not null);
            case JsonValueKind.Object:
                return MessageMembers
                    .Concat(Envelopes)
                    .Where(name => element.TryGetProperty(name, out _))
                    .Select(name => MessageOf(element.GetProperty(name), depth + 1))
                    .FirstOrDefault(found => found is not null);
            default:
                return null;
        }
    }

    private static ErrorBody? FindXmlError(ApiResponse response, string text)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = ApiClient.MaximumBodyBytes };
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(response.Body.ToArray(), writable: false), settings);
            string? sign = null;
            var message = "";
            while (reader.Read())
            {
                if (reader.NodeType != XmlNodeType.Element) continue;
                var name = reader.LocalName;
                if (reader.Depth == 0 && (name.Contains("error", StringComparison.OrdinalIgnoreCase) || name.Contains("fault", StringComparison.OrdinalIgnoreCase)
                    || FailureWords.Contains(reader.GetAttribute("status") ?? reader.GetAttribute("stat"), StringComparer.OrdinalIgnoreCase)))
                    sign = $"<{name}>";

                // SOAP 1.1 section 4.4, SOAP 1.2 part 1 section 5.4: a Fault is the only child of Body.
                if (name == "Fault" && reader.Depth == 2) sign = "a SOAP fault";
                if (sign is not null && message.Length == 0 && name is "faultstring" or "Text" or "Message" or "message" or "Description" or "err" or "error")
                    message = reader.GetAttribute("msg") ?? reader.GetAttribute("message") ?? ReadText(reader);
            }

            return sign is null ? null : new ErrorBody(sign, Shorten(message), text, null);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static string ReadText(XmlReader reader)
    {
        if (reader.IsEmptyElement) return "";
        while (reader.Read() && reader.NodeType is not XmlNodeType.EndElement)
        {
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA) return reader.Value;
        }

        return "";
    }

    private static JsonDocument? TryParse(ReadOnlyMemory<byte> body)
    {
        try
        {
            var start = body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body;
            return JsonDocument.Parse(start, new JsonDocumentOptions { MaxDepth = 64 });
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>One line of at most 160 characters without control characters.</summary>
    private static string Shorten(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        line = string.Concat(line.Where(character => !char.IsControl(character)));
        return line.Length <= MaximumMessage ? line : line[..MaximumMessage] + "…";
    }
}
