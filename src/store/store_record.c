/* One row of the table of assessments: reading, binding, and what is hashed of it. */
#include <endian.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/number.h"
#include "store/store_private.h"

#define RECORD_COLUMNS                                                                        \
    "engine, plan_id, plan_title, country, community, community_key, community_name, round, " \
    "date, "                                                                                  \
    "checklist_id, checklist_version, profile, band, band_possible, applicable, incomplete, " \
    "score, "                                                                                 \
    "low, high, coverage, scored, not_applicable, not_assessed, unknown, error"

/* Places of columns in both statements below: seq, id, created, three documents, then the texts and
 * totals in the order of their enums. */
enum {
    COLUMN_SEQ,
    COLUMN_ID,
    COLUMN_CREATED,
    COLUMN_DOCUMENT,
    COLUMN_TEXT = COLUMN_DOCUMENT + DOCUMENT_COUNT,
    COLUMN_TOTAL = COLUMN_TEXT + TEXT_COUNT,
    COLUMN_FINDINGS = COLUMN_TOTAL + TOTAL_COUNT,
    COLUMN_RESULT,
    COLUMN_SUPERSEDES,
    COLUMN_HASH,
    COLUMN_DIGEST,
    COLUMN_OLDER = COLUMN_DIGEST + DOCUMENT_COUNT,
    COLUMN_NEWER,
    COLUMN_PREVIOUS
};

const char store_record_select[] =
    "SELECT a.seq, a.id, a.created, a.plan, a.checklist, a.ruleset, " RECORD_COLUMNS
    ", a.findings, a.result_digest, a.supersedes, a.hash, "
    "(SELECT digest FROM document d WHERE d.id = a.plan), "
    "(SELECT digest FROM document d WHERE d.id = a.checklist), "
    "(SELECT digest FROM document d WHERE d.id = a.ruleset), "
    "(SELECT o.id FROM assessment o WHERE o.seq = a.supersedes), "
    "(SELECT n.id FROM assessment n WHERE n.supersedes = a.seq), "
    "(SELECT p.hash FROM assessment p WHERE p.seq = a.seq - 1) FROM assessment a ";

const char store_record_insert[] =
    "INSERT INTO assessment (seq, id, created, plan, checklist, ruleset, " RECORD_COLUMNS
    ", findings, result_digest, supersedes, hash) VALUES "
    "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,"
    "?,?,?,?,?,?,?,?,?,?,?,?,?)";

/* A blob of exactly len bytes; zeros and false where it is none. */
static bool column_blob(sqlite3_stmt *stmt, int column, uint8_t *out, size_t len)
{
    memset(out, 0, len);
    const void *data = sqlite3_column_blob(stmt, column);
    if (data == NULL || (size_t)sqlite3_column_bytes(stmt, column) != len) {
        return false;
    }
    memcpy(out, data, len);
    return true;
}

void record_read(sqlite3_stmt *stmt, struct record *r)
{
    *r = (struct record){.seq = sqlite3_column_int64(stmt, COLUMN_SEQ),
                         .created = sqlite3_column_int64(stmt, COLUMN_CREATED),
                         .supersedes = sqlite3_column_int64(stmt, COLUMN_SUPERSEDES)};
    column_blob(stmt, COLUMN_ID, r->id, ID_SIZE);
    for (int i = 0; i < DOCUMENT_COUNT; i++) {
        r->document[i] = sqlite3_column_int64(stmt, COLUMN_DOCUMENT + i);
        r->has_digest[i] = column_blob(stmt, COLUMN_DIGEST + i, r->digest[i], DIGEST_SIZE);
    }
    for (int i = 0; i < TEXT_COUNT; i++) {
        r->text[i] = (const char *)sqlite3_column_text(stmt, COLUMN_TEXT + i);
        size_t len = (size_t)sqlite3_column_bytes(stmt, COLUMN_TEXT + i);
        r->odd = r->odd || (r->text[i] != NULL && strlen(r->text[i]) != len);
    }
    for (int i = 0; i < TOTAL_COUNT; i++) {
        r->total[i] = sqlite3_column_type(stmt, COLUMN_TOTAL + i) == SQLITE_NULL
                          ? SCORE_NONE
                          : sqlite3_column_int64(stmt, COLUMN_TOTAL + i);
    }
    r->findings = sqlite3_column_blob(stmt, COLUMN_FINDINGS);
    r->findings_len = (size_t)sqlite3_column_bytes(stmt, COLUMN_FINDINGS);
    column_blob(stmt, COLUMN_RESULT, r->result_digest, DIGEST_SIZE);
    column_blob(stmt, COLUMN_HASH, r->hash, DIGEST_SIZE);
    r->has_older = column_blob(stmt, COLUMN_OLDER, r->older, ID_SIZE);
    r->has_newer = column_blob(stmt, COLUMN_NEWER, r->newer, ID_SIZE);
    column_blob(stmt, COLUMN_PREVIOUS, r->previous, DIGEST_SIZE);
}

