"""Servers that do what they should not, and scepwiz-ask asking them: fetch.py PROGRAM VERSION FOLDER

fetch.sh runs it in a network of its own, with the names of hosts() and the system's roots in place. FOLDER has
certificates and keys (NAME.pem, NAME.key). It prints TAP.
"""
import resource
import signal
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time

PROGRAM, VERSION, FOLDER = sys.argv[1:4]
PORT = 18080
LIMIT = 1024 * 1024
HEADERS = 300000
count = 0
try:
    resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
except (OSError, ValueError):
    pass # then nobody here leaves any


def ok(passed, name, shown=""):
    global count
    count += 1
    print(f"{'ok' if passed else 'not ok'} {count} - {name}", flush=True)
    if not passed:
        print("#", str(shown)[:600].replace("\n", "\n# "), flush=True)


# Frames, as base/frame.h describes them. Places are 0.

def frame_of(value, key=None):
    head = bytes(8) + (struct.pack(">I", len(key)) + key.encode() if key is not None else b"")
    if isinstance(value, bool):
        return b"\4" + head + struct.pack(">q", value)
    if isinstance(value, int):
        return b"\2" + head + struct.pack(">q", value)
    if isinstance(value, dict):
        return b"\7" + head + struct.pack(">I", len(value)) + b"".join(frame_of(v, k) for k, v in value.items())
    kind, data = (b"\0", value.encode()) if isinstance(value, str) else (b"\1", value)
    return kind + head + struct.pack(">I", len(data)) + data


def frame_read(data, at=0, keyed=False):
    """The value, where it ends, its key."""

    def number(form, size):
        nonlocal at
        at += size
        return struct.unpack_from(form, data, at - size)[0]

    def text():
        nonlocal at
        length = number(">I", 4)
        at += length
        return data[at - length:at]

    kind = number("B", 1)
    at += 8
    key = text().decode() if keyed else None
    if kind in (0, 1):
        value = text() if kind else text().decode("utf-8", "replace")
    elif kind in (2, 4):
        value = number(">q", 8)
    else:
        value = {} if kind == 7 else []
        for _ in range(number(">I", 4)):
            item, at, name = frame_read(data, at, kind == 7)
            if kind == 7:
                value[name] = item
            else:
                value.append(item)
    return value, at, key


class Asking:
    """One scepwiz-ask."""

    def __init__(self, url, post=None, root=b"", proxy="", seconds=15, env=None, version=VERSION):
        self.begin = time.monotonic()
        self.socket, other = socket.socketpair()
        self.process = subprocess.Popen([PROGRAM, version], stdin=other, stdout=other, env=env or {})
        other.close()
        self.send(frame_of({
            "url": url, "post": post is not None, "type": "" if post is None else "application/x-pki-message",
            "body": post or b"", "root": root, "proxy": proxy, "seconds": seconds}))

    def send(self, data):
        try:
            self.socket.sendall(struct.pack(">I", len(data)) + data)
        except OSError:
            pass # it has ended

    def answer(self):
        """The answer, None where there is none; then the process has ended."""
        data = b""
        try:
            while part := self.socket.recv(65536):
                data += part
        except ConnectionResetError:
            pass # it was killed
        self.status = self.process.wait()
        self.seconds = time.monotonic() - self.begin
        return frame_read(data, 4)[0] if len(data) > 4 and struct.unpack(">I", data[:4])[0] == len(data) - 4 else None


def ask(url, **options):
    return Asking(url, **options).answer()


# Servers.

def reply(status, *headers, body=b""):
    lines = [f"HTTP/1.1 {status} Words", *headers, f"Content-Length: {len(body)}", "Connection: close", "", ""]
    return "\r\n".join(lines).encode() + body


def redirect(to, status=302):
    return reply(status, f"Location: {to}", body=b"moved")


