/* A host's end of its worker. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "banyan.h"
#include "worker/process.h"
#include "worker/wire.h"
#include "worker/worker.h"

enum {
    START_MS = 30000, /* until a worker is ready; a busy machine is slow */
    LOAD_MS = 65000,  /* to load a rule: what the host allows itself, and a little */
    GRACE_MS = 500,   /* a rule that is late is better stopped by the worker itself, */
    CALL_WALLS = 4,   /* which gives it its time to be loaded and to run, twice at the most */
    PLAN_WALLS = 30   /* for all rules of a plan, each of which may keep within its own time */
};

static const uint64_t ROOM = UINT64_C(192) << 20; /* bytes of addresses, half of them for a plan */
static const uint64_t ROOM_EACH = 64;             /* what a byte of a plan that is sent may take */
static const uint64_t ROOM_RULES = 4; /* the same of a rule: read, handed on, kept, compiled */

struct pool { /* of one rule set */
    struct starter *starter;
    bool unfiltered;
};

struct client {
    struct outside outside; /* first */
    const struct pool *pool;
    const struct ruleset *rules;
    struct host_budget budget;
    struct process process;
    uint64_t room;          /* of the process */
    const struct json *doc; /* the plan's that the process has; NULL: none */
    int64_t spent;          /* nanoseconds that the plan's rules have taken */
    bool watching;
    bool exact; /* each instruction is counted */
    struct buf frame, answer;
    uint64_t rules_room; /* what the texts of the rules take of a process */
};

static struct client *client_of(struct outside *o)
{
    return (struct client *)o;
}

/* ---- one question ----------------------------------------------------------------------------- */

/* Ends the process, after which *e says why. */
static int lose(struct client *c, int rc, struct err *e)
{
    bool gone = c->process.gone;
    int status = process_end(&c->process);
    c->doc = NULL;
    if (rc == ERR_MEMORY) {
        return err_set(e, rc, "out of memory");
    }
    if (rc == ERR_BUSY) {
        return err_set(e, rc, "%s", SAID("time limit reached"));
    }
    int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    if (signal == SIGSYS) {
        return err_set(e, ERR_IO, "%s",
                       SAID("the rule's process did what no rule may do, and was ended"));
    }
    if (signal == SIGILL || signal == SIGTRAP || signal == SIGABRT || signal == SIGBUS ||
        signal == SIGFPE || signal == SIGSEGV) {
        return err_set(e, ERR_IO, "%s", SAID("the rule's process crashed"));
    }
    /* Ours comes after it is found gone; of one that is there it says nothing. */
    return err_set(e, ERR_IO, "%s",
                   signal != 0 && (gone || signal != SIGKILL)
                       ? SAID("the rule's process was killed")
                       : SAID("the rule's process gave no proper answer"));
}

/* Sends a frame and opens the answer. 0: it is WIRE_DONE, and in begins behind that. A failure that the
 * worker tells of is one of `told` or ERR_MEMORY. */
static int ask(struct client *c, struct buf *frame, int64_t deadline, struct arena *arena,
               unsigned told, struct wire *in, struct err *e)
{
    if (wire_close(frame) != 0) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    int rc = process_send(&c->process, frame, deadline);
    rc = rc == 0 ? process_receive(&c->process, &c->answer, WIRE_ANSWER_MAX, deadline) : rc;
    if (rc != 0) {
        return lose(c, rc, e);
    }
    *in = (struct wire){.at = (unsigned char *)c->answer.data,
                        .left = c->answer.len,
                        .arena = arena,
                        .nodes = WIRE_NODES_FIELD};
    unsigned kind = wire_u8(in);
    if (kind == WIRE_DONE) {
        return 0;
    }
    unsigned code = wire_u8(in);
    const char *text = wire_text(in, sizeof e->text - 1);
    bool known = code == -ERR_MEMORY || (code < 32 && (told & (1U << code)) != 0);
    if (kind != WIRE_FAILED || !wire_ends(in) || text == NULL || !known) {
        return lose(c, in->starved ? ERR_MEMORY : ERR_IO, e);
    }
    return err_set(e, -(int)code, "%s", text);
}

#define TOLD(code) (1U << -(code))

/* An answer was read to its end. */
static int close_answer(struct client *c, const struct wire *in, struct err *e)
{
    return wire_ends(in) ? 0 : lose(c, in->starved ? ERR_MEMORY : ERR_IO, e);
}

static int64_t in_ms(int64_t ms)
{
    return process_now() + ms * 1000000;
}

/* ---- start ------------------------------------------------------------------------------------ */

