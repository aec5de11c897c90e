/* Lists of p-codes: bytes as a list, then what is looked up in it. */
#include "fuzz.h"
#include "model/pcodes.h"

static void look(const struct pcode_list *list)
{
    ENSURE(list->deepest >= 0 && list->deepest <= 9);
    for (size_t i = 0; i < list->count; i++) {
        const struct pcode *p = &list->items[i];
        ENSURE(i == 0 || strcmp(p[-1].code, p->code) < 0);
        ENSURE(text_is_id(p->code) && p->level >= 1 && p->level <= list->deepest);
        ENSURE((p->level == 1) == (p->parent == NULL));
        ENSURE(p->parent == NULL || pcodes_get(list, p->parent)->level == p->level - 1);
        ENSURE(pcodes_get(list, p->code) == p);
        ENSURE(pcodes_above(list, p->code) == p);
        /* Far too long words are near to nothing. */
        const struct pcode *near = i < 20 ? pcodes_meant(list, p->code, NULL) : p;
        ENSURE(near == NULL || text_alike(near->code, p->code, SIZE_MAX));
    }
    (void)pcodes_meant(list, "NP0436", "Gorkha");
    (void)pcodes_above(list, "");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = ARENA_INIT;
    struct pcode_list list;
    struct err e = {0};
    int code = pcodes_read(&arena, "list.csv", (const char *)data, size, &list, &e);
    ENSURE(code == 0 || code == ERR_INPUT);
    if (code == 0) {
        look(&list);
    } else {
        ENSURE(strncmp(e.text, "list.csv:", 9) == 0);
    }
    arena_free(&arena);
    return 0;
}
