using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json.Serialization;

namespace McpConnectorAuth.Core.Specs;

/// <summary>The names of an enum's values as they appear in files and results: those of <see cref="JsonStringEnumMemberNameAttribute"/>.</summary>
internal static class EnumNames<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>
    where T : struct, Enum
{
    private static readonly Lazy<IReadOnlyList<KeyValuePair<T, string>>> Names = new(() =>
    [
        .. typeof(T).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => KeyValuePair.Create(
            (T)field.GetValue(null)!,
            field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? field.Name)),
    ]);

    /// <summary>All names, in the order of declaration.</summary>
    public static IEnumerable<string> All => Names.Value.Select(pair => pair.Value);

    /// <summary>The name of a value.</summary>
    public static string NameOf(T value) => Names.Value.First(pair => EqualityComparer<T>.Default.Equals(pair.Key, value)).Value;

    /// <summary>The value of a name, compared exactly.</summary>
    public static bool TryParse(string name, out T value)
    {
        var found = Names.Value.FirstOrDefault(pair => pair.Value == name);
        value = found.Key;
        return found.Value is not null;
    }
}
