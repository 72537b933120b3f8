namespace McpConnectorAuth.Core.Credentials.Redaction;

/// <summary>A stage that reads a text's bytes one by one, each with the place in the text that it came from.</summary>
internal abstract class ByteReader
{
    /// <summary>Start of the earliest character that a later match may still cover; <see cref="long.MaxValue"/> where there is none.</summary>
    public abstract long OldestPending { get; }

    /// <summary>Takes one byte.</summary>
    /// <param name="value">The byte.</param>
    /// <param name="start">Index of the first character that it came from.</param>
    /// <param name="end">Index after the last.</param>
    public abstract void Accept(byte value, long start, long end);

    /// <summary>Ends the text.</summary>
    public abstract void Complete();
}
