using McpConnectorAuth.Core.Verification;

namespace McpConnectorAuth.Core.Tests.Verification;

/// <summary>A test that needs the programs of a language; skipped on a developer's machine that lacks them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LanguageFactAttribute : FactAttribute
{
    public LanguageFactAttribute(TestLanguage language)
    {
        Language = language;
        if (!LanguageTools.Runnable.Contains(language)) Skip = $"The programs for tests in {language} are not installed (tests/run installs them).";
    }

    public TestLanguage Language { get; }
}
