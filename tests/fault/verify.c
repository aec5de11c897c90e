/* See scenario.h: what is found afterwards, against what was acknowledged. */
#include "scenario_internal.h"

#include <dirent.h>

/* --- folders --------------------------------------------------------------------------------- */

bool folder_make(char *out, size_t size, const char *top, const char *name)
{
    int n = snprintf(out, size, "%s/%s", top, name);
    return n > 0 && (size_t)n < size && mkdir(out, 0700) == 0;
}

void folder_empty(const char *folder)
{
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL;) {
        if (entry->d_type == DT_REG) {
            unlinkat(dirfd(dir), entry->d_name, 0);
        }
    }
    if (dir != NULL) {
        closedir(dir);
    }
}

/* Without -shm, which no power cut leaves, and the lock. */
void folder_copy(const char *from, const char *to)
{
    DIR *dir = opendir(from);
    for (struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL;) {
        char source[PATH_SIZE + 260], target[PATH_SIZE + 260];
        const char *end = strrchr(entry->d_name, '-');
        struct buf b = BUF_INIT;
        struct err e = {0};
        if (entry->d_type != DT_REG || (end != NULL && strcmp(end, "-shm") == 0) ||
            strstr(entry->d_name, ".lock") != NULL) {
            continue;
        }
        snprintf(source, sizeof source, "%s/%s", from, entry->d_name);
        snprintf(target, sizeof target, "%s/%s", to, entry->d_name);
        if (file_read(source, 64 << 20, &b, &e) != 0 ||
            file_write(target, b.data, b.len, &e) != 0) {
            fail_msg("%s", e.text);
        }
        buf_free(&b);
    }
    if (dir != NULL) {
        closedir(dir);
    }
}

/* splitmix64: numbers that are the same on every machine. */
uint64_t mix(uint64_t x)
{
    x += UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

/* --- ids ------------------------------------------------------------------------------------- */

struct found {
    char ids[MAX_IDS][40];
    int count;
};

static int found_row(void *context, const struct store_row *row)
{
    struct found *found = context;
    if (found->count < MAX_IDS) {
        snprintf(found->ids[found->count++], sizeof found->ids[0], "%s", row->id);
    }
    return 0;
}

int verify_ids_of_old(const char *path, char (*ids)[40])
{
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;
    int count = 0;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(db,
                           "SELECT lower(printf('%s-%s-%s-%s-%s', substr(h, 1, 8), substr(h, 9, 4),"
                           " substr(h, 13, 4), substr(h, 17, 4), substr(h, 21)))"
                           " FROM (SELECT hex(id) AS h FROM assessment ORDER BY seq)",
                           -1, &stmt, NULL) == SQLITE_OK) {
        while (sqlite3_step(stmt) == SQLITE_ROW) {
            snprintf(ids[count++], sizeof ids[0], "%s", (const char *)sqlite3_column_text(stmt, 0));
        }
    }
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return count;
}

/* Each batch whole or absent, in order; those that were acknowledged present; nothing else. */
static enum verdict compare(const struct run *run, const struct progress *p, int batches,
                            const struct found *found, struct buf *why)
{
    int at = 0;
    for (int i = 0; i < batches; i++) {
        const struct batch *b = &p->batches[i];
        int same = 0;
        while (same < b->count && at + same < found->count &&
               strcmp(run->ids[b->from + same], found->ids[at + same]) == 0) {
            same++;
        }
        if (same == b->count && (b->count == 0 || b->state != MADE_ABSENT)) {
            at += same;
        } else if (same > 0) {
            buf_printf(why, "batch %d: %d of %d assessments%s\n", i, same, b->count,
                       b->state == MADE_ABSENT ? ", though it was rolled back" : "");
            return CORRUPT;
        } else if (b->state == MADE) {
            buf_printf(why, "batch %d was acknowledged and is not there\n", i);
            return LOST;
        }
    }
    if (at != found->count) {
        buf_printf(why, "%d assessments that nobody put\n", found->count - at);
        return CORRUPT;
    }
    return SOUND;
}

/* --- stores ---------------------------------------------------------------------------------- */

/* The check, and the ids against the batches. */
static enum verdict judge(const struct run *run, const struct progress *p, int batches,
                          struct store *s, struct buf *why)
{
    struct err e = {0};
    struct found found = {.count = 0};
    int64_t faults = -1, assessments = -1;
    const struct store_filter all = {.superseded = true};
    if (store_check(s, why, &faults, &assessments, &e) != 0 || faults != 0 ||
        store_list(s, &all, found_row, &found, &e) != 0) {
        buf_printf(why, "%lld faults %s\n", (long long)faults, e.text);
        return CORRUPT;
    }
    return compare(run, p, batches, &found, why);
}

