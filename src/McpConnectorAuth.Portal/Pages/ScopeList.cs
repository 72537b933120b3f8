namespace McpConnectorAuth.Portal.Pages;

/// <summary>Scopes next to what became of them.</summary>
internal static class ScopeList
{
    /// <summary>The list; nothing where it is empty.</summary>
    public static Html Granted(PortalTexts texts, IReadOnlyList<ScopeGrant> scopes) => scopes.Count == 0 ? Html.None : Html.Of(
        $"""
        <ul class="scopes" aria-label="{texts.GrantedHeading}">{Html.Each(scopes, scope => Html.Of(
            $"""<li class="{(scope.Granted ? "yes" : "no")}"><code>{scope.Name}</code> <span>{(!scope.Granted ? texts.NotGranted : scope.Asked ? texts.Granted : texts.NotAsked)}</span></li>"""))}</ul>
        """);

    /// <summary>What will be asked for, with a mark on what an earlier connection was not granted.</summary>
    public static Html Asked(PortalTexts texts, IReadOnlyList<string> scopes, IReadOnlyList<string>? earlier) => scopes.Count == 0
        ? Html.Of($"<p>{texts.NoScopes}</p>")
        : Html.Of(
            $"""
            <p>{texts.ScopesAsked(scopes.Count)}</p>
            <ul class="asked">{Html.Each(scopes, scope => Html.Of(
                $"""<li><code>{scope}</code>{Html.When(earlier is not null && !earlier.Contains(scope), $""" <span class="tag">{texts.NewScope}</span>""")}</li>"""))}</ul>
            """);
}
