#include "review/mutants.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "review/parse.h"

struct finder {
    struct parsed p;
    struct arena *arena;
    const char *text;
    size_t len;
    bool library;
    bool *live;       /* by token: it may be changed */
    struct list list; /* struct mutant */
    bool memory;
};

const char *mutant_kind_name(enum mutant_kind kind)
{
    static const char *const names[MUTANT_KINDS] = {
        "comparison", "number", "arithmetic", "logic", "branch",
        "arguments",  "text",   "truth",      "need",
    };
    return names[kind];
}

bool mutant_removes(const struct mutant *m)
{
    return m->with[strspn(m->with, " \n")] == '\0';
}

/* ---- what may be changed ---------------------------------------------------------------------- */

static const struct token *token(const struct finder *f, int index)
{
    return parsed_token(&f->p, index);
}

static bool is(const struct finder *f, int index, const char *word)
{
    const struct token *t = token(f, index);
    return (t->kind == TOKEN_NAME || t->kind == TOKEN_OTHER) && token_is(t, word);
}

/* Of a text that Lua would not take a range may reach beyond the last token. */
static void mark(struct finder *f, struct range r, bool live)
{
    for (int i = r.first; i <= r.last && i < (int)f->p.tokens.count; i++) {
        f->live[i] = live;
    }
}

static bool alive(const struct finder *f, int index)
{
    return index < (int)f->p.tokens.count && f->live[index];
}

/* The outermost statement that a token stands in, or NULL. */
static const struct range *statement_of(const struct finder *f, int index)
{
    const struct range *all = f->p.outermost.items;
    for (size_t i = 0; i < f->p.outermost.count; i++) {
        if (range_has(all[i], index)) {
            return &all[i];
        }
    }
    return NULL;
}

/* What a rule declares before its table counts where the table needs it: helpers of tests alone do not. */
static void enliven_declarations(struct finder *f)
{
    const struct use *uses = f->p.uses.items;
    const struct variable *variables = f->p.variables.items;
    bool more = true;
    while (more) {
        more = false;
        for (size_t i = 0; i < f->p.uses.count; i++) {
            int v = alive(f, uses[i].token) ? uses[i].variable : -1;
            const struct range *s = v < 0 ? NULL : statement_of(f, variables[v].token);
            if (s != NULL && is(f, s->first, "local") && !alive(f, s->first)) {
                mark(f, *s, true);
                more = true;
            }
        }
    }
}

static void enliven_all(struct finder *f)
{
    static const char *const fields[] = {"score", "args", "needs"};
    const struct range *all = f->p.outermost.items;
    bool plain = !f->library && parsed_field(&f->p, "score") != NULL;
    for (size_t i = 0; i < f->p.outermost.count; i++) {
        if (!plain || (!is(f, all[i].first, "local") && !is(f, all[i].first, "return"))) {
            mark(f, all[i], true);
        }
    }
    for (size_t i = 0; plain && i < sizeof fields / sizeof *fields; i++) {
        const struct returned *r = parsed_field(&f->p, fields[i]);
        if (r != NULL) {
            mark(f, r->value, true);
        }
    }
    if (plain) {
        enliven_declarations(f);
    }
}

/* Blanks what stands between the braces of the tests, so that they need not be read for each mutant. */
static bool blank_tests(struct finder *f)
{
    const struct returned *r = f->library ? NULL : parsed_field(&f->p, "tests");
    char *copy = arena_strndup(f->arena, f->text, f->len);
    if (copy == NULL) {
        return false;
    }
    if (r != NULL && is(f, r->value.first, "{") && is(f, r->value.last, "}")) {
        const char *end = token(f, r->value.last)->text;
        for (const char *c = token(f, r->value.first)->text + 1; c < end; c++) {
            copy[c - f->text] = *c == '\n' ? '\n' : ' ';
        }
    }
    f->text = copy;
    return true;
}