def drip(connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while True:
        connection.sendall(b"x")
        time.sleep(0.1)


def drip_headers(connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"X: y\r\n")
        time.sleep(0.1)


def hang(connection):
    while connection.recv(1000):
        pass


def endless(connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        connection.sendall(b"x" * 65536)


def informs(connection):
    while True:
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)


def chunks(*parts, end=b"0\r\n\r\n"):
    body = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts)
    return b"HTTP/1.1 200 OK\r\nContent-Type: a/b\r\nTransfer-Encoding: chunked\r\n\r\n" + body + end


ANSWERS = {
    "ok": reply(200, "Content-Type: text/plain; charset=utf-8", body=b"hello\0\xff"),
    "notype": reply(200, body=b"x"),
    "longtype": reply(200, "Content-Type: " + "t" * 10000, body=b"x"),
    "gzip": reply(200, "Content-Encoding: gzip", body=b"not unpacked"),
    "500": reply(500, "Content-Type: text/plain", body=b"why"),
    "401": reply(401, 'WWW-Authenticate: Basic realm="x"', body=b"login"),
    "full": reply(200, body=b"x" * LIMIT),
    "empty": reply(200),
    "chunked": chunks(b"ab", b"c" * 1000, b"d"),
    "hang": hang,
    "drip": drip,
    "dripheaders": drip_headers,
    "informs": informs,
    "huge": reply(200, body=b"x" * (LIMIT + 1)),
    "hugechunked": chunks(*[b"x" * 60000] * 20),
    "endless": endless,
    "cut": reply(200, body=b"x" * 100)[:-50],
    "cutchunked": chunks(b"abc", end=b""),
    "cutheaders": b"HTTP/1.1 200 OK\r\nContent-Ty",
    "nothing": b"",
    "headers": reply(200, *[f"X-{i}: " + "y" * 8000 for i in range(100)]),
    "longheader": b"HTTP/1.1 200 OK\r\nX: " + b"y" * 400000,
    "ssh": b"SSH-2.0-OpenSSH_9.2\r\n",
    "407": reply(407, 'Proxy-Authenticate: Basic realm="x"', body=b"login"),
    "binary": bytes(range(256)) * 4,
    "302none": reply(302, body=b"nowhere"),
    "302": redirect("/ok"),
    "301": redirect(f"http://127.0.0.1:{PORT}/ok", 301),
    "303": redirect("ok", 303),
    "307": redirect("/ok", 307),
    "308": redirect("//ca.test:%d/ok" % PORT, 308),
    "300": redirect("/ok", 300),
    "three": redirect("/two"),
    "two": redirect("/302"),
    "four": redirect("/three"),
    "loop": redirect("/loop"),
    "file": redirect("file:///etc/passwd"),
    "ftp": redirect("ftp://127.0.0.1/"),
    "user": redirect(f"http://user:secret@127.0.0.1:{PORT}/echo"),
    "down": redirect(f"http://127.0.0.1:{PORT}/ok"),
    "up": redirect("https://ca.test:%d/ok" % (PORT + 1)),
    "cookie": reply(302, "Set-Cookie: a=b", "Location: /echo", body=b"moved"),
    "longredirect": redirect("/ok?" + "z" * 10000),
}


