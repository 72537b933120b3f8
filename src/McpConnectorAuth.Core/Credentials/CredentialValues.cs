using System.Diagnostics.CodeAnalysis;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>What a person supplied for a connection: values by parameter name. All of them are handled as secrets.</summary>
public sealed class CredentialValues
{
    private readonly SortedDictionary<string, Secret> _values;

    /// <summary>Takes the values over.</summary>
    public CredentialValues(IEnumerable<KeyValuePair<string, Secret>> values)
    {
        _values = new SortedDictionary<string, Secret>(StringComparer.Ordinal);
        foreach (var (name, value) in values) _values[name] = value;
    }

    /// <summary>Names of the parameters that have a value, in alphabetical order.</summary>
    public IReadOnlyCollection<string> Names => _values.Keys;

    /// <summary>The value of a parameter.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out Secret? value) => _values.TryGetValue(name, out value);

    /// <summary>All values with their names, in alphabetical order.</summary>
    public IEnumerable<KeyValuePair<string, Secret>> All => _values;
}
