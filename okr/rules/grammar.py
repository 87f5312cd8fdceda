"""Word classes of English that the judgements on wording need; none of them is a setting."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType


def fold(text: str) -> str:
    """The form in which words are compared: without case, composed, with straight apostrophes."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", text.casefold().replace("’", "'"))


def phrases_of(text: str) -> frozenset[str]:
    """Phrases that commas divide."""
    return frozenset(phrase for part in text.split(",") if (phrase := " ".join(part.split())))


IRREGULAR_FORMS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "begin": ("began", "begun"), "bring": ("brought",), "build": ("built",), "buy": ("bought",),
    "choose": ("chose", "chosen"), "come": ("came",), "cut": ("cut",), "do": ("did", "done"),
    "drive": ("drove", "driven"), "get": ("got", "gotten"), "give": ("gave", "given"),
    "grow": ("grew", "grown"), "hold": ("held",), "keep": ("kept",), "lay": ("laid",),
    "make": ("made",), "meet": ("met",), "put": ("put",), "rebuild": ("rebuilt",),
    "rewrite": ("rewrote", "rewritten"), "run": ("ran",), "send": ("sent",), "set": ("set",),
    "shoot": ("shot",), "shrink": ("shrank", "shrunk"), "speak": ("spoke", "spoken"),
    "spin": ("spun",), "stand": ("stood",), "take": ("took", "taken"), "teach": ("taught",),
    "write": ("wrote", "written"),
})  # fmt: skip

ACTION_NOUNS: Mapping[str, str] = MappingProxyType({
    "automation": "automate", "completion": "complete", "construction": "construct",
    "creation": "create", "decommissioning": "decommission", "definition": "define",
    "deployment": "deploy", "deployments": "deploy", "deprecation": "deprecate",
    "development": "develop", "digitization": "digitize", "establishment": "establish",
    "evaluation": "evaluate", "execution": "execute", "exploration": "explore",
    "finalization": "finalize", "finalisation": "finalize", "formulation": "formulate",
    "identification": "identify", "implementation": "implement", "installation": "install",
    "integration": "integrate", "introduction": "introduce", "investigation": "investigate",
    "launch": "launch", "migration": "migrate", "organisation": "organize",
    "organization": "organize", "preparation": "prepare", "procurement": "procure",
    "publication": "publish", "purchase": "purchase", "recruitment": "recruit",
    "redesign": "redesign", "refactoring": "refactor", "refurbishment": "refurbish",
    "release": "release", "relocation": "relocate", "renovation": "renovate",
    "replacement": "replace", "revamp": "revamp", "revision": "revise", "rewrite": "rewrite",
    "roll-out": "roll out", "rollout": "roll out", "selection": "select", "setup": "set up",
    "set-up": "set up", "submission": "submit", "translation": "translate", "upgrade": "upgrade",
    "upgrades": "upgrade", "updates": "update",
})  # fmt: skip
"""Nouns for doing something, with the verb: "Implementation of a new till system"."""

FINAL_ACTION_NOUNS = phrases_of("""
    construction, creation, deployment, implementation, installation, launch, migration, redesign,
    refactoring, refurbishment, relocation, renovation, rewrite, roll-out, rollout
""")
"""The action nouns that name work even at the end of a noun phrase ("Till system rollout")."""

LIGHT_VERBS = phrases_of("""
    bring, do, get, give, hold, host, lead, make, offer, provide, run, start, support, take, use
""")
"""Verbs that mean work only with a deliverable for an object: "give 10 talks", not "give hope"."""

EVENT_VERBS = phrases_of("give, hold, lead, run")

LIGHT_OBJECTS = phrases_of("activity, addition, call, change, conversation, feedback, interview, visit")
"""Nouns that are work with a light verb only: "make 10 calls"; "feedback" alone may be praise."""

FILLERS = phrases_of("""
    aim to, also, be able to, finally, first, first of all, i, in order to, just, let's, must, need to,
    now, our goal is to, our team will, plan to, please, shall, should, still, then, to, try to, want
    to, we, we will, we'll, will, work to
""")
TIMELY = frozenset(
    {"annually", "daily", "fortnightly", "hourly", "monthly", "nightly", "quarterly", "weekly", "yearly"}
)
NOT_ADVERBS = TIMELY | phrases_of("""
    ally, anomaly, apply, assembly, bully, comply, early, family, fly, friendly, imply, italy, july,
    likely, lovely, multiply, only, rally, rely, reply, supply, tally
""")

