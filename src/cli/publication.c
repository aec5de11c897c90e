#include "cli/publication.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_member.h"

int publication_store(const struct cli *cli, struct store **out, struct err *e)
{
    int rc = settings_store(cli, STORE_READ, out, e); /* a writer would make a missing one */
    if (rc == 0 && opt_has(&cli->args, "publish")) {
        store_close(*out);
        rc = settings_store(cli, STORE_WRITE, out, e);
    }
    return rc;
}

struct loading {
    struct published *memory;
    struct err *e;
};

static int load_one(void *context, const struct store_publication *p)
{
    struct loading *l = context;
    return published_read(l->memory, p->sets, p->len, l->e);
}

/* ---- whose assessment each is ---- */

struct named_row {
    const char *name;
    int64_t row;
};
struct naming {
    struct arena *arena;
    struct named_row *rows;
    size_t count, room;
};

static int name_one(void *context, const struct store_row *row)
{
    struct naming *n = context;
    if (n->count == n->room) {
        size_t room = n->room == 0 ? 1024 : 2 * n->room;
        struct named_row *rows = realloc(n->rows, room * sizeof *rows);
        if (rows == NULL) {
            return ERR_MEMORY;
        }
        n->rows = rows;
        n->room = room;
    }
    size_t size = strlen(row->country) + strlen(row->community_key) + strlen(row->round) + 3;
    char *name = arena_text(n->arena, size);
    if (name == NULL) {
        return ERR_MEMORY;
    }
    snprintf(name, size, "%s\n%s\n%s", row->country, row->community_key, row->round);
    n->rows[n->count++] = (struct named_row){name, row->sequence};
    return 0;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct named_row *)a)->name, ((const struct named_row *)b)->name);
}

static int by_row(const void *a, const void *b)
{
    int64_t x = ((const struct published_place *)a)->row;
    int64_t y = ((const struct published_place *)b)->row;
    return (x > y) - (x < y);
}

/* Names are equal but for what follows the last line end, the round. */
static bool same_community(const char *a, const char *b)
{
    size_t len = (size_t)(strrchr(a, '\n') - a);
    return len == (size_t)(strrchr(b, '\n') - b) && memcmp(a, b, len) == 0;
}

/* Numbers for communities, and for communities in rounds. */
static int find_places(struct store *s, struct published *memory, struct err *e)
{
    struct naming n = {.arena = &memory->arena};
    const struct store_filter every = {.superseded = true};
    int rc = store_list(s, &every, name_one, &n, e);
    struct published_place *places =
        rc == 0 ? arena_alloc(&memory->arena, (n.count + 1) * sizeof *places) : NULL;
    if (rc == ERR_MEMORY || (rc == 0 && places == NULL)) {
        rc = err_set(e, ERR_MEMORY, "out of memory");
    }
    if (rc == 0 && places != NULL) {
        uint32_t place = 0, community = 0;
        if (n.count > 0) {
            qsort(n.rows, n.count, sizeof *n.rows, by_name);
        }
        for (size_t i = 0; i < n.count; i++) {
            place += i > 0 && strcmp(n.rows[i - 1].name, n.rows[i].name) != 0;
            community += i > 0 && !same_community(n.rows[i - 1].name, n.rows[i].name);
            places[i] = (struct published_place){n.rows[i].row, place, community};
        }
        qsort(places, n.count, sizeof *places, by_row);
        memory->places = places;
        memory->place_count = n.count;
    }
    free(n.rows);
    return rc;
}

int publication_load(struct store *s, struct published *memory, struct err *e)
{
    struct loading l = {memory, e};
    int rc = store_publications(s, load_one, &l, e);
    return rc != 0 || memory->count == 0 ? rc : find_places(s, memory, e);
}

