namespace McpConnectorAuth.Core.Tests.Requests;

/// <summary>A test against a library of Debian's Python; skipped where the library is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute(string module)
    {
        if (!Python.Has(module)) Skip = $"The Python module {module} is not installed (Debian: python3-{module}).";
    }
}
