using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using McpConnectorAuth.Core.Specs.Yaml;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Specs;

/// <summary>
/// Reads and writes <c>connector_spec.yaml</c>. Writing edits only what differs: a person's comments, key order, unknown keys
/// and formatting stay.
/// </summary>
public static partial class ConnectorSpecFile
{
    /// <summary>Size limit of a spec's file, in bytes.</summary>
    public const int MaximumBytes = 1 << 20;

    private const string KeptStep = "Correct it, or rename the file and call generate_spec for a new one; nothing was changed.";

    /// <summary>Reads a spec.</summary>
    /// <param name="path">The file.</param>
    /// <param name="displayPath">How messages name it, such as <c>connectors/acme/connector_spec.yaml</c>.</param>
    /// <exception cref="ConnectorAuthException">
    /// <see cref="ErrorCodes.SpecNotFound"/>; <see cref="ErrorCodes.SpecInvalid"/>, whose message starts with <c>path:line:column:</c>;
    /// <see cref="ErrorCodes.FileAccess"/>.
    /// </exception>
    public static ConnectorSpec Load(string path, string displayPath) => LoadWithTree(path, displayPath).Spec;

    /// <summary>Reads a spec together with the tree that knows its lines.</summary>
    internal static (ConnectorSpec Spec, YamlNode? Root) LoadWithTree(string path, string displayPath)
    {
        var content = ReadFile(path, displayPath) ?? throw new ConnectorAuthException(
            ErrorCodes.SpecNotFound, $"There is no spec {displayPath}.", "Call generate_spec to write it from the API document.");
        var root = YamlTree.Parse(content.Text, displayPath);
        return (SpecReader.Read(root, displayPath), root);
    }

    /// <summary>
    /// Writes a spec. Where a file exists, parameters in <c>connection.parameters</c> that none of its own
    /// <c>authentication.methods</c> lists, and its <c>external_options_allowlist</c>, belong to someone else and are kept.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="displayPath">How messages name it.</param>
    /// <param name="spec">The spec.</param>
    /// <exception cref="ConnectorAuthException">
    /// <see cref="ErrorCodes.SpecInvalid"/> where the file's YAML can't be read; <see cref="ErrorCodes.InvalidArgument"/> where the spec itself breaks
    /// the format, such as by an override that is missing; <see cref="ErrorCodes.FileAccess"/>.
    /// Nothing is changed then.
    /// </exception>
    public static SpecSaveResult Save(string path, string displayPath, ConnectorSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var existing = ReadFile(path, displayPath);
        if (existing is null)
        {
            var created = NewText(Sealed(spec), "\n");
            RequireReadable(created, displayPath, Sealed(spec));
            AtomicFile.Write(path, created);
            return SpecSaveResult.Created;
        }

        var (mark, text) = existing.Value;
        var edited = Edit(text, displayPath, spec);
        if (edited == text) return SpecSaveResult.Unchanged;
        AtomicFile.Write(path, mark + edited);
        return SpecSaveResult.Updated;
    }

    /// <summary>
    /// The spec in a file, so that an update keeps what is settled there; null where there is no file, or one without the section <c>authentication</c>,
    /// of which only <see cref="DisplayNameOf"/> is left to keep.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="displayPath">How messages name it.</param>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.SpecInvalid"/>: a file that can't be read is not written over; <see cref="ErrorCodes.FileAccess"/>.</exception>
    public static ConnectorSpec? Find(string path, string displayPath) =>
        ReadFile(path, displayPath) is { } content && YamlTree.Parse(content.Text, displayPath) is YamlMapping root && root.Find("authentication") is not null
            ? SpecReader.Read(root, displayPath)
            : null;

    /// <summary>The name for people that an existing file gives the API, so that it is kept where no other is asked for; null where there is none.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.SpecInvalid"/> where the file's YAML can't be read; <see cref="ErrorCodes.FileAccess"/>.</exception>
    public static string? DisplayNameOf(string path, string displayPath) =>
        ReadFile(path, displayPath) is { } content && YamlTree.Parse(content.Text, displayPath) is YamlMapping root
        && root.Find("display_name")?.Value is YamlScalar { Type: YamlScalarType.Text, Value: { Length: > 0 } name }
            ? name
            : null;

