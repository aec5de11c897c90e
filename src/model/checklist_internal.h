/* Shared by the files that read a checklist's document; nobody else includes it. */
#ifndef MODEL_CHECKLIST_INTERNAL_H
#define MODEL_CHECKLIST_INTERNAL_H

#include "model/checklist.h"

#define WEIGHT_MAX 1e12 /* sums of weight times billionths stay far inside 128 bits */

struct reader {
    struct checklist *c;
    struct diag *d;
    bool memory; /* an allocation failed */
};

/* A dotted path for messages, in the checklist's arena; never NULL. */
const char *reader_path(struct reader *r, const char *parent, const char *key);
/* Complains about every member of object that words (count of them) do not name. */
void reader_keys(struct reader *r, const struct json *object, const char *path,
                 const char *const *words, size_t count);
/* Members by type; a complaint and the default where the type is wrong. required: a complaint where
 * absent. */
const char *reader_string(struct reader *r, const struct json *object, const char *path,
                          const char *key, bool required);
/* Any type; NULL where it is absent or of another. */
const struct json *reader_member(struct reader *r, const struct json *object, const char *path,
                                 const char *key, enum json_type type, bool required);
/* A number from low to high; otherwise where it is absent or out of range. */
double reader_number(struct reader *r, const struct json *object, const char *path, const char *key,
                     double low, double high, double otherwise);
/* The member `weight`: a whole number from 1, which is also the default. */
int64_t reader_weight(struct reader *r, const struct json *object, const char *path);
/* Index of a word, -1 and a complaint where it is none of them, otherwise where absent. */
int reader_word(struct reader *r, const struct json *object, const char *path, const char *key,
                const char *const *words, size_t count, int otherwise);
/* A list of texts (hazard codes where hazards is true); complains about anything else. */
const struct json *reader_texts(struct reader *r, const struct json *object, const char *path,
                                const char *key, bool hazards);

/* The member `exempt`: a reason for each check of a review, one of words, that may find something
 * here; for what is absent a reason for each key that may be. */
void reader_exempt(struct reader *r, const struct json *object, const char *path,
                   const char *const *words, size_t count);

/* checklist_answer.c: "answer", "rule", "args", "weight" of a criterion or part. */
void checklist_read_demand(struct reader *r, const struct json *object, const char *path,
                           struct part *out, bool is_part);
/* "rule" (the usual one of the answer's type where absent) and "args" of object. */
void checklist_read_rule(struct reader *r, const struct json *object, const char *path,
                         struct part *out);
/* checklist_criterion.c */
void checklist_read_criterion(struct reader *r, const struct json *object, const char *path,
                              struct criterion *out);
/* The member `applies`, looked through; NULL where there is none. */
const struct json *checklist_read_applies(struct reader *r, const struct json *object,
                                          const char *path);
/* checklist_profile.c: the document without the criteria that the profile does not name; nodes left
 * empty vanish; "profiles" goes. NULL with complaints where the profile is unknown or names an unknown
 * criterion. */
struct json *checklist_apply_profile(struct reader *r, const struct json *doc, const char *profile);

#endif
