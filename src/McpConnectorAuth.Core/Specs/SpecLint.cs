using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Specs.Yaml;

namespace McpConnectorAuth.Core.Specs;

/// <summary>
/// Looks for what does not fit together between a document and its spec, and inside the spec. Codes: <c>document_changed</c>,
/// <c>method_missing</c>, <c>method_unknown</c>, <c>kind_differs</c>, <c>placement_differs</c>, <c>host_differs</c>,
/// <c>unverified_fact</c>, <c>issued_token_required</c>, <c>secret_not_marked</c>.
/// </summary>
public static class SpecLint
{
    /// <summary>Checks a spec.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="analysis">What the document states now; null checks the spec alone.</param>
    public static IReadOnlyList<SpecFinding> Check(ConnectorSpec spec, AuthAnalysis? analysis) => Check(spec, analysis, root: null);

    /// <summary>Checks the spec in a file, so that findings name its lines.</summary>
    /// <param name="path">The file.</param>
    /// <param name="displayPath">How messages name it.</param>
    /// <param name="analysis">What the document states now; null checks the spec alone.</param>
    /// <exception cref="ConnectorAuthException">As <see cref="ConnectorSpecFile.Load"/>.</exception>
    public static IReadOnlyList<SpecFinding> CheckFile(string path, string displayPath, AuthAnalysis? analysis)
    {
        var (spec, root) = ConnectorSpecFile.LoadWithTree(path, displayPath);
        return Check(spec, analysis, root);
    }

