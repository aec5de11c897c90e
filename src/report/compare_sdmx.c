/* SDMX: observations as SDMX-CSV 2.0, and their structure as SDMX-ML 2.1. */
#include <math.h>

#include "base/xml.h"
#include "report/compare_codes.h"
#include "report/compare_csv.h"
#include "report/compare_flat.h"
#include "report/compare_forms.h"

#define AGENCY "BANYAN"
#define NAMESPACE "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/"

/* Attributes of an observation. */
static const struct attribute {
    const char *id;
    const char *column; /* of the flat table; NULL: worked out here */
    const char *name;
    const char *list; /* code list, or NULL: a number */
} attributes[] = {
    {"OBS_STATUS", "status", "Observation status", "CL_OBS_STATUS"},
    {"UNIT_MEASURE", NULL, "Unit of measure", "CL_UNIT_MEASURE"},
    {"COMPARABILITY", "comparability", "How far assessments can be held against each other",
     "CL_COMPARABILITY"},
    {"OBS_COUNT", "n", "Assessments with a score", NULL},
    {"LOWER_BOUND", "ci_low", "Lower end of the confidence interval", NULL},
    {"UPPER_BOUND", "ci_high", "Upper end of the confidence interval", NULL},
    {"OBS_LOW", "low", "Mean of the lowest possible values", NULL},
    {"OBS_HIGH", "high", "Mean of the highest possible values", NULL},
    {"COVERAGE", "coverage", "Share of the weight that rests on an answer", NULL},
    {"STD_DEV", "sd", "Standard deviation", NULL},
    {"MEDIAN", "median", "Median", NULL},
    {"WEIGHTED_MEAN", "weighted_mean", "Mean weighted by children under 18", NULL},
    {"RANK_MEDIAN", "rank_median", "Median rank", NULL},
    {"RANK_LOW", "rank_low", "Rank, 5 in a hundred draws lie below", NULL},
    {"RANK_HIGH", "rank_high", "Rank, 95 in a hundred draws lie below", NULL},
};
enum { ATTRIBUTES = sizeof attributes / sizeof *attributes };

struct dimension {
    const char *id, *name;
    size_t by; /* attribute of the comparison; by_count: the items */
    struct codes codes;
};

struct sdmx {
    const struct comparison *c;
    struct flat f;
    struct dimension *dimensions; /* but the time */
    size_t count;
    const char *flow, *version; /* CHILD_DRR_BY_COUNTRY, 1.0.0 */
    size_t columns[ATTRIBUTES];
    struct arena *arena; /* that of f */
};

/* ---- names ---- */

static const char *keep(struct sdmx *s, struct buf *b)
{
    const char *text = b->failed ? NULL : arena_strdup(s->arena, buf_text(b));
    buf_reset(b);
    return text;
}

static bool is_used(const struct sdmx *s, const char *id)
{
    bool used = strcmp(id, "TIME_PERIOD") == 0 || strcmp(id, "OBS_VALUE") == 0 ||
                strcmp(id, "INDICATOR") == 0 || strcmp(id, "STRUCTURE") == 0 ||
                strcmp(id, "STRUCTURE_ID") == 0 || strcmp(id, "ACTION") == 0;
    for (size_t i = 0; i < ATTRIBUTES; i++) {
        used = used || strcmp(id, attributes[i].id) == 0;
    }
    for (size_t i = 0; i < s->count; i++) {
        used = used || strcmp(id, s->dimensions[i].id) == 0;
    }
    return used;
}

