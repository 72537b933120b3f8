namespace McpConnectorAuth.Portal;

/// <summary>Style sheet, script and icon, embedded into the assembly.</summary>
internal static class PortalAssets
{
    private static readonly Lazy<Dictionary<string, PortalAsset>> _all = new(() => new[]
    {
        Load("portal.css", "text/css; charset=utf-8"),
        Load("portal.js", "text/javascript; charset=utf-8"),
        Load("icon.svg", "image/svg+xml"),
    }.ToDictionary(asset => asset.Path, StringComparer.Ordinal));

    /// <summary>The asset at a path, or null.</summary>
    public static PortalAsset? Find(string path) => _all.Value.GetValueOrDefault(path);

    private static PortalAsset Load(string name, string contentType)
    {
        using var stream = typeof(PortalAssets).Assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new PortalAsset($"/assets/{name}", contentType, content);
    }
}
