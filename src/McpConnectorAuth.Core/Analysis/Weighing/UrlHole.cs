using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>Parameter names of the variable parts of a URL.</summary>
internal static class UrlHole
{
    // Words of courtesy and of filling in, which name nothing.
    private static readonly string[] Prefixes = ["your_", "my_", "the_", "customer_", "our_", "insert_", "enter_", "put_", "replace_with_", "some_", "example_", "sample_", "sua_", "seu_", "minha_", "meu_", "su_", "tu_", "votre_", "ihr_", "ihre_", "dein_", "deine_", "mein_", "meine_", "uw_", "jouw_", "mijn_"];
    private static readonly string[] Suffixes = ["_goes_here", "_here", "_contents", "_content", "_value", "_string", "_placeholder"];

    // {datacenterid}, {accountid}
    private static readonly HashSet<string> Owners = new(StringComparer.Ordinal) { "account", "client", "company", "customer", "datacenter", "instance", "merchant", "organization", "organisation", "project", "property", "realm", "shop", "site", "space", "store", "team", "tenant", "user", "workspace" };

    /// <summary><c>your-subdomain</c>, <c>YOUR_DOMAIN</c>, <c>yourDomain</c> become plain snake_case names.</summary>
    public static string Name(string hole)
    {
        var snake = CredentialNames.Snake(hole);
        foreach (var prefix in Prefixes)
        {
            if (snake.StartsWith(prefix, StringComparison.Ordinal) && snake.Length > prefix.Length + 1)
                snake = snake[prefix.Length..];
        }

        foreach (var suffix in Suffixes)
        {
            if (snake.EndsWith(suffix, StringComparison.Ordinal) && snake.Length > suffix.Length + 1)
                snake = snake[..^suffix.Length];
        }

        if (snake.EndsWith("id", StringComparison.Ordinal) && Owners.Contains(snake[..^2]))
            snake = snake[..^2] + "_id";
        return snake switch
        {
            "sub_domain" => "subdomain",
            "" or "ip" or "host_name" or "address" => "host",
            _ => snake.EndsWith("_host", StringComparison.Ordinal) ? "host" : snake,
        };
    }
}
