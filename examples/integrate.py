"""An order from draft to refund over HTTP, in a demo market, with a webhook receiver beside it. Standard library only.
make run, and in a second terminal:
.venv/bin/tradeward demo-tokens --json | python3 examples/integrate.py http://127.0.0.1:8000
"""

# ruff: noqa: E401, E702, I001
# fmt: off
import base64, hashlib, hmac, json, secrets, sys, threading, time, urllib.request
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

API, PEOPLE = sys.argv[1] + "/api/v1", {one["who"]: one for one in json.load(sys.stdin)["tokens"]}
BUYER, SUPPLIER = "Nordlicht Handel (fictional)", "Good Thread Textiles (fictional)"
OFFICERS = [who for who in sorted(PEOPLE) if ": officer" in who]

def ask(who, method, path, body=None, **headers):  # every POST has a key: to ask again after a lost answer is harmless
    told = {"Authorization": "Bearer " + PEOPLE[who]["token"], "Idempotency-Key": secrets.token_hex(16), **headers}
    data = None if body is None else json.dumps(body).encode()
    told |= {} if body is None else {"Content-Type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(API + path, data, told, method=method)) as answer:
        return json.load(answer)
class Receiver(BaseHTTPRequestHandler):  # Standard Webhooks: v1,base64(HMAC-SHA256(id.timestamp.body))
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        signed = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}.".encode() + body
        own = hmac.new(base64.b64decode(secret.removeprefix("whsec_")), signed, hashlib.sha256).digest()
        genuine = "v1," + base64.b64encode(own).decode() in self.headers["webhook-signature"].split()
        tell("webhook", json.loads(body)["type"] if genuine else "whose signature is wrong")
        self.send_response(204 if genuine else 400); self.end_headers()
    def log_message(self, *words): pass

def tell(*words): sys.stdout.write(" ".join(map(str, words)) + "\n")  # in one piece: two threads tell
def wait(duration): tell("clock", ask(BUYER, "POST", "/sandbox/clock", {"forward": duration})["now"])
def show(): tell("order", (read := ask(BUYER, "GET", order))["state"], read["outcome"], read["at_risk"])

receiver = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
secret = ask(BUYER, "POST", "/webhooks", {"url": f"http://127.0.0.1:{receiver.server_port}/"})["secret"]
threading.Thread(target=receiver.serve_forever, daemon=True).start()
today = datetime.fromisoformat(ask(BUYER, "GET", "/sandbox/clock")["now"][:10])
term = {"id": "width", "kind": "measure", "property": "width", "unit": "mm", "method": "ISO 3611", "min": "49.5", "max": "50.5"}
contract = {"buyer": PEOPLE[BUYER]["organisation"], "supplier": PEOPLE[SUPPLIER]["organisation"], "currency": "USD",
    "terms": [term], "lines": [{"goods": "desk lamps", "quantity": "1000", "unit": "pcs", "price": "4000.00", "terms": ["width"]}],
    "incoterm": "FOB Ningbo, Incoterms 2020", "transport": "sea", "ship_zone": "Asia/Shanghai", "buyer_zone": "Europe/Berlin",
    "ship_date": (today + timedelta(days=40)).date().isoformat(), "coverage": "pre_shipment",
    "plan": [{"bp": "10000", "anchor": "signing", "days": "7", "release": "on_capture"}]}
draft = ask(SUPPLIER, "POST", "/drafts", {"title": "desk lamps", "contract": contract})
order = "/orders/" + ask(SUPPLIER, "POST", f"/drafts/{draft['draft']}/offer", **{"If-Match": f'"{draft["revision"]}"'})["order"]
for who in (BUYER, SUPPLIER):  # both sign the same hash, on the cover that is shown
    ask(who, "POST", order + "/sign", {"hash": (it := ask(who, "GET", order))["hash"], "cover": it["cover"]["cover"]["amount"]})
due = ask(BUYER, "GET", order)["instalments"][0]
ask(BUYER, "POST", "/sandbox/bank/credits", {"reference": due["reference"], **due["amount"]}); show()
wait("42d")  # the ship date passes, and nothing was shipped
dispute = "/disputes/" + ask(BUYER, "POST", order + "/disputes", {"grounds": ["ship_date"], "remedy": "cancel"})["dispute"]
wait("168h")  # silence: it escalates by itself
ask(OFFICERS[0], "POST", dispute + "/take", {"tie": "none"})
if ask(OFFICERS[0], "POST", dispute + "/rule", {})["state"] == "drafted":
    ask(OFFICERS[1], "POST", dispute + "/countersign", {"tie": "none"})
wait("24h"); ask(BUYER, "POST", "/sandbox/bank/payouts"); wait("24h"); ask(BUYER, "POST", "/sandbox/bank/statements", {})
show(); time.sleep(5)  # for the last webhooks
tell("refund", [one["amount"] for one in ask(BUYER, "GET", "/sandbox/bank/payments")["items"] if one["text"] == "refund"][-1])
