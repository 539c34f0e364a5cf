"""A client of the SOAP interface as a software house would write it: zeep reads the WSDL, xmlsec signs, requests talks TLS.

Reads one JSON object from stdin (wsdl, ca, key, certificate, mtom, fileName, declaration, signature) and prints one on stdout.
Signs BinarySecurityToken, Timestamp and Body, which zeep's own BinarySignature does not all do.
"""

import base64
import hashlib
import json
import sys
import time
import uuid
from datetime import datetime, timedelta, timezone

import requests
import xmlsec
from lxml import etree
from zeep import Client
from zeep.exceptions import Fault
from zeep.transports import Transport

OASIS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss"
WSSE = OASIS + "-wssecurity-secext-1.0.xsd"
WSU = OASIS + "-wssecurity-utility-1.0.xsd"
X509 = OASIS + "-x509-token-profile-1.0#X509v3"
BASE64 = OASIS + "-soap-message-security-1.0#Base64Binary"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
DSIG = "http://www.w3.org/2000/09/xmldsig#"
XOP = "http://www.w3.org/2004/08/xop/include"
TYPES = "http://sluice/structuredreports/types/v1"


class Signing:
    """X509_SHA256: the profile of the WSDL's documentation."""

    def __init__(self, key, certificate):
        self.key = xmlsec.Key.from_file(key, xmlsec.KeyFormat.PEM)
        with open(certificate) as pem:
            lines = [line.strip() for line in pem if not line.startswith("-----")]
        self.token = "".join(lines)

    def apply(self, envelope, headers):
        header = envelope.find("{%s}Header" % SOAP)
        if header is None:
            header = etree.Element("{%s}Header" % SOAP)
            envelope.insert(0, header)
        body = envelope.find("{%s}Body" % SOAP)
        security = etree.SubElement(header, "{%s}Security" % WSSE, nsmap={"wsse": WSSE, "wsu": WSU})
        security.set("{%s}mustUnderstand" % SOAP, "1")
        token = etree.SubElement(security, "{%s}BinarySecurityToken" % WSSE, EncodingType=BASE64, ValueType=X509)
        token.text = self.token
        now = datetime.now(timezone.utc)
        timestamp = etree.SubElement(security, "{%s}Timestamp" % WSU)
        etree.SubElement(timestamp, "{%s}Created" % WSU).text = moment(now)
        etree.SubElement(timestamp, "{%s}Expires" % WSU).text = moment(now + timedelta(minutes=5))
        signature = xmlsec.template.create(security, xmlsec.Transform.EXCL_C14N, xmlsec.Transform.RSA_SHA256)
        for element in (token, timestamp, body):
            name = "id-" + str(uuid.uuid4())
            element.set("{%s}Id" % WSU, name)
            reference = xmlsec.template.add_reference(signature, xmlsec.Transform.SHA256, uri="#" + name)
            xmlsec.template.add_transform(reference, xmlsec.Transform.EXCL_C14N)
        info = xmlsec.template.ensure_key_info(signature)
        pointer = etree.SubElement(info, "{%s}SecurityTokenReference" % WSSE)
        etree.SubElement(
            pointer, "{%s}Reference" % WSSE, URI="#" + token.get("{%s}Id" % WSU), ValueType=X509
        )
        security.append(signature)
        context = xmlsec.SignatureContext()
        context.key = self.key
        for element in (token, timestamp, body):
            context.register_id(element, "Id", WSU)
        context.sign(signature)
        return envelope, headers

    def verify(self, envelope):
        return envelope


class MtomTransport(Transport):
    """Binary values leave the message for parts of their own; what was signed is the message with the values in it."""

    def post_xml(self, address, envelope, headers):
        values = []
        for name in ("Declaration", "Signature"):
            for element in envelope.iter("{%s}%s" % (TYPES, name)):
                name = "%s@client.example" % uuid.uuid4()
                values.append((name, base64.b64decode(element.text)))
                element.text = None
                etree.SubElement(element, "{%s}Include" % XOP, href="cid:" + name, nsmap={"xop": XOP})
        boundary = "part-" + uuid.uuid4().hex
        body = b""
        root = [("Content-Type", 'application/xop+xml; charset=UTF-8; type="text/xml"'), ("Content-ID", "<root@client>")]
        for lines, content in [(root, etree.tostring(envelope))] + [
            ([("Content-Type", "application/octet-stream"), ("Content-ID", "<%s>" % name)], value)
            for name, value in values
        ]:
            lines = lines + [("Content-Transfer-Encoding", "binary")]
            head = "".join("%s: %s\r\n" % line for line in lines)
            body += ("--%s\r\n%s\r\n" % (boundary, head)).encode() + content + b"\r\n"
        body += ("--%s--\r\n" % boundary).encode()
        headers["Content-Type"] = (
            'multipart/related; boundary="%s"; type="application/xop+xml"; start="<root@client>"; start-info="text/xml"'
            % boundary
        )
        return self.post(address, body, headers)


def moment(time):
    return time.strftime("%Y-%m-%dT%H:%M:%S.") + "%03dZ" % (time.microsecond // 1000)


def main():
    wish = json.load(sys.stdin)
    session = requests.Session()
    session.trust_env = False
    session.verify = wish["ca"]
    session.headers["Accept-Language"] = "nl"
    transport = (MtomTransport if wish["mtom"] else Transport)(session=session)
    client = Client(wish["wsdl"], transport=transport, wsse=Signing(wish["key"], wish["certificate"]))
    call = client.service
    said = {"health": call.healthCheck(), "who": dict_of(call.checkAccessControl())}
    call.checkConnection()
    with open(wish["declaration"], "rb") as file:
        declaration = file.read()
    with open(wish["signature"], "rb") as file:
        signature = file.read()
    sending = dict(
        FileName=wish["fileName"],
        Environment=wish["fileName"].split(".")[5],
        Digest={"Algorithm": "SHA-256", "Value": hashlib.sha256(declaration).digest()},
        Declaration=declaration,
        Signature=signature,
    )
    sent = call.sendDeclaration(**sending)
    said["sent"] = {"Status": sent.Status, "Replayed": sent.Replayed}
    said["again"] = call.sendDeclaration(**sending).Replayed
    try:
        call.sendDeclaration(**{**sending, "FileName": wish["fileName"].replace("DMFA", "dmfa")})
    except Fault as fault:
        said["fault"] = [element.text for element in fault.detail.iter("{*}Code")]
    while True:
        status = call.getTransferStatus(Ticket=sent.Ticket)
        if status.MessageId:
            break
        time.sleep(0.2)
    said["status"] = status.Status
    said["outcome"] = status.Verdict.Outcome
    listed = call.listMessages(Retrieved=False, Environment="R")
    said["listed"] = [message.MessageId for message in listed.Message] == list(status.MessageId)
    message = call.getMessage(MessageId=status.MessageId[0])
    said["fits"] = hashlib.sha256(message.Content).digest() == message.Digest.Value
    said["content"] = message.Content.decode()
    said["messageSignature"] = message.Signature.decode()
    call.confirmMessage(MessageId=message.MessageId)
    said["left"] = len(call.listMessages(Retrieved=False).Message)
    json.dump(said, sys.stdout)


def dict_of(answer):
    return {name: answer[name] for name in answer}


main()
