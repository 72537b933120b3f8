using System.Diagnostics.CodeAnalysis;
using System.Text;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials.Redaction;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>
/// Takes known secrets out of text that leaves the process, in every form in which software commonly prints them: as they
/// are; base64 with either alphabet, padded or not, also in the middle of a longer encoded value such as
/// <c>base64(user:secret)</c>; hex; percent-encoded once or twice, <c>+</c> for a blank; escaped for JSON once or twice;
/// escaped for HTML. Escaped and plain characters may be mixed. Each occurrence becomes <c>[redacted:name]</c>. Of a value
/// of several lines, such as a PEM key, each line of 16 or more characters also counts on its own.
/// </summary>
/// <remarks>
/// Values shorter than <see cref="ShortestSecret"/> characters are not looked for: replacing every <c>a</c> of a text would
/// hide the text and reveal the value. Time is linear in the text. All members may be called from several threads.
/// </remarks>
public sealed class Redactor
{
    /// <summary>Shortest value that is looked for, in UTF-8 bytes.</summary>
    public const int ShortestSecret = 4;

    private readonly Lock _gate = new();
    private readonly List<Needle> _needles = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private NeedleAutomaton? _automaton;

    /// <summary>A redactor of the values of a connection.</summary>
    /// <param name="values">The values.</param>
    /// <param name="isSecret">Tells by name which of them are secret, such as by the spec; all where null.</param>
    public static Redactor For(CredentialValues values, Func<string, bool>? isSecret = null)
    {
        var redactor = new Redactor();
        redactor.Add(values, isSecret);
        return redactor;
    }

    /// <summary>Adds the values of a connection; see <see cref="For"/>.</summary>
    public void Add(CredentialValues values, Func<string, bool>? isSecret = null)
    {
        foreach (var (name, value) in values.All)
        {
            if (isSecret is null || isSecret(name)) Add(name, value);
        }
    }

    /// <summary>Adds the values of a stored connection, and with them what was issued for it: tokens and the refresh token.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="isSecret">Tells by name which of the values are secret besides those that the connection itself calls so.</param>
    public void Add(Connection connection, Func<string, bool>? isSecret = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var values = connection.RequestValues;
        Add(connection.Values, Counts);
        if (connection.Token is not { } token) return;
        Add(token.Issued, Counts);
        if (token.RefreshToken is { Length: > 0 } refreshToken) Add("refresh_token", refreshToken);

        bool Counts(string name) => values.SecretNames.Contains(name) || (isSecret is not null && isSecret(name));
    }

    /// <summary>Adds a secret; one that is known keeps its first name. A text already begun with <see cref="StartText"/> is searched without it.</summary>
    /// <param name="name">What stands in its place: <c>[redacted:name]</c>.</param>
    /// <param name="value">The secret.</param>
    public void Add(string name, Secret value)
    {
        lock (_gate)
        {
            if (!_known.Add(value.Reveal())) return;
            _needles.AddRange(Needle.Of(name, value));
            _automaton = null;
        }
    }

    /// <summary>The text without the secrets; the same text where it holds none.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public string? Redact(string? text)
    {
        var automaton = Compile();
        if (text is null || Encoding.UTF8.GetByteCount(text) < automaton.Shortest) return text;
        var stream = new StreamingRedactor(automaton, text);
        var start = stream.Append(text);
        return start + stream.Flush();
    }

    /// <summary>Starts redacting a text that comes in pieces.</summary>
    public StreamingRedactor StartText() => new(Compile(), text: null);

    private NeedleAutomaton Compile()
    {
        lock (_gate) return _automaton ??= new NeedleAutomaton(_needles);
    }
}
