"""A shop: sessions in a cookie, a search, a cart, pictures. Run it with gunicorn, one worker and a few threads."""

import time

from flask import Flask, abort, g, jsonify, redirect, request, session
from prometheus_client import Histogram, make_wsgi_app
from werkzeug.middleware.dispatcher import DispatcherMiddleware

app = Flask(__name__)
app.secret_key = "of the shop's own"

LATENCY = Histogram(
    "flask_http_request_duration_seconds",
    "How long requests took.",
    ["method", "path", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1),
)
PASSWORDS = {"ada@example.org": "s3cret/&=", "grace o'hara": "päss \"word\"", "linus": "a+b"}
orders = {}


@app.before_request
def start_timer():
    g.started = time.perf_counter()


@app.after_request
def observe(response):
    path = request.url_rule.rule if request.url_rule else "unknown"
    LATENCY.labels(request.method, path, response.status_code).observe(time.perf_counter() - g.started)
    return response


@app.get("/healthz")
def healthz():
    return "ok"


@app.post("/login")
def login():
    user = request.form.get("username", "")
    if PASSWORDS.get(user) != request.form.get("password"):
        abort(403)
    session["user"] = user
    return jsonify(user=user)


@app.get("/search")
def search():
    time.sleep(0.004)
    query = request.args.get("q", "")
    return jsonify(query=query, hits=[{"sku": f"{query}-1", "price": 1999}, {"sku": f"{query}-2", "price": 99}])


@app.post("/cart")
def add_to_cart():
    if "user" not in session:
        abort(401)
    item = request.get_json()
    if not isinstance(item["quantity"], int):
        abort(422)
    time.sleep(0.02)
    number = str(len(orders) + 1)
    orders[number] = {"user": session["user"], **item}
    return jsonify(order={"number": number, **item}), 201, {"Location": f"/orders/{number}"}


@app.get("/orders/<number>")
def order(number):
    if number not in orders:
        abort(404)
    if orders[number]["user"] != session.get("user"):
        abort(403)
    return jsonify(orders[number])


@app.put("/pictures/<path:name>")
def put_picture(name):
    return jsonify(name=name, bytes=len(request.get_data())), 201


@app.post("/pictures")
def post_picture():
    picture = request.files["picture"]
    return jsonify(name=picture.filename, bytes=len(picture.read()), title=request.form["title"]), 201


@app.get("/old-search")
def old_search():
    return redirect(f"/search?q={request.args['q']}")


app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {"/metrics": make_wsgi_app()})
