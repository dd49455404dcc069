"""Words that mean much the same in this field, as data: what lets a question be known in other words. Pure.

It owns the groups and their look-up. It scores nothing, and it holds no word for the sake of one case.
"""

import re
from functools import lru_cache

from interviewer.lexical import stem

GROUPS: dict[str, str] = {
    "deadline": "deadline, date, due, by when, when exactly, timeline, timing, time frame, timeframe, go live, live "
    "by, need this live, be live, launch, ready, how soon, urgent, urgency, milestone, target date, cut off, slip, "
    "miss, not done, not ready, finish, deliver, too late, late, weeks, months, aspiration, firm date, hard date, "
    "soft date, cutoff, calendar, this year, next year, postpone, postponed, delay the, too early, latest moment, "
    "last possible, at the latest, pushing for, go-live, by then, deadline for, end date, time limit, how much time",
    "cause": "driving, drives, driver, behind, motivation, why now, reason, based on, comes from, depends on, hangs "
    "on, requires, trigger, pushing for, demands, imposed, insists, insist, wants it, who set, who wants",
    "penalty": "penalty, penalties, fine, fines, fee, sanction, at stake, worst case, consequences, payout, "
    "compensation, compensate, pay, paid, owe, owed, charge, money, sla, contractual, contract, financially, lose, "
    "reimburse, refund, bonus, fined, expensive, damages, cost you, consequence, repercussion, repercussions, deduct, "
    "deducted, insurer, insurance, payer",
    "owner": "own, owns, owner, ownership, belong, legal entity, entity, controller, custodian, whose, legal say, "
    "jurisdiction, steward, hands on, in your hands, your own hands, under your control, in your control, at your "
    "disposal, property, responsible for",
    "permission": "permission, permitted, permit, allow, allowed, consent, agreement, agree, access, authorise, "
    "authorisation, authorize, authorization, approval, off limits, cleared, right to, say so, get at, get hold, "
    "have, ask before, contracts missing, signed off by, paperwork, hoops, clearance for, nda, waiting for approval, "
    "grant, granted",
    "law": "law, laws, legal, legally, rule, rules, regulation, regulations, regulator, regulatory, regulated, "
    "regime, compliance, comply, compliant, privacy, gdpr, hipaa, data protection, statute, governance, licence, "
    "licensed, license, legislation, policy, policies, mandated, certification, certified, confidentiality, "
    "responsible, liable, liability, accountable, non-starter, commission, authority, forbidden, prohibited, "
    "boundaries, boundary, lawful, illegal, mandatory, prove, proof, provenance, traceability, obligation, "
    "obligations, obliged, bound, court, restriction, restrictions, restricted, red tape, lawyer, lawyers, "
    "constitution, oversight, approved, compulsory, act, policy on, expects, lawfulness, guidelines, guideline, must "
    "we follow, do we have to follow",
    "hosting": "cloud, hosted, host, hosting, saas, on-prem, on "
    "prem, on premise, on premises, self-hosted, self-host, server, servers, data centre, data center, leave the "
    "building, openai, azure, aws, locally, local, in-house model, run the model, where the model runs, gcp, bedrock, "
    "anthropic, data residency, abroad, premises, leave the house, leave the hospital, our own machines, internet, "
    "on-premise, cloud fine, ai provider, external service, outside service",
    "model": "model, llm, gpt, ai, machine, machine-written, generated, automated text, language model, automation",
    "resist": "resist, resistance, refuse, refuses, unwilling, willing, against, oppose, opposed, opposition, "
    "object, objection, hate, hates, block, sceptic, sceptical, scepticism, skeptic, skeptical, skepticism, trust, "
    "distrust, feel, feeling, feelings, fear, afraid, worry, worried, pushback, push back, reluctant, reluctance, "
    "buy-in, buy in, attitude, on board, accept, acceptance, adopt, adoption, hostile, veto, win over, mood, opinion, "
    "support, supportive, embrace, unhappy, actually use, stop this, happy with, welcome, morale, concern, concerns, "
    "concerned, scared, frightened, nervous, hesitant, hesitation, anxious, anxiety, bad blood, suspicious, "
    "suspicion, mistrust, behind you, behind this, on your side, threatened, annoyed, angry, grumble, enthusiastic, "
    "cooperate, sabotage, say no, react, reaction, tension, go along, convince, convinced, persuade, sell it to, want "
    "this, wants this, like this, in favour, appetite, champion, champions, opponents, enemies, critics, critical "
    "voices, stand behind, bad experience, pull with us, motivated",
    "earlier": "tried before, been tried, tried this, tried it, try this, try some, try something, ever tried, "
    "already try, previously, previous, earlier, in the past, past, attempt, attempted, go wrong, introduced, ever "
    "happened, did you already, history, last time, experience, fail, failed, predecessor, incident, went badly, "
    "similar, prior, precedent, lessons, lesson, happened before, so far, scar, history with",
    "system": "it system, it systems, it landscape, it side, system, systems, software, platform, stack, it, "
    "technology, technical, technically, tech, landscape, application, applications, infrastructure, architecture, "
    "database, information system, oms, scada, gis, epic, cerner, meditech, sap, legacy, under the hood, homemade, "
    "homegrown, machine room, backend, environment, tools are, tools do, tooling, programs, suite",
    "record-system": "ehr, emr, his, record system, health record, medical record, patient record, hospital system, "
    "pas, epic, cerner, meditech, chart, charts, charting, charted, health information system, patient data in, "
    "documentation system, record complete",
    "interface": "interface, interfaces, api, apis, integrate, integrated, integration, connect, connection, plug, "
    "plug into, hook, endpoint, export, exports, feed, push, pull, sync, query, write back, read from, read only, "
    "read-only, get out of, read, write, import, stream, subscribe, webhook, hl7, fhir, extract, scrape, csv, dump, "
    "ingest, talk to, pipe, programmatically, dumps, get the data, access the data, get at the data, download",
    "live": "real time, real-time, realtime, live, batch, fresh, stale, up to date, refresh, refreshed, nightly, "
    "latency, how often can, each second, each minute, electronic, electronically, digital, digitally, on paper, "
    "streaming, instantly, right away, outdated, yesterday, current data, delayed data",
    "limits": "limit, limits, limitation, limitations, cope, hold up, held up, crash, crashed, capacity, overload, "
    "overloaded, scale, peak, grind, collapse, go down, went down, fall over, load, stand up to, bottlenecked, can "
    "not do, survive, survives, broke, broken on, stable, stability, robust, reliable enough, outage of the software, "
    "big night, heavy night, under stress, handle a storm, handle the, handle so many, keep up, performance, perform, "
    "performed, robustness",
    "success": "success, successful, succeed, worked, works out, win, good outcome, define success, judge, judged, "
    "happy, goal, evaluate, worth it, done well, went well, objective, aim, ambition, happy ending, achieve, "
    "achieved, success criterion, success criteria, progress, judge us, definition of done",
    "metric": "metric, metrics, measure, measures, measured, measuring, kpi, kpis, figure, figures, target, "
    "indicator, average, the mean, report upwards, reporting, reported upwards, track, count, counts, look at, looks "
    "at, benchmark, number, dashboard, bonus, measured by, measured on, held to, statistics, statistic, score, "
    "numbers",
    "board": "board, management, executives, leadership, upwards, shareholders, directors, executive, upstairs, "
    "boss, bosses, c-level, higher up",
    "quality": "quality, good, accurate, accuracy, correct, correctness, content, bad, better, worse, side effect, "
    "cost them, price of, downside, useful, suffer, sloppy, careless, poor, deteriorate, rush, rushed, hurry, worsen, "
    "improve, improved, typo, typos, how good, how well, readable, complete, clear enough, reliable letters",
    "error": "error, errors, mistake, mistakes, wrong, complain, complains, complaint, complaints, harm, safety, unsafe, "
    "dangerous, call back, queries, go wrong, bad outcome",
    "duration": "long, delay, delays, delayed, slow, wait, waits, waiting, waited, lag, gap, sit, sits, stuck, "
    "turnaround, duration, time, hours, days, elapsed, idle, queue, spent, lost, take, takes, typical, hang, linger, "
    "pile up, piles up, lie around, lies around, backlog, stall, stalls, hours pass, days pass, quickest, slowest, "
    "fills, take so long, takes so long, so slow, hours go, days go, compared to",
    "stage": "step, steps, stage, stages, phase, phases, breakdown, break down, broken down, breaks down, hop, "
    "hops, part, parts, workflow, pipeline, end to end, start to finish, split, walk me through, timestamp, "
    "timestamps, journey, sequence of, where does the time, where do the, each of, bottleneck, bottlenecks, biggest "
    "chunk, holds up, delays, anatomy, decompose, dissect, made of, consist, components, path, route, chain, pieces, "
    "into its parts, into parts, break it up, broken up, from beginning to end, lifecycle, stations",
    "study": "study, studied, audit, analysed, analysis, analyse, analyzed, analyze, investigated, looked into, "
    "breakdown, breakdown of, broken down, broken, decompose, take apart, researched, looked at it",
    "timing-source": "timed, stopwatch, clocked, estimate, estimated, self-reported, default, guess, questionnaire, "
    "measured, real measurement, measurement, where does the figure, where does the number, come from, reliable",
    "signing": "sign, signs, signed, signing, signature, signatures, sign off, sign-off, signoff, countersign, "
    "countersigns, countersigned, countersignature, countersigning, approve, approves, approving, signer, signatory, "
    "stamp, initials, e-signature, ink, release, releases, released, approve letters, paraph, gets signed, get "
    "signed, desk",
    "drafting": "draft, drafts, drafted, drafting, write, writes, writing, written, type, types, typing, dictate, author, "
    "compose, touches, touch",
    "sending": "send, sent, mailed, mail, dispatch, dispatched, dispatching, dispatcher, dispatchers, post, posted, "
    "deliver, transmit, despatch, goes out",
    "clinician": "doctor, doctors, physician, physicians, clinician, clinicians, clinical, medic, medics, medical staff",
    "senior": "consultant, consultants, senior, seniors, attending, surgeon, surgeons, department head, department heads",
    "recipient": "family doctor, family doctors, gp, gps, general practitioner, practitioner, recipient, recipients, "
    "receives, receivers",
    "site": "hospital, hospitals, house, houses, site, sites, clinic, facility, location, locations",
    "medicine": "medicine, medicines, medication, medications, drug, drugs, dose, doses, dosage, prescription",
    "device": "tablet, tablets, device, devices, handheld, handhelds, phone, phones, laptop, app, apps, login, "
    "card, computer, workstation, gadget, equipment, mobile, radio, radios, smartphone, hardware, reader, readers, "
    "have a device, equipped",
    "tracking": "gps, location, locations, position, positions, located, locate, tracked, tracking, whereabouts, "
    "trace, where a crew is, where the crews are, where crews are, where every crew, monitored, surveillance, "
    "vehicle, truck, trucks, map, where people are, live positions, telematics, tracker, fleet, follow the crews, see "
    "the crews, locations in real time, crews' locations, position of",
    "crew": "crew, crews, lineman, linemen, lineworker, lineworkers, line workers, technicians, field staff, field, "
    "workers, foreman, workforce",
    "union": "union, unions, steward, works council, staff representatives, labour, labor, labour side, shop "
    "steward, representatives, foremen",
    "priority": "priority, priorities, prioritise, prioritize, order, first, sequence, rank, ranking, critical, vital, "
    "come first, decide, decides, decision, decides which, triage",
    "automatic": "automatic, automatically, automate, automated, autonomous, autonomously, by itself, without a "
    "human, without a person, software alone, alone, human in the loop, unattended, fully, decide itself, machine "
    "decide, machines decide, robot, algorithm, self-driving, confirm, confirmation, human, person",
    "tree": "tree, trees, vegetation, forest, branch, branches, foliage, trimming, tree cutting, cuts, cutting, "
    "growth, trimmed, trim, trims, prune, pruning, wood, woods, woodland",
    "inspection": "survey, surveys, surveyed, inspection, inspections, inspect, imagery, images, photos, satellite, "
    "drone, drones, helicopter, aerial, lidar, condition, patrol, asset data, point cloud, point clouds, raw data, "
    "scan, scans, scanned from the air, inventory",
    "outage": "outage, outages, fault, faults, failure, failures, interruption, blackout, power cut, alarm, alarms, "
    "line is down, lines are down, broken line, broken lines, damage report",
    "reconnect": "repair, repairs, repaired, repairing, restore, restored, restoration, reconnect, reconnected, "
    "fix, fixed, lights on, power back, power back first, recovery, re-energise, energise, back on, supply back",
    "assess": "assess, assessed, assessor, assessors, assessment, scout, seen the damage, damage seen, diagnose, "
    "diagnosis, see the damage, damage",
    "tail": "longest, worst, tail, hardest, hit hardest, extreme, outlier, outliers, percentile, rural, remote, "
    "unlucky, end of line, distribution, spread, left behind, suffer, suffers, countryside, farm, farms, village, "
    "villages, neglected, in the dark, forgotten, disadvantaged, unfair, fairness, unlucky ones, last ones, "
    "ninety-fifth, percentiles, median, waited, outlying, extremes, long outages, more like him",
    "outsiders": "outside, external, visiting, visitor, visitors, borrowed, mutual aid, mutual assistance, "
    "neighbour, neighbours, neighbouring, other utilities, other companies, from elsewhere, extra crews, foreign "
    "crews, help out, additional crews, not your own, borrow, lend, lends, loan, temporary, hired, extra hands, extra "
    "people, own staff, own people, reinforcements, backup, partner, partners, from outside, emergency, outsourced, "
    "guests, other people than your own, not employed, external teams, extra ones, additional, hired in, agency, "
    "foreign",
    "contractor": "contractor, contractors, subcontractor, supplier, vendor, third party, external",
    "count": "volume, volumes, number, quantity, amount, size, head count, headcount",
    "customer": "customer, customers, household, households, premises, consumers, homes, subscribers, people",
    "weather": "weather, forecast, forecasts, wind, meteorological, storm prediction",
    "meter": "meter, meters, metering",
    "calls": "call, calls, phone calls, tickets, callers, ticket, incoming, phone, phones",
    "onsite": "onsite, on-site, on site, final round, loop, interview day, full day",
    "take-home": "take-home, take home, homework, assignment, exercise at home",
    "assistant": "ai tools, ai tool, assistant, assistants, copilot, chatgpt, claude",
    "references": "reference, references, referee, referees, former manager",
    "coding": "coding, code, programming, leetcode, algorithmic",
    "bar": "bar, threshold, standard, standards, judged, evaluated, graded, weigh, weighed, count most",
    "reply": "hear back, get back to me, response, reply, offer, result, outcome",
    "structure": "structure, structured, consist, format, look like, organised, made up of",
}
"""Group to its words and turns of phrase, as people write them; a word may stand in several."""
_NAMING = (
    "clinician senior recipient site medicine device crew union tree contractor customer meter board calls "
    "record-system drafting sending"
)
NAMING = frozenset(_NAMING.split())
"""Groups that name who or what is talked about: by themselves they do not show what is asked about it."""
ASKS_FOR: dict[str, str] = {
    "who": r"\bwho(?:se|m)?\b",
    "when": r"\bwhen\b(?! (?:it|the|they|a|we|somebody|people) (?:comes?|is|are|gets?))",
    "where": r"\bwhere\b",
    "why": r"\b(?:why|how come|what for)\b",
    "how many": r"\bhow (?:many|much|big|large)\b",
    "how long": r"\bhow long\b",
    "how often": r"\bhow (?:often|frequent\w*)\b",
    "what if": r"\bwhat(?:['’]?s| is| would| will| does)? ?(?:happens?|be|the consequences?)? ?(?:if|when)\b|\bor else\b",
}
"""What kind of answer a question waits for, by its words."""
_FAINT = (
    "people project data thing problem process requirement requirements constraint constraints risk risks information "
    "detail details work use need today job company case idea question answer know tell time day week first "
    "different right fact facts story situation business organisation stakeholder stakeholders plan number far "
    "happen happens look point currently current usually now new good other every start much many show let explain "
    "understand help hear talk ask wonder curious sure possible can have has kind feel real reality exactly whole "
    "big large change part team issue issues main key important interested whether actually guess quick one two three four five six nine ten all "
    "come comes "
    "walk anything something somebody someone anybody anyone each per ever never yet within before after during else "
    "already still since until around without would something nothing lot okay quite without today same way "
    "everything overview scope summary summarise summarize context background hide hiding catch tricky edge assumption "
    "unknown challenge deal briefly roughly please put set bring between person personal row column remark note special moment along hand expect consider deal second documentation place hidden secret reveal unlock list"
)
FAINT = frozenset(stem(word) for word in _FAINT.split())
"""Words that stand in any question: they never show by themselves what it is about."""


