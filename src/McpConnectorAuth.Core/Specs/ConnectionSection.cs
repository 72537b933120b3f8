namespace McpConnectorAuth.Core.Specs;

/// <summary>The section <c>connection</c>.</summary>
/// <param name="Parameters">Parameters shared by all methods, or all of them where there is one method.</param>
/// <param name="AuthMethods">The methods with their own parameters; empty where there is one method.</param>
/// <param name="OAuth">OAuth settings, or null.</param>
public sealed record ConnectionSection(
    IReadOnlyList<SpecParameter> Parameters,
    IReadOnlyList<SpecAuthMethod> AuthMethods,
    SpecOAuth? OAuth);
