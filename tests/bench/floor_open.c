/* Opens a store that is there, changes one number in it and commits with one sync: what any program with SQLite
 * takes to have something safely stored. floor_open STORE, a copy that nobody else needs. */
#include "floor.h"

#include <sqlite3.h>
#include <stdbool.h>

static bool run(sqlite3 *db, const char *sql)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

int main(int argc, char **argv)
{
    sqlite3 *db = NULL;
    bool fine = argc == 2 &&
                sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
                sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL) == SQLITE_OK &&
                run(db, "PRAGMA synchronous=FULL") &&
                run(db, "SELECT count(*) FROM sqlite_schema") && run(db, "BEGIN IMMEDIATE") &&
                run(db, "PRAGMA application_id=1") && run(db, "COMMIT");
    sqlite3_close(db);
    return fine ? 0 : floor_fail("floor_open", "STORE");
}