/* ---- putting down ----------------------------------------------------------------------------- */

/* Puts a mutant down: the bytes from begin to end (of the text as it was read) become `with`. */
static void put(struct finder *f, enum mutant_kind kind, const char *begin, const char *end,
                const char *with)
{
    struct mutant *m = list_add(&f->list, f->arena, sizeof *m);
    size_t len = (size_t)(end - begin);
    const char *original = arena_strndup(f->arena, begin, len);
    if (m == NULL || with == NULL || original == NULL) {
        f->memory = true;
        return;
    }
    *m = (struct mutant){.kind = kind,
                         .from = (size_t)(begin - f->text),
                         .len = len,
                         .original = original,
                         .with = with};
}

/* The token becomes `with`. */
static void swap(struct finder *f, enum mutant_kind kind, int index, const char *with)
{
    const struct token *t = token(f, index);
    put(f, kind, t->text, t->text + t->len, with);
}

/* The bytes of tokens first … last go; what they hold of line ends stays. */
static void take_away(struct finder *f, enum mutant_kind kind, struct range r)
{
    const struct token *last = token(f, r.last);
    const char *begin = token(f, r.first)->text, *end = last->text + last->len;
    size_t lines = 0;
    for (const char *c = begin; c < end; c++) {
        lines += *c == '\n';
    }
    char *with = arena_text(f->arena, lines + 1);
    if (with != NULL) {
        memset(with, '\n', lines + 1);
        with[0] = ' '; /* what stood apart stays apart */
    }
    put(f, kind, begin, end, with);
}

/* ---- signs and words -------------------------------------------------------------------------- */

static void change_sign(struct finder *f, const struct sign *o)
{
    static const struct {
        const char *sign;
        enum mutant_kind kind;
        const char *with[2];
    } changes[] = {{"<", MUTANT_COMPARISON, {"<=", ">="}},  {"<=", MUTANT_COMPARISON, {"<", ">"}},
                   {">", MUTANT_COMPARISON, {">=", "<="}},  {">=", MUTANT_COMPARISON, {">", "<"}},
                   {"==", MUTANT_COMPARISON, {"~=", NULL}}, {"~=", MUTANT_COMPARISON, {"==", NULL}},
                   {"+", MUTANT_ARITHMETIC, {"-", NULL}},   {"-", MUTANT_ARITHMETIC, {"+", NULL}},
                   {"*", MUTANT_ARITHMETIC, {"/", NULL}},   {"/", MUTANT_ARITHMETIC, {"*", NULL}},
                   {"//", MUTANT_ARITHMETIC, {"/", NULL}},  {"%", MUTANT_ARITHMETIC, {"*", NULL}},
                   {"^", MUTANT_ARITHMETIC, {"*", NULL}},   {"and", MUTANT_LOGIC, {"or", NULL}},
                   {"or", MUTANT_LOGIC, {"and", NULL}}};
    if (o->unary) { /* the sign before a number is changed with the number */
        bool minus = is(f, o->token, "-") && token(f, o->token + 1)->kind != TOKEN_NUMBER;
        if (minus || is(f, o->token, "not")) {
            swap(f, minus ? MUTANT_ARITHMETIC : MUTANT_LOGIC, o->token, " ");
        }
        return;
    }
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        for (int k = 0; k < 2 && is(f, o->token, changes[i].sign); k++) {
            if (changes[i].with[k] != NULL) {
                swap(f, changes[i].kind, o->token, changes[i].with[k]);
            }
        }
    }
}

/* A number in decimal digits, as units of its last place. */
struct decimal {
    int64_t units;
    int places;
};

static bool read_decimal(const struct token *t, struct decimal *out)
{
    enum { DIGITS_MOST = 15 };
    int digits = 0;
    bool point = false;
    *out = (struct decimal){0, 0};
    for (size_t i = 0; i < t->len; i++) {
        if (t->text[i] == '.' && !point) {
            point = true;
        } else if (t->text[i] >= '0' && t->text[i] <= '9' && ++digits <= DIGITS_MOST) {
            out->units = out->units * 10 + (t->text[i] - '0');
            out->places += point;
        } else {
            return false;
        }
    }
    return true;
}

