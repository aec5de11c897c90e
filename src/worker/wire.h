/* What host and worker say to each other, as bytes. Numbers are little-endian and of fixed size, texts and
 * frames have their length before them. A frame is a length of four bytes, a kind, and the rest.
 *
 * The worker may have been taken over by a rule. So a reader takes nothing on trust: what does not fit is
 * `bad` from then on and reads as zero, texts are UTF-8 without a zero byte, numbers are finite, depth and
 * the number of values are bounded, and nothing is given room before its bytes have come. */
#ifndef WORKER_WIRE_H
#define WORKER_WIRE_H

#include "script/outside.h"

enum {
    WIRE_VERSION = 3,
    WIRE_HEAD = 4,
    WIRE_ANSWER_MAX = 8 << 20, /* bytes of a worker's answer */
    WIRE_ASK_MAX = 1 << 30,    /* of what is asked of it */
    WIRE_DEPTH = 1024,
    WIRE_NODES_FINDING = 2048, /* values in the parameters of a reason */
    WIRE_NODES_FIELD = 400000  /* in a field of a rule */
};

/* Kinds of frames. */
enum wire_kind {
    WIRE_HELLO =
        'H', /* budget and files; the worker shuts itself in and is ready, or says why not */
    WIRE_PLAN = 'P', /* the document of the runs that follow */
    WIRE_RUN = 'R',
    WIRE_INSPECT = 'I',
    WIRE_FIELD = 'F',
    WIRE_FITS = 'A',
    WIRE_LINES = 'L',
    WIRE_EVALUATE = 'X',
    WIRE_DONE = 'D',  /* the answer to each of them */
    WIRE_FAILED = 'E' /* the answer that it could not be done: code and text */
};

/* ---- writing: into a buf, which carries `failed` ---------------------------------------------- */

/* Begins a frame; wire_close fills in its length. */
void wire_open(struct buf *out, enum wire_kind kind);
/* Ends the frame. Returns 0, or ERR_MEMORY. */
int wire_close(struct buf *out);
/* A byte. */
void wire_put_u8(struct buf *out, unsigned value);
/* Four bytes. */
void wire_put_u32(struct buf *out, uint32_t value);
/* Eight bytes. */
void wire_put_i64(struct buf *out, int64_t value);
/* The eight bytes of a number, as they are. */
void wire_put_double(struct buf *out, double value);
/* NULL is kept apart from "". */
void wire_put_text(struct buf *out, const char *text);
/* The same with a length. */
void wire_put_bytes(struct buf *out, const char *text, size_t len);
/* A document, or NULL. */
void wire_put_json(struct buf *out, const struct json *value);
/* What a run came to. */
void wire_put_outcome(struct buf *out, const struct rule_outcome *o);
/* What it took. */
void wire_put_usage(struct buf *out, const struct host_usage *u);
/* What an expression came to. */
void wire_put_value(struct buf *out, const struct host_value *v);
/* What is known of a rule that was inspected. */
void wire_put_info(struct buf *out, const struct rule_info *info);

/* ---- reading ---------------------------------------------------------------------------------- */

struct wire {
    const unsigned char *at;
    size_t left;
    struct arena *arena; /* where what is read lives */
    size_t nodes;        /* values of documents that may still come */
    bool bad;            /* what came does not fit */
    bool starved;        /* out of memory */
};

/* A byte; 0 where there is none. */
unsigned wire_u8(struct wire *w);
/* Four bytes. */
uint32_t wire_u32(struct wire *w);
/* Eight bytes. */
int64_t wire_i64(struct wire *w);
/* A finite number. */
double wire_double(struct wire *w);
/* A byte that is 0 or 1. */
bool wire_bool(struct wire *w);
/* At most `most` bytes; NULL where NULL was put, or where it is bad. */
const char *wire_text(struct wire *w, size_t most);
/* Any bytes, and their number. */
const char *wire_bytes(struct wire *w, size_t most, size_t *len);
/* A document; NULL where NULL was put, or where it is bad. */
struct json *wire_json(struct wire *w);
/* A finding that keeps all that in-process ones promise; its rule is NULL. */
void wire_outcome(struct wire *w, struct rule_outcome *out);
/* Numbers that can be added up a million times. */
void wire_usage(struct wire *w, struct host_usage *out);
/* A value, a finding or an error, as in-process ones are. */
void wire_value(struct wire *w, struct host_value *out);
/* Fills title, source, version, test_count, needs and use, or error. */
void wire_info(struct wire *w, struct rule_info *out);
/* Whether all was read and nothing was bad. */
bool wire_ends(const struct wire *w);

#endif
