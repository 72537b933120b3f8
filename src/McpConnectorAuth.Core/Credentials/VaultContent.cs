using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Verification;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>
/// A connection as the plaintext of an entry. Values are written as base64 of their UTF-8 bytes: so the JSON writer puts
/// them straight into the buffer that is zeroed, without escaping them in pooled memory first.
/// </summary>
internal static class VaultContent
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes a connection, without its identity.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="stored">The connection and its revision.</param>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.InvalidCredentialField"/> where a value is no valid text.</exception>
    public static void Write(ZeroedBuffer buffer, StoredConnection stored)
    {
        var connection = stored.Connection;
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("revision", stored.Revision);
        json.WriteString("method", connection.Method);
        WriteValues(json, "values", connection.Values);
        WriteTexts(json, "secret_names", connection.Values.SecretNames.Order(StringComparer.Ordinal));
        WriteTexts(json, "approved_hosts", connection.ApprovedHosts);
        json.WriteString("confirmed_at", connection.ConfirmedAt.ToUniversalTime());
        if (connection.LastOutcome is { } outcome)
        {
            json.WritePropertyName("last_outcome");
            JsonSerializer.Serialize(json, outcome, VaultJsonContext.Default.VerificationOutcome);
        }

        if (connection.LastCheckedAt is { } checkedAt) json.WriteString("last_checked_at", checkedAt.ToUniversalTime());
        if (connection.CheckedSpec is { } spec) json.WriteString("checked_spec", spec);
        if (connection.Token is { } token) WriteToken(json, token);
        json.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Write"/> wrote. Members of a later version are passed over.</summary>
    /// <exception cref="JsonException">It is not what was written.</exception>
    public static StoredConnection Read(ConnectionId id, ReadOnlySpan<byte> plaintext)
    {
        var json = new Utf8JsonReader(plaintext);
        var revision = "";
        string? method = null;
        List<KeyValuePair<string, Secret>>? values = null;
        List<string> secretNames = [];
        List<string> hosts = [];
        DateTimeOffset confirmedAt = default;
        VerificationOutcome? outcome = null;
        DateTimeOffset? checkedAt = null;
        string? checkedSpec = null;
        TokenState? token = null;
        Expect(ref json, JsonTokenType.StartObject);
        while (ReadMember(ref json, out var member))
        {
            switch (member)
            {
                case "revision": revision = json.GetString() ?? ""; break;
                case "method": method = json.GetString(); break;
                case "values": values = ReadValues(ref json); break;
                case "secret_names": secretNames = ReadTexts(ref json); break;
                case "approved_hosts": hosts = ReadTexts(ref json); break;
                case "confirmed_at": confirmedAt = json.GetDateTimeOffset(); break;
                case "last_outcome": outcome = JsonSerializer.Deserialize(ref json, VaultJsonContext.Default.VerificationOutcome); break;
                case "last_checked_at": checkedAt = json.GetDateTimeOffset(); break;
                case "checked_spec": checkedSpec = json.GetString(); break;
                case "token": token = ReadToken(ref json); break;
                default: json.Skip(); break;
            }
        }

        return method is not null && values is not null
            ? new StoredConnection(new Connection(id, method, new CredentialValues(values, secretNames), hosts, confirmedAt, outcome, checkedAt, token, checkedSpec), revision)
            : throw new JsonException("method or values are missing");
    }

    /// <summary>Writes a token that an entry does not hold yet.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.InvalidCredentialField"/> where a value is no valid text.</exception>
    public static void WritePending(ZeroedBuffer buffer, PendingToken pending)
    {
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("replaces", pending.Replaces);
        json.WriteString("revision", pending.Revision);
        WriteToken(json, pending.Token);
        json.WriteEndObject();
    }

    /// <summary>Reads what <see cref="WritePending"/> wrote.</summary>
    /// <exception cref="JsonException">It is not what was written.</exception>
    public static PendingToken ReadPending(ReadOnlySpan<byte> plaintext)
    {
        var json = new Utf8JsonReader(plaintext);
        string? replaces = null;
        string? revision = null;
        TokenState? token = null;
        Expect(ref json, JsonTokenType.StartObject);
        while (ReadMember(ref json, out var member))
        {
            switch (member)
            {
                case "replaces": replaces = json.GetString(); break;
                case "revision": revision = json.GetString(); break;
                case "token": token = ReadToken(ref json); break;
                default: json.Skip(); break;
            }
        }

        return replaces is not null && revision is not null && token is not null
            ? new PendingToken(replaces, revision, token)
            : throw new JsonException("replaces, revision or token are missing");
    }

    private static void WriteToken(Utf8JsonWriter json, TokenState token)
    {
        json.WriteStartObject("token");
        WriteValues(json, "issued", token.Issued);
        WriteTexts(json, "secret_names", token.Issued.SecretNames.Order(StringComparer.Ordinal));
        if (token.RefreshToken is { } refreshToken)
        {
            json.WritePropertyName("refresh_token");
            WriteValue(json, "refresh_token", refreshToken);
        }

        if (token.TokenType is { } type) json.WriteString("token_type", type);
        json.WriteString("obtained_at", token.ObtainedAt.ToUniversalTime());
        if (token.ExpiresAt is { } expiresAt) json.WriteString("expires_at", expiresAt.ToUniversalTime());
        if (token.Scopes is { } scopes) WriteTexts(json, "scopes", scopes);
        json.WriteEndObject();
    }

    private static TokenState ReadToken(ref Utf8JsonReader json)
    {
        List<KeyValuePair<string, Secret>>? issued = null;
        List<string> secretNames = [];
        Secret? refreshToken = null;
        string? type = null;
        DateTimeOffset? obtainedAt = null;
        DateTimeOffset? expiresAt = null;
        List<string>? scopes = null;
        Require(json.TokenType == JsonTokenType.StartObject);
        while (ReadMember(ref json, out var member))
        {
            switch (member)
            {
                case "issued": issued = ReadValues(ref json); break;
                case "secret_names": secretNames = ReadTexts(ref json); break;
                case "refresh_token": refreshToken = ReadValue(ref json); break;
                case "token_type": type = json.GetString(); break;
                case "obtained_at": obtainedAt = json.GetDateTimeOffset(); break;
                case "expires_at": expiresAt = json.GetDateTimeOffset(); break;
                case "scopes": scopes = ReadTexts(ref json); break;
                default: json.Skip(); break;
            }
        }

        return issued is not null && obtainedAt is { } time
            ? new TokenState(new CredentialValues(issued, secretNames), refreshToken, type, time, expiresAt, scopes)
            : throw new JsonException("issued or obtained_at are missing");
    }

    private static void WriteTexts(Utf8JsonWriter json, string member, IEnumerable<string> texts)
    {
        json.WriteStartArray(member);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void WriteValues(Utf8JsonWriter json, string member, CredentialValues values)
    {
        json.WriteStartObject(member);
        foreach (var (name, value) in values.All)
        {
            json.WritePropertyName(name);
            WriteValue(json, name, value);
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, string name, Secret value)
    {
        var text = value.Reveal();
        var bytes = GC.AllocateArray<byte>(StrictUtf8.GetMaxByteCount(text.Length), pinned: true);
        try
        {
            json.WriteBase64StringValue(bytes.AsSpan(0, StrictUtf8.GetBytes(text, bytes)));
        }
        catch (EncoderFallbackException)
        {
            // The exception names the characters, so it is not kept as the cause.
            throw new ConnectorAuthException(
                ErrorCodes.InvalidCredentialField,
                $"The value of \"{name}\" is no valid Unicode text.",
                "Enter it again; a binary value needs its text form, such as base64.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static List<KeyValuePair<string, Secret>> ReadValues(ref Utf8JsonReader json)
    {
        var values = new List<KeyValuePair<string, Secret>>();
        Require(json.TokenType == JsonTokenType.StartObject);
        while (ReadMember(ref json, out var name)) values.Add(new(name, ReadValue(ref json)));
        return values;
    }

    private static Secret ReadValue(ref Utf8JsonReader json)
    {
        var bytes = json.GetBytesFromBase64();
        var value = new Secret(Encoding.UTF8.GetString(bytes));
        CryptographicOperations.ZeroMemory(bytes);
        return value;
    }

    private static List<string> ReadTexts(ref Utf8JsonReader json)
    {
        var texts = new List<string>();
        Require(json.TokenType == JsonTokenType.StartArray);
        while (json.Read() && json.TokenType != JsonTokenType.EndArray) texts.Add(json.GetString() ?? throw new JsonException());
        return texts;
    }

    /// <summary>Moves to the next member's value; false at the object's end.</summary>
    private static bool ReadMember(ref Utf8JsonReader json, out string name)
    {
        Require(json.Read());
        name = json.TokenType == JsonTokenType.PropertyName ? json.GetString()! : "";
        return json.TokenType == JsonTokenType.PropertyName && json.Read();
    }

    private static void Expect(ref Utf8JsonReader json, JsonTokenType token) => Require(json.Read() && json.TokenType == token);

    private static void Require(bool condition)
    {
        if (!condition) throw new JsonException("unexpected end or token");
    }
}