int record_bind(sqlite3_stmt *stmt, const struct record *r)
{
    int code = sqlite3_clear_bindings(stmt);
    code |= sqlite3_bind_int64(stmt, COLUMN_SEQ + 1, r->seq);
    code |= sqlite3_bind_blob(stmt, COLUMN_ID + 1, r->id, ID_SIZE, SQLITE_STATIC);
    code |= sqlite3_bind_int64(stmt, COLUMN_CREATED + 1, r->created);
    for (int i = 0; i < DOCUMENT_COUNT; i++) {
        code |= sqlite3_bind_int64(stmt, COLUMN_DOCUMENT + 1 + i, r->document[i]);
    }
    for (int i = 0; i < TEXT_COUNT; i++) {
        code |= sqlite3_bind_text(stmt, COLUMN_TEXT + 1 + i, r->text[i], -1, SQLITE_STATIC);
    }
    for (int i = 0; i < TOTAL_COUNT; i++) {
        if (r->total[i] != SCORE_NONE) {
            code |= sqlite3_bind_int64(stmt, COLUMN_TOTAL + 1 + i, r->total[i]);
        }
    }
    code |= sqlite3_bind_blob64(stmt, COLUMN_FINDINGS + 1, r->findings, r->findings_len,
                                SQLITE_STATIC);
    code |= sqlite3_bind_blob(stmt, COLUMN_RESULT + 1, r->result_digest, DIGEST_SIZE,
                              SQLITE_STATIC);
    if (r->supersedes != 0) {
        code |= sqlite3_bind_int64(stmt, COLUMN_SUPERSEDES + 1, r->supersedes);
    }
    return code | sqlite3_bind_blob(stmt, COLUMN_HASH + 1, r->hash, DIGEST_SIZE, SQLITE_STATIC);
}

void record_totals(const struct assessment *a, struct record *r)
{
    const struct node_result *root = &a->nodes[0];
    const struct checklist *c = a->checklist;
    r->total[TOTAL_APPLICABLE] = root->applicable;
    r->total[TOTAL_INCOMPLETE] = a->incomplete;
    r->total[TOTAL_SCORE] = root->applicable ? root->score : SCORE_NONE;
    r->total[TOTAL_LOW] = root->applicable ? root->low : SCORE_NONE;
    r->total[TOTAL_HIGH] = root->applicable ? root->high : SCORE_NONE;
    r->total[TOTAL_COVERAGE] = root->applicable ? root->coverage : SCORE_NONE;
    for (int i = 0; i < OUTCOME_COUNT; i++) {
        r->total[TOTAL_OUTCOME + i] = a->counts[i];
    }
    r->text[TEXT_BAND] = a->band >= 0 ? c->bands[a->band].id : NULL;
    r->text[TEXT_BAND_POSSIBLE] = a->band_possible >= 0 ? c->bands[a->band_possible].id : NULL;
}

/* --- hashing: every field with its length, so that no two records have the same bytes --------- */

/* LEB128: no number's bytes begin another's, so a row of them can be read in one way only. */
static inline void put_number(struct buf *out, uint64_t n)
{
    for (; n >= 0x80; n >>= 7) {
        buf_putc(out, (char)(n | 0x80));
    }
    buf_putc(out, (char)n);
}

static void put_bytes(struct buf *out, const void *data, size_t len)
{
    put_number(out, len);
    buf_add(out, data, len);
}

/* One more than the length goes before, so that no text and an empty one differ. */
static void put_text(struct buf *out, const char *text)
{
    if (text == NULL) {
        put_number(out, 0);
        return;
    }
    size_t len = strlen(text);
    put_number(out, len + 1);
    buf_add(out, text, len);
}

static void put_double(struct buf *out, double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    bits = htole64(bits);
    buf_add(out, &bits, sizeof bits);
}

static int digest_buf(const struct buf *b, uint8_t out[DIGEST_SIZE])
{
    int code = buf_status(b);
    if (code == 0) {
        digest_sha256(b->data, b->len, out);
    }
    return code;
}

int record_confirm(const struct record *r, bool *linked)
{
    uint8_t hash[DIGEST_SIZE];
    int code = record_hash(r, r->previous, hash);
    *linked = code == 0 && !r->odd && memcmp(hash, r->hash, DIGEST_SIZE) == 0;
    return code;
}

