using System.Globalization;
using System.Text.RegularExpressions;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.Specs;

/// <summary>
/// Overrides of how a method's tokens, sessions and signatures come about: each entry of the table says the form of the value, what a
/// passage of the document has to hold, and what it changes.
/// </summary>
internal static partial class SpecGrantOverrides
{
    private const string Format = "a text with {parameter} holes";

    private static readonly Dictionary<string, string> Separators = new(StringComparer.Ordinal) { ["comma"] = ",", ["blank"] = " ", ["plus"] = "+", ["semicolon"] = ";" };

    private static readonly Dictionary<string, Setting> Settings = new(StringComparer.Ordinal)
    {
        ["issuer"] = Url((oauth, url) => oauth with { Issuer = url }),
        ["refresh_url"] = Url((oauth, url) => oauth with { RefreshUrl = url }),
        ["pushed_authorization_request_url"] = Url((oauth, url) => oauth with { PushedAuthorizationRequestUrl = url }),
        ["request_token_url"] = Url((oauth, url) => oauth with { RequestTokenUrl = url }),
        ["scope_separator"] = new("comma, blank, plus or semicolon", Separators.ContainsKey, _ => ["scope"], OfOAuth((oauth, value) => oauth with { ScopeSeparator = Separators[value] })),
        ["token_body"] = new($"one of {string.Join(", ", SpecGrantReader.BodyNames)}", SpecGrantReader.BodyNames.Contains, value => [value], OfOAuth((oauth, value) => oauth with { TokenBody = value })),
        ["redirect_uri"] = new("a URL on this machine with a port, such as http://127.0.0.1:8765/callback", SpecGrantReader.IsRedirectUri, value => [value], OfOAuth((oauth, value) => oauth with { RedirectUri = value })),
        ["access_token_path"] = new("member names joined by dots, such as data.access_token", PathShape().IsMatch, value => value.Split('.'), OfOAuth((oauth, value) => oauth with { AccessTokenPath = value })),
        ["extra_auth_param"] = Pair("a parameter of the authorization request, such as \"prompt=consent\"", (oauth, name, value) => oauth with { ExtraAuthParams = Add(oauth.ExtraAuthParams, name, value) }),
        ["extra_token_param"] = Pair("a parameter of token requests, such as \"audience=api\"", (oauth, name, value) => oauth with { ExtraTokenParams = Add(oauth.ExtraTokenParams, name, value) }),
        ["reply_fact"] = Pair("a fact and where it stands in the token reply, such as \"instance_url=instance_url\"", (oauth, name, value) => oauth with { ReplyFacts = Add(oauth.ReplyFacts, name, value) }),
        ["callback_fact"] = Pair("a fact and the callback's query parameter, such as \"realm_id=realmId\"", (oauth, name, value) => oauth with { CallbackFacts = Add(oauth.CallbackFacts, name, value) }),
        ["assertion_key"] = new("the name of the parameter that holds the key", SpecReader.IsName, QuoteCheck.OfName, OfOAuth((oauth, value) => oauth with { Assertion = (oauth.Assertion ?? new SpecAssertion { Key = value }) with { Key = value } })),
        ["assertion_algorithm"] = Assertion($"one of {string.Join(", ", SpecGrantReader.AssertionAlgorithms)}", SpecGrantReader.AssertionAlgorithms.Contains, (assertion, value) => assertion with { Algorithm = value }),
        ["assertion_key_id"] = Assertion(Format, IsFormat, (assertion, value) => assertion with { KeyId = value }),
        ["assertion_issuer"] = Assertion(Format, IsFormat, (assertion, value) => assertion with { Issuer = value }),
        ["assertion_subject"] = Assertion(Format, IsFormat, (assertion, value) => assertion with { Subject = value }),
        ["assertion_audience"] = Assertion(Format, IsFormat, (assertion, value) => assertion with { Audience = value }),
        ["assertion_lifetime"] = Assertion("a number of seconds", value => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 86400,
            (assertion, value) => assertion with { Lifetime = int.Parse(value, CultureInfo.InvariantCulture) }),
        ["assertion_claim"] = new("a claim and its value, such as \"scope={scope}\"", PairShape().IsMatch, value => [value.Split('=')[0]],
            (method, value) => ChangeAssertion(method, assertion => assertion with { Claims = Add(assertion.Claims, value.Split('=', 2)[0].Trim(), value.Split('=', 2)[1].Trim()) }), Repeatable: true),
        ["login"] = new("the call and how its body is encoded, such as \"POST /session json\" or \"POST /login form\"", LoginShape().IsMatch, value => QuoteCheck.OfPath(LoginShape().Match(value).Groups[2].Value), ApplyLogin),
        ["login_placement"] = new(SpecOverrides.PlacementForm, value => SpecOverrides.TryReadPlacement(value, out _), value => QuoteCheck.OfPlacement(SpecOverrides.ReadPlacement(value)),
            (method, value) => ChangeLogin(method, login => login with { Placements = WithPlacement(login.Placements, SpecOverrides.ReadPlacement(value)) }), Repeatable: true),
        ["login_returns"] = new("what comes back and where, such as \"session_token body data.token\", \"sid cookie JSESSIONID\" or \"token header X-Session\"", ReturnedShape().IsMatch,
            value => QuoteCheck.OfName(ReturnedShape().Match(value).Groups[3].Value.Split('.')[^1]).DefaultIfEmpty("token"), ApplyReturned, Repeatable: true),
        ["logout"] = new("the call that ends the session, such as \"DELETE /session\"", CallShape().IsMatch, value => QuoteCheck.OfPath(CallShape().Match(value).Groups[2].Value),
            (method, value) => ChangeLogin(method, login => login with { LogoutMethod = CallShape().Match(value).Groups[1].Value, LogoutPath = CallShape().Match(value).Groups[2].Value })),
        ["signature"] = new($"one of {string.Join(", ", SpecGrantReader.SignatureAlgorithms)}", SpecGrantReader.SignatureAlgorithms.Contains, value => value.Split('-')[^1..],
            (method, value) => method.Signature = (method.Signature ?? new SpecSignature { Algorithm = value, Key = "" }) with { Algorithm = value }),
        ["signature_key"] = Signature(Format, IsFormat, value => SpecUrl.HolesOf(value).SelectMany(QuoteCheck.OfName), (signature, value) => signature with { Key = value }),
        ["signature_key_encoding"] = Signature(SpecGrantReader.KeyEncodings, (signature, value) => signature with { KeyEncoding = value }),
        ["signature_message"] = Signature("what is signed, such as \"{timestamp}{method}{path}{body}\"", IsFormat, value => SpecUrl.HolesOf(value).Take(1), (signature, value) => signature with { Message = value }),
        ["signature_encoding"] = Signature(SpecGrantReader.SignatureEncodings, (signature, value) => signature with { Encoding = value }),
        ["signature_timestamp"] = Signature(SpecGrantReader.Timestamps, (signature, value) => signature with { Timestamp = value }),
        ["signature_body_hash"] = Signature(SpecGrantReader.Hashes, (signature, value) => signature with { BodyHash = value }),
        ["signature_key_id"] = Signature(Format, IsFormat, value => SpecUrl.HolesOf(value).SelectMany(QuoteCheck.OfName), (signature, value) => signature with { KeyId = value }),
        ["signature_session_token"] = Signature(
            Format, IsFormat, value => SpecUrl.HolesOf(value).SelectMany(QuoteCheck.OfName), (signature, value) => signature with { SessionToken = value }),
        ["signature_region"] = Signature(Format, IsFormat, value => [value.Trim('{', '}')], (signature, value) => signature with { Region = value }),
        ["signature_service"] = Signature("the name of the service", IsFormat, value => [value], (signature, value) => signature with { Service = value }),
    };

