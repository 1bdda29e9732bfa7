"""Reads messages as mail programs do: each .eml below a folder, by Python's own parser and out of a Maildir; and the
codes to pay by, in messages and in pages, by a decoder of codes. Prints what it saw as JSON."""

import base64
import email
import email.policy
import io
import json
import mailbox
import pathlib
import re
import sys
import tempfile

import zxingcpp
from PIL import Image


def people(message, name):
    header = message[name]
    return [[a.display_name, a.addr_spec] for a in header.addresses] if header else []


def decoded(image):
    return [code.text for code in zxingcpp.read_barcodes(image)]


def code_in_page(svg):
    """Draws what the image's paths say, ten pixels a module."""
    side = int(re.search(r'viewBox="0 0 (\d+) \d+"', svg)[1])
    image = Image.new("L", (side * 10, side * 10), 255)
    path = re.search(r'fill="#000" d="([^"]*)"', svg)[1]
    for x, y, wide in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path):
        x, y, wide = int(x) * 10, int(y) * 10, int(wide) * 10
        image.paste(0, (x, y, x + wide, y + 10))
    return decoded(image)


def seen(data):
    message = email.message_from_bytes(data, policy=email.policy.default)
    parts = list(message.walk())
    text = message.get_body(("plain",)).get_content()
    html = message.get_body(("html", "related")).get_content()
    codes = [decoded(Image.open(io.BytesIO(part.get_payload(decode=True)))) for part in parts if part.get_content_type() == "image/png" and part["Content-ID"]]
    files = {part.get_filename(): base64.b64encode(part.get_payload(decode=True)).decode() for part in message.iter_attachments()} if message.get_content_type() == "multipart/mixed" else {}
    return {
        "names": message.keys(),
        "from": people(message, "From"),
        "to": people(message, "To"),
        "cc": people(message, "Cc"),
        "subject": str(message["Subject"]),
        "language": str(message["Content-Language"]),
        "date": str(message["Date"]),
        "unsent": str(message["X-Unsent"]),
        "text": text.replace("\r\n", "\n"),
        "html": html.replace("\r\n", "\n"),
        "types": [part.get_content_type() for part in parts],
        "codes": [text for code in codes for text in code],
        "files": files,
        "defects": [repr(defect) for part in parts for defect in part.defects] + [repr(d) for h in message.values() for d in h.defects],
        "longest": max(len(line) for line in data.split(b"\r\n")),
        "bare": data.replace(b"\r\n", b"").count(b"\n") + data.replace(b"\r\n", b"").count(b"\r"),
    }


folder = pathlib.Path(sys.argv[1])
files = {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.eml"))}
with tempfile.TemporaryDirectory() as place:
    box = mailbox.Maildir(place + "/box", create=True)
    keys = {name: box.add(data) for name, data in files.items()}
    again = mailbox.Maildir(place + "/box", create=False)
    kept = {name: again.get_bytes(key) for name, key in keys.items()}
messages = {name: seen(data) for name, data in files.items()}
for name, data in kept.items():
    out = seen(data)
    same = all(out[key] == messages[name][key] for key in ("subject", "to", "cc", "text", "html", "files", "codes"))
    messages[name]["same in a Maildir"] = same
pages = {}
for path in sys.argv[2:]:
    text = pathlib.Path(path).read_text("utf-8")
    pages[pathlib.Path(path).name] = [code for svg in re.findall(r"<svg.*?</svg>", text) for code in code_in_page(svg)]
json.dump({"messages": messages, "pages": pages}, sys.stdout)
