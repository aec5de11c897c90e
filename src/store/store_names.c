/* What there is to ask for with SQL: tables, columns and functions, each with one sentence. A
 * test holds it against what a store really has. */
#include "store/store.h"

#define TOTALS                                                                      \
    {NULL, "score", "result of the whole, from 0 to 1; empty where there is none"}, \
        {NULL, "low", "lowest value that is possible with what is not known"},      \
        {NULL, "high", "highest value that is possible with what is not known"},    \
    {                                                                               \
        NULL, "coverage", "share of the weight of which something is known, 0 to 1" \
    }
#define COUNTS                                                  \
    {NULL, "scored", "number of findings with a credit"},       \
        {NULL, "not_applicable", "number that do not apply"},   \
        {NULL, "not_assessed", "number that nobody looked at"}, \
        {NULL, "unknown", "number of which nobody knows"},      \
    {                                                           \
        NULL, "error", "number whose rule failed"               \
    }
#define BILLIONTHS(name, text)             \
    {                                      \
        NULL, name, text ", in billionths" \
    }

static const struct store_name names[] = {
    {"result", NULL, "assessments as people read them: credits from 0 to 1, dates as texts"},
    {NULL, "seq", "place in the chain: 1, 2, 3 ..."},
    {NULL, "id", "id as `list` shows it"},
    {NULL, "created", "when it was stored, UTC: 2026-09-12T08:11:04Z"},
    {NULL, "engine", "program and version that assessed it"},
    {NULL, "plan_id", "id of the plan"},
    {NULL, "plan_title", "title of the plan"},
    {NULL, "country", "country, three letters"},
    {NULL, "community", "code of the community, or its name"},
    {NULL, "community_name", "name of the community, where its code is shown"},
    {NULL, "round", "round of assessment"},
    {NULL, "date", "date of assessment: 2026-09-12"},
    {NULL, "checklist", "id of the checklist"},
    {NULL, "version", "version of the checklist"},
    {NULL, "profile", "profile; empty: the whole checklist"},
    {NULL, "current", "1, or 0 where a later one supersedes it"},
    {NULL, "applicable", "1, or 0 where nothing applies"},
    {NULL, "incomplete", "1 where a rule failed"},
    TOTALS,
    {NULL, "band", "band of the result"},
    {NULL, "band_possible", "best band that is possible"},
    COUNTS,

    {"finding(seq)", NULL, "a row for each criterion of the assessment with that seq"},
    {NULL, "criterion", "id of the criterion"},
    {NULL, "node", "id of the domain that it lies in"},
    {NULL, "outcome", "scored, not_applicable, not_assessed, unknown or error"},
    {NULL, "by", "who said so, where it was not scored: context, claim, rule or limit"},
    {NULL, "credit", "0 to 1 where it was scored"},
    {NULL, "reason", "why, in a sentence"},
    {NULL, "template", "the sentence before values are put in"},
    {NULL, "params", "the values, as JSON"},
    {NULL, "rule", "rule that ran"},
    {NULL, "line", "line of its file that gave the result"},
    {NULL, "read", "paths of the facts and answers that it read, as JSON"},

    {"node(seq)", NULL, "a row for each domain of the assessment with that seq, and for the whole"},
    {NULL, "node", "id of the domain; of the whole, that of the checklist"},
    {NULL, "parent", "id of the domain that it lies in"},
    {NULL, "title", "title of the domain"},
    {NULL, "depth", "0 the whole, 1 a domain, 2 a domain within one ..."},
    {NULL, "applicable", "1, or 0 where nothing of it applies"},
    TOTALS,

    {"total(checklist)", NULL, "means and numbers kept ready, by country and round; no drafts"},
    {NULL, "checklist", "id of the checklist"},
    {NULL, "version", "version of the checklist"},
    {NULL, "profile", "profile; empty: the whole checklist"},
    {NULL, "country", "country, three letters"},
    {NULL, "round", "round of assessment"},
    {NULL, "item", "id of a domain or criterion; total: the whole"},
    {NULL, "kind", "whether it is the whole, a domain or a criterion"},
    {NULL, "assessments", "number of assessments that are not superseded"},
    {NULL, "n", "number of them with a value"},
    {NULL, "mean", "mean of the values, 0 to 1"},
    {NULL, "sd", "standard deviation of the values"},
    {NULL, "sum", "sum of the values, in billionths"},
    {NULL, "not_applicable", "number that do not apply"},
    {NULL, "not_assessed", "number that nobody looked at"},
    {NULL, "unknown", "number of which nobody knows"},
    {NULL, "error", "number whose rule failed"},
    {NULL, "low", "mean of the lowest values that are possible"},
    {NULL, "high", "mean of the highest values that are possible"},
    {NULL, "coverage", "mean of the coverage"},

    {"measure(item, checklist)", NULL, "one domain or criterion of all assessments; no drafts"},
    {NULL, "seq", "place in the chain: 1, 2, 3 ..."},
    {NULL, "checklist", "id of the checklist"},
    {NULL, "version", "version of the checklist"},
    {NULL, "profile", "profile; empty: the whole checklist"},
    {NULL, "country", "country, three letters"},
    {NULL, "round", "round of assessment"},
    {NULL, "date", "date of assessment: 2026-09-12"},
    {NULL, "community", "code of the community, or its name"},
    {NULL, "name", "name of the community, where its code is shown"},
    {NULL, "band", "band of the result"},
    {NULL, "method", "how it was assessed"},
    {NULL, "assessor", "who assessed it"},
    {NULL, "value", "0 to 1 where there is one"},
    {NULL, "outcome", "scored, not_applicable, not_assessed, unknown or error"},

    {"quantile(x, p)", NULL, "exact quantile of the values of a group, p from 0 to 1"},
    {"median(x)", NULL, "exact median of the values of a group"},
    {"document_text(id)", NULL, "a document as text: document_text(assessment.plan) is the plan"},
    {"id_text(id)", NULL, "an id as `list` shows it"},

    {"assessment", NULL, "assessments as they are kept"},
    {NULL, "seq", "place in the chain: 1, 2, 3 ..."},
    {NULL, "id", "id, 16 bytes"},
    {NULL, "created", "when it was stored, seconds since 1970"},
    {NULL, "plan", "document of the plan"},
    {NULL, "checklist", "document of the checklist"},
    {NULL, "ruleset", "document that lists the rules"},
    {NULL, "engine", "program and version that assessed it"},
    {NULL, "plan_id", "id of the plan"},
    {NULL, "plan_title", "title of the plan"},
    {NULL, "country", "country, three letters"},
    {NULL, "community", "code of the community, or its name"},
    {NULL, "community_key", "the same as it is compared"},
    {NULL, "community_name", "name of the community, where its code is shown"},
    {NULL, "round", "round of assessment"},
    {NULL, "date", "date of assessment: 2026-09-12"},
    {NULL, "checklist_id", "id of the checklist"},
    {NULL, "checklist_version", "version of the checklist"},
    {NULL, "profile", "profile; empty: the whole checklist"},
    {NULL, "band", "band of the result"},
    {NULL, "band_possible", "best band that is possible"},
    {NULL, "applicable", "1, or 0 where nothing applies"},
    {NULL, "incomplete", "1 where a rule failed"},
    BILLIONTHS("score", "result of the whole"),
    BILLIONTHS("low", "lowest value that is possible"),
    BILLIONTHS("high", "highest value that is possible"),
    BILLIONTHS("coverage", "share of the weight of which something is known"),
    COUNTS,
    {NULL, "findings", "packed; read them with finding(seq)"},
    {NULL, "result_digest", "SHA-256 of all findings and totals"},
    {NULL, "supersedes", "seq of the one that it supersedes"},
    {NULL, "hash", "SHA-256 of this row and the hash before it"},

    {"document", NULL, "plans, checklists, lists of rules and rules, each kept once"},
    {NULL, "id", "number of the document"},
    {NULL, "digest", "SHA-256 of its bytes"},
    {NULL, "kind", "0 plan, 1 checklist, 2 list of rules, 3 rule"},
    {NULL, "size", "number of its bytes"},
    {NULL, "data", "packed; read it with document_text(id)"},

    {"shape", NULL, "what repeats among findings"},
    {NULL, "id", "number of the shape"},
    {NULL, "outcome", "0 scored, 1 not applicable, 2 not assessed, 3 unknown, 4 error"},
    {NULL, "by", "0 nobody, 1 context, 2 claim, 3 rule, 4 limit"},
    {NULL, "template", "the sentence of the reason before values are put in"},
    {NULL, "names", "names and forms of the values, as JSON"},
    {NULL, "rule", "rule that ran"},
    {NULL, "line", "line of its file that gave the result"},
    {NULL, "read", "paths that it read, as JSON"},

    {"dictionary", NULL, "what plans and findings of a checklist have in common"},
    {NULL, "id", "number of the dictionary"},
    {NULL, "checklist", "document of the checklist"},
    {NULL, "kind", "0 plans, 1 to 3 findings"},
    {NULL, "data", "for the program alone"},

    {"publication", NULL, "what was shown with --publish"},
    {NULL, "number", "1, 2, 3 ..."},
    {NULL, "created", "when, seconds since 1970"},
    {NULL, "question", "what was compared and shown, as JSON"},
    {NULL, "size", "number of the bytes of sets"},
    {NULL, "sets", "packed: which assessments each number was made of"},
    {NULL, "hash", "SHA-256 of this row and the hash before it"},

    {"chain_head", NULL, "how many assessments there are, and the last hash"},
    {NULL, "one", "always 1"},
    {NULL, "count", "number of assessments"},
    {NULL, "hash", "hash of the last one"},

    {"publication_head", NULL, "how many publications there are, and the last hash"},
    {NULL, "one", "always 1"},
    {NULL, "count", "number of publications"},
    {NULL, "hash", "hash of the last one"},

    {"migration", NULL, "changes of the schema that this file has seen"},
    {NULL, "number", "number of the change"},
    {NULL, "name", "what it did"},
    {NULL, "applied", "when, seconds since 1970"},
    {NULL, "digest", "SHA-256 of its text"},
};

const struct store_name *store_names(size_t *count)
{
    *count = sizeof names / sizeof *names;
    return names;
}
