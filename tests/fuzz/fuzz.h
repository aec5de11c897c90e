/* What the fuzz targets share: a claim that ends the program, the shipped rules, checklists from text.
 *
 * A target keeps what is costly to make in one static struct, made at the first input; everything else
 * is made and freed for each input, so that an input behaves the same alone and among others. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"
#include "base/number.h"
#include "base/text.h"
#include "library.h"
#include "model/assessment.h"
#include "script/host.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Not assert(): it holds in every build. */
#define ENSURE(claim)                                                                  \
    do {                                                                               \
        if (!(claim)) {                                                                \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #claim); \
            abort();                                                                   \
        }                                                                              \
    } while (0)

/* The text of an embedded file. */
static inline const struct embedded_file *fuzz_file(const char *path)
{
    for (size_t i = 0; i < embedded_count; i++) {
        if (strcmp(embedded_files[i].path, path) == 0) {
            return &embedded_files[i];
        }
    }
    fprintf(stderr, "%s: is not embedded\n", path);
    abort();
}

/* The embedded rules and no others: what lies in folders of the machine changes nothing. */
static inline struct ruleset *fuzz_rules(const struct checklist *c)
{
    struct ruleset *rules = NULL;
    struct arena arena = ARENA_INIT;
    struct err e = {0};
    struct rule_file *files = arena_alloc(&arena, embedded_count * sizeof *files);
    size_t count = 0;
    ENSURE(files != NULL);
    for (size_t i = 0; i < embedded_count; i++) {
        const char *path = embedded_files[i].path;
        size_t len = strlen(path);
        if (strncmp(path, "rules/", 6) == 0 && strcmp(path + len - 4, ".lua") == 0) {
            files[count++] = (struct rule_file){.name = arena_strndup(&arena, path + 6, len - 10),
                                                .path = path,
                                                .text = (const char *)embedded_files[i].data,
                                                .len = embedded_files[i].len};
        }
    }
    ENSURE(ruleset_new(files, count, false, &rules, &e) == 0);
    ENSURE(ruleset_inspect(rules, c, &e) == 0);
    arena_free(&arena);
    return rules;
}

/* A checklist that must be good. */
static inline struct checklist *fuzz_checklist(const char *text, size_t len)
{
    struct checklist *c = NULL;
    struct diag d;
    diag_init(&d, "checklist");
    if (checklist_parse(text, len, NULL, &d, &c) != 0) {
        fprintf(stderr, "%s", buf_text(&d.text));
        abort();
    }
    diag_free(&d);
    return c;
}

/* Complaints are lines of good UTF-8, each ended, and there are some. */
static inline void fuzz_complaints(const struct diag *d)
{
    ENSURE(d->count > 0 && d->text.len > 0);
    ENSURE(d->text.data[d->text.len - 1] == '\n');
    ENSURE(text_utf8_check(d->text.data, d->text.len) == d->text.len);
}

static inline bool fuzz_share(int64_t billionths)
{
    return billionths >= 0 && billionths <= CREDIT_ONE;
}

/* What holds of every scored assessment. */
static inline void fuzz_scored(const struct assessment *a)
{
    int sum = 0;
    for (int i = 0; i < OUTCOME_COUNT; i++) {
        ENSURE(a->counts[i] >= 0);
        sum += a->counts[i];
    }
    ENSURE(sum == a->checklist->criterion_count);
    ENSURE(a->incomplete == (a->counts[OUTCOME_ERROR] > 0));
    ENSURE(a->band >= -1 && a->band < a->checklist->band_count);
    ENSURE(a->band_possible >= -1 && a->band_possible < a->checklist->band_count);
    for (int i = 0; i < a->checklist->node_count; i++) {
        const struct node_result *n = &a->nodes[i];
        if (n->applicable) {
            ENSURE(fuzz_share(n->low) && fuzz_share(n->high) && fuzz_share(n->coverage));
            ENSURE(n->low <= n->high);
            ENSURE(n->score == SCORE_NONE || (n->low <= n->score && n->score <= n->high));
        }
    }
}

#endif
