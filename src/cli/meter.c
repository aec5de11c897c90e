#include "cli/meter.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/width.h"

static double seconds_since(const struct timespec *then, const struct timespec *now)
{
    return (double)(now->tv_sec - then->tv_sec) + (double)(now->tv_nsec - then->tv_nsec) / 1e9;
}

void meter_begin(struct meter *m, bool quiet)
{
    *m = (struct meter){.wanted = !quiet && isatty(STDERR_FILENO)};
    (void)clock_gettime(CLOCK_MONOTONIC, &m->begun);
}

bool meter_due(const struct meter *m, double *seconds)
{
    struct timespec now;
    if (!m->wanted) {
        return false;
    }
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    *seconds = seconds_since(&m->begun, &now);
    return *seconds >= 1 && seconds_since(&m->last, &now) * 1000 >= METER_MS;
}

size_t meter_width(void)
{
    struct winsize size = {.ws_col = 0};
    (void)ioctl(STDERR_FILENO, TIOCGWINSZ, &size);
    return size.ws_col == 0 ? 80 : size.ws_col;
}

void meter_show(struct meter *m, const char *text)
{
    (void)clock_gettime(CLOCK_MONOTONIC, &m->last);
    if (width_of(text) >= meter_width()) { /* it would wrap, and stay */
        meter_hide(m);
        return;
    }
    m->shown = true;
    (void)fprintf(stderr, "\r%s\033[K", text);
    (void)fflush(stderr);
}

void meter_hide(struct meter *m)
{
    if (m->shown) {
        (void)fputs("\r\033[K", stderr);
        (void)fflush(stderr);
        m->shown = false;
    }
}

void meter_time(struct buf *out, double seconds)
{
    unsigned long s = seconds < 0 ? 0 : seconds > 359999 ? 359999 : (unsigned long)(seconds + 0.5);
    if (s >= 3600) {
        buf_printf(out, "%lu:%02lu:%02lu", s / 3600, s / 60 % 60, s % 60);
    } else {
        buf_printf(out, "%lu:%02lu", s / 60, s % 60);
    }
}

void meter_share(struct meter *m, const char *what, double done, double all)
{
    double seconds = 0;
    struct buf line = BUF_INIT;
    if (done <= 0 || all <= 0 || !meter_due(m, &seconds)) {
        return;
    }
    buf_printf(&line, "%s: %d %%, ", what, (int)(100 * done / all));
    meter_time(&line, seconds * (all - done) / done);
    buf_puts(&line, " left");
    if (width_of(buf_text(&line)) >= meter_width()) {
        buf_reset(&line);
        buf_printf(&line, "%d %%", (int)(100 * done / all));
    }
    if (buf_status(&line) == 0) {
        meter_show(m, buf_text(&line));
    }
    buf_free(&line);
}
