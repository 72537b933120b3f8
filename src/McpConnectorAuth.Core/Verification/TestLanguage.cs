using System.Text.Json.Serialization;

namespace McpConnectorAuth.Core.Verification;

/// <summary>Language of a written authentication test.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TestLanguage>))]
public enum TestLanguage
{
    /// <summary>Python 3.8 or later with the package requests.</summary>
    [JsonStringEnumMemberName("python")] Python,

    /// <summary>Python 3.8 or later with its standard library only.</summary>
    [JsonStringEnumMemberName("python_stdlib")] PythonStdlib,

    /// <summary>POSIX shell with curl.</summary>
    [JsonStringEnumMemberName("shell")] Shell,

    /// <summary>TypeScript that Node.js 22.18 or later runs as it is, for node:test.</summary>
    [JsonStringEnumMemberName("typescript")] TypeScript,

    /// <summary>C# for .NET 10 or later with xunit.</summary>
    [JsonStringEnumMemberName("csharp")] CSharp,

    /// <summary>Go 1.19 or later with its standard library.</summary>
    [JsonStringEnumMemberName("go")] Go,

    /// <summary>A <c>.http</c> file for the HTTP clients of IDEs and httpyac.</summary>
    [JsonStringEnumMemberName("http")] Http,
}
