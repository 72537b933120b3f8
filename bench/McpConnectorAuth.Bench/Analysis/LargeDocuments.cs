using System.Globalization;
using System.Text;

namespace McpConnectorAuth.Bench.Analysis;

/// <summary>
/// Writes API documentation of any size as it is found in the wild: one part on authentication, and then endpoint after
/// endpoint with prose, tables, samples and answers. The same size gives the same text.
/// </summary>
internal static class LargeDocuments
{
    private static readonly string[] Nouns =
    [
        "invoice", "shipment", "warehouse", "contact", "ticket", "campaign", "subscription", "payment", "refund", "project", "task", "comment", "attachment", "employee",
        "department", "contract", "vehicle", "route", "sensor", "reading", "alarm", "playlist", "episode", "listing", "offer", "category", "price", "discount", "survey", "answer",
    ];

    private static readonly string[] Qualifiers = ["archived", "pending", "regional", "draft", "linked", "shared", "recurring", "imported", "nested", "external", "seasonal", "blocked"];

    private static readonly string[] Sentences =
    [
        "The {0} belongs to exactly one {1} and keeps its number for its whole life.",
        "Dates are given in ISO 8601 with the time zone of the {1}; without one, UTC is assumed.",
        "Up to 100 entries come back on a page, ordered by the time of their last change, oldest first.",
        "A {0} that has been closed can't be opened again; create a new one and link it with `previous_{0}_id`.",
        "Amounts are integers in the smallest unit of the currency, so 1999 stands for 19.99.",
        "When the {1} is locked, the call answers `409 Conflict` and the body names who holds the lock.",
        "Fields that are missing in the request keep their value; to empty a field, send `null`.",
        "Search is case-insensitive and looks at the name, the reference number and the tags of the {0}.",
        "Large lists are better fetched in pieces: pass the `next` link of one answer as it is to get the next.",
        "Every change is kept in the history of the {1}, with the user who made it and the old value.",
        "See also [the chapter on {1}s](#{1}s) and [importing data](https://help.freightline.example/articles/{0}-import).",
        "Deleting a {0} moves it to the bin, where it stays for thirty days before it is gone for good.",
    ];

    private static readonly string[] FieldNames = ["id", "name", "status", "reference", "currency", "quantity", "created_at", "updated_at", "owner_id", "tags", "note", "country", "weight_grams", "is_public", "color"];

    private const string Opening =
        """
        # Freightline API Reference

        The Freightline API lets you manage shipments and everything around them. All resources are JSON over HTTPS.

        ## Base URL

        The base URL of the API is `https://{tenant}.api.freightline.example/v3`, where `{tenant}` is the short name of your company account.

        """;

    private const string Authentication =
        """

        ## Authentication

        Every request needs an API key. Create one under **Settings > Integrations > API keys**; it is shown only once.
        Send the key in the `X-Freightline-Key` header:

        ```bash
        curl "https://acme.api.freightline.example/v3/account/me" \
          -H "X-Freightline-Key: $FREIGHTLINE_API_KEY"
        ```

        `GET /account/me` is the cheapest call and the right way to test a key. Requests without a valid key answer `401 Unauthorized`.

        """;

    /// <summary>A manual in Markdown of about so many bytes, whose part on authentication stands in the middle.</summary>
    public static string Markdown(int bytes)
    {
        var text = new StringBuilder(bytes + 4096).Append(Opening);
        var authenticated = false;
        for (var section = 0; text.Length < bytes - 600; section++)
        {
            if (!authenticated && text.Length * 2 > bytes)
            {
                text.Append(Authentication);
                authenticated = true;
            }

            Section(text, section);
        }

        if (!authenticated)
            text.Append(Authentication);
        return text.ToString();
    }

    /// <summary>An OpenAPI 3.0 description in JSON of about so many bytes: paths, parameters, answers with examples, schemas.</summary>
    public static string OpenApi(int bytes)
    {
        var text = new StringBuilder(bytes + 8192);
        text.Append("""{"openapi":"3.0.3","info":{"title":"Freightline API","version":"3.1.0","description":"The Freightline API. Send your key in the `X-Freightline-Key` header with every request.\n\n## Limits\n\n100 calls a minute."},"servers":[{"url":"https://{tenant}.api.freightline.example/v3","variables":{"tenant":{"default":"acme"}}}],"security":[{"key":[]}],"paths":{"/account/me":{"get":{"summary":"The caller","responses":{"200":{"description":"The account of the caller"}}}}""");
        for (var section = 0; text.Length < bytes * 8L / 10; section++)
            Operation(text, section);
        text.Append("},\"components\":{\"securitySchemes\":{\"key\":{\"type\":\"apiKey\",\"in\":\"header\",\"name\":\"X-Freightline-Key\"}},\"schemas\":{");
        for (var section = 0; section == 0 || text.Length < bytes - 500; section++)
        {
            text.Append(section == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"\"{Noun(section)}{section}\":{{\"type\":\"object\",\"required\":[\"id\"],\"properties\":{{");
            for (var field = 0; field < 6; field++)
                text.Append(field == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"\"{Field(section, field)}\":{{\"type\":\"string\",\"description\":\"{Sentence(section + field, section)}\",\"maxLength\":{20 + field}}}");
            text.Append("}}");
        }

        return text.Append("}}}").ToString();
    }