static const char *write_decimal(struct finder *f, struct decimal d)
{
    char text[64];
    int64_t scale = 1, units = d.units < 0 ? -d.units : d.units;
    for (int i = 0; i < d.places; i++) {
        scale *= 10;
    }
    int n = snprintf(text, sizeof text, "%s%lld", d.units < 0 ? "(-" : "",
                     (long long)(units / scale));
    if (d.places > 0) {
        n += snprintf(text + n, sizeof text - (size_t)n, ".%0*lld", d.places,
                      (long long)(units % scale));
    }
    (void)snprintf(text + n, sizeof text - (size_t)n, "%s", d.units < 0 ? ")" : "");
    return arena_strdup(f->arena, text);
}

/* One more and one less is one in the last place: 0.65 becomes 0.66. */
static void change_number(struct finder *f, int index)
{
    struct decimal d;
    if (!read_decimal(token(f, index), &d)) {
        swap(f, MUTANT_NUMBER, index, "0");
        return;
    }
    /* x or 0: what is not there counts as none; one other default will do */
    bool fallback = d.units == 0 && index > 0 && is(f, index - 1, "or");
    swap(f, MUTANT_NUMBER, index, write_decimal(f, (struct decimal){d.units + 1, d.places}));
    if (!fallback) {
        swap(f, MUTANT_NUMBER, index, write_decimal(f, (struct decimal){d.units - 1, d.places}));
    }
    if (d.units != 0) {
        if (d.units != 1 || d.places > 0) { /* else that is one less */
            swap(f, MUTANT_NUMBER, index, "0");
        }
        swap(f, MUTANT_NUMBER, index, write_decimal(f, (struct decimal){-d.units, d.places}));
    }
}

/* A code or a key becomes one that there is not. Reasons stay: their words decide nothing. */
static void change_text(struct finder *f, int index)
{
    const struct token *t = token(f, index);
    bool letters = false;
    for (size_t i = 1; i + 1 < t->len; i++) {
        char c = t->text[i];
        if (c == ' ' || c == '{') {
            return;
        }
        letters = letters || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                  (c >= 'A' && c <= 'Z');
    }
    char *with = letters && t->text[0] != '[' ? arena_text(f->arena, t->len + 1) : NULL;
    if (with != NULL) {
        memcpy(with, t->text, t->len - 1);
        with[t->len - 1] = '~';
        with[t->len] = t->text[0];
    }
    if (letters && t->text[0] != '[') {
        swap(f, MUTANT_TEXT, index, with);
    }
}

/* ---- calls, branches, needs ------------------------------------------------------------------- */

static bool is_empty(struct range r)
{
    return r.last < r.first;
}

static const char *text_of(const struct finder *f, struct range r, size_t *len)
{
    const struct token *last = token(f, r.last);
    const char *begin = token(f, r.first)->text;
    *len = (size_t)(last->text + last->len - begin);
    return begin;
}

/* Whether a call gives the same whatever order its arguments have. */
static bool is_symmetric(const struct finder *f, const struct call *c)
{
    int last = c->callee.last;
    bool of_math = last - c->callee.first == 2 && is(f, c->callee.first, "math");
    return (of_math && (is(f, last, "max") || is(f, last, "min"))) ||
           (last == c->callee.first && is(f, last, "hazard_matches"));
}

