"""Turn TeX into MathML for the page, and into a small tree for the PDF; only known elements pass."""

from __future__ import annotations

from functools import cache
from html import escape, unescape
from typing import Any
from xml.etree.ElementTree import Element

#: Attributes of MathML that change how a formula looks, and nothing else; ``href`` is one that is not here.
_ATTRIBUTES = frozenset(
    [
        "stretchy",
        "fence",
        "form",
        "mathvariant",
        "linethickness",
        "width",
        "accent",
        "accentunder",
        "separator",
        "lspace",
        "rspace",
        "columnalign",
        "displaystyle",
    ]
)
_GROUPS = frozenset(["math", "mrow", "mstyle", "mpadded", "menclose"])
_TOKENS = frozenset(["mi", "mo", "mn", "ms", "mtext", "mspace"])
_STRUCTURES = frozenset(
    [
        "mfrac",
        "msqrt",
        "mroot",
        "msub",
        "msup",
        "msubsup",
        "mover",
        "munder",
        "munderover",
        "mtable",
        "mtr",
        "mtd",
        "mphantom",
    ]
)
_ACCENTS = {"^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303", "¯": "\u0304", "‾": "\u0304",
            "―": "\u0304", "→": "\u20d7", "˙": "\u0307", "¨": "\u0308", "ˇ": "\u030c",
            "_": "\u0332"}  # fmt: skip
#: Large operators carry their limits above and below; a browser moves them aside where room is short.
_LARGE = frozenset("∑∏⋃⋂⋁⋀")
_LIMITS = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}
_OPENING, _CLOSING = frozenset("([{⟨⌊⌈"), frozenset(")]}⟩⌋⌉")

Node = dict[str, Any]


def write_mathml(tex: str, *, block: bool) -> str:
    """Return the formula as MathML, or as code where it cannot be read."""
    element = _parse(tex)
    if element is None:
        return f"<code>{escape(tex)}</code>"
    inner = "".join(_write_element(child) for child in element)
    display = "block" if block else "inline"
    return f'<math xmlns="http://www.w3.org/1998/Math/MathML" display="{display}">{inner}</math>'


def read_formula(tex: str) -> Node | None:
    """Return the formula as the tree that ``report.typ`` draws, or nothing where it cannot be read."""
    element = _parse(tex)
    return None if element is None else _read_element(element)


@cache
def _parse(tex: str) -> Element | None:
    from latex2mathml.converter import convert_to_element

    try:
        element: Element = convert_to_element(tex)
    except Exception:  # noqa: BLE001 - as said below
        # The converter raises some twenty classes of its own, and bare KeyErrors, on what is no TeX.
        return None
    known = _GROUPS | _TOKENS | _STRUCTURES
    return element if all(_name(part) in known for part in element.iter()) else None


def _write_element(element: Element) -> str:
    name = _name(element)
    if name in _LIMITS and len(element) and _words(element[0]) in _LARGE:
        name = _LIMITS[name]
    attributes = "".join(f' {key}="{escape(value)}"' for key, value in element.attrib.items() if key in _ATTRIBUTES)
    inner = escape(_words(element)) if name in _TOKENS else "".join(_write_element(child) for child in element)
    return f"<{name}{attributes}>{inner}</{name}>"


def _read_element(element: Element) -> Node:
    name = _name(element)
    if name in _TOKENS:
        return _read_token(element, name)
    children = [_read_element(child) for child in element]
    match name, children:
        case "mtable", _:
            return {
                "k": "matrix",
                "rows": [[_row([_read_element(part) for part in td]) for td in tr] for tr in element],
            }
        case "mphantom", _:
            return _row([])
        case "mfrac", [above, below]:
            return {
                "k": "fraction",
                "a": above,
                "b": below,
                "bar": element.get("linethickness") not in ("0", "0em", "0px"),
            }
        case "mroot", [base, index]:
            return {"k": "root", "a": base, "n": index}
        case "msqrt", _:
            return {"k": "root", "a": _row(children)}
        case "mover", [base, {"k": "symbol", "v": mark}] if mark in _ACCENTS:
            return {"k": "accent", "a": base, "v": _ACCENTS[mark]}
        case (("msub" | "munder"), [base, below]):
            return {"k": "attach", "a": base, "b": below, "limits": name == "munder"}
        case (("msup" | "mover"), [base, above]):
            return {"k": "attach", "a": base, "t": above, "limits": name == "mover"}
        case (("msubsup" | "munderover"), [base, below, above]):
            return {"k": "attach", "a": base, "b": below, "t": above, "limits": name == "munderover"}
    return _row(children)


def _read_token(element: Element, name: str) -> Node:
    words = _words(element)
    if name == "mspace" or not words:
        return {"k": "space", "w": _read_width(element)} if name == "mspace" else _row([])
    if name == "mtext":
        return {"k": "text", "v": words}
    if len(words) > 1:
        return {"k": "number" if name == "mn" else "operator", "v": words}
    node: Node = {"k": "symbol", "v": words, "upright": element.get("mathvariant") == "normal"}
    if name == "mo":
        node["opens"] = element.get("form") == "prefix" or words in _OPENING
        node["closes"] = element.get("form") == "postfix" or words in _CLOSING
    return node


def _read_width(element: Element) -> float:
    """Return a space's width in em."""
    width = element.get("width", "").removesuffix("em")
    try:
        return min(max(float(width), -1.0), 4.0)
    except ValueError:
        return 0.17


def _row(nodes: list[Node]) -> Node:
    """Return the nodes as one, stretchy brackets paired."""
    done: list[Node] = []
    waiting: list[tuple[list[Node], Node]] = []
    for node in nodes:
        if node.get("opens"):
            waiting.append((done, node))
            done = []
        elif node.get("closes") and waiting:
            inner, (done, bracket) = done, waiting.pop()
            done.append({"k": "fenced", "o": bracket["v"], "c": inner, "e": node["v"]})
        else:
            done.append(node)
    while waiting:
        inner, (done, bracket) = done, waiting.pop()
        done += [bracket, *inner]
    return done[0] if len(done) == 1 else {"k": "row", "c": done}


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _words(element: Element) -> str:
    return unescape((element.text or "").strip("\n"))
