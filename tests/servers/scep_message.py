"""SCEP's messages (RFC 8894 3), as authority.py reads and makes them: with Debian's python3-asn1crypto and
python3-cryptography, none of which scepwiz uses."""
import hashlib
import os

from asn1crypto import algos, cms, core, csr, parser, x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PKCS_REQ, GET_CERT_INITIAL, CERT_REP = "19", "20", "3"
SUCCESS, FAILURE, PENDING = "0", "2", "3"
BAD_ALG, BAD_MESSAGE_CHECK, BAD_REQUEST, BAD_TIME, BAD_CERT_ID = range(5)

UNREADABLE = (InvalidSignature, ValueError, KeyError, TypeError, IndexError, AttributeError)

HASHES = {"sha1": hashes.SHA1, "sha224": hashes.SHA224, "sha256": hashes.SHA256,
          "sha384": hashes.SHA384, "sha512": hashes.SHA512}

# name: its class, bytes of a key, bytes of a block, how often the key is repeated. Single DES is triple DES
# with three equal keys.
CIPHERS = {
    "aes128_cbc": (algorithms.AES, 16, 16, 1),
    "aes256_cbc": (algorithms.AES, 32, 16, 1),
    "tripledes_3key": (algorithms.TripleDES, 24, 8, 1),
    "des": (algorithms.TripleDES, 8, 8, 3),
}

# VeriSign's arc, RFC 8894 3.2.1.
ATTRIBUTES = {
    "2.16.840.1.113733.1.9.2": ("message_type", core.PrintableString),
    "2.16.840.1.113733.1.9.3": ("pki_status", core.PrintableString),
    "2.16.840.1.113733.1.9.4": ("fail_info", core.PrintableString),
    "2.16.840.1.113733.1.9.5": ("sender_nonce", core.OctetString),
    "2.16.840.1.113733.1.9.6": ("recipient_nonce", core.OctetString),
    "2.16.840.1.113733.1.9.7": ("transaction_id", core.PrintableString),
}


def teach_attributes():
    for oid, (name, kind) in ATTRIBUTES.items():
        cms.CMSAttributeType._map[oid] = name
        values = type(f"SetOf{kind.__name__}", (core.SetOf,), {"_child_spec": kind})
        cms.CMSAttribute._oid_specs[name] = values


teach_attributes()


def digest_of(name, content):
    return hashlib.new(name, content).digest()


def public_key(info):
    return serialization.load_der_public_key(info.dump())


def set_of_attributes(attributes):
    """What is signed: the attributes as a SET, whatever their tag in the message is (RFC 5652 5.4)."""
    return b"\x31" + attributes.dump()[1:]


def cipher_of(name, key, iv):
    kind, _, _, times = CIPHERS[name]
    return Cipher(kind(key * times), modes.CBC(iv))


def without_fill(plain, block):
    fill = plain[-1]
    if not 1 <= fill <= block or plain[-fill:] != bytes([fill]) * fill:
        raise ValueError("the padding is wrong")
    return plain[:-fill]


def children(encoded):
    """The values inside of a constructed one."""
    content, at = parser.parse(encoded)[4], 0
    while at < len(content):
        length = parser.peek(content[at:])
        yield content[at:at + length]
        at += length


def octets(encoded):
    """An octet string of any tag and form. asn1crypto itself joins pieces only if their length is indefinite, but Go's
    clients write a definite one."""
    _, constructed, _, _, content, _ = parser.parse(encoded)
    return b"".join(map(octets, children(encoded))) if constructed else content


def open_envelope(envelope, key_for):
    """The content and the name of its cipher. key_for: (issuer, serial number) to a private key."""
    enveloped = cms.ContentInfo.load(envelope)["content"]
    (recipient,) = enveloped["recipient_infos"]
    to = recipient.chosen["rid"].chosen
    _, algorithm, content = children(enveloped["encrypted_content_info"].dump())
    algorithm = algos.EncryptionAlgorithm.load(algorithm)
    name = algorithm["algorithm"].native
    private = key_for(to["issuer"], to["serial_number"].native)
    key = private.decrypt(recipient.chosen["encrypted_key"].native, padding.PKCS1v15())
    opener = cipher_of(name, key, algorithm["parameters"].native).decryptor()
    plain = opener.update(octets(content)) + opener.finalize()
    return without_fill(plain, CIPHERS[name][2]), name


def close_envelope(content, certificate, name):
    """EnvelopedData for the key of a certificate (of asn1crypto)."""
    _, key_bytes, block, _ = CIPHERS[name]
    key, iv = os.urandom(key_bytes), os.urandom(block)
    fill = block - len(content) % block
    closer = cipher_of(name, key, iv).encryptor()
    closed = closer.update(content + bytes([fill]) * fill) + closer.finalize()
    recipient = cms.KeyTransRecipientInfo({
        "version": "v0",
        "rid": cms.RecipientIdentifier("issuer_and_serial_number", cms.IssuerAndSerialNumber(
            {"issuer": certificate.issuer, "serial_number": certificate.serial_number})),
        "key_encryption_algorithm": {"algorithm": "rsaes_pkcs1v15"},
        "encrypted_key": public_key(certificate.public_key).encrypt(key, padding.PKCS1v15()),
    })
    return cms.ContentInfo({"content_type": "enveloped_data", "content": cms.EnvelopedData({
        "version": "v0",
        "recipient_infos": [cms.RecipientInfo("ktri", recipient)],
        "encrypted_content_info": {
            "content_type": "data",
            "content_encryption_algorithm": {"algorithm": name, "parameters": core.OctetString(iv)},
            "encrypted_content": closed,
        },
    })}).dump()


