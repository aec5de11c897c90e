/* Catalogues: what is read of a PO file, what is refused, what is looked up. */
#include "score_fixture.h"

#include "base/po.h"
#include "model/texts.h"

static struct po *read_po(const char *text)
{
    struct diag d;
    struct po *po = NULL;
    diag_init(&d, "x.po");
    assert_int_equal(po_parse(text, strlen(text), &d, &po), 0);
    assert_string_equal(buf_text(&d.text), "");
    diag_free(&d);
    return po;
}

static void refused_bytes(const char *text, size_t len, const char *complaint)
{
    struct diag d;
    struct po *po = NULL;
    diag_init(&d, "x.po");
    assert_int_equal(po_parse(text, len, &d, &po), ERR_INPUT);
    assert_null(po);
    assert_string_equal(buf_text(&d.text), complaint);
    diag_free(&d);
}

static void refused(const char *text, const char *complaint)
{
    refused_bytes(text, strlen(text), complaint);
}

static void entries(void **state)
{
    (void)state;
    struct po *po = read_po("\xEF\xBB\xBF# by a translator\r\n"
                            "msgid \"\"\r\n"
                            "msgstr \"\"\r\n"
                            "\"Content-Type: text/plain; charset=utf-8\\n\"\r\n"
                            "\"Language:  fr \\n\"\r\n"
                            "\r\n"
                            "#. EWS-01 title\n"
                            "#: src/x.c:1\n"
                            "#, python-brace-format\n"
                            "#| msgid \"old\"\n"
                            "msgid \"reach \"\n"
                            "  \"of {x}\\n\\t\\\"\\\\\\x41\\102\"\n"
                            "msgstr \"port\xc3\xa9\x65 de {x}\"\n"
                            "msgid \"next\"\n"
                            "msgstr \"suivant\"\n"
                            "msgid \"file\"\n"
                            "msgid_plural \"files\"\n"
                            "msgstr[0] \"fichier\"\n"
                            "msgstr[1] \"fichiers\"\n"
                            "#~ msgid \"gone\"\n"
                            "#~ msgstr \"parti\"\n"
                            "#, fuzzy\n"
                            "msgid \"unsure\"\n"
                            "msgstr \"incertain\"\n"
                            "msgid \"empty\"\n"
                            "msgstr \"\"\n"
                            "msgctxt \"menu\"\n"
                            "msgid \"open\"\n"
                            "msgstr \"ouvrir\"\n"
                            "#, fuzzy\n"
                            "msgctxt \"menu\"\n"
                            "msgid \"shut\"\n"
                            "msgstr \"fermer\"\n"
                            "msgid \"last\"\n"
                            "msgstr \"dernier\"");
    assert_string_equal(po_find(po, "reach of {x}\n\t\"\\AB"), "port\xc3\xa9\x65 de {x}");
    assert_string_equal(po_find(po, "next"), "suivant");
    assert_string_equal(po_find(po, "file"), "fichier");
    assert_string_equal(po_find(po, "last"), "dernier");
    static const char *const absent[] = {"",     "gone", "unsure", "empty",
                                         "open", "shut", "files",  "x"};
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++) {
        assert_null(po_find(po, absent[i]));
    }
    assert_int_equal(po_count(po), 4);
    struct buf field = BUF_INIT;
    assert_true(po_header(po, "language", &field));
    assert_string_equal(buf_text(&field), "fr");
    assert_false(po_header(po, "X-Reviewed", &field));
    buf_free(&field);
    po_free(po);
}

static void nothing(void **state)
{
    (void)state;
    struct po *po = read_po("# only a comment\n");
    assert_int_equal(po_count(po), 0);
    assert_null(po_find(po, "x"));
    po_free(po);
    assert_null(po_find(NULL, "x"));
    po_free(NULL);
}

