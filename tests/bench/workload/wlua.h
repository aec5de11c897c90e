/* The workload's rules in plain Lua: what a rule reads is passed as its arguments, and all rules of a
 * plan run in one protected call. */
#ifndef TESTS_BENCH_WLUA_H
#define TESTS_BENCH_WLUA_H

#include "workload.h"

struct wlua;
/* Loads plain.lua; NULL where that fails. One a thread. */
struct wlua *wlua_open(const char *path);
/* Fills credit with what the rules return. */
bool wlua_run(struct wlua *w, const struct wplan *p, double credit[WORKLOAD_COUNT]);
/* Releases it; NULL is fine. */
void wlua_close(struct wlua *w);

#endif
