using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.Specs;

/// <summary>Reads overrides and applies them to a draft; the grammar is that of <see cref="SpecOverride"/>.</summary>
internal static partial class SpecOverrides
{
    private const int MaximumLength = 2048;
    private const int MaximumCount = 64;

    /// <summary>How a placement is written.</summary>
    public const string PlacementForm =
        "\"header X-Api-Key: {api_key}\", \"query key={api_key}\", \"cookie sid={session}\", \"body key={api_key}\" or \"path bot{token}\"";

    private const string ParameterForm = "\"email, public\", \"api_key, secret\", \"region, public, optional\" or \"login_code, one_time\"";

    /// <summary>Applies them in order.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.InvalidArgument"/> where one does not follow the grammar; the message says the form.</exception>
    public static void Apply(SpecDraft draft, IReadOnlyList<SpecOverride> overrides)
    {
        if (overrides.Count > MaximumCount) throw Invalid("overrides", $"at most {MaximumCount} overrides");
        var once = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in overrides)
        {
            var fact = item.Fact?.Trim() ?? "";
            var value = item.Value?.Trim() ?? "";
            if (value.Length is 0 or > MaximumLength || value.Any(char.IsControl)) throw Invalid(fact, $"a value of one line, 1 to {MaximumLength} characters");
            var isRepeatable = fact.EndsWith(".placement", StringComparison.Ordinal) || fact.EndsWith(".parameter", StringComparison.Ordinal) || fact is "verification" or "host"
                || SpecGrantOverrides.IsRepeatable(fact[(fact.LastIndexOf('.') + 1)..]);
            if (!once.Add(fact) && !isRepeatable) throw Invalid(fact, "one override per fact; this one is given twice");
            if (value == SettledFacts.AsDocumented) continue;
            if (fact != "display_name") draft.Settled.Add(fact);
            ApplyOne(draft, item with { Fact = fact, Value = value });
        }

