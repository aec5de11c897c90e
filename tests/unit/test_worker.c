/* Workers: they say what is said in process, and one that dies, lies, is late or was taken over costs its
 * rule a finding and nobody else anything (R32, R33). This program is the worker too; by the name that it
 * is started under it is a false one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "sandbox_fixture.h"
#include "under_valgrind.h"
#include "script/outside.h"
#include "worker/cage.h"
#include "worker/process.h"
#include "worker/wire.h"

/* ---- false workers ---------------------------------------------------------------------------- */

static void say(const void *bytes, size_t len)
{
    const char *at = bytes;
    while (len > 0) {
        ssize_t n = write(0, at, len);
        if (n <= 0) {
            _exit(0);
        }
        at += n;
        len -= (size_t)n;
    }
}

static void say_frame(struct buf *b)
{
    if (wire_close(b) != 0) {
        _exit(9);
    }
    say(b->data, b->len);
}

static bool hear(struct buf *in)
{
    unsigned char head[4];
    for (size_t got = 0; got < sizeof head;) {
        ssize_t n = read(0, head + got, sizeof head - got);
        if (n <= 0) {
            return false;
        }
        got += (size_t)n;
    }
    size_t len = head[0] | (size_t)head[1] << 8 | (size_t)head[2] << 16 | (size_t)head[3] << 24;
    if (buf_resize(in, len) != 0) {
        return false;
    }
    for (size_t got = 0; got < len;) {
        ssize_t n = read(0, in->data + got, len - got);
        if (n <= 0) {
            return false;
        }
        got += (size_t)n;
    }
    return true;
}

static void say_outcome(const struct rule_outcome *o)
{
    struct buf out = BUF_INIT;
    wire_open(&out, WIRE_DONE);
    wire_put_outcome(&out, o);
    wire_put_usage(&out, &o->used);
    say_frame(&out);
}

/* Answers that are well formed and yet no finding. */
static void lie(const char *how)
{
    static const char *const read[] = {"plan.budget.drr"};
    struct arena arena = ARENA_INIT;
    struct rule_outcome o = {.finding = {.outcome = OUTCOME_SCORED,
                                         .raw = 0.5,
                                         .template_text = "x",
                                         .read = read,
                                         .read_count = 1}};
    struct finding *f = &o.finding;
    if (strcmp(how, "over") == 0) {
        f->raw = 1.5;
    } else if (strcmp(how, "nan") == 0) {
        f->raw = 0.0 / (double)strtol("0", NULL, 10);
    } else if (strcmp(how, "bytes") == 0) {
        f->template_text = "\xff\xfe";
    } else if (strcmp(how, "kind") == 0) {
        f->outcome = (enum outcome)77;
    } else if (strcmp(how, "context") == 0) { /* what only a condition may say */
        f->outcome = OUTCOME_NOT_APPLICABLE;
        f->by = BY_CONTEXT;
    } else if (strcmp(how, "doubts") == 0) { /* the engine's own parameter */
        struct json *params = json_new(&arena, JSON_OBJECT);
        (void)json_add(&arena, params, FINDING_DOUBTS, json_new(&arena, JSON_ARRAY));
        f->params = params;
    } else if (strcmp(how, "fuel") == 0) {
        o.fuel_used = -1;
    } else if (strcmp(how, "many") == 0) {
        struct json *params = json_new(&arena, JSON_OBJECT);
        struct json *list = json_new(&arena, JSON_ARRAY);
        for (int i = 0; i < 100000; i++) {
            (void)json_add(&arena, list, NULL, json_new_number(&arena, 1));
        }
        (void)json_add(&arena, params, "a", list);
        f->params = params;
    }
    say_outcome(&o);
}

enum { SLOW_MS = 200 };

/* What rules are asked for here: 0.5 of a plan, said by a process in the state that the name says. */
static void misbehave(const char *how)
{
    static const char noise[4096] = "\x10\0\0\0"
                                    "DDDDDDDDDDDDDDDDrubbish";
    if (strcmp(how, "garbage") == 0) {
        say(noise, sizeof noise);
    } else if (strcmp(how, "gibibyte") == 0) { /* told, then sent */
        static const unsigned char head[] = {0, 0, 0, 64};
        say(head, sizeof head);
        for (long i = 0; i < 1L << 18; i++) {
            say(noise, sizeof noise);
        }
    } else if (strcmp(how, "endless") == 0) { /* within what is allowed, and more behind it */
        for (long i = 0; i < 1L << 18; i++) {
            say(noise, sizeof noise);
        }
    } else if (strcmp(how, "nothing") == 0) {
        (void)pause();
    } else if (strcmp(how, "half") == 0) {
        say(noise, 9);
        (void)pause();
    } else if (strcmp(how, "half-dies") == 0) {
        say(noise, 9);
    } else if (strcmp(how, "dies") == 0) {
        (void)raise(SIGKILL);
    } else if (strcmp(how, "slow") == 0) {
        const struct timespec pause = {0, SLOW_MS * 1000000L};
        (void)nanosleep(&pause, NULL);
        lie(how);
        return; /* and goes on */
    } else if (strcmp(how, "crashes") == 0) {
        (void)signal(SIGSEGV, SIG_DFL);
        (void)raise(SIGSEGV);
    } else if (strcmp(how, "failed") == 0 || strcmp(how, "memory") == 0) {
        struct buf out = BUF_INIT;
        wire_open(&out, WIRE_FAILED); /* of the store: a failure that no run has */
        wire_put_u8(&out, (unsigned)-(how[0] == 'f' ? ERR_STORE : ERR_MEMORY));
        wire_put_text(&out, "x");
        say_frame(&out);
    } else {
        lie(how);
    }
    _exit(0);
}