/* More entries than the table begins with. */
static void many(void **state)
{
    (void)state;
    struct buf text = BUF_INIT;
    for (int i = 0; i < 1000; i++) {
        buf_printf(&text, "msgid \"text %d\"\nmsgstr \"texte %d\"\n", i, i);
    }
    struct po *po = read_po(buf_text(&text));
    buf_free(&text);
    assert_int_equal(po_count(po), 1000);
    for (int i = 0; i < 1000; i++) {
        char id[32], expected[32];
        (void)snprintf(id, sizeof id, "text %d", i);
        (void)snprintf(expected, sizeof expected, "texte %d", i);
        assert_string_equal(po_find(po, id), expected);
    }
    po_free(po);
}

static void faults(void **state)
{
    (void)state;
    refused("msgid \"a\"\n", "x.po:1: msgid without msgstr: give both\n");
    refused("msgctxt \"a\"\n", "x.po:1: msgctxt without msgid: give both\n");
    refused("msgid \"a\"\nmsgstr \"b\"\n\nmsgid \"a\"\nmsgstr \"c\"\n",
            "x.po:4: the same text stands in line 1: remove one\n");
    refused("msgid \"a\nmsgstr \"b\"\n",
            "x.po:1: is no \"text\" in quotes: close it, and put nothing after it\n");
    refused("msgid \"a\" b\nmsgstr \"b\"\n",
            "x.po:1: is no \"text\" in quotes: close it, and put nothing after it\n");
    refused("msgid \"\\q\"\nmsgstr \"b\"\n",
            "x.po:1: an escape is unknown: use \\n, \\t, \\\" or \\\\\n");
    refused("msgid \"\\033[31m\"\nmsgstr \"b\"\n",
            "x.po:1: an escape is unknown: use \\n, \\t, \\\" or \\\\\n");
    refused("msgid \"a\"\nmsgstr \"\x1b[31m\"\n", "x.po:2: holds a control character: remove it\n");
    refused("msgid \"a\"\nmsgstr \"\xe2\x80\xae\"\n",
            "x.po:2: holds a control character: remove it\n");
    refused("msgid \"a\"\nmsgstr \"\xc2\x9b\"\n", "x.po:2: holds a control character: remove it\n");
    refused("hello\n", "x.po:1: is none of msgid, msgstr, a \"text\" or a # comment\n");
    refused("msgidx \"a\"\n", "x.po:1: is none of msgid, msgstr, a \"text\" or a # comment\n");
    refused("\"a\"\n", "x.po:1: a \"text\" belongs to no msgid or msgstr\n");
    refused("msgstr \"a\"\n",
            "x.po:1: stands in the wrong place: first msgid, then msgstr, each once\n");
    refused("msgid \"a\"\nmsgstr \"b\"\nmsgstr \"c\"\n",
            "x.po:3: stands in the wrong place: first msgid, then msgstr, each once\n");
    refused("msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=ISO-8859-1\\n\"\n",
            "x.po: is not in UTF-8: save it as UTF-8, and say so in its header\n");
    refused("msgid \"a\"\nmsgstr \"\xff\"\n", "x.po: is not in UTF-8: save it as UTF-8\n");
    refused_bytes("msgid \"a\0\"\n", 11, "x.po: holds a NUL byte: it is no PO file\n");
}

/* ---- what is shown -------------------------------------------------------------------------- */

static struct texts french(const char *text)
{
    struct texts t = {.language = "fr", .count = 1};
    t.list[0] = read_po(text);
    return t;
}

static void filled(void **state)
{
    (void)state;
    struct texts t = french("msgid \"{a} of {b}\"\nmsgstr \"de {b}, {a} {c}\"\n");
    struct buf out = BUF_INIT;
    const struct fill fills[] = {{"a", "1"}, {"b", "{a}"}, {NULL, NULL}};
    texts_fill(&out, &t, "{a} of {b}", fills);
    assert_string_equal(buf_text(&out), "de {a}, 1 {c}");
    buf_reset(&out);
    texts_fill(&out, NULL, "{a} of {b} {", fills);
    assert_string_equal(buf_text(&out), "1 of {a} {");
    buf_reset(&out);
    texts_fill(&out, &t, "{a}{ab}{b", (struct fill[]){{"a", NULL}, {NULL, NULL}});
    assert_string_equal(buf_text(&out), "{ab}{b"); /* no value: nothing stands there */
    buf_reset(&out);
    texts_fill(&out, &t, "{a}", NULL);
    assert_string_equal(buf_text(&out), "{a}");
    assert_string_equal(texts_get(&t, "x"), "x");
    assert_null(texts_find(&t, "x"));
    assert_string_equal(texts_get(NULL, "x"), "x");
    buf_free(&out);
    po_free(t.list[0]);
}

