"""authority.py: the CA of these tests. It speaks SCEP (RFC 8894) and can misbehave in each way that was met in the field.

    authority.py [--port N] [--seconds N] [--tls KIND]... [--secret TEXT] [--folder FOLDER] [--keep FOLDER] [--log FILE]
    authority.py --list          each mode and what it does

It listens on 127.0.0.1 alone, prints "ready PORT", and ends by itself after --seconds (120). The first folder of the URL
is the mode: http://127.0.0.1:PORT/MODE/scep. Keys and certificates are new at each start; --folder gets the certificates
as NAME.pem. The challenge is --secret ("secret"). Each --tls adds a port for https, behind the first one in "ready PORT
PORT...". KIND is its certificate: "own" from this CA, "ended" too, but it has ended, "elsewhere" for another host,
"alone" self-signed.

--log gets a line of JSON for each request: port, mode, method, operation, message (null: none), agent, content type; for a
PKIOperation also what was in it and what became of it. The challenge itself is in no log. --keep gets what was received,
NUMBER.message and NUMBER.envelope, and the CA's key, ca.p12, so that other programs can try to open them."""
import argparse
import base64
import contextlib
import dataclasses
import datetime
import http.server
import ipaddress
import itertools
import json
import os
import pathlib
import ssl
import sys
import tempfile
import threading
import time
import urllib.parse

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

import scep_message as scep

ONE, BUNDLE = "application/x-x509-ca-cert", "application/x-x509-ca-ra-cert"
EVERYTHING = ("POSTPKIOperation", "SHA-1", "SHA-256", "SHA-512", "AES", "DES3", "Renewal", "SCEPStandard")
STRANGE = "Evil\x1b[31m\x1b]0;owned\x07\r\n\x9b2J\u202eCA " + "x" * 300
NOW = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
USAGES = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
          "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")


@dataclasses.dataclass(frozen=True)
class Mode:
    """How the CA behaves. What a mode does not name is as in a good CA."""
    says: str
    # GetCACaps
    caps: tuple = EVERYTHING  # None: 404
    caps_end: str = "\n"
    caps_type: str = "text/plain"
    # GetCACert: certificates of Store; the type None is not sent
    serves: tuple = ("ca",)
    type: str = ONE
    page: bytes = None  # instead of certificates
    pem: bool = False
    name: str = None  # another message= gets the stranger's certificate
    # PKIOperation
    no_post: bool = False
    status: int = 200  # and a line of text instead of a reply
    polls: int = None  # GetCertInitial, before it issues
    fail: int = None
    least_bits: int = 0
    once: bool = False  # a subject gets one certificate
    # what is issued
    issuer: str = "ca"
    subject: str = None
    drops: tuple = ()
    usage: str = None  # instead of those that were asked for
    purpose: str = None  # extended key usage
    other_key: bool = False
    begins: float = -0.05  # days from now
    ends: float = 365
    certificate_digest: str = "sha256"
    # the reply
    signer: str = "ca"
    digest: str = "sha256"
    cipher: str = "aes128_cbc"
    ca_first: bool = False
    no_certificate: bool = False
    for_other: bool = False  # encrypted to another key than the sender's
    other_nonce: bool = False
    other_transaction: bool = False
    spoil: str = None  # a function of SPOILED
    # all operations, or one
    instead: str = None  # a method of Exchange
    of: str = None


