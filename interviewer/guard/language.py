"""Is it English: told from small words as they come, so that no other language is shown.

Technical terms, code, formulas, names and what is quoted count for nothing either way. It knows no grammar.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from interviewer.guard.marks import Word, folded

HELD = 6
"""Words of a sentence that are held back until one of them is English."""
STRANGE = 10
"""Words without one English word among them, after which it is none, lists of terms included."""
_ENGLISH = """
the what which who whose when where why how would could should can cannot can't may might must shall did does do is are
were been being be am it its this that that's these those there here he she they them their theirs we us our you your
yours i my mine me him her his hers and but if then than because while until unless though although or nor not no yes
with without within from into onto about of to at by for as on in under over between through during before after again
against above below up down out off than so very more most much many few some any each every either neither both all
other another same such only just also too even still yet now once never always often first last next one two three
have has had having will won't don't doesn't didn't isn't aren't wasn't it's you've you'd i'd i've i'm you're we're we'll let
let's tell say said says think know take give make made show walk talk explain describe name compare define sketch
derive convince defend estimate suppose imagine assume start begin go come get got look see hear want need mean means
work works try ask asked answer question thing things something anything nothing someone anyone people okay ok thank
thanks please sorry right well good enough time minute minutes moment noted understood hello hi morning done
""".split()  # noqa: SIM905 - a list of words reads best as text
ENGLISH = frozenset(part for word in _ENGLISH for part in word.split("'"))
_OTHERS = """
je vous nous ils elle elles est sont une des les du que qui quoi pourquoi comment quel quelle quels quelles avec dans pour
mais donc cela cette ces votre vos notre nos leur etes avez avons fait ete peut peuvent merci bonjour oui tres aussi mon
ton ses ca si sur sans tout tous toutes plus moins alors quand ou aux moi toi
der das und ist nicht ein eine einen einem einer eines ich sie ihr ihre ihren ihnen wir mit auf fur von zu dem dass wie
warum wieso wann wer wo welche welcher welches haben hatte sind sein seine dein deine deinem deinen mir mich uns aber oder
wenn denn noch nur schon sehr bitte danke ja nein konnen konnte wurde wurden werden wird ware beim zum zur vom bei nach
aus durch uber kann mehr ihn ihm euch doch mal etwas nichts alle
el los las una unos unas es esta este esto eso ese son pero porque por que cual cuales como cuando donde quien usted
ustedes su sus mi tu tus nos con para muy mas tambien hay han ha ser estan fue gracias hola puede puedes puedo cuentame
diga digame explique explica expliqueme entonces si lo le se del
il lo gli che chi perche come quando dove quale quali questo questa quello sono sei siamo hai abbiamo non una uno della
delle dei degli nel nella con anche molto grazie ciao puo cosa suo sua tuo tua mi ti ci vi ma
o os as um uma voce voces nao sim esta isso isto ele ela eles elas seu sua meu minha com sem mas porque qual quais obrigado
ola pode fazer muito tambem foi sao dos das nos pelo pela
de het een en niet van dat die dit wat hoe waarom wie waar welke jij je jouw u uw ik wij zij zijn hebben heeft met voor
maar ook nog naar bij kunt kun zou als geen wel
jag du han hon vi ni det den att och inte ar som med hur vad varfor nar var kan skulle din ditt dina er mig dig ett
jeg ikke hvordan hvorfor hvad hva og af til av en et vil kunne har det
nie jest sie czy jak co dlaczego kiedy gdzie ktory pan pani prosze tak ale ze tym tego jaka jakie
bir ve bu ne neden nasil icin mi degil ben sen siz olarak cok daha gibi
yang apa mengapa bagaimana kapan dimana anda saya itu ini dan tidak dengan untuk dari adalah bisa
""".split()  # noqa: SIM905
_SHARED = """
a an in on so as no me or was war die den hat man am son con come comment pour plus sans os has han ma mi ha do dos de
en per sole fare most kind hut gut also will bald rat art fast wo ton mon la le al et es se sei ci vi ti nos dem los
van er ni var vil af til alle ben sen bin ten tag to we of is at by for over men had us his her him bra fart slut barn
co pan ale tak bu ne mal uber sur lo non ja o os as um te je ser como si ou du des von der
""".split()  # noqa: SIM905
FOREIGN = frozenset(_OTHERS) - ENGLISH - frozenset(_SHARED)
"""Small words of other languages, without their accents, that are no English words."""
_LOAN = frozenset({"naïve", "naïvely", "naïveté", "café", "cafés", "cliché", "clichés", "façade", "façades", "résumé",
                   "résumés", "exposé", "déjà", "über", "coöperate", "coördinate", "reëxamine", "rôle", "mañana", "à",
                   "fiancé", "fiancée", "touché", "blasé", "passé", "née", "jalapeño", "piñata", "señor", "doppelgänger",
                   "zoölogy", "vis-à-vis", "pâté", "entrée", "matinée", "protégé", "communiqué", "émigré", "smörgåsbord",
                   "angst"})  # fmt: skip
_FOREIGN_SCRIPT = re.compile(r"[\u0400-\u1dbf\u1f00-\u1fff\u2c00-\u2dff\u2e80-\ua71f\ua800-\uabff\uac00-\ud7ff\uf900-\ufdff"
                             r"\ufe70-\ufefe\uff66-\uffdc\U00010000-\U0001d3ff\U0001d800-\U0001efff\U00020000-\U0003ffff]"
                             r"|[\u0370-\u03ff]{4}")  # fmt: skip
_SPANISH_MARKS = re.compile(r"^[¿¡]")
_TERM = re.compile(r"[\d_\\$^{}=<>/@#]|[a-z][A-Z]|^[A-Z]{2,}")
_ASCII = re.compile(r"[A-Za-z]")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_POLITE = frozenset({"sie", "ihr", "ihre", "ihnen", "ihren", "usted", "anda", "pan", "pani"})
"""Written with a capital inside a sentence."""


@dataclass(slots=True)
class Language:
    """The language of one utterance, sentence by sentence."""

    known: Callable[[str], bool]
    """Whether a lower-case word was said or shown before, or belongs to the subject."""
    since: int = 0
    _english: int = 0
    _foreign: int = 0
    _strange: list[str] = field(default_factory=list)
    _listed: bool = False
    """Whether a comma has shown that this may be a list of terms."""

    def take(self, word: Word) -> str:
        """Take a word; return why it is not English, or an empty string."""
        if word.place == 1:
            self._english, self._foreign, self._strange, self._listed = 0, 0, [], False
        kind = _kind(word)
        if kind == "mixed":
            return "letters in disguise"
        self._weigh(word, kind)
        self._listed |= word.text.endswith((",", ";", ":"))
        wrong = self._wrong(word)
        settled = self._english > self._foreign or word.ends or word.place >= HELD
        self.since = 0 if settled else word.at - word.place + 1
        return "another language" if wrong else ""

    def _wrong(self, word: Word) -> bool:
        english, foreign = self._english, self._foreign
        if foreign >= 2 and foreign > english:
            return True
        if english:
            return False
        late = word.ends or word.place >= HELD
        if foreign:
            return late
        most = STRANGE if self._listed else HELD
        return len(self._strange) >= most and len([key for key in self._strange if not self.known(key)]) >= most

    def _weigh(self, word: Word, kind: str) -> None:
        if kind == "foreign":
            if not (word.quoted and self._all_known(word)):
                self._foreign += 1
        elif kind == "script":
            self._foreign += 0 if self._heard(word) else 9
        elif kind == "english":
            self._english += 1
        elif kind == "plain" and not self._english:
            self._strange.append(word.keys[0])

    def _all_known(self, word: Word) -> bool:
        return all(self.known(key) for key in word.keys)

    def _heard(self, word: Word) -> bool:
        """Whether letters of another script were written by the other side."""
        letters = _LETTERS.findall(word.text)
        return word.quoted and bool(letters) and all(self.known(part.lower()) for part in letters)


def _kind(word: Word) -> str:
    """Return ``english``, ``foreign``, ``script`` (letters of another one), ``mixed``, ``plain``, or empty for what counts not."""
    text, keys = word.text, word.keys
    if not text.isascii() and _FOREIGN_SCRIPT.search(text):
        return "mixed" if _ASCII.search(text) and not _FOREIGN_SCRIPT.search(folded(text)) else "script"
    if _SPANISH_MARKS.match(text):
        return "foreign"
    if _TERM.search(text) or not keys:
        return ""
    inside = text[:1].isupper() and word.place > 1
    if any(key in ENGLISH for key in keys):
        return "english"
    if any(key in FOREIGN for key in keys) and (not inside or keys[0] in _POLITE):
        return "foreign"
    if inside:
        return ""
    if text[:1].islower() and any(char.isalpha() and ord(char) > 127 for char in text):
        return "" if text.strip(".,;:!?”\"'’)").lower() in _LOAN else "foreign"
    return "plain"
