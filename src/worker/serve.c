/* The worker: reads what is asked, has the host of rules do it, answers. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "banyan.h"
#include "worker/cage.h"
#include "worker/wire.h"
#include "worker/worker.h"

struct worker {
    struct arena once, plan, run; /* the rule set; the plan's document; what one answer takes */
    struct ruleset *rules;
    struct host *host;
    const struct json *doc; /* the plan's */
    struct buf in, out;
};

/* ---- the socket ------------------------------------------------------------------------------- */

static bool read_all(void *to, size_t len)
{
    unsigned char *at = to;
    while (len > 0) {
        ssize_t n = read(0, at, len);
        if (n == 0 || (n < 0 && errno != EINTR)) {
            return false;
        }
        at += n > 0 ? n : 0;
        len -= n > 0 ? (size_t)n : 0;
    }
    return true;
}

static bool write_all(const char *from, size_t len)
{
    while (len > 0) {
        ssize_t n = write(0, from, len);
        if (n < 0 && errno != EINTR) {
            return false;
        }
        from += n > 0 ? n : 0;
        len -= n > 0 ? (size_t)n : 0;
    }
    return true;
}

/* The next frame in w->in; false: the host is gone. */
static bool next(struct worker *w)
{
    unsigned char head[WIRE_HEAD];
    if (!read_all(head, sizeof head)) {
        return false;
    }
    size_t len = 0;
    for (size_t i = 0; i < sizeof head; i++) {
        len |= (size_t)head[i] << (8 * i);
    }
    return len > 0 && buf_resize(&w->in, len) == 0 && read_all(w->in.data, len);
}

static bool answer(struct worker *w)
{
    return wire_close(&w->out) == 0 && write_all(w->out.data, w->out.len);
}

static bool answer_failed(struct worker *w, int code, const char *text)
{
    wire_open(&w->out, WIRE_FAILED);
    wire_put_u8(&w->out, (unsigned)-code);
    wire_put_text(&w->out, text);
    return answer(w);
}

/* ---- what is asked ---------------------------------------------------------------------------- */

/* The rule that is named, loaded once; NULL: e->code says why not. */
static const struct rule_info *load(struct worker *w, struct wire *in, struct err *e)
{
    const struct rule_info *info = NULL;
    const char *rule = wire_text(in, in->left);
    int rc = rule == NULL ? err_set(e, ERR_INPUT, "bad order")
                          : host_inspect(w->host, w->rules, rule, &info, e);
    return rc == 0 ? info : NULL;
}

static int do_inspect(struct worker *w, struct wire *in, struct err *e)
{
    const struct rule_info *info = load(w, in, e);
    if (info == NULL) {
        return e->code;
    }
    wire_put_info(&w->out, info);
    return 0;
}

static int do_plan(struct worker *w, struct wire *in, struct err *e)
{
    arena_reset(&w->plan);
    host_begin(w->host);
    in->arena = &w->plan;
    w->doc = wire_json(in);
    return in->starved      ? err_set(e, ERR_MEMORY, "out of memory")
           : !wire_ends(in) ? err_set(e, ERR_INPUT, "bad order")
                            : 0;
}

static int do_run(struct worker *w, struct wire *in, struct err *e)
{
    const struct rule_info *info = load(w, in, e);
    if (info == NULL) {
        return e->code;
    }
    struct rule_order order = {.rule = info->name, .doc = w->doc};
    order.answer = wire_json(in);
    order.answer_id = wire_text(in, in->left);
    order.args = wire_json(in);
    order.direction = wire_text(in, in->left);
    order.lasting = wire_bool(in);
    order.plan_left = wire_i64(in);
    bool exact = wire_bool(in);
    if (!wire_ends(in)) {
        return in->starved ? err_set(e, ERR_MEMORY, "out of memory")
                           : err_set(e, ERR_INPUT, "bad order");
    }
    struct rule_outcome outcome = {.fuel_used = 0};
    if (exact) {
        host_measure(w->host);
    }
    int rc = host_order(w->host, &order, &w->run, &outcome);
    wire_put_outcome(&w->out, &outcome);
    wire_put_usage(&w->out, &outcome.used);
    return rc == 0 ? 0 : err_set(e, rc, "out of memory");
}

