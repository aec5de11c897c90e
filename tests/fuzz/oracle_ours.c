/* What src/base/json.h takes. */
#include "base/json.h"
#include "oracle.h"

static bool oracle_accepts(const char *text, size_t len)
{
    struct arena arena = ARENA_INIT;
    struct json *value = NULL;
    struct json_error error;
    int code = json_parse(&arena, text, len, 1, &value, &error);
    arena_free(&arena);
    return code == 0;
}

int main(int argc, char **argv)
{
    return oracle_main(argc, argv);
}
