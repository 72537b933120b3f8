using System.Collections.Concurrent;
using System.Text;
using HandlebarsDotNet;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Verification;

/// <summary>
/// The templates of written tests: those that ship with the product, and those of a project, which take their place. A test from a
/// project's template is code that only the project vouches for.
/// </summary>
internal static class TestTemplates
{
    private const string Prefix = "McpConnectorAuth.Core.Verification.Templates.";
    private const int LargestTemplate = 256 * 1024;
    private const int LargestTest = 1024 * 1024;

    private static readonly Lazy<IHandlebars> Engine = new(() => Handlebars.Create(new HandlebarsConfiguration
    {
        NoEscape = true,
        PartialTemplateResolver = new ShippedPartials(),
    }));

    private static readonly ConcurrentDictionary<string, HandlebarsTemplate<TextWriter, object, object>> Shipped = new(StringComparer.Ordinal);

    /// <summary>The path of a project's own template as people see it; null where the shipped one counts.</summary>
    public static string? OverrideOf(ProjectWorkspace workspace, string name)
    {
        var path = workspace.TemplatePath(name);
        return File.Exists(path) ? workspace.Display(path) : null;
    }

    /// <summary>Fills the shipped template.</summary>
    public static string Fill(string name, Dictionary<string, object> model) =>
        Fill(Shipped.GetOrAdd(name, static each => Compile(Read(each) ?? throw new InvalidOperationException($"The template {each} is not embedded."))), name, model);

    /// <summary>Fills a project's own template.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.FileAccess"/>, or <see cref="ErrorCodes.InvalidArgument"/> where it is no template or writes too much.</exception>
    public static string FillOverride(ProjectWorkspace workspace, string name, Dictionary<string, object> model)
    {
        var path = workspace.TemplatePath(name);
        var shown = workspace.Display(path);
        try
        {
            if (new FileInfo(path).Length > LargestTemplate) throw Refused(shown, "is larger than 256 KiB");
            return Fill(Compile(File.ReadAllText(path)), shown, model);
        }
        catch (HandlebarsException error) when (error.InnerException is ConnectorAuthException refused)
        {
            throw refused;
        }
        catch (HandlebarsException error)
        {
            throw Refused(shown, $"can't be filled: {error.Message.Split('\n')[0]}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConnectorAuthException(ErrorCodes.FileAccess, $"{shown} can't be read: {error.Message}", "Check its permissions.", error);
        }
    }

    private static HandlebarsTemplate<TextWriter, object, object> Compile(string text) => Engine.Value.Compile(new StringReader(text.ReplaceLineEndings("\n")));

    private static string Fill(HandlebarsTemplate<TextWriter, object, object> template, string shown, Dictionary<string, object> model)
    {
        using var writer = new BoundedWriter(LargestTest, () => Refused(shown, "writes more than 1 MiB"));
        template(writer, model);
        return writer.ToString().ReplaceLineEndings("\n");
    }

    private static string? Read(string name)
    {
        using var stream = typeof(TestTemplates).Assembly.GetManifestResourceStream($"{Prefix}{name}.hbs");
        if (stream is null) return null;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static ConnectorAuthException Refused(string shown, string why) => new(
        ErrorCodes.InvalidArgument, $"The template {shown} {why}.", "Mend it, or remove it, so that the shipped template counts.");

    /// <summary>Partials ship with the product; each is compiled when a template first asks for it.</summary>
    private sealed class ShippedPartials : IPartialTemplateResolver
    {
        /// <inheritdoc/>
        public bool TryRegisterPartial(IHandlebars env, string? partialName, string? templatePath)
        {
            if (partialName is null || Read(partialName) is not { } text) return false;
            env.RegisterTemplate(partialName, text.ReplaceLineEndings("\n"));
            return true;
        }
    }

    /// <summary>A text that ends with an error where a template repeats itself without end.</summary>
    private sealed class BoundedWriter(int limit, Func<Exception> tooLong) : StringWriter(System.Globalization.CultureInfo.InvariantCulture)
    {
        /// <inheritdoc/>
        public override void Write(char value)
        {
            Require(1);
            base.Write(value);
        }

        /// <inheritdoc/>
        public override void Write(string? value)
        {
            Require(value?.Length ?? 0);
            base.Write(value);
        }

        /// <inheritdoc/>
        public override void Write(char[] buffer, int index, int count)
        {
            Require(count);
            base.Write(buffer, index, count);
        }

        /// <inheritdoc/>
        public override void Write(ReadOnlySpan<char> buffer)
        {
            Require(buffer.Length);
            base.Write(buffer);
        }

        private void Require(int more)
        {
            if (GetStringBuilder().Length + more > limit) throw tooLong();
        }
    }
}
