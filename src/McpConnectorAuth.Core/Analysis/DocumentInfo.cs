using System.ComponentModel;

namespace McpConnectorAuth.Core.Analysis;

/// <summary>Identity of the document that was read.</summary>
/// <param name="Path">Path as given, relative to the project where it lies inside.</param>
/// <param name="Format">Format, such as <c>markdown</c>.</param>
/// <param name="Bytes">Size in bytes.</param>
/// <param name="Sha256">SHA-256 of the bytes, 64 lower-case hex digits.</param>
public sealed record DocumentInfo(
    [property: Description("path")] string Path,
    [property: Description("format")] string Format,
    [property: Description("size")] long Bytes,
    [property: Description("hex")] string Sha256);
