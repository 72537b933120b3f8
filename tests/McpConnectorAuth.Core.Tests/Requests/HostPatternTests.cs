using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.Tests.Requests;

public sealed class HostPatternTests
{
    [Theory]
    [InlineData("api.example.com", "api.example.com")]
    [InlineData("API.Example.COM.", "api.example.com")]
    [InlineData("api.example.com:8443", "api.example.com:8443")]
    [InlineData("BÜCHER.example", "xn--bcher-kva.example")]
    [InlineData("[::1]:8080", "[::1]:8080")]
    [InlineData("[0:0:0:0:0:0:0:1]", "[::1]")]
    [InlineData("127.0.0.1:5000", "127.0.0.1:5000")]
    [InlineData("localhost:5000", "localhost:5000")]
    public void Spells_a_host_in_one_way(string pattern, string expected) => HostPattern.Parse(pattern).Expand(TestSpec.Values()).ShouldBe(expected);

    [Theory]
    [InlineData("{sub}.example.com", "acme", "acme.example.com")]
    [InlineData("{sub}.example.com", "Acme.EU", "acme.eu.example.com")]
    [InlineData("{sub}", "git.intern.example", "git.intern.example")]
    [InlineData("{sub}", "10.1.2.3", "10.1.2.3")]
    [InlineData("{sub}:8443", "a.example", "a.example:8443")]
    [InlineData("api.example.com:{sub}", "8443", "api.example.com:8443")]
    public void Fills_holes(string pattern, string value, string expected) =>
        HostPattern.Parse(pattern).Expand(TestSpec.Values(("sub", value))).ShouldBe(expected);

    [Theory]
    [InlineData("evil.com/")]
    [InlineData("evil.com/x")]
    [InlineData("x@evil.com")]
    [InlineData("evil.com:443")]
    [InlineData("evil.com?")]
    [InlineData("evil.com#")]
    [InlineData("evil.com\\")]
    [InlineData("evil com")]
    [InlineData("evil.com%2f")]
    [InlineData("evil.com\u00AD")]
    [InlineData("[::1]")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("-")]
    [InlineData("a..b")]
    [InlineData("\u2024x")]
    public void Refuses_what_is_no_part_of_a_host(string value)
    {
        var error = Should.Throw<ConnectorAuthException>(() => HostPattern.Parse("{sub}.example.com").Expand(TestSpec.Values(("sub", value))));
        error.Code.ShouldBe(ErrorCodes.InvalidCredentialField);
        error.Message.ShouldContain("sub");
        if (value.Length > 2) error.Message.ShouldNotContain(value);
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("0.0.0.0")]
    [InlineData("0x7f.1")]
    [InlineData("127.1")]
    [InlineData("2130706433")]
    [InlineData("0177.0.0.1")]
    [InlineData("x.localhost")]
    public void A_value_does_not_lead_to_this_machine_or_a_metadata_service(string value) =>
        Should.Throw<ConnectorAuthException>(() => HostPattern.Parse("{host}").Expand(TestSpec.Values(("host", value))))
            .Code.ShouldBe(ErrorCodes.InvalidCredentialField);

    [Theory]
    [InlineData("https://api.example.com")]
    [InlineData("api.example.com/v1")]
    [InlineData("user@api.example.com")]
    [InlineData("api example.com")]
    [InlineData("api.example.com:0")]
    [InlineData("api.example.com:99999")]
    [InlineData("api.example.com:")]
    [InlineData("base64({x}).example.com")]
    [InlineData("{x.example.com")]
    [InlineData("")]
    public void Refuses_what_is_no_host_in_a_spec(string pattern) =>
        Should.Throw<ConnectorAuthException>(() => HostPattern.Parse(pattern)).Code.ShouldBe(ErrorCodes.SpecInvalid);