/* A reason: its sentence, a text put in, and the parts of a list. */
static void reasons(void **state)
{
    (void)state;
    struct texts t = french("msgid \"missing: {list}; {n}\"\nmsgstr \"{n} ; manque : {list}\"\n"
                            "msgid \"girls\"\nmsgstr \"filles\"\n"
                            "msgid \", \"\nmsgstr \" et \"\n");
    struct arena arena = ARENA_INIT;
    struct json *params = NULL;
    struct json_error error;
    static const char text[] = "{\"list\":\"girls, others, girls\",\"n\":2}";
    assert_int_equal(json_parse(&arena, text, strlen(text), 1, &params, &error), 0);
    struct finding f = {.template_text = "missing: {list}; {n}", .params = params};
    struct buf out = BUF_INIT;
    finding_reason_in(&out, &f, &t);
    assert_string_equal(buf_text(&out), "2 ; manque : filles et others et filles");
    buf_reset(&out);
    finding_reason(&out, &f);
    assert_string_equal(buf_text(&out), "missing: girls, others, girls; 2");
    /* A text as a whole, and parts that are too long to be looked for. */
    char longest[400];
    (void)snprintf(longest, sizeof longest, "{\"list\":\"girls, %0300d\",\"n\":\"girls\"}", 7);
    assert_int_equal(json_parse(&arena, longest, strlen(longest), 1, &params, &error), 0);
    f.params = params;
    buf_reset(&out);
    finding_reason_in(&out, &f, &t);
    assert_memory_equal(buf_text(&out), "filles ; manque : filles et 000", 31);
    assert_int_equal(out.len, 28 + 300);
    buf_free(&out);
    arena_free(&arena);
    po_free(t.list[0]);
}

static const char checklist_text[] =
    "{\"banyan\":1,\"id\":\"x\",\"version\":\"1\",\"title\":\"Title\",\"min_coverage\":0,"
    "\"profiles\":{\"q\":{\"title\":\"Quick\",\"leaves_out\":\"Much\",\"criteria\":[\"A-1\"]}},"
    "\"nodes\":[{\"id\":\"A\",\"title\":\"Domain\",\"weight\":1,\"criteria\":[{\"id\":\"A-1\","
    "\"title\":\"First\",\"question\":\"Ask?\",\"weight\":1,\"answer\":{\"type\":\"level\","
    "\"levels\":[\"None\",\"All\"]},\"rule\":\"standard/level\",\"args\":{\"title\":\"Title\"},"
    "\"source\":[{\"title\":\"First\",\"status\":\"found\"}],\"advice\":[\"Ask?\"]}]}]}";

static void collect(struct buf *out, const char *id, const char *key, const char *text)
{
    buf_printf(out, "%s %s %s;", id, key, text);
}

static int each(void *context, const char *id, const char *key, const char *text)
{
    collect(context, id, key, text);
    return 0;
}

static int stop(void *context, const char *id, const char *key, const char *text)
{
    collect(context, id, key, text);
    return 7;
}

