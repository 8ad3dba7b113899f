"""A client made at run time from /openapi.json and nothing else: calls what can be called, checks each answer."""

import json
import re
import sys
import urllib.error
import urllib.parse
import urllib.request

base = sys.argv[1]


def fetch(method, path, body=None, headers=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(base + path, data=data, method=method, headers=headers or {})
    if data is not None:
        request.add_header("content-type", "application/json")
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.headers.get_content_type(), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get_content_type(), error.read()


document = json.loads(fetch("GET", "/openapi.json")[2])
kinds = {
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "array": list,
    "object": dict,
    "null": type(None),
}


def is_kind(kind, value):
    return isinstance(value, kinds[kind]) and not (kind in ("integer", "number") and isinstance(value, bool))


def faults(schema, value, where="$"):
    """What of a value is not as a schema describes it."""
    if "$ref" in schema:
        return faults(document["components"]["schemas"][schema["$ref"].split("/")[-1]], value, where)
    if "anyOf" in schema:
        tried = [faults(one, value, where) for one in schema["anyOf"]]
        return [] if any(not found for found in tried) else min(tried, key=len)
    found = []
    kind = schema.get("type")
    if kind is not None and not any(is_kind(one, value) for one in ([kind] if isinstance(kind, str) else kind)):
        return [f"{where} is no {kind}: {value!r}"]
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{where} is none of {schema['enum']}: {value!r}")
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        found.append(f"{where} does not match {schema['pattern']}: {value!r}")
    if isinstance(value, dict):
        known = schema.get("properties", {})
        found += [f"{where}.{name} is missing" for name in schema.get("required", []) if name not in value]
        for name, inner in value.items():
            more = schema.get("additionalProperties", True)
            if name in known:
                found += faults(known[name], inner, f"{where}.{name}")
            elif more is False:
                found.append(f"{where}.{name} is not described")
            elif isinstance(more, dict):
                found += faults(more, inner, f"{where}.{name}")
    if isinstance(value, list) and "items" in schema:
        for at, inner in enumerate(value):
            found += faults(schema["items"], inner, f"{where}[{at}]")
    return found


def example_of(schema):
    if "examples" in schema:
        return schema["examples"][0]
    others = schema.get("anyOf", [])
    if "$ref" in schema:
        others = [document["components"]["schemas"][schema["$ref"].split("/")[-1]]]
    return next((found for found in map(example_of, others) if found is not None), None)


def call(path, method, operation):
    query, headers = {}, {}
    for parameter in operation.get("parameters", []):
        name, example = parameter["name"], example_of(parameter["schema"])
        if example is None:
            assert not parameter.get("required"), f"{operation['operationId']}: {name} has no example"
        elif parameter["in"] == "path":
            path = path.replace("{" + name + "}", urllib.parse.quote(example, safe=""))
        elif parameter["in"] == "query":
            query[name] = example
        else:
            headers[name] = example
    body = None
    if "requestBody" in operation:
        described = operation["requestBody"]["content"]["application/json"]
        body = example_of(described["schema"])
        wrong = faults(described["schema"], body)
        assert not wrong, f"{operation['operationId']}: its request is not as described: {wrong}"
    if query:
        path += "?" + urllib.parse.urlencode(query)
    status, kind, text = fetch(method.upper(), path, body, headers)
    answer = operation["responses"].get(str(status))
    assert answer is not None, f"{operation['operationId']} answered {status}, which is not described: {text[:300]}"
    content = answer.get("content")
    if content is None:
        assert text == b"", f"{operation['operationId']} answered with a body"
        return
    declared = {name.split(";")[0]: inner for name, inner in content.items()}
    assert kind in declared, f"{operation['operationId']} answered with {kind}"
    if kind.endswith("json"):
        wrong = faults(declared[kind]["schema"], json.loads(text))
        assert not wrong, f"{operation['operationId']}: its answer is not as described: {wrong}"


# Orders first, as other operations speak of them; live streams last, as they end with their orders.
operations = [
    (path, method, operation)
    for path, methods in document["paths"].items()
    for method, operation in methods.items()
    if "text/event-stream" not in json.dumps(operation["responses"])
]
operations.sort(key=lambda one: one[2]["operationId"] != "placeOrder")
for one in operations:
    call(*one)
print(f"called {len(operations)} operations, all answers as described")
