using System.Text;
using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.Tests.Requests;

/// <summary>Keys come in either alphabet of base64, with or without padding.</summary>
public sealed class Base64TextTests
{
    [Theory, Trait("case", "D4")]
    [InlineData("aGk/aGk+", "hi?hi>")]
    [InlineData("aGk_aGk-", "hi?hi>")]
    [InlineData("a2V5", "key")]
    [InlineData("a2V5cw==", "keys")]
    [InlineData("a2V5cw", "keys")]
    [InlineData(" a2V5\r\ncw== ", "keys")]
    public void Either_alphabet_is_read_with_or_without_padding(string text, string expected) => Encoding.UTF8.GetString(Base64Text.Decode(text)).ShouldBe(expected);

    [Fact, Trait("case", "D4")]
    public void Bytes_that_are_no_text_stay_as_they_are() => Base64Text.Decode("AP/+gA==").ShouldBe([0x00, 0xff, 0xfe, 0x80]);

    [Theory, Trait("case", "D4")]
    [InlineData("CANARY!")]
    [InlineData("a")]
    public void What_is_neither_is_refused_without_being_quoted(string text) => Should.Throw<FormatException>(() => Base64Text.Decode(text)).Message.ShouldNotContain("CANARY");
}
