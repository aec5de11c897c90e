/* Parse only: each line of an NDJSON file through yajl, which makes nothing of it. floor_parse FILE */
#include "floor.h"

#include <stdbool.h>
#include <yajl/yajl_parse.h>

/* Values are looked at, as any reader must; nothing is kept. */
static int number(void *context, double x)
{
    *(double *)context += x;
    return 1;
}

static int text(void *context, const unsigned char *s, size_t len)
{
    (void)s;
    *(double *)context += (double)len;
    return 1;
}

static int any(void *context)
{
    *(double *)context += 1;
    return 1;
}

static int boolean(void *context, int x)
{
    *(double *)context += x;
    return 1;
}

int main(int argc, char **argv)
{
    static const yajl_callbacks callbacks = {.yajl_null = any,
                                             .yajl_boolean = boolean,
                                             .yajl_double = number,
                                             .yajl_string = text,
                                             .yajl_start_map = any,
                                             .yajl_map_key = text,
                                             .yajl_end_map = any,
                                             .yajl_start_array = any,
                                             .yajl_end_array = any};
    FILE *in = argc == 2 ? fopen(argv[1], "r") : NULL;
    char *line = NULL;
    size_t room = 0;
    ssize_t len;
    int64_t spent = 0;
    long plans = 0;
    double sum = 0;
    if (in == NULL) {
        return floor_fail("floor_parse", "give a file of plans");
    }
    while ((len = getline(&line, &room, in)) > 0) {
        int64_t start = floor_clock();
        yajl_handle h = yajl_alloc(&callbacks, NULL, &sum);
        bool whole = h != NULL &&
                     yajl_parse(h, (unsigned char *)line, (size_t)len) == yajl_status_ok &&
                     yajl_complete_parse(h) == yajl_status_ok;
        yajl_free(h);
        if (!whole) {
            return floor_fail(argv[1], "a line is no JSON");
        }
        spent += floor_clock() - start;
        plans++;
    }
    free(line);
    (void)fclose(in);
    return sum > 0 ? floor_say(spent, plans) : floor_fail(argv[1], "nothing in it");
}