def read_request(connection):
    data = b""
    while b"\r\n\r\n" not in data:
        part = connection.recv(65536)
        if not part or part.startswith(b"\x16"): # of TLS
            return data
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    length = [int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    while length and len(body) < length[0]:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


requests = [] # as they came


def serve(connection):
    try:
        request = read_request(connection)
        if request:
            requests.append(request)
        words = request.split(b" ") if request else [b"", b"/ssh"]
        path = words[1].decode("latin-1").split("?")[0] if len(words) > 1 else ""
        name = path.rsplit("/", 1)[-1]
        answer = reply(200, "Content-Type: a/b", body=request) if name == "echo" else ANSWERS.get(name, reply(404))
        if callable(answer):
            answer(connection)
        else:
            connection.sendall(answer)
            if isinstance(connection, ssl.SSLSocket) and not name.startswith("cut"):
                connection.unwrap()
    except OSError:
        pass
    finally:
        connection.close()


def listen(port, wrap=None):
    server = socket.create_server(("127.0.0.1", port))

    def one(connection):
        try:
            connection = wrap(connection) if wrap else connection
        except OSError:
            return
        if connection:
            serve(connection)

    def run():
        while True:
            connection, _ = server.accept()
            threading.Thread(target=one, args=(connection,), daemon=True).start()

    threading.Thread(target=run, daemon=True).start()


def tls(name):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{FOLDER}/{name}.pem", f"{FOLDER}/{name}.key")
    return lambda connection: context.wrap_socket(connection, server_side=True)


def reset(connection):
    """In the middle of the handshake."""
    connection.recv(1000)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def forbid(connection):
    """A proxy that lets nothing through."""
    read_request(connection)
    connection.sendall(reply(403))
    connection.close()


def tunnel(connection):
    """A proxy that says yes and then is the server."""
    requests.append(read_request(connection))
    connection.sendall(b"HTTP/1.1 200 Yes\r\n\r\n")
    return tls("system")(connection)


def name_server():
    """Names below test. are this machine; slow.test gets no answer."""
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 53))

    def run():
        while True:
            query, whom = server.recvfrom(2000)
            end = query.index(b"\0", 12) + 5
            question, kind = query[12:end], query[end - 4:end - 2]
            if b"\4slow" in question:
                continue
            known = b"\4test\0" in question
            answers = known and kind == b"\0\1"
            head = query[:2] + (b"\x81\x80" if known else b"\x81\x83") + b"\0\1" + (b"\0\1" if answers else b"\0\0")
            server.sendto(head + bytes(4) + question + (b"\xc0\x0c\0\1\0\1\0\0\0\0\0\4\x7f\0\0\1" if answers else b""), whom)

    threading.Thread(target=run, daemon=True).start()


def full_backlog(port):
    """Nothing is accepted, so that no further connection is made."""
    server = socket.socket()
    server.bind(("127.0.0.1", port))
    server.listen(0)
    held = [server]
    for _ in range(8):
        client = socket.socket()
        client.setblocking(False)
        client.connect_ex(("127.0.0.1", port))
        held.append(client)
    return held


TLS = {name: PORT + 1 + i for i, name in enumerate(("system", "own", "ended", "other", "self"))}
RESET, FORBID, TUNNEL, NOBODY, FULL = range(PORT + 10, PORT + 15)
listen(PORT)
for server_name, server_port in TLS.items():
    listen(server_port, tls(server_name))
listen(RESET, reset)
listen(FORBID, forbid)
listen(TUNNEL, tunnel)
name_server()
backlog = full_backlog(FULL)
HTTP, HTTPS = f"http://127.0.0.1:{PORT}", f"https://ca.test:{TLS['system']}"


# What comes of it. What takes seconds is begun here, and looked at in the end.

late = {name: Asking(f"{HTTP}/{name}", seconds=1) for name in ("hang", "drip", "dripheaders")}
late["https, hang"] = Asking(HTTPS + "/hang", seconds=1)
late["a name server that is silent"] = Asking("http://slow.test/", seconds=1)
late["a server that accepts nobody"] = Asking(f"http://127.0.0.1:{FULL}/ok", seconds=30)


def expect(name, url, failure="done", status=None, body=None, **options):
    """An answer with these members, each as given."""
    members = {key: options.pop(key) for key in ("type", "redirects", "trust", "whose", "says") if key in options}
    answer = ask(url, **options)
    wanted = dict(members, failure=failure)
    if status is not None:
        wanted["status"] = status
    if body is not None or failure != "done":
        wanted["body"] = body or b""
    wrong = {key: answer[key] for key in wanted if answer[key] != wanted[key]} if answer else "no answer"
    ok(not wrong, name, f"{wrong}, not {wanted}: {answer}")
    return answer


expect("an answer", HTTP + "/ok", status=200, body=b"hello\0\xff", type="text/plain; charset=utf-8", redirects=[],
       trust="none", whose="", says="")
