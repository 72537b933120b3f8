using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Verification;

/// <summary>
/// What a written test puts onto each request last: a signature, the answer to a challenge, a client certificate. Data that every
/// dialect writes down in its own language; nothing of it goes along with the control without a credential.
/// </summary>
internal abstract record TestSeal
{
    private TestSeal()
    {
    }

    /// <summary>Every parameter that goes into it, as the spec spells it.</summary>
    public abstract IEnumerable<string> ParameterNames { get; }

    /// <summary>Those of <see cref="ParameterNames"/> that may have no value.</summary>
    public virtual IEnumerable<string> Optional => [];

    /// <summary>Those of <see cref="ParameterNames"/> that are PEM texts or PKCS#12 files, which may have line breaks.</summary>
    public virtual IEnumerable<string> Files => [];

    /// <summary>The seal of a method; null where its credential is on the request as it is.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="method">One of its methods, which can be carried out.</param>
    /// <param name="plan">Its verification call.</param>
    public static TestSeal? Of(ConnectorSpec spec, SpecMethod method, RequestPlan plan) => (method.Kind, method.Signature) switch
    {
        (AuthKind.OAuth1, var signature) => OAuth1Of(method, signature?.Algorithm ?? OAuth1Signer.DefaultAlgorithm, plan),
        (AuthKind.Digest, _) when DigestNames.Of(method, spec.ParametersOf(method)) is { } names => new Digest(names.UserName, names.Password),
        (AuthKind.Mtls, _) => CertificateOf(method),
        (AuthKind.SignedRequest, { Algorithm: SigV4Seal.Algorithm } signature) => AwsV4Of(signature, plan),
        (AuthKind.SignedRequest, { } signature) => new Described(
            signature,
            CredentialFormat.Parse(signature.Key),
            CredentialFormat.ParseMessage(signature.Message!),
            [.. plan.Sealed.SelectMany(group => group.Select(value => (group.Key, value)))]),
        _ => null,
    };

    private static OAuth1 OAuth1Of(SpecMethod method, string algorithm, RequestPlan plan)
    {
        var names = OAuth1Names.Of(method);
        return new OAuth1(
            names.ConsumerKey!,
            names.ConsumerSecret!,
            Known(names.Token),
            Known(names.TokenSecret),
            names.Realm is null ? null : CredentialFormat.Parse(names.Realm),
            algorithm,
            OAuth1Signer.NameOf(algorithm),
            OAuth1Seal.PlaceOf(method));

        string? Known(string name) => method.Parameters.Concat(plan.Holes.Issued).Contains(name, ParameterNameComparer.Instance) ? name : null;
    }

    private static AwsV4 AwsV4Of(SpecSignature signature, RequestPlan plan) => new(
        CredentialFormat.Parse(signature.KeyId!),
        CredentialFormat.Parse(signature.Key),
        signature.SessionToken is null ? null : CredentialFormat.Parse(signature.SessionToken),
        CredentialFormat.Parse(signature.Region!),
        CredentialFormat.Parse(signature.Service!),
        signature.RawPath,
        signature.BodyHash == "unsigned",
        plan.IsSignedInQuery,
        [.. plan.Sealed[PlacementLocation.Header]]);

    private static Certificate CertificateOf(SpecMethod method)
    {
        var names = ClientCertificate.AllNames(method).Distinct().ToLookup(ClientCertificate.IsPassphrase);
        return new Certificate([.. names[false]], names[true].FirstOrDefault());
    }

    /// <summary>A signature that the spec describes; see <see cref="SignatureSeal"/> for the order in which it is made.</summary>
    /// <param name="Signature">Algorithm, encodings and form of the time, by their names in specs.</param>
    /// <param name="Key">The key.</param>
    /// <param name="Message">What is signed.</param>
    /// <param name="Placed">
    /// What is placed, with the computed holes <c>signature</c>, <c>timestamp</c>, <c>nonce</c> and <c>body_hash</c>: first what has neither
    /// signature nor body hash, then what has the body hash, last what has the signature.
    /// </param>
    internal sealed record Described(
        SpecSignature Signature, CredentialFormat Key, CredentialFormat Message, IReadOnlyList<(PlacementLocation In, PlacedValue Value)> Placed) : TestSeal
    {
        private static readonly string[] Computed = ["signature", "timestamp", "nonce", "body_hash"];

        /// <summary>Whether the key is a private key as PEM.</summary>
        public bool IsRsa => Signature.Algorithm.StartsWith("rsa-", StringComparison.Ordinal);

        /// <summary>Whether the key goes into a keyed hash; without it the message alone is hashed.</summary>
        public bool IsKeyed => Signature.Algorithm.StartsWith("hmac-", StringComparison.Ordinal);

        /// <summary>The hash function: <c>md5</c>, <c>sha1</c>, <c>sha256</c>, <c>sha384</c> or <c>sha512</c>.</summary>
        public string Hash => Signature.Algorithm[(Signature.Algorithm.IndexOf('-', StringComparison.Ordinal) + 1)..];

        /// <summary>The hash function of <c>{body_hash}</c>.</summary>
        public string BodyHash => Signature.BodyHash ?? "sha256";

        /// <summary>What is placed at one stage, 0 to 2.</summary>
        public IEnumerable<(PlacementLocation In, PlacedValue Value)> At(int stage) => Placed.Where(pair => StageOf(pair.Value) == stage);

        /// <summary>Whether message or placements have a hole.</summary>
        public bool Uses(string hole) => Message.ParameterNames.Concat(Placed.SelectMany(pair => pair.Value.Format.ParameterNames)).Contains(hole);

        /// <inheritdoc/>
        public override IEnumerable<string> ParameterNames =>
            (IsRsa || IsKeyed ? Key.ParameterNames : [])
            .Concat(Message.ParameterNames.Where(hole => !SignatureMessage.Computes(hole)))
            .Concat(Placed.SelectMany(pair => pair.Value.Format.ParameterNames).Where(hole => !Computed.Contains(hole)));

        /// <inheritdoc/>
        public override IEnumerable<string> Files => IsRsa ? Key.ParameterNames : [];

        private static int StageOf(PlacedValue value) =>
            value.Format.ParameterNames.Contains("signature") ? 2 : value.Format.ParameterNames.Contains("body_hash") ? 1 : 0;
    }

