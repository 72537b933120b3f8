using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Verification;

/// <summary>
/// Writes credentials in clear, as the flat JSON object that test loaders read, when a person asks for it: a 0600 file that version
/// control ignores before its first byte is written.
/// </summary>
public static class DevConfigWriter
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the file where the layout keeps it.</summary>
    /// <param name="workspace">The project.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="overwrite">Whether a file with other content is replaced.</param>
    /// <param name="cancellationToken">Ends the work; nothing half-written remains.</param>
    /// <exception cref="ConnectorAuthException">
    /// <see cref="ErrorCodes.FileTracked"/> where version control has the file or would not ignore it, <see cref="ErrorCodes.FileEdited"/>,
    /// <see cref="ErrorCodes.PathOutsideProject"/> where a symbolic link is on the way, or <see cref="ErrorCodes.FileAccess"/>.
    /// </exception>
    public static async Task<DevConfigExport> WriteAsync(ProjectWorkspace workspace, Connection connection, bool overwrite, CancellationToken cancellationToken)
    {
        var path = workspace.ConfigPath(connection.Id.Source);
        var content = Content(connection);
        var existing = Read(workspace, path);
        if (existing is not null && !existing.AsSpan().SequenceEqual(content) && !overwrite)
        {
            throw new ConnectorAuthException(
                ErrorCodes.FileEdited,
                $"{workspace.Display(path)} exists and holds something else.",
                "Move it away, or replace it with --overwrite.");
        }

        var ruleAdded = await new GitExclusion(workspace).EnsureAsync(path, cancellationToken).ConfigureAwait(false);
        AtomicFile.Write(path, content, AtomicFile.Private);
        var change = existing is null ? FileChange.Created : existing.AsSpan().SequenceEqual(content) ? FileChange.Unchanged : FileChange.Updated;
        return new DevConfigExport(workspace.Display(path), change, [.. connection.Values.Names], ruleAdded);
    }

    /// <summary>Removes the file where it is what an export of a connection wrote, byte for byte; another one is left alone.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.PathOutsideProject"/> or <see cref="ErrorCodes.FileAccess"/>.</exception>
    public static void RemoveExport(ProjectWorkspace workspace, Connection connection)
    {
        var path = workspace.ConfigPath(connection.Id.Source);
        if (Read(workspace, path) is not { } existing || !existing.AsSpan().SequenceEqual(Content(connection))) return;
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConnectorAuthException(
                ErrorCodes.FileAccess, $"{workspace.Display(path)} holds the credentials in clear and can't be removed: {error.Message}", "Delete it, then call again.", error);
        }
    }

    private static byte[] Content(Connection connection)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            foreach (var (name, value) in connection.Values.All) json.WriteString(name, value.Reveal());
            json.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    private static byte[]? Read(ProjectWorkspace workspace, string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllBytes(path) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConnectorAuthException(
                ErrorCodes.FileAccess, $"{workspace.Display(path)} can't be read: {error.Message}", "Make it readable for you, then call again.", error);
        }
    }
}
