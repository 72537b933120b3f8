namespace McpConnectorAuth.Models;

/// <summary>A model could not be asked or gave no usable answer.</summary>
/// <param name="reason">What happened, as the end of a sentence about the model; holds nothing of its answer.</param>
/// <param name="cause">The cause, or null.</param>
internal sealed class ChatFailedException(string reason, Exception? cause = null) : Exception(reason, cause);
