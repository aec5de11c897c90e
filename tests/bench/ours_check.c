/* What a store holds of the workload's plans, read through the public interface: number of assessments, the check
 * sum of their credits, and the sum of (number + 1) over criteria met in full. ours_check STORE */
#include "floor.h"

#include "banyan.h"

static int say(void *context, int columns, const char *const *names, const char *const *values)
{
    (void)context;
    for (int i = 0; i < columns; i++) {
        printf("%s %s\n", names[i], values[i] == NULL ? "0" : values[i]);
    }
    return 0;
}

int main(int argc, char **argv)
{
    static const char sql[] =
        "SELECT count(DISTINCT a.seq) AS plans,"
        " sum((substr(f.criterion, 2) + 1) * CAST(round(f.credit * 1e9) AS INTEGER)) % "
        "1000000000000000 AS \"check\","
        " sum(CASE WHEN f.credit = 1 THEN substr(f.criterion, 2) + 1 ELSE 0 END) AS met"
        " FROM assessment a, finding(a.seq) f";
    struct banyan_message message = {0};
    banyan_store *store = NULL;
    if (argc != 2 || banyan_store_open(argv[1], 0, &store, &message) != 0 ||
        banyan_store_query(store, sql, say, NULL, &message) != 0) {
        return floor_fail("ours_check STORE", message.text);
    }
    banyan_store_close(store);
    return fflush(stdout) == 0 ? 0 : 1;
}