    /// <summary>The facts, for a message.</summary>
    public static string Names => string.Join(", ", Settings.Keys);

    /// <summary>Whether the aspect of a method is one of these.</summary>
    public static bool Knows(string aspect) => Settings.ContainsKey(aspect);

    /// <summary>Whether an aspect may be given more than once.</summary>
    public static bool IsRepeatable(string aspect) => Settings.TryGetValue(aspect, out var setting) && setting.Repeatable;

    /// <summary>Applies an override.</summary>
    /// <param name="draft">The spec on its way.</param>
    /// <param name="item">The override.</param>
    /// <param name="aspect">What it is about, one that <see cref="Knows"/>.</param>
    /// <param name="method">The method.</param>
    public static void Apply(SpecDraft draft, SpecOverride item, string aspect, MethodDraft method)
    {
        var setting = Settings[aspect];
        if (!setting.IsValid(item.Value)) throw SpecOverrides.Invalid(item.Fact, setting.Form);
        setting.Apply(method, item.Value);
        draft.Support(method, aspect, item, setting.Essentials(item.Value));
    }

    private static void ApplyLogin(MethodDraft method, string value)
    {
        var match = LoginShape().Match(value);
        var login = method.Login ?? new SpecLogin("POST", "/", "json", [], []);
        method.Login = login with { Method = match.Groups[1].Value, Path = match.Groups[2].Value, Body = match.Groups[3].Value };
    }

