using McpConnectorAuth.Core;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Models;

/// <summary>Which model is asked, where, and with what key.</summary>
/// <param name="Format">How it is spoken to.</param>
/// <param name="Model">The model's name at its provider.</param>
/// <param name="Endpoint">Where requests go.</param>
/// <param name="Key">The key; null where an endpoint of one's own needs none.</param>
internal sealed record ModelSettings(ChatFormat Format, string Model, Uri Endpoint, Secret? Key)
{
    /// <summary>Names the model; where it is not set, no model is asked.</summary>
    public const string ModelVariable = "CONNECTOR_AUTH_MODEL";

    /// <summary>Names another endpoint than the provider's own.</summary>
    public const string UrlVariable = "CONNECTOR_AUTH_MODEL_URL";

    /// <summary>Holds the key.</summary>
    public const string KeyVariable = "CONNECTOR_AUTH_MODEL_KEY";

    private const int LongestName = 200;

    /// <summary>Whether a model is named, soundly or not.</summary>
    public static bool AreSet => Environment.GetEnvironmentVariable(ModelVariable) is { Length: > 0 };

    /// <summary>Whether the model runs on this machine.</summary>
    public bool IsLoopback => IsOnThisMachine(Endpoint);

    /// <summary>Reads the variables; null where no model is named.</summary>
    /// <param name="read">Gives the value of a variable.</param>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.ModelConfiguration"/>; the message names the variable, and never the key.</exception>
    public static ModelSettings? Read(Func<string, string?> read)
    {
        if (read(ModelVariable)?.Trim() is not { Length: > 0 } name) return null;
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var format = ChatFormat.All.FirstOrDefault(each => slash > 0 && name[..slash] == each.Provider);
        var model = name[(slash + 1)..];
        if (format is null || model.Length is 0 or > LongestName || model.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
        {
            throw Wrong(
                $"{ModelVariable} does not name a model.",
                $"Set it to one of {string.Join(", ", ChatFormat.All.Select(each => $"{each.Provider}/MODEL"))}, or unset it.");
        }

        var ownUrl = read(UrlVariable)?.Trim() is { Length: > 0 } url ? url : null;
        var key = read(KeyVariable)?.Trim() is { Length: > 0 } text ? text : null;
        if (key is null && ownUrl is null) throw Wrong($"{KeyVariable} is not set.", $"Set it to the key for {ModelVariable}, or unset {ModelVariable}.");
        if (key?.All(c => c is > ' ' and < '\u007f') is false) throw Wrong($"{KeyVariable} holds characters that no key has.", "Set it to the key alone, without quotation marks and line breaks.");
        return new ModelSettings(format, model, Join(ownUrl ?? format.DefaultUrl, format.Path), key is null ? null : new Secret(key));
    }

    private static Uri Join(string url, string path)
    {
        var isSound = Uri.TryCreate(url, UriKind.Absolute, out var uri)
            && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && IsOnThisMachine(uri)));
        return isSound
            ? new Uri($"{url.TrimEnd('/')}{path}")
            : throw Wrong(
                $"{UrlVariable} is no https URL.",
                "Set it to the URL below which the API's paths lie, such as https://models.example.com/v1 (http for this machine only; no user name, query or fragment).");
    }

    private static bool IsOnThisMachine(Uri uri) => HostAddress.TryParse(uri, out var address) && address.Class == AddressClass.Loopback;

    private static ConnectorAuthException Wrong(string message, string nextStep) => new(ErrorCodes.ModelConfiguration, message, nextStep);
}
