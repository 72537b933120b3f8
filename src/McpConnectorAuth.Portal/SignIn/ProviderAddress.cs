using System.Diagnostics.CodeAnalysis;
using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Portal.SignIn;

/// <summary>A page of a provider that a person is led to: https, or http on this machine, in ASCII.</summary>
/// <param name="Host">The host, with its port where that is not the usual one, as people compare it.</param>
/// <param name="Text">The whole address, safe in a header.</param>
internal sealed record ProviderAddress(string Host, string Text)
{
    /// <summary>The address of a URL that was checked before.</summary>
    /// <exception cref="InvalidOperationException">It is none.</exception>
    public static ProviderAddress Of(Uri url) => TryOf(url, out var address) ? address : throw new InvalidOperationException();

    /// <summary>Reads a URL; false where a person must not be led there.</summary>
    public static bool TryOf(Uri? url, [NotNullWhen(true)] out ProviderAddress? address)
    {
        address = null;
        if (url is not { IsAbsoluteUri: true } || !HostAddress.TryParse(url, out var host) || !host.Matches(url)) return false;
        var text = new UriBuilder(url) { Host = url.IdnHost }.Uri.AbsoluteUri;
        if (text.AsSpan().ContainsAnyExceptInRange('!', '~')) return false;
        address = new ProviderAddress(host.ToString(), text);
        return true;
    }
}
