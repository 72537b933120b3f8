namespace McpConnectorAuth.Core.Requests;

/// <summary>A piece of a <see cref="CredentialFormat"/>.</summary>
internal abstract record FormatPart
{
    private FormatPart()
    {
    }

    /// <summary>Text that stands as it is.</summary>
    internal sealed record Literal(string Text) : FormatPart;

    /// <summary>A parameter's value.</summary>
    internal sealed record Hole(string Name) : FormatPart;

    /// <summary>The Base64 form (RFC 4648 section 4) of the UTF-8 bytes of what is inside.</summary>
    internal sealed record Base64(IReadOnlyList<FormatPart> Inner) : FormatPart;

    /// <summary>The lower-case hexadecimal form of what is inside; only in what is signed.</summary>
    internal sealed record Hex(IReadOnlyList<FormatPart> Inner) : FormatPart;

    /// <summary>The bytes of a hash of what is inside; only in what is signed.</summary>
    internal sealed record Hash(string Algorithm, IReadOnlyList<FormatPart> Inner) : FormatPart;
}