DETERMINERS = phrases_of("""
    a, all, an, another, any, at, each, every, five, four, her, his, its, more, my, new, one, our,
    several, some, ten, the, their, these, this, those, three, two, up, your
""")

ENDS_OF_PHRASE = phrases_of("""
    about, across, after, against, along, among, amongst, around, as, at, based, because, before,
    between, by, during, for, from, if, in, inside, into, like, of, on, onto, over, per, since, so,
    than, that, through, throughout, to, toward, towards, under, until, upon, using, via, when, where,
    which, while, who, whom, whose, with, within, without
""")
"""Words before which a noun phrase ends."""

JOINERS = phrases_of("and, or, plus, und")

FINITE_VERBS = phrases_of("""
    achieves, adopt, adopts, allows, are, aren't, be, become, becomes, been, brings, can, can't, cannot,
    chooses, comes, could, do, does, doesn't, don't, enables, exceeds, feel, feels, find, finds, get,
    gets, gives, goes, had, has, have, helps, improves, increases, is, isn't, keeps, know, knows, lets,
    love, makes, may, meets, might, must, need, needs, never, prefer, provides, reaches, receive,
    receives, recommend, recommends, reduces, remain, remains, renew, requires, saves, say, says, sees,
    should, stays, takes, trusts, use, want, wants, was, were, will, won't
""")
"""Verbs that show a sentence with a subject: "Release days are boring" asks nobody to release."""

CLAUSE_WORDS = phrases_of("""
    because, if, so, that, when, where, which, while, who, whose
""")
"""Words that begin a clause of its own."""

NEGATIONS = phrases_of("fewer, less, more, never, no, not, without, zero")
"""Words before which nothing is reported as done: "no bugs shipped", "fewer parts replaced"."""

BOUNDS = phrases_of("""
    above, below, beyond, least, per, than, under, within, without
""")

PACES = phrases_of("in time, on budget, on schedule, on time")

DONE_STATES = phrases_of(
    "done, functional, generally available, in place, in production, live, up and running"
)

LESSONS = phrases_of("certification, course, onboarding, seminar, session, training, webinar, workshop")
TAKING_PART = phrases_of("""
    attend, attended, complete, completed, finish, finished, receive, received, take, taken, undergo,
    undergone
""")
"""Taking part in a lesson is an activity, whoever does it: "All nurses have completed …"."""

MADE = phrases_of("available, compatible, public")
"""What "make" makes of a deliverable: "make the price list available"."""

COMPOUNDS = phrases_of("""
    build on, build pipeline, complete customer, deliver for, deliver on, design system, design
    thinking, finish line, open access, open communication, open culture, open data, open dialogue, open
    door, open doors, open source, plan b, present value, record growth, record high, record year, test
    automation, test driven, track record
""")
"""Pairs that begin like an order and are none."""

PURPOSES = phrases_of("""
    because, enabling, ensuring, leading, making, resulting, so
""")
"""Words after which a title says what its work is for; "… to support sales" is still work."""

REASONS = PURPOSES | {"become", "helping", "that", "through", "where", "without"}
"""Words with which a movement gives its reason; "to" and "by" do so before a verb."""

RESULT_VERBS = phrases_of("""
    accelerate, achieve, attract, become, boost, cut, decrease, delight, double, earn, enhance, enjoy,
    expand, grow, improve, increase, inspire, keep, learn, love, lower, maintain, nurture, prove, raise,
    reduce, retain, save, scale, strengthen, sustain, thrive, win
""")
"""A second verb that makes more of the first: "build and grow", "launch and win"."""

OTHER_VERBS = RESULT_VERBS | phrases_of("""
    advance, amplify, attain, be, being, bring, close, convert, deepen, drive, eliminate, empower,
    enable, encourage, engage, ensure, exceed, find, foster, generate, get, give, have, having, help,
    hit, leverage, limit, make, making, manage, master, minimize, nail, offer, optimize, own, prevent,
    promote, protect, prove, provide, reach, recover, resolve, secure, sell, serve, simplify, solve,
    stabilize, stay, stop, streamline, support, tackle, transform, turn, understand, unlock, use
""")
"""Verbs that begin an imperative and are no work: what follows them is no bare noun phrase."""

