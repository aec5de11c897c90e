/* What the program's own reader takes to make documents of lines: strict JSON, a tree with line numbers.
 * As with the programs beside it, a file is read and cut into lines before the clock runs.
 * ours_parse FILE. Prints nanoseconds a plan. */
#include "floor.h"

#include "input/input.h"

enum { AT_A_TIME = 200 };

struct reading {
    struct input *in;
    struct arena lines, tree;
    struct diag d;
    int64_t spent;
    long plans;
};

/* Cuts some lines and reads them. Returns as input_cut does; -1: one cannot be read. */
static int read_some(struct reading *r)
{
    struct input_item items[AT_A_TIME];
    int n = 0, rc = 1;
    arena_reset(&r->lines);
    while (n < AT_A_TIME && (rc = input_cut(r->in, &r->lines, &r->d, &items[n])) == 1) {
        n++;
    }
    int64_t start = floor_clock();
    for (int i = 0; i < n; i++) {
        if (input_read(&r->tree, &r->d, &items[i]) != 0 || items[i].doc == NULL) {
            return -1;
        }
        arena_reset(&r->tree);
    }
    r->spent += floor_clock() - start;
    r->plans += n;
    return rc;
}

int main(int argc, char **argv)
{
    const char *path = argc == 2 ? argv[1] : NULL;
    struct reading r = {.lines = ARENA_INIT, .tree = ARENA_INIT};
    struct err e = {0};
    int rc;
    if (path == NULL || input_new(&path, 1, &r.in, &e) != 0) {
        return floor_fail("ours_parse FILE", e.text);
    }
    diag_init(&r.d, path);
    do {
        rc = read_some(&r);
    } while (rc == 1);
    input_free(r.in);
    arena_free(&r.lines);
    arena_free(&r.tree);
    diag_free(&r.d);
    return rc == 0 ? floor_say(r.spent, r.plans) : floor_fail(path, "a plan cannot be read");
}
