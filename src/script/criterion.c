/* The rule of one criterion: what it found for the same answer before, else its parts' rules and its own. */
#include <string.h>

#include "script/run.h"

/* ---- what was found before ------------------------------------------------------------------ */

/* Whether the finding of the run just made holds for every plan with this answer. */
static bool lasts(const struct host *h, const struct call *c)
{
    return c->out->outcome != OUTCOME_ERROR && !h->strayed && !c->needs_facts;
}

/* Whether *out is what a run would find, since one with this answer was made. */
static bool remembered(struct host *h, const struct seat *seat, const struct json *value,
                       struct finding *out)
{
    const struct memo_entry *e = seat == NULL ? NULL : memo_find(seat->memo, value);
    bool limited = h->budget.plan_fuel > 0;
    if (e == NULL || (limited && e->fuel >= h->plan_left)) {
        return false;
    }
    h->plan_left -= e->fuel; /* looked at only where it is limited */
    *out = e->finding;
    return true;
}

static void keep(struct host *h, struct seat *seat, const struct json *value,
                 const struct finding *f, int64_t fuel)
{
    if (seat != NULL) {
        memo_keep(&h->memo, &seat->memo, value, f, fuel);
    }
}

/* ---- the answer as a rule sees it ------------------------------------------------------------ */

/* Puts a member that shares all below it with value at the end, where the next node of view's list lies. */
static void put(struct json *view, const char *key, const struct json *value)
{
    struct json *member = view->last + 1;
    *member = *value;
    member->key = key;
    member->next = NULL;
    view->last->next = view->len == 0 ? NULL : member;
    view->last = member;
    view->len++;
}

/* All its nodes lie in one piece, one after the other. */
static struct json *answer_view(struct arena *arena, const struct answer *answer,
                                const struct part *part)
{
    static const char *const members[] = {"note", "evidence"};
    struct json *view = arena_alloc(arena, (4 + part->declared->len) * sizeof *view);
    if (view == NULL) {
        return NULL;
    }
    *view = (struct json){.type = JSON_OBJECT, .first = view + 1, .last = view};
    put(view, "value", answer->value);
    for (const struct json *m = part->declared->first; m != NULL; m = m->next) {
        put(view, m->key, m);
    }
    for (size_t i = 0; i < 2; i++) {
        const struct json *m = json_get(answer->entry, members[i]);
        if (m != NULL) {
            put(view, members[i], m);
        }
    }
    return view;
}

static int part_result(struct arena *arena, struct json *list, const struct part *part,
                       const struct finding *f)
{
    struct json *entry = json_new(arena, JSON_OBJECT);
    struct buf reason = BUF_INIT;
    finding_reason(&reason, f);
    const char *outcome = outcome_name(f->outcome);
    int rc = buf_status(&reason);
    if (rc == 0) {
        rc = json_add(arena, entry, "id", json_new_string(arena, part->id, strlen(part->id)));
    }
    if (rc == 0) {
        rc = json_add(arena, entry, "weight", json_new_number(arena, (double)part->weight));
    }
    if (rc == 0) {
        rc = json_add(arena, entry, "outcome", json_new_string(arena, outcome, strlen(outcome)));
    }
    if (rc == 0 && f->outcome == OUTCOME_SCORED) {
        rc = json_add(arena, entry, "credit", json_new_number(arena, f->raw));
    }
    if (rc == 0) {
        rc = json_add(arena, entry, "reason",
                      json_new_string(arena, buf_text(&reason), reason.len));
    }
    buf_free(&reason);
    return rc == 0 ? json_add(arena, list, NULL, entry) : rc;
}

/* What came of the rules of a criterion's parts. */
struct parts {
    const char **read;
    size_t read_count;
    int64_t fuel;
    bool lasting; /* all that they found holds for every plan with these answers */
};

/* Adds what f read, each path once. */
static int add_reads(struct parts *p, const struct finding *f, struct arena *arena)
{
    const char **all = arena_alloc(arena, sizeof *all * (p->read_count + f->read_count + 1));
    if (all == NULL) {
        return ERR_MEMORY;
    }
    for (size_t i = 0; i < p->read_count; i++) {
        all[i] = p->read[i];
    }
    p->read = all;
    for (size_t i = 0; i < f->read_count; i++) {
        bool had = false;
        for (size_t k = 0; k < p->read_count && !had; k++) {
            had = strcmp(p->read[k], f->read[i]) == 0;
        }
        if (!had && p->read_count < READ_MAX) {
            p->read[p->read_count++] = f->read[i];
        }
    }
    return 0;
}

