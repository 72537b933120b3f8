using System.Text.Json;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>
/// Keeps a serialized analysis under its limit: what matters least is shortened or left out first, step by step and always
/// in the same order, until the rest fits.
/// </summary>
internal static class AnalysisBudget
{
    /// <summary>Size that every analysis stays within, in bytes of UTF-8.</summary>
    public const int Bytes = 5600;

    private const int LongestKept = 100;

    private static readonly Func<AuthAnalysis, AuthAnalysis>[] Steps =
    [
        a => a with { Warnings = Take(a.Warnings, 6), Questions = Take(a.Questions, 4), NotStated = Take(a.NotStated, 10) },
        a => a with { Methods = Each(a.Methods, m => m with { Parameters = [.. m.Parameters.Select(p => p with { Description = Cut(p.Description, 100) })] }) },
        a => a with { Verification = [.. Take(a.Verification, 3).Select(v => v with { Quote = Cut(v.Quote, 80)! })], BaseUrls = [.. Take(a.BaseUrls, 3).Select(b => b with { Quote = Cut(b.Quote, 80)! })] },
        a => a with { Methods = Each(a.Methods, m => m with { Evidence = [.. Take(m.Evidence, 8).Select(e => e with { Quote = Cut(e.Quote, 90)! })] }) },
        a => a with { Methods = Each(a.Methods, m => m with { Evidence = [.. m.Evidence.Where(e => !e.Fact.StartsWith("parameter.", StringComparison.Ordinal))] }) },
        a => a with { Methods = [.. a.Methods.Take(1), .. Each([.. a.Methods.Skip(1)], m => m with { Parameters = [.. m.Parameters.Select(p => p with { Description = null })], Evidence = Take(m.Evidence, 2) })] },
        a => a with { Methods = Take(a.Methods, 4), Warnings = Take(a.Warnings, 4) },
        a => a with { Methods = Each(a.Methods, m => m with { Parameters = [.. Take(m.Parameters, 8).Select(p => p with { Description = Cut(p.Description, 60) })], OAuth = Shorten(m.OAuth, 6) }) },
        a => a with { Methods = Take(a.Methods, 3), Questions = Take(a.Questions, 2), Verification = Take(a.Verification, 2), BaseUrls = Take(a.BaseUrls, 2) },
        a => a with { Methods = Each(a.Methods, m => m with { Evidence = [.. Take(m.Evidence, 2).Select(e => e with { Quote = Cut(e.Quote, 60)! })], Parameters = [.. m.Parameters.Select(p => p with { Description = null })] }) },
        a => a with { Methods = Take(a.Methods, 2), Warnings = Take(a.Warnings, 2), NotStated = Take(a.NotStated, 5) },
        a => a with { Methods = Each(a.Methods, m => m with { Parameters = Take(m.Parameters, 5), Placements = Take(m.Placements, 2), OAuth = Shorten(m.OAuth, 2), Evidence = Take(m.Evidence, 1) }), Document = a.Document with { Path = Tail(a.Document.Path, 200) }, AlsoRead = a.AlsoRead is null ? null : [.. a.AlsoRead.Take(5).Select(p => Tail(p, 60))] },
        a => a with { Methods = Take(a.Methods, 1), Verification = Take(a.Verification, 1), BaseUrls = Take(a.BaseUrls, 1), Questions = [], Warnings = Take(a.Warnings, 1) },
        // Names and addresses of a length that nothing real has come from samples that are garbled.
        a => Within(a, Monster),
        a => Within(a with { Methods = Each(a.Methods, m => m with { OAuth = null, Login = null }), NotStated = Take(a.NotStated, 2) }, LongestKept),
    ];

    /// <summary>The analysis, shortened as far as needed.</summary>
    public static AuthAnalysis Fit(AuthAnalysis analysis)
    {
        foreach (var step in Steps)
        {
            if (JsonSerializer.SerializeToUtf8Bytes(analysis, CoreJsonContext.Default.AuthAnalysis).Length <= Bytes)
                return analysis;
            analysis = step(analysis);
        }

        return analysis;
    }

    private const int Monster = 400;

    // What is longer is no name, address or format that anything could be built on.
    private static AuthAnalysis Within(AuthAnalysis analysis, int most) => analysis with
    {
        Methods = Each(analysis.Methods, method => method with
        {
            Placements = [.. method.Placements.Where(p => p.Name.Length + p.Format.Length <= most)],
            Parameters = [.. method.Parameters.Where(p => p.Name.Length <= most)],
            OAuth = method.OAuth is { } oauth && new[] { oauth.AuthorizeUrl, oauth.TokenUrl, oauth.DeviceUrl, oauth.RevocationUrl }.Any(url => url?.Length > most) ? null : method.OAuth,
            Login = method.Login is { } login && (login.Path.Length > most || login.Quote.Length > most || login.Placements.Any(p => p.Name.Length + p.Format.Length > most) || login.Returns.Any(r => r.Name.Length + r.Path.Length > most)) ? null : method.Login,
        }),
        Verification = [.. analysis.Verification.Where(v => v.Path.Length <= most)],
        BaseUrls = [.. analysis.BaseUrls.Where(b => b.Url.Length <= most)],
    };

    private static IReadOnlyList<T> Take<T>(IReadOnlyList<T> list, int most) => list.Count <= most ? list : [.. list.Take(most)];

    private static IReadOnlyList<AuthMethod> Each(IReadOnlyList<AuthMethod> methods, Func<AuthMethod, AuthMethod> change) => [.. methods.Select(change)];

    private static OAuthFacts? Shorten(OAuthFacts? oauth, int scopes) => oauth is null ? null : oauth with { Scopes = Take(oauth.Scopes, scopes) };

    // Cut on the right, so that what is left still occurs word for word.
    private static string? Cut(string? quote, int most)
    {
        if (quote is null || quote.Length <= most)
            return quote;
        var end = quote.LastIndexOf(' ', most);
        end = end < most / 2 ? most : end;
        return char.IsHighSurrogate(quote[end - 1]) ? quote[..(end - 1)] : quote[..end];
    }

    private static string Tail(string text, int most) => text.Length <= most ? text : text[^most..];
}
