using System.Text.RegularExpressions;

namespace McpConnectorAuth.Server.Tests.Cli;

public sealed partial class ColourTests
{
    [Fact]
    public async Task A_terminal_gets_colour()
    {
        await using var project = await MooringsProject.StartConnectedAsync();
        await using var terminal = PseudoTerminal.Start(project.Folder, new Dictionary<string, string>(), "status", MooringsProject.Source);
        (await terminal.WaitForExitAsync()).ShouldBe(0);
        Colour().IsMatch(terminal.Shown).ShouldBeTrue(terminal.Shown);
    }

    [Theory]
    [InlineData("NO_COLOR", "1")]
    [InlineData("TERM", "dumb")]
    public async Task And_none_where_the_person_wants_none(string variable, string value)
    {
        await using var project = await MooringsProject.StartConnectedAsync();
        await using var terminal = PseudoTerminal.Start(project.Folder, new Dictionary<string, string> { [variable] = value }, "status", MooringsProject.Source);
        (await terminal.WaitForExitAsync()).ShouldBe(0);
        terminal.Shown.ShouldContain("valid");
        Colour().IsMatch(terminal.Shown).ShouldBeFalse(terminal.Shown);
    }

    /// <summary>A select graphic rendition sequence that sets a colour (ECMA-48, 8.3.117).</summary>
    [GeneratedRegex(@"\x1b\[(?:[0-9]+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9]+)*m")]
    private static partial Regex Colour();
}