/* Calls of a worker that somebody has taken over. */
static void escape(const char *how)
{
    char *none[] = {NULL};
    if (strcmp(how, "open") == 0) {
        (void)open("/etc/passwd", O_RDONLY);
    } else if (strcmp(how, "socket") == 0) {
        (void)socket(AF_INET, SOCK_STREAM, 0);
    } else if (strcmp(how, "execve") == 0) {
        (void)execve("/bin/true", none, none);
    } else if (strcmp(how, "fork") == 0) {
        (void)fork();
    } else if (strcmp(how, "kill") == 0) {
        (void)kill(getppid(), SIGTERM);
    } else if (strcmp(how, "killself") == 0) {
        (void)syscall(SYS_kill, 1, 0);
    } else if (strcmp(how, "unlink") == 0) {
        (void)unlink("/nonexistent/banyan");
    } else if (strcmp(how, "mmapexec") == 0) {
        (void)mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    } else if (strcmp(how, "mprotect") == 0) {
        (void)mprotect((void *)((uintptr_t)&none & ~(uintptr_t)4095), 4096, PROT_EXEC);
    } else if (strcmp(how, "prctl") == 0) {
        (void)syscall(SYS_prctl, 38, 0, 0, 0, 0);
    } else if (strcmp(how, "ptrace") == 0) {
        (void)syscall(SYS_ptrace, 0, 0, 0, 0);
    } else if (strcmp(how, "wide") == 0) { /* the same number in another calling convention */
        (void)syscall(SYS_read | 0x40000000, 0, NULL, 0);
    } else { /* all that a worker needs: no end */
        struct timespec t;
        (void)clock_gettime(CLOCK_MONOTONIC, &t);
        void *m = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        m = m == MAP_FAILED ? m : mremap(m, 1 << 20, 2 << 20, MREMAP_MAYMOVE);
        (void)munmap(m, 2 << 20);
        free(malloc(3 << 20));
        lie("");
    }
    _exit(0);
}

/* Dies while a rule is loaded: each time, or once, which a file beside the program's name remembers. */
static void load(const char *how, const char *own)
{
    char mark[PATH_MAX + 8];
    (void)snprintf(mark, sizeof mark, "%s.mark", own);
    int fd = open(mark, O_CREAT | O_EXCL | O_WRONLY, 0600);
    if (fd >= 0 || strcmp(how, "load-dies") == 0) {
        (void)raise(SIGKILL);
    }
    (void)unlink(mark);
}

/* Says that all is well until a rule is to run. */
static int false_worker(const char *how, const char *own)
{
    struct buf in = BUF_INIT, out = BUF_INIT;
    bool caged = strncmp(how, "cage-", 5) == 0;
    while (hear(&in)) {
        unsigned char kind = (unsigned char)in.data[0];
        if (kind == WIRE_EVALUATE) {
            misbehave(how);
        }
        if (kind == WIRE_RUN && caged) {
            struct err e = {0};
            if (cage_limit(getppid(), UINT64_C(1) << 29, &e) != 0 || cage_close(&e) != 0) {
                _exit(8);
            }
            escape(how + 5);
        } else if (kind == WIRE_RUN) {
            misbehave(how);
            continue;
        }
        wire_open(&out, WIRE_DONE);
        if (kind == WIRE_INSPECT) {
            if (strncmp(how, "load-", 5) == 0) {
                load(how, own);
            }
            wire_put_info(&out, &(struct rule_info){.title = "t", .source = "s", .version = 1});
        }
        say_frame(&out);
    }
    return 0;
}

/* ---- what comes of them ----------------------------------------------------------------------- */

static const char BODY[] =
    "return { id = \"t/tested\", version = 1, title = \"t\", source = \"s\", "
    "score = function(plan) return plan.budget.drr / plan.budget.total end }";