PEOPLE = phrases_of("""
    adults, advocates, buyers, champions, children, citizens, clients, colleagues, communities,
    customers, donors, employees, families, fans, farmers, girls, guests, hires, individuals, kids,
    leaders, learners, managers, members, neighbors, neighbours, newcomers, nurses, ourselves, parents,
    partners, patients, people, players, promoters, pupils, readers, residents, staff, students, talent,
    talents, teacher, teachers, teams, themselves, us, users, visitors, volunteers, women, workers,
    youth
""")
"""Whoever does something to these wants them to be different: "prepare pupils for …"."""

PEOPLE_VERBS = phrases_of("""
    brief, call, coach, consult, contact, follow up, hire, host, interview, invite, meet with, mentor,
    nominate, reach out, recruit, request, select, survey, talk to, talk with, teach, test, train,
    visit, welcome, work with, write
""")
"""Verbs that are work all the same when they are done to people."""

WORK_REGARDLESS = phrases_of("""
    analyze, announce, assess, audit, benchmark, compare, consult, describe, document, draft, engage in,
    evaluate, examine, experiment with, explore, investigate, look into, map, map out, monitor,
    negotiate, outline, print, publish, quantify, research, review, revise, schedule, scope, survey,
    track, update, write
""")
"""Verbs that are work whatever they look at: "assess our reputation" does not promise a better one."""

NOUNS_TOO = phrases_of("""
    audit, author, benchmark, book, brief, build, call, check, code, comment, contact, demo, design,
    document, draft, experiment with, feature, file, fill, film, finish, fix, host, interview, issue,
    launch, list, log, map, mentor, model, onboard, open, order, outline, overhaul, package, paint,
    patch, pilot, plan, plant, port, post, print, project, prototype, purchase, record, release, rent,
    repair, report, request, research, review, rework, run, scan, schedule, scope, screen, ship, sign,
    sketch, spin up, sponsor, stage, start, study, survey, test, track, train, transfer, trial, tweet,
    update, upgrade, visit, welcome, write
""")
"""Verbs that are nouns as well, and so begin a metric's name: "release frequency", "test coverage"."""

SHORT_PARTICIPLES = phrases_of("done, held, kept, lost, made, met, paid, read, seen, sold, taken, won")
"""Participles without "-ed", which end a metric's name: "design awards won"."""

FORMAL_ACTS = phrases_of("""
    adopt, agree, ratify, sign
""")
"""Verbs that are work only as the participle of a deliverable: "contract signed", but "sign 10 customers"."""

SUBJECTS = phrases_of("""
    anybody, anyone, customers, employees, everybody, everyone, nobody, patients, people, they, users,
    we, you
""")
"""Words that begin a relative clause without "that" after a noun: "jobs people want to keep"."""

ADJECTIVES = phrases_of("""
    book, brief, clean, comment, feature, fill, film, generate, issue, list, log, open, package, patch,
    perform, post, present, record, screen, select, stage, study, tag, transfer, wire
""")
"""Verbs that are as often adjectives or nouns: work only before a determiner or a number ("Open a shop")."""

RESULT_NOUNS = phrases_of("""
    advantage, advocates, appetite, authority, awareness, bond, bonds, brand, business, capabilities,
    capability, capacity, careers, chapter, clarity, climate, cohesion, collaboration, communities,
    community, company, conditions, confidence, connection, connections, consistency, courage,
    creativity, credibility, culture, customers, demand, economy, ecosystem, efficiency, employer,
    engagement, environment, equity, excellence, excitement, expectations, experience, experiences,
    expertise, foundation, foundations, future, goodwill, growth, habit, habits, happiness, health,
    home, hope, identity, impact, improvement, improvements, inclusion, independence, interest, jobs,
    joy, knowledge, leader, leaders, leadership, love, loyalty, markets, mindset, mindsets, moat,
    moments, momentum, movement, net, opportunities, opportunity, organisation, organization, outcomes,
    ownership, partners, partnership, partnerships, passion, people, performance, place, places,
    position, potential, predictability, presence, pride, profit, profits, quality, quarter, reduction,
    relationship, relationships, reliability, reputation, resilience, resiliency, respect, results,
    revenue, rigor, rigour, safety, sales, satisfaction, savings, school, season, security, sense,
    skills, solidarity, spirit, stability, streams, strength, success, sustainability, talent, taste,
    team, teams, transparency, trust, understanding, unity, users, value, visibility, voice, wealth,
    well-being, wellbeing, workforce, workplace, world, year
""")
"""Heads of an object that no list of tasks makes: "build trust", "create a place where …"."""