        // Which method is meant first can be known only when all are there.
        foreach (var item in overrides.Where(item => item.Fact.Trim() == "recommended_method" && item.Value.Trim() != SettledFacts.AsDocumented))
        {
            var name = item.Value.Trim();
            draft.Recommended = draft.Methods.Exists(method => method.Name == name)
                ? name
                : throw Invalid("recommended_method", $"one of: {Names(draft)}");
        }
    }

    private static void ApplyOne(SpecDraft draft, SpecOverride item)
    {
        switch (item.Fact)
        {
            case "display_name":
                draft.DisplayName = item.Value.Length <= 200 ? item.Value : throw Invalid(item.Fact, "a name of at most 200 characters");
                break;
            case "base_url":
                ApplyBaseUrl(draft, item);
                break;
            case "verification":
                ApplyVerification(draft, item);
                break;
            case "host":
                if (!SpecUrl.IsHost(item.Value)) throw Invalid(item.Fact, "a host in lower case, such as api.example.com, {subdomain}.example.com or api.example.com:8443");
                if (draft.Hosts.Add(item.Value)) draft.Check(item, [item.Value]);
                break;
            case "recommended_method":
                break;
            default:
                ApplyToMethod(draft, item);
                break;
        }
    }

    private static void ApplyBaseUrl(SpecDraft draft, SpecOverride item)
    {
        if (!SpecUrl.TryParse(item.Value, out var url)) throw Invalid(item.Fact, SpecUrl.Expected);
        var documented = draft.BaseUrls.Find(candidate => candidate.Url == url.Text);
        if (documented is null)
        {
            var passage = draft.Check(item, QuoteCheck.OfUrl(url));
            documented = new SpecBaseUrl(url.Text, "production", passage?.Line ?? 0, passage?.Document);
        }

        draft.BaseUrls.Clear();
        draft.BaseUrls.Add(documented);
    }

    private static void ApplyVerification(SpecDraft draft, SpecOverride item)
    {
        var match = Call().Match(item.Value);
        var path = match.Groups[2].Value;
        if (!match.Success || (!SpecUrl.IsPath(path) && !SpecUrl.TryParse(path, out _)))
            throw Invalid(item.Fact, "an HTTP method and a path, such as \"GET /users/me\" (GET, HEAD or POST; an https URL where the call goes to another host)");
        var call = new SpecVerification(match.Groups[1].Value, path, 0);
        var documented = draft.Verification.Find(candidate => candidate.Method == call.Method && candidate.Path == call.Path);
        var essentials = SpecUrl.TryParse(path, out var url) ? QuoteCheck.OfUrl(url) : QuoteCheck.OfPath(path);
        draft.Verification.RemoveAll(candidate => candidate.Method == call.Method && candidate.Path == call.Path);
        if (documented is null && draft.Check(item, essentials) is { } passage) call = call with { Line = passage.Line, Document = passage.Document };
        draft.Verification.Insert(draft.SuppliedVerifications++, documented ?? call);
    }

    private static void ApplyToMethod(SpecDraft draft, SpecOverride item)
    {
        var dot = item.Fact.LastIndexOf('.');
        var (name, aspect) = dot < 0 ? ("", item.Fact) : (item.Fact[..dot], item.Fact[(dot + 1)..]);
        if (!SpecReader.IsName(name)) throw UnknownFact(item.Fact);
        switch (aspect)
        {
            case "placement":
                ApplyPlacement(draft, item, name);
                break;
            case "kind":
                ApplyKind(draft, item, name);
                break;
            case "parameter":
                ApplyParameter(draft, item, Require(draft, item, name));
                break;
            case "authorize_url" or "authorization_url" or "token_url" or "device_url" or "revocation_url" or "scopes" or "pkce" or "token_auth" or "flow":
                ApplyOAuth(draft, item, aspect, RequireOAuth(draft, item, name));
                break;
            case var grant when SpecGrantOverrides.Knows(grant):
                SpecGrantOverrides.Apply(draft, item, grant, name == "oauth" ? RequireOAuth(draft, item, name) : Require(draft, item, name));
                break;
            default:
                throw UnknownFact(item.Fact);
        }
    }

    private static void ApplyPlacement(SpecDraft draft, SpecOverride item, string name)
    {
        var placement = TryReadPlacement(item.Value, out var read) ? read : throw Invalid(item.Fact, PlacementForm);
        var method = draft.Methods.Find(candidate => candidate.Name == name);
        var isDocumented = method is { HasSuppliedPlacement: false } && method.Placements.Contains(placement);
        if (method is null)
        {
            method = new MethodDraft { Name = name, Kind = KindOf(placement) };
            draft.Methods.Add(method);
        }

        if (!method.HasSuppliedPlacement) method.ReplacePlacements([]);

        method.HasSuppliedPlacement = true;
        method.Placements.Add(placement);
        if (isDocumented) return;
        draft.Support(method, "placement", item, QuoteCheck.OfPlacement(placement));
    }

    /// <summary>Reads a placement that <see cref="TryReadPlacement"/> accepts.</summary>
    public static Placement ReadPlacement(string value) => TryReadPlacement(value, out var placement) ? placement : throw Invalid("placement", PlacementForm);

    /// <summary>Reads a placement as <see cref="PlacementForm"/> shows it.</summary>
    public static bool TryReadPlacement(string value, [NotNullWhen(true)] out Placement? placement)
    {
        placement = null;
        var match = PlacementShape().Match(value);
        if (!match.Success || !EnumNames<PlacementLocation>.TryParse(match.Groups[1].Value.ToLowerInvariant(), out var location)) return false;
        var rest = match.Groups[2].Value;
        var separator = location switch
        {
            PlacementLocation.Header => rest.IndexOf(':', StringComparison.Ordinal),
            PlacementLocation.Path => -1,
            _ => rest.IndexOf('=', StringComparison.Ordinal),
        };
        var format = rest[(separator + 1)..].Trim();
        if (!CredentialFormat.TryParse(format, out var parsed)) return false;
        var name = location == PlacementLocation.Path ? parsed.ParameterNames.FirstOrDefault("") : rest[..Math.Max(separator, 0)].Trim();
        var isSound = location is PlacementLocation.Header or PlacementLocation.Cookie ? SpecReader.IsToken(name) : name.Length is > 0 and <= 200 && !name.Any(char.IsWhiteSpace);
        if (isSound && format.Length > 0) placement = new Placement(location, name, format);
        return placement is not null;
    }

    /// <summary>A placement as <see cref="PlacementForm"/> shows it; null where it can't be written so.</summary>
    public static string? Write(Placement placement)
    {
        var location = EnumNames<PlacementLocation>.NameOf(placement.In);
        var text = placement.In switch
        {
            PlacementLocation.Header => $"{location} {placement.Name}: {placement.Format}",
            PlacementLocation.Path => $"{location} {placement.Format}",
            _ => $"{location} {placement.Name}={placement.Format}",
        };
        return TryReadPlacement(text, out var read) && read == placement ? text : null;
    }

    private static AuthKind KindOf(Placement placement)
    {
        if (placement.In != PlacementLocation.Header || !placement.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)) return AuthKind.ApiKey;
        if (placement.Format.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return AuthKind.Bearer;
        return placement.Format.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) ? AuthKind.Basic : AuthKind.ApiKey;
    }

    private static void ApplyKind(SpecDraft draft, SpecOverride item, string name)
    {
        if (!EnumNames<AuthKind>.TryParse(item.Value, out var kind) || kind is AuthKind.None or AuthKind.NotDocumented)
        {
            var names = EnumNames<AuthKind>.All.Except([EnumNames<AuthKind>.NameOf(AuthKind.None), EnumNames<AuthKind>.NameOf(AuthKind.NotDocumented)]);
            throw Invalid(item.Fact, $"one of {string.Join(", ", names)}");
        }

        var method = draft.Methods.Find(candidate => candidate.Name == name);
        if (method?.Kind == kind && method.Evidence.Count > 0) return;
        if (method is null)
        {
            method = new MethodDraft { Name = name, Kind = kind };
            draft.Methods.Add(method);
        }

        method.Kind = kind;
        draft.Support(method, "kind", item, QuoteCheck.OfKind(kind));
    }

    private static void ApplyParameter(SpecDraft draft, SpecOverride item, MethodDraft method)
    {
        var words = item.Value.Split(',', StringSplitOptions.TrimEntries);
        var traits = words.Skip(1).Select(word => word.ToLowerInvariant()).ToList();
        var isSound = SpecReader.IsName(words[0])
            && traits.TrueForAll(trait => trait is "secret" or "public" or "required" or "optional" or "one_time")
            && !(traits.Contains("secret") && traits.Contains("public"))
            && !(traits.Contains("required") && traits.Contains("optional"));
        if (!isSound) throw Invalid(item.Fact, ParameterForm);
        var wanted = new AuthParameter(words[0], !traits.Contains("optional"), !traits.Contains("public"), null);
        if (traits.Contains("one_time")) method.OneTime.Add(wanted.Name);
        if (method.Find(wanted.Name) is { } stated && stated.Required == wanted.Required && stated.Secret == wanted.Secret) return;
        method.Set(wanted);
        draft.Support(method, $"parameter.{wanted.Name}", item, QuoteCheck.OfName(wanted.Name));
    }

    private static void ApplyOAuth(SpecDraft draft, SpecOverride item, string aspect, MethodDraft method)
    {
        var oauth = method.OAuth;
        switch (aspect)
        {
            case "flow":
                // How the connector is used, which no document says: nothing to check.
                var flows = method.IsForMachines ? ["m2m"] : SpecReader.Flows.Except(["m2m"]);
                method.Flow = flows.Contains(item.Value) ? item.Value : throw Invalid(item.Fact, $"{string.Join(" or ", flows)} for a method of the kind {EnumNames<AuthKind>.NameOf(method.Kind)}");
                break;
            case "scopes":
                var scopes = item.Value.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
                if (oauth.Scopes is { } stated && scopes.SequenceEqual(stated)) return;
                Change(oauth with { Scopes = scopes }, scopes);
                break;
            case "pkce":
                if (!SpecGrantReader.PkceNames.Contains(item.Value)) throw Invalid(item.Fact, "required, supported or rejected");
                Change(oauth with { Pkce = item.Value }, ["PKCE"]);
                break;
            case "token_auth":
                if (!SpecReader.TokenAuthNames.Contains(item.Value)) throw Invalid(item.Fact, string.Join(", ", SpecReader.TokenAuthNames));
                if (method.TokenAuth == item.Value) return;
                method.TokenAuth = item.Value;
                draft.Support(method, aspect, item, [item.Value switch { "basic" => "basic", "private_key_jwt" or "client_secret_jwt" => "jwt", _ => "client_" }]);
                break;
            default:
                if (!SpecUrl.TryParse(item.Value, out var url)) throw Invalid(item.Fact, SpecUrl.Expected);
                Change(
                    aspect switch
                    {
                        "token_url" => oauth with { TokenUrl = item.Value },
                        "device_url" => oauth with { DeviceAuthorizationUrl = item.Value },
                        "revocation_url" => oauth with { RevocationUrl = item.Value },
                        _ => oauth with { AuthorizationUrl = item.Value },
                    },
                    QuoteCheck.OfUrl(url));
                break;
        }

        void Change(SpecMethodOAuth changed, IEnumerable<string> essentials)
        {
            if (changed == oauth) return;
            method.OAuth = changed;
            draft.Support(method, aspect, item, essentials);
        }
    }

    private static MethodDraft Require(SpecDraft draft, SpecOverride item, string name) =>
        draft.Methods.Find(candidate => candidate.Name == name)
        ?? throw Invalid(item.Fact, $"a method of the document ({Names(draft)}), or a new one whose {name}.placement comes first");

    private static MethodDraft RequireOAuth(SpecDraft draft, SpecOverride item, string name) =>
        draft.Methods.Find(candidate => candidate.Name == name && candidate.IsOAuth2)
        ?? (name == "oauth" ? draft.Methods.Find(candidate => candidate.IsOAuth2) : null)
        ?? throw Invalid(item.Fact, $"an OAuth 2.0 method; there is none of that name. Put \"{name}.kind\" = \"oauth2_client_credentials\" (or another oauth2_ kind) before it");

    private static string Names(SpecDraft draft) =>
        draft.Methods.Count == 0 ? "the document states none" : string.Join(", ", draft.Methods.Select(method => method.Name));

    private static ConnectorAuthException UnknownFact(string fact) => Invalid(
        fact,
        "one of the facts display_name, base_url, host, verification, recommended_method, {method}.placement, {method}.kind, {method}.parameter, oauth.authorize_url, oauth.token_url, oauth.scopes, oauth.pkce, oauth.token_auth, oauth.flow, or {method}. with one of: " + SpecGrantOverrides.Names);

    /// <summary>The error for an override that does not follow the grammar.</summary>
    public static ConnectorAuthException Invalid(string fact, string expected) => new(
        ErrorCodes.InvalidArgument,
        $"The override \"{(fact.Length <= 80 ? fact : fact[..80] + "…")}\" can't be used as it is.",
        $"Expected: {expected}.");

    [GeneratedRegex(@"\A(GET|HEAD|POST)\s+(\S+)\z", RegexOptions.NonBacktracking)]
    private static partial Regex Call();

    [GeneratedRegex(@"\A([A-Za-z]+)\s+(.+)\z", RegexOptions.NonBacktracking)]
    private static partial Regex PlacementShape();
}