/* REF_AREA for countries, WEALTH_QUINTILE for wealth_quintile; X_ before a digit, _ behind where taken. */
static const char *dimension_id(struct sdmx *s, const char *name)
{
    struct buf id = BUF_INIT;
    if (strcmp(name, "country") == 0) {
        buf_puts(&id, "REF_AREA");
    } else {
        buf_puts(&id, name[0] >= '0' && name[0] <= '9' ? "X_" : "");
        code_text(&id, name, true);
    }
    while (!id.failed && (is_used(s, buf_text(&id)) || id.data[0] == '_')) {
        struct buf other = BUF_INIT;
        buf_puts(&other, id.data[0] == '_' ? "X" : "");
        buf_puts(&other, buf_text(&id));
        buf_puts(&other, id.data[0] == '_' ? "" : "_");
        buf_free(&id);
        id = other;
    }
    const char *made = keep(s, &id);
    buf_free(&id);
    return made;
}

static void name_flow(struct sdmx *s)
{
    struct buf name = BUF_INIT;
    code_text(&name, s->c->core->id, true);
    for (size_t i = 0; i + 1 < s->count; i++) {
        buf_puts(&name, i == 0 ? "_BY_" : "_");
        buf_puts(&name, s->dimensions[i].id);
    }
    s->flow = keep(s, &name);
    const char *v = s->c->core->version;
    size_t len = strspn(v, "0123456789.");
    bool good = len > 0 && len == strlen(v) && v[0] != '.' && v[len - 1] != '.' && !strstr(v, "..");
    buf_puts(&name, good ? v : "1.0");
    s->version = keep(s, &name);
    buf_free(&name);
}

static int start(struct sdmx *s, const struct comparison *c, struct err *e)
{
    *s = (struct sdmx){.c = c};
    int rc = flat_init(&s->f, c);
    s->arena = &s->f.arena;
    s->dimensions = rc == 0 ? arena_alloc(s->arena, sizeof *s->dimensions * (c->by_count + 1))
                            : NULL;
    rc = s->dimensions == NULL ? ERR_MEMORY : rc;
    for (size_t i = 0; i < c->by_count && rc == 0; i++) {
        struct dimension *d = &s->dimensions[s->count];
        if (i == round_attribute(c)) {
            continue; /* the time */
        }
        *d = (struct dimension){.id = dimension_id(s, c->by[i]), .name = c->by[i], .by = i};
        rc = d->id == NULL ? ERR_MEMORY : codes_of_keys(s->arena, c, i, &d->codes);
        s->count++;
    }
    if (rc == 0) {
        struct dimension *d = &s->dimensions[s->count++];
        *d = (struct dimension){.id = "INDICATOR", .name = "What is measured", .by = c->by_count};
        rc = codes_of_items(s->arena, c, &d->codes);
        name_flow(s);
        rc = s->flow == NULL || s->version == NULL ? ERR_MEMORY : rc;
    }
    for (size_t i = 0; i < ATTRIBUTES && rc == 0; i++) {
        s->columns[i] = attributes[i].column == NULL ? 0 : flat_find(&s->f, attributes[i].column);
    }
    if (rc != 0) {
        (void)err_set(e, rc, "out of memory");
    }
    return rc;
}

/* ---- SDMX-CSV ----
 * The action is to replace: merging would leave in the reader's data what was known of an observation
 * before, and is empty or withheld now. */

static void csv_head(struct buf *out, const struct sdmx *s)
{
    buf_puts(out, "STRUCTURE,STRUCTURE_ID,ACTION");
    for (size_t i = 0; i < s->count; i++) {
        buf_printf(out, ",%s", s->dimensions[i].id);
    }
    buf_puts(out, ",TIME_PERIOD,OBS_VALUE");
    for (size_t i = 0; i < ATTRIBUTES; i++) {
        buf_printf(out, ",%s", attributes[i].id);
    }
    buf_puts(out, "\r\n");
}

/* COMPARABILITY as code: FULL. */
static void csv_attribute(struct buf *out, const struct sdmx *s, size_t attribute, size_t group,
                          size_t item)
{
    bool first = false;
    if (attributes[attribute].column == NULL) {
        csv_text(out, "IX", &first);
        return;
    }
    struct flat_cell cell = flat_cell(&s->f, group, item, s->columns[attribute]);
    if (cell.text != NULL) {
        buf_putc(out, ',');
        code_text(out, cell.text, true);
    } else {
        csv_number(out, cell.number, &first);
    }
}

