using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using McpConnectorAuth.Core.Analysis;

namespace McpConnectorAuth.Core.Requests;

/// <summary>Puts a named value onto a request that exists, in place of one of the same name.</summary>
internal static class RequestParts
{
    private const string JsonType = "application/json";
    private const string FormType = "application/x-www-form-urlencoded";

    /// <summary>Sets a header, also one that describes the body.</summary>
    public static void SetHeader(HttpRequestMessage request, string name, string value)
    {
        if (request.Headers.NonValidated.Contains(name)) request.Headers.Remove(name);
        if (request.Headers.TryAddWithoutValidation(name, value) || request.Content is not { } content) return;
        content.Headers.Remove(name);
        content.Headers.TryAddWithoutValidation(name, value);
    }

    /// <summary>Adds cookies to those of the request (RFC 6265 section 4.2.1).</summary>
    public static void SetCookies(HttpRequestMessage request, IReadOnlyCollection<KeyValuePair<string, string>> cookies)
    {
        if (cookies.Count == 0) return;
        var present = request.Headers.NonValidated.TryGetValues("Cookie", out var values) ? string.Join("; ", values) : "";
        var kept = present.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(pair => !cookies.Any(cookie => pair.StartsWith(cookie.Key + "=", StringComparison.Ordinal)));
        SetHeader(request, "Cookie", string.Join("; ", kept.Concat(cookies.Select(pair => $"{pair.Key}={pair.Value}"))));
    }

    /// <summary>Appends to the query; what else is in it stays as it is spelled.</summary>
    public static void SetQuery(HttpRequestMessage request, IReadOnlyCollection<KeyValuePair<string, string>> pairs)
    {
        if (pairs.Count == 0) return;
        var url = request.RequestUri!;
        var names = pairs.Select(pair => pair.Key).ToHashSet(StringComparer.Ordinal);
        var kept = url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Where(pair => !names.Contains(Uri.UnescapeDataString(pair.Split('=')[0])));
        request.RequestUri = new Uri($"{url.GetLeftPart(UriPartial.Path)}?{string.Join('&', kept.Append(FormFields.Write(pairs)))}");
    }

    /// <summary>A body of fields: a form, else a JSON object.</summary>
    public static ByteArrayContent BodyOf(IReadOnlyCollection<KeyValuePair<string, string>> fields, bool isForm) =>
        new(isForm ? MergeForm([], fields) : MergeJson(default, fields)) { Headers = { ContentType = new MediaTypeHeaderValue(isForm ? FormType : JsonType) } };

    /// <summary>
    /// Puts fields into the body beside those that it has: into a JSON object or a form; a request without a body gets one.
    /// </summary>
    /// <returns>The new body.</returns>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.InvalidArgument"/> where the body has no room for fields.</exception>
    public static ReadOnlyMemory<byte> SetBody(
        HttpRequestMessage request, ReadOnlyMemory<byte> body, IReadOnlyCollection<KeyValuePair<string, string>> fields, BodyEncoding encoding)
    {
        if (fields.Count == 0) return body;
        var type = request.Content?.Headers.ContentType;
        var isForm = body.IsEmpty && type is null ? encoding == BodyEncoding.Form : FormFields.IsForm(type?.MediaType);
        if (!isForm && !body.IsEmpty && !IsJson(type?.MediaType)) throw NoRoom($"is of the type {type?.MediaType ?? "unknown"}");
        var merged = isForm ? MergeForm(body.Span, fields) : MergeJson(body, fields);
        var content = new ByteArrayContent(merged);
        if (request.Content is { } before)
        {
            foreach (var (name, values) in before.Headers.NonValidated)
            {
                if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)) content.Headers.TryAddWithoutValidation(name, values);
            }
        }

        content.Headers.ContentType ??= new MediaTypeHeaderValue(isForm ? FormType : JsonType);
        request.Content = content;
        return merged;
    }

    private static bool IsJson(string? mediaType) => mediaType is null
        || mediaType.Equals(JsonType, StringComparison.OrdinalIgnoreCase) || mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase);

    private static byte[] MergeForm(ReadOnlySpan<byte> body, IReadOnlyCollection<KeyValuePair<string, string>> fields)
    {
        var kept = FormFields.OfBody(body).Where(pair => fields.All(field => field.Key != pair.Key));
        return Encoding.UTF8.GetBytes(FormFields.Write(kept.Concat(fields)));
    }

    private static byte[] MergeJson(ReadOnlyMemory<byte> body, IReadOnlyCollection<KeyValuePair<string, string>> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            if (!body.IsEmpty) CopyMembers(body, fields, writer);
            foreach (var (name, value) in fields) writer.WriteString(name, value);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void CopyMembers(ReadOnlyMemory<byte> body, IReadOnlyCollection<KeyValuePair<string, string>> fields, Utf8JsonWriter writer)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            // What it can't read might hold anything, so nothing of it is repeated.
            throw NoRoom("is no JSON");
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw NoRoom("is no JSON object");
            foreach (var member in document.RootElement.EnumerateObject().Where(member => fields.All(field => field.Key != member.Name))) member.WriteTo(writer);
        }
    }

    private static ConnectorAuthException NoRoom(string why) => new(
        ErrorCodes.InvalidArgument,
        $"The credential goes into a field of the body, but the body of the request {why}.",
        "Send a JSON object or a form (application/x-www-form-urlencoded), or no body.");

    /// <summary>Puts values where they belong.</summary>
    /// <returns>The body after that.</returns>
    /// <inheritdoc cref="SetBody"/>
    public static ReadOnlyMemory<byte> Set(
        HttpRequestMessage request, ReadOnlyMemory<byte> body, ILookup<PlacementLocation, KeyValuePair<string, string>> values, BodyEncoding encoding)
    {
        foreach (var (name, value) in values[PlacementLocation.Header]) SetHeader(request, name, value);
        SetCookies(request, [.. values[PlacementLocation.Cookie]]);
        SetQuery(request, [.. values[PlacementLocation.Query]]);
        return SetBody(request, body, [.. values[PlacementLocation.Body]], encoding);
    }
}