/* What a person needs to know it again: names, no numbers of anybody. */
static void write_question(struct buf *out, const char *command, const struct comparison *c)
{
    int64_t withheld = 0;
    for (size_t i = 0; i < c->group_count; i++) {
        withheld += c->groups[i].withheld;
    }
    buf_putc(out, '{');
    member_text(out, "command", command);
    member_text(out, "checklist", c->core->id);
    member_texts(out, "by", c->by, c->by_count);
    member_texts(out, "rounds", c->rounds, c->round_count);
    member_key(out, "items");
    buf_putc(out, '[');
    for (size_t i = 0; i < c->item_count; i++) {
        buf_putc(out, i == 0 ? '"' : ',');
        buf_puts(out, i == 0 ? "" : "\"");
        buf_puts(out, c->items[i].id);
        buf_putc(out, '"');
    }
    buf_putc(out, ']');
    member_number(out, "groups", (int64_t)c->group_count);
    member_number(out, "withheld", withheld);
    buf_putc(out, '}');
}

int publication_keep(struct store *s, const char *command, const struct comparison *c,
                     const struct published *memory, struct err *e)
{
    struct buf question = BUF_INIT, sets = BUF_INIT;
    if (memory->count == memory->before) {
        return 0; /* the same again */
    }
    write_question(&question, command, c);
    int rc = published_write(memory, &sets) != 0 || buf_status(&question) != 0
                 ? err_set(e, ERR_MEMORY, "out of memory")
                 : store_begin(s, e);
    if (rc == 0) {
        rc = store_put_publication(s, buf_text(&question), sets.data, sets.len, e);
        if (rc == 0) {
            rc = store_commit(s, e);
        } else {
            store_rollback(s);
        }
    }
    buf_free(&question);
    buf_free(&sets);
    return rc;
}

struct listing {
    const struct cli *cli;
    struct buf *out;
    int64_t count;
    struct err *e;
};

static void list_text(struct buf *out, const struct json *question, const char *key)
{
    const struct json *list = json_get(question, key);
    for (const struct json *p = list == NULL ? NULL : list->first; p != NULL; p = p->next) {
        buf_puts(out, p == list->first ? "" : ",");
        buf_puts(out, json_string(p) == NULL ? "" : json_string(p));
    }
}

static double count_of(const struct json *question, const char *key)
{
    const struct json *value = json_get(question, key);
    return value == NULL ? 0 : value->number;
}

static void list_line(struct buf *out, const struct store_publication *p, const struct json *q)
{
    const char *command = json_string(json_get(q, "command"));
    const char *checklist = json_string(json_get(q, "checklist"));
    buf_printf(out, "%lld  %s  %s of %s by ", (long long)p->number, p->created,
               command == NULL ? "" : command, checklist == NULL ? "" : checklist);
    list_text(out, q, "by");
    buf_puts(out, ", rounds ");
    list_text(out, q, "rounds");
    buf_printf(out, ": %d groups, %d of them withheld\n", (int)count_of(q, "groups"),
               (int)count_of(q, "withheld"));
}

static int list_one(void *context, const struct store_publication *p)
{
    struct listing *l = context;
    struct buf *out = l->out;
    if (l->cli->format == FORMAT_TEXT) {
        struct arena arena = ARENA_INIT;
        struct json_error wrong;
        struct json *question = NULL;
        int rc = json_parse(&arena, p->question, strlen(p->question), 1, &question, &wrong);
        if (rc == 0) {
            list_line(out, p, question);
        }
        arena_free(&arena);
        if (rc == ERR_MEMORY) {
            return err_set(l->e, ERR_MEMORY, "out of memory");
        }
    } else {
        buf_puts(out, l->cli->format == FORMAT_JSON && l->count > 0 ? ",\n{" : "{");
        member_number(out, "number", p->number);
        member_text(out, "created", p->created);
        member_key(out, "question");
        buf_puts(out, p->question);
        buf_puts(out, l->cli->format == FORMAT_NDJSON ? "}\n" : "}");
    }
    l->count++;
    return 0;
}

int publication_list(const struct cli *cli, struct store *s, struct buf *out, struct err *e)
{
    struct listing l = {cli, out, 0, e};
    buf_puts(out, cli->format == FORMAT_JSON ? "[" : "");
    int rc = store_publications(s, list_one, &l, e);
    buf_puts(out, cli->format == FORMAT_JSON ? "]\n" : "");
    if (l.count == 0 && cli->format == FORMAT_TEXT) {
        buf_puts(out, "nothing was published\n");
    }
    return rc;
}