static void csv_observation(struct buf *out, const struct sdmx *s, size_t group, size_t item,
                            const char *keys, const char *period)
{
    const struct compare_group *g = &s->c->groups[group];
    double value = g->withheld ? NAN : g->stats[item].mean;
    bool first = false;
    buf_printf(out, "dataflow,%s:%s(%s),R%s,%s,%s", AGENCY, s->flow, s->version, keys,
               s->dimensions[s->count - 1].codes.list[item].id, period);
    if (isnan(value)) {
        buf_puts(out, ",NaN");
    } else {
        csv_number(out, value, &first);
    }
    for (size_t i = 0; i < ATTRIBUTES; i++) {
        csv_attribute(out, s, i, group, item);
    }
    buf_puts(out, "\r\n");
}

int render_compare_sdmx_csv(struct buf *out, const struct comparison *c, struct err *e)
{
    struct sdmx s;
    struct buf period = BUF_INIT, keys = BUF_INIT;
    int rc = start(&s, c, e);
    if (rc == 0) {
        csv_head(out, &s);
    }
    for (size_t g = 0; g < c->group_count && rc == 0; g++) {
        buf_reset(&period);
        buf_reset(&keys);
        rc = group_period(&period, c, g, true, e);
        for (size_t i = 0; i + 1 < s.count; i++) {
            const struct dimension *d = &s.dimensions[i];
            buf_printf(&keys, ",%s", code_of(&d->codes, c->groups[g].keys[d->by]));
        }
        for (size_t i = 0; i < c->item_count && rc == 0; i++) {
            csv_observation(out, &s, g, i, buf_text(&keys), buf_text(&period));
        }
        out->failed = out->failed || period.failed || keys.failed;
    }
    buf_free(&period);
    buf_free(&keys);
    flat_free(&s.f);
    return rc;
}

/* ---- the structure ---- */

static void put_name(struct buf *out, const char *language, const char *name)
{
    buf_puts(out, "<com:Name xml:lang=\"");
    xml_text(out, language);
    buf_puts(out, "\">");
    xml_text(out, name[0] == '\0' ? "-" : name);
    buf_puts(out, "</com:Name>");
}

/* The beginning of something that an agency maintains. */
static void open_maintained(struct buf *out, const struct sdmx *s, const char *element,
                            const char *prefix, const char *id)
{
    buf_printf(out, "<str:%s id=\"%s%s\" version=\"%s\" agencyID=\"%s\">", element, prefix, id,
               s->version, AGENCY);
}

static void put_ref(struct buf *out, const struct sdmx *s, const char *prefix, const char *id,
                    const char *package, const char *class)
{
    buf_printf(out, "<Ref id=\"%s%s\" version=\"%s\" agencyID=\"%s\" package=\"%s\" class=\"%s\"/>",
               prefix, id, s->version, AGENCY, package, class);
}

static const char *language_of(const struct sdmx *s)
{
    return s->c->core->language == NULL ? "en" : s->c->core->language;
}

/* The note as an annotation of the data flow. */
static void put_annotation(void *context, const char *head, const char *text)
{
    struct buf *out = context;
    buf_puts(out, "<com:Annotation><com:AnnotationTitle>");
    xml_text(out, head);
    buf_puts(out, "</com:AnnotationTitle><com:AnnotationText xml:lang=\"en\">");
    xml_text(out, text);
    buf_puts(out, "</com:AnnotationText></com:Annotation>\n");
}

static void put_flow(struct buf *out, const struct sdmx *s)
{
    buf_puts(out, "<str:Dataflows>");
    open_maintained(out, s, "Dataflow", "", s->flow);
    buf_puts(out, "<com:Annotations>\n");
    out->failed = compare_notes(s->c, put_annotation, out) != 0 || out->failed;
    buf_puts(out, "</com:Annotations>");
    put_name(out, language_of(s), s->c->core->title);
    buf_puts(out, "<str:Structure>");
    put_ref(out, s, "DSD_", s->flow, "datastructure", "DataStructure");
    buf_puts(out, "</str:Structure></str:Dataflow></str:Dataflows>\n");
}

