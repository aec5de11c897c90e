/* Reads a checklist's document into its tree. */
#include "model/checklist.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "model/checklist_internal.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const char *const AGGREGATES[] = {"arithmetic", "geometric", "harmonic", "minimum",
                                         "inverted_geometric"};
static const char *const MISSINGS[] = {"range", "skip", "zero"};

static void count_tree(const struct json *node, int *nodes, int *criteria, int *links)
{
    const struct json *own = json_get(node, "criteria");
    const struct json *below = json_get(node, "nodes");
    *criteria += own != NULL && own->type == JSON_ARRAY ? (int)own->len : 0;
    for (const struct json *n = below != NULL && below->type == JSON_ARRAY ? below->first : NULL;
         n != NULL; n = n->next) {
        (*nodes)++;
        (*links)++;
        count_tree(n, nodes, criteria, links);
    }
}

/* What a node declares, or inherits from its parent (NULL for the root). */
static void read_method(struct reader *r, const struct json *object, const char *path,
                        const struct node *parent, struct node *out)
{
    out->aggregate = (enum aggregate)reader_word(
        r, object, path, "aggregate", AGGREGATES, COUNT(AGGREGATES),
        parent == NULL ? AGG_ARITHMETIC : (int)parent->aggregate);
    out->missing = (enum missing)reader_word(r, object, path, "missing", MISSINGS, COUNT(MISSINGS),
                                             parent == NULL ? MISSING_RANGE : (int)parent->missing);
    out->floor = reader_number(r, object, path, "floor", 0, 1 - 0x1p-53,
                               parent == NULL ? 0.01 : parent->floor);
    out->round = out->round_below = parent == NULL ? (struct rounding){false, 0, 1}
                                                   : parent->round_below;
    const struct json *round = json_get(object, "round");
    if (round == NULL) {
        return;
    }
    if (round->type == JSON_NULL) { /* off for its own value; what is below keeps it */
        out->round.on = false;
        return;
    }
    const char *where = reader_path(r, path, "round");
    if (round->type != JSON_OBJECT) {
        diag_add(r->d, round->line, where, "is %s: give an object or null",
                 json_type_name(round->type));
        return;
    }
    static const char *const keys[] = {"decimals", "scale"};
    reader_keys(r, round, where, keys, COUNT(keys));
    double decimals = reader_number(r, round, where, "decimals", 0, 9, 0);
    if (decimals != floor(decimals)) {
        diag_add(r->d, round->line, where, "decimals is no whole number: give 0 to 9");
    }
    out->round.on = true;
    out->round.decimals = (int)decimals;
    out->round.scale = reader_number(r, round, where, "scale", 1e-9, 1e15, 1);
    out->round_below = out->round;
}

static void read_scale(struct reader *r, const struct json *object, const char *path)
{
    static const char *const keys[] = {"min", "max", "decimals"};
    const struct json *scale = reader_member(r, object, path, "scale", JSON_OBJECT, false);
    if (scale != NULL) {
        const char *where = reader_path(r, path, "scale");
        reader_keys(r, scale, where, keys, COUNT(keys));
        double min = reader_number(r, scale, where, "min", -1e9, 1e9, 0);
        double max = reader_number(r, scale, where, "max", -1e9, 1e9, 1);
        if (min == max) {
            diag_add(r->d, scale->line, where,
                     "min and max are equal: every score would look alike");
        }
        (void)reader_number(r, scale, where, "decimals", 0, 9, 0);
    }
}

static bool id_taken(struct reader *r, const char *id)
{
    const struct checklist *c = r->c;
    for (int i = 1; i < c->node_count; i++) {
        if (text_equal(c->nodes[i].id, id)) {
            return true;
        }
    }
    return checklist_find(c, id) >= 0;
}

/* The id of a criterion or node, checked: a good id that nobody has. */
static const char *read_id(struct reader *r, const struct json *object, const char *path)
{
    const char *id = reader_string(r, object, path, "id", true);
    if (id == NULL) {
        return "?";
    }
    if (!text_is_id(id)) {
        diag_add(r->d, json_get(object, "id")->line, reader_path(r, path, "id"),
                 "\"%.70s\" is no id: give 1 to 64 of A-Z a-z 0-9 . _ -", id);
    } else if (id_taken(r, id)) {
        diag_add(r->d, json_get(object, "id")->line, reader_path(r, path, "id"),
                 "\"%s\" stands twice: rename one", id);
    }
    return id;
}