/* A backup is there whole or not at all. */
static enum verdict judge_copy(const struct run *run, const struct progress *p, const char *path,
                               struct buf *why)
{
    struct err e = {0};
    struct store *s = NULL;
    if (file_kind(path) == FILE_MISSING) {
        if (p->backup == MADE) {
            buf_puts(why, "the backup was acknowledged and is not there\n");
            return LOST;
        }
        return SOUND;
    }
    if (store_open(path, STORE_READ, &s, &e) != 0) {
        buf_printf(why, "the backup: %s\n", e.text);
        return CORRUPT;
    }
    enum verdict verdict = judge(run, p, p->backup_batches, s, why);
    store_close(s);
    return verdict;
}

/* A reader that comes first may be refused, but what it is shown must be right. */
static enum verdict judge_reader(const struct run *run, const struct progress *p, const char *path,
                                 struct buf *why)
{
    struct err e = {0};
    struct store *s = NULL;
    struct found found = {.count = 0};
    const struct store_filter all = {.superseded = true};
    enum verdict verdict = SOUND;
    if (store_open(path, STORE_READ, &s, &e) != 0) {
        return SOUND;
    }
    if (store_list(s, &all, found_row, &found, &e) == 0) {
        verdict = compare(run, p, p->batch_count, &found, why);
    }
    store_close(s);
    return verdict;
}

/* The old schema with the old rows, or the new one, before anybody repairs it. */
static enum verdict judge_schema(const struct run *run, const struct progress *p, const char *path,
                                 struct buf *why)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;
    int version = -1, tables = -1;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(db,
                           "SELECT user_version, (SELECT count(*) FROM sqlite_schema WHERE name = "
                           "'dictionary' OR name = 'publication' OR name = 'derived_state' OR name "
                           "= 'document_digest') + (SELECT count(*) FROM sqlite_schema WHERE name "
                           "= 'document_digest' AND sql LIKE '% WHERE kind <> 0') FROM "
                           "pragma_user_version",
                           -1, &stmt, NULL) == SQLITE_OK &&
        sqlite3_step(stmt) == SQLITE_ROW) {
        version = sqlite3_column_int(stmt, 0);
        tables = sqlite3_column_int(stmt, 1);
    }
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    if (version < 1 || version > 6 || tables != version - 1) {
        buf_printf(why, "schema %d with %d tables that came later\n", version, tables);
        return CORRUPT;
    }
    if (version == 1 && p->migrated == MADE) {
        buf_puts(why, "the migration was done and is lost\n");
        return LOST;
    }
    struct found found;
    found.count = verify_ids_of_old(path, found.ids);
    return compare(run, p, p->batch_count, &found, why);
}

enum verdict run_verify(const struct run *run, const struct progress *expected, const char *folder,
                        bool write_on, struct buf *why)
{
    struct err e = {0};
    struct store *s = NULL;
    enum verdict verdict = SOUND;
    char path[PATH_SIZE + 16], copy[PATH_SIZE + 16];
    snprintf(path, sizeof path, "%s/" STORE_NAME, folder);
    snprintf(copy, sizeof copy, "%s/" COPY_NAME, folder);
    if (strcmp(run->scenario->name, "migration") == 0) {
        verdict = judge_schema(run, expected, path, why);
    } else if (write_on) {
        verdict = judge_reader(run, expected, path, why);
    }
    if (verdict == SOUND && store_open(path, STORE_WRITE, &s, &e) != 0) {
        buf_printf(why, "%s\n", e.text);
        verdict = CORRUPT;
    }
    verdict = verdict != SOUND ? verdict : judge(run, expected, expected->batch_count, s, why);
    if (verdict == SOUND && write_on) {
        int64_t faults = -1, assessments;
        if (scenario_write_on(run, s, &e) != 0 ||
            store_check(s, why, &faults, &assessments, &e) != 0 || faults != 0) {
            buf_printf(why, "writing on: %lld faults %s\n", (long long)faults, e.text);
            verdict = CORRUPT;
        }
    }
    store_close(s);
    return verdict != SOUND ? verdict : judge_copy(run, expected, copy, why);
}