    [Theory]
    [InlineData("example.com", "https://example.com/a")]
    [InlineData("example.com", "https://EXAMPLE.com./a")]
    [InlineData("example.com", "https://example.com:443/a")]
    [InlineData("example.com:443", "https://example.com/a")]
    [InlineData("bücher.example", "https://xn--bcher-kva.example/")]
    [InlineData("xn--bcher-kva.example", "https://bücher.example/")]
    [InlineData("127.0.0.1:5000", "http://127.0.0.1:5000/a")]
    [InlineData("127.0.0.1", "http://127.0.0.1/a")]
    [InlineData("[::1]:5000", "http://[::1]:5000/a")]
    [InlineData("localhost:5000", "http://localhost:5000/a")]
    [InlineData("10.0.0.5", "https://10.0.0.5/")]
    [InlineData("169.254.1.1", "https://169.254.1.1/")]
    public void Matches_the_same_host(string approved, string url) => Address(approved).Matches(new Uri(url)).ShouldBeTrue();

    [Theory]
    [InlineData("example.com", "https://example.com.evil.com/")]
    [InlineData("example.com", "https://example.com@evil.com/")]
    [InlineData("example.com", "https://evil.com@example.com/")]
    [InlineData("example.com", "https://evil.com/?example.com")]
    [InlineData("example.com", "https://evil.com\\@example.com/")]
    [InlineData("example.com", "https://evil.com#@example.com/")]
    [InlineData("example.com", "https://sub.example.com/")]
    [InlineData("sub.example.com", "https://example.com/")]
    [InlineData("example.com", "https://notexample.com/")]
    [InlineData("example.com", "https://example.com:8443/")]
    [InlineData("example.com:8443", "https://example.com/")]
    [InlineData("example.com", "http://example.com/")]
    [InlineData("example.com:443", "http://example.com:443/")]
    [InlineData("example.com", "ftp://example.com/")]
    [InlineData("example.com", "https://ex%61mple.com/")]
    [InlineData("example.com", "https://еxample.com/")]
    [InlineData("127.0.0.1", "http://0x7f.1/")]
    [InlineData("127.0.0.1", "http://127.1/")]
    [InlineData("127.0.0.1", "http://2130706433/")]
    [InlineData("127.0.0.1", "http://0177.0.0.1/")]
    [InlineData("127.0.0.1", "http://[::ffff:127.0.0.1]/")]
    [InlineData("10.0.0.5", "http://10.0.0.5/")]
    [InlineData("127.0.0.1:5000", "http://127.0.0.1:5001/")]
    [InlineData("localhost:5000", "http://127.0.0.1:5000/")]
    public void Does_not_match_another_host(string approved, string url)
    {
        if (Uri.TryCreate(url, UriKind.Absolute, out var parsed)) Address(approved).Matches(parsed).ShouldBeFalse();
    }

    [Theory]
    [InlineData("8.8.8.8", AddressClass.Public)]
    [InlineData("10.0.0.1", AddressClass.Private)]
    [InlineData("172.31.0.1", AddressClass.Private)]
    [InlineData("172.32.0.1", AddressClass.Public)]
    [InlineData("100.64.0.1", AddressClass.Private)]
    [InlineData("192.168.1.1", AddressClass.Private)]
    [InlineData("169.254.169.254", AddressClass.LinkLocalOrReserved)]
    [InlineData("0.0.0.0", AddressClass.LinkLocalOrReserved)]
    [InlineData("224.0.0.1", AddressClass.LinkLocalOrReserved)]
    [InlineData("[fe80::1]", AddressClass.LinkLocalOrReserved)]
    [InlineData("[::]", AddressClass.LinkLocalOrReserved)]
    [InlineData("[fd00:ec2::254]", AddressClass.Private)]
    [InlineData("[::ffff:169.254.169.254]", AddressClass.LinkLocalOrReserved)]
    [InlineData("[64:ff9b::a9fe:a9fe]", AddressClass.LinkLocalOrReserved)]
    [InlineData("[2606:4700::1111]", AddressClass.Public)]
    [InlineData("127.9.9.9", AddressClass.Loopback)]
    [InlineData("[::ffff:127.0.0.1]", AddressClass.Loopback)]
    [InlineData("a.localhost", AddressClass.Loopback)]
    [InlineData("localhost.example", AddressClass.Public)]
    public void Knows_the_class_of_an_address(string host, AddressClass expected) => Address(host).Class.ShouldBe(expected);

    private static HostAddress Address(string text) => HostAddress.TryParse(text, out var address) ? address : throw new ArgumentException(text);
}