ALTERNATIVE, USAGE = "subject_alt_name", "key_usage"
RA = dict(type=BUNDLE, issuer="bare")
MODES = {
    "ok": Mode("a good CA"),
    # what GetCACaps says
    "charset2": Mode("a charset behind the type of the capabilities", caps_type="text/plain;charset=iso-8859-1"),
    "nocaps": Mode("404 for GetCACaps", caps=None),
    "emptycaps": Mode("no capabilities", caps=()),
    "crlf": Mode("lines of capabilities end in CR LF", caps_end="\r\n"),
    "old": Mode("3DES, SHA-1 and GET alone", caps=("DES3", "SHA-1"), no_post=True),
    "sha1only": Mode("SHA-1 alone, also in replies", caps=("POSTPKIOperation", "AES", "DES3", "SHA-1"), digest="sha1"),
    # what GetCACert says
    "plainca": Mode("one certificate without signing and encryption", serves=("bare",), signer="bare", issuer="bare"),
    "nousage": Mode("one certificate without a key usage", serves=("unsaid",), signer="unsaid", issuer="unsaid"),
    "ra1": Mode("an RA that signs and encrypts", serves=("ra", "bare"), signer="ra", **RA),
    "ra2": Mode("an RA that signs, another that encrypts", serves=("ra-sign", "ra-encrypt", "bare"), signer="ra-sign",
                **RA),
    "ra2shuffled": Mode("the same, the CA first", serves=("bare", "ra-encrypt", "ra-sign"), signer="ra-sign", **RA),
    "ra3": Mode("an RA below an intermediate CA", serves=("ra-below", "below", "bare"), type=BUNDLE, signer="ra-below",
                issuer="below"),
    "rahalf": Mode("an RA that signs, none that encrypts", serves=("ra-sign", "bare"), signer="ra-sign", **RA),
    "rachain": Mode("an RA of another CA", serves=("stranger-ra", "bare"), signer="stranger-ra", **RA),
    "norausage": Mode("a bundle without an RA", serves=("bare",), signer="bare", **RA),
    "intermediate": Mode("an intermediate CA and its root as a bundle", serves=("below", "bare"), type=BUNDLE,
                         signer="below", issuer="below"),
    "eckey": Mode("the CA's key is not RSA", serves=("ec",)),
    "expiredca": Mode("the CA ended yesterday", serves=("ended",), signer="ended", issuer="ended"),
    "soon": Mode("the CA ends in 30 days", serves=("soon",), signer="soon", issuer="soon"),
    "hostile": Mode("escapes, line ends, direction marks, 300 letters in names", serves=("strange",), signer="strange",
                    issuer="strange", caps=(*EVERYTHING, "X-" + STRANGE)),
    "byname": Mode("message=WiFi gets this CA, others get another", name="WiFi"),
    "pem": Mode("PEM instead of DER", pem=True),
    "charset": Mode("a charset behind the type of the certificate", type=ONE + "; charset=utf-8"),
    "notype": Mode("no type", type=None),
    "html": Mode("a page", type="text/html", page=b"<html><title>Sign in</title>\x1b[31mhi\x1b[0m</html>"),
    "emptybody": Mode("200, and nothing", page=b"", instead="nothing"),
    # how it is served
    "chunked": Mode("all answers in chunks"),
    "redirect": Mode("302 to /ok/scep", instead="elsewhere"),
    "hopsN": Mode("N times 302, then a good CA", instead="hop"),
    "loop": Mode("302 to itself", instead="again"),
    "away": Mode("302 to file:///etc/passwd", instead="away"),
    "down": Mode("302 from https to http", instead="down"),
    "denied": Mode("401, Negotiate", instead="denied"),
    "statusN": Mode("status N", instead="number"),
    "hang": Mode("takes a request and says nothing", instead="silence"),
    "hangcaps": Mode("says nothing to GetCACaps", instead="silence", of="GetCACaps"),
    "hangcert": Mode("says nothing to GetCACert", instead="silence", of="GetCACert"),
    "hangpki": Mode("says nothing to PKIOperation", instead="silence", of="PKIOperation"),
    "drip": Mode("a byte each half second", instead="drip"),
    "slow": Mode("every answer takes 4 seconds"),
    "huge": Mode("64 MiB", instead="flood"),
    "cut": Mode("100 bytes of 5000", instead="stop_early"),
    "headers": Mode("headers of 800 kB", instead="long_headers"),
    "reset": Mode("ends the connection without an answer", instead="hang_up"),
    "nohttp": Mode("bytes that are not HTTP", instead="babble"),
    # what PKIOperation says
    "getonly": Mode("405 for the POST that the capabilities promise", no_post=True),
    "http500": Mode("500, and a line with escapes", status=500),
    "page": Mode("200, and a page instead of a reply", spoil="page"),
    "pendingN": Mode("PENDING, N more times, then issues"),
    "failN": Mode("FAILURE with failInfo N"),
    "key1024refused": Mode("failInfo 0 for keys of less than 2048 bits", least_bits=2048),
    "dup": Mode("failInfo 2 for a subject that it has seen", once=True),
    "badnonce": Mode("another recipientNonce", other_nonce=True),
    "badtransaction": Mode("another transactionID", other_transaction=True),
    "wrongsigner": Mode("an RA signs that GetCACert did not name", signer="ra"),
    "half": Mode("half of the reply", spoil="half"),
    "flip": Mode("a wrong bit in the reply's signature", spoil="flip"),
    "foreign": Mode("a reply for another key", for_other=True),
    "nocert": Mode("SUCCESS without a certificate", no_certificate=True),
    "des3": Mode("the reply is in 3DES", cipher="tripledes_3key"),
    "des": Mode("the reply is in single DES, signed with SHA-1", cipher="des", digest="sha1"),
    # what is issued
    "otherkey": Mode("for another key", other_key=True),
    "otherca": Mode("by another CA", issuer="stranger"),
    "subject": Mode("for CN=device", subject="device"),
    "nosan": Mode("without alternative names", drops=(ALTERNATIVE,)),
    "noupn": Mode("without the principal name", drops=("other_name",)),
    "nokeyusage": Mode("without a key usage", drops=(USAGE,)),
    "noext": Mode("without key usage and alternative names", drops=(ALTERNATIVE, USAGE)),
    "signonly": Mode("key usage is signing alone", drops=(USAGE,), usage="digital_signature"),
    "serverauth": Mode("extended key usage is serverAuth alone", purpose="server_auth"),
    "clientauth": Mode("extended key usage is clientAuth", purpose="client_auth"),
    "cafirst": Mode("the CA's certificate comes before the new one", ca_first=True),
    "shortlived": Mode("it ends tomorrow", ends=1),
    "notyet": Mode("it begins in two days", begins=2),
    "sha1cert": Mode("it is signed with SHA-1", certificate_digest="sha1"),
}
NUMBERED = {"pendingN": "polls", "failN": "fail", "statusN": "status", "hopsN": "polls"}