/* Whether the host will take what was written of a value. */
static bool is_small(struct worker *w)
{
    if (buf_status(&w->out) != 0 || w->out.len > WIRE_ANSWER_MAX) {
        return false;
    }
    struct host_value back;
    struct wire in = {.at = (unsigned char *)w->out.data + WIRE_HEAD + 1,
                      .left = w->out.len - WIRE_HEAD - 1,
                      .arena = &w->run,
                      .nodes = WIRE_NODES_FIELD};
    wire_value(&in, &back);
    return wire_ends(&in);
}

static int do_evaluate(struct worker *w, struct wire *in, struct err *e)
{
    const struct rule_info *info = NULL;
    size_t len = 0;
    struct host_snippet x = {.rule = wire_text(in, in->left), .doc = w->doc};
    x.text = wire_bytes(in, in->left, &len);
    x.answer = wire_json(in);
    x.args = wire_json(in);
    bool exact = wire_bool(in);
    if (!wire_ends(in) || x.text == NULL) {
        return in->starved ? err_set(e, ERR_MEMORY, "out of memory")
                           : err_set(e, ERR_INPUT, "bad order");
    }
    int rc = x.rule == NULL ? 0 : host_inspect(w->host, w->rules, x.rule, &info, e);
    if (rc != 0) {
        return rc;
    }
    if (exact) {
        host_measure(w->host);
    }
    struct host_value value;
    struct host_usage used;
    rc = host_evaluate(w->host, &x, &w->run, &value);
    host_used(w->host, &used);
    wire_put_value(&w->out, &value);
    if (rc == 0 && !is_small(w)) {
        const struct host_value large = {
            .error = "the value is too large to be handed over: take a part of it, or give "
                     "--no-isolate where you trust the rules"};
        wire_open(&w->out, WIRE_DONE);
        wire_put_value(&w->out, &large);
    }
    wire_put_usage(&w->out, &used);
    return rc == 0 ? 0 : err_set(e, rc, "out of memory");
}

static int do_field(struct worker *w, struct wire *in, struct err *e)
{
    const char *rule = wire_text(in, in->left);
    const char *field = wire_text(in, in->left);
    size_t index = wire_u32(in), count = 0;
    bool whole = wire_bool(in);
    struct json *out = NULL;
    const struct rule_info *info = NULL;
    int rc = wire_ends(in) ? host_inspect(w->host, w->rules, rule, &info, e)
                           : err_set(e, ERR_INPUT, "bad order");
    rc = rc == 0 ? host_field(w->host, rule, field, index, whole ? &w->run : NULL, &count, &out, e)
                 : rc;
    wire_put_i64(&w->out, (int64_t)count);
    wire_put_json(&w->out, out);
    return rc;
}

static int do_fits(struct worker *w, struct wire *in, struct err *e)
{
    const struct rule_info *info = load(w, in, e);
    const struct json *args = wire_json(in);
    return info == NULL ? e->code : host_fits(w->host, info->name, args, &w->run, e);
}

static int do_lines(struct worker *w, struct wire *in, struct err *e)
{
    const char *name = wire_text(in, in->left);
    unsigned char *marks = NULL;
    size_t count = 0;
    int rc = name == NULL ? err_set(e, ERR_INPUT, "bad order")
                          : host_lines(w->host, name, &w->run, &marks, &count, e);
    if (rc == 0) {
        wire_put_bytes(&w->out, (const char *)marks, count);
    }
    return rc;
}