static int put_hello(const struct client *c, struct buf *out)
{
    size_t count = 0;
    const struct rule_file *files = ruleset_files(c->rules, &count);
    wire_open(out, WIRE_HELLO);
    wire_put_u32(out, WIRE_VERSION);
    wire_put_text(out, BANYAN_VERSION);
    wire_put_i64(out, getpid());
    wire_put_i64(out, (int64_t)c->room);
    wire_put_u8(out, c->pool->unfiltered);
    wire_put_u8(out, c->watching);
    wire_put_i64(out, c->budget.fuel);
    wire_put_i64(out, c->budget.plan_fuel);
    wire_put_i64(out, (int64_t)c->budget.memory);
    wire_put_u8(out, c->budget.region);
    wire_put_u32(out, (uint32_t)c->budget.wall_ms);
    wire_put_u8(out, ruleset_takes_untested(c->rules));
    wire_put_u32(out, (uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        wire_put_text(out, files[i].name);
        wire_put_bytes(out, files[i].text, files[i].len);
        wire_put_text(out, files[i].fault);
    }
    return buf_status(out);
}

/* c->frame, a question that waits for the process, stays as it is. */
static int start(struct client *c, struct err *e)
{
    struct arena arena = ARENA_INIT;
    struct buf hello = BUF_INIT;
    struct wire in = {.at = NULL};
    int rc = put_hello(c, &hello);
    if (rc != 0) {
        (void)err_set(e, rc, "out of memory");
    } else if (hello.len - WIRE_HEAD > WIRE_ASK_MAX) {
        rc = err_set(e, ERR_IO, "the rules are over %d MiB, too large for their process",
                     WIRE_ASK_MAX >> 20);
    } else {
        rc = process_start(c->pool->starter, &c->process, e);
    }
    rc = rc == 0 ? ask(c, &hello, in_ms(START_MS), &arena, TOLD(ERR_IO), &in, e) : rc;
    rc = rc == 0 ? close_answer(c, &in, e) : rc;
    arena_free(&arena);
    buf_free(&hello);
    if (rc != 0) {
        (void)process_end(&c->process);
    }
    return rc;
}

/* There is a process with room for a plan of so many bytes. */
static int ready(struct client *c, size_t bytes, struct err *e)
{
    uint64_t need = ROOM_EACH * bytes;
    if (need > (c->room - c->rules_room) / 2) {
        (void)process_end(&c->process);
    }
    if (c->process.pid != 0) {
        return 0;
    }
    c->doc = NULL;
    c->room = ROOM + c->rules_room +
              (need > ROOM / 2 ? 4 * need : 0); /* one after a large plan has less again */
    return start(c, e);
}

/* Asks what concerns a rule by itself. A process may end for reasons that are none of the rule's: so a second
 * one is asked before anything is made of it. */
static int ask_twice(struct client *c, struct arena *arena, unsigned told, struct wire *in,
                     struct err *e)
{
    int rc = 0;
    for (int i = 0; i < 2 && (i == 0 || rc == ERR_IO || rc == ERR_BUSY); i++) {
        rc = ready(c, 0, e);
        rc = rc == 0 ? ask(c, &c->frame, in_ms(LOAD_MS), arena, told, in, e) : rc;
    }
    return rc;
}

/* ---- the methods ------------------------------------------------------------------------------ */

static void client_begin(struct outside *o)
{
    struct client *c = client_of(o);
    c->doc = NULL; /* another plan may lie at the same address */
    c->spent = 0;
}

/* The worker has the plan's document. That takes its own time, a second for each megabyte at the most,
 * which is none of the rules'. */
static int send_plan(struct client *c, const struct json *doc, struct err *e)
{
    struct arena none = ARENA_INIT;
    struct wire in = {.at = NULL};
    wire_open(&c->frame, WIRE_PLAN);
    wire_put_json(&c->frame, doc);
    size_t bytes = c->frame.len;
    int64_t ms = c->budget.wall_ms + GRACE_MS + (int64_t)bytes / 1000;
    int rc = ready(c, bytes, e);
    rc = rc == 0 ? ask(c, &c->frame, in_ms(ms), &none, 0, &in, e) : rc;
    rc = rc == 0 ? close_answer(c, &in, e) : rc;
    arena_free(&none);
    c->doc = rc == 0 ? doc : NULL;
    return rc;
}

static int64_t wall(const struct client *c)
{
    return (int64_t)c->budget.wall_ms * 1000000;
}

static int64_t time_left(const struct client *c)
{
    return PLAN_WALLS * wall(c) - c->spent;
}

/* The worker has the document, and there is time left for rules that read it. */
static int give_plan(struct client *c, const struct json *doc, struct err *e)
{
    if (time_left(c) <= 0) {
        return err_set(e, ERR_BUSY, "%s", SAID("time limit reached"));
    }
    return c->doc == NULL || c->doc != doc ? send_plan(c, doc, e) : 0;
}

/* Asks what a rule of the plan is to do. The worker keeps its time, as a host does in process; this is for
 * one that does not. A pause of this process counts as what the rule was allowed, and no more. */
static int ask_in_time(struct client *c, struct arena *arena, struct wire *in, struct err *e)
{
    int64_t most = CALL_WALLS * wall(c), left = time_left(c), begun = process_now();
    most = (most < left ? most : left) + (int64_t)GRACE_MS * 1000000;
    int rc = ask(c, &c->frame, begun + most, arena, 0, in, e);
    int64_t taken = process_now() - begun;
    c->spent += taken < most ? taken : most;
    return rc;
}

static int client_run(struct outside *o, const struct rule_order *order, struct arena *arena,
                      struct rule_outcome *out, struct err *e)
{
    struct client *c = client_of(o);
    struct wire in = {.at = NULL};
    int rc = give_plan(c, order->doc, e);
    if (rc != 0) {
        return rc;
    }
    wire_open(&c->frame, WIRE_RUN);
    wire_put_text(&c->frame, order->rule);
    wire_put_json(&c->frame, order->answer);
    wire_put_text(&c->frame, order->answer_id);
    wire_put_json(&c->frame, order->args);
    wire_put_text(&c->frame, order->direction);
    wire_put_u8(&c->frame, order->lasting && order->args == NULL); /* arguments come anew */
    wire_put_i64(&c->frame, order->plan_left);
    wire_put_u8(&c->frame, c->exact);
    rc = ask_in_time(c, arena, &in, e);
    if (rc != 0) {
        return rc;
    }
    wire_outcome(&in, out);
    wire_usage(&in, &out->used);
    return close_answer(c, &in, e);
}

static int client_evaluate(struct outside *o, const struct host_snippet *x, struct arena *arena,
                           struct host_value *out, struct host_usage *used, struct err *e)
{
    struct client *c = client_of(o);
    struct wire in = {.at = NULL};
    int rc = give_plan(c, x->doc, e);
    if (rc != 0) {
        return rc;
    }
    wire_open(&c->frame, WIRE_EVALUATE);
    wire_put_text(&c->frame, x->rule);
    wire_put_text(&c->frame, x->text);
    wire_put_json(&c->frame, x->answer);
    wire_put_json(&c->frame, x->args);
    wire_put_u8(&c->frame, c->exact);
    rc = ask_in_time(c, arena, &in, e);
    if (rc != 0) {
        return rc;
    }
    wire_value(&in, out);
    wire_usage(&in, used);
    return close_answer(c, &in, e);
}

static void client_measure(struct outside *o)
{
    client_of(o)->exact = true;
}

static int client_inspect(struct outside *o, const char *rule, struct arena *arena,
                          struct rule_info *out, struct err *e)
{
    struct client *c = client_of(o);
    struct wire in = {.at = NULL};
    wire_open(&c->frame, WIRE_INSPECT);
    wire_put_text(&c->frame, rule);
    int rc = ask_twice(c, arena, 0, &in, e);
    if (rc != 0) {
        return rc;
    }
    wire_info(&in, out);
    return close_answer(c, &in, e);
}

static int client_field(struct outside *o, const char *rule, const char *field, size_t index,
                        struct arena *arena, size_t *count, struct json **out, struct err *e)
{
    struct client *c = client_of(o);
    struct arena none = ARENA_INIT;
    struct wire in = {.at = NULL};
    wire_open(&c->frame, WIRE_FIELD);
    wire_put_text(&c->frame, rule);
    wire_put_text(&c->frame, field);
    wire_put_u32(&c->frame, (uint32_t)index);
    wire_put_u8(&c->frame, arena != NULL);
    int rc = ask_twice(c, arena == NULL ? &none : arena, TOLD(ERR_RULE) | TOLD(ERR_NOT_FOUND), &in,
                       e);
    if (rc == 0) {
        int64_t n = wire_i64(&in);
        *out = wire_json(&in);
        in.bad = in.bad || n < 0 || n > INT32_MAX;
        *count = (size_t)n;
        rc = close_answer(c, &in, e);
    }
    arena_free(&none);
    return rc;
}

static int client_fits(struct outside *o, const char *rule, const struct json *args, struct err *e)
{
    struct client *c = client_of(o);
    struct arena arena = ARENA_INIT;
    struct wire in = {.at = NULL};
    wire_open(&c->frame, WIRE_FITS);
    wire_put_text(&c->frame, rule);
    wire_put_json(&c->frame, args);
    int rc = ask_twice(c, &arena, TOLD(ERR_INPUT), &in, e);
    rc = rc == 0 ? close_answer(c, &in, e) : rc;
    arena_free(&arena);
    return rc;
}

static void client_watch(struct outside *o)
{
    struct client *c = client_of(o);
    if (!c->watching) { /* a worker is told when it starts */
        c->watching = true;
        c->doc = NULL;
        (void)process_end(&c->process);
    }
}

static int client_lines(struct outside *o, const char *name, unsigned char *marks, size_t count,
                        struct err *e)
{
    struct client *c = client_of(o);
    struct arena arena = ARENA_INIT;
    struct wire in = {.at = NULL};
    wire_open(&c->frame, WIRE_LINES);
    wire_put_text(&c->frame, name);
    int rc = ask_twice(c, &arena, TOLD(ERR_RULE) | TOLD(ERR_INPUT), &in, e);
    if (rc == 0) {
        size_t got = 0;
        const char *bytes = wire_bytes(&in, count, &got);
        in.bad = in.bad || bytes == NULL || got != count;
        for (size_t i = 0; i < got; i++) {
            in.bad = in.bad || (bytes[i] & ~(LINE_CODE | LINE_RAN)) != 0;
        }
        if (!in.bad) {
            memcpy(marks, bytes, count);
        }
        rc = close_answer(c, &in, e);
    }
    arena_free(&arena);
    return rc;
}

static void client_free(struct outside *o)
{
    struct client *c = client_of(o);
    (void)process_end(&c->process);
    buf_free(&c->frame);
    buf_free(&c->answer);
    free(c);
}

static const struct outside_methods methods = {
    .begin = client_begin,
    .run = client_run,
    .inspect = client_inspect,
    .field = client_field,
    .fits = client_fits,
    .evaluate = client_evaluate,
    .measure = client_measure,
    .watch = client_watch,
    .lines = client_lines,
    .free = client_free,
};

/* ---- a rule set ------------------------------------------------------------------------------- */

/* Nothing is ever weaker without a word: what was refused, and what can be done. */
static int no_wall(int rc, const struct err *why, struct err *e)
{
    bool many = strstr(why->text, strerror(EAGAIN)) != NULL; /* processes, under a limit */
    return rc == ERR_MEMORY
               ? err_set(e, rc, "out of memory")
               : err_set(e, ERR_IO,
                         "rules cannot be isolated here: %s: give %s--no-isolate if you trust them",
                         why->text, many ? "--jobs 1, or " : "");
}

static int pool_open(void *context, const struct ruleset *r, const struct host_budget *budget,
                     struct outside **out, struct err *e)
{
    struct client *c = calloc(1, sizeof *c);
    if (c == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    *c = (struct client){.outside = {&methods},
                         .pool = context,
                         .rules = r,
                         .budget = *budget,
                         .process = {.fd = -1}};
    size_t count = 0;
    const struct rule_file *files = ruleset_files(r, &count);
    for (size_t i = 0; i < count; i++) {
        c->rules_room += ROOM_RULES * files[i].len;
    }
    c->room = ROOM + c->rules_room;
    struct err why = {0};
    int rc = ready(c, 0, &why);
    if (rc != 0) {
        client_free(&c->outside);
        return no_wall(rc, &why, e);
    }
    *out = &c->outside;
    return 0;
}

static void pool_close(void *context)
{
    struct pool *p = context;
    starter_free(p->starter);
    free(p);
}

/* The running program itself, even where its file is removed or replaced while it runs: findings of another
 * build are not to stand beside those of this one. Under programs that run others, such as valgrind, that
 * name leads to them; the link is then told rightly. */
static const char *own_program(char *path, size_t size)
{
    static const char self[] = PROCESS_SELF, gone[] = " (deleted)";
    ssize_t got = readlink(self, path, size - 1);
    size_t len = got < 0 ? 0 : (size_t)got, end = sizeof gone - 1;
    path[len] = '\0';
    bool there = len > 0 && (len < end || strcmp(path + len - end, gone) != 0);
    struct stat own, linked;
    bool other = there && stat(self, &own) == 0 && stat(path, &linked) == 0 &&
                 (own.st_dev != linked.st_dev || own.st_ino != linked.st_ino);
    return other ? path : self;
}

int worker_isolate(struct ruleset *r, const struct worker_options *o, struct err *e)
{
    char path[4096];
    struct pool *p = calloc(1, sizeof *p);
    if (p == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    p->unfiltered = o != NULL && o->unfiltered;
    const char *program = o != NULL && o->program != NULL ? o->program
                                                          : own_program(path, sizeof path);
    struct err why = {0};
    int rc = starter_new(program, WORKER_ARGUMENT, &p->starter, &why);
    if (rc != 0) {
        free(p);
        return no_wall(rc, &why, e);
    }
    const struct outside_maker maker = {pool_open, pool_close, p};
    ruleset_outside(r, &maker);
    return 0;
}