static void change_arguments(struct finder *f, const struct call *c)
{
    if (is_symmetric(f, c)) {
        return;
    }
    for (int i = 0; i + 1 < c->count && i + 1 < CALL_ARGS && alive(f, c->callee.first); i++) {
        size_t a_len, b_len;
        if (is_empty(c->args[i]) || is_empty(c->args[i + 1])) {
            continue;
        }
        const char *a = text_of(f, c->args[i], &a_len), *b = text_of(f, c->args[i + 1], &b_len);
        const char *end = b + b_len;
        size_t between = (size_t)(b - a) - a_len;
        if (a_len == b_len && memcmp(a, b, a_len) == 0) {
            continue;
        }
        char *with = arena_text(f->arena, (size_t)(end - a));
        if (with != NULL) {
            memcpy(with, b, b_len);
            memcpy(with + b_len, a + a_len, between);
            memcpy(with + b_len + between, a, a_len);
        }
        put(f, MUTANT_ARGUMENTS, a, end, with);
    }
}

/* Whether a return ends a block of an if in which something stands before it. */
static bool ends_longer_block(const struct finder *f, struct range r)
{
    const struct branch *b = f->p.branches.items;
    for (size_t i = 0; i < f->p.branches.count; i++) {
        if (b[i].kind != BRANCH_RETURN && b[i].range.last == r.last && b[i].range.first < r.first) {
            return true;
        }
    }
    return false;
}

static void change_branch(struct finder *f, const struct branch *b)
{
    if (!is_empty(b->range) && alive(f, b->range.first) &&
        (b->kind != BRANCH_RETURN || ends_longer_block(f, b->range))) {
        take_away(f, MUTANT_BRANCH, b->range);
    }
}

static void spare(struct finder *f, const struct call *c, int arg)
{
    if (arg < c->count) {
        mark(f, c->args[arg], false);
    }
}

/* What assert and error say is a reason, too. Level 0 is worth nothing, however many levels there are. */
static void spare_arguments(struct finder *f)
{
    const struct call *c = f->p.calls.items;
    for (size_t i = 0; i < f->p.calls.count; i++) {
        int name = c[i].callee.last;
        bool zero = is(f, name, "level") && token_is(token(f, c[i].args[0].first), "0") &&
                    c[i].args[0].last == c[i].args[0].first;
        if (c[i].callee.first == name && (zero || is(f, name, "assert"))) {
            spare(f, &c[i], 1);
        } else if (c[i].callee.first == name && is(f, name, "error")) {
            spare(f, &c[i], 0);
        }
    }
}

static struct range change_needs(struct finder *f)
{
    const struct returned *r = f->library ? NULL : parsed_field(&f->p, "needs");
    struct entries e;
    if (r == NULL) {
        return (struct range){0, -1};
    }
    entries_begin(&f->p, r->value, &e);
    while (entries_next(&f->p, &e)) {
        struct range entry = e.value;
        if (!is_empty(entry)) {
            entry.last += is(f, entry.last + 1, ",");
            take_away(f, MUTANT_NEED, entry);
        }
    }
    return r->value;
}

/* ---- the whole -------------------------------------------------------------------------------- */

static void change_all(struct finder *f)
{
    const struct sign *o = f->p.signs.items;
    const struct call *c = f->p.calls.items;
    const struct branch *b = f->p.branches.items;
    struct range needs = change_needs(f);
    for (int i = 0; i < (int)f->p.tokens.count; i++) {
        const struct token *t = token(f, i);
        if (!alive(f, i) || range_has(needs, i)) {
            continue;
        }
        if (t->kind == TOKEN_NUMBER) {
            change_number(f, i);
        } else if (t->kind == TOKEN_STRING) {
            change_text(f, i);
        } else if (t->kind == TOKEN_NAME && token_keyword(t) &&
                   (token_is(t, "true") || token_is(t, "false"))) {
            swap(f, MUTANT_TRUTH, i, token_is(t, "true") ? "false" : "true");
        }
    }
    for (size_t i = 0; i < f->p.signs.count; i++) {
        if (alive(f, o[i].token)) {
            change_sign(f, &o[i]);
        }
    }
    for (size_t i = 0; i < f->p.calls.count; i++) {
        change_arguments(f, &c[i]);
    }
    for (size_t i = 0; i < f->p.branches.count; i++) {
        change_branch(f, &b[i]);
    }
}

