using System.Globalization;
using System.Text;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Verification;

/// <summary>Sends the requests of a file in place of those that the product would make itself, to approved hosts only.</summary>
/// <param name="client">Client that sends.</param>
/// <param name="requests">The file's requests; each control is the one of its name.</param>
/// <param name="variables">What fills their holes.</param>
internal sealed class HttpFileSender(ApiClient client, IReadOnlyList<HttpFileRequest> requests, IReadOnlyDictionary<string, string> variables) : IVerificationSender
{
    private const string Digest = "Digest ";
    private const string Basic = "Basic ";

    /// <inheritdoc/>
    public async Task<ApiResponse> SendAsync(
        ConnectorSpec spec,
        SpecMethod method,
        SpecVerification call,
        CredentialValues values,
        ControlVariant control,
        IReadOnlyCollection<string> approvedHosts,
        CancellationToken cancellationToken)
    {
        var name = HttpFile.NameOf(control);
        var written = requests.FirstOrDefault(request => request.Name == name)
            ?? throw new ConnectorAuthException(ErrorCodes.FileEdited, $"The file has no request named {name}.", "Call write_auth_test with overwrite true.");
        using var request = new HttpRequestMessage(new HttpMethod(written.Method), UrlOf(written));
        if (written.Body.Length > 0 || written.Method == "POST") request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Filled(written.Body)));
        CredentialValues? challenged = null;
        foreach (var (header, text) in written.Headers)
        {
            if (text.StartsWith(Digest, StringComparison.Ordinal) && DigestNames.Of(method, spec.ParametersOf(method)) is { } names && Pair(text[Digest.Length..]) is var (user, password))
                challenged = new CredentialValues([new(names.UserName, new Secret(user)), new(names.Password, new Secret(password))]);
            else
                RequestParts.SetHeader(request, header, HeaderText(text));
        }

        return challenged is null
            ? await client.SendAsync(request, approvedHosts, cancellationToken).ConfigureAwait(false)
            : await new RequestSender(client).SendAsync(spec, method, request, challenged, approvedHosts, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The value of a header; user name and password of HTTP Basic are encoded, as all clients do.</summary>
    private string HeaderText(string text) => text.StartsWith(Basic, StringComparison.Ordinal) && Pair(text[Basic.Length..]) is var (user, password)
        ? Basic + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))
        : Filled(text);

    /// <summary>Two texts with a blank between them, filled; null where there are not two.</summary>
    private (string First, string Second)? Pair(string text) =>
        text.IndexOf(' ', StringComparison.Ordinal) is > 0 and var blank ? (Filled(text[..blank]), Filled(text[(blank + 1)..])) : null;

    private Uri UrlOf(HttpFileRequest written) => Uri.TryCreate(Filled(written.Url), UriKind.Absolute, out var url) && url.Scheme is "https" or "http"
        ? url
        : throw new ConnectorAuthException(ErrorCodes.FileEdited, $"The request named {written.Name} has no URL.", "Call write_auth_test with overwrite true.");

    private string Filled(string text)
    {
        var filled = new StringBuilder();
        var position = 0;
        while (text.IndexOf("{{", position, StringComparison.Ordinal) is >= 0 and var open && text.IndexOf("}}", open, StringComparison.Ordinal) is >= 0 and var close)
        {
            var name = text[(open + 2)..close].Trim();
            var value = variables.GetValueOrDefault(name) ?? throw ParameterValues.Invalid(name, "has no value", "Fill it in on the portal page.");
            filled.Append(CultureInfo.InvariantCulture, $"{text.AsSpan(position, open - position)}{value}");
            position = close + 2;
        }

        return filled.Append(text.AsSpan(position)).ToString();
    }
}