expect("an answer in chunks", HTTP + "/chunked", status=200, body=b"ab" + b"c" * 1000 + b"d", type="a/b")
expect("an empty answer", HTTP + "/empty", status=200, body=b"", type="")
expect("no type", HTTP + "/notype", type="")
expect("a type without end is cut", HTTP + "/longtype", type="t" * 4096)
expect("what is packed stays so", HTTP + "/gzip", body=b"not unpacked")
expect("the body of an error", HTTP + "/500", status=500, body=b"why")
expect("no path", HTTP, status=404)
before = len(requests)
expect("a login is not tried", HTTP + "/401", status=401, body=b"login")
ok(len(requests) == before + 1, "and it is asked once")
expect("as much as may be", HTTP + "/full", status=200, body=b"x" * LIMIT)
expect("a byte more", HTTP + "/huge", "too-large", 200)
expect("more, in chunks", HTTP + "/hugechunked", "too-large", 200)
expect("without end", HTTP + "/endless", "too-large", 200)
expect("cut", HTTP + "/cut", "cut", 200)
expect("cut between chunks", HTTP + "/cutchunked", "cut", 200)
expect("cut in the headers", HTTP + "/cutheaders", "cut", says="the connection ended in the headers")
expect("nothing", HTTP + "/nothing", "cut", 0)
expect("a hundred headers of 8,000 bytes", HTTP + "/headers", "headers")
expect("a header without end", HTTP + "/longheader", "headers", says="one header is too long")
expect("interim answers without end", HTTP + "/informs", "headers")
expect("no HTTP", HTTP + "/ssh", "not-http", 0)
expect("no HTTP at all", HTTP + "/binary", "not-http", 0)
expect("no port", f"http://127.0.0.1:{NOBODY}/ok", "refused", 0)
expect("no port, https", f"https://127.0.0.1:{NOBODY}/ok", "refused", 0, trust="none")
expect("a name of the network", f"http://ca.test:{PORT}/ok", status=200)
expect("a name that nobody has", "http://nowhere.invalid/", "name-unknown", 0)

for code in 301, 302, 303, 307, 308:
    where = f"http://ca.test:{PORT}/ok" if code == 308 else f"{HTTP}/ok"
    expect(f"a redirect: {code}", f"{HTTP}/{code}", status=200, body=b"hello\0\xff", redirects=[f"{code} {where}"])
expect("300 is no redirect", HTTP + "/300", status=300, redirects=[])
expect("a redirect to nowhere", HTTP + "/302none", status=302, body=b"nowhere", redirects=[])
expect("three redirects", HTTP + "/three", status=200, redirects=[f"302 {HTTP}/{n}" for n in ("two", "302", "ok")])
expect("one more", HTTP + "/four", "redirects", 302,
       redirects=[f"302 {HTTP}/{n}" for n in ("three", "two", "302", "ok")])
expect("in a circle", HTTP + "/loop", "redirects", 302, redirects=[f"302 {HTTP}/loop"] * 4)
expect("to a file", HTTP + "/file", "redirect-scheme", redirects=["302 file:///etc/passwd"])
expect("to FTP", HTTP + "/ftp", "redirect-scheme")
before = len(requests)
expect("with a user's name", HTTP + "/user", "other", says="it redirects to a URL that cannot be asked")
ok(len(requests) == before + 1, "and it is not sent")
expect("a long one", HTTP + "/longredirect", status=200, redirects=[f"302 {HTTP}/ok?" + "z" * (4096 - 8 - len(HTTP))])
expect("from https to http", HTTPS + "/down", "redirect-downgrade", redirects=[f"302 {HTTP}/ok"])
expect("from http to https: anyone may have sent it there", HTTP + "/up", status=200, trust="none")
got = ask(HTTP + "/cookie")
ok(got and b"ookie" not in got["body"], "cookies are not sent back", got)

got = ask(HTTP + "/a/../echo?operation=GetCACaps&message=a%20b+/")
lines = got["body"].decode().split("\r\n") if got else []
ok(lines[:1] == ["GET /a/../echo?operation=GetCACaps&message=a%20b+/ HTTP/1.1"], "a URL goes out as it is", lines)
ok(sorted(line.split(":")[0] for line in lines[1:] if line) == ["Accept", "Host", "User-Agent"],
   "with these headers alone", lines)
