/* What a worker answers: any bytes in its place. They are refused, or they are a finding, a description of
 * a rule or a document that keeps what those made in process keep, and says the same when it is written and
 * read again. */
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.h"
#include "fuzz.h"
#include "worker/process.h"
#include "worker/wire.h"

static bool clean(const char *text)
{
    return text != NULL && text_utf8_check(text, strlen(text)) == strlen(text);
}

/* Returns whether it is one, and writes it. */
static bool read_outcome(struct wire *w, struct buf *out)
{
    struct rule_outcome o;
    wire_outcome(w, &o);
    if (!wire_ends(w)) {
        return false;
    }
    const struct finding *f = &o.finding;
    ENSURE(f->outcome < OUTCOME_COUNT && clean(f->template_text) && f->rule == NULL);
    ENSURE(f->outcome != OUTCOME_SCORED || (fuzz_share(f->credit) && f->raw >= 0 && f->raw <= 1));
    ENSURE(finding_doubts(f) == NULL && o.fuel_used >= 0 && f->read_count <= 1024);
    for (size_t i = 0; i < f->read_count; i++) {
        ENSURE(clean(f->read[i]));
    }
    struct buf reason = BUF_INIT;
    finding_reason(&reason, f);
    ENSURE(clean(buf_text(&reason)));
    buf_free(&reason);
    wire_put_outcome(out, &o);
    return true;
}

static bool read_info(struct wire *w, struct buf *out)
{
    struct rule_info info = {.name = "t/rule"};
    wire_info(w, &info);
    if (!wire_ends(w)) {
        return false;
    }
    ENSURE(info.error != NULL || (clean(info.title) && clean(info.source)));
    ENSURE(info.version >= 0 && info.test_count >= 0);
    for (size_t i = 0; i < info.needs_count; i++) {
        ENSURE(clean(info.needs[i]));
    }
    wire_put_info(out, &info);
    return true;
}

static bool read_usage(struct wire *w, struct buf *out)
{
    struct host_usage used;
    wire_usage(w, &used);
    if (!wire_ends(w)) {
        return false;
    }
    ENSURE(used.fuel >= 0 && used.fuel <= INT64_MAX >> 20 && used.made >= 0 && used.ns >= 0);
    wire_put_usage(out, &used);
    return true;
}

static bool read_value(struct wire *w, struct buf *out)
{
    struct host_value v;
    wire_value(w, &v);
    if (!wire_ends(w)) {
        return false;
    }
    ENSURE(v.count <= SNIPPET_VALUES && v.line >= 0 && v.column >= 0 && v.read_count <= 1024);
    ENSURE(v.error == NULL || (clean(v.error) && v.count == 0 && !v.found));
    ENSURE(v.error != NULL || !v.limit);
    ENSURE(!v.found || (v.count > 0 && clean(v.finding.template_text)));
    for (size_t i = 0; i < v.read_count; i++) {
        ENSURE(clean(v.read[i]));
    }
    wire_put_value(out, &v);
    return true;
}

static bool read_document(struct wire *w, struct buf *out)
{
    const struct json *doc = wire_json(w);
    if (!wire_ends(w)) {
        return false;
    }
    wire_put_json(out, doc);
    return true;
}

typedef bool (*reader)(struct wire *w, struct buf *out);

/* The text of what is written of it is read as the same again. */
static void read_twice(reader read, const uint8_t *data, size_t size)
{
    struct arena arena = ARENA_INIT;
    struct buf first = BUF_INIT, second = BUF_INIT;
    struct wire w = {.at = data, .left = size, .arena = &arena, .nodes = WIRE_NODES_FIELD};
    if (read(&w, &first)) {
        struct wire again = {.at = (unsigned char *)first.data,
                             .left = first.len,
                             .arena = &arena,
                             .nodes = WIRE_NODES_FIELD};
        ENSURE(read(&again, &second));
        ENSURE(first.len == second.len && memcmp(first.data, second.data, first.len) == 0);
    }
    ENSURE(!w.starved);
    buf_free(&first);
    buf_free(&second);
    arena_free(&arena);
}

/* The bytes as they come through a socket whose other end is then closed. */
static void receive(const uint8_t *data, size_t size)
{
    enum { MOST = 4096 };
    int ends[2];
    struct buf out = BUF_INIT;
    ENSURE(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    size = size > 8192 ? 8192 : size;
    ENSURE(write(ends[1], data, size) == (ssize_t)size);
    ENSURE(close(ends[1]) == 0);
    struct process p = {.pid = 1, .fd = ends[0]};
    int rc = process_receive(&p, &out, MOST, process_now() + INT64_C(60000000000));
    ENSURE(rc == 0 || rc == ERR_IO);
    ENSURE(rc != 0 || (out.len > 0 && out.len <= MOST && out.len + WIRE_HEAD == size));
    struct wire head = {.at = data, .left = size}; /* what it said it would send, and no more */
    ENSURE(rc != 0 || wire_u32(&head) == out.len);
    buf_free(&out);
    ENSURE(close(ends[0]) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const reader readers[] = {read_outcome, read_info, read_document, read_usage,
                                     read_value};
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        read_twice(readers[i], data, size);
    }
    receive(data, size);
    return 0;
}
