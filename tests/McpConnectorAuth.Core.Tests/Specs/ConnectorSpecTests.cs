using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Tests.Specs;

public sealed class ConnectorSpecTests
{
    private static readonly SpecParameter Tenant = new("tenant", "string", Required: true, Secret: false, "Your tenant");
    private static readonly SpecParameter Key = new("api_key", "string", Required: true, Secret: true, "The key");
    private static readonly SpecParameter User = new("user", "string", Required: true, Secret: false, "The user");

    private static readonly ConnectorSpec Spec = new(
        "Acme",
        new ConnectionSection(
            [Tenant],
            [new SpecAuthMethod("key", "", [Key]), new SpecAuthMethod("login", "", [User])],
            null),
        "",
        new AuthenticationSection(
            null,
            null,
            [
                new SpecMethod("key", AuthKind.ApiKey, [new Placement(PlacementLocation.Header, "X-Key", "{api_key}")], ["api_key", "tenant"], null, []),
                new SpecMethod("login", AuthKind.Basic, [], ["tenant", "user"], null, []),
            ],
            [],
            [],
            [],
            [],
            null));

    [Fact]
    public void Without_a_name_the_first_method_is_meant() => Spec.RequireMethod(null).Name.ShouldBe("key");

    [Fact]
    public void A_method_is_found_by_its_name() => Spec.RequireMethod("login").Kind.ShouldBe(AuthKind.Basic);

    [Fact]
    public void An_unknown_name_is_answered_with_the_known_ones()
    {
        var error = Should.Throw<ConnectorAuthException>(() => Spec.RequireMethod("Key"));
        error.Code.ShouldBe(ErrorCodes.InvalidArgument);
        error.NextStep.ShouldContain("key, login");
    }

    [Fact]
    public void A_spec_without_methods_says_so()
    {
        var empty = Spec with { Authentication = Spec.Authentication with { Methods = [] } };
        Should.Throw<ConnectorAuthException>(() => empty.RequireMethod(null)).Code.ShouldBe(ErrorCodes.NoMethod);
    }

    [Fact]
    public void Parameters_come_from_the_method_and_from_the_shared_ones_in_the_methods_order()
    {
        Spec.ParametersOf(Spec.RequireMethod("key")).ShouldBe([Key, Tenant]);
        Spec.ParametersOf(Spec.RequireMethod("login")).ShouldBe([Tenant, User]);
    }

    [Fact]
    public void A_parameter_of_another_method_is_not_found()
    {
        var method = Spec.RequireMethod("login") with { Parameters = ["api_key"] };
        Should.Throw<ConnectorAuthException>(() => Spec.ParametersOf(method)).Code.ShouldBe(ErrorCodes.SpecInvalid);
    }
}