static void put_code(struct buf *out, const char *id, const char *language, const char *name)
{
    buf_printf(out, "<str:Code id=\"%s\">", id);
    put_name(out, language, name);
    buf_puts(out, "</str:Code>\n");
}

/* A code list of our own: words are code, name, code, name …, NULL. */
static void put_fixed_list(struct buf *out, const struct sdmx *s, const char *id, const char *name,
                           const char *const *words)
{
    open_maintained(out, s, "Codelist", "", id);
    put_name(out, "en", name);
    buf_putc(out, '\n');
    for (; words[0] != NULL; words += 2) {
        put_code(out, words[0], "en", words[1]);
    }
    buf_puts(out, "</str:Codelist>\n");
}

static void put_lists(struct buf *out, const struct sdmx *s)
{
    static const char *const statuses[] = {"A", "Normal value",
                                           "L", "Missing: applies, and nobody answered",
                                           "M", "Missing: does not apply",
                                           "O", "Missing, reason not known",
                                           "Q", "Withheld: small group",
                                           "U", "Few assessments or low coverage",
                                           NULL};
    static const char *const units[] = {"IX", "Index from 0 to 1", NULL};
    static const char *const grades[] = {"FULL", "One method, the same criteria",
                                         "CORE", "On the criteria that all share",
                                         "CARE", "Only with care",
                                         "NOT",  "Not comparable",
                                         NULL};
    buf_puts(out, "<str:Codelists>\n");
    for (size_t i = 0; i < s->count; i++) {
        const struct dimension *d = &s->dimensions[i];
        open_maintained(out, s, "Codelist", "CL_", d->id);
        put_name(out, "en", d->name);
        buf_putc(out, '\n');
        for (size_t k = 0; k < d->codes.count; k++) {
            put_code(out, d->codes.list[k].id, language_of(s), d->codes.list[k].label);
        }
        buf_puts(out, "</str:Codelist>\n");
    }
    put_fixed_list(out, s, "CL_OBS_STATUS", "Observation status", statuses);
    put_fixed_list(out, s, "CL_UNIT_MEASURE", "Unit of measure", units);
    put_fixed_list(out, s, "CL_COMPARABILITY", "Comparability", grades);
    buf_puts(out, "</str:Codelists>\n");
}

static void put_concept(struct buf *out, const char *id, const char *name)
{
    buf_printf(out, "<str:Concept id=\"%s\">", id);
    put_name(out, "en", name);
    buf_puts(out, "</str:Concept>\n");
}

static void put_concepts(struct buf *out, const struct sdmx *s)
{
    buf_puts(out, "<str:Concepts>");
    open_maintained(out, s, "ConceptScheme", "CS_", s->flow);
    put_name(out, "en", "Concepts of a comparison");
    buf_putc(out, '\n');
    for (size_t i = 0; i < s->count; i++) {
        put_concept(out, s->dimensions[i].id, s->dimensions[i].name);
    }
    put_concept(out, "TIME_PERIOD", "Round of the assessments");
    put_concept(out, "OBS_VALUE", "Mean score");
    for (size_t i = 0; i < ATTRIBUTES; i++) {
        put_concept(out, attributes[i].id, attributes[i].name);
    }
    buf_puts(out, "</str:ConceptScheme></str:Concepts>\n");
}

