using McpConnectorAuth.Core.OAuth;

namespace McpConnectorAuth.Core.Tests.OAuth;

public sealed class PkceTests
{
    [Fact]
    public void Makes_the_challenge_of_RFC_7636_appendix_B() =>
        Pkce.ChallengeOf("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").ShouldBe("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");

    [Fact]
    [Trait("case", "U12")]
    public void A_verifier_is_43_characters_and_never_the_same()
    {
        var all = Enumerable.Range(0, 200).Select(_ => Pkce.Create()).ToList();
        all.ShouldAllBe(pair => pair.Verifier.Length == 43 && pair.Verifier.Reveal().All(c => char.IsAsciiLetterOrDigit(c) || c == '-' || c == '_'));
        all.ShouldAllBe(pair => pair.Challenge == Pkce.ChallengeOf(pair.Verifier.Reveal()));
        all.Select(pair => pair.Verifier.Reveal()).Distinct().Count().ShouldBe(all.Count);
    }

    [Fact]
    public void A_state_is_256_random_bits()
    {
        var states = Enumerable.Range(0, 200).Select(_ => AuthorizationState.Create()).ToHashSet();
        states.Count.ShouldBe(200);
        states.ShouldAllBe(state => System.Buffers.Text.Base64Url.DecodeFromChars(state).Length == 32);
    }
}
