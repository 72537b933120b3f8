using System.Text.Json;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.Verification;

/// <summary>
/// A file of HTTP requests, as the HTTP clients of IDEs and httpyac read it: three named requests with assertions, no value in it. The
/// product sends the file's requests itself, so that nothing has to be installed and the verdict is that of the built-in check.
/// </summary>
internal sealed class HttpDialect : TestDialect
{
    private const string Encoded = "_encoded";
    private const string InJson = "_json";
    private const string Changed = "_changed";

    public override TestLanguage Language => TestLanguage.Http;

    public override string Extension => "http";

    public override string Template => "http";

    public override TestToolchain? Toolchain => null;

    public override string Command(string path) => $"httpyac send {Word(path)} --all -e connector";

    public override string? Lacks(TestFacts facts) => facts.Seal switch
    {
        TestSeal.Certificate => "its clients take certificates from their own settings",
        TestSeal.Described or TestSeal.AwsV4 or TestSeal.OAuth1 => "it has no way to sign a request that all its clients know",
        _ when Everything(facts).Any(value => value.Optional) => "it can't leave out a value that is optional",
        _ when facts.Plan.Placements.Any(group => group.Key is not (PlacementLocation.Header or PlacementLocation.Cookie) && group.Any(IsComputed)) => "it encodes values in headers only",
        _ => null,
    };

    /// <summary>What fills the holes of a written file.</summary>
    /// <param name="facts">What the file was written from.</param>
    /// <param name="values">The values of the connection.</param>
    public static IReadOnlyDictionary<string, string> Variables(TestFacts facts, CredentialValues values)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        var changed = new CredentialValues(values.All.Select(pair =>
            facts.Plan.Secrets.Contains(pair.Key) ? KeyValuePair.Create(pair.Key, new Secret(pair.Value.Reveal() + "x")) : pair));
        foreach (var parameter in facts.Parameters)
        {
            var prefix = Everything(facts).Select(placed => placed.Format)
                .Where(format => PrefixOf(format) is not null && ParameterNameComparer.Instance.Equals(format.ParameterNames[0], parameter.Name))
                .Select(PrefixOf).FirstOrDefault();
            var value = ParameterValues.Require(values, parameter.Name);
            if (prefix is not null) value = CredentialFormat.WithoutTypedPrefix(prefix, value);
            variables[parameter.Name] = value;
            variables[parameter.Name + Encoded] = Uri.EscapeDataString(value);
            variables[parameter.Name + InJson] = JsonEncodedText.Encode(value).ToString();
        }

        foreach (var value in Everything(facts).Where(IsComputed))
        {
            variables[VariableOf(value)] = value.Format.Render(values);
            variables[VariableOf(value) + Changed] = value.Format.Render(changed);
        }

