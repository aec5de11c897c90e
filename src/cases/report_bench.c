/* What rules took, for people and for programs. */
#include "base/json.h"
#include "base/json_member.h"
#include "base/number.h"
#include "cases/bench.h"
#include "cases/report.h"

enum { NAME_WIDTH = 32 };

void report_bench_text(struct buf *out, const struct bench *b)
{
    size_t runs = 0;
    for (size_t i = 0; i < b->row_count; i++) {
        runs += b->rows[i].runs;
    }
    buf_printf(out, "%-*s %6s %9s %9s %8s %8s %6s\n", NAME_WIDTH, "rule", "runs", "ns", "least",
               "fuel", "bytes", "share");
    for (size_t i = 0; i < b->row_count; i++) {
        const struct bench_row *row = &b->rows[i];
        int64_t tenths = (int64_t)(row->share * 1000 + 0.5);
        buf_printf(out, "%-*s %6zu %9lld %9lld %8lld %8lld %3lld.%lld %%\n", NAME_WIDTH, row->rule,
                   row->runs, (long long)row->median, (long long)row->least, (long long)row->fuel,
                   (long long)row->bytes, (long long)(tenths / 10), (long long)(tenths % 10));
    }
    buf_printf(
        out,
        "%zu rules, %zu plans, %zu runs a round; %zu rounds after %d to warm up; ns, fuel and "
        "bytes are those of a run\n",
        b->row_count, b->plans, runs, b->repeat, (int)BENCH_WARM_UP);
}

void report_bench_json(struct buf *out, const struct bench *b)
{
    buf_printf(out, "{\"plans\":%zu,\"rounds\":%zu,\"warm_up\":%d,\"rules\":[", b->plans, b->repeat,
               (int)BENCH_WARM_UP);
    for (size_t i = 0; i < b->row_count; i++) {
        const struct bench_row *row = &b->rows[i];
        buf_puts(out, i == 0 ? "{\"rule\":" : ",{\"rule\":");
        json_write_string(out, row->rule);
        member_number(out, "runs", (int64_t)row->runs);
        member_number(out, "ns", row->median);
        member_number(out, "ns_least", row->least);
        member_number(out, "fuel", row->fuel);
        member_number(out, "fuel_most", row->most);
        member_number(out, "bytes", row->bytes);
        buf_puts(out, ",\"share\":");
        number_write_credit(out, number_to_credit(row->share));
        buf_putc(out, '}');
    }
    buf_puts(out, "]}");
}