static void read_criteria(struct reader *r, const struct json *list, const char *path, int node)
{
    struct checklist *c = r->c;
    c->nodes[node].first_criterion = c->criterion_count;
    for (const struct json *k = list == NULL ? NULL : list->first; k != NULL; k = k->next) {
        if (k->type != JSON_OBJECT) {
            diag_add(r->d, k->line, reader_path(r, path, "criteria"), "holds %s: give objects",
                     json_type_name(k->type));
            continue;
        }
        const char *where = reader_path(r, path, "criteria");
        const char *id = read_id(r, k, where);
        struct criterion *out = &c->criteria[c->criterion_count];
        out->demand.id = id;
        checklist_read_criterion(r, k, reader_path(r, where, id), out);
        out->node = node;
        c->criterion_count++;
        c->nodes[node].criterion_count++;
    }
}

static void read_node(struct reader *r, const struct json *object, const char *path, int index,
                      int **links);

static void read_children(struct reader *r, const struct json *list, const char *path, int parent,
                          int **links)
{
    struct checklist *c = r->c;
    int *own = *links;
    int count = list == NULL ? 0 : (int)list->len;
    *links += count;
    c->nodes[parent].nodes = own;
    for (const struct json *n = list == NULL ? NULL : list->first; n != NULL; n = n->next) {
        const char *where = reader_path(r, path, "nodes");
        if (n->type != JSON_OBJECT) {
            diag_add(r->d, n->line, where, "holds %s: give objects", json_type_name(n->type));
            continue;
        }
        const char *id = read_id(r, n, where);
        int index = c->node_count++;
        own[c->nodes[parent].node_count++] = index;
        c->nodes[index].id = id;
        c->nodes[index].parent = parent;
        read_node(r, n, reader_path(r, where, id), index, links);
    }
}

static void read_node(struct reader *r, const struct json *object, const char *path, int index,
                      int **links)
{
    static const char *const keys[] = {
        "id",    "title",        "weight",      "aggregate", "missing",  "floor",
        "round", "min_coverage", "scale",       "applies",   "criteria", "nodes",
        "why",   "note",         "description", "source",    "refs",     "weight_reason"};
    struct node *n = &r->c->nodes[index];
    n->doc = object;
    if (index > 0) {
        reader_keys(r, object, path, keys, COUNT(keys));
        n->title = reader_string(r, object, path, "title", false);
        n->weight = reader_weight(r, object, path);
        n->applies = checklist_read_applies(r, object, path);
        n->min_coverage = -1;
        if (json_get(object, "min_coverage") != NULL) {
            n->min_coverage = number_to_credit(
                reader_number(r, object, path, "min_coverage", 0, 1, 0));
        }
        read_scale(r, object, path);
        read_method(r, object, path, &r->c->nodes[n->parent], n);
    }
    const struct json *criteria = reader_member(r, object, path, "criteria", JSON_ARRAY, false);
    const struct json *nodes = reader_member(r, object, path, "nodes", JSON_ARRAY,
                                             index == 0 && criteria == NULL);
    if (index > 0 && (criteria == NULL || criteria->first == NULL) &&
        (nodes == NULL || nodes->first == NULL)) {
        diag_add(r->d, object->line, path, "has neither criteria nor nodes: add some");
    }
    read_criteria(r, criteria, path, index);
    read_children(r, nodes, path, index, links);
}

static void read_bands(struct reader *r, const struct json *doc)
{
    struct checklist *c = r->c;
    const struct json *list = reader_member(r, doc, "", "bands", JSON_ARRAY, false);
    if (list == NULL || list->first == NULL) {
        return;
    }
    c->bands = arena_alloc(&c->arena, sizeof *c->bands * list->len);
    if (c->bands == NULL) {
        r->memory = true;
        return;
    }
    const char *limit = c->risk ? "to" : "from";
    for (const struct json *b = list->first; b != NULL; b = b->next) {
        static const char *const keys[] = {"id", "title", "from", "to", "note", "color"};
        if (b->type != JSON_OBJECT) {
            diag_add(r->d, b->line, "bands", "holds %s: give objects", json_type_name(b->type));
            continue;
        }
        reader_keys(r, b, "bands", keys, COUNT(keys));
        struct band *out = &c->bands[c->band_count++];
        out->id = reader_string(r, b, "bands", "id", true);
        out->title = reader_string(r, b, "bands", "title", false);
        (void)reader_member(r, b, "bands", limit, JSON_NUMBER, true);
        out->limit = number_to_credit(reader_number(r, b, "bands", limit, 0, 1, 0));
        for (int i = 0; i + 1 < c->band_count; i++) {
            if (text_equal(c->bands[i].id, out->id)) {
                diag_add(r->d, b->line, "bands", "\"%.40s\" stands twice: rename one", out->id);
            }
        }
        if (c->band_count > 1 &&
            (c->risk ? out->limit <= out[-1].limit : out->limit >= out[-1].limit)) {
            diag_add(r->d, b->line, "bands", "is out of order: list bands from best to worst");
        }
    }
    if (c->band_count > 0 && c->bands[c->band_count - 1].limit != (c->risk ? CREDIT_ONE : 0)) {
        diag_add(r->d, list->line, "bands", "the last band must %s",
                 c->risk ? "end at 1" : "begin at 0");
    }
}