        return variables;
    }

    protected override Dictionary<string, object> LanguageModel(TestFacts facts)
    {
        var controls = facts.LockoutWarning is null ? new[] { ControlVariant.Credential, ControlVariant.NoCredential, ControlVariant.ChangedCredential } : [ControlVariant.Credential];
        var requests = controls.Select(control => Request(facts, control)).ToList();
        var text = string.Join('\n', requests.SelectMany(request => (List<string>)request["lines"]));
        return new Dictionary<string, object>
        {
            ["requests"] = requests,
            ["command"] = Command(facts.TestPath),
            ["variables"] = facts.Parameters
                .SelectMany(parameter => new[] { (parameter.Name, ""), (parameter.Name + Encoded, $": {parameter.Name}, percent-encoded"), (parameter.Name + InJson, $": {parameter.Name} as it stands inside a JSON text") })
                .Concat(Everything(facts).Where(IsComputed).SelectMany(value => new[] { (VariableOf(value), $": {Comment(value.Format.Text)}"), (VariableOf(value) + Changed, ": the same of a wrong value") }))
                .Where(variable => text.Contains($"{{{{{variable.Item1}}}}}", StringComparison.Ordinal))
                .Select(variable => variable.Item1 + variable.Item2)
                .ToList(),
        };
    }

    private static Dictionary<string, object> Request(TestFacts facts, ControlVariant control)
    {
        var plan = facts.Plan;
        var lines = new List<string> { $"{plan.Verb} {plan.Scheme}://{plan.Host.Text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal)}{Path(facts, control)}{Query(facts, control)}" };
        lines.Add("Accept: application/json, */*;q=0.5");
        lines.AddRange(Carried(facts, PlacementLocation.Header, control).Select(value => $"{value.Name}: {HeaderText(facts, value, control)}"));
        var cookies = Carried(facts, PlacementLocation.Cookie, control).Select(value => $"{value.Name}={HeaderText(facts, value, control)}").ToList();
        if (cookies.Count > 0) lines.Add($"Cookie: {string.Join("; ", cookies)}");
        if (facts.Seal is TestSeal.Digest digest && control != ControlVariant.NoCredential)
            lines.Add($"Authorization: Digest {Hole(facts, digest.UserName, "", control)} {Hole(facts, digest.Password, "", control)}");
        if (plan.BodyEncoding != BodyEncoding.None)
        {
            var isForm = plan.BodyEncoding == BodyEncoding.Form;
            if (!plan.Placements[PlacementLocation.Header].Any(value => value.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)))
                lines.Add($"Content-Type: {(isForm ? "application/x-www-form-urlencoded" : "application/json")}");
            lines.Add("");
            var fields = Carried(facts, PlacementLocation.Body, control).ToList();
            lines.Add(isForm
                ? string.Join('&', fields.Select(value => $"{Uri.EscapeDataString(value.Name)}={Text(facts, value.Format, Encoded, control)}"))
                : $"{{{string.Join(", ", fields.Select(value => $"\"{JsonEncodedText.Encode(value.Name)}\": \"{Text(facts, value.Format, InJson, control)}\""))}}}");
        }

        return new Dictionary<string, object> { ["name"] = HttpFile.NameOf(control), ["accepted"] = control == ControlVariant.Credential, ["lines"] = lines };
    }

    private static string Path(TestFacts facts, ControlVariant control)
    {
        var path = string.Concat(facts.Plan.Path.Parts.Select(part => part switch
        {
            FormatPart.Hole hole when control == ControlVariant.NoCredential && facts.Plan.HoldsSecret([hole.Name]) => "",
            FormatPart.Hole hole => Hole(facts, hole.Name, Encoded, control),
            _ => UrlText(((FormatPart.Literal)part).Text),
        }));
        return control == ControlVariant.NoCredential && facts.KeyIsInPath ? path.Replace("//", "/", StringComparison.Ordinal) : path;
    }

    private static string Query(TestFacts facts, ControlVariant control)
    {
        var pairs = facts.Plan.Query
            .Where(pair => control != ControlVariant.NoCredential || !facts.Plan.HoldsSecret(pair.Value.ParameterNames))
            .Select(pair => UrlText(pair.Key) + "=" + string.Concat(pair.Value.Parts.Select(part => part is FormatPart.Hole hole ? Hole(facts, hole.Name, Encoded, control) : UrlText(((FormatPart.Literal)part).Text))))
            .Concat(Carried(facts, PlacementLocation.Query, control).Select(value => $"{Uri.EscapeDataString(value.Name)}={Text(facts, value.Format, Encoded, control)}"))
            .ToList();
        return pairs.Count == 0 ? "" : "?" + string.Join('&', pairs);
    }

    /// <summary>What a control carries in one place.</summary>
    private static IEnumerable<PlacedValue> Carried(TestFacts facts, PlacementLocation location, ControlVariant control) =>
        Placed(facts, location).Where(pair => control != ControlVariant.NoCredential || !pair.IsSecret).Select(pair => pair.Value);

    private static IEnumerable<PlacedValue> Everything(TestFacts facts) => facts.Plan.Placements.SelectMany(group => group);

    /// <summary>A header's or cookie's value; HTTP Basic as all clients encode it themselves.</summary>
    private static string HeaderText(TestFacts facts, PlacedValue value, ControlVariant control)
    {
        var (user, password) = SplitBasic(value.Format);
        if (user is null) return Text(facts, value.Format, "", control);
        return $"Basic {string.Concat(user.Select(part => Part(facts, part, "", control)))} {string.Concat(password!.Select(part => Part(facts, part, "", control)))}";
    }

    private static string Text(TestFacts facts, CredentialFormat format, string form, ControlVariant control)
    {
        var computed = Everything(facts).FirstOrDefault(value => ReferenceEquals(value.Format, format) && IsComputed(value));
        if (computed is not null) return $"{{{{{VariableOf(computed)}{(control == ControlVariant.ChangedCredential ? Changed : "")}}}}}";
        return string.Concat(format.Parts.Select(part => Part(facts, part, form, control)));
    }

    private static string Part(TestFacts facts, FormatPart part, string form, ControlVariant control) => part switch
    {
        FormatPart.Hole hole => Hole(facts, hole.Name, form, control),
        FormatPart.Literal literal when form == Encoded => Uri.EscapeDataString(literal.Text),
        FormatPart.Literal literal when form == InJson => JsonEncodedText.Encode(literal.Text).ToString(),
        _ => ((FormatPart.Literal)part).Text,
    };

    /// <summary>The hole of a value; a letter behind a secret makes it a wrong one in every client.</summary>
    private static string Hole(TestFacts facts, string name, string form, ControlVariant control) =>
        $"{{{{{facts.NameOf(name)}{form}}}}}{(control == ControlVariant.ChangedCredential && facts.Plan.Secrets.Contains(name) ? "x" : "")}";

    /// <summary>Whether a value can only be given as a whole: it is encoded in another way than HTTP Basic with two parts.</summary>
    private static bool IsComputed(PlacedValue value) =>
        value.Format.Parts.Any(part => part is FormatPart.Base64) && SplitBasic(value.Format).User is null;

    private static string VariableOf(PlacedValue value) => string.Concat(value.Name.ToLowerInvariant().Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_'));

    /// <summary>User name and password of HTTP Basic where neither is empty and the user name's text has no blank.</summary>
    private static (IReadOnlyList<FormatPart>? User, IReadOnlyList<FormatPart>? Password) SplitBasic(CredentialFormat format)
    {
        if (format.Parts is not [FormatPart.Literal { Text: "Basic " }, FormatPart.Base64 { Inner: var inner }]) return (null, null);
        List<FormatPart> user = [], password = [];
        var isPassword = false;
        foreach (var part in inner)
        {
            if (part is FormatPart.Base64) return (null, null);
            if (isPassword || part is not FormatPart.Literal literal || literal.Text.IndexOf(':', StringComparison.Ordinal) is not (>= 0 and var colon))
            {
                (isPassword ? password : user).Add(part);
                continue;
            }

            isPassword = true;
            if (colon > 0) user.Add(new FormatPart.Literal(literal.Text[..colon]));
            if (colon + 1 < literal.Text.Length) password.Add(new FormatPart.Literal(literal.Text[(colon + 1)..]));
        }

        return user.Count > 0 && password.Count > 0 && !user.OfType<FormatPart.Literal>().Any(literal => literal.Text.Contains(' ', StringComparison.Ordinal)) ? (user, password) : (null, null);
    }

    private static string Comment(string text) => string.Concat(text.Where(character => !char.IsControl(character)));
}
