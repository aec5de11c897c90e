/* SQL of people's own over a small store: whatever it says, it ends, gives an answer or one sentence, and the
 * store is as it was. */
#include <unistd.h>

#include "base/file.h"
#include "fuzz.h"
#include "store/store.h"

struct hearing {
    size_t rows, looks;
};

static int names_come(void *context, int columns, const char *const *names)
{
    (void)context;
    for (int i = 0; i < columns; i++) {
        ENSURE(names[i] != NULL);
    }
    return columns > 0 ? 0 : 1;
}

static int row_comes(void *context, int columns, const struct store_value *values)
{
    struct hearing *a = context;
    for (int i = 0; i < columns; i++) {
        ENSURE(values[i].type <= STORE_BLOB);
        ENSURE(values[i].text != NULL || values[i].len == 0);
    }
    return ++a->rows < 1000 ? 0 : 1;
}

/* Some milliseconds' worth. */
static int enough(void *context, struct err *e)
{
    struct hearing *a = context;
    return ++a->looks < 50 ? 0 : err_set(e, ERR_INPUT, "enough");
}

/* A store that lives as long as its connection: its names are gone when this returns. */
static struct store *store_made(void)
{
    static const char *const endings[] = {"", "-wal", "-shm", ".lock"};
    char folder[] = "/tmp/banyan-fuzz-XXXXXX";
    char path[64];
    struct buf old = BUF_INIT;
    struct err e = {0};
    struct store *s;
    ENSURE(mkdtemp(folder) != NULL);
    (void)snprintf(path, sizeof path, "%s/store.db", folder);
    ENSURE(file_read("tests/data/stores/schema-2.db", 1 << 20, &old, &e) == 0);
    ENSURE(file_write(path, old.data, old.len, &e) == 0);
    buf_free(&old);
    ENSURE(store_open(path, STORE_WRITE, &s, &e) == 0);
    store_close(s);
    ENSURE(store_open(path, STORE_READ, &s, &e) == 0);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        (void)snprintf(path, sizeof path, "%s/store.db%s", folder, endings[i]);
        (void)unlink(path);
    }
    (void)rmdir(folder);
    return s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct store *s;
    struct err e = {0};
    struct hearing a = {0};
    struct store_sql how = {
        .context = &a, .begin = names_come, .row = row_comes, .look = enough, .memory = 64 << 20};
    if (s == NULL) {
        s = store_made();
    }
    char *sql = strndup((const char *)data, size);
    ENSURE(sql != NULL);
    int code = store_sql(s, sql, &how, &e);
    ENSURE(code == 0 || code == 1 || (e.code == code && e.text[0] != '\0'));
    ENSURE(code != ERR_IO && code != ERR_BUSY);
    free(sql);
    return 0;
}