/* What a component is about, and what its values are: codes of a list, or text of a type. */
static void put_component(struct buf *out, const struct sdmx *s, const char *id, const char *prefix,
                          const char *list, const char *type)
{
    buf_printf(out,
               "<str:ConceptIdentity><Ref id=\"%s\" maintainableParentID=\"CS_%s\" "
               "maintainableParentVersion=\"%s\" agencyID=\"%s\" package=\"conceptscheme\" "
               "class=\"Concept\"/></str:ConceptIdentity><str:LocalRepresentation>",
               id, s->flow, s->version, AGENCY);
    if (list != NULL) {
        buf_puts(out, "<str:Enumeration>");
        put_ref(out, s, prefix, list, "codelist", "Codelist");
        buf_puts(out, "</str:Enumeration>");
    } else {
        buf_printf(out, "<str:TextFormat textType=\"%s\"/>", type);
    }
    buf_puts(out, "</str:LocalRepresentation>");
}

static void put_components(struct buf *out, const struct sdmx *s)
{
    buf_puts(out, "<str:DimensionList id=\"DimensionDescriptor\">\n");
    for (size_t i = 0; i < s->count; i++) {
        const char *id = s->dimensions[i].id;
        buf_printf(out, "<str:Dimension id=\"%s\" position=\"%zu\">", id, i + 1);
        put_component(out, s, id, "CL_", id, NULL);
        buf_puts(out, "</str:Dimension>\n");
    }
    buf_printf(out, "<str:TimeDimension id=\"TIME_PERIOD\" position=\"%zu\">", s->count + 1);
    put_component(out, s, "TIME_PERIOD", "", NULL, "ObservationalTimePeriod");
    buf_puts(out, "</str:TimeDimension>\n</str:DimensionList>\n"
                  "<str:AttributeList id=\"AttributeDescriptor\">\n");
    for (size_t i = 0; i < ATTRIBUTES; i++) {
        const struct attribute *a = &attributes[i];
        buf_printf(out, "<str:Attribute id=\"%s\" assignmentStatus=\"%s\">", a->id,
                   a->list != NULL ? "Mandatory" : "Conditional");
        put_component(out, s, a->id, "", a->list,
                      strcmp(a->id, "OBS_COUNT") == 0 ? "Long" : "Double");
        buf_puts(out, "<str:AttributeRelationship><str:PrimaryMeasure><Ref id=\"OBS_VALUE\"/>"
                      "</str:PrimaryMeasure></str:AttributeRelationship></str:Attribute>\n");
    }
    buf_puts(out, "</str:AttributeList>\n<str:MeasureList id=\"MeasureDescriptor\">"
                  "<str:PrimaryMeasure id=\"OBS_VALUE\">");
    put_component(out, s, "OBS_VALUE", "", NULL, "Double");
    buf_puts(out, "</str:PrimaryMeasure></str:MeasureList>\n");
}

int render_compare_sdmx_structure(struct buf *out, const struct comparison *c, struct err *e)
{
    struct sdmx s;
    char date[11];
    int rc = start(&s, c, e);
    flat_date(c, date);
    if (rc == 0) {
        buf_printf(
            out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<mes:Structure xmlns:mes=\"%smessage\" "
            "xmlns:str=\"%sstructure\" xmlns:com=\"%scommon\">\n"
            "<mes:Header><mes:ID>%s</mes:ID><mes:Test>false</mes:Test>"
            "<mes:Prepared>%sT00:00:00Z</mes:Prepared><mes:Sender id=\"%s\"/></mes:Header>\n"
            "<mes:Structures>\n",
            NAMESPACE, NAMESPACE, NAMESPACE, s.flow, date, AGENCY);
        put_flow(out, &s);
        put_lists(out, &s);
        put_concepts(out, &s);
        buf_puts(out, "<str:DataStructures>");
        open_maintained(out, &s, "DataStructure", "DSD_", s.flow);
        put_name(out, language_of(&s), c->core->title);
        buf_puts(out, "<str:DataStructureComponents>\n");
        put_components(out, &s);
        buf_puts(out, "</str:DataStructureComponents></str:DataStructure></str:DataStructures>\n"
                      "</mes:Structures>\n</mes:Structure>\n");
    }
    flat_free(&s.f);
    return rc;
}