static void read_profile(struct reader *r, const struct json *p)
{
    static const char *const keys[] = {"title", "description", "leaves_out", "hazards", "criteria"};
    const char *path = reader_path(r, "profiles", p->key);
    if (p->type != JSON_OBJECT) {
        diag_add(r->d, p->line, path, "is %s: give an object", json_type_name(p->type));
        return;
    }
    reader_keys(r, p, path, keys, COUNT(keys));
    (void)reader_string(r, p, path, "title", false);
    (void)reader_string(r, p, path, "description", false);
    (void)reader_string(r, p, path, "leaves_out", false);
    (void)reader_texts(r, p, path, "hazards", true);
    const struct json *list = reader_member(r, p, path, "criteria", JSON_ARRAY, true);
    for (const struct json *k = list == NULL ? NULL : list->first; k != NULL; k = k->next) {
        if (k->type != JSON_STRING || checklist_find(r->c, k->text) < 0) {
            diag_add(r->d, k->line, path, "\"%.70s\" is no criterion of this checklist: remove it",
                     k->type == JSON_STRING ? k->text : "?");
        }
    }
}

static void read_profiles(struct reader *r, const struct json *doc)
{
    const struct json *profiles = reader_member(r, doc, "", "profiles", JSON_OBJECT, false);
    for (const struct json *p = profiles == NULL ? NULL : profiles->first; p != NULL; p = p->next) {
        read_profile(r, p);
    }
}

static void read_head(struct reader *r, const struct json *doc)
{
    static const char *const keys[] = {
        "banyan",  "id",       "version", "title",        "language", "direction",   "aggregate",
        "missing", "floor",    "round",   "min_coverage", "scale",    "bands",       "profiles",
        "nodes",   "criteria", "source",  "licence",      "license",  "description", "note",
        "authors", "refs",     "url",     "$schema",      "exempt"};
    static const char *const directions[] = {"merit", "risk"};
    static const char *const exempt[] = {"band"};
    struct checklist *c = r->c;
    reader_keys(r, doc, "", keys, COUNT(keys));
    const struct json *version = reader_member(r, doc, "", "banyan", JSON_NUMBER, true);
    if (version != NULL && version->number != 1) {
        diag_add(r->d, version->line, "banyan",
                 "%.15g is a format that this program does not know: "
                 "give 1, or use a newer program",
                 version->number);
    }
    c->id = reader_string(r, doc, "", "id", true);
    if (c->id != NULL && !text_is_id(c->id)) {
        diag_add(r->d, json_get(doc, "id")->line, "id",
                 "is no id: give 1 to 64 of A-Z a-z 0-9 . _ -");
    }
    c->version = reader_string(r, doc, "", "version", true);
    c->title = reader_string(r, doc, "", "title", true);
    c->language = reader_string(r, doc, "", "language", false);
    c->risk = reader_word(r, doc, "", "direction", directions, COUNT(directions), 0) == 1;
    struct node *root = &c->nodes[0];
    root->parent = -1;
    root->weight = 1;
    root->title = c->title;
    read_method(r, doc, "", NULL, root);
    read_scale(r, doc, "");
    double floor_of_coverage = reader_number(r, doc, "", "min_coverage", 0, 1, 0.6);
    root->min_coverage = root->missing == MISSING_RANGE ? number_to_credit(floor_of_coverage) : -1;
    read_bands(r, doc);
    reader_exempt(r, doc, "", exempt, COUNT(exempt));
}

static int read_tree(struct reader *r, const struct json *doc)
{
    struct checklist *c = r->c;
    int nodes = 1;
    int criteria = 0;
    int link_count = 0;
    count_tree(doc, &nodes, &criteria, &link_count);
    c->nodes = arena_alloc(&c->arena, sizeof *c->nodes * (size_t)nodes);
    c->criteria = arena_alloc(&c->arena, sizeof *c->criteria * ((size_t)criteria + 1));
    int *links = arena_alloc(&c->arena, sizeof *links * ((size_t)link_count + 1));
    if (c->nodes == NULL || c->criteria == NULL || links == NULL) {
        return ERR_MEMORY;
    }
    c->node_count = 1;
    read_head(r, doc);
    read_node(r, doc, "", 0, &links);
    if (c->criterion_count == 0) {
        diag_add(r->d, doc->line, "nodes", "hold no criterion: add some");
    }
    read_profiles(r, doc);
    return r->memory ? ERR_MEMORY : 0;
}

