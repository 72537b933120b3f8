using System.Text;

namespace McpConnectorAuth.Core.Credentials.Redaction;

/// <summary>A form of a secret that is looked for after escapes are undone.</summary>
/// <param name="Pattern">The bytes.</param>
/// <param name="Label">The secret's name.</param>
/// <param name="PartialBefore">The base64 character before the pattern carries some of the secret's bits too.</param>
/// <param name="PartialAfter">The base64 character after the pattern carries some of the secret's bits too.</param>
internal sealed record Needle(byte[] Pattern, string Label, bool PartialBefore = false, bool PartialAfter = false)
{
    private const int ShortestLine = 16;

    /// <summary>All forms of a secret; none where it is too short.</summary>
    public static IEnumerable<Needle> Of(string label, Secret secret)
    {
        var value = secret.Reveal();
        IEnumerable<string> pieces = value.AsSpan().ContainsAny('\r', '\n')
            ? value.Split(['\r', '\n']).Select(line => line.Trim()).Where(line => line.Length >= ShortestLine && !IsPemBoundary(line)).Prepend(value)
            : [value];
        return pieces
            .Select(Encoding.UTF8.GetBytes)
            .Where(bytes => bytes.Length >= Redactor.ShortestSecret)
            .SelectMany(bytes => FormsOf(label, bytes));
    }

    private static IEnumerable<Needle> FormsOf(string label, byte[] bytes)
    {
        yield return new Needle(bytes, label);
        yield return new Needle(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(bytes)), label);
        yield return new Needle(Encoding.ASCII.GetBytes(Convert.ToHexString(bytes)), label);
        for (var offset = 0; offset < 3; offset++)
        {
            var standard = Base64Core(bytes, offset);
            var before = offset != 0;
            var after = (offset + bytes.Length) % 3 != 0;
            yield return new Needle(Encoding.ASCII.GetBytes(standard), label, before, after);
            if (standard.AsSpan().ContainsAny('+', '/'))
                yield return new Needle(Encoding.ASCII.GetBytes(standard.Replace('+', '-').Replace('/', '_')), label, before, after);
        }
    }

    /// <summary>The base64 characters (RFC 4648, section 4) that depend on nothing but these bytes when they stand at an offset (mod 3).</summary>
    private static string Base64Core(byte[] bytes, int offset)
    {
        var padded = new byte[offset + bytes.Length];
        bytes.CopyTo(padded, offset);
        var first = (8 * offset + 5) / 6;
        var end = 8 * padded.Length / 6;
        return Convert.ToBase64String(padded)[first..end];
    }

    private static bool IsPemBoundary(string line) => line.StartsWith("-----", StringComparison.Ordinal);
}
