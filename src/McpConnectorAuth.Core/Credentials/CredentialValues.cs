using System.Diagnostics.CodeAnalysis;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>What a person supplied for a connection: values by parameter name. All of them are handled as secrets.</summary>
public sealed class CredentialValues
{
    private readonly SortedDictionary<string, Secret> _values;

    /// <summary>Takes the values over.</summary>
    /// <param name="values">Values by parameter name.</param>
    /// <param name="secretNames">
    /// Names of those that the person was told are secret. What was secret when it was entered stays so, whatever a spec says
    /// later: a spec is a file that an agent may edit.
    /// </param>
    public CredentialValues(IEnumerable<KeyValuePair<string, Secret>> values, IEnumerable<string>? secretNames = null)
    {
        SecretNames = (secretNames ?? []).ToHashSet(StringComparer.Ordinal);
        _values = new SortedDictionary<string, Secret>(StringComparer.Ordinal);
        foreach (var (name, value) in values) _values[name] = value;
    }

    /// <summary>Names of the parameters that have a value, in alphabetical order.</summary>
    public IReadOnlyCollection<string> Names => _values.Keys;

    /// <summary>Names of the parameters that were secret when they were entered.</summary>
    public IReadOnlySet<string> SecretNames { get; }

    /// <summary>The value of a parameter.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out Secret? value) => _values.TryGetValue(name, out value);

    /// <summary>All values with their names, in alphabetical order.</summary>
    public IEnumerable<KeyValuePair<string, Secret>> All => _values;

    /// <summary>These values and others; of two with one name the other one's counts.</summary>
    public CredentialValues With(CredentialValues others)
    {
        ArgumentNullException.ThrowIfNull(others);
        return new CredentialValues(_values.Concat(others._values), SecretNames.Concat(others.SecretNames));
    }

    /// <summary>These values without those of some names.</summary>
    public CredentialValues Without(IEnumerable<string> names)
    {
        var left = names.ToHashSet(StringComparer.Ordinal);
        return new CredentialValues(_values.Where(value => !left.Contains(value.Key)), SecretNames.Except(left));
    }
}