static int by_place(const void *a, const void *b)
{
    const struct mutant *x = a, *y = b;
    if (x->from != y->from) {
        return x->from < y->from ? -1 : 1;
    }
    if (x->len != y->len) {
        return x->len < y->len ? -1 : 1;
    }
    return strcmp(x->with, y->with);
}

/* Lines and columns, in one walk, since the mutants are sorted. */
static void place(struct finder *f)
{
    struct mutant *m = f->list.items;
    int line = 1, column = 1;
    size_t at = 0;
    for (size_t i = 0; i < f->list.count; i++) {
        for (; at < m[i].from; at++) {
            bool end = f->text[at] == '\n';
            line += end;
            column = end ? 1 : column + (((unsigned char)f->text[at + 1] & 0xc0) != 0x80);
        }
        m[i].line = line;
        m[i].column = column;
    }
}

/* ---- exemptions ------------------------------------------------------------------------------- */

static const char MARK[] = "-- mutant ok:";

/* One that begins at c; `next` is the line of the token after it. */
static bool keep_exemption(struct finder *f, struct list *list, const char *c, int at, int next)
{
    struct exemption *e = list_add(list, f->arena, sizeof *e);
    const char *reason = c + strlen(MARK), *end = f->text + f->len;
    const char *close = memchr(reason, '\n', (size_t)(end - reason));
    bool alone = true;
    for (const char *p = c; p > f->text && p[-1] != '\n' && alone; p--) {
        alone = p[-1] == ' ' || p[-1] == '\t';
    }
    close = close == NULL ? end : close;
    while (reason < close && *reason == ' ') {
        reason++;
    }
    while (close > reason && strchr(" \t\r", close[-1]) != NULL) {
        close--;
    }
    if (e == NULL) {
        return false;
    }
    *e = (struct exemption){at, alone ? next : at,
                            arena_strndup(f->arena, reason, (size_t)(close - reason))};
    return e->reason != NULL;
}

/* Comments stand between tokens, and nowhere else. */
static bool find_exemptions(struct finder *f, struct list *list)
{
    const char *from = f->text;
    int line = 1;
    for (int i = 0; i < (int)f->p.tokens.count; i++) {
        const struct token *t = token(f, i);
        for (const char *c = from; c < t->text; c++) {
            line += *c == '\n';
            if ((size_t)(t->text - c) > strlen(MARK) && memcmp(c, MARK, strlen(MARK)) == 0 &&
                !keep_exemption(f, list, c, line, t->line)) {
                return false;
            }
        }
        from = t->text + t->len;
        for (const char *c = t->text; c < from; c++) {
            line += *c == '\n';
        }
    }
    return true;
}

int mutants_list(struct mutants *out, struct arena *arena, const char *text, size_t len,
                 bool library)
{
    struct finder f = {.arena = arena, .text = text, .len = len, .library = library};
    struct list exempt = {0};
    *out = (struct mutants){.text = NULL};
    if (parse(&f.p, arena, text, len) != 0) {
        return ERR_MEMORY;
    }
    f.live = arena_alloc(arena, f.p.tokens.count + 1);
    if (f.live == NULL || !find_exemptions(&f, &exempt)) {
        return ERR_MEMORY;
    }
    enliven_all(&f);
    spare_arguments(&f);
    change_all(&f);
    if (f.memory || !blank_tests(&f)) {
        return ERR_MEMORY;
    }
    if (f.list.count > 0) {
        qsort(f.list.items, f.list.count, sizeof(struct mutant), by_place);
    }
    place(&f);
    *out = (struct mutants){.text = f.text,
                            .len = len,
                            .items = f.list.items,
                            .count = f.list.count,
                            .exempt = exempt.items,
                            .exempt_count = exempt.count};
    return 0;
}
