/* The aggregates quantile(x, p) and median(x) for queries. */
#include <math.h>
#include <stdlib.h>

#include "store/derived_private.h"

struct sample {
    double *values; /* sqlite3_malloc */
    size_t count, room;
    double p;
    bool wrong;
};

static void sample_add(sqlite3_context *context, sqlite3_value *x, double p)
{
    struct sample *s = sqlite3_aggregate_context(context, sizeof *s);
    if (s == NULL) {
        sqlite3_result_error_nomem(context);
        return;
    }
    s->wrong = s->wrong || !(p >= 0 && p <= 1);
    s->p = p;
    if (sqlite3_value_type(x) == SQLITE_NULL) {
        return;
    }
    if (s->count == s->room) {
        size_t room = s->room == 0 ? 64 : 2 * s->room;
        double *more = sqlite3_realloc64(s->values, room * sizeof *more);
        if (more == NULL) {
            sqlite3_result_error_nomem(context);
            return;
        }
        s->values = more;
        s->room = room;
    }
    s->values[s->count++] = sqlite3_value_double(x);
}

static void quantile_step(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    (void)argc;
    sample_add(context, argv[0], sqlite3_value_double(argv[1]));
}

static void median_step(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    (void)argc;
    sample_add(context, argv[0], 0.5);
}

static int by_value(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

static void sample_final(sqlite3_context *context)
{
    struct sample *s = sqlite3_aggregate_context(context, 0);
    if (s == NULL) {
        return; /* of no rows: NULL */
    }
    if (s->wrong) {
        sqlite3_result_error(context, "quantile(x, p): p lies between 0 and 1", -1);
    } else if (s->count > 0) {
        qsort(s->values, s->count, sizeof *s->values, by_value);
        sqlite3_result_double(context, derived_quantile(s->values, s->count, s->p));
    }
    sqlite3_free(s->values);
    s->values = NULL;
    s->count = s->room = 0;
}

int store_register_quantiles(struct store *s)
{
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    int code = sqlite3_create_function_v2(s->db, "quantile", 2, flags, NULL, NULL, quantile_step,
                                          sample_final, NULL);
    return code != SQLITE_OK ? code
                             : sqlite3_create_function_v2(s->db, "median", 1, flags, NULL, NULL,
                                                          median_step, sample_final, NULL);
}
