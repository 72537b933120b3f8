using System.Buffers;
using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>What signs an assertion (RFC 7523): a key file, a token that was signed beforehand, or a private key with the claims that name its owner.</summary>
internal sealed class AssertionParameters(DocumentFacts facts)
{
    private static readonly PhraseTable KeyFile = new("download", "downloads", "downloaded", "key file", "keyfile", "json file", "credentials file", "create new key", "new key", "heruntergeladen", "descarga", "télécharge");

    private static readonly PhraseTable KeyPair = new("private key", "private_key", "private rsa key", "rsa private key", "rsa key", "x509", "x.509", "key pair", "privater schlüssel", "privaten schlüssel", "private schlüssel", "clave privada", "clé privée", "chave privada", "chiave privata", "private sleutel", "privésleutel", "private nøkkel", "privat nøkkel", "privat nyckel", "秘密鍵");

    private static readonly SearchValues<string> Algorithms = SearchValues.Create(["RS256", "RS512", "ES256", "PS256", "PRIVATE_KEY", "PRIVATE KEY", "privateKey"], StringComparison.Ordinal);

    private static readonly SearchValues<char> Identifiers = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_");

    private static readonly (string Phrase, string Name)[] JwtClaims = [("integration key", "integration_key"), ("issuer id", "issuer_id"), ("client id", "client_id"), ("client_id", "client_id"), ("user id", "user_id"), ("user's id", "user_id"), ("key id", "key_id"), ("api key", "api_key"), ("account id", "account_id"), ("user name", "username"), ("username", "username")];

    /// <summary>Adds the names of what a person supplies.</summary>
    public void AddTo(List<string> core)
    {
        if (IsKeyFile())
        {
            core.Add("service_account_json");
            return;
        }

        var units = facts.Text.Units.Where(u => !u.Is(UnitContext.Elsewhere)).ToList();
        if (!units.Exists(u => KeyPair.In(u.Lower)) && !SignsInCode() && facts.Requests.Any(r => r.Parameter("assertion") is not null))
        {
            core.AddRange(["client_id", "client_secret", "jwt"]);
            return;
        }

        foreach (var claim in (ReadOnlySpan<string>)["iss", "sub", "kid"])
        {
            if ((ClaimInText(units, claim) ?? ClaimInCode(claim)) is { } name)
                ParameterResolver.Add(core, name);
        }

        // HMAC with a secret that both sides know (RFC 7518 section 3.2)
        core.Add(!units.Exists(u => KeyPair.In(u.Lower)) && !SignsInCode() && (facts.Spells("HS256") || facts.Spells("HS384") || facts.Spells("HS512")) ? SigningSecret.In(facts) : "private_key");
    }

    // A key file in JSON is handed over whole.
    private bool IsKeyFile() => (facts.Says("service account") || facts.Says("service accounts")) && facts.Text.Units.Exists(u => KeyFile.In(u.Lower) && u.Lower.Contains("json", StringComparison.Ordinal) && u.Lower.Contains("key", StringComparison.Ordinal) && !u.Is(UnitContext.Elsewhere)) || facts.Text.Document.Blocks.Any(b => b.Code is { } code && code.Raw.IndexOf("\"private_key\"") >= 0 && code.Raw.IndexOf("\"type\"") >= 0);

    // "`iss` is your client id"
    private static string? ClaimInText(List<TextUnit> units, string claim)
    {
        var span = "`" + claim + "`";
        foreach (var unit in units)
        {
            var at = unit.Has(UnitMarks.Code) ? unit.Lower.Text.IndexOf(span, StringComparison.Ordinal) : -1;
            if (at < 0)
                continue;
            var rest = unit.Lower.Text[at..Math.Min(unit.Lower.Length, at + 60)];
            if (JwtClaims.FirstOrDefault(c => rest.Contains(c.Phrase, StringComparison.Ordinal)).Name is { } name)
                return name;
        }

        return null;
    }

    // {"iss": client_id, "sub": user_id}; a key id in the head of a token that names its algorithm is somebody's own, whatever it is called.
    private string? ClaimInCode(string claim)
    {
        foreach (var block in facts.Text.Document.Blocks)
        {
            if (block.Code is not { } code || facts.Text.ContextOf(block.Section).HasFlag(UnitContext.Inbound))
                continue;
            var text = code.Content.AsSpan();
            var at = text.IndexOf("\"" + claim + "\"");
            at = at < 0 ? text.IndexOf("'" + claim + "'") : at;
            if (at < 0)
                continue;
            var rest = text[(at + claim.Length + 2)..].TrimStart(" =>:\"'{<$");
            var end = rest.IndexOfAnyExcept(Identifiers);
            var value = CredentialNames.Snake((end < 0 ? rest : rest[..end]).ToString());
            if (JwtClaims.FirstOrDefault(c => c.Name == value).Name is { } name)
                return name;
            if (claim == "kid" && text.Contains("alg", StringComparison.Ordinal))
                return "kid";
        }

        return null;
    }

    private bool SignsInCode()
    {
        foreach (var block in facts.Text.Document.Blocks)
        {
            if (block.Code is { } code && code.Raw.ContainsAny(Algorithms) && !facts.Text.ContextOf(block.Section).HasFlag(UnitContext.Inbound))
                return true;
        }

        return false;
    }
}
