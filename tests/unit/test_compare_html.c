/* The page of a comparison. With a file's name as its argument the program writes a page there. */
#include <stdio.h>

#include "compare_page_fixture.h"

#include "library.h"
#include "report/compare_html.h"

int main(int argc, char **argv)
{
    if (argc > 1) {
        struct diag d = {0};
        FILE *f = fopen("checklists/child-drr/checklist.json", "rb");
        static char text[1 << 20];
        size_t len = fread(text, 1, sizeof text, f);
        struct checklist *core = NULL;
        if (checklist_parse(text, len, "quick", &d, &core) != 0)
            return 1;
        struct compare_world w;
        world_make(&w, core, argc > 2 ? (size_t)atoi(argv[2]) : BEIJING);
        struct buf out = BUF_INIT;
        struct compare_page page = {.c = &w.c, .engine = "banyan x"};
        render_compare_html(&out, &page);
        FILE *o = fopen(argv[1], "wb");
        fwrite(out.data, 1, out.len, o);
        fclose(o);
        world_free(&w);
        return out.failed;
    }
    return 0;
}