def _compiled() -> tuple[dict[str, frozenset[str]], re.Pattern[str], dict[str, frozenset[str]]]:
    words: dict[str, set[str]] = {}
    phrases: dict[str, set[str]] = {}
    for group, listed in GROUPS.items():
        for entry in (item.strip() for item in listed.split(",")):
            (phrases if re.search(r"[ -]", entry) else words).setdefault(entry, set()).add(group)
    stemmed: dict[str, set[str]] = {}
    for word, groups in words.items():
        stemmed.setdefault(stem(word), set()).update(groups)
    longest_first = sorted(phrases, key=len, reverse=True)
    pattern = re.compile(r"\b(?:" + "|".join(re.escape(item) for item in longest_first) + r")\b", re.I)
    return (
        {key: frozenset(groups) for key, groups in stemmed.items()},
        pattern,
        {key: frozenset(groups) for key, groups in phrases.items()},
    )


_WORDS, _PHRASE, _PHRASES = _compiled()
_KINDS = {kind: re.compile(pattern, re.I) for kind, pattern in ASKS_FOR.items()}


def groups_of(key: str) -> frozenset[str]:
    """Return the groups a stem stands in, often none."""
    return _WORDS.get(key, frozenset())


@lru_cache(maxsize=20_000)
def turns(text: str) -> tuple[tuple[tuple[str, frozenset[str]], ...], str]:
    """Return the turns of phrase of a text that stand in groups, each with these, and the text without them."""
    found = {match.group().lower() for match in _PHRASE.finditer(text)}
    return tuple((turn, _PHRASES[turn]) for turn in sorted(found)), _PHRASE.sub(" ", text)


@lru_cache(maxsize=20_000)
def kinds(text: str) -> frozenset[str]:
    """Return what kinds of answer a question waits for, such as ``who`` or ``what if``."""
    return frozenset(kind for kind, pattern in _KINDS.items() if pattern.search(text))
