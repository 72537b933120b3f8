namespace McpConnectorAuth.Core.Requests;

/// <summary>
/// What goes onto a request last, because it depends on everything else of it: a signature, or the answer to a challenge. It is put onto
/// each message by itself, so also onto the one that follows a redirect.
/// </summary>
internal abstract class RequestSeal
{
    /// <summary>Completes a message; its content may be replaced.</summary>
    /// <param name="request">The message as it is about to be sent.</param>
    /// <param name="body">Its body, empty where it has none.</param>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.InvalidCredentialField"/> where a key can't be used.</exception>
    public abstract void Apply(HttpRequestMessage request, ReadOnlyMemory<byte> body);
}
