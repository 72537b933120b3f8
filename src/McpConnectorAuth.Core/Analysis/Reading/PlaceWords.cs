namespace McpConnectorAuth.Core.Analysis.Reading;

/// <summary>Words for the places of a request that carry a credential.</summary>
internal static class PlaceWords
{
    /// <summary>A header, or several.</summary>
    public static readonly PhraseTable Header = new(
        "header", "headers", "http header", "request header", "header field", "kopfzeile", "header-feld", "header-zeile", "cabecera", "cabeceras", "encabezado", "encabezados", "en-tête", "en-têtes", "cabeçalho", "cabeçalhos", "intestazione", "intestazioni", "ヘッダー", "ヘッダ", "リクエストヘッダー");

    /// <summary>Several headers.</summary>
    public static readonly PhraseTable Headers = new(
        "headers", "header fields", "http headers", "request headers", "http header fields", "two headers", "kopfzeilen", "header-felder", "cabeceras", "encabezados", "en-têtes", "cabeçalhos", "intestazioni");

    /// <summary>Parameters of the query.</summary>
    public static readonly PhraseTable Query = new(
        "query", "query string", "query parameter", "query parameters", "url parameter", "url parameters", "querystring", "get parameter", "in the url", "request parameter", "parameter", "parameters", "param", "queryparameter", "query-parameter", "url-parameter", "abfrageparameter",
        "parámetro", "parámetros", "parâmetro", "parâmetros", "paramètre", "paramètres", "parametro", "parametri", "パラメータ", "パラメーター", "クエリ", "クエリパラメータ", "urlパラメータ");

    /// <summary>Two things in one.</summary>
    public static readonly PhraseTable Both = new("both", "the two", "these two", "together", "two headers", "pair", "beide", "beides", "ambas", "ambos", "les deux", "tous deux", "entrambi", "entrambe", "両方");
}