ok(f"User-Agent: scepwiz/{VERSION}" in lines, "and its own name", lines)
message = bytes(range(256)) * 40
got = ask(HTTP + "/echo", post=message)
ok(got and got["body"].endswith(b"\r\n\r\n" + message) and b"\r\nContent-Type: application/x-pki-message\r\n" in got["body"]
   and got["body"].startswith(b"POST /echo HTTP/1.1\r\n") and b"Expect" not in got["body"], "a POST", got)
expect("a POST of nothing", HTTP + "/ok", post=b"", status=200)
before = len(requests)
expect("a POST follows no redirect", HTTP + "/302", post=message, status=302, body=b"moved", redirects=[f"302 {HTTP}/ok"])
ok(len(requests) == before + 1, "and is sent once")

# https

root = open(f"{FOLDER}/root.pem", "rb").read()
wrong_root = open(f"{FOLDER}/wrong.pem", "rb").read()


def url_of(name, path="/ok", host="ca.test"):
    return f"https://{host}:{TLS[name]}{path}"


expect("trusted by the system", url_of("system"), status=200, trust="system", whose="", body=b"hello\0\xff")
expect("and the same with a root", url_of("system"), status=200, trust="system", root=root)
expect("trusted by the root alone", url_of("own"), status=200, trust="root", root=root, whose="")
before = len(requests)
got = expect("without the root", url_of("own"), "tls", 0, trust="none")
end = open(f"{FOLDER}/own.end", encoding="ascii").read().strip().removeprefix("notAfter=")
day = time.strftime("%Y-%m-%d", time.gmtime(ssl.cert_time_to_seconds(end)))
ok(got and got["whose"].replace(" ", "") == f"CN=own,issuedbyCN=OwnRoot,until{day}", "whose it is", got)
got = expect("with another root", url_of("own"), "tls", root=wrong_root, trust="none")
expect("with a root that is none", url_of("own"), "tls", root=b"nonsense", trust="none")
got = expect("self-signed", url_of("self"), "tls", root=root)
ok(got and "self" in got["says"] and "CN=self" in got["whose"].replace(" ", ""), "self-signed: said", got)
got = expect("ended", url_of("ended"), "tls", root=root)
ok(got and "expired" in got["says"], "ended: said", got)
got = expect("another name", url_of("other"), "tls", root=root)
ok(got and "CN=other" in got["whose"].replace(" ", ""), "another name: said", got)
expect("another name, POST", url_of("other"), "tls", post=message, root=root)
ok(len(requests) == before, "and nothing was sent to any of them", requests[before:])
expect("a handshake that is cut", f"https://127.0.0.1:{RESET}/ok", "tls", 0, whose="")
expect("no TLS", f"https://127.0.0.1:{PORT}/ok", "tls", 0, trust="none")
got = expect("the right root, another address", url_of("system", host="127.0.0.1"), "tls", root=root, trust="none")
ok(got and "127.0.0.1" in got["says"] and " (with the root: " in got["says"], "both are said", got)
for path, failure in {"cut": "cut", "cutchunked": "cut", "huge": "too-large", "headers": "headers", "ssh": "not-http",
                      "nothing": "cut"}.items():
    expect(f"https: {path}", f"{HTTPS}/{path}", failure)
expect("https: a POST", HTTPS + "/echo", post=message, status=200, trust="system")

# Proxies, and what the environment says.