QUALITIES = phrases_of("""
    amazing, awesome, best, best-in-class, better, brilliant, closer, cohesive, deeper, delightful,
    easier, effortless, excellent, exceptional, fair, faster, fearless, frictionless, friendly, great,
    greater, greatest, happier, happy, healthier, healthy, high-performing, inclusive, incredible,
    leading, loved, loyal, memorable, most, outstanding, remarkable, resilient, safer, safest, smarter,
    stellar, strong, stronger, superb, superior, sustainable, thriving, trusted, unbeatable,
    unforgettable, vibrant, winning, wonderful, world-class
""")
"""Words that judge the result, so that the work is not what the title promises."""

LOOSE_PARTICIPLES = phrases_of("""
    advanced, approved, automated, certified, connected, coordinated, customized, dedicated, designed,
    engaged, enrolled, equipped, established, exposed, extended, integrated, open, opened, organised,
    organized, planned, prepared, refined, retired, shared, standardised, standardized, tested, tracked,
    trained, transferred, validated, verified
""")
"""Participles that are as often adjectives: work only before a determiner ("Trained all nurses")."""

LOOSE_PREDICATES = phrases_of("""
    add, apply for, approve, begin, buy, call, certify, check, choose, clean, collect, communicate,
    compare, consider, contact, decide, delete, deliver, demonstrate, develop, discuss, enroll, equip,
    expose, extend, feature, fill, fix, follow up, generate, identify, include, inspect, invite, list,
    log, look into, meet with, monitor, name, negotiate, observe, onboard, open, order, perform, plan,
    post, prepare, present, produce, propose, purchase, record, register, remove, repair, report,
    request, run, screen, select, send, share, speak, start, submit, teach, test, track, transfer,
    visit, welcome, work on, work with
""")
"""Verbs whose participle at the end may be someone else's deed: "questions posted", "orders checked"."""

METRIC_HEADS = phrases_of("""
    absence, absences, absenteeism, accidents, accuracy, adoption, age, amount, attendance,
    availability, average, backlog, cadence, churn, complaints, compliance, conversion, cost, costs,
    count, coverage, csat, cycle, days, defects, delay, delays, duration, efficiency, engagement,
    errors, failures, frequency, growth, hours, incidents, index, infections, injuries, latency, length,
    level, levels, load, margin, mean, median, minutes, morale, mortality, mttr, nps, number, occupancy,
    percentage, performance, price, prices, productivity, punctuality, quality, quota, rate, rates,
    rating, ratings, ratio, reach, readmissions, reliability, retention, return, revenue, satisfaction,
    savings, score, scores, share, size, speed, spend, success, tickets, time, times, traffic,
    turnaround, turnover, uptime, usage, utilisation, utilization, value, velocity, views, visitors,
    volume, volumes, wait, yield
""")
"""Nouns whose name a metric bears: "Release frequency", "Open rate", "Number of …"."""

NUMBERED_NOUNS = (
    METRIC_HEADS - phrases_of("average, cadence, cycle, mean, median, performance, quality, success")
) | phrases_of("""
    applications, arr, attendance, bookings, complaints, conversions, customers, deals, donations,
    downloads, ebit, ebitda, employees, enrollment, enrolment, gmv, headcount, income, leads, mau,
    members, mrr, net, occupancy, orders, percent, pipeline, profit, profitability, profits,
    registrations, renewals, runway, sales, sign-ups, signups, subscribers, subscriptions, target,
    targets, throughput, users, wau
""")
"""Nouns that a number states: an objective that moves one of these is a metric."""

