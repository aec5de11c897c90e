/* Banyan's public interface: score community development plans against child-friendly
 * disaster-risk-reduction checklists, keep and explain the assessments.
 *
 * One engine holds one checklist and one rule set. An engine or a store handle may be used by one thread
 * at a time; many threads may work at once, each with handles of its own. Nothing else is shared but the
 * environment, which banyan_engine_new and banyan_assess read: leave that alone meanwhile. Of one store
 * file, one handle of all programs may be open for writing (BANYAN_BUSY), and any number for reading. Do
 * not use a handle in the child of a fork. Text handed out (`char **out`) is the caller's: release it with
 * banyan_free. Functions return 0 or a negative code and write a sentence into `message`. */
#ifndef BANYAN_H
#define BANYAN_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define BANYAN_VERSION "1.0.0"

enum {
    BANYAN_OK = 0,
    BANYAN_INPUT = -1,
    BANYAN_IO = -2,
    BANYAN_MEMORY = -3,
    BANYAN_USAGE = -4,
    BANYAN_STORE = -5,
    BANYAN_NOT_FOUND = -6,
    BANYAN_RULE = -7,
    BANYAN_BUSY = -8
};

struct banyan_message {
    char text[4096];
};

struct banyan_options {
    const char *checklist;    /* "ID", "ID@VERSION" or a path ending in .json; required */
    const char *profile;      /* or NULL */
    const char *const *rules; /* folders that go before the shipped rules */
    size_t rules_count;
    const char *round; /* wins over the plan's own, or NULL */
    int allow_untested;
    /* Path of the program banyan, of the same version, in whose processes the rules run, as docs/sandbox.md
     * says: one for each engine, and a thread that starts it. Where that cannot be done as it should be,
     * banyan_engine_new fails with BANYAN_IO; a process that is lost later costs the rule that ran a finding
     * `error`, and is replaced. Leave the processes to the engine: wait for your own children by their
     * numbers, and do not ignore SIGCHLD. NULL: rules run in the process that calls, wherever they come
     * from. */
    const char *isolate;
};
#define BANYAN_OPTIONS_INIT                \
    {                                      \
        NULL, NULL, NULL, 0, NULL, 0, NULL \
    }

typedef struct banyan_engine banyan_engine;
typedef struct banyan_store banyan_store;

/* The library's version, "1.0.0": that of BANYAN_VERSION when it was built. */
const char *banyan_version(void);
/* Reads a checklist and its rules, once for many plans. *out is NULL where it fails. */
int banyan_engine_new(const struct banyan_options *options, banyan_engine **out,
                      struct banyan_message *message);
/* Releases it; NULL is fine. */
void banyan_engine_free(banyan_engine *engine);
/* Assesses one plan document (JSON text) and hands out the assessment as JSON, without id and created
 * where store is NULL; otherwise it is stored first. name stands in messages. A plan that was taken may have
 * remarks: a HIP code of 2020 or of another hazard, a place code that no list has. They are in `message`
 * where BANYAN_OK comes back, a line each, as many as it has room for; it is empty where there are none. */
int banyan_assess(banyan_engine *engine, banyan_store *store, const char *name, const char *text,
                  size_t len, char **out, struct banyan_message *message);
/* Opens the store at url ("sqlite:PATH" or a path). write 0: to read only, and it has to be there;
 * otherwise it is made where it is not. One writer at a time: BANYAN_BUSY. */
int banyan_store_open(const char *url, int write, banyan_store **out,
                      struct banyan_message *message);
/* Closes it; NULL is fine. Comes after the last use of the store by any engine. */
void banyan_store_close(banyan_store *store);
/* A stored assessment as JSON. */
int banyan_store_get(banyan_store *store, const char *id, char **out,
                     struct banyan_message *message);
/* One SELECT of your own over the store's tables (src/store/schema.sql), finding(seq) and node(seq), which
 * give an assessment's findings and domains as rows, document_text(id), total(checklist) and measure(item,
 * checklist), running totals and values, with the aggregates quantile(x, p) and median(x); `banyan store sql
 * --tables` lists the columns. Anything that could write, or reach
 * another file, is refused. Each row goes to `row`: names and values are borrowed during the call, a value
 * is NULL where SQL's is; another result than 0 ends the query and is returned. */
int banyan_store_query(banyan_store *store, const char *sql,
                       int (*row)(void *context, int columns, const char *const *names,
                                  const char *const *values),
                       void *context, struct banyan_message *message);
/* Releases text that was handed out; NULL is fine. */
void banyan_free(void *memory);

#ifdef __cplusplus
}
#endif
#endif
