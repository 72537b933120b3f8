using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>A sample of a log-in call with the parameters that it needs.</summary>
internal sealed class LoginCall(SampleRequest request)
{
    private readonly List<string> _parameters = [];
    private readonly List<(string Field, string Parameter)> _fields = [];

    public SampleRequest Request { get; } = request;

    /// <summary>Names of the parameters, in the order of the sample.</summary>
    public IReadOnlyList<string> Parameters => _parameters;

    /// <summary>Body fields and the parameter that fills each.</summary>
    public IReadOnlyList<(string Field, string Parameter)> Fields => _fields;

    public void Add(string spelled, string parameter, bool isField)
    {
        if (!_parameters.Contains(parameter))
            _parameters.Add(parameter);
        if (isField)
            _fields.Add((spelled, parameter));
    }
}