static int read_document(struct reader *r, const char *text, size_t len, const char *profile)
{
    struct checklist *c = r->c;
    struct json *doc = NULL;
    struct json_error error = {0};
    int rc = json_parse_deep(&c->arena, text, len, 1, JSON_DEEPEST, &doc, &error);
    if (rc == ERR_INPUT) {
        diag_add(r->d, error.line, error.path, "%s", error.text);
    }
    if (rc != 0) {
        return rc;
    }
    if (doc->type != JSON_OBJECT) {
        diag_add(r->d, doc->line, "", "is %s: a checklist is an object", json_type_name(doc->type));
        return ERR_INPUT;
    }
    if (profile != NULL) {
        c->profile_doc = json_get(json_get(doc, "profiles"), profile);
        doc = checklist_apply_profile(r, doc, profile);
        if (doc == NULL) {
            return r->memory ? ERR_MEMORY : ERR_INPUT;
        }
        c->profile = arena_strdup(&c->arena, profile);
    }
    c->doc = doc;
    rc = read_tree(r, doc);
    if (rc != 0 || r->d->count > 0) {
        return rc != 0 ? rc : ERR_INPUT;
    }
    struct buf canonical = BUF_INIT;
    json_write(&canonical, doc);
    c->text = buf_status(&canonical) == 0
                  ? arena_strndup(&c->arena, buf_text(&canonical), canonical.len)
                  : NULL;
    c->text_len = canonical.len;
    buf_free(&canonical);
    if (c->text == NULL || (profile != NULL && c->profile == NULL)) {
        return ERR_MEMORY;
    }
    digest_text(c->text, c->text_len, c->digest);
    return 0;
}

struct named {
    const char *id;
    int index;
};

static int by_named(const void *a, const void *b)
{
    return strcmp(((const struct named *)a)->id, ((const struct named *)b)->id);
}

static int index_criteria(struct checklist *c)
{
    size_t count = (size_t)c->criterion_count; /* at least 1 */
    struct named *named = malloc(sizeof *named * count);
    int *by_id = arena_alloc(&c->arena, sizeof *by_id * count);
    if (named == NULL || by_id == NULL) {
        free(named);
        return ERR_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        named[i] = (struct named){c->criteria[i].demand.id, (int)i};
    }
    qsort(named, count, sizeof *named, by_named);
    for (size_t i = 0; i < count; i++) {
        by_id[i] = named[i].index;
    }
    free(named);
    c->by_id = by_id;
    return 0;
}

int checklist_parse(const char *text, size_t len, const char *profile, struct diag *d,
                    struct checklist **out)
{
    *out = NULL;
    struct checklist *c = calloc(1, sizeof *c);
    if (c == NULL) {
        return ERR_MEMORY;
    }
    struct reader r = {.c = c, .d = d};
    int rc = read_document(&r, text, len, profile);
    rc = rc == 0 ? index_criteria(c) : rc;
    if (rc != 0) {
        checklist_free(c);
        return rc;
    }
    *out = c;
    return 0;
}

void checklist_free(struct checklist *c)
{
    if (c != NULL) {
        arena_free(&c->arena);
        free(c);
    }
}

int checklist_find(const struct checklist *c, const char *id)
{
    if (c->by_id != NULL) {
        int from = 0, to = c->criterion_count;
        while (id != NULL && from < to) {
            int middle = from + (to - from) / 2;
            int order = strcmp(c->criteria[c->by_id[middle]].demand.id, id);
            if (order == 0) {
                return c->by_id[middle];
            }
            from = order < 0 ? middle + 1 : from;
            to = order < 0 ? to : middle;
        }
        return -1;
    }
    for (int i = 0; i < c->criterion_count; i++) {
        if (text_equal(c->criteria[i].demand.id, id)) {
            return i;
        }
    }
    return -1;
}

int checklist_find_after(const struct checklist *c, const char *id, int before)
{
    for (int i = before + 1; i < c->criterion_count && i <= before + 3; i++) {
        if (strcmp(c->criteria[i].demand.id, id) == 0) {
            return i;
        }
    }
    return checklist_find(c, id);
}

const char *checklist_nearest(const struct checklist *c, const char *id)
{
    const char **ids = calloc((size_t)c->criterion_count + 1, sizeof *ids);
    if (ids == NULL) {
        return NULL;
    }
    for (int i = 0; i < c->criterion_count; i++) {
        ids[i] = c->criteria[i].demand.id;
    }
    const char *near = text_nearest(id, ids, (size_t)c->criterion_count);
    free(ids);
    return near;
}