/* Runs the rule of one part on its value, or remembers what it found. */
static int run_part(struct host *h, const struct checklist *c, const struct part *part,
                    const struct plan *plan, const struct json *value, struct arena *arena,
                    struct parts *p, struct finding *out)
{
    int64_t before = h->plan_left;
    struct seat *seat = seat_of(&h->seats, part);
    if (remembered(h, seat, value, out)) {
        p->fuel += before - h->plan_left;
        return 0;
    }
    struct answer own = {.state = 'v', .value = value};
    struct call call = {.name = part->rule,
                        .seat = seat,
                        .doc = plan->doc,
                        .answer = answer_view(arena, &own, part),
                        .args = part->args,
                        .lasting = true,
                        .direction = c->risk ? "risk" : "merit",
                        .out = out};
    int rc = call.answer == NULL ? ERR_MEMORY : call_run(h, &call, arena);
    if (rc == 0 && lasts(h, &call)) {
        keep(h, seat, value, out, h->fuel_used);
        p->fuel += h->fuel_used;
    } else {
        p->lasting = false;
    }
    return rc;
}

/* Runs each part's own rule, and puts their results into view. A part that broke breaks the whole: *out is
 * its error. */
static int run_parts(struct host *h, const struct checklist *c, const struct part *demand,
                     const struct plan *plan, const struct answer *answer, struct arena *arena,
                     struct json *view, struct parts *p, struct finding *out)
{
    const struct answer_spec *spec = &demand->answer;
    struct json *list = json_new(arena, JSON_ARRAY);
    for (size_t i = 0; list != NULL && i < spec->part_count; i++) {
        const struct part *part = &spec->parts[i];
        struct finding f = {.outcome = OUTCOME_NOT_ASSESSED,
                            .template_text = SAID("no answer was given")};
        const struct json *value = json_get(answer->value, part->id);
        if (value != NULL && value->type != JSON_NULL) {
            int rc = run_part(h, c, part, plan, value, arena, p, &f);
            if (rc != 0) {
                return rc;
            }
            if (f.outcome == OUTCOME_ERROR) {
                *out = f;
                return 0;
            }
        }
        if (add_reads(p, &f, arena) != 0 || part_result(arena, list, part, &f) != 0) {
            return ERR_MEMORY;
        }
    }
    return json_add(arena, view, "parts", list);
}

/* Runs the rule on the answer, after those of its parts. */
static int run_answer(struct host *h, const struct checklist *c, const struct part *demand,
                      struct seat *seat, const struct plan *plan, const struct answer *answer,
                      struct arena *arena, struct finding *out)
{
    bool given = answer->state == 'v' && demand->answer.type != ANSWER_NONE;
    bool parts = given && demand->answer.type == ANSWER_PARTS;
    struct parts p = {.lasting = true};
    struct json *view = given ? answer_view(arena, answer, demand) : NULL;
    if (given && view == NULL) {
        return ERR_MEMORY;
    }
    *out = (struct finding){.outcome = OUTCOME_NOT_ASSESSED, .template_text = ""};
    int rc = parts ? run_parts(h, c, demand, plan, answer, arena, view, &p, out) : 0;
    if (rc != 0 || out->outcome == OUTCOME_ERROR) {
        return rc;
    }
    struct call call = {.name = demand->rule,
                        .seat = seat,
                        .doc = plan->doc,
                        .answer = view,
                        .answer_id = demand->id,
                        .args = demand->args,
                        .lasting = true,
                        .direction = c->risk ? "risk" : "merit",
                        .out = out};
    rc = call_run(h, &call, arena);
    if (rc != 0 || out->outcome == OUTCOME_ERROR) {
        return rc;
    }
    if (p.read_count > 0) { /* the parts were run first */
        if (add_reads(&p, out, arena) != 0) {
            return ERR_MEMORY;
        }
        out->read = p.read;
        out->read_count = p.read_count;
    }
    if (given && p.lasting && lasts(h, &call)) {
        keep(h, seat, answer->value, out, p.fuel + h->fuel_used);
    }
    return 0;
}

void host_forget(struct host *h)
{
    seats_free(&h->seats);
    if (h->sandbox != NULL) {
        h->sandbox->ready = 0; /* of what was ready the places are used again */
    }
    memo_free(&h->memo);
    recall_free(&h->recall);
}

int host_run_demand(struct host *h, const struct checklist *c, const struct part *demand,
                    const struct plan *plan, const struct answer *answer, struct arena *arena,
                    struct finding *out)
{
    bool given = answer->state == 'v' && demand->answer.type != ANSWER_NONE;
    struct seat *seat = seat_of(&h->seats, demand);
    return given && remembered(h, seat, answer->value, out)
               ? 0
               : run_answer(h, c, demand, seat, plan, answer, arena, out);
}

int host_run(struct host *h, const struct checklist *c, const struct criterion *criterion,
             const struct plan *plan, const struct answer *answer, struct arena *arena,
             struct finding *out)
{
    return host_run_demand(h, c, &criterion->demand, plan, answer, arena, out);
}