GENERIC_WORDS = phrases_of("""
    achieve, advance, approach, be, become, better, build, business, capabilities, company, content,
    create, customer, customers, deliver, develop, drive, enable, enhance, ensure, environment, execute,
    focus, further, global, good, great, grow, growth, help, implement, improve, improvements, increase,
    initiatives, make, new, operate, operational, operations, organisation, organization, overall,
    performance, process, processes, product, products, program, projects, promote, provide, resources,
    results, scale, service, services, solution, solutions, strategies, strategy, strengthen, success,
    support, systems, team, teams, things, through, tools, transform, user, users, value, way, ways,
    work
""")
"""Words that fit any objective of any company."""

FUNCTION_WORDS = (
    ENDS_OF_PHRASE
    | JOINERS
    | phrases_of("""
    a, all, also, an, any, are, be, can, do, each, every, has, have, he, her, his, how, i, is, it, its,
    more, most, my, no, not, one, only, other, our, ours, out, own, s, she, such, the, their, them,
    then, there, these, they, this, those, too, up, us, very, was, we, were, what, will, you, your
""")
)

UP_VERBS = phrases_of(
    "boost, double, expand, grow, increase, lift, maximize, multiply, quadruple, raise, scale up, triple"
)
DOWN_VERBS = phrases_of(
    "bring down, cut, decrease, drop, halve, lower, minimize, reduce, shorten, shrink, slash, trim"
)
REVERSALS = phrases_of("""
    bound, cut, cuts, decline, decrease, drop, end, fall, gap, limit, reduction, reductions, saving,
    savings, threshold
""")
"""Nouns that turn a direction round ("increase the decline") or show that there is none ("lower bound")."""

TIME_UNITS = phrases_of("""
    d, day, days, h, hour, hours, hr, hrs, min, mins, minute, minutes, month, months, ms, quarter,
    quarters, s, sec, second, seconds, secs, week, weeks, year, years
""")
MONTHS = phrases_of("""
    apr, april, aug, august, dec, december, feb, february, jan, january, jul, july, jun, june, mar,
    march, may, nov, november, oct, october, sep, sept, september
""")
NAMING_WORDS = phrases_of("""
    act, agenda, appendix, article, building, chapter, class, clause, day, edition, episode, floor,
    fortune, generation, grade, group, horizon, industry, issue, key, level, line, milestone, module,
    no, number, objective, okr, part, phase, plan, release, result, room, route, scope, series, stage,
    step, task, tier, track, version, vision, volume, wave, web, year, zone
""")
"""Words that a number follows to make a name: "Tier 1", "Phase 2", "Scope 3"."""
SMALL_WORDS = phrases_of("a, an, and, by, for, in, of, on, our, the, to, with")
"""Words that do not tell two texts apart."""

ARTICLES = phrases_of("a, all, an, each, every, its, our, the, their, your")

PAY_TOPICS = phrases_of("compensation, remuneration, salaries, salary")
"""Pay words that are often a goal's subject: "Publish salary bands"."""
PAY_LINKS = phrases_of("""
    affect, affects, award, awarded, based, count, counts, decide, decides, depend, depending, depends,
    determine, determines, earn, earns, if, influence, influences, linked, paid, pays, relevant, tied,
    toward, towards, triggers, unlocks, when
""")

WEAK_VANITY = phrases_of("clicks, downloads, fans, hits, impressions, likes, traffic, views")
"""Vanity nouns with another meaning, which have to be counted: "the views of parents", "everyone likes …"."""
COUNTED_BEFORE = phrases_of("""
    active, additional, daily, get, monthly, more, net, new, of, organic, reach, total, unique, weekly
""")
RATIO_WORDS = phrases_of("""
    conversion, per, percent, percentage, proportion, rate, rates, ratio, share, through-rate
""")
TIME_WINDOWS = TIMELY | TIME_UNITS - {"d", "h", "m", "s"} | {"dau", "mau", "wau", "annual", "year-to-date"}

UP_COMPARATIVES = phrases_of("higher, more")
DOWN_COMPARATIVES = phrases_of("fewer, less, lower, shorter")