def in_order(certificates):
    """A CertificateSet. asn1crypto would sort it, as DER wants and CAs do not."""
    content = b"".join(one.dump() for one in certificates)
    return cms.CertificateSet.load(parser.emit(0, 1, 17, content))


def bundle(certificates):
    """A PKCS#7 of certificates alone (RFC 8894 3.4)."""
    return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData({
        "version": "v1",
        "digest_algorithms": [],
        "encap_content_info": {"content_type": "data"},
        "certificates": in_order(certificates),
        "signer_infos": [],
    })}).dump()


def signed_message(certificate, private, digest, attributes, content):
    """SignedData with SCEP's attributes; content None: there is none, as in PENDING and FAILURE."""
    inner = {"content_type": "data", **({} if content is None else {"content": content})}
    all_attributes = {"content_type": "data", "message_digest": digest_of(digest, content or b""), **attributes}
    signed = cms.CMSAttributes([{"type": name, "values": [value]} for name, value in all_attributes.items()])
    signer = cms.SignerInfo({
        "version": "v1",
        "sid": cms.SignerIdentifier("issuer_and_serial_number", cms.IssuerAndSerialNumber(
            {"issuer": certificate.issuer, "serial_number": certificate.serial_number})),
        "digest_algorithm": {"algorithm": digest},
        "signed_attrs": signed,
        "signature_algorithm": {"algorithm": "rsassa_pkcs1v15"},
        "signature": private.sign(signed.dump(), padding.PKCS1v15(), HASHES[digest]()),
    })
    return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData({
        "version": "v1",
        "digest_algorithms": [algos.DigestAlgorithm({"algorithm": digest})],
        "encap_content_info": inner,
        "certificates": [cms.CertificateChoices("certificate", certificate)],
        "signer_infos": [signer],
    })}).dump()


class Message:
    """What a client sent; one of UNREADABLE is raised if it is not what was signed."""

    def __init__(self, encoded):
        self.form = "BER" if encoded[1:2] == b"\x80" else "DER"
        signed = cms.ContentInfo.load(encoded)["content"]
        (info,) = signed["signer_infos"]
        self.sender = signed["certificates"][0].chosen
        self.digest = info["digest_algorithm"]["algorithm"].native
        self.envelope = signed["encap_content_info"]["content"].native
        self.attributes = {one["type"].native: one["values"][0].native for one in info["signed_attrs"]}
        if self.attributes["message_digest"] != digest_of(self.digest, self.envelope):
            raise ValueError("messageDigest belongs to other bytes")
        public_key(self.sender.public_key).verify(info["signature"].native, set_of_attributes(
            info["signed_attrs"]), padding.PKCS1v15(), HASHES[self.digest]())
        self.kind = self.attributes["message_type"]
        self.transaction = self.attributes["transaction_id"]
        self.nonce = self.attributes["sender_nonce"]

    def faults(self):
        """What RFC 8894 wants of any message and this one lacks."""
        sender, names = self.sender, []
        if len(self.nonce) != 16:
            names.append("senderNonce is not 16 bytes")
        if sender.subject != sender.issuer:
            names.append("the sender's certificate is not self-signed")
        if not self.transaction:
            names.append("no transactionID")
        return names


class Wish:
    """A PKCS#10. (cryptography's own reader refuses attributes in another order than DER's, as strongSwan has them.)"""

    def __init__(self, encoded):
        request = csr.CertificationRequest.load(encoded)
        info = request["certification_request_info"]
        self.digest = request["signature_algorithm"].hash_algo
        self.key = info["subject_pk_info"]
        public_key(self.key).verify(
            request["signature"].native, info.dump(), padding.PKCS1v15(), HASHES[self.digest]())
        attributes = {one["type"].native: one["values"][0] for one in info["attributes"]}
        challenge = attributes.get("challenge_password")
        self.challenge = None if challenge is None else challenge.native
        self.challenge_type = None if challenge is None else type(challenge.chosen).__name__
        self.subject = info["subject"]
        self.bits = self.key.bit_size
        self.extensions = list(attributes.get("extension_request", []))

    def extension(self, name):
        return next((one for one in self.extensions if one["extn_id"].native == name), None)

    def usage(self):
        found = self.extension("key_usage")
        return sorted(found["extn_value"].parsed.native) if found else []

    def names(self):
        """The alternative names, as texts."""
        found = self.extension("subject_alt_name")
        return [name_text(one) for one in found["extn_value"].parsed] if found else []

    def is_transaction_of_key(self, transaction):
        """Apple's transactionID: SHA-1 of the public key, in capital hex digits."""
        inner = self.key["public_key"].parsed.dump()
        return transaction in {hashlib.sha1(one).hexdigest().upper() for one in (inner, self.key.dump())}


def name_text(name):
    if name.name == "other_name":
        return f"{name.chosen['type_id'].dotted}:{name.chosen['value'].native}"
    return f"{name.name}:{name.native}"


def subject_text(subject):
    """In the form of scepwiz: /C=US/CN=one."""
    short = {"country_name": "C", "organization_name": "O", "organizational_unit_name": "OU", "common_name": "CN",
             "locality_name": "L", "state_or_province_name": "ST", "email_address": "emailAddress"}
    return "".join(f"/{short.get(pair['type'].native, pair['type'].dotted)}={pair['value'].native}"
                   for part in subject.chosen for pair in part)


def issuer_and_subject(encoded):
    """The content of GetCertInitial (RFC 8894 3.3.3): two names."""
    issuer, subject = core.SequenceOf.load(encoded, spec=x509.Name)
    return issuer, subject