/* A name for this program, as which it is that false worker. */
static void name_program(const char *how, char *path, size_t size)
{
    char own[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", own, sizeof own - 1);
    assert_true(len > 0);
    own[len] = '\0';
    (void)snprintf(path, size, "%s.as-%s.%d", own, how, (int)getpid());
    (void)unlink(path);
    assert_int_equal(symlink(own, path), 0);
}

static void lab_with(struct lab *l, const char *how, const struct host_budget *b)
{
    const struct rule_file files[] = {{"t/tested", "t", BODY, sizeof BODY - 1, NULL}};
    char path[PATH_MAX + 64];
    struct err e = {0};
    name_program(how, path, sizeof path);
    const struct worker_options o = {.program = path, .unfiltered = true};
    *l = (struct lab){.arena = ARENA_INIT};
    assert_int_equal(ruleset_new(files, 1, true, &l->rules, &e), 0);
    assert_int_equal(worker_isolate(l->rules, &o, &e), 0);
    if (ruleset_inspect(l->rules, NULL, &e) != 0 || host_new(l->rules, b, &l->host, &e) != 0) {
        fail_msg("%s: %s", how, e.text);
    }
    l->plan.doc = read_json(&l->arena, PLAN);
    l->answer = (struct answer){.state = 'v', .value = read_json(&l->arena, "0.5")};
    (void)unlink(path);
}

static void said_by(const char *how, int wall_ms, char said[SAID_MAX], bool *hurried)
{
    const struct host_budget b = {.fuel = 10000000, .memory = 16 << 20, .wall_ms = wall_ms};
    struct lab l;
    lab_with(&l, how, &b);
    host_begin(l.host);
    lab_run(&l, "t/tested", said);
    *hurried = host_hurried(l.host);
    lab_close(&l);
}

static void r32_a_worker_that_lies_is_not_believed(void **state)
{
    (void)state;
    static const char *const ways[] = {"garbage", "gibibyte", "endless", "half-dies", "failed",
                                       "over",    "nan",      "bytes",   "kind",      "context",
                                       "doubts",  "fuel",     "many"};
    char said[SAID_MAX];
    bool hurried = false;
    for (size_t i = 0; i < COUNT(ways); i++) {
        said_by(ways[i], 600000, said, &hurried);
        expect(ways[i], said, "error rule 0 the rule's process gave no proper answer", "");
        assert_true(hurried); /* such an assessment is shown and not stored */
    }
    said_by("sound", 600000, said, &hurried); /* the control: it answers likewise, and well */
    expect("sound", said, "scored  500000000 x", "");
    assert_false(hurried);
}

static void r32_a_worker_that_crashes_is_told_apart(void **state)
{
    (void)state;
    char said[SAID_MAX];
    bool hurried = false;
    said_by("dies", 600000, said, &hurried);
    expect("dies", said, "error rule 0 the rule's process was killed", "");
    assert_true(hurried);
    said_by("crashes", 600000, said, &hurried);
    expect("crashes", said, "error rule 0 the rule's process crashed", "");
    assert_true(hurried);
}

static void r32_a_worker_that_says_nothing_is_ended(void **state)
{
    (void)state;
    static const char *const ways[] = {"nothing", "half"};
    char said[SAID_MAX];
    bool hurried = false;
    for (size_t i = 0; i < COUNT(ways); i++) {
        struct timespec t;
        (void)clock_gettime(CLOCK_MONOTONIC, &t);
        said_by(ways[i], 300, said, &hurried);
        expect(ways[i], said, "error limit 0 time limit reached", "");
        assert_true(hurried);
    }
}

/* A worker that dies while a rule is loaded is no verdict on the rule: another is asked, and where that dies,
 * too, nothing is known. */
static void r32_a_worker_that_dies_of_loading_is_no_verdict(void **state)
{
    (void)state;
    char said[SAID_MAX], path[PATH_MAX + 64], mark[PATH_MAX + 72];
    bool hurried = true;
    said_by("load-once", 600000, said, &hurried);
    expect("once", said, "scored  500000000 x", "");
    assert_false(hurried);

    const struct rule_file files[] = {{"t/tested", "t", BODY, sizeof BODY - 1, NULL}};
    struct ruleset *r = NULL;
    struct host *h = NULL;
    struct err e = {0};
    struct finding f;
    struct arena arena = ARENA_INIT;
    name_program("load-dies", path, sizeof path);
    const struct worker_options o = {.program = path, .unfiltered = true};
    assert_int_equal(ruleset_new(files, 1, true, &r, &e), 0);
    assert_int_equal(worker_isolate(r, &o, &e), 0);
    assert_int_equal(ruleset_inspect(r, NULL, &e), ERR_BUSY);
    assert_non_null(strstr(e.text, "t/tested.lua: the rule's process was killed, twice"));
    assert_true(ruleset_lost(r, NULL));
    assert_false(ruleset_find(r, "t/tested")->inspected); /* the next call asks again */
    assert_int_equal(host_new(r, NULL, &h, &e), 0);
    assert_int_equal(host_try(h, "t/tested", read_json(&arena, PLAN), NULL, NULL, &arena, &f), 0);
    assert_int_equal(f.outcome, OUTCOME_ERROR);
    assert_true(host_hurried(h));
    host_free(h);
    ruleset_free(r);
    arena_free(&arena);
    (void)snprintf(mark, sizeof mark, "%s.mark", path);
    (void)unlink(mark);
    (void)unlink(path);
}

/* A host that was stopped, or had no processor, takes what came meanwhile. */
static void an_answer_that_has_come_is_not_late(void **state)
{
    (void)state;
    char path[PATH_MAX + 64];
    struct buf b = BUF_INIT;
    struct process p;
    struct starter *s = NULL;
    struct err e = {0};
    name_program("sound", path, sizeof path);
    assert_int_equal(starter_new(path, WORKER_ARGUMENT, &s, &e), 0);
    assert_int_equal(process_start(s, &p, &e), 0);
    int64_t past = process_now() - 1;
    assert_int_equal(process_receive(&p, &b, 4096, past), ERR_BUSY);
    wire_open(&b, WIRE_RUN);
    assert_int_equal(wire_close(&b), 0);
    assert_int_equal(process_send(&p, &b, past), 0);
    struct pollfd ready = {.fd = p.fd, .events = POLLIN};
    assert_int_equal(poll(&ready, 1, 60000), 1);
    assert_int_equal(process_receive(&p, &b, 4096, past), 0);
    assert_int_equal(b.data[0], WIRE_DONE);
    (void)process_end(&p);
    starter_free(s);
    buf_free(&b);
    (void)unlink(path);
}

/* As in process, a rule has its time for itself. */
static void each_rule_of_a_plan_has_its_own_time(void **state)
{
    (void)state;
    static const struct host_budget b = {
        .fuel = 10000000, .memory = 16 << 20, .wall_ms = 2 * SLOW_MS};
    struct lab l;
    char said[SAID_MAX];
    lab_with(&l, "slow", &b);
    host_begin(l.host);
    for (int i = 0; i < 5; i++) {
        lab_run(&l, "t/tested", said);
        expect("slow", said, "scored  500000000 x", "");
    }
    assert_false(host_hurried(l.host));
    lab_close(&l);
}

static void a_worker_of_another_version_is_refused(void **state)
{
    (void)state;
    struct buf hello = BUF_INIT;
    struct process p;
    struct starter *s = NULL;
    struct err e = {0};
    char own[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", own, sizeof own - 1);
    own[len] = '\0';
    assert_int_equal(starter_new(own, WORKER_ARGUMENT, &s, &e), 0);
    assert_int_equal(process_start(s, &p, &e), 0);
    wire_open(&hello, WIRE_HELLO);
    wire_put_u32(&hello, WIRE_VERSION + 1);
    assert_int_equal(wire_close(&hello), 0);
    int64_t until = process_now() + INT64_C(60000000000);
    assert_int_equal(process_send(&p, &hello, until), 0);
    assert_int_equal(process_receive(&p, &hello, 4096, until), 0);
    assert_int_equal(hello.data[0], WIRE_FAILED);
    assert_non_null(memmem(hello.data, hello.len, "was replaced", 12));
    (void)process_end(&p);
    starter_free(s);
    buf_free(&hello);
}

/* What is killed from outside, at any moment, is replaced; whoever was not running a rule loses nothing. */
/* Whether the process of this number, as text, is one of ours. */
static bool is_child(const char *number)
{
    char path[64], text[512] = "";
    (void)snprintf(path, sizeof path, "/proc/%.20s/stat", number);
    FILE *f = fopen(path, "r");
    if (f == NULL) {
        return false;
    }
    size_t len = fread(text, 1, sizeof text - 1, f);
    (void)fclose(f);
    text[len] = '\0';
    const char *after = strrchr(text, ')'); /* ") S 123": state, parent */
    return after != NULL && strlen(after) > 4 && strtol(after + 4, NULL, 10) == getpid();
}

static void kill_children_once(void)
{
    DIR *all = opendir("/proc");
    for (struct dirent *d = readdir(all); d != NULL; d = readdir(all)) {
        if (d->d_name[0] >= '1' && d->d_name[0] <= '9' && is_child(d->d_name)) {
            (void)kill((pid_t)strtol(d->d_name, NULL, 10), SIGKILL);
        }
    }
    (void)closedir(all);
}

static void *kill_children(void *context)
{
    const atomic_bool *stop = context;
    const struct timespec pause = {0, 3000000};
    while (!atomic_load(stop)) {
        kill_children_once();
        (void)nanosleep(&pause, NULL);
    }
    return NULL;
}

static void r32_workers_killed_at_random_are_replaced(void **state)
{
    (void)state;
    static const struct host_budget b = {.fuel = 10000000, .memory = 16 << 20, .wall_ms = 600000};
    struct lab l;
    pthread_t killer;
    atomic_bool stop;
    char said[SAID_MAX];
    int scored = 0, lost = 0;
    atomic_init(&stop, false);
    lab_open_in(&l, BODY, sizeof BODY - 1, &b, true);
    assert_int_equal(pthread_create(&killer, NULL, kill_children, &stop), 0);
    for (int i = 0; i < 100000 && (lost < 5 || i < 300); i++) {
        host_begin(l.host);
        lab_run(&l, "t/tested", said);
        if (strncmp(said, "error ", 6) == 0) {
            expect("killed", said, "error rule 0 ", "process");
            assert_true(host_hurried(l.host));
            lost++;
        } else {
            expect("killed", said, "scored  250000000 ", "");
            assert_false(host_hurried(l.host));
            scored++;
        }
    }
    atomic_store(&stop, true);
    (void)pthread_join(killer, NULL);
    assert_true(lost >= 5);
    host_begin(l.host);
    lab_run(&l, "t/tested", said); /* may be of one that was killed last */
    lab_run(&l, "t/tested", said);
    expect("after", said, "scored  250000000 ", "");
    lab_close(&l);
}

/* The machine's memory is no fault of the rule: no verdict. */
static void r28_a_worker_without_memory(void **state)
{
    (void)state;
    struct lab l;
    struct finding f;
    struct checklist c = {0};
    struct criterion k = {.demand = {.id = "Z", .title = "t", .rule = "t/tested"}};
    lab_with(&l, "memory", &host_budget_default);
    k.demand.answer.type = ANSWER_NUMBER;
    assert_int_equal(checklist_declare(&l.arena, &k), 0);
    host_begin(l.host);
    assert_int_equal(host_run(l.host, &c, &k, &l.plan, &l.answer, &l.arena, &f), ERR_MEMORY);
    lab_close(&l);
}

/* ---- the cage --------------------------------------------------------------------------------- */

static void r33_no_way_out_of_a_worker_that_was_taken_over(void **state)
{
    (void)state;
    static const char *const ways[] = {"cage-open",   "cage-socket",   "cage-execve",
                                       "cage-fork",   "cage-kill",     "cage-killself",
                                       "cage-unlink", "cage-mmapexec", "cage-mprotect",
                                       "cage-prctl",  "cage-ptrace"};
    char said[SAID_MAX];
    bool hurried = false;
    if (cage_missing() != NULL) { /* tests/fault runs this without a sanitizer */
        print_message("left out here: %s\n", cage_missing());
        return;
    }
    for (size_t i = 0; i < COUNT(ways); i++) {
        said_by(ways[i], 600000, said, &hurried);
        expect(ways[i], said, "error rule 0 the rule's process did what no rule may do", "");
        assert_true(hurried);
    }
#ifdef __x86_64__
    said_by("cage-wide", 600000, said, &hurried);
    expect("wide", said, "error rule 0 the rule's process did what no rule may do", "");
#endif
    said_by("cage-needed", 600000, said, &hurried);
    expect("needed", said, "scored  500000000 x", "");
}

/* What a child says of itself once it has its limits. */
static void a_worker_has_limits_and_one_descriptor(void **state)
{
    (void)state;
    int ends[2];
    if (under_valgrind()) {
        print_message("left out here: these limits would not be the system's\n");
        return;
    }
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    pid_t parent = getpid(), pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        struct err e = {0};
        (void)dup2(ends[1], 0);
        int bad = cage_limit(parent, UINT64_C(1) << 30, &e) != 0;
        for (int fd = 1; fd < 1024; fd++) {
            bad |= fcntl(fd, F_GETFD) >= 0 ? 2 : 0;
        }
        bad |= open("/dev/null", O_RDONLY) >= 0 ? 4 : 0;
        bad |= write(0, "x", 1) != 1 ? 8 : 0;
        bad |= getppid() == parent && cage_limit(1, UINT64_C(1) << 30, &e) == 0 ? 16 : 0;
        _exit(bad);
    }
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    (void)close(ends[0]);
    (void)close(ends[1]);
}

/* ---- the methods, side by side with the same in process ---------------------------------------- */

static const char LARGE[] =
    "local lib = share\n"
    "return { id = \"t/tested\", version = 3, title = \"t\", source = \"s\",\n"
    "needs = { \"plan.budget.drr\" }, args = { a = 1, list = { 1, 2 } },\n"
    "score = function(plan, answer, args)\n"
    "  if plan.budget.drr > 1000 then\n"
    "    return unknown(\"much\")\n"
    "  end\n"
    "  return credit(args.a / 2, \"{a} {b}\", { a = percent(0.25), b = { \"x\", 2, \"\\u{e9}\" } "
    "})\n"
    "end,\n"
    "tests = { { name = \"one\", plan = { budget = { drr = 1 } }, expect = { credit = 0.5 } },\n"
    "          { name = \"two\", expect = { outcome = \"not_assessed\" } } } }";

static void describe(struct buf *out, struct lab *l)
{
    struct err e = {0};
    struct json *doc = NULL;
    unsigned char *marks = NULL;
    char said[SAID_MAX];
    size_t count = 0;
    const struct rule_info *info = ruleset_find(l->rules, "t/tested");
    buf_printf(out, "%s %d %d %s|", info->label, info->version, info->test_count, info->needs[0]);
    assert_int_equal(host_watch(l->host, &e), 0);
    lab_run(l, "t/tested", said);
    buf_puts(out, said);
    assert_int_equal(host_tests(l->host, "t/tested", &count, &e), 0);
    buf_printf(out, "|%zu|", count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(host_test(l->host, "t/tested", i, &l->arena, &doc, &e), 0);
        json_write(out, doc);
    }
    assert_int_equal(host_args(l->host, "t/tested", &l->arena, &doc, &e), 0);
    json_write(out, doc);
    assert_int_equal(host_args(l->host, "t/normal", &l->arena, &doc, &e), 0);
    json_write(out, doc);
    assert_int_equal(host_tests(l->host, "t/nobody", &count, &e), ERR_NOT_FOUND);
    buf_printf(out, "|%s|", e.text);
    assert_int_equal(host_lines(l->host, "t/normal", &l->arena, &marks, &count, &e), 0);
    assert_int_equal(host_lines(l->host, "t/tested", &l->arena, &marks, &count, &e), 0);
    for (size_t i = 0; i < count; i++) {
        buf_printf(out, "%d", marks[i]);
    }
    assert_int_equal(
        host_fits(l->host, "t/tested", read_json(&l->arena, "{\"b\":1}"), &l->arena, &e),
        ERR_INPUT);
    buf_printf(out, "|%s", e.text);
    assert_int_equal(
        host_fits(l->host, "t/tested", read_json(&l->arena, "{\"a\":1}"), &l->arena, &e), 0);
    l->args = read_json(&l->arena, "{\"a\":0.5,\"list\":[{\"x\":null},\"\\u00e9\",true,-0.125]}");
    lab_run(l, "t/tested", said);
    buf_printf(out, "|%s", said);
}

static void every_question_has_the_same_answer_in_a_worker(void **state)
{
    (void)state;
    struct buf text[2] = {BUF_INIT, BUF_INIT};
    const char *file = LARGE + strcspn(LARGE, "\n") + 1; /* without its first line */
    for (int outside = 0; outside < 2; outside++) {
        struct lab l;
        lab_open_in(&l, file, strlen(file), &host_budget_default, outside == 1);
        describe(&text[outside], &l);
        lab_close(&l);
        lab_open_in(&l, LARGE, sizeof LARGE - 1, &host_budget_default, outside == 1);
        buf_puts(&text[outside], ruleset_find(l.rules, "t/tested")->error);
        lab_close(&l);
    }
    assert_string_equal(text[0].data, text[1].data);
    assert_non_null(strstr(text[0].data, "t/tested@3 3 2 plan.budget.drr|scored  500000000"));
    buf_free(&text[0]);
    buf_free(&text[1]);
}

/* ---- expressions ------------------------------------------------------------------------------ */

static void describe_value(struct buf *out, const struct host_value *v)
{
    buf_printf(out, "|%s %d %d %d %d %d", v->error == NULL ? "-" : v->error, v->line, v->column,
               v->limit, v->found, (int)v->finding.credit);
    for (size_t i = 0; i < v->count; i++) {
        buf_puts(out, " ");
        if (v->values[i] == NULL) {
            buf_puts(out, "nil");
        } else {
            json_write(out, v->values[i]);
        }
    }
    for (size_t i = 0; i < v->read_count; i++) {
        buf_printf(out, " %s", v->read[i]);
    }
    if (v->found) {
        buf_puts(out, " ");
        finding_reason(out, &v->finding);
    }
}

static void evaluate_all(struct buf *out, struct lab *l)
{
    static const char *const texts[] = {"1 + 1, nil, \"\\u{e9}\", { a = { 1, true } }",
                                        "plan.budget.drr / args.a, answer.value",
                                        "credit(0.25, \"{x}\", { x = percent(0.5) })",
                                        "1, unknown(\"why\")",
                                        "plan.budgets.drr",
                                        "nobody",
                                        "1 +",
                                        "\"\xff\"",
                                        "\xff",
                                        "error({})",
                                        "0 / 0",
                                        "while true do end",
                                        "local s = \"x\" while true do s = s .. s end",
                                        "local function f() return f() + 1 end return f()",
                                        "string",
                                        ""};
    const struct json *doc = l->plan.doc;
    for (size_t i = 0; i < COUNT(texts) * 2; i++) {
        const struct host_snippet x = {
            .text = texts[i / 2],
            .rule = i % 2 == 0 ? "t/tested" : NULL,
            .doc = doc,
            .answer = l->answer.value == NULL ? NULL : read_json(&l->arena, "{\"value\":0.5}")};
        struct host_value v;
        struct host_usage used;
        assert_int_equal(host_evaluate(l->host, &x, &l->arena, &v), 0);
        host_used(l->host, &used);
        describe_value(out, &v);
        buf_printf(out, " %lld", (long long)used.fuel);
        assert_true(used.ns > 0 && used.memory > 0);
    }
}

static void an_expression_has_the_same_value_in_a_worker(void **state)
{
    (void)state;
    static const struct host_budget b = {.fuel = 10000000, .memory = 16 << 20, .wall_ms = 600000};
    struct buf text[2] = {BUF_INIT, BUF_INIT};
    const char *file = LARGE + strcspn(LARGE, "\n") + 1;
    for (int outside = 0; outside < 2; outside++) {
        struct lab l;
        char said[SAID_MAX];
        struct host_usage used;
        lab_open_in(&l, file, strlen(file), &b, outside == 1);
        host_time(l.host); /* which a worker does by itself */
        evaluate_all(&text[outside], &l);
        host_measure(l.host); /* each instruction counts */
        evaluate_all(&text[outside], &l);
        host_begin(l.host);
        lab_run(&l, "t/tested", said);
        lab_run(&l, "t/normal", said);
        host_used(l.host, &used);
        buf_printf(&text[outside], "|%lld", (long long)used.fuel);
        assert_true(used.ns > 0 && used.made > 0 && used.memory > 1000);
        lab_close(&l);
    }
    assert_string_equal(text[0].data, text[1].data);
    assert_non_null(strstr(text[0].data, "|- 0 0 0 0 0 2 nil \"\u00e9\" {\"a\":[1,true]}"));
    assert_non_null(strstr(text[0].data, "|- 0 0 0 1 250000000 \"(a finding)\" 50 %"));
    assert_non_null(strstr(text[0].data, "did you mean budget?"));
    assert_non_null(strstr(text[0].data, "cpu budget used up"));
    buf_free(&text[0]);
    buf_free(&text[1]);
}

/* Whatever becomes of the worker, the next expression is evaluated by another one. */
static void r32_an_expression_whose_worker_is_lost(void **state)
{
    (void)state;
    static const struct {
        const char *how, *error;
        bool limit;
    } ways[] = {{"garbage", "no proper answer", false}, {"endless", "no proper answer", false},
                {"dies", "was killed", false},          {"crashes", "crashed", false},
                {"sound", "no proper answer", false}, /* a finding is no value */
                {"failed", "no proper answer", false},  {"nothing", "time limit reached", true}};
    static const struct host_budget patient = {
        .fuel = 10000000, .memory = 16 << 20, .wall_ms = 600000};
    struct host_budget hasty = patient;
    hasty.wall_ms = 300;
    for (size_t i = 0; i < COUNT(ways); i++) {
        struct lab l;
        struct host_value v;
        struct host_usage used;
        lab_with(&l, ways[i].how, ways[i].limit ? &hasty : &patient);
        const struct host_snippet x = {.text = "1", .doc = l.plan.doc};
        for (int again = 0; again < 2; again++) { /* the program is gone: none can be started */
            assert_int_equal(host_evaluate(l.host, &x, &l.arena, &v), 0);
            assert_non_null(v.error);
            assert_int_equal(v.count, 0);
            host_used(l.host, &used);
            assert_int_equal(used.fuel, 0);
            assert_true(host_hurried(l.host));
            if (again == 0 &&
                (strstr(v.error, ways[i].error) == NULL || v.limit != ways[i].limit)) {
                fail_msg("%s: %s", ways[i].how, v.error);
            }
        }
        lab_close(&l);
    }
    struct lab l;
    struct host_value v;
    lab_open_in(&l, BODY, sizeof BODY - 1, &patient, true);
    const struct host_snippet x = {.text = "plan.budget.drr", .doc = l.plan.doc};
    for (int i = 0; i < 3; i++) {
        assert_int_equal(host_evaluate(l.host, &x, &l.arena, &v), 0);
        assert_null(v.error);
        assert_int_equal(v.values[0]->number, 500);
        kill_children_once();
        assert_int_equal(host_evaluate(l.host, &x, &l.arena, &v), 0);
        assert_non_null(strstr(v.error, "was killed"));
    }
    lab_close(&l);
}

/* What a worker will not hand over it says itself, and lives on. */
static void a_value_that_is_too_large(void **state)
{
    (void)state;
    static const struct host_budget b = {.fuel = 10000000, .memory = 16 << 20, .wall_ms = 600000};
    struct lab l;
    struct host_value v;
    lab_open_in(&l, BODY, sizeof BODY - 1, &b, true);
    struct host_snippet x = {.text = "local a = (\"x\"):rep(1048576) return a, a, a, a, a, a, a",
                             .doc = l.plan.doc};
    assert_int_equal(host_evaluate(l.host, &x, &l.arena, &v), 0);
    assert_null(v.error);
    assert_int_equal(v.values[6]->len, 1048576);
    x.text = "local a = (\"x\"):rep(1048576) return a, a, a, a, a, a, a, a";
    assert_int_equal(host_evaluate(l.host, &x, &l.arena, &v), 0);
    assert_non_null(strstr(v.error, "too large to be handed over"));
    assert_false(host_hurried(l.host));
    x.text = "1";
    assert_int_equal(host_evaluate(l.host, &x, &l.arena, &v), 0);
    assert_null(v.error);
    lab_close(&l);
}

/* All rules of a plan together have thirty times that of one. */
static void a_plan_has_one_time_for_its_rules(void **state)
{
    (void)state;
    static const char slow[] = "return { id = \"t/tested\", version = 1, title = \"t\", source = "
                               "\"s\", score = function() "
                               "for i = 1, 1 << 40 do end end }";
    static const struct host_budget b = {
        .fuel = INT64_C(1) << 50, .memory = 16 << 20, .wall_ms = 40};
    struct lab l;
    char said[SAID_MAX];
    lab_open_in(&l, slow, sizeof slow - 1, &b, true);
    host_begin(l.host);
    for (int i = 0; i < 40; i++) { /* the last ones take none */
        lab_run(&l, "t/tested", said);
        expect("slow", said, "error limit 0 time limit reached", "");
    }
    lab_run(&l, "t/normal", said);
    expect("of the same plan", said, "error limit 0 time limit reached", "");
    host_begin(l.host);
    lab_run(&l, "t/normal", said);
    assert_string_equal(said, NORMAL_SAYS);
    lab_close(&l);
}

/* Of one plan the document is sent once; the next may lie at the same address. */
static void the_next_plan_is_another_one_wherever_it_lies(void **state)
{
    (void)state;
    struct lab l;
    char said[SAID_MAX];
    lab_open_in(&l, BODY, sizeof BODY - 1, &host_budget_default, true);
    struct json *doc = read_json(&l.arena, PLAN);
    l.plan.doc = doc;
    for (int drr = 500; drr <= 2000; drr += 500) {
        host_begin(l.host);
        ((struct json *)json_path(doc, "plan.budget.drr"))->number = drr;
        lab_run(&l, "t/tested", said);
        char wanted[64];
        (void)snprintf(wanted, sizeof wanted, "scored  %d ", drr * 500000);
        expect("the next plan", said, wanted, "");
    }
    lab_close(&l);
}

/* A plan far larger than those before gets a worker with more room. */
static void a_large_plan_has_room(void **state)
{
    (void)state;
    static const struct host_budget b = {.fuel = 10000000, .memory = 16 << 20, .wall_ms = 600000};
    struct lab l;
    struct buf text = BUF_INIT;
    char said[SAID_MAX];
    buf_puts(&text, "{\"plan\":{\"id\":\"P1\",\"budget\":{\"drr\":500,\"total\":2000},\"list\":[0");
    for (int i = 0; i < 2000000; i++) {
        buf_puts(&text, ",1");
    }
    buf_puts(&text, "]}}");
    lab_open_in(&l, BODY, sizeof BODY - 1, &b, true);
    lab_run(&l, "t/tested", said);
    expect("small", said, "scored  250000000 ", "");
    l.plan.doc = read_json(&l.arena, text.data);
    host_begin(l.host);
    lab_run(&l, "t/tested", said);
    expect("large", said, "scored  250000000 ", "");
    lab_close(&l);
    buf_free(&text);
}

static void a_program_that_is_not_there(void **state)
{
    (void)state;
    const struct rule_file files[] = {{"t/tested", "t", BODY, sizeof BODY - 1, NULL}};
    const struct worker_options missing = {.program = "/nonexistent/banyan"};
    const struct worker_options other = {.program = "/bin/true"};
    struct ruleset *r = NULL;
    struct err e = {0};
    assert_int_equal(ruleset_new(files, 1, true, &r, &e), 0);
    assert_int_equal(worker_isolate(r, &missing, &e), 0);
    assert_int_equal(ruleset_inspect(r, NULL, &e), ERR_IO);
    assert_non_null(strstr(e.text, "rules cannot be isolated here"));
    assert_non_null(strstr(e.text, "--no-isolate"));
    ruleset_free(r);
    assert_int_equal(ruleset_new(files, 1, true, &r, &e), 0);
    assert_int_equal(worker_isolate(r, &other, &e), 0);
    assert_int_equal(ruleset_inspect(r, NULL, &e), ERR_IO);
    ruleset_free(r);
    if (cage_missing() != NULL) { /* never weaker without a word */
        assert_int_equal(ruleset_new(files, 1, true, &r, &e), 0);
        assert_int_equal(worker_isolate(r, NULL, &e), 0);
        assert_int_equal(ruleset_inspect(r, NULL, &e), ERR_IO);
        assert_non_null(strstr(e.text, cage_missing()));
        ruleset_free(r);
    }
}

int main(int argc, char **argv)
{
    const char *as = strstr(argv[0], ".as-");
    if (argc == 2 && strcmp(argv[1], WORKER_ARGUMENT) == 0) {
        char how[64] = "";
        if (as != NULL) {
            (void)snprintf(how, sizeof how, "%.*s", (int)strcspn(as + 4, "."), as + 4);
        }
        _exit(as != NULL ? false_worker(how, argv[0]) : worker_serve());
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(r32_a_worker_that_lies_is_not_believed),
        cmocka_unit_test(r32_a_worker_that_crashes_is_told_apart),
        cmocka_unit_test(r32_a_worker_that_says_nothing_is_ended),
        cmocka_unit_test(r32_workers_killed_at_random_are_replaced),
        cmocka_unit_test(r32_a_worker_that_dies_of_loading_is_no_verdict),
        cmocka_unit_test(an_answer_that_has_come_is_not_late),
        cmocka_unit_test(each_rule_of_a_plan_has_its_own_time),
        cmocka_unit_test(r28_a_worker_without_memory),
        cmocka_unit_test(r33_no_way_out_of_a_worker_that_was_taken_over),
        cmocka_unit_test(a_worker_has_limits_and_one_descriptor),
        cmocka_unit_test(a_worker_of_another_version_is_refused),
        cmocka_unit_test(every_question_has_the_same_answer_in_a_worker),
        cmocka_unit_test(an_expression_has_the_same_value_in_a_worker),
        cmocka_unit_test(r32_an_expression_whose_worker_is_lost),
        cmocka_unit_test(a_value_that_is_too_large),
        cmocka_unit_test(a_plan_has_one_time_for_its_rules),
        cmocka_unit_test(the_next_plan_is_another_one_wherever_it_lies),
        cmocka_unit_test(a_large_plan_has_room),
        cmocka_unit_test(a_program_that_is_not_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