    private static List<SpecFinding> Check(ConnectorSpec spec, AuthAnalysis? analysis, YamlNode? root)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var lines = new SpecLines(root);
        return
        [
            .. analysis is null ? [] : Conflicts(spec, analysis, lines),
            .. Unverified(spec, lines),
            .. IssuedTokens(spec, lines),
            .. UnmarkedSecrets(spec, lines),
        ];
    }

    private static IEnumerable<SpecFinding> Conflicts(ConnectorSpec spec, AuthAnalysis analysis, SpecLines lines)
    {
        var section = spec.Authentication;
        if (section.DocumentSha256 is { } sha && sha != analysis.Document.Sha256)
        {
            yield return new SpecFinding(
                "document_changed",
                $"{analysis.Document.Path} has changed since the spec was made; generate_spec follows it.",
                lines.Of("authentication", "document_sha256"),
                0);
        }

        foreach (var documented in analysis.Methods.Where(method => method.Kind is not (AuthKind.None or AuthKind.NotDocumented)))
        {
            var index = IndexOf(section.Methods, documented.Name);
            if (index < 0)
            {
                if (!documented.Deprecated && !section.Methods.Any(method => IsSameWay(method, documented)))
                    yield return new SpecFinding("method_missing", $"The document states the method {documented.Name}, which the spec lacks.", lines.Of("authentication", "methods"), LineOf(documented, "kind"));
                continue;
            }

            var method = section.Methods[index];
            if (method.Kind != documented.Kind)
            {
                yield return new SpecFinding(
                    "kind_differs",
                    $"{method.Name} is {EnumNames<AuthKind>.NameOf(method.Kind)} in the spec and {EnumNames<AuthKind>.NameOf(documented.Kind)} in the document.",
                    lines.Of("authentication", "methods", index, "kind"),
                    LineOf(documented, "kind"));
            }

            if (documented.Placements.Count > 0 && !HaveSamePlacements(method.Placements, documented.Placements))
            {
                yield return new SpecFinding(
                    "placement_differs",
                    $"{method.Name} goes onto a request as {Words(method.Placements)} in the spec and as {Words(documented.Placements)} in the document.",
                    lines.Of("authentication", "methods", index, "placements"),
                    LineOf(documented, "placement"));
            }
        }

        foreach (var (method, index) in section.Methods.Select((method, index) => (method, index)))
        {
            if (!section.Unverified.Contains($"{method.Name}.placement") && !section.Unverified.Contains($"{method.Name}.kind")
                && analysis.Methods.All(documented => documented.Name != method.Name && !IsSameWay(method, documented)))
            {
                yield return new SpecFinding("method_unknown", $"The document states no method like {method.Name}.", lines.Of("authentication", "methods", index), 0);
            }
        }

        foreach (var finding in Hosts(section, analysis, lines)) yield return finding;
    }

    private static IEnumerable<SpecFinding> Hosts(AuthenticationSection section, AuthAnalysis analysis, SpecLines lines)
    {
        var documented = analysis.BaseUrls.Select(url => (Host: HostOf(url.Url), url.Line)).Where(url => url.Host is not null).ToList();
        if (documented.Count == 0) yield break;
        foreach (var (url, index) in section.BaseUrls.Select((url, index) => (url, index)))
        {
            if (HostOf(url.Url) is { } host && !documented.Exists(candidate => candidate.Host == host))
            {
                yield return new SpecFinding(
                    "host_differs",
                    $"The base URL {url.Url} is on the host {Plain(host)}, which the document does not name; it names {string.Join(", ", documented.Select(candidate => Plain(candidate.Host!)).Distinct())}.",
                    lines.Of("authentication", "base_urls", index),
                    documented[0].Line);
            }
        }

        // Every host that may receive a credential counts, not only those of base URLs.
        var known = documented.Select(candidate => candidate.Host)
            .Concat(analysis.Methods.SelectMany(method => new[] { method.OAuth?.AuthorizeUrl, method.OAuth?.TokenUrl, method.OAuth?.DeviceUrl, method.OAuth?.RevocationUrl }).Select(HostOf))
            .Concat(analysis.Verification.Select(call => HostOf(call.Path)))
            .Concat(section.BaseUrls.Select(url => HostOf(url.Url)))
            .ToHashSet();
        foreach (var (host, index) in section.Hosts.Select((host, index) => (host, index)))
        {
            if (!known.Contains(Shape(host)))
                yield return new SpecFinding("host_differs", $"A credential may go to {host}, which the document does not name.", lines.Of("authentication", "hosts", index), 0);
        }
    }

    private static IEnumerable<SpecFinding> Unverified(ConnectorSpec spec, SpecLines lines) => spec.Authentication.Unverified.Select((fact, index) => new SpecFinding(
        "unverified_fact",
        $"No quote of the document supports {fact}; check it yourself or call generate_spec with the quote.",
        lines.Of("authentication", "unverified", index),
        0));

    private static IEnumerable<SpecFinding> IssuedTokens(ConnectorSpec spec, SpecLines lines) => spec.Authentication.Methods
        .Where(method => method.Kind.IsOAuth2())
        .SelectMany(method => spec.ParametersOf(method).Where(parameter => parameter.Required && MethodDraft.IsIssuedName(parameter.Name)).Select(parameter => new SpecFinding(
            "issued_token_required",
            $"{method.Name} requires the parameter {parameter.Name}, which the token endpoint issues; no person can enter it.",
            lines.OfParameter(parameter.Name),
            0)));

    private static IEnumerable<SpecFinding> UnmarkedSecrets(ConnectorSpec spec, SpecLines lines) => spec.Connection.Parameters
        .Concat(spec.Connection.AuthMethods.SelectMany(method => method.Parameters))
        .Where(parameter => !parameter.Secret && ParameterNames.SoundsSecret(parameter.Name))
        .DistinctBy(parameter => parameter.Name)
        .Select(parameter => new SpecFinding("secret_not_marked", $"The parameter {parameter.Name} is not marked as secret.", lines.OfParameter(parameter.Name), 0));

    private static int IndexOf(IReadOnlyList<SpecMethod> methods, string name) => methods.ToList().FindIndex(method => method.Name == name);

    private static int LineOf(AuthMethod method, string fact) =>
        (method.Evidence.FirstOrDefault(evidence => evidence.Fact.StartsWith(fact, StringComparison.Ordinal)) ?? (method.Evidence.Count > 0 ? method.Evidence[0] : null))?.Line ?? 0;

    private static bool IsSameWay(SpecMethod method, AuthMethod documented) => method.Kind == documented.Kind && HaveSamePlacements(method.Placements, documented.Placements);

    private static bool HaveSamePlacements(IReadOnlyList<Placement> left, IReadOnlyList<Placement> right) =>
        left.Select(Shape).ToHashSet(StringComparer.Ordinal).SetEquals(right.Select(Shape));

    // Header names are the same in either case (RFC 9110 section 5.1), and so is a hole whatever its name.
    private static string Shape(Placement placement)
    {
        var name = placement.In == PlacementLocation.Header ? placement.Name.ToLowerInvariant() : placement.Name;
        return $"{EnumNames<PlacementLocation>.NameOf(placement.In)} {(placement.In == PlacementLocation.Path ? "" : name)}: {Shape(placement.Format)}";
    }

    private static string Shape(string template) => SpecUrl.RenameHoles(template, _ => "_");

    private static string? HostOf(string? url) =>
        url is not null && (SpecUrl.TryParse(url, out var parsed) || SpecUrl.TryParse($"https://{url[(url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? 7 : 0)..]}", out parsed))
            ? Shape(parsed.Host)
            : null;

    private static string Plain(string host) => host.Replace("{_}", "{…}", StringComparison.Ordinal);

    /// <summary>Placements in one line.</summary>
    internal static string Words(IReadOnlyList<Placement> placements) => placements.Count == 0
        ? "nothing"
        : string.Join(" and ", placements.Select(placement => $"{EnumNames<PlacementLocation>.NameOf(placement.In)} {placement.Name}: {placement.Format}"));
}
