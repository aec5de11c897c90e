/* Checklists: read, read again from the canonical text, held against the shipped rules. */
#include "fuzz.h"

static const struct host_budget budget = {
    .fuel = 200000, .plan_fuel = 2000000, .memory = 4 << 20, .wall_ms = 600000};

static void complain(void *context, const struct criterion *criterion, const struct part *part,
                     const char *message)
{
    size_t *count = context;
    ENSURE(criterion != NULL && part != NULL && message[0] != '\0');
    ++*count;
}

/* Indexes lead where they should. */
static void look(const struct checklist *c)
{
    int criteria = 0;
    for (int i = 0; i < c->node_count; i++) {
        const struct node *n = &c->nodes[i];
        ENSURE(i == 0 ? n->parent == -1 : n->parent >= 0 && n->parent < i);
        ENSURE(n->first_criterion >= 0 && n->criterion_count >= 0);
        ENSURE(n->first_criterion + n->criterion_count <= c->criterion_count);
        criteria += n->criterion_count;
        for (int k = 0; k < n->node_count; k++) {
            ENSURE(n->nodes[k] > i && c->nodes[n->nodes[k]].parent == i);
        }
    }
    ENSURE(criteria == c->criterion_count);
    for (int i = 0; i < c->criterion_count; i++) {
        ENSURE(checklist_find(c, c->criteria[i].demand.id) == i);
        ENSURE(c->criteria[i].node >= 0 && c->criteria[i].node < c->node_count);
        ENSURE(c->criteria[i].demand.weight > 0);
    }
}

/* The canonical text is the checklist: what is stored is read again as the same. */
static void again(const struct checklist *c)
{
    struct checklist *same = NULL;
    struct diag d;
    diag_init(&d, "again");
    if (checklist_parse(c->text, c->text_len, NULL, &d, &same) != 0) {
        fprintf(stderr, "%s", buf_text(&d.text));
        abort();
    }
    ENSURE(strcmp(c->digest, same->digest) == 0);
    ENSURE(c->criterion_count == same->criterion_count && c->node_count == same->node_count);
    diag_free(&d);
    checklist_free(same);
}

/* Scores of no answers at all. */
static void score(const struct checklist *c)
{
    struct arena arena = ARENA_INIT;
    struct assessment a = {.engine = "fuzz", .checklist = c};
    a.findings = arena_alloc(&arena, ((size_t)c->criterion_count + 1) * sizeof *a.findings);
    ENSURE(a.findings != NULL);
    for (int i = 0; i < c->criterion_count; i++) {
        a.findings[i] = (struct finding){.outcome = i % 3 == 2 ? OUTCOME_SCORED
                                                               : OUTCOME_NOT_ASSESSED,
                                         .raw = 0.5,
                                         .credit = CREDIT_ONE / 2,
                                         .template_text = ""};
    }
    ENSURE(score_assessment(&arena, &a) == 0);
    fuzz_scored(&a);
    arena_free(&arena);
}

static void try_profile(struct ruleset *rules, const char *text, size_t size, const char *profile)
{
    struct checklist *c = NULL;
    struct host *host = NULL;
    struct diag d;
    struct err e = {0};
    size_t complaints = 0;
    diag_init(&d, "checklist");
    int code = checklist_parse(text, size, profile, &d, &c);
    if (code != 0) {
        ENSURE(code == ERR_INPUT && c == NULL);
        fuzz_complaints(&d);
        diag_free(&d);
        return;
    }
    look(c);
    again(c);
    score(c);
    ENSURE(host_new(rules, &budget, &host, &e) == 0);
    ENSURE(host_check(host, c, complain, &complaints) == 0);
    host_free(host);
    const struct json *profiles = profile == NULL ? json_get(c->doc, "profiles") : NULL;
    if (profiles != NULL && profiles->first != NULL) {
        try_profile(rules, text, size, profiles->first->key);
    }
    checklist_free(c);
    diag_free(&d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct ruleset *rules;
    if (rules == NULL) {
        rules = fuzz_rules(NULL);
    }
    try_profile(rules, size == 0 ? "" : (const char *)data, size, NULL);
    return 0;
}