environment = {f"{name}_proxy": f"http://127.0.0.1:{FORBID}" for name in ("http", "https", "HTTPS", "all", "ALL")}
expect("no proxy of the environment", HTTP + "/ok", env=environment, status=200)
expect("nor for https", HTTPS + "/ok", env=environment, status=200)
got = ask("http://anywhere.example/echo", proxy=HTTP)
ok(got and got["body"].startswith(b"GET http://anywhere.example/echo HTTP/1.1\r\n"), "a proxy that was given", got)
got = ask("http://anywhere.example/echo", proxy=HTTP, env={"no_proxy": "*", "NO_PROXY": "*"})
ok(got and got["body"].startswith(b"GET http://anywhere"), "whatever the environment says of it", got)
expect("a proxy wants a login", "http://anywhere.example/407", "proxy", 407, proxy=HTTP, says="the proxy wants a login")
expect("and a server that says so is a server", HTTP + "/407", status=407, body=b"login")
expect("a proxy is not there", "http://anywhere.example/", "proxy", proxy=f"http://127.0.0.1:{NOBODY}")
expect("a proxy has no name", "http://anywhere.example/", "proxy", proxy="http://nowhere.invalid:3128")
expect("a proxy refuses", "https://anywhere.example/", "proxy", proxy=f"http://127.0.0.1:{FORBID}")
expect("through a proxy the server is still verified", "https://anywhere.example/ok", "tls",
       proxy=f"http://127.0.0.1:{TUNNEL}")
expect("and trusted", f"https://ca.test:{PORT}/ok", status=200, trust="system", proxy=f"http://127.0.0.1:{TUNNEL}")
expect("no other list of roots", url_of("own"), "tls",
       env={"SSL_CERT_FILE": f"{FOLDER}/root.pem", "CURL_CA_BUNDLE": f"{FOLDER}/root.pem"})
with open(f"{FOLDER}/.netrc", "w", encoding="ascii") as file:
    file.write("machine 127.0.0.1 login user password secret\n")
got = ask(HTTP + "/echo", env={"HOME": FOLDER})
ok(got and b"uthorization" not in got["body"], "no password of a file", got)


# Its end.

def ends_when_called_off(name, url, delay):
    one = Asking(url)
    time.sleep(delay)
    alive = one.process.poll() is None
    begin = time.monotonic()
    one.socket.close()
    try:
        one.process.wait(5)
    except subprocess.TimeoutExpired:
        one.process.kill()
    seconds = time.monotonic() - begin
    ok(alive and seconds < 1, f"called off: {name}", f"{alive}, {seconds} s")


for called, called_url in (("while it waits", HTTP + "/hang"), ("while it reads", HTTP + "/drip"),
                           ("while it connects", f"http://127.0.0.1:{FULL}/"), ("while it asks for a name", "http://slow.test/"),
                           ("over https", HTTPS + "/hang")):
    ends_when_called_off(called, called_url, 0.5)
asking = Asking(HTTP + "/hang")
time.sleep(0.3)
with open(f"/proc/{asking.process.pid}/limits", encoding="ascii") as file:
    cores = [line.split()[4:6] for line in file if line.startswith("Max core file size")]
ok(cores == [["0", "0"]], "it leaves no core file", cores)
asking.process.send_signal(signal.SIGKILL)
ok(asking.answer() is None and asking.status == -signal.SIGKILL, "killed: there is no answer")
asking = Asking(HTTP + "/ok", version="0.0.0")
got = asking.answer()
ok(got and got["failure"] == "other" and asking.status == 4 and
   got["says"] == "scepwiz-ask belongs to another version of scepwiz. Install scepwiz again", "another version", got)
for misuse, url in (("no such scheme", "file:///etc/passwd"), ("a line end", "http://127.0.0.1/\r\nX: y")):
    asking = Asking(url)
    ok(asking.answer() is None and asking.status == 2, f"misused: {misuse}")

for name, asking in late.items():
    got = asking.answer()
    connects = name.startswith("a ")
    says = "no connection in time" if connects else "no complete answer in time"
    least, most = (4000, 6000) if "accepts" in name else (900, 2000)
    ok(got and got["failure"] == "timeout" and got["says"] == says and not got["body"] and least < got["ms"] < most,
       f"in time: {name}", got)

# Costs, of which the first pays for all that is not in memory yet.

times = []
for _ in range(20):
    asking = Asking(HTTP + "/ok")
    got = asking.answer()
    times.append(asking.seconds * 1000)
times.sort()
print(f"# a request on loopback: {times[0]:.0f} ms at best, {times[10]:.0f} in the median")
ok(times[0] < 500, "a request on loopback is over before anyone notices", times)
print(f"1..{count}")