/* Titles, questions, levels are translated; citations, arguments, ids and the digest are not. */
static void checklists(void **state)
{
    (void)state;
    struct texts t = french(
        "msgid \"Title\"\nmsgstr \"Titre\"\nmsgid \"First\"\nmsgstr \"Premier\"\n"
        "msgid \"All\"\nmsgstr \"Tout\"\nmsgid \"Ask?\"\nmsgstr \"Demander ?\"\n"
        "msgid \"A\"\nmsgstr \"wrong\"\nmsgid \"Quick\"\nmsgstr \"Vite\"\n");
    struct diag d;
    struct checklist *c = NULL, *shown = NULL;
    diag_init(&d, "x.json");
    assert_int_equal(checklist_parse(checklist_text, strlen(checklist_text), "q", &d, &c), 0);
    assert_int_equal(checklist_translate(c, &t, &shown), 0);
    const struct criterion *k = &shown->criteria[0];
    assert_string_equal(shown->title, "Titre");
    assert_string_equal(shown->language, "fr");
    assert_string_equal(shown->digest, c->digest);
    assert_string_equal(shown->profile, "q");
    assert_string_equal(json_string(json_get(shown->profile_doc, "title")), "Vite");
    assert_string_equal(json_string(json_get(shown->profile_doc, "leaves_out")), "Much");
    assert_string_equal(shown->nodes[1].id, "A");
    assert_string_equal(shown->nodes[1].title, "Domain");
    assert_string_equal(k->demand.title, "Premier");
    assert_string_equal(k->question, "Demander ?");
    const struct json *levels = json_get(k->demand.answer.doc, "levels");
    assert_string_equal(levels->first->text, "None");
    assert_string_equal(levels->last->text, "Tout");
    assert_string_equal(json_get(k->doc, "advice")->first->text, "Demander ?");
    assert_string_equal(json_string(json_get(k->demand.args, "title")), "Title");
    assert_string_equal(json_string(json_path(json_get(k->doc, "source")->first, "title")),
                        "First");
    assert_ptr_equal(shown->texts, &t);
    assert_null(c->texts);
    struct buf out = BUF_INIT;
    assert_int_equal(document_texts(c->doc, each, &out), 0);
    assert_string_equal(buf_text(&out), "x title Title;A title Domain;A-1 title First;"
                                        "A-1 question Ask?;A-1 levels None;A-1 levels All;"
                                        "A-1 advice Ask?;");
    buf_reset(&out);
    assert_int_equal(document_texts(c->doc, stop, &out), 7);
    assert_string_equal(buf_text(&out), "x title Title;");
    buf_free(&out);
    checklist_free(shown);
    checklist_free(c);
    diag_free(&d);
    po_free(t.list[0]);
}

/* A checklist that names no language, one with codes, a text under no key. */
static void odd_documents(void **state)
{
    (void)state;
    struct texts t = french("msgid \"Title\"\nmsgstr \"Titre\"\n");
    struct arena arena = ARENA_INIT;
    struct json *doc = NULL;
    struct json_error error;
    struct buf out = BUF_INIT;
    static const char text[] =
        "[\"no key\", {\"code\": \"C-1\", \"title\": \"Item\", \"note\": \"\","
        "\"exempt\": {\"unit\": \"for those who check\", \"absent\": {\"title\": \"the same\"}}}]";
    assert_int_equal(json_parse(&arena, text, strlen(text), 1, &doc, &error), 0);
    assert_int_equal(document_texts(doc, each, &out), 0);
    assert_string_equal(buf_text(&out), "C-1 title Item;");
    buf_free(&out);
    arena_free(&arena);
    static const char *const heads[] = {"", "\"language\":\"en\","};
    for (size_t i = 0; i < 2; i++) {
        struct checklist *shown = NULL;
        char bare[400];
        (void)snprintf(
            bare, sizeof bare,
            "{\"banyan\":1,%s\"id\":\"x\",\"version\":\"1\",\"title\":\"Title\",\"nodes\":[{"
            "\"id\":\"A\",\"weight\":1,\"criteria\":[{\"id\":\"A-1\",\"weight\":1,\"title\":\"T\","
            "\"answer\":{\"type\":\"yes_no\"},\"rule\":\"standard/yes_no\"}]}]}",
            heads[i]);
        struct checklist *c = fixture_checklist(bare);
        assert_int_equal(checklist_translate(c, &t, &shown), 0);
        assert_string_equal(shown->language, "fr");
        assert_string_equal(shown->title, "Titre");
        assert_null(shown->profile_doc);
        checklist_free(shown);
        checklist_free(c);
    }
    po_free(t.list[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries),    cmocka_unit_test(nothing),       cmocka_unit_test(many),
        cmocka_unit_test(faults),     cmocka_unit_test(filled),        cmocka_unit_test(reasons),
        cmocka_unit_test(checklists), cmocka_unit_test(odd_documents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
