/* How far the run is, on a terminal. */
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/width.h"
#include "cli/assess_run.h"

/* The size of the input, where all of it is in files. */
static unsigned long long total_bytes(const struct args *args)
{
    unsigned long long total = 0;
    for (size_t i = 0; i < args->operand_count; i++) {
        struct stat st;
        if (stat(args->operands[i], &st) != 0 || !S_ISREG(st.st_mode)) {
            return 0;
        }
        total += (unsigned long long)st.st_size;
    }
    return total;
}

void progress_begin(struct run *r)
{
    struct progress *p = &r->progress;
    (void)clock_gettime(CLOCK_MONOTONIC, &p->begun);
    p->wanted = !r->cli->quiet && isatty(STDERR_FILENO);
    if (r->plans == NULL) { /* of stored plans it is their number */
        p->total = p->wanted ? total_bytes(&r->cli->args) : 0;
    }
}

void progress_hide(struct run *r)
{
    if (r->progress.shown) {
        (void)fputs("\r\033[K", stderr);
        (void)fflush(stderr);
        r->progress.shown = false;
    }
}

static double seconds_since(const struct timespec *then, const struct timespec *now)
{
    return (double)(now->tv_sec - then->tv_sec) + (double)(now->tv_nsec - then->tv_nsec) / 1e9;
}

/* "0:07", "12:40", "3:05:00". */
static void put_time(struct buf *out, double seconds)
{
    unsigned long s = seconds < 0 ? 0 : seconds > 359999 ? 359999 : (unsigned long)(seconds + 0.5);
    if (s >= 3600) {
        buf_printf(out, "%lu:%02lu:%02lu", s / 3600, s / 60 % 60, s % 60);
    } else {
        buf_printf(out, "%lu:%02lu", s / 60, s % 60);
    }
}

/* What there is room for: all, or less of it, or nothing. */
static void put_line(const struct run *r, double seconds, size_t width, struct buf *out)
{
    static const char *const known[] = {
        SAID("{count} plans, {rate} a second, {share} % of the input, {time} left"),
        SAID("{count} plans, {share} %, {time} left"), SAID("{share} %, {time} left"),
        SAID("{share} %")};
    static const char *const unknown[] = {SAID("{count} plans, {rate} a second"),
                                          SAID("{count} plans")};
    const struct progress *p = &r->progress;
    const struct texts *t = p->texts;
    double done = (double)(p->done < p->total ? p->done : p->total);
    bool share = p->total > 0 && done > 0;
    char count[24], rate[24], percent[24];
    struct buf left = BUF_INIT;
    (void)snprintf(count, sizeof count, "%zu", r->seen);
    (void)snprintf(rate, sizeof rate, "%.0f", (double)r->seen / seconds);
    (void)snprintf(percent, sizeof percent, "%.0f", share ? 100 * done / (double)p->total : 0);
    put_time(&left, share ? seconds * ((double)p->total - done) / done : 0);
    const struct fill fills[] = {{"count", count},
                                 {"rate", rate},
                                 {"share", percent},
                                 {"time", buf_text(&left)},
                                 {NULL, NULL}};
    size_t most = share ? sizeof known / sizeof *known : sizeof unknown / sizeof *unknown;
    for (size_t i = 0; i < most; i++) {
        buf_reset(out);
        texts_fill(out, t, share ? known[i] : unknown[i], fills);
        if (width_of(buf_text(out)) < width) {
            buf_free(&left);
            return;
        }
    }
    buf_reset(out);
    buf_free(&left);
}

void progress_show(struct run *r)
{
    struct progress *p = &r->progress;
    struct timespec now;
    struct winsize size = {.ws_col = 80};
    struct buf line = BUF_INIT;
    if (!p->wanted) {
        return;
    }
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    double seconds = seconds_since(&p->begun, &now);
    if (seconds < 1 || seconds_since(&p->last, &now) * 1000 < PROGRESS_MS) {
        return;
    }
    (void)ioctl(STDERR_FILENO, TIOCGWINSZ, &size);
    put_line(r, seconds, size.ws_col == 0 ? 80 : size.ws_col, &line);
    if (buf_status(&line) == 0 && line.len > 0) {
        p->last = now;
        p->shown = true;
        (void)fprintf(stderr, "\r%s\033[K", buf_text(&line));
        (void)fflush(stderr);
    }
    buf_free(&line);
}
