using System.Text.Json;
using System.Text.Json.Serialization;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>
/// A credential's value in memory. It does not print, format, compare or serialize; <see cref="Reveal"/> is the one way out,
/// so that every use can be found by searching for it.
/// </summary>
[JsonConverter(typeof(RefusingConverter))]
public sealed class Secret
{
    private readonly string _value;

    /// <summary>Wraps a value.</summary>
    public Secret(string value) => _value = value;

    /// <summary>Number of UTF-16 characters.</summary>
    public int Length => _value.Length;

    /// <summary>The value itself, for putting it onto a request, into the vault or into the environment of a test run.</summary>
    public string Reveal() => _value;

    /// <summary>Always the same mask, whatever the value or its length.</summary>
    public override string ToString() => "[secret]";

    private sealed class RefusingConverter : JsonConverter<Secret>
    {
        public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("A secret is read from the vault or the portal, never from JSON.");

        public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) =>
            throw new NotSupportedException("A secret is never written as JSON.");
    }
}
