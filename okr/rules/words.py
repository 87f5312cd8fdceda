"""The word lists behind the text rules: English by default, replaceable and extendable per rule.

Each list in `Words` belongs to one rule and may be changed in `okr.yaml`.
The verbs are the usual vocabulary of OKR literature for work done (Doerr, *Measure What Matters*; Wodtke,
*Radical Focus*; Google's OKR playbook: "if your KRs contain words like 'consult', 'help', 'analyze' or
'participate', they describe activities").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from okr.rules.grammar import fold, phrases_of

OUTPUT_VERBS = phrases_of("""
    add, analyze, announce, apply for, approve, arrange, assemble, assess, audit, author, automate,
    begin, benchmark, bring online, build, buy, calibrate, carry out, categorize, certify, choose,
    circulate, classify, clean up, code, codify, collect, come up with, commission, communicate,
    compile, complete, compose, conduct, configure, construct, convene, coordinate, craft, create,
    customize, decide, decommission, define, deliver, demonstrate, deploy, deprecate, design, determine,
    develop, digitalize, digitize, disseminate, document, draft, draw up, edit, embed, engage in,
    enroll, erect, establish, evaluate, examine, execute, experiment with, explore, expose, extend,
    figure out, film, finalize, finish, formalize, formulate, gather, generate, hire, host, identify,
    implement, incorporate, initiate, inspect, install, integrate, interview, introduce, investigate,
    issue, kick off, launch, localize, look into, manufacture, map out, migrate, mock up, monitor,
    negotiate, obtain approval, onboard, open, organize, outline, overhaul, patch, perform, pilot, plan,
    plant, port, prepare, present, print, procure, produce, proofread, propose, prototype, publish,
    purchase, put in place, put together, rebrand, rebuild, reconfigure, record, recruit, redesign,
    redevelop, refactor, refit, refurbish, relaunch, release, relocate, renovate, reopen, reorganize,
    replace, research, restructure, retire, retrofit, revamp, review, revise, rewrite, roll out,
    schedule, scope, screen, select, set up, ship, sketch, specify, spin up, stage, stand up, start,
    submit, summarize, sunset, survey, switch to, synthesize, test, track, train, transcribe, transfer,
    transition, translate, trial, update, upgrade, upload, vet, wire, work on, work with, write
""")

ACTIVITY_VERBS = phrases_of("""
    adjust, advertise, aggregate, annotate, archive, assign, attend, backfill, book, brainstorm, call,
    catalog, celebrate, check, clean, coach, comment, compare, consider, consolidate, consult, contact,
    delete, demo, disable, discuss, distribute, enter, equip, extend, feature, file, fill, fill out,
    fix, follow up, furnish, hand over, import, include, instruct, instrument, interview, invest in,
    invite, iterate, lay the foundation, liaise, list, log, map, meet with, mentor, merge, model,
    modify, move to, nominate, observe, order, package, paint, participate, post, prioritize, provision,
    quantify, reach out, reconcile, redecorate, refine, refresh, register, rehearse, remove, rename,
    rent, repaint, repair, report, request, restock, retrain, revisit, rework, run, scan, segment, send,
    shoot, sign up for, simulate, speak, sponsor, standardize, study, supervise, sync, tag, talk to,
    talk with, teach, tidy up, tweet, upskill, utilize, validate, verify, visit, welcome, work out
""")

MOVEMENT_VERBS = phrases_of("""
    accelerate, achieve, attain, boost, bring down, cut, decrease, double, drive, exceed, expand, grow,
    halve, hit, improve, increase, lift, lower, maximize, minimize, multiply, optimize, quadruple,
    raise, reach, reduce, scale, scale up, shorten, shrink, speed up, triple
""")

BUSINESS_AS_USUAL_VERBS = phrases_of("""
    carry on, continue, go on, keep, keep on, keep up, maintain, preserve, proceed with, remain, stay,
    sustain