static bool serve(struct worker *w)
{
    arena_reset(&w->run);
    struct wire in = {
        .at = (unsigned char *)w->in.data, .left = w->in.len, .arena = &w->run, .nodes = SIZE_MAX};
    struct err e = {0};
    unsigned kind = wire_u8(&in);
    wire_open(&w->out, WIRE_DONE);
    int rc = kind == WIRE_RUN        ? do_run(w, &in, &e)
             : kind == WIRE_PLAN     ? do_plan(w, &in, &e)
             : kind == WIRE_INSPECT  ? do_inspect(w, &in, &e)
             : kind == WIRE_FIELD    ? do_field(w, &in, &e)
             : kind == WIRE_FITS     ? do_fits(w, &in, &e)
             : kind == WIRE_LINES    ? do_lines(w, &in, &e)
             : kind == WIRE_EVALUATE ? do_evaluate(w, &in, &e)
                                     : err_set(&e, ERR_INPUT, "bad order");
    return rc == 0 ? answer(w) : answer_failed(w, rc, e.text);
}

/* ---- the beginning ---------------------------------------------------------------------------- */

static int read_rules(struct worker *w, struct wire *in, struct err *e)
{
    bool untested = wire_bool(in);
    size_t count = wire_u32(in);
    struct rule_file *files = in->bad || count > in->left
                                  ? NULL
                                  : arena_alloc(&w->once, sizeof *files * (count + 1));
    for (size_t i = 0; files != NULL && i < count && !in->bad; i++) {
        struct rule_file *f = &files[i];
        f->name = f->path = wire_text(in, in->left);
        f->text = wire_bytes(in, in->left, &f->len);
        f->fault = wire_text(in, in->left);
        in->bad = in->bad || f->name == NULL || f->text == NULL;
    }
    return files == NULL || !wire_ends(in) ? err_set(e, ERR_INPUT, "bad order")
                                           : ruleset_new(files, count, untested, &w->rules, e);
}

/* Reads what the worker is to be; everything of the system's is asked for before the cage is closed. */
static int begin(struct worker *w, struct err *e)
{
    struct wire in = {
        .at = (unsigned char *)w->in.data, .left = w->in.len, .arena = &w->once, .nodes = SIZE_MAX};
    bool same = wire_u8(&in) == WIRE_HELLO && wire_u32(&in) == WIRE_VERSION;
    const char *version = same ? wire_text(&in, in.left) : NULL;
    if (version == NULL || strcmp(version, BANYAN_VERSION) != 0) {
        return err_set(e, ERR_IO, "the program was replaced while it ran: start it again");
    }
    pid_t parent = (pid_t)wire_i64(&in);
    uint64_t memory = (uint64_t)wire_i64(&in);
    bool unfiltered = wire_bool(&in);
    bool watch = wire_bool(&in);
    struct host_budget budget;
    budget.fuel = wire_i64(&in);
    budget.plan_fuel = wire_i64(&in);
    budget.memory = (size_t)wire_i64(&in);
    budget.region = wire_bool(&in);
    budget.wall_ms = (int)wire_u32(&in);
    int rc = cage_limit(parent, memory, e);
    rc = rc == 0 ? read_rules(w, &in, e) : rc;
    rc = rc == 0 ? host_new(w->rules, &budget, &w->host, e) : rc;
    rc = rc == 0 && watch ? host_watch(w->host, e) : rc;
    if (rc == 0) {
        host_time(w->host);
        rc = cage_close(e);
        rc = unfiltered && cage_missing() != NULL ? 0 : rc;
    }
    return rc;
}

bool worker_is_asked(void)
{
    struct ucred other;
    socklen_t len = sizeof other;
    return getsockopt(0, SOL_SOCKET, SO_PEERCRED, &other, &len) == 0 && other.pid == getppid();
}

int worker_serve(void)
{
    struct worker w = {.once = ARENA_INIT, .plan = ARENA_INIT, .run = ARENA_INIT};
    struct err e = {0};
    bool fine = next(&w);
    if (fine && begin(&w, &e) != 0) {
        (void)answer_failed(&w, e.code, e.text);
        return 1;
    }
    wire_open(&w.out, WIRE_DONE);
    fine = fine && answer(&w);
    while (fine && next(&w)) {
        fine = serve(&w);
    }
    return 0; /* the system takes its memory back: nothing of a state that ran rules is looked at again */
}
