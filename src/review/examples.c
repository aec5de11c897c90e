/* What rules tell beside their code: the plans of their tests, and the arguments that they run under. */
#include <string.h>

#include "review/trial.h"

/* Those that stand in the rule's own file. */
static int own_examples(struct trial *t, const char *rule, struct json *out)
{
    struct err e;
    size_t count = 0;
    int rc = host_tests(t->host, rule, &count, &e);
    for (size_t i = 0; i < count && rc != ERR_MEMORY; i++) {
        struct json *entry = NULL;
        rc = host_test(t->host, rule, i, &t->arena, &entry, &e);
        const struct json *plan = rc == 0 ? json_get(entry, "plan") : NULL;
        if (plan != NULL && plan->type == JSON_OBJECT) {
            rc = json_share(&t->arena, out, NULL, plan);
        }
    }
    return rc == ERR_MEMORY ? rc : 0; /* one that cannot be read is for `rules test` to tell */
}

const struct json *trial_examples(struct trial *t, const char *rule)
{
    struct json *out = json_new(&t->arena, JSON_ARRAY);
    int rc = out == NULL ? ERR_MEMORY
             : t->v->examples == NULL
                 ? own_examples(t, rule, out)
                 : t->v->examples(t->v->context, t->host, rule, &t->arena, out);
    t->memory = t->memory || rc != 0;
    return rc == 0 ? out->first : NULL;
}

const struct json *trial_arguments(struct trial *t, const struct part *part)
{
    struct err e;
    struct json *defaults = NULL;
    int rc = host_args(t->host, part->rule, &t->arena, &defaults, &e);
    const struct json *out = defaults;
    if (rc == 0 && json_get(out, "direction") != NULL) {
        const char *direction = t->c->risk ? "risk" : "merit";
        const struct json *value = json_new_string(&t->arena, direction, strlen(direction));
        out = value == NULL ? NULL : json_with(&t->arena, out, "direction", value);
    }
    const struct json *a = part->args == NULL ? NULL : part->args->first;
    for (; rc == 0 && out != NULL && a != NULL; a = a->next) {
        out = a->type == JSON_NULL ? out : json_with(&t->arena, out, a->key, a);
    }
    t->memory = t->memory || rc == ERR_MEMORY || (rc == 0 && out == NULL);
    return rc == 0 ? out : NULL;
}
