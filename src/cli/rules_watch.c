/* `rules test --watch`, `rules try --watch`: once more whenever a file changes. Files are looked at a few
 * times a second: that works on every file system, network ones included. */
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "cli/rules.h"
#include "library.h"

enum { LOOK_EVERY_MS = 250 };

static void ending(sigset_t *set)
{
    (void)sigemptyset(set);
    (void)sigaddset(set, SIGINT);
    (void)sigaddset(set, SIGTERM);
    (void)sigaddset(set, SIGHUP);
}

bool rules_watch_ends(void *unused)
{
    sigset_t pending, set;
    (void)unused;
    ending(&set);
    return sigpending(&pending) == 0 &&
           (sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1 ||
            sigismember(&pending, SIGHUP) == 1);
}

static int look(const struct cli *cli, uint64_t *stamp, struct err *e)
{
    const char **dirs = calloc(cli->args.given_count + 1, sizeof *dirs);
    if (dirs == NULL) {
        return err_set(e, ERR_MEMORY, "out of memory");
    }
    int rc = library_stamp(dirs, opt_values(&cli->args, "rules", dirs), stamp, e);
    const char *checklist = opt_value(&cli->args, "checklist");
    if (rc == 0 && checklist != NULL) {
        library_stamp_file(checklist, stamp); /* where it is a path */
    }
    const char *plan = opt_value(&cli->args, "plan");
    if (rc == 0 && plan != NULL) {
        library_stamp_file(plan, stamp);
    }
    free(dirs);
    return rc;
}

/* Waits until the files differ from *stamp and rest. 1: they do; 0: the program is to end; or an error. */
static int await(const struct cli *cli, uint64_t *stamp, struct err *e)
{
    const struct timespec pause = {0, LOOK_EVERY_MS * 1000000L};
    sigset_t set;
    uint64_t before = *stamp, now = 0;
    ending(&set);
    for (;;) {
        if (sigtimedwait(&set, NULL, &pause) > 0) {
            return 0;
        }
        int rc = look(cli, &now, e);
        if (rc != 0) {
            return rc;
        }
        if (now != *stamp && now == before) { /* no longer being written */
            *stamp = now;
            return 1;
        }
        before = now;
    }
}

int rules_watch(struct cli *cli, const struct ruleset *r,
                int (*once)(void *context, const struct ruleset *r), void *context)
{
    sigset_t set, old;
    struct err e = {0};
    struct ruleset *own = NULL;
    uint64_t stamp = 0;
    int code = CLI_OK;
    ending(&set);
    (void)sigprocmask(SIG_BLOCK, &set, &old); /* waited for, never in the midst of something */
    int rc = look(cli, &stamp, &e);
    while (rc == 0) {
        code = once(context, own == NULL ? r : own);
        if (code == CLI_USAGE || cli->broken) {
            break;
        }
        if (!cli->quiet) {
            cli_say("waiting for a change; Ctrl-C ends");
        }
        rc = await(cli, &stamp, &e);
        if (rc <= 0) {
            break;
        }
        ruleset_free(own);
        own = NULL;
        rc = settings_rules(cli, &own, &e);
        rc = rc == 0 ? ruleset_inspect(own, NULL, &e) : rc;
    }
    ruleset_free(own);
    (void)sigprocmask(SIG_SETMASK, &old, NULL);
    return rc < 0 ? cli_fail(&e) : code;
}