""")

JARGON = phrases_of("""
    agile transformation, best in class, best of breed, bleeding edge, center of excellence, core
    competencies, customer centric, customer centricity, customer obsessed, cutting edge, data driven,
    digital transformation, digitalization, disruptive, drive value, empower, enablement, excellence,
    future proof, future ready, game changer, game changing, go to market, groundbreaking, high impact,
    high performing, holistic, impactful, industry leading, innovate, innovation, innovative, leverage,
    low hanging fruit, market leading, mission critical, move the needle, next gen, next generation,
    next level, operational excellence, optimization, optimize, paradigm, paradigm shift, seamless,
    state of the art, synergies, synergize, synergy, thought leader, thought leadership, transformation,
    transformational, transformative, turnkey, value add, value creation, value proposition, win win,
    world class
""")

PLACEHOLDERS = phrases_of("""
    change me, changeme, fill in, fixme, insert text, insert title, key result title, lorem ipsum,
    objective title, tba, tbc, tbd, to be confirmed, to be decided, to be defined, to be determined,
    todo, xx, xxx, xxxx, your key result here, your objective here
""")

PAY_WORDS = phrases_of("""
    appraisal, appraisals, bonus, bonuses, compensation, merit increase, merit pay, pay raise, pay rise,
    payout, payouts, performance pay, performance rating, performance ratings, remuneration, salaries,
    salary, variable pay
""")

GROWTH_WORDS = phrases_of("""
    acquisition, adoption, answer time, applications processed, arr, bookings, call volume, calls
    handled, cases closed, conversion, conversion rate, conversions, customer acquisition, cycle time,
    daily active users, dau, deployment frequency, deployments, donations, downloads, enrollment,
    enrolment, gmv, gross merchandise value, handle time, handling time, installs, lead time, leads,
    market share, mau, monthly active users, mrr, new accounts, new customers, new members, new users,
    orders, orders shipped, output, page views, pageviews, patients seen, pipeline, processing time,
    production, production volume, registrations, response time, revenue, sales, sign ups, signups,
    speed, story points, subscribers, subscriptions, throughput, tickets closed, tickets resolved,
    tickets solved, time to fill, time to hire, time to market, time to resolution, traffic,
    transactions, turnaround time, turnover, units produced, usage, velocity, volume, wait time, waiting
    time, wau, weekly active users
""")

VANITY_NOUNS = phrases_of("""
    app downloads, blog traffic, clicks, direct traffic, downloads, fans, followers, github stars, hits,
    impressions, likes, media mentions, organic traffic, organic users, organic visitors, page
    impressions, page views, pageviews, press mentions, referral traffic, reposts, retweets, search
    traffic, seo traffic, seo users, site traffic, site visits, social reach, social traffic, traffic,
    unique users, unique visitors, video views, views, web traffic, website hits, website traffic,
    website users, website visitors, website visits
""")

PEOPLE_NOUNS = phrases_of("""
    accounts, buyers, clients, consumers, customers, members, players, readers, shoppers, subscribers,
    users, visitors
""")

DELIVERABLES = phrases_of("""
    agenda, agreement, analysis, announcement, api, app, architecture, article, assessment, audit, beta,
    blog, blog post, blueprint, booklet, brainstorming, branch, brief, briefing, brochure, budget,
    business case, bylaw, calculator, calendar, campaign, catalog, catalogue, ceremony, channel,
    charter, chatbot, cheat sheet, checklist, class, clinic, club, cluster, coaching, competition,
    component, concept, conference, connector, content, contest, contract, course, curriculum,
    dashboard, data model, database, decision, deck, deep dive, demo, design, digest, doc, document,
    documentation, e-book, ebook, endpoint, event, experiment, fair, faq, feature, festival, flow,
    flyer, framework, fundraiser, gala, glossary, guide, guideline, hackathon, handbook, handout,
    helpline, how-to, huddle, infographic, integration, interview, inventory, kit, kitchen, lab, landing
    page, leaflet, letter, library, list, manual, map, matrix, meeting, meetup, memo, menu, mock-up,
    mockup, model, module, mvp, newsletter, notebook, office, offsite, onboarding programme, page,
    pamphlet, paper, pilot, plan, platform, playbook, playground, plugin, poc, podcast,
    policy, portal, post, poster, presentation, press release, procedure, process, program, programme,
    project, proposal, prototype, questionnaire, reminder, report, reporting, repository, research,
    review, rfc, roadmap, rollout, runbook, scorecard, script, sdk, seminar, series, session, setup,
    shop, site, software, spec, specification, sprint, stand-up, standard, standup, statement, store,
    strategy, study, suite, summary, survey, syllabus, system, talk, template, tender, test, tool,
    toolbox, toolkit, tour, tournament, tracker, training, tutorial, update, upgrade, user interview,
    version, video, warehouse, webinar, website, white paper, whitepaper, wiki, wireframe, workflow,
    workshop
