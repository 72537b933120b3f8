using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Verification;

/// <summary>What a written test needs to know; the same for every language.</summary>
/// <param name="Source">The source.</param>
/// <param name="Method">The method that is tested.</param>
/// <param name="Call">The verification call, fit for a comment.</param>
/// <param name="Plan">Where everything goes that is on the request as it is.</param>
/// <param name="Seal">What goes onto each request last, or null.</param>
/// <param name="Parameters">The values that the request uses, in the method's order, then what is issued.</param>
/// <param name="Issued">Names of those among them that the API issues.</param>
/// <param name="LockoutWarning">The document's warning, or null.</param>
/// <param name="TestPath">The test's path as people see it.</param>
/// <param name="ConfigPath">The development configuration's path as people see it.</param>
/// <param name="ConfigFromTest">That path relative to the test's folder.</param>
internal sealed record TestFacts(
    SourceName Source,
    SpecMethod Method,
    string Call,
    RequestPlan Plan,
    TestSeal? Seal,
    IReadOnlyList<SpecParameter> Parameters,
    IReadOnlyList<string> Issued,
    string? LockoutWarning,
    string TestPath,
    string ConfigPath,
    string ConfigFromTest)
{
    /// <summary>Names of the values that a request uses: those on it, and those that its seal is made of.</summary>
    public static IReadOnlySet<string> NamesUsed(RequestPlan plan, TestSeal? seal) =>
        plan.ParameterNames.Concat(seal?.ParameterNames ?? []).ToHashSet(ParameterNameComparer.Instance);

    /// <summary>Whether a parameter proves who calls, so that the control with a changed credential changes it.</summary>
    public bool IsSecret(SpecParameter parameter) => Plan.Secrets.Contains(parameter.Name) && Seal is not TestSeal.Certificate;

    /// <summary>Whether a value is a PEM text or a file in Base64, which may have line breaks.</summary>
    public bool IsFile(SpecParameter parameter) => Seal is not null && Seal.Files.Contains(parameter.Name, ParameterNameComparer.Instance);

    /// <summary>Whether the call can't be made without a parameter.</summary>
    public bool Needs(SpecParameter parameter) =>
        Plan.Host.ParameterNames
            .Concat(Plan.Path.ParameterNames)
            .Concat(Plan.Query.SelectMany(pair => pair.Value.ParameterNames))
            .Concat(Plan.Placements.SelectMany(group => group).Where(value => !value.Optional).SelectMany(value => value.Format.ParameterNames))
            .Contains(parameter.Name, ParameterNameComparer.Instance)
        || (Seal is null ? parameter.Required : !Seal.Optional.Contains(parameter.Name, ParameterNameComparer.Instance)
            && (parameter.Required || Seal.ParameterNames.Contains(parameter.Name, ParameterNameComparer.Instance)));

    /// <summary>The spec's spelling of a parameter that a template names.</summary>
    public string NameOf(string hole) => Parameters.First(parameter => ParameterNameComparer.Instance.Equals(parameter.Name, hole)).Name;

    /// <summary>Whether a wrong key looks like a wrong path.</summary>
    public bool KeyIsInPath => Plan.HoldsSecret(Plan.Path.ParameterNames);
}