int record_hash(const struct record *r, const uint8_t previous[DIGEST_SIZE],
                uint8_t out[DIGEST_SIZE])
{
    struct buf b = BUF_INIT;
    put_text(&b, "banyan-assessment-1");
    put_bytes(&b, previous, DIGEST_SIZE);
    put_number(&b, (uint64_t)r->seq);
    put_bytes(&b, r->id, ID_SIZE);
    put_number(&b, (uint64_t)r->created);
    for (int i = 0; i < DOCUMENT_COUNT; i++) {
        put_bytes(&b, r->digest[i], DIGEST_SIZE);
    }
    for (int i = 0; i < TEXT_COUNT; i++) {
        put_text(&b, r->text[i]);
    }
    for (int i = 0; i < TOTAL_COUNT; i++) {
        put_number(&b, (uint64_t)r->total[i]);
    }
    put_bytes(&b, r->result_digest, DIGEST_SIZE);
    put_number(&b, (uint64_t)r->supersedes);
    int code = digest_buf(&b, out);
    buf_free(&b);
    return code;
}

/* As put_bytes: its length is known once it is written, and is brought before it then. */
static void put_json(struct buf *out, const struct json *value)
{
    char number[10];
    size_t at = out->len;
    json_write(out, value);
    size_t len = out->len - at;
    put_number(out, len);
    if (!out->failed) {
        size_t n = out->len - at - len;
        memcpy(number, out->data + at + len, n);
        memmove(out->data + at + n, out->data + at, len);
        memcpy(out->data + at, number, n);
    }
}

static void put_param(struct buf *out, const struct json *p)
{
    put_text(out, p->key);
    const struct json *percent = json_get(p, "percent");
    if (p->type == JSON_NUMBER) {
        buf_putc(out, 'n');
        put_double(out, p->number);
    } else if (p->type == JSON_STRING) {
        buf_putc(out, 's');
        put_bytes(out, p->text, p->len);
    } else if (p->len == 1 && percent != NULL && percent->type == JSON_NUMBER) {
        buf_putc(out, '%');
        put_double(out, percent->number);
    } else {
        buf_putc(out, 'j');
        put_json(out, p);
    }
}

static void put_finding(struct buf *out, const struct finding *f)
{
    put_number(out, (uint64_t)f->outcome);
    put_number(out, (uint64_t)f->by);
    if (f->outcome == OUTCOME_SCORED) {
        put_number(out, (uint64_t)f->credit);
        put_double(out, f->raw);
    }
    put_text(out, f->template_text);
    put_number(out, f->params == NULL ? 0 : f->params->len + 1);
    for (const struct json *p = f->params == NULL ? NULL : f->params->first; p != NULL;
         p = p->next) {
        put_param(out, p);
    }
    put_text(out, f->rule);
    put_number(out, (uint64_t)f->line);
    put_number(out, f->read_count);
    for (size_t i = 0; i < f->read_count; i++) {
        put_text(out, f->read[i]);
    }
}

int record_result_digest(const struct assessment *a, const struct record *r, struct buf *room,
                         uint8_t out[DIGEST_SIZE])
{
    buf_reset(room);
    put_text(room, "banyan-result-1");
    put_number(room, (uint64_t)a->checklist->criterion_count);
    for (int i = 0; i < a->checklist->criterion_count; i++) {
        put_finding(room, &a->findings[i]);
    }
    for (int i = 0; i < TOTAL_COUNT; i++) {
        put_number(room, (uint64_t)r->total[i]);
    }
    put_text(room, r->text[TEXT_BAND]);
    put_text(room, r->text[TEXT_BAND_POSSIBLE]);
    return digest_buf(room, out);
}

/* --- texts --------------------------------------------------------------------------------- */

void record_id_text(const uint8_t id[ID_SIZE], char out[37])
{
    static const char digits[] = "0123456789abcdef";
    char *p = out;
    for (int i = 0; i < ID_SIZE; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) {
            *p++ = '-';
        }
        *p++ = digits[id[i] >> 4];
        *p++ = digits[id[i] & 15];
    }
    *p = '\0';
}

void record_time_text(int64_t seconds, char out[24])
{
    time_t t = (time_t)seconds;
    struct tm tm;
    if (gmtime_r(&t, &tm) == NULL || strftime(out, 24, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0) {
        out[0] = '\0';
    }
}

bool record_digest_bytes(const char *text, uint8_t out[DIGEST_SIZE])
{
    if (strncmp(text, "sha256:", 7) == 0) {
        text += 7;
    }
    if (strlen(text) != (size_t)2 * DIGEST_SIZE) {
        return false;
    }
    for (size_t i = 0; i < (size_t)2 * DIGEST_SIZE; i++) {
        char c = text[i];
        int value = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (value < 0) {
            return false;
        }
        out[i / 2] = (uint8_t)(i % 2 == 0 ? value << 4 : out[i / 2] | value);
    }
    return true;
}