def find_mode(word):
    """The mode of that name, with its number; None: there is none."""
    if word in MODES and word not in NUMBERED:
        return MODES[word]
    for name, member in NUMBERED.items():
        stem = name[:-1]
        if word.startswith(stem) and word[len(stem):].isdigit():
            return dataclasses.replace(MODES[name], **{member: int(word[len(stem):])})
    return None


def asn1_of(certificate):
    return asn1.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


class Store:
    """Certificates and their keys, by name."""

    def __init__(self):
        ca, ra, sign, encrypt = ("key_cert_sign", "crl_sign"), ("digital_signature", "key_encipherment"), 0, 1
        all_of_it, key, self.pairs = ca + ra, self.new_key(), {}
        self.add("ca", key, "Test CA", all_of_it)
        self.add("bare", key, "Test CA", ca)
        self.add("unsaid", key, "Test CA", None)
        self.add("ended", key, "Test CA", all_of_it, days=-1)
        self.add("soon", key, "Test CA", all_of_it, days=30)
        self.add("strange", key, STRANGE, all_of_it)
        key = self.new_key()
        self.add("ra", key, "Test RA", ra, by="bare")
        self.add("ra-sign", key, "Test RA signs", ra[sign:encrypt], by="bare")
        self.add("ra-encrypt", self.new_key(), "Test RA encrypts", ra[encrypt:], by="bare")
        key = self.new_key()
        self.add("below", key, "Test Issuing CA", ca, by="bare")
        self.add("ra-below", self.pairs["ra"][1], "Test RA below", ra, by="below")
        self.add("stranger", key, "Other CA", all_of_it)
        self.add("stranger-ra", self.pairs["ra"][1], "Other RA", ra, by="stranger")
        self.add("ec", ec.generate_private_key(ec.SECP256R1()), "Test EC CA", all_of_it)

    @staticmethod
    def new_key():
        return rsa.generate_private_key(65537, 2048)

    def add(self, name, key, common_name, usage, by=None, days=1000, hosts=None):
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name, _validate=False)])
        issuer, issuer_key = self.pairs[by] if by else (None, key)
        builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer.subject if by else subject)
        builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(NOW - datetime.timedelta(days=60))
        builder = builder.not_valid_after(NOW + datetime.timedelta(days=days))
        is_ca = usage is None or "key_cert_sign" in usage
        builder = builder.add_extension(x509.BasicConstraints(is_ca, None), True)
        if usage is not None:
            builder = builder.add_extension(x509.KeyUsage(**{one: one in usage for one in USAGES}), True)
        if hosts:
            builder = builder.add_extension(x509.SubjectAlternativeName(hosts), False)
        self.pairs[name] = builder.sign(issuer_key, hashes.SHA256()), key

    def add_server(self, kind):
        """For TLS."""
        hosts = [x509.DNSName("ca.elsewhere.example")]
        if kind != "elsewhere":
            hosts = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
        self.add("server-" + kind, self.key("ra"), "Test server", ("digital_signature", "key_encipherment"), hosts=hosts,
                 by=None if kind == "alone" else "ca", days=-1 if kind == "ended" else 300)

    def context(self, kind):
        """The server's side of TLS."""
        certificate, key = self.pairs["server-" + kind]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.NamedTemporaryFile() as file:  # ssl reads nothing else
            file.write(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                         serialization.NoEncryption()))
            file.write(certificate.public_bytes(serialization.Encoding.PEM))
            file.flush()
            context.load_cert_chain(file.name)
        return context

    def certificate(self, name):
        return asn1_of(self.pairs[name][0])

    def key(self, name):
        return self.pairs[name][1]

    def key_for(self, issuer, serial):
        """The key that a RecipientInfo names."""
        for certificate, key in self.pairs.values():
            if certificate.serial_number == serial and asn1_of(certificate).issuer.dump() == issuer.dump():
                return key
        raise KeyError("no such recipient")

    def write(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name, (certificate, _) in self.pairs.items():
            (folder / f"{name}.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def write_key(self, name, path):
        certificate, key = self.pairs[name]
        path.write_bytes(pkcs12.serialize_key_and_certificates(
            name.encode(), key, certificate, None, serialization.BestAvailableEncryption(b"test")))


class Authority:
    """What the CA knows: its keys, what waits for a person, whom it has issued for."""

    def __init__(self, secret):
        self.store, self.secret = Store(), secret
        self.waiting = {}  # by transaction: how often it was polled, the Wish
        self.seen = set()  # subjects, in modes that issue once
        self.serials = itertools.count(int.from_bytes(os.urandom(7), "big") << 8)

    def certificates(self, mode, name):
        serves = mode.serves if mode.name in (None, name) else ("stranger",)
        return [self.store.certificate(one) for one in serves]

    def ca_answer(self, mode, name):
        """The body of GetCACert."""
        found = self.certificates(mode, name)
        if mode.page is not None:
            return mode.page
        if mode.pem:
            return self.store.pairs[mode.serves[0]][0].public_bytes(serialization.Encoding.PEM)
        return scep.bundle(found) if mode.type == BUNDLE else found[0].dump()

    def reply(self, mode, message, note):
        """The CertRep to a message. note gets what was in the message and what becomes of it."""
        note.update(kind=message.kind, digest=message.digest, form=message.form, transaction=message.transaction,
                    faults=message.faults())
        try:
            status, fail, content = self.decide(mode, message, note)
        except scep.UNREADABLE as error:
            note["unreadable"] = repr(error)
            status, fail, content = scep.FAILURE, scep.BAD_MESSAGE_CHECK, None
        note.update(status=status, fail=fail)
        attributes = {
            "message_type": scep.CERT_REP,
            "pki_status": status,
            "transaction_id": "0" * 40 if mode.other_transaction else message.transaction,
            "sender_nonce": os.urandom(16),
            "recipient_nonce": os.urandom(16) if mode.other_nonce else message.nonce,
        }
        if fail is not None:
            attributes["fail_info"] = str(fail)
        return scep.signed_message(self.store.certificate(mode.signer), self.store.key(mode.signer), mode.digest,
                                   attributes, content)

    def decide(self, mode, message, note):
        inner, note["cipher"] = scep.open_envelope(message.envelope, self.store.key_for)
        if message.kind == scep.GET_CERT_INITIAL:
            return self.polled(mode, message, inner, note)
        if message.kind != scep.PKCS_REQ:
            return scep.FAILURE, scep.BAD_REQUEST, None
        wish = scep.Wish(inner)
        self.describe(wish, message, note)
        fail = self.refusal(mode, wish)
        if fail is not None:
            return scep.FAILURE, fail, None
        if mode.polls is not None:
            self.waiting[message.transaction] = [0, wish]
            return scep.PENDING, None, None
        return scep.SUCCESS, None, self.issued(mode, wish, message, note)

    def describe(self, wish, message, note):
        right = wish.challenge is not None and wish.challenge == self.secret
        note.update(
            bits=wish.bits, subject=scep.subject_text(wish.subject), names=wish.names(), usage=wish.usage(),
            request_digest=wish.digest, challenge_type=wish.challenge_type,
            challenge="none" if wish.challenge is None else "right" if right else "wrong",
            transaction_of_key=wish.is_transaction_of_key(message.transaction),
            same_key=message.sender.public_key.dump() == wish.key.dump())

    def refusal(self, mode, wish):
        """A failInfo, or None."""
        if mode.fail is not None:
            return mode.fail
        if wish.challenge != self.secret:
            return scep.BAD_REQUEST
        if wish.bits < mode.least_bits:
            return scep.BAD_ALG
        if mode.once:
            before = len(self.seen)
            self.seen.add(wish.subject.dump())
            return None if len(self.seen) > before else scep.BAD_REQUEST
        return None

    def polled(self, mode, message, inner, note):
        """GetCertInitial: the issuer is what a device takes for it, the subject is the one that waits."""
        issuer, subject = scep.issuer_and_subject(inner)
        note.update(subject=scep.subject_text(subject), issuer=scep.subject_text(issuer))
        waits = self.waiting.get(message.transaction)
        if waits is None or waits[1].subject.dump() != subject.dump():
            return scep.FAILURE, scep.BAD_CERT_ID, None
        waits[0] += 1
        if waits[0] <= mode.polls:
            return scep.PENDING, None, None
        return scep.SUCCESS, None, self.issued(mode, waits[1], message, note)

    def issued(self, mode, wish, message, note):
        """The new certificate, in its bundle and its envelope."""
        certificates = [] if mode.no_certificate else [self.certificate(mode, wish)]
        if certificates:
            note["serial"] = f"{certificates[0].serial_number:X}"
        if mode.ca_first:
            certificates.insert(0, self.store.certificate("ca"))
        reader = self.store.certificate("stranger") if mode.for_other else message.sender
        return scep.close_envelope(scep.bundle(certificates), reader, mode.cipher)

    def certificate(self, mode, wish):
        issuer, key = self.store.pairs[mode.issuer]
        algorithm = {"algorithm": mode.certificate_digest + "_rsa"}
        subject = asn1.Name.build({"common_name": mode.subject}) if mode.subject else wish.subject
        content = asn1.TbsCertificate({
            "version": "v3",
            "serial_number": next(self.serials),
            "signature": algorithm,
            "issuer": asn1_of(issuer).subject,
            "validity": {"not_before": self.day(mode.begins), "not_after": self.day(mode.ends)},
            "subject": subject,
            "subject_public_key_info": self.store.certificate("ra").public_key if mode.other_key else wish.key,
        })
        extensions = self.extensions(mode, wish)
        if extensions:
            content["extensions"] = extensions
        signature = key.sign(content.dump(), padding.PKCS1v15(), scep.HASHES[mode.certificate_digest]())
        return asn1.Certificate(
            {"tbs_certificate": content, "signature_algorithm": algorithm, "signature_value": signature})

    @staticmethod
    def day(days):
        return asn1.Time("utc_time", NOW + datetime.timedelta(days=days))

    @staticmethod
    def extensions(mode, wish):
        result = [one for one in wish.extensions if one["extn_id"].native not in mode.drops]
        names = wish.extension(ALTERNATIVE)
        if names and "other_name" in mode.drops:
            result.remove(names)
            rest = [one for one in names["extn_value"].parsed if one.name not in mode.drops]
            if rest:
                result.append(asn1.Extension({"extn_id": ALTERNATIVE, "extn_value": asn1.GeneralNames(rest)}))
        if mode.usage:
            result.append(asn1.Extension({"extn_id": USAGE, "critical": True, "extn_value": asn1.KeyUsage({mode.usage})}))
        if mode.purpose:
            result.append(asn1.Extension(
                {"extn_id": "extended_key_usage", "extn_value": asn1.ExtKeyUsageSyntax([mode.purpose])}))
        return result


def flipped(reply):
    """The signature is the last of a CertRep."""
    return reply[:-40] + bytes([reply[-40] ^ 1]) + reply[-39:]


SPOILED = {
    "half": lambda reply: reply[:len(reply) // 2],
    "flip": flipped,
    "page": lambda _: b"<html>This server speaks no SCEP.</html>",
}


class Log:
    """Lines of JSON, and the messages that came."""

    def __init__(self, path, folder):
        self.file = open(path, "a", encoding="utf-8") if path else sys.stderr
        self.folder, self.numbers, self.lock = folder, itertools.count(1), threading.Lock()
        if folder:
            folder.mkdir(parents=True, exist_ok=True)

    def add(self, note):
        with self.lock:
            print(json.dumps(note), file=self.file, flush=True)

    def keep(self, encoded, envelope=None):
        if self.folder:
            number = next(self.numbers)
            (self.folder / f"{number}.message").write_bytes(encoded)
            (self.folder / f"{number}.envelope").write_bytes(envelope or b"")


class Exchange(http.server.BaseHTTPRequestHandler):
    """One connection. A request is logged before it is answered, with all that is known of it."""
    protocol_version = "HTTP/1.1"
    authority = log = None

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.take(None)

    def do_POST(self):
        self.take(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def take(self, posted):
        self.url = urllib.parse.urlsplit(self.path)
        self.word = self.url.path.split("/")[1]
        self.mode = find_mode(self.word)
        query = dict(part.partition("=")[::2] for part in self.url.query.split("&") if part)
        self.message, self.posted = query.get("message"), posted
        operation = query.get("operation")
        self.note = {
            "port": self.server.server_port, "mode": self.word, "method": self.command, "operation": operation, "agent": self.headers.get("User-Agent"),
            "type": self.headers.get("Content-Type"),
            "message": self.message if operation != "PKIOperation" else self.message and len(self.message)}
        answer = self.answer_to(operation)
        if operation != "PKIOperation" or answer != self.enrol:
            self.log.add(self.note)
        if self.word == "slow":
            time.sleep(4)
        answer()

    def answer_to(self, operation):
        if self.mode is None:
            return self.unknown
        if self.mode.instead and self.mode.of in (None, operation):
            return getattr(self, self.mode.instead)
        return {"GetCACaps": self.caps, "GetCACert": self.ca, "PKIOperation": self.enrol}.get(operation, self.unknown)

    # How answers are sent

    def begin(self, status, *headers):
        self.send_response(status)
        for name, value in headers:
            if value is not None:
                self.send_header(name, value)
        self.end_headers()

    def send(self, status, kind, body=b"", *headers):
        if self.word != "chunked":
            self.begin(status, ("Content-Type", kind), ("Content-Length", str(len(body))), *headers)
            self.wfile.write(body)
            return
        self.begin(status, ("Content-Type", kind), ("Transfer-Encoding", "chunked"), *headers)
        for at in range(0, len(body), 100):
            piece = body[at:at + 100]
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        self.wfile.write(b"0\r\n\r\n")

    def redirect(self, where):
        self.send(302, "text/html", b"", ("Location", where))

    # The operations

    def unknown(self):
        self.send(404, "text/plain", b"nothing here\n")

    def caps(self):
        if self.mode.caps is None:
            return self.unknown()
        lines = "".join(line + self.mode.caps_end for line in self.mode.caps)
        return self.send(200, self.mode.caps_type, lines.encode())

    def ca(self):
        name = urllib.parse.unquote(self.message or "")
        self.send(200, self.mode.type, self.authority.ca_answer(self.mode, name))

    def enrol(self):
        status, kind, body = self.enrolled()
        self.log.add(self.note)
        self.send(status, kind, body)

    def enrolled(self):
        if self.posted is not None and self.mode.no_post:
            return 405, "text/plain", b"no POST here\n"
        if self.mode.status != 200:
            return self.mode.status, "text/plain", b"This CA is \x1b[31mclosed\x1b[0m until Monday.\n"
        try:
            encoded = self.posted
            if encoded is None:
                encoded = base64.b64decode(urllib.parse.unquote(self.message or ""), validate=True)
            message = scep.Message(encoded)
        except scep.UNREADABLE as error:
            self.note["unreadable"] = repr(error)
            return 400, "text/plain", b"That is not a message.\n"
        self.log.keep(encoded, message.envelope)
        reply = self.authority.reply(self.mode, message, self.note)
        return 200, "application/x-pki-message", SPOILED.get(self.mode.spoil, lambda same: same)(reply)

    # What comes instead

    def nothing(self):
        self.send(200, ONE)

    def number(self):
        self.send(self.mode.status, "text/plain", b"That is all.\n")

    def denied(self):
        self.send(401, "text/html", b"no\n", ("WWW-Authenticate", "Negotiate"))

    def elsewhere(self):
        self.redirect("/ok/scep?" + self.url.query)

    def hop(self):
        left = self.mode.polls - 1
        self.redirect(f"/hops{left}/scep?{self.url.query}" if left > 0 else f"/ok/scep?{self.url.query}")

    def again(self):
        self.redirect(self.path)

    def away(self):
        self.redirect("file:///etc/passwd")

    def down(self):
        self.redirect(f"http://{self.headers['Host']}/ok/scep?{self.url.query}")

    def silence(self):
        self.close_connection = True
        self.rfile.read(1)  # until the client leaves

    def drip(self):
        self.begin(200, ("Content-Type", ONE), ("Content-Length", "1000"))
        for _ in range(1000):
            self.wfile.write(b"0")
            time.sleep(0.5)

    def flood(self):
        self.close_connection = True
        self.begin(200, ("Content-Type", ONE))
        for _ in range(64):
            self.wfile.write(bytes(1 << 20))

    def stop_early(self):
        self.close_connection = True
        self.begin(200, ("Content-Type", ONE), ("Content-Length", "5000"))
        self.wfile.write(bytes(100))

    def long_headers(self):
        self.send(200, ONE, b"", *((f"X-Long-{n}", "x" * 8000) for n in range(100)))

    def hang_up(self):
        self.close_connection = True

    def babble(self):
        self.close_connection = True
        self.wfile.write(b"\x16\x03\x01 this is something else\r\n" * 4)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    tls = None

    def finish_request(self, request, client_address):
        with contextlib.suppress(OSError):  # a client may leave at any time, and in the handshake
            if self.tls:
                request = self.tls.wrap_socket(request, server_side=True)
            super().finish_request(request, client_address)


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--secret", default="secret")
    parser.add_argument("--folder", type=pathlib.Path)
    parser.add_argument("--keep", type=pathlib.Path)
    parser.add_argument("--tls", action="append", default=[], choices=("own", "ended", "elsewhere", "alone"))
    parser.add_argument("--log")
    return parser.parse_args()


def main():
    chosen = options()
    if chosen.list:
        for name, mode in MODES.items():
            print(f"{name:16}{mode.says}")
        return
    threading.Timer(chosen.seconds, os._exit, (0,)).start()
    Exchange.authority = Authority(chosen.secret)
    Exchange.log = Log(chosen.log, chosen.keep)
    for kind in chosen.tls:
        Exchange.authority.store.add_server(kind)
    if chosen.folder:
        Exchange.authority.store.write(chosen.folder)
    if chosen.keep:
        Exchange.authority.store.write_key("ca", chosen.keep / "ca.p12")
    server = Server(("127.0.0.1", chosen.port), Exchange)
    ports = [server.server_port]
    for kind in chosen.tls:
        behind = Server(("127.0.0.1", 0), Exchange)
        behind.tls = Exchange.authority.store.context(kind)
        ports.append(behind.server_port)
        threading.Thread(target=behind.serve_forever, daemon=True).start()
    print("ready", *ports, flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        os._exit(0)


if __name__ == "__main__":
    main()