""")
"""Nouns, in the singular, for a thing made or an event held: a key result that names one names work."""


class Words(NamedTuple):
    """The word lists that `okr.yaml` can change, one main list a rule.

    Entries match whole words, in any case, and may be several words. A verb stands in its base form:
    its English gerund and past ("kick off" finds "Kicking off" and "Kicked off"), both spellings
    ("finalize", "finalise") and hyphens ("kick-off") are found with it. Verbs count at the start of a
    title. One that is not among the English defaults counts at the very end too, where a German
    infinitive stands ("Neues Portal einführen"). Where a list was replaced, the grammar that goes with
    the English one (participles, nouns for doing, deliverables) rests.

    Attributes:
        output_verbs: OKR105, verbs that make an objective a task.
        movement_verbs: OKR106, verbs that move a number.
        business_as_usual_verbs: OKR107.
        jargon: OKR108.
        placeholders: OKR109.
        pay_words: OKR113.
        work_verbs: OKR203, output and activity verbs.
        growth_words: OKR207, growth, volume and speed metrics.
        vanity_nouns: OKR211.
        people_nouns: OKR212.
        deliverables: OKR203 as well: nouns, in the singular, for what gets made or held.
    """

    output_verbs: frozenset[str] = OUTPUT_VERBS
    movement_verbs: frozenset[str] = MOVEMENT_VERBS
    business_as_usual_verbs: frozenset[str] = BUSINESS_AS_USUAL_VERBS
    jargon: frozenset[str] = JARGON
    placeholders: frozenset[str] = PLACEHOLDERS
    pay_words: frozenset[str] = PAY_WORDS
    work_verbs: frozenset[str] = OUTPUT_VERBS | ACTIVITY_VERBS
    growth_words: frozenset[str] = GROWTH_WORDS
    vanity_nouns: frozenset[str] = VANITY_NOUNS
    people_nouns: frozenset[str] = PEOPLE_NOUNS
    deliverables: frozenset[str] = DELIVERABLES

    def extended(self, code: str, entries: Iterable[str]) -> Words:
        """These words, with more for one rule.

        Raises:
            KeyError: The rule has no word list; `LIST_OF_RULE` says which have.
        """
        field = LIST_OF_RULE[code]
        return self._replace(**{field: getattr(self, field) | _folded(entries)})

    def replaced(self, code: str, entries: Iterable[str]) -> Words:
        """These words, with other ones for one rule.

        Raises:
            KeyError: The rule has no word list; `LIST_OF_RULE` says which have.
        """
        return self._replace(**{LIST_OF_RULE[code]: _folded(entries)})


def _folded(entries: Iterable[str]) -> frozenset[str]:
    return frozenset(folded for entry in entries if (folded := " ".join(fold(entry).split())))


LIST_OF_RULE: Mapping[str, str] = MappingProxyType(
    {
        "OKR105": "output_verbs",
        "OKR106": "movement_verbs",
        "OKR107": "business_as_usual_verbs",
        "OKR108": "jargon",
        "OKR109": "placeholders",
        "OKR113": "pay_words",
        "OKR203": "work_verbs",
        "OKR207": "growth_words",
        "OKR211": "vanity_nouns",
        "OKR212": "people_nouns",
    }
)
"""The field of `Words` that a rule's `words` setting changes."""

ENGLISH = Words()
