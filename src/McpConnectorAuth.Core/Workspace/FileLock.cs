using System.Diagnostics;

namespace McpConnectorAuth.Core.Workspace;

/// <summary>
/// An exclusive lock between processes, held through an open file. The operating system releases it when the holder
/// ends, however it ends. The file stays: removing it would let two holders lock two files of the same name.
/// </summary>
/// <remarks>
/// Whoever wants the lock first waits for a place in front of it, a second file of the same name with <c>-next</c>. So one
/// that releases the lock and wants it again at once finds that place taken and can't starve the others.
/// </remarks>
public sealed class FileLock : IDisposable
{
    /// <summary>How long a caller waits where it names no other time.</summary>
    public static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan PauseForPlace = TimeSpan.FromMilliseconds(6);
    private static readonly TimeSpan PauseInFront = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestPauseForPlace = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPauseInFront = TimeSpan.FromMilliseconds(8);

    private readonly FileStream _stream;

    private FileLock(FileStream stream) => _stream = stream;

    /// <summary>Waits until the lock is free and takes it. The folder must exist; the file is created with mode 0600.</summary>
    /// <param name="path">The lock file.</param>
    /// <param name="wait">How long to wait at most.</param>
    /// <param name="cancellationToken">Ends the wait with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ConnectorAuthException">
    /// <see cref="ErrorCodes.Busy"/> after <paramref name="wait"/>; <see cref="ErrorCodes.FileAccess"/> where the file can't be opened at all.
    /// </exception>
    public static FileLock Acquire(string path, TimeSpan wait, CancellationToken cancellationToken = default)
    {
        var started = Stopwatch.GetTimestamp();
        using var place = WaitFor(path + "-next", PauseForPlace);
        return new FileLock(WaitFor(path, PauseInFront));

        FileStream WaitFor(string file, TimeSpan pause)
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (TryOpen(file) is { } stream) return stream;
                if (Stopwatch.GetElapsedTime(started) >= wait) throw Busy(path, wait);

                // At irregular intervals, so that no two waiters keep in step.
                cancellationToken.WaitHandle.WaitOne(pause * (0.5 + Random.Shared.NextDouble()));
            }
        }
    }

    /// <summary>
    /// As <see cref="Acquire(string, TimeSpan, CancellationToken)"/>, without holding a thread while it waits. It looks less often the longer it
    /// waits: for locks that are held while something is asked over the network.
    /// </summary>
    /// <inheritdoc cref="Acquire(string, TimeSpan, CancellationToken)"/>
    public static async Task<FileLock> AcquireAsync(string path, TimeSpan wait, CancellationToken cancellationToken = default)
    {
        var started = Stopwatch.GetTimestamp();
        var place = await WaitForAsync(path + "-next", PauseForPlace, LongestPauseForPlace).ConfigureAwait(false);
        await using (place.ConfigureAwait(false))
            return new FileLock(await WaitForAsync(path, PauseInFront, LongestPauseInFront).ConfigureAwait(false));

        async Task<FileStream> WaitForAsync(string file, TimeSpan pause, TimeSpan longest)
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (TryOpen(file) is { } stream) return stream;
                if (Stopwatch.GetElapsedTime(started) >= wait) throw Busy(path, wait);
                await Task.Delay(pause * (1 + Random.Shared.NextDouble()), cancellationToken).ConfigureAwait(false);
                pause = pause * 1.5 < longest ? pause * 1.5 : longest;
            }
        }
    }

    /// <inheritdoc cref="Acquire(string, TimeSpan, CancellationToken)"/>
    public static FileLock Acquire(string path, CancellationToken cancellationToken = default) =>
        Acquire(path, DefaultWait, cancellationToken);

    /// <summary>Releases the lock.</summary>
    public void Dispose() => _stream.Dispose();

    private static ConnectorAuthException Busy(string path, TimeSpan wait) => new(
        ErrorCodes.Busy,
        $"Other processes have held {path} for more than {wait.TotalSeconds:0.#} s.",
        "Wait for the other calls to end, then call again; nothing was changed.");

    private static FileStream? TryOpen(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = AtomicFile.Private;
        try
        {
            return new FileStream(path, options);
        }
        catch (IOException error) when (IsHeldElsewhere(error))
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConnectorAuthException(
                ErrorCodes.FileAccess,
                $"{path} can't be opened for writing: {error.Message}",
                "Check that the folder exists and is writable, then call again; nothing was changed.",
                error);
        }
    }

    /// <summary>ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION on Windows, EWOULDBLOCK of flock(2) elsewhere.</summary>
    private static bool IsHeldElsewhere(IOException error) =>
        OperatingSystem.IsWindows() ? (error.HResult & 0xFFFF) is 32 or 33
        : OperatingSystem.IsLinux() ? error.HResult == 11
        : error.HResult == 35;
}
