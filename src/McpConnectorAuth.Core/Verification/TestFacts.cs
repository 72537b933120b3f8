using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Verification;

/// <summary>What a written test needs to know; the same for every language.</summary>
/// <param name="Source">The source.</param>
/// <param name="Method">The method that is tested.</param>
/// <param name="Call">The verification call, fit for a comment.</param>
/// <param name="Plan">Where everything goes.</param>
/// <param name="Parameters">The parameters that the request uses, in the method's order.</param>
/// <param name="LockoutWarning">The document's warning, or null.</param>
/// <param name="TestPath">The test's path as people see it.</param>
/// <param name="ConfigPath">The development configuration's path as people see it.</param>
/// <param name="ConfigFromTest">That path relative to the test's folder.</param>
internal sealed record TestFacts(
    SourceName Source,
    SpecMethod Method,
    string Call,
    RequestPlan Plan,
    IReadOnlyList<SpecParameter> Parameters,
    string? LockoutWarning,
    string TestPath,
    string ConfigPath,
    string ConfigFromTest)
{
    /// <summary>Whether a parameter proves who calls.</summary>
    public bool IsSecret(SpecParameter parameter) => Plan.Secrets.Contains(parameter.Name);

    /// <summary>Whether the call can't be made without a parameter.</summary>
    public bool Needs(SpecParameter parameter) => parameter.Required
        || Plan.Host.ParameterNames
            .Concat(Plan.Path.ParameterNames)
            .Concat(Plan.Query.SelectMany(pair => pair.Value.ParameterNames))
            .Concat(Plan.Placements.SelectMany(group => group).Where(value => !value.Optional).SelectMany(value => value.Format.ParameterNames))
            .Contains(parameter.Name, ParameterNameComparer.Instance);

    /// <summary>The spec's spelling of a parameter that a template names.</summary>
    public string NameOf(string hole) => Parameters.First(parameter => ParameterNameComparer.Instance.Equals(parameter.Name, hole)).Name;

    /// <summary>Whether a wrong key looks like a wrong path.</summary>
    public bool KeyIsInPath => Plan.HoldsSecret(Plan.Path.ParameterNames);
}
