using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>Placements and parameters of all methods but OAuth 2.0.</summary>
internal sealed class KeyParameters(DocumentFacts facts, ClaimSet claims, CredentialWords words, HoleNames holes, IReadOnlyList<BaseUrl> baseUrls)
{
    private static readonly HashSet<string> Computed = new(StringComparer.Ordinal) { "signature", "timestamp", "nonce", "date", "signed_headers", "response", "realm", "session_id", "csrf_token", "sid", "csrf", "cnonce", "uri" };

    private static readonly PhraseTable DigestWords = new("digest", "user name", "username", "password", "benutzername", "passwort", "usuario", "contraseña");

    /// <summary>Sets the placements and adds the names of what a person supplies.</summary>
    public void Resolve(MethodDraft draft, List<string> core)
    {
        var reader = new LoginCallReader(facts, claims.Logins, hole => words.Clean(hole) ?? UrlHole.Name(hole));
        var call = draft.Kind == AuthKind.SessionLogin ? reader.Find() : null;
        var kept = new List<string>();
        foreach (var slot in draft.Slots)
        {
            var place = slot.Best.Placement;
            var format = place.Format;
            // What signs is never sent.
            if (draft.Kind == AuthKind.SignedRequest && slot.Kind == AuthKind.ApiKey && place.In != PlacementLocation.Header && CredentialNames.Snake(place.Name) is "secret" or "api_secret" or "secret_key")
                continue;
            if (slot.Kind == AuthKind.Basic)
            {
                var (user, password) = BasicShape.Sides(format);
                format = "Basic base64(" + holes.Fill(user, slot, "username", core) + ":" + holes.Fill(password, slot, "password", core) + ")";
            }
            else if (slot.Kind is AuthKind.SignedRequest or AuthKind.OAuth1 or AuthKind.Digest || (slot.Kind == AuthKind.SessionLogin && draft.Kind != AuthKind.ApiKey))
            {
                // An example value stands as a hole without a name.
                if (slot.Kind == AuthKind.SessionLogin)
                    format = format.Replace("{}", "{session_id}", StringComparison.Ordinal);
                foreach (var hole in Template.Holes(format))
                {
                    var snake = words.Clean(hole) ?? UrlHole.Name(hole);
                    format = format.Replace("{" + hole + "}", "{" + snake + "}", StringComparison.Ordinal);
                    if (!Computed.Contains(snake) && (CredentialNames.Find(snake) is not null || snake.EndsWith("_id", StringComparison.Ordinal)) && slot.Kind != AuthKind.SessionLogin)
                        ParameterResolver.Add(core, snake);
                }
            }
            // The base URL calls it so: https://api.example/bot{token}
            else if (place.In == PlacementLocation.Path && baseUrls.Count > 0 && baseUrls[0].Url.Contains(format, StringComparison.Ordinal) && Template.Holes(format) is [var named])
            {
                ParameterResolver.Add(core, named);
            }
            else
            {
                format = holes.Fill(format, slot, null, core);
            }

            if (draft.Kind == AuthKind.SessionLogin && slot.Kind != AuthKind.SessionLogin)
            {
                // A header that the log-in call sends as well is the application's, and no session's.
                if (draft.Slots.Count > 1 && place.In == PlacementLocation.Header && call?.Request.Headers.Exists(header => header.Name.Equals(place.Name, StringComparison.OrdinalIgnoreCase)) == true)
                {
                    draft.Placements.Add(place with { Format = format });
                    kept.AddRange(core);
                    core.Clear();
                    continue;
                }

                // What logs in may be sent along.
                var again = slot.Claims.SelectMany(claim => Template.Holes(claim.Placement.Format)).Select(words.Clean).FirstOrDefault(name => name is not null && call?.Parameters.Contains(name) == true);
                // `X-Acme-UserId` beside the session's header: who logged in comes with the answer, too.
                again ??= draft.Slots.Count > 1 && CredentialNames.Snake(place.Name).Split('_') is [.., var owner, "id"] ? owner + "_id" : null;
                draft.Placements.Add(place with { Format = slot.Kind == AuthKind.Bearer ? "Bearer {session_token}" : place.Format[..(place.Format.IndexOf(" {", StringComparison.Ordinal) + 1)] + "{" + (again ?? "session_token") + "}" });
                core.Clear();
                continue;
            }

            if (!draft.Placements.Exists(p => p.In == place.In && p.Name.Equals(place.Name, StringComparison.OrdinalIgnoreCase)))
                draft.Placements.Add(place with { Format = format });
        }

        switch (draft.Kind)
        {
            case AuthKind.Digest:
                var (digestUser, digestPassword) = DigestPair();
                draft.Placements = [new Placement(PlacementLocation.Header, "Authorization", $"Digest username=\"{{{digestUser}}}\", response=\"{{response}}\"")];
                core.AddRange([digestUser, digestPassword]);
                break;
            case AuthKind.SessionLogin:
                // "Set-Cookie: ACMESESSION=…" in the answer: it goes back in the same way (RFC 6265 section 4.2).
                if (draft.Placements.Count == 0 && facts.SetCookie() is { } cookie)
                {
                    draft.Placements.Add(new Placement(PlacementLocation.Cookie, cookie.Value, "{session_id}"));
                    draft.Evidence.Add(("placement", cookie.Quote));
                }

                core.AddRange(kept.Union(call is not null ? call.Parameters : ["username", "password"]));
                draft.Login = call is null ? null : reader.Read(call, draft.Placements, draft.Slots.SelectMany(slot => slot.Claims).Select(claim => claim.Quote.Text(facts.Source)));
                break;
            case AuthKind.SignedRequest:
                if (core.Count == 0)
                    core.Add("api_key");
                if (!core.Exists(SigningSecret.Is))
                    core.Add(SigningSecret.In(facts));
                break;
            case AuthKind.OAuth1:
                // Three-legged OAuth 1.0 obtains its tokens; issued ones are said to be (RFC 5849 section 2).
                if (core.Count == 0)
                    core.AddRange(facts.Says("token id") || facts.Says("token_id") ? ["consumer_key", "consumer_secret", "token_id", "token_secret"] : ["consumer_key", "consumer_secret"]);
                // The header's token is what the three steps obtain.
                else if (draft.OAuth?.AuthorizeUrl is not null && core.Contains("consumer_key"))
                    core.Remove("token");
                // The consumer's secret signs and is never sent.
                if (!core.Exists(SigningSecret.Is))
                    core.Add(core.Contains("consumer_key") ? "consumer_secret" : SigningSecret.In(facts));
                break;
            case AuthKind.Mtls:
                core.AddRange(["client_certificate", "private_key"]);
                break;
            case AuthKind.Basic when draft.Placements.Count == 0:
                core.AddRange(["username", "password"]);
                break;
            case not AuthKind.None when draft.Placements.Count == 0:
                core.Add(words.Noun(draft.Kind));
                break;
        }
    }

    // The pair of a sample with --digest, or of the words next to it: "public key as user name, private key as password".
    private (string User, string Password) DigestPair()
    {
        foreach (var request in facts.Requests)
        {
            if (request.Digest && request.Login is { } login && Template.Holes(login.User) is [var user] && Template.Holes(login.Password) is [var password] && words.Clean(user) is { } u && words.Clean(password) is { } p)
                return (u, p);
        }

        foreach (var unit in facts.Text.Units)
        {
            if (unit.Is(UnitContext.Dismissed) || !DigestWords.In(unit.Lower) || BasicTextEvidence.PairOf(facts, unit) is not { } pair || BasicShape.IsVague("base64(" + pair + ")"))
                continue;
            var sides = BasicShape.Sides("base64(" + pair + ")");
            if (Template.Holes(sides.User) is [var user] && Template.Holes(sides.Password) is [var password])
                return (user, password);
        }

        return ("username", "password");
    }
}
