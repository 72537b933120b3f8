"""An OAuth 1.0 provider on loopback over oauthlib: temporary credentials, consent at once, token credentials, one protected page.

Its first line on standard output is its URL."""
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
from oauthlib import oauth1  # noqa: E402
from oauthlib.oauth1 import SIGNATURE_HMAC_SHA1, SIGNATURE_HMAC_SHA256, SIGNATURE_PLAINTEXT  # noqa: E402

CLIENTS = {"made-up-consumer": "CANARY-consumer-secret-&="}
temporary, tokens, used = {}, {}, set()


class Validator(oauth1.RequestValidator):
    enforce_ssl = False
    allowed_signature_methods = (SIGNATURE_HMAC_SHA1, SIGNATURE_HMAC_SHA256, SIGNATURE_PLAINTEXT)
    dummy_client = "dummy"
    dummy_request_token = "dummy"
    dummy_access_token = "dummy"

    def check_client_key(self, key):
        return len(key) > 3

    check_request_token = check_access_token = check_nonce = check_verifier = check_client_key

    def validate_client_key(self, key, request):
        return key in CLIENTS

    def get_client_secret(self, key, request):
        return CLIENTS.get(key, "dummy-secret")

    def validate_timestamp_and_nonce(self, key, timestamp, nonce, request, request_token=None, access_token=None):
        fresh = (timestamp, nonce) not in used
        used.add((timestamp, nonce))
        return fresh

    def validate_redirect_uri(self, key, uri, request):
        return uri.startswith("http://127.0.0.1:")

    def get_default_realms(self, key, request):
        return []

    def validate_requested_realms(self, key, realms, request):
        return True

    def get_realms(self, token, request):
        return []

    def validate_realms(self, key, token, request, uri=None, realms=None):
        return True

    def save_request_token(self, token, request):
        temporary[token["oauth_token"]] = {"secret": token["oauth_token_secret"], "redirect": request.redirect_uri}

    def validate_request_token(self, key, token, request):
        return token in temporary

    def get_request_token_secret(self, key, token, request):
        return temporary.get(token, {}).get("secret", "dummy")

    def get_redirect_uri(self, token, request):
        return temporary[token]["redirect"]

    def verify_request_token(self, token, request):
        return token in temporary

    def save_verifier(self, token, verifier, request):
        temporary[token]["verifier"] = verifier["oauth_verifier"]

    def validate_verifier(self, key, token, verifier, request):
        return temporary[token].get("verifier") == verifier

    def invalidate_request_token(self, key, token, request):
        del temporary[token]

    def save_access_token(self, token, request):
        tokens[token["oauth_token"]] = token["oauth_token_secret"]

    def validate_access_token(self, key, token, request):
        return token in tokens

    def get_access_token_secret(self, key, token, request):
        return tokens.get(token, "dummy")


server = oauth1.WebApplicationServer(Validator())
resource = oauth1.ResourceEndpoint(Validator())


class Handler(BaseHTTPRequestHandler):
    def answer(self):
        url = "http://" + self.headers["Host"] + self.path
        headers = {name: value for name, value in self.headers.items() if name != "Content-Length"}
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode() or None
        path = urlsplit(self.path).path
        if path == "/request_token":
            headers, text, status = server.create_request_token_response(url, self.command, body, headers)
        elif path == "/access_token":
            headers, text, status = server.create_access_token_response(url, self.command, body, headers)
            if status == 200:
                text += "&" + urlencode({"user_id": "42"})
        elif path == "/authorize":
            headers, text, status = server.create_authorization_response(url, self.command, body, headers, credentials={
                "resource_owner_key": parse_qs(urlsplit(self.path).query)["oauth_token"][0]})
        else:
            valid, _ = resource.validate_protected_resource_request(url, self.command, body, headers, realms=[])
            headers, text, status = {}, "hello 42" if valid else "who are you", 200 if valid else 401
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        data = (text or "").encode()
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = answer

    def log_message(self, *arguments):
        pass


if __name__ == "__main__":
    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(f"http://127.0.0.1:{listener.server_port}", flush=True)
    listener.serve_forever()