    private static void ApplyReturned(MethodDraft method, string value)
    {
        var match = ReturnedShape().Match(value);
        ChangeLogin(method, login => login with { Returns = [.. login.Returns.Where(returned => returned.Name != match.Groups[1].Value), new SpecReturned(match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value)] });
    }

    private static List<Placement> WithPlacement(IReadOnlyList<Placement> placements, Placement placement) =>
        [.. placements.Where(other => (other.In, other.Name) != (placement.In, placement.Name)), placement];

    private static void ChangeLogin(MethodDraft method, Func<SpecLogin, SpecLogin> change) =>
        method.Login = change(method.Login ?? throw SpecOverrides.Invalid($"{method.Name}.login", $"the call first: \"{method.Name}.login\" = \"POST /session json\""));

    private static void ChangeAssertion(MethodDraft method, Func<SpecAssertion, SpecAssertion> change) => method.OAuth = method.OAuth with
    {
        Assertion = change(method.OAuth.Assertion ?? throw SpecOverrides.Invalid($"{method.Name}.assertion_key", $"the key first: \"{method.Name}.assertion_key\" = \"private_key\"")),
    };

    private static Setting Url(Func<SpecMethodOAuth, string, SpecMethodOAuth> change) => new(
        SpecUrl.Expected,
        value => SpecUrl.TryParse(value, out _),
        value => SpecUrl.TryParse(value, out var url) ? QuoteCheck.OfUrl(url) : [],
        OfOAuth(change));

    private static Setting Pair(string form, Func<SpecMethodOAuth, string, string, SpecMethodOAuth> change) => new(
        form,
        PairShape().IsMatch,
        value => [value.Split('=', 2)[1].Trim()],
        OfOAuth((oauth, value) => change(oauth, value.Split('=', 2)[0].Trim(), value.Split('=', 2)[1].Trim())),
        Repeatable: true);

    private static Setting Assertion(string form, Func<string, bool> isValid, Func<SpecAssertion, string, SpecAssertion> change) =>
        new(form, isValid, value => [value.Trim('{', '}')], (method, value) => ChangeAssertion(method, assertion => change(assertion, value)));

    private static Setting Signature(IReadOnlyList<string> names, Func<SpecSignature, string, SpecSignature> change) =>
        Signature($"one of {string.Join(", ", names)}", names.Contains, value => [value.Split('_')[0]], change);

    private static Setting Signature(string form, Func<string, bool> isValid, Func<string, IEnumerable<string>> essentials, Func<SpecSignature, string, SpecSignature> change) => new(
        form,
        isValid,
        essentials,
        (method, value) => method.Signature = change(
            method.Signature ?? throw SpecOverrides.Invalid($"{method.Name}.signature", $"the algorithm first: \"{method.Name}.signature\" = \"hmac-sha256\""),
            value));

    private static Action<MethodDraft, string> OfOAuth(Func<SpecMethodOAuth, string, SpecMethodOAuth> change) => (method, value) => method.OAuth = change(method.OAuth, value);

    private static Dictionary<string, string> Add(IReadOnlyDictionary<string, string> texts, string name, string value) => new(texts, StringComparer.Ordinal) { [name] = value };

    private static bool IsFormat(string value) => CredentialFormat.TryParse(value, out _);

    [GeneratedRegex(@"\A[A-Za-z0-9_.-]{1,200}\z", RegexOptions.NonBacktracking)]
    private static partial Regex PathShape();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_.-]{0,63}\s*=\s*\S.*\z", RegexOptions.NonBacktracking)]
    private static partial Regex PairShape();

    [GeneratedRegex(@"\A([A-Z]{1,20})\s+(\S+)\s+(json|form)\z", RegexOptions.NonBacktracking)]
    private static partial Regex LoginShape();

    [GeneratedRegex(@"\A([A-Z]{1,20})\s+(\S+)\z", RegexOptions.NonBacktracking)]
    private static partial Regex CallShape();

    [GeneratedRegex(@"\A([A-Za-z_][A-Za-z0-9_-]{0,63})\s+(body|header|cookie)(?:\s+(\S+))?\z", RegexOptions.NonBacktracking)]
    private static partial Regex ReturnedShape();

    /// <summary>A fact that can be overridden.</summary>
    /// <param name="Form">Form of the value, for a message.</param>
    /// <param name="IsValid">Whether a value has the form.</param>
    /// <param name="Essentials">What a passage of the document must hold of the value.</param>
    /// <param name="Apply">Puts the value into the draft.</param>
    /// <param name="Repeatable">Whether it may be given more than once.</param>
    private sealed record Setting(string Form, Func<string, bool> IsValid, Func<string, IEnumerable<string>> Essentials, Action<MethodDraft, string> Apply, bool Repeatable = false);
}
