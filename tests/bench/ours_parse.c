/* What the program's own reader takes to make documents of a file of plans: lines, strict JSON, a tree with
 * line numbers. ours_parse FILE. Prints nanoseconds a plan. */
#include "floor.h"

#include "input/input.h"

int main(int argc, char **argv)
{
    const char *path = argc == 2 ? argv[1] : NULL;
    struct arena arena = ARENA_INIT;
    struct input *in = NULL;
    struct input_item item;
    struct err e = {0};
    struct diag d;
    long plans = 0;
    int rc;
    if (path == NULL || input_new(&path, 1, &in, &e) != 0) {
        return floor_fail("ours_parse FILE", e.text);
    }
    diag_init(&d, path);
    int64_t start = floor_clock();
    while ((rc = input_next(in, &arena, &d, &item)) == 1 && item.doc != NULL) {
        plans++;
        arena_reset(&arena);
    }
    int64_t spent = floor_clock() - start;
    bool fine = rc == 0;
    input_free(in);
    arena_free(&arena);
    diag_free(&d);
    return fine ? floor_say(spent, plans) : floor_fail(path, "a plan cannot be read");
}
