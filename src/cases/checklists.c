/* Checklists that cases name, each read once. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "cases/cases.h"
#include "library.h"

struct known {
    const char *reference;
    struct checklist *c; /* NULL: it cannot be used */
    const char *fault;
    struct known *next;
};

struct case_checklists {
    pthread_mutex_t lock;
    struct arena arena;
    struct known *first;
};

struct case_checklists *cases_checklists_new(void)
{
    struct case_checklists *s = calloc(1, sizeof *s);
    if (s != NULL && pthread_mutex_init(&s->lock, NULL) != 0) {
        free(s);
        s = NULL;
    }
    return s;
}

void cases_checklists_free(struct case_checklists *s)
{
    if (s != NULL) {
        for (struct known *k = s->first; k != NULL; k = k->next) {
            checklist_free(k->c);
        }
        arena_free(&s->arena);
        (void)pthread_mutex_destroy(&s->lock);
        free(s);
    }
}

/* Reads a checklist; what is wrong with it is its fault. 0 or ERR_MEMORY. */
static int load(struct case_checklists *s, struct known *k)
{
    struct buf text = BUF_INIT;
    struct err e = {0};
    struct diag d;
    const char *path = NULL;
    int rc = library_checklist(k->reference, &s->arena, &text, &path, &e);
    if (rc == 0) {
        diag_init(&d, path);
        rc = checklist_parse(buf_text(&text), text.len, NULL, &d, &k->c);
        if (rc == ERR_INPUT) {
            buf_reset(&text);
            buf_add(&text, buf_text(&d.text), strcspn(buf_text(&d.text), "\n"));
            rc = buf_status(&text) != 0 ? ERR_MEMORY : rc;
            (void)err_set(&e, rc, "%.900s", buf_text(&text));
        }
        diag_free(&d);
    }
    k->fault = rc == 0 || rc == ERR_MEMORY ? NULL : arena_strdup(&s->arena, e.text);
    buf_free(&text);
    return rc == ERR_MEMORY || (rc != 0 && k->fault == NULL) ? ERR_MEMORY : 0;
}

static int find(struct case_checklists *s, const char *reference, struct known **out)
{
    for (*out = s->first; *out != NULL; *out = (*out)->next) {
        if (strcmp((*out)->reference, reference) == 0) {
            return 0;
        }
    }
    struct known *k = arena_alloc(&s->arena, sizeof *k);
    if (k == NULL) {
        return ERR_MEMORY;
    }
    k->reference = arena_strdup(&s->arena, reference);
    if (k->reference == NULL || load(s, k) != 0) {
        checklist_free(k->c);
        return ERR_MEMORY;
    }
    k->next = s->first;
    s->first = k;
    *out = k;
    return 0;
}

/* The part of k that uses the rule; id NULL: whichever does, where it is but one. */
static int choose(const struct criterion *k, const char *id, const char *rule,
                  const struct part **part, struct err *e)
{
    const char *name = k->demand.id;
    *part = NULL;
    for (size_t i = 0; i < criterion_rule_count(k); i++) {
        const struct part *p = criterion_rule(k, i);
        if (strcmp(p->rule, rule) != 0 || (id != NULL && strcmp(p->id, id) != 0)) {
            continue;
        }
        if (*part != NULL) {
            return err_set(e, ERR_INPUT,
                           "%.100s uses the rule in several parts: name one, %.100s#%s", name, name,
                           (*part)->id);
        }
        *part = p;
    }
    return *part != NULL ? 0
                         : err_set(e, ERR_INPUT, "%.100s%s%.100s does not use the rule %.200s",
                                   name, id == NULL ? "" : "#", id == NULL ? "" : id, rule);
}

/* Takes "CHECKLIST/CRITERION#PART" apart, in place; false: it is none. */
static bool take_apart(char *reference, char **criterion, char **part)
{
    char *slash = strrchr(reference, '/');
    if (slash == NULL) {
        return false;
    }
    *slash = '\0';
    *criterion = slash + 1;
    *part = strchr(*criterion, '#');
    if (*part != NULL) {
        *(*part)++ = '\0';
    }
    return true;
}

static int find_criterion(const struct checklist *c, const char *id, const struct criterion **out,
                          struct err *e)
{
    int index = checklist_find(c, id);
    if (index >= 0) {
        *out = &c->criteria[index];
        return 0;
    }
    const char *near = checklist_nearest(c, id);
    return near == NULL ? err_set(e, ERR_INPUT, "%s has no criterion %.100s", c->id, id)
                        : err_set(e, ERR_INPUT, "%s has no criterion %.100s: did you mean %s?",
                                  c->id, id, near);
}

int cases_checklists_find(struct case_checklists *s, const struct rule_case *c,
                          struct case_result *r, struct err *e)
{
    struct arena arena = ARENA_INIT;
    char *copy = arena_strdup(&arena, c->criterion), *criterion = NULL, *part = NULL;
    struct known *k = NULL;
    int rc = copy == NULL ? ERR_MEMORY : 0;
    if (rc == 0 && !take_apart(copy, &criterion, &part)) {
        rc = err_set(e, ERR_INPUT, "%.200s is no criterion: write CHECKLIST/CRITERION",
                     c->criterion);
    }
    if (rc == 0) {
        (void)pthread_mutex_lock(&s->lock);
        rc = find(s, copy, &k);
        (void)pthread_mutex_unlock(&s->lock);
    }
    if (rc == 0) {
        rc = k->c == NULL ? err_set(e, ERR_INPUT, "%s", k->fault)
                          : find_criterion(k->c, criterion, &r->criterion, e);
    }
    if (rc == 0) {
        r->checklist = k->c;
        rc = choose(r->criterion, part, c->rule, &r->part, e);
    }
    arena_free(&arena);
    return rc;
}