    private static string Noun(int section) => Nouns[section % Nouns.Length];

    private static string Path(int section) => $"{Qualifiers[section / Nouns.Length % Qualifiers.Length]}/{Noun(section)}s-{section}";

    private static string Sentence(int i, int section) =>
        string.Format(CultureInfo.InvariantCulture, Sentences[(i * 7 + section) % Sentences.Length], Noun(section), Nouns[(section + 5 + i) % Nouns.Length]);

    private static string Field(int section, int i) => FieldNames[(section + i) % FieldNames.Length];

    private static void Section(StringBuilder text, int section)
    {
        var noun = Noun(section);
        var path = Path(section);
        var title = char.ToUpperInvariant(noun[0]) + noun[1..];
        if (section % 8 == 0)
            text.Append(CultureInfo.InvariantCulture, $"\n## {title}s, part {section / 8 + 1}\n\n{Sentence(1, section)} {Sentence(2, section)}\n");
        text.Append(CultureInfo.InvariantCulture, $"\n### List {noun}s of kind {section}\n\n`GET /{path}`\n\n{Sentence(3, section)} {Sentence(4, section)}\n{Sentence(5, section)}\n\n");
        text.Append("| Parameter | Type | Required | Description |\n|---|---|---|---|\n");
        for (var i = 0; i < 5; i++)
            text.Append(CultureInfo.InvariantCulture, $"| `{Field(section, i)}` | {(i % 2 == 0 ? "string" : "integer")} | {(i == 0 ? "yes" : "no")} | {Sentence(i, section)} |\n");
        switch (section % 3)
        {
            case 0:
                text.Append(CultureInfo.InvariantCulture, $"\n```bash\ncurl \"https://acme.api.freightline.example/v3/{path}?limit=20\" \\\n  -H \"X-Freightline-Key: $FREIGHTLINE_API_KEY\" \\\n  -H \"Accept: application/json\"\n```\n\n");
                break;
            case 1:
                text.Append(CultureInfo.InvariantCulture, $"\n```python\nimport requests\n\nreply = requests.get(\n    \"https://acme.api.freightline.example/v3/{path}\",\n    headers={{\"X-Freightline-Key\": api_key}},\n    params={{\"limit\": 20, \"{Field(section, 2)}\": \"x\"}},\n)\nprint(reply.json())\n```\n\n");
                break;
            default:
                text.Append(CultureInfo.InvariantCulture, $"\n```http\nPOST /v3/{path} HTTP/1.1\nHost: acme.api.freightline.example\nX-Freightline-Key: {{api_key}}\nContent-Type: application/json\n\n{{\"{Field(section, 1)}\": \"x\", \"quantity\": {section}}}\n```\n\n");
                break;
        }

        text.Append("Answer:\n\n```json\n{\n  \"data\": [\n");
        for (var row = 0; row < 2; row++)
        {
            text.Append("    {\n");
            for (var i = 0; i < 6; i++)
                text.Append(CultureInfo.InvariantCulture, $"      \"{Field(section, i)}\": \"{noun}-{section * 31 + i}\"{(i == 5 ? "" : ",")}\n");
            text.Append(row == 1 ? "    }\n" : "    },\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"  ],\n  \"next\": \"https://acme.api.freightline.example/v3/{path}?page=2\"\n}}\n```\n\n");
        text.Append(CultureInfo.InvariantCulture, $"- {Sentence(6, section)}\n- {Sentence(7, section)}\n- **Note:** {Sentence(8, section)}\n");
        if (section % 4 == 1)
            text.Append("\n> The list may lag behind by a few seconds after a change.\n");
    }

    private static void Operation(StringBuilder text, int section)
    {
        var noun = Noun(section);
        text.Append(CultureInfo.InvariantCulture, $",\"/{Path(section)}/{{{noun}_id}}\":{{\"get\":{{\"summary\":\"Get a {noun}\",\"description\":\"{Sentence(1, section)} {Sentence(2, section)}\",\"operationId\":\"get_{noun}_{section}\",\"parameters\":[{{\"name\":\"{noun}_id\",\"in\":\"path\",\"required\":true,\"schema\":{{\"type\":\"string\"}}}}");
        for (var i = 0; i < 3; i++)
            text.Append(CultureInfo.InvariantCulture, $",{{\"name\":\"{Field(section, i)}\",\"in\":\"query\",\"description\":\"{Sentence(i + 3, section)}\",\"schema\":{{\"type\":\"string\",\"maxLength\":{i + 10}}}}}");
        text.Append("],\"responses\":{\"200\":{\"description\":\"OK\",\"content\":{\"application/json\":{\"schema\":{\"type\":\"object\",\"properties\":{");
        for (var i = 0; i < 5; i++)
            text.Append(i == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"\"{Field(section, i)}\":{{\"type\":\"string\",\"nullable\":true}}");
        text.Append("}},\"example\":{");
        for (var i = 0; i < 5; i++)
            text.Append(i == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"\"{Field(section, i)}\":\"{noun}-{section * 31 + i}\"");
        text.Append(CultureInfo.InvariantCulture, $"}}}}}}}},\"404\":{{\"description\":\"There is no such {noun}\"}}}}}}}}");
    }
}
