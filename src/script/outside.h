/* Rules that run outside: in another process, which a host asks instead of a Lua state of its own (see
 * src/worker). Both ends of what is asked are here: the methods that a host calls, and the functions that do
 * the same in the other process. */
#ifndef SCRIPT_OUTSIDE_H
#define SCRIPT_OUTSIDE_H

#include "script/host.h"

/* One run of one rule. */
struct rule_order {
    const char *rule;
    const struct json *doc;    /* the plan document */
    const struct json *answer; /* as the rule sees it, or NULL */
    const char *answer_id;     /* "answers." and this are recorded as read; NULL: nothing is */
    const struct json *args;   /* of the criterion, or NULL */
    const char *direction;     /* "merit", "risk"; NULL: as declared */
    bool lasting;              /* the direction stays while the host lives */
    int64_t plan_left;         /* fuel of the plan; counts where it is limited */
};

struct rule_outcome {
    struct finding finding; /* but for its rule, which the host knows */
    int64_t fuel_used;
    struct host_usage used; /* of this run */
    bool strayed;           /* the rule looked at more than the value of its answer */
    bool hurried;           /* the clock stopped it */
};

/* Who runs the rules of one host. Errors: ERR_MEMORY; ERR_BUSY: it took too long; ERR_IO: the other end
 * died, talked nonsense or cannot be started. *e says which. */
struct outside {
    const struct outside_methods *methods;
};
struct outside_methods {
    /* A plan begins: its rules share a time. */
    void (*begin)(struct outside *o);
    /* Runs a rule; what it makes lives in arena. */
    int (*run)(struct outside *o, const struct rule_order *order, struct arena *arena,
               struct rule_outcome *out, struct err *e);
    /* Loads a rule, and fills title, source, version, test_count, needs and use, or error. */
    int (*inspect)(struct outside *o, const char *rule, struct arena *arena, struct rule_info *out,
                   struct err *e);
    /* As host_field. Also ERR_RULE. */
    int (*field)(struct outside *o, const char *rule, const char *field, size_t index,
                 struct arena *arena, size_t *count, struct json **out, struct err *e);
    /* As host_fits. Also ERR_INPUT: what is wrong. */
    int (*fits)(struct outside *o, const char *rule, const struct json *args, struct err *e);
    /* As host_evaluate. */
    int (*evaluate)(struct outside *o, const struct host_snippet *x, struct arena *arena,
                    struct host_value *out, struct host_usage *used, struct err *e);
    /* As host_measure. */
    void (*measure)(struct outside *o);
    /* From now on notes which lines run. */
    void (*watch)(struct outside *o);
    /* Fills the marks of the count lines of a file, as host_lines. Also ERR_RULE, ERR_INPUT. */
    int (*lines)(struct outside *o, const char *name, unsigned char *marks, size_t count,
                 struct err *e);
    void (*free)(struct outside *o);
};

/* Makes one for each host of a rule set. */
struct outside_maker {
    int (*open)(void *context, const struct ruleset *r, const struct host_budget *budget,
                struct outside **out, struct err *e);
    void (*close)(void *context);
    void *context;
};
/* From now on no host of r runs a rule itself. Comes before ruleset_inspect and host_new; r closes the
 * context when it is freed. */
void ruleset_outside(struct ruleset *r, const struct outside_maker *maker);
/* The same for rules that are made up beside others, such as a mutant: they run where those of `like` do,
 * which must outlive r. */
void ruleset_beside(struct ruleset *r, const struct ruleset *like);
/* Whether the rules run outside. */
bool ruleset_is_outside(const struct ruleset *r);
/* The files of r, sorted by name; their path is NAME.lua. Borrowed. */
const struct rule_file *ruleset_files(const struct ruleset *r, size_t *count);
/* Whether rules with fewer than two tests are taken. */
bool ruleset_takes_untested(const struct ruleset *r);

/* ---- the other end ---------------------------------------------------------------------------- */

/* Loads one rule of r in h, as ruleset_inspect does, and hands out what is known of it. */
int host_inspect(struct host *h, struct ruleset *r, const char *rule, const struct rule_info **out,
                 struct err *e);
/* Runs an order; the rule must have been inspected. 0 or ERR_MEMORY. */
int host_order(struct host *h, const struct rule_order *order, struct arena *arena,
               struct rule_outcome *out);
/* A field of a rule's table that is a table, or (index from 1) one of its entries, as a document; how many
 * entries it has, which is all that is told where arena is NULL. */
int host_field(struct host *h, const char *rule, const char *field, size_t index,
               struct arena *arena, size_t *count, struct json **out, struct err *e);
/* Whether a rule takes these arguments: 0, ERR_INPUT with what is wrong, or ERR_MEMORY. */
int host_fits(struct host *h, const char *rule, const struct json *args, struct arena *arena,
              struct err *e);

#endif
