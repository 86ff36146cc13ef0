#!/usr/bin/env python3
"""A server that answers as JumpCloud's API v2 does to whoever publishes a policy: made after public code, and strict.

    jumpcloud.py KEY LOG

prints "ready PORT". The first part of a path says how it behaves: /plain/api/v2, /old/api/v2 and so on. What it has
accepted is in LOG, a line of JSON each.
"""
import base64
import http.server
import json
import plistlib
import sys
import time
import urllib.parse

KEY, LOG = sys.argv[1:]
TEMPLATES = {
    "t-mac": ("custom_mdm_profile_darwin", {"payload": "f-mac", "redispatchPolicy": "f-again"}),
    "t-iphone": ("custom_mdm_profile_iphone", {"payload": "f-iphone", "redispatchPolicy": "f-again"}),
    "t-ios": ("custom_mdm_profile_ios", {"payload": "f-ios", "redispatchPolicy": "f-again"}),
    "t-tv": ("custom_mdm_profile_tvos", {"payload": "f-tv"}),
}
ONLY = {"ios": ["t-ios"], "neither": ["t-tv"]}
GROUPS = {"Field laptops": "g-1", "Lab": "g-2"}
REFUSED = {"key": 401, "forbidden": 403, "gone": 404, "often": 429, "broken": 500}
policies = {}


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def send(self, status, value=None):
        body = b"" if value is None else json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) + (500 if self.mode == "half" else 0)))
        self.end_headers()
        self.wfile.write(body[:len(body) // 2] if self.mode == "half" else body)
        self.close_connection = True

    def templates(self):
        return {i: t for i, t in TEMPLATES.items() if i in ONLY.get(self.mode, ["t-mac", "t-iphone"])}

    def wrong(self, body):
        """Why a policy is refused: a status and a message; None if it is right."""
        template = self.templates().get(body.get("template", {}).get("id"))
        if not template:
            return 400, "unknown template"
        fields = dict(template[1])
        if self.mode == "old":
            fields.pop("redispatchPolicy", None)
        for value in body["values"]:
            if fields.get(value["configFieldName"]) != value["configFieldID"]:
                return 400, "unknown configFieldID"
            if value["configFieldName"] == "payload":
                try:
                    plistlib.loads(base64.b64decode(value["value"], validate=True))
                except Exception:
                    return 400, "payload is not a property list\x1b[31m"
        return None

    def answer(self, method):
        url = urllib.parse.urlsplit(self.path)
        _, self.mode, _, _, *parts = url.path.split("/")
        query = urllib.parse.parse_qs(url.query)
        name = query.get("filter", [""])[0].removeprefix("name:eq:")
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.mode == "late":
            time.sleep(4)
        if self.mode == "page":
            self.mode = "plain"
            return self.send(200, "<html>")
        if self.headers.get("x-api-key") != KEY:
            return self.send(401)
        if self.mode in REFUSED:
            return self.send(REFUSED[self.mode], {"message": "no"})
        mine = policies.setdefault(self.mode, {})
        if method == "GET":
            return self.send(*self.get(parts, name, mine, "filter" not in query))
        body = json.loads(body)
        with open(LOG, "a") as log:
            log.write(json.dumps({"mode": self.mode, "method": method, "path": "/".join(parts), "body": body}) + "\n")
        if parts[-1] == "associations":
            if self.mode == "alone":
                return self.send(500, {"message": "later"})
            known = parts[1] in mine and body["type"] == "system_group" and body["op"] == "add"
            return self.send(204 if known and body["id"] in GROUPS.values() else 404)
        wrong = self.wrong(body)
        if wrong:
            return self.send(wrong[0], {"message": wrong[1]})
        taken = [i for i, p in mine.items() if p["name"] == body["name"] and [i] != parts[1:]]
        if taken:
            return self.send(409, {"message": "taken"})
        if method == "PUT" and parts[1] not in mine:
            return self.send(404)
        key = parts[1] if method == "PUT" else f"p-{len(mine) + 1}"
        mine[key] = body
        return self.send(200 if method == "PUT" else 201, {"id": key, "name": body["name"]})

    def get(self, parts, name, mine, everything):
        if parts == ["policytemplates"]:
            return 200, [{"id": i, "name": t[0]} for i, t in self.templates().items() if everything or t[0] == name]
        if parts[0] == "policytemplates" and parts[1] in self.templates():
            known, fields = self.templates()[parts[1]]
            return 200, {"id": parts[1], "name": known, "configFields": [
                {"id": i, "name": n} for n, i in fields.items() if self.mode != "old" or n == "payload"]}
        if parts == ["systemgroups"]:
            return 200, [{"id": GROUPS[name], "name": name}] if name in GROUPS else []
        if parts == ["policies"]:
            return 200, [{"id": i, "name": p["name"], "template": p["template"]} for i, p in mine.items()
                         if p["name"] == name]
        return 404, None

    def do_GET(self):
        self.answer("GET")

    def do_POST(self):
        self.answer("POST")

    def do_PUT(self):
        self.answer("PUT")


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print("ready", server.server_port, flush=True)
server.serve_forever()
