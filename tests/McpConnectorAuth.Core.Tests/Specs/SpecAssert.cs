using System.Text.Json;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Tests.Specs;

/// <summary>Compares specs by their content: lists break the equality of records.</summary>
internal static class SpecAssert
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void ShouldBeSpec(this ConnectorSpec actual, ConnectorSpec expected) => Dump(actual).ShouldBe(Dump(expected));

    /// <summary>The content, without the mark that a file gets when it is written.</summary>
    public static string Dump(ConnectorSpec spec) =>
        JsonSerializer.Serialize(spec with { Authentication = spec.Authentication with { WrittenSha256 = null } }, Indented);
}