    /// <summary>AWS Signature Version 4; see <see cref="SigV4Signer"/>.</summary>
    /// <param name="KeyId">Identifier of the access key.</param>
    /// <param name="Key">Secret access key.</param>
    /// <param name="SessionToken">Session token, or null; left out where its parameter has no value.</param>
    /// <param name="Region">Region.</param>
    /// <param name="Service">Service.</param>
    /// <param name="RawPath">Whether the path is signed as it is sent.</param>
    /// <param name="UnsignedBody">Whether <c>UNSIGNED-PAYLOAD</c> stands for the hash of the body.</param>
    /// <param name="InQuery">Whether the signature goes into the query.</param>
    /// <param name="BodyHashHeaders">Headers with the hole <c>body_hash</c>.</param>
    internal sealed record AwsV4(
        CredentialFormat KeyId,
        CredentialFormat Key,
        CredentialFormat? SessionToken,
        CredentialFormat Region,
        CredentialFormat Service,
        bool RawPath,
        bool UnsignedBody,
        bool InQuery,
        IReadOnlyList<PlacedValue> BodyHashHeaders) : TestSeal
    {
        /// <inheritdoc/>
        public override IEnumerable<string> ParameterNames =>
            new[] { KeyId, Key, SessionToken, Region, Service }.OfType<CredentialFormat>().SelectMany(format => format.ParameterNames);

        /// <inheritdoc/>
        public override IEnumerable<string> Optional => SessionToken?.ParameterNames ?? [];
    }

    /// <summary>OAuth 1.0 (RFC 5849); see <see cref="OAuth1Signer"/>.</summary>
    /// <param name="ConsumerKey">Parameter of the client's key.</param>
    /// <param name="ConsumerSecret">Parameter of the client's secret, or of its private key.</param>
    /// <param name="Token">Parameter or issued value of the token; null where there is none.</param>
    /// <param name="TokenSecret">Parameter or issued value of the token's secret; null where there is none.</param>
    /// <param name="Realm">Realm of the header, or null.</param>
    /// <param name="Algorithm">Its name in specs: <c>hmac-sha1</c>, <c>hmac-sha256</c>, <c>hmac-sha512</c>, <c>rsa-sha1</c>, <c>rsa-sha256</c>, <c>plaintext</c>.</param>
    /// <param name="SignatureMethod">Its name on requests, such as <c>HMAC-SHA1</c>.</param>
    /// <param name="Place">Where the protocol parameters go: header, query or form body.</param>
    internal sealed record OAuth1(
        string ConsumerKey,
        string ConsumerSecret,
        string? Token,
        string? TokenSecret,
        CredentialFormat? Realm,
        string Algorithm,
        string SignatureMethod,
        PlacementLocation Place) : TestSeal
    {
        /// <summary>Whether the client's secret is a private key as PEM.</summary>
        public bool IsRsa => Algorithm.StartsWith("rsa-", StringComparison.Ordinal);

        /// <summary>The hash function, such as <c>sha1</c>; null for <c>plaintext</c>.</summary>
        public string? Hash => Algorithm.IndexOf('-', StringComparison.Ordinal) is >= 0 and var dash ? Algorithm[(dash + 1)..] : null;

        /// <inheritdoc/>
        public override IEnumerable<string> ParameterNames =>
            new[] { ConsumerKey, ConsumerSecret, Token, TokenSecret }.OfType<string>().Concat(Realm?.ParameterNames ?? []);

        /// <inheritdoc/>
        public override IEnumerable<string> Optional => new[] { Token, TokenSecret }.OfType<string>();

        /// <inheritdoc/>
        public override IEnumerable<string> Files => IsRsa ? [ConsumerSecret] : [];
    }

    /// <summary>HTTP Digest (RFC 7616): asks without a credential, then answers the challenge; see <see cref="DigestSeal"/>.</summary>
    /// <param name="UserName">Parameter of the user name.</param>
    /// <param name="Password">Parameter of the password.</param>
    internal sealed record Digest(string UserName, string Password) : TestSeal
    {
        /// <inheritdoc/>
        public override IEnumerable<string> ParameterNames => [UserName, Password];
    }

    /// <summary>
    /// A TLS client certificate: PEM texts, of which one may hold both certificate and key, or a PKCS#12 file in Base64. The control with
    /// a changed credential presents a made-up certificate; see <see cref="ClientCertificate"/>.
    /// </summary>
    /// <param name="Names">Parameters of certificate and private key, the certificate first.</param>
    /// <param name="Passphrase">Parameter of the passphrase, or null.</param>
    internal sealed record Certificate(IReadOnlyList<string> Names, string? Passphrase) : TestSeal
    {
        /// <inheritdoc/>
        public override IEnumerable<string> ParameterNames => Passphrase is null ? Names : Names.Append(Passphrase);

        /// <inheritdoc/>
        public override IEnumerable<string> Optional => Passphrase is null ? Names.Skip(1) : Names.Skip(1).Append(Passphrase);

        /// <inheritdoc/>
        public override IEnumerable<string> Files => Names;
    }
}
