"""What people and models wrote, as HTML that can do no harm: a little Markdown, no images, no raw HTML.

It owns the one path from untrusted text to markup. Formulas stay as they were typed, and text that would take too long
to parse is shown plain.
"""

import re
from functools import cache
from html import escape

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

LONGEST = 8_000
"""Characters beyond which nothing is parsed."""
MOST = {"\n": 400, "[": 300, "|": 200, "*": 1_000, "_": 1_000, "`": 1_000, "$": 1_000, "\\": 1_000, "<": 1_000}
"""How often a mark may occur before parsing it could take longer than reading it."""
TAGS = {"p", "br", "em", "strong", "s", "code", "pre", "ul", "ol", "li", "blockquote", "hr", "a"} | {
    "table", "thead", "tbody", "tr", "th", "td"
}  # fmt: skip
BLOCKS = frozenset({"paragraph_open", "blockquote_open", "bullet_list_open", "ordered_list_open", "list_item_open",
                    "th_open", "td_open"})  # fmt: skip
_FORMULA = re.compile(
    r"\$\$(?!\s).+?(?<!\s)\$\$|\$(?![\s$])[^$\n]*?(?<![\s$])\$(?!\d)|\\\((?!\s).+?\\\)|\\\[(?!\s).+?\\\]", re.S
)
_SCHEME = re.compile(r"https?://", re.I)


def utterance(text: str) -> str:
    """Return text of either side as HTML without scripts, images, styles or ids; each block finds its own direction."""
    if len(text) > LONGEST or any(text.count(mark) > most for mark, most in MOST.items()):
        return plain(text)
    return nh3.clean(
        _markdown().render(text),
        tags=TAGS,
        attributes={"*": {"dir"}, "a": {"href"}, "ol": {"start"}, "code": {"class"}},
        allowed_classes={},
        url_schemes={"http", "https"},
        link_rel="noopener noreferrer nofollow",
    ).strip()


def plain(text: str) -> str:
    """Return text as paragraphs with its line breaks and nothing else."""
    blocks = [block for block in re.split(r"\n\s*\n", text.strip()) if block.strip()]
    return "\n".join(f'<p dir="auto">{escape(block).replace(chr(10), "<br>")}</p>' for block in blocks)


@cache
def _markdown() -> MarkdownIt:
    parser = MarkdownIt("js-default", {"html": False, "breaks": True, "linkify": False})
    parser.disable(["image", "heading", "lheading", "reference", "html_block", "html_inline"])
    parser.inline.ruler.before("escape", "formula", _formula)
    parser.inline.ruler.before("emphasis", "product", _product)
    parser.core.ruler.push("direction", _direction)
    parser.add_render_rule("formula", _show_formula)
    # The library's own check lets relative and unusual addresses through; anything but a web address stays text.
    parser.validateLink = _is_web  # type: ignore[method-assign]
    return parser


def _is_web(url: str) -> bool:
    return bool(_SCHEME.match(url.strip()))


def _formula(state: StateInline, silent: bool) -> bool:
    """Take a formula whole, so that nothing inside it counts as Markdown."""
    if state.src[state.pos] not in "$\\":
        return False
    match = _FORMULA.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        state.push("formula", "code", 0).content = match.group()
    state.pos = match.end()
    return True


def _product(state: StateInline, silent: bool) -> bool:
    """Keep the star of ``a*b*c``: between letters it multiplies more often than it stresses."""
    around = state.src[state.pos - 1 : state.pos + 2] if state.pos else ""
    if len(around) < 3 or around[1] != "*" or not (around[0].isalnum() and around[2].isalnum()):
        return False
    if not silent:
        state.pending += "*"
    state.pos += 1
    return True


def _show_formula(
    self: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: EnvType
) -> str:  # fmt: skip
    return f"<code>{escapeHtml(tokens[index].content)}</code>"


def _direction(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in BLOCKS:
            token.attrSet("dir", "auto")
