#include "wide.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXTS = 4, COLUMNS = TEXTS + 1 + WORKLOAD_DOMAINS + WORKLOAD_COUNT };

struct wide {
    sqlite3 *db;
    sqlite3_stmt *insert;
    long rows;
    bool bad;
};

static bool run(struct wide *w, const char *sql)
{
    return sqlite3_exec(w->db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static bool prepare(struct wide *w)
{
    char create[4096] =
        "CREATE TABLE assessment(seq INTEGER PRIMARY KEY, plan TEXT, community TEXT, country TEXT, "
        "round TEXT, score INTEGER";
    char insert[1024] = "INSERT INTO assessment VALUES(NULL";
    size_t made = strlen(create), put = strlen(insert);
    for (int i = 0; i < WORKLOAD_DOMAINS + WORKLOAD_COUNT; i++) {
        int k = i - WORKLOAD_DOMAINS;
        made += (size_t)snprintf(create + made, sizeof create - made,
                                 k < 0 ? ", D%d INTEGER" : ", C%02d INTEGER", k < 0 ? i : k);
    }
    for (int i = 0; i < COLUMNS; i++) {
        put += (size_t)snprintf(insert + put, sizeof insert - put, ",?");
    }
    (void)snprintf(create + made, sizeof create - made, ")");
    (void)snprintf(insert + put, sizeof insert - put, ")");
    return run(w, create) && sqlite3_prepare_v2(w->db, insert, -1, &w->insert, NULL) == SQLITE_OK;
}

struct wide *wide_open(const char *path)
{
    struct wide *w = calloc(1, sizeof *w);
    if (w != NULL && sqlite3_open(path, &w->db) == SQLITE_OK &&
        run(w, "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL") &&
        prepare(w)) {
        return w;
    }
    (void)wide_close(w);
    return NULL;
}

bool wide_put(struct wide *w, const struct wplan *p, const struct wresult *r)
{
    if (w->rows % WIDE_TRANSACTION == 0) {
        w->bad = (w->rows > 0 && !run(w, "COMMIT")) || !run(w, "BEGIN IMMEDIATE") || w->bad;
    }
    const char *texts[TEXTS] = {p->id, p->community, p->country, p->round};
    for (int i = 0; i < TEXTS; i++) {
        sqlite3_bind_text(w->insert, i + 1, texts[i], -1, SQLITE_STATIC);
    }
    sqlite3_bind_int(w->insert, TEXTS + 1, r->score);
    for (int i = 0; i < WORKLOAD_DOMAINS; i++) {
        sqlite3_bind_int(w->insert, TEXTS + 2 + i, r->domain[i]);
    }
    for (int i = 0; i < WORKLOAD_COUNT; i++) {
        sqlite3_bind_int(w->insert, TEXTS + 2 + WORKLOAD_DOMAINS + i, r->credit[i]);
    }
    w->bad = sqlite3_step(w->insert) != SQLITE_DONE || w->bad;
    sqlite3_reset(w->insert);
    w->rows++;
    return !w->bad;
}

bool wide_close(struct wide *w)
{
    if (w == NULL) {
        return true;
    }
    bool fine = !w->bad && w->insert != NULL && (w->rows == 0 || run(w, "COMMIT"));
    sqlite3_finalize(w->insert);
    sqlite3_close(w->db);
    free(w);
    return fine;
}