    /// <summary>
    /// Names what a spec says about requests, SHA-256 in hex: another one where an outcome of a check no longer holds, the same where only the
    /// name for people or the document behind the facts differs.
    /// </summary>
    public static string Fingerprint(ConnectorSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var section = spec.Authentication;
        var said = spec with
        {
            DisplayName = "",
            Authentication = section with
            {
                Document = null,
                DocumentSha256 = null,
                MoreDocuments = null,
                Unverified = [],
                Methods = [.. section.Methods.Select(method => method with { Evidence = [] })],
                BaseUrls = [.. section.BaseUrls.Select(url => url with { Line = 0, Document = null })],
                Verification = [.. section.Verification.Select(call => call with { Line = 0, Document = null })],
            },
        };
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(NewText(said, "\n"))));
    }

    private static string Edit(string text, string displayPath, ConnectorSpec spec)
    {
        var newLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        switch (YamlTree.Parse(text, displayPath))
        {
            case YamlMapping root:
                var wanted = KeptSettings.Merge(root, displayPath, spec);

                // The mark alone is no reason to touch a file.
                var present = new SpecCursor(displayPath, "", root, root.Position)["authentication"]["written_sha256"];
                if (YamlEditor.Apply(text, root, SpecWriter.Content(WithMark(wanted, present.OptionalText("64 lower-case hex digits")))) == text) return text;
                var edited = YamlEditor.Apply(text, root, SpecWriter.Content(Sealed(wanted)));
                RequireReadable(edited, displayPath, Sealed(wanted));
                return edited;
            case null or YamlScalar { Type: YamlScalarType.Null }:
                var appended = text.Length == 0 || text.EndsWith('\n') ? text + NewText(Sealed(spec), newLine) : text + newLine + NewText(Sealed(spec), newLine);
                RequireReadable(appended, displayPath, Sealed(spec));
                return appended;
            case var other:
                throw YamlTree.Breach(displayPath, other.Position, "a spec is a mapping of keys such as display_name and connection.", KeptStep);
        }
    }

    /// <summary>Whether nobody edited the facts of a spec since <see cref="Save"/> wrote it; comments, further keys and what it says about facts are none.</summary>
    internal static bool IsAsWritten(ConnectorSpec spec) => spec.Authentication.WrittenSha256 is { } mark && mark == Sealed(spec).Authentication.WrittenSha256;

    private static ConnectorSpec Sealed(ConnectorSpec spec) =>
        WithMark(spec, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(NewText(WithMark(spec with { Authentication = spec.Authentication with { Settled = [], Unverified = [] } }, null), "\n")))));

    private static ConnectorSpec WithMark(ConnectorSpec spec, string? mark) => spec with { Authentication = spec.Authentication with { WrittenSha256 = mark } };

    private static string NewText(ConnectorSpec spec, string newLine)
    {
        var preamble = string.Concat(SpecWriter.Preamble(spec).Select(line => $"# {YamlWriter.CommentText(line)}{newLine}"));
        return preamble + new YamlWriter(newLine).Mapping(SpecWriter.Content(spec), 0) + newLine;
    }

    // Nothing is written that would not be read back as the same: neither a spec that breaks the format nor an edit gone wrong.
    private static void RequireReadable(string text, string displayPath, ConnectorSpec spec)
    {
        ConnectorSpec read;
        try
        {
            read = SpecReader.Read(YamlTree.Parse(text, displayPath), displayPath);
        }
        catch (ConnectorAuthException error) when (error.Code == ErrorCodes.SpecInvalid)
        {
            RequireComplete(spec);
            throw;
        }

        if (NewText(read, "\n") != NewText(spec, "\n"))
            throw YamlTree.Breach(displayPath, new YamlPosition(1, 1), "the layout of this file can't be edited without losing something.", KeptStep);
    }

    // What the spec lacks by itself stands on no line of any file: it is to come from an override.
    private static void RequireComplete(ConnectorSpec spec)
    {
        const string name = "the spec";
        try
        {
            SpecReader.Read(YamlTree.Parse(NewText(spec, "\n"), name), name);
        }
        catch (ConnectorAuthException error) when (error.Code == ErrorCodes.SpecInvalid)
        {
            var breach = Breach().Match(error.Message);
            var fact = breach.Groups["index"] is { Success: true } index
                ? $"{spec.Authentication.Methods[int.Parse(index.ValueSpan, CultureInfo.InvariantCulture)].Name}.{breach.Groups["fact"].Value.Replace("placements", "placement", StringComparison.Ordinal).Replace('.', '_')}"
                : null;
            throw new ConnectorAuthException(
                ErrorCodes.InvalidArgument,
                $"With these overrides the spec would be incomplete: {breach.Groups["what"].Value}",
                fact is null ? "Add or correct the override for it; nothing was written." : $"Add or correct the override {fact}; nothing was written.",
                error);
        }
    }

    // The message of a breach: place, then the path of the key, then what is wrong. Overrides of a method are named after its keys.
    [GeneratedRegex(@"\A[^:]*:[0-9]+:[0-9]+: (?<what>(authentication\.methods\[(?<index>[0-9]+)\]\.(oauth\.)?(?<fact>[a-z_.]+))?.*)\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex Breach();

    // A byte order mark is part of the file and stays there, but no part of the text.
    private static (string Mark, string Text)? ReadFile(string path, string displayPath)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var buffer = new byte[MaximumBytes + 1];
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            if (length > MaximumBytes)
                throw YamlTree.Breach(displayPath, new YamlPosition(1, 1), $"the file is larger than {MaximumBytes >> 20} MiB.", "Check that it is the connector spec; one has a few kilobytes.");
            var content = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(buffer, 0, length);
            return content.StartsWith('\ufeff') ? ("\ufeff", content[1..]) : ("", content);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (DecoderFallbackException error)
        {
            throw YamlTree.Breach(displayPath, new YamlPosition(1, 1), "the file is not UTF-8 text.", "Save it as UTF-8.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConnectorAuthException(ErrorCodes.FileAccess, $"{displayPath} can't be read: {error.Message}", "Check that it is a readable file, then call again.", error);
        }
    }
}
