"""Other people's programs: Debian's SCEP server, NSS and OpenSSL. The functions are parts of ask.py."""
import http.client
import http.server
import os
import subprocess
import threading

from asking import CHALLENGE, FOLDER, I, MARK, W, E, ask, await_true, differs, enrol, judge, tap

def debian(ca, drafts):
    depot, port = os.path.join(FOLDER, "depot"), 18081
    url = f"http://127.0.0.1:{port}/scep"
    subprocess.run(["scepserver", "ca", "-init", "-key-password", "", "-country", "DE", "-organization", "Acme",
                    "-organizational_unit", "SCEP CA", "-keySize", "2048", "-depot", depot], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with open(os.path.join(FOLDER, "scepserver.log"), "w") as log:
        server = subprocess.Popen(["scepserver", "-depot", depot, "-port", str(port), "-allowrenew", "14"],
                                  env={**os.environ, "SCEP_CHALLENGE_PASSWORD": CHALLENGE}, stdout=log, stderr=log)
    try:
        await_true(lambda: ask(url).status == 0)
        with open(os.path.join(depot, "ca.pem")) as file, open(os.path.join(ca.folder, "debian.pem"), "w") as copy:
            copy.write(file.read())
        values = {"anchor": "debian", "root": "debian", "key_size": 2048}
        done = enrol(drafts.make("debian", url=url, **values))
        tap.check("Debian's scepserver: what it drops", judge(done, [
            "trial-subject" + W, "trial-name-dropped" + W, "trial-key-usage" + W, "trial-weak" + W, "trial-weak" + W,
            "ca-usage-single" + I], 0))
        fields = [one["field"] for one in (done.json or {"findings": []})["findings"] if one["rule"] == "trial-name-dropped"]
        tap.check("Debian's scepserver: the name that it drops", [differs("fields", ["san_principal"], fields)])
        done = enrol(drafts.make("debian", url=url, challenge="guessed", **values))
        tap.check("Debian's scepserver: a wrong challenge", [
            differs("status", 1, done.status), None if "trial-refused" + E in (done.findings() or []) else str(done)])
        fixed = drafts.make("debian", url=url, subject="/C=DE/O=Acme/CN=mac17", **values)
        first, second = enrol(fixed, "--same-subject"), enrol(fixed, "--same-subject")
        tap.check("Debian's scepserver: the same subject again", [
            differs("first", 0, first.status), differs("second", 1, second.status),
            None if "trial-refused" + E in (second.findings() or []) else str(second)])
        relay = Relay(port)
        done = enrol(drafts.make("debian", url=f"http://127.0.0.1:{relay.port}/scep", **values))
        tap.check("Debian's scepserver: a GET as a Mac sends it", [
            differs("status", 1, done.status), None if "trial-refused" + E in (done.findings() or []) else str(done),
            differs("http", True, "500" in done.out)])
    finally:
        server.kill()
        server.wait()


class Relay:
    """In front of another server: its capabilities lack POST. All else passes through as it is."""

    def __init__(self, behind):
        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_GET(self):
                connection = http.client.HTTPConnection("127.0.0.1", behind)
                connection.putrequest("GET", self.path)
                connection.endheaders()
                answer = connection.getresponse()
                body = answer.read()
                if "GetCACaps" in self.path:
                    body = b"SHA-1\nSHA-256\nDES3\nAES\n"
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.headers.get("Content-Type", "text/plain"))
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()


def nss(ca, drafts):
    """NSS opens the envelope, OpenSSL reads the request in it."""
    enrol(drafts.make("ok", key_size=2048))
    numbers = [int(name.split(".")[0]) for name in os.listdir(ca.folder) if name.endswith(".envelope")]
    envelope = os.path.join(ca.folder, f"{max(numbers, default=0)}.envelope")
    store = "sql:" + os.path.join(FOLDER, "nss")
    os.mkdir(os.path.join(FOLDER, "nss"))
    request = os.path.join(FOLDER, "opened.csr")
    for command in (["certutil", "-N", "-d", store, "--empty-password"],
                    ["pk12util", "-i", os.path.join(ca.folder, "ca.p12"), "-W", "test", "-d", store],
                    ["cmsutil", "-D", "-d", store, "-i", envelope, "-o", request]):
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        tap.check("NSS: " + " ".join(command[:2]), [done.stdout + f"\n{done.returncode}" if done.returncode else None])
    text = subprocess.run(["openssl", "req", "-inform", "der", "-in", request, "-noout", "-text", "-verify"],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout
    wanted = ["C = DE, O = Acme, title = Field, CN = " + MARK, "challengePassword", "DNS:mac.acme.net",
              "email:mac@acme.net", "URI:urn:acme:mac", "Digital Signature, Key Encipherment", "verify OK",
              "sha512WithRSAEncryption", "X509v3 Key Usage: critical"]
    tap.check("OpenSSL reads the request that NSS found", [f"{one}: not in {text}" for one in wanted if one not in text])
