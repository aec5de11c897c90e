/* Shared by the files of script/: the snapshot of texts, and one state with its loaded rules. */
#ifndef SCRIPT_SCRIPT_H
#define SCRIPT_SCRIPT_H

#include "script/sandbox.h"

struct ruleset {
    struct arena arena;
    struct rule_file *files; /* sorted by name; rules and libraries */
    size_t file_count;
    char (*digests)[DIGEST_HEX];
    struct rule_info *infos; /* rules only, in the same order */
    size_t info_count;
    bool allow_untested;
};

struct host {
    const struct ruleset *rules;
    struct host_budget budget;
    struct sandbox *sandbox;
    bool *loaded; /* per file: its table stands in the registry */
};

/* Index of a file by name, or -1. */
long ruleset_index(const struct ruleset *r, const char *name);

/* load.c, inside a protected call: pushes the rule's table {rule = …, score = …, snapshot = …}, loading
 * it where need be; raises with file and line. */
void rule_push(lua_State *L, struct host *h, size_t file);
/* Puts back every upvalue as it was when the rule was loaded. Table of rule_push at index. */
void rule_restore(lua_State *L, int index);
/* Gives the host a state anew where the last run used up its memory. */
int host_renew(struct host *h);

#endif
