using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace McpConnectorAuth.Server.Tests.Support;

/// <summary>A recognisable made-up credential, and the forms in which it could leak.</summary>
internal static class Canary
{
    public const string Value = "CANARY-7f3a/9+Qx\"z";

    /// <summary>The canary in clear, base64 at each alignment, URL-encoded, JSON-escaped, HTML-escaped, hex and UTF-16.</summary>
    public static IReadOnlyList<string> Forms { get; } = [.. Encodings().Distinct()];

    // One pass: what clients leave in their homes comes to hundreds of megabytes.
    private static readonly SearchValues<string> AnyForm = SearchValues.Create([.. Forms], StringComparison.OrdinalIgnoreCase);

    public static void ShouldBeAbsentFrom(string text, string where)
    {
        var at = text.AsSpan().IndexOfAny(AnyForm);
        at.ShouldBe(-1, $"{where} holds the canary as {Forms.FirstOrDefault(form => at >= 0 && text.AsSpan(at).StartsWith(form, StringComparison.OrdinalIgnoreCase))}");
    }

    private static IEnumerable<string> Encodings()
    {
        yield return Value;
        yield return Uri.EscapeDataString(Value);
        yield return JavaScriptEncoder.Default.Encode(Value);
        yield return JsonEncodedText.Encode(Value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
        yield return HtmlEncoder.Default.Encode(Value);
        yield return Convert.ToHexString(Encoding.UTF8.GetBytes(Value));
        yield return string.Join('\0', Value.ToCharArray());
        for (var lead = 0; lead < 3; lead++)
        {
            // The characters of the base64 text that depend on the canary alone, whatever stands around it.
            var base64 = Convert.ToBase64String([.. new byte[lead], .. Encoding.UTF8.GetBytes(Value)]);
            var core = base64.TrimEnd('=')[(lead == 0 ? 0 : lead + 1)..^1];
            yield return core;
            yield return core.Replace('+', '-').Replace('/', '_');
        }
    }
}
