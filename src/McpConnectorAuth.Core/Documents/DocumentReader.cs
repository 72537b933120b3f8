using System.Security.Cryptography;
using System.Text;
using McpConnectorAuth.Core.Analysis;

namespace McpConnectorAuth.Core.Documents;

/// <summary>Reads API documents from files and text, within limits, into <see cref="AuthDocument"/>.</summary>
public static class DocumentReader
{
    /// <summary>How long a file system may take to open a file.</summary>
    private static readonly TimeSpan OpenTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Largest file that is read, in bytes (64 MiB).</summary>
    public const long MaxBytes = 64L * 1024 * 1024;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Path in the file system.</param>
    /// <param name="displayPath">Path as it is shown in results and errors.</param>
    /// <param name="ct">Stops the reading.</param>
    /// <exception cref="ConnectorAuthException">
    /// <see cref="ErrorCodes.DocumentNotFound"/>, <see cref="ErrorCodes.FileAccess"/>, <see cref="ErrorCodes.DocumentTooLarge"/>,
    /// <see cref="ErrorCodes.DocumentEmpty"/>, <see cref="ErrorCodes.DocumentUnreadable"/> or <see cref="ErrorCodes.DocumentMalformed"/>.
    /// </exception>
    public static async Task<AuthDocument> ReadAsync(string path, string displayPath, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(path);
        displayPath = displayPath.Length <= 160 ? displayPath : displayPath[..160] + "…";
        if (Directory.Exists(path))
            throw new ConnectorAuthException(ErrorCodes.FileAccess, $"{displayPath} is a folder.", "Name the document file itself.");
        ReadOnlyMemory<byte> bytes;
        try
        {
            await using var file = await OpenAsync(path, ct).ConfigureAwait(false);

            // A pipe or a terminal may be this process's own input, where the client's messages come in: not a byte of it is taken.
            if (!file.CanSeek)
                throw new ConnectorAuthException(ErrorCodes.FileAccess, $"{displayPath} is no regular file.", "Name the document file itself.");
            bytes = await ReadBoundedAsync(file, displayPath, ct).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ConnectorAuthException(ErrorCodes.DocumentNotFound, $"{displayPath} does not exist.", "Check the path, or save the API's documentation there first.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException or TimeoutException)
        {
            throw new ConnectorAuthException(ErrorCodes.FileAccess, $"{displayPath} can't be read.", "Check that it is a file and that its permissions allow reading.", e);
        }

        return Parse(bytes, displayPath, ct);
    }

    /// <summary>Opens a file on another thread: opening a pipe that nobody writes to would block for ever.</summary>
    private static async Task<FileStream> OpenAsync(string path, CancellationToken ct)
    {
        var opening = Task.Run(
            () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1, FileOptions.Asynchronous | FileOptions.SequentialScan),
            CancellationToken.None);
        try
        {
            return await opening.WaitAsync(OpenTimeout, ct).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            _ = opening.ContinueWith(late => late.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
    }

    /// <summary>Reads a document that is already in memory.</summary>
    /// <param name="text">The document's text.</param>
    /// <param name="displayPath">Path as it is shown in results and errors; its extension helps to tell the format.</param>
    /// <param name="ct">Stops the reading.</param>
    /// <exception cref="ConnectorAuthException">As <see cref="ReadAsync"/>.</exception>
    public static AuthDocument Parse(string text, string displayPath, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxBytes)
            throw TooLarge(displayPath);
        var bytes = Encoding.UTF8.GetBytes(text);
        return Parse(text, displayPath, bytes, bytes, ct);
    }

    /// <summary>Reads a document whose bytes are already in memory.</summary>
    /// <param name="bytes">The file's content.</param>
    /// <param name="displayPath">Path as it is shown in results and errors; its extension helps to tell the format.</param>
    /// <param name="ct">Stops the reading.</param>
    /// <exception cref="ConnectorAuthException">As <see cref="ReadAsync"/>.</exception>
    public static AuthDocument Parse(ReadOnlyMemory<byte> bytes, string displayPath, CancellationToken ct = default)
    {
        if (bytes.Length > MaxBytes)
            throw TooLarge(displayPath);
        var encoding = TextEncoding.Of(bytes.Span);
        string text;
        try
        {
            text = encoding.Encoding.GetString(bytes.Span[encoding.Mark..]);
        }
        catch (DecoderFallbackException e)
        {
            throw Unreadable(displayPath, e);
        }

        return Parse(text, displayPath, bytes, encoding.IsUtf8 ? bytes[encoding.Mark..] : default, ct);
    }

    private static AuthDocument Parse(string text, string displayPath, ReadOnlyMemory<byte> bytes, ReadOnlyMemory<byte> utf8, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw new ConnectorAuthException(ErrorCodes.DocumentEmpty, $"{displayPath} is empty.", "Save the API's documentation in it and try again.");
        if (utf8.IsEmpty ? text.Contains('\0', StringComparison.Ordinal) : utf8.Span.Contains((byte)0))
            throw Unreadable(displayPath, null);

        var format = DocumentFormat.Detect(text, displayPath);
        var builder = new DocumentBuilder(text, ct) { Utf8 = utf8 };
        format.Read(builder, displayPath);
        var info = new DocumentInfo(displayPath, format.Name, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)));
        return builder.Build(info);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBoundedAsync(FileStream file, string displayPath, CancellationToken ct)
    {
        if (file.Length > MaxBytes)
            throw TooLarge(displayPath);
        // One byte more than expected, to see the end; a growing file has no reliable length.
        var bytes = GC.AllocateUninitializedArray<byte>((int)file.Length + 1);
        var length = 0;
        for (int read; (read = await file.ReadAsync(bytes.AsMemory(length), ct).ConfigureAwait(false)) > 0;)
        {
            length += read;
            if (length > MaxBytes)
                throw TooLarge(displayPath);
            if (length == bytes.Length)
                Array.Resize(ref bytes, (int)Math.Min(length * 2L, MaxBytes + 1));
        }

        return bytes.AsMemory(0, length);
    }

    private static ConnectorAuthException TooLarge(string displayPath) => new(
        ErrorCodes.DocumentTooLarge,
        $"{displayPath} is larger than {MaxBytes / (1024 * 1024)} MiB.",
        "Cut the document down to the pages on authentication, base URL and a few endpoints.");

    private static ConnectorAuthException Unreadable(string displayPath, Exception? cause) => new(
        ErrorCodes.DocumentUnreadable,
        $"{displayPath} is not text in UTF-8 or in UTF-16 with a byte order mark.",
        "Convert it to Markdown, HTML, OpenAPI or plain text in UTF-8.",
        cause);
}
