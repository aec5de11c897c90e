/* Where rules and checklists come from: folders named by the user, the shipped ones beside the
 * program or in the share folder, or the copies embedded in the program. */
#ifndef LIBRARY_H
#define LIBRARY_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/checklist.h"
#include "model/framework.h"
#include "model/pcodes.h"
#include "model/texts.h"
#include "script/host.h"

struct embedded_file {
    const char *path; /* "rules/standard/level.lua", "checklists/child-drr/checklist.json" */
    const unsigned char *data;
    size_t len;
};
extern const struct embedded_file embedded_files[]; /* build/embedded.c, sorted by path */
extern const size_t embedded_count;
/* One of them by its path, or NULL. */
const struct embedded_file *library_embedded(const char *path);
/* The folder of the user's own that goes before the others: the first of dirs, else the first that
 * BANYAN_RULES names, in arena; NULL where there is none, or no memory, which *e tells then. */
const char *library_own_rules(const char *const *dirs, size_t count, struct arena *arena,
                              struct err *e);

/* All rule files: those of dirs (in order), then BANYAN_RULES (':'-separated), then the shipped
 * ones; of one name the first wins. Where one of them did not come with the program, the rule set is
 * foreign. */
int library_rules(const char *const *dirs, size_t count, bool allow_untested, struct ruleset **out,
                  struct err *e);
/* The text of a checklist by "ID", "ID@VERSION" (a prefix of the version's numbers fits: "1" fits
 * "1.0.0") or a path ending in .json. *path gets the name for messages (in arena). */
int library_checklist(const char *reference, struct arena *arena, struct buf *text,
                      const char **path, struct err *e);
/* Ids of all checklists that can be found, sorted; in arena. */
int library_checklists(struct arena *arena, const char *const **ids, size_t *count, struct err *e);

/* Frameworks by id, as "ID" or "ID,ID", or "all", sorted by id. They lie in frameworks/ID.json of the
 * folders of the checklists. *e names the file and what is wrong in it. The caller frees *out. */
int library_frameworks(const char *names, struct frameworks *out, struct err *e);
/* The p-codes of a country (alpha-3) from codes/pcodes/ALPHA3.csv, looked up where checklists are;
 * in arena. An empty list where there is none. ERR_INPUT: the file is no such list. */
int library_pcodes(const char *country, struct arena *arena, struct pcode_list *out, struct err *e);

/* The lists of p-codes that were asked for, each read once. */
struct place_lists {
    struct arena arena;
    struct place_list *first;
};
#define PLACE_LISTS_INIT    \
    {                       \
        .arena = ARENA_INIT \
    }

/* The list of a country (alpha-3), borrowed; empty where there is none, or where it cannot be read: then
 * *e has a code and a sentence, the first time only. NULL: out of memory. */
const struct pcode_list *library_places(struct place_lists *lists, const char *country,
                                        struct err *e);
/* Releases all lists. */
void library_places_free(struct place_lists *lists);

/* The translations into a language ("ne", "pt_BR"; NULL: *out is NULL), from i18n/LANG.po of the
 * checklist (by "ID", "ID@VERSION" or path, NULL: none), of the folders of rules, of the frameworks and of
 * the program. Where there is none for "pt-BR", that for "pt" is taken. *e names the file and line of
 * what is wrong. The caller frees *out. */
int library_texts(const char *lang, const char *reference, const char *const *dirs, size_t count,
                  struct texts **out, struct err *e);

/* Appends the languages in which there are texts of a checklist (by "ID", "ID@VERSION" or path): "ar, fr", or
 * nothing. */
int library_languages(const char *reference, struct buf *out, struct err *e);

/* A data file with cases of a rule. */
struct library_text {
    const char *path; /* for messages */
    const char *text;
    size_t len;
    const char *fault; /* why it cannot be read; NULL: text is the file's */
};
/* NAME.cases.json and NAME.cases.csv of a rule, in arena: those beside it, and before them those in the
 * folders that library_rules looks in before it comes to the rule. */
int library_cases(const char *const *dirs, size_t count, const char *rule, struct arena *arena,
                  struct library_text **out, size_t *found, struct err *e);
/* A number that differs, in all likelihood, when a file of the folders of rules or checklists came, went or
 * was written to. */
int library_stamp(const char *const *dirs, size_t count, uint64_t *stamp, struct err *e);
/* Mixes one file more into it. */
void library_stamp_file(const char *path, uint64_t *stamp);

struct store;
/* The rule files that a manifest in s names, by its digest: what stored assessments rest on. A file that did
 * not come with the program makes the set foreign; one that the manifest calls missing is. ERR_STORE: the
 * manifest, or a file that it names, is not there or not what its digest says. */
int library_kept_rules(struct store *s, const char *digest, bool allow_untested,
                       struct ruleset **out, struct err *e);
/* Puts the rule files that c uses, and the manifest that names them, into the open batch of s:
 * what its assessments rest on besides plan and checklist. Once a run and checklist is enough. */
int library_keep(const struct ruleset *r, const struct checklist *c, struct store *s,
                 struct err *e);

#endif
