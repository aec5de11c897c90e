/* How far the run is, on a terminal. */
#include <stdio.h>
#include <sys/stat.h>

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
    meter_begin(&p->meter, r->cli->quiet);
    if (r->plans == NULL) { /* of stored plans it is their number */
        p->total = p->meter.wanted ? total_bytes(&r->cli->args) : 0;
    }
}

void progress_hide(struct run *r)
{
    meter_hide(&r->progress.meter);
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
    meter_time(&left, share ? seconds * ((double)p->total - done) / done : 0);
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
    double seconds = 0;
    struct buf line = BUF_INIT;
    if (!meter_due(&r->progress.meter, &seconds)) {
        return;
    }
    put_line(r, seconds, meter_width(), &line);
    if (buf_status(&line) == 0 && line.len > 0) {
        meter_show(&r->progress.meter, buf_text(&line));
    }
    buf_free(&line);
}
