using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Samples;

/// <summary>A request that a code sample makes, or the settings that all requests of a sample share (then without a URL).</summary>
internal sealed class SampleRequest
{
    /// <summary>The block with the sample.</summary>
    public required DocumentBlock Block { get; init; }

    /// <summary>What the sample is about: its section and its comments.</summary>
    public UnitContext Context { get; set; }

    /// <summary>HTTP method, empty where the sample does not say.</summary>
    public string Method { get; set; } = "";

    /// <summary>URL with <c>{name}</c> holes, absolute or a path, empty where none is shown.</summary>
    public string Url { get; set; } = "";

    public List<SampleField> Headers { get; } = [];

    public List<SampleField> Query { get; } = [];

    public List<SampleField> Body { get; } = [];

    /// <summary>User name and password of HTTP Basic or Digest.</summary>
    public (string User, string Password)? Login { get; set; }

    /// <summary>Whether it goes to the authorization server, once somebody has asked.</summary>
    public bool? AsksForToken { get; set; }

    /// <summary>Its number among the claims, 0 before it has one.</summary>
    public int Number { get; set; }

    public bool Digest { get; set; }

    public bool ClientCertificate { get; set; }

    /// <summary>Index into the sample's content where the request begins and ends.</summary>
    public int ContentStart { get; set; }

    public int ContentEnd { get; set; }

    /// <summary>Value of a query or body field, null where it is absent.</summary>
    public string? Parameter(string name)
    {
        foreach (var field in Body)
        {
            if (string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase))
                return field.Value;
        }

        foreach (var field in Query)
        {
            if (string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase))
                return field.Value;
        }

        return null;
    }

    /// <summary>Moves the query string from the URL into the fields.</summary>
    public void SplitQuery()
    {
        var mark = Url.IndexOf('?', StringComparison.Ordinal);
        if (mark < 0)
            return;
        foreach (var pair in FormFields.Parse(Url[(mark + 1)..]))
            Query.Add(pair);
    }
}
