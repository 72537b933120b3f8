using System.Reflection;
using System.Text;

namespace McpConnectorAuth.Demo;

/// <summary>
/// One of the shipped example documents with what its API needs to know: which header value lets a caller in, and what it answers.
/// </summary>
/// <param name="Name">Name of the example and of its source; the document is <c>examples/{Name}_api_doc.md</c>.</param>
/// <param name="Summary">How callers authenticate, in a few words.</param>
/// <param name="Credentials">What the person types, by field.</param>
/// <param name="Header">Header that carries the credential.</param>
/// <param name="HeaderValue">The only value that is let in.</param>
/// <param name="BasePath">Path of the API's root, without a trailing slash.</param>
/// <param name="CheckPath">The documented call below <paramref name="BasePath"/> that says who the caller is.</param>
/// <param name="Identity">Answer to that call.</param>
/// <param name="Missing">Answer to a call without the header.</param>
/// <param name="Rejected">Answer to a call with another value.</param>
/// <param name="NotFound">Answer to a call of another path.</param>
internal sealed record Example(
    string Name,
    string Summary,
    IReadOnlyList<ExampleCredential> Credentials,
    string Header,
    string HeaderValue,
    string BasePath,
    string CheckPath,
    ExampleAnswer Identity,
    ExampleAnswer Missing,
    ExampleAnswer Rejected,
    ExampleAnswer NotFound)
{
    /// <summary>Port that the documents name.</summary>
    public const int DocumentedPort = 8787;

    /// <summary>Address that the documents name; the demo puts the real one in its place.</summary>
    private const string DocumentedAddress = "127.0.0.1:8787";

    /// <summary>File name of the document.</summary>
    public string DocumentName => $"{Name}_api_doc.md";

    /// <summary>The document with the address where the example's API really listens.</summary>
    /// <param name="address"><c>host:port</c>.</param>
    public string ReadDocument(string address)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"examples/{DocumentName}")
            ?? throw new InvalidOperationException($"The executable was built without examples/{DocumentName}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Replace(DocumentedAddress, address, StringComparison.Ordinal);
    }
}
