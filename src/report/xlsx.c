#include "report/xlsx.h"

#include <math.h>
#include <stdio.h>

#include "base/number.h"
#include "base/text.h"
#include "base/xml.h"
#include "report/xlsx_internal.h"

#define DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define TYPE "application/vnd.openxmlformats-officedocument."

enum {
    TEXT_MOST = 32767, /* characters in a cell */
    LINE = 15          /* points */
};

void xlsx_column(struct buf *out, size_t column)
{
    if (column >= 26) {
        xlsx_column(out, column / 26 - 1);
    }
    buf_putc(out, (char)('A' + column % 26));
}

/* Whether _xHHHH_ stands at p: readers take it for a character. */
static bool is_escape(const char *p)
{
    return strncmp(p, "_x", 2) == 0 && strspn(p + 2, "0123456789abcdefABCDEF") >= 4 && p[6] == '_';
}

void xlsx_escape(struct buf *out, const char *text)
{
    struct buf plain = BUF_INIT;
    size_t len = strlen(text);
    if (len > TEXT_MOST) { /* at the beginning of a character */
        for (len = TEXT_MOST; len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80; len--) {
        }
    }
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c < ' ' && c != '\n' && c != '\t') {
            buf_printf(&plain, "_x%04X_", c);
        } else {
            buf_puts(&plain, is_escape(text + i) ? "_x005F" : "");
            buf_putc(&plain, text[i]);
        }
    }
    xml_text(out, buf_text(&plain));
    out->failed = out->failed || plain.failed;
    buf_free(&plain);
}

static void add(struct xlsx *x, const char *name, const struct buf *content)
{
    zip_add(&x->zip, name, buf_text(content), content->len);
    x->zip.out->failed = x->zip.out->failed || content->failed;
}

/* A part with a number in its name, FRONT7BACK; empties content. */
static void add_numbered(struct xlsx *x, const char *front, size_t number, const char *back,
                         struct buf *content)
{
    char name[64];
    (void)snprintf(name, sizeof name, "%s%zu%s", front, number, back);
    add(x, name, content);
    buf_reset(content);
}

void xlsx_init(struct xlsx *x, struct buf *out)
{
    *x = (struct xlsx){.sheet = BUF_INIT, .book = BUF_INIT, .types = BUF_INIT, .rels = BUF_INIT};
    zip_init(&x->zip, out);
}

/* ---- sheets ---- */

static void end_sheet(struct xlsx *x)
{
    if (x->sheets == 0) {
        return;
    }
    xlsx_row(x);
    buf_puts(&x->sheet, "</sheetData><pageSetup orientation=\"landscape\" fitToWidth=\"1\" "
                        "fitToHeight=\"0\"/>");
    buf_puts(&x->sheet, x->chart ? "<drawing r:id=\"rId1\"/>" : "");
    buf_puts(&x->sheet, "</worksheet>\n");
    add_numbered(x, "xl/worksheets/sheet", x->sheets, ".xml", &x->sheet);
}

void xlsx_sheet(struct xlsx *x, const char *name, const double *widths, size_t count, size_t heads)
{
    end_sheet(x);
    x->sheets++;
    x->row = x->column = 0;
    x->chart = false;
    buf_printf(&x->book, "<sheet name=\"%s\" sheetId=\"%zu\" r:id=\"rId%zu\"/>", name, x->sheets,
               x->sheets);
    buf_printf(&x->rels,
               "<Relationship Id=\"rId%zu\" Type=\"" OFFICE "/worksheet\" "
               "Target=\"worksheets/sheet%zu.xml\"/>",
               x->sheets, x->sheets);
    buf_printf(&x->types,
               "<Override PartName=\"/xl/worksheets/sheet%zu.xml\" ContentType=\"" TYPE
               "spreadsheetml.worksheet+xml\"/>",
               x->sheets);
    buf_puts(&x->sheet, DECLARATION "<worksheet xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE "\">"
                                    "<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>"
                                    "<sheetViews><sheetView workbookViewId=\"0\"");
    if (heads > 0) {
        buf_printf(&x->sheet,
                   "><pane ySplit=\"%zu\" topLeftCell=\"A%zu\" activePane=\"bottomLeft\" "
                   "state=\"frozen\"/></sheetView>",
                   heads, heads + 1);
    } else {
        buf_puts(&x->sheet, "/>");
    }
    buf_puts(&x->sheet, "</sheetViews><cols>");
    for (size_t i = 0; i < count; i++) {
        buf_printf(&x->sheet, "<col min=\"%zu\" max=\"%zu\" width=\"", i + 1, i + 1);
        number_write(&x->sheet, widths[i]);
        buf_puts(&x->sheet, "\" customWidth=\"1\"/>");
    }
    buf_puts(&x->sheet, "</cols><sheetData>\n");
}

static void begin_cell(struct xlsx *x, enum xlsx_style style)
{
    if (!x->begun) {
        buf_printf(&x->sheet, "<row r=\"%zu\"", x->row + 1);
        if (x->lines > 0) {
            buf_printf(&x->sheet, " ht=\"%zu\" customHeight=\"1\"", x->lines * LINE);
        }
        buf_putc(&x->sheet, '>');
        x->begun = true;
    }
    buf_puts(&x->sheet, "<c r=\"");
    xlsx_column(&x->sheet, x->column);
    buf_printf(&x->sheet, "%zu\"", x->row + 1);
    if (style != XLSX_PLAIN) {
        buf_printf(&x->sheet, " s=\"%d\"", (int)style);
    }
}

void xlsx_lines(struct xlsx *x, size_t lines)
{
    x->lines = lines;
}

void xlsx_text(struct xlsx *x, const char *text, enum xlsx_style style)
{
    if (text != NULL) {
        begin_cell(x, style);
        buf_puts(&x->sheet, " t=\"inlineStr\"><is><t xml:space=\"preserve\">");
        xlsx_escape(&x->sheet, text);
        buf_puts(&x->sheet, "</t></is></c>");
    }
    x->column++;
}

void xlsx_number(struct xlsx *x, double number, enum xlsx_style style)
{
    if (isfinite(number)) {
        begin_cell(x, style);
        buf_puts(&x->sheet, "><v>");
        number_write(&x->sheet, number);
        buf_puts(&x->sheet, "</v></c>");
    }
    x->column++;
}

void xlsx_row(struct xlsx *x)
{
    buf_puts(&x->sheet, x->begun ? "</row>\n" : "");
    x->row++;
    x->column = 0;
    x->begun = false;
    x->lines = 0;
}

/* ---- charts ---- */

void xlsx_chart(struct xlsx *x, const struct xlsx_chart *chart)
{
    struct buf text = BUF_INIT;
    const char *relationships = "<Relationships xmlns=\"" PACKAGE "relationships\">"
                                "<Relationship Id=\"rId1\" Type=\"" OFFICE;
    x->chart = true;
    x->charts++;
    buf_printf(&text,
               DECLARATION "%s/drawing\" Target=\"../drawings/drawing%zu.xml\"/></Relationships>\n",
               relationships, x->charts);
    add_numbered(x, "xl/worksheets/_rels/sheet", x->sheets, ".xml.rels", &text);
    buf_printf(&text,
               DECLARATION "%s/chart\" Target=\"../charts/chart%zu.xml\"/></Relationships>\n",
               relationships, x->charts);
    add_numbered(x, "xl/drawings/_rels/drawing", x->charts, ".xml.rels", &text);
    buf_puts(&text, DECLARATION);
    xlsx_drawing_xml(&text, chart);
    add_numbered(x, "xl/drawings/drawing", x->charts, ".xml", &text);
    buf_puts(&text, DECLARATION);
    xlsx_chart_xml(&text, chart);
    add_numbered(x, "xl/charts/chart", x->charts, ".xml", &text);
    buf_printf(&x->types,
               "<Override PartName=\"/xl/drawings/drawing%zu.xml\" ContentType=\"" TYPE
               "drawing+xml\"/><Override PartName=\"/xl/charts/chart%zu.xml\" ContentType=\"" TYPE
               "drawingml.chart+xml\"/>",
               x->charts, x->charts);
    buf_free(&text);
}

/* ---- the workbook ---- */

/* Fonts, fills and formats in the order of enum xlsx_style. */
static const char styles[] = DECLARATION
    "<styleSheet xmlns=\"" MAIN
    "\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"0.000\"/>"
    "</numFmts><fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
    "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
    "<fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill>"
    "<fill><patternFill patternType=\"gray125\"/></fill><fill><patternFill patternType=\"solid\">"
    "<fgColor rgb=\"FFDDEBF7\"/></patternFill></fill></fills>"
    "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" "
    "borderId=\"0\"/></cellStyleXfs>"
    "<cellXfs count=\"4\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
    "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"2\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" "
    "applyFill=\"1\" "
    "applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>"
    "<xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" "
    "applyNumberFormat=\"1\"/>"
    "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyAlignment=\"1\">"
    "<alignment vertical=\"top\" wrapText=\"1\"/></xf></cellXfs><cellStyles count=\"1\"><cellStyle "
    "name=\"Normal\" xfId=\"0\" "
    "builtinId=\"0\"/></cellStyles></styleSheet>\n";

static void put_part(struct xlsx *x, const char *name, const char *before, const struct buf *middle,
                     const char *after)
{
    struct buf text = BUF_INIT;
    buf_puts(&text, DECLARATION);
    buf_puts(&text, before);
    buf_puts(&text, middle == NULL ? "" : buf_text(middle));
    buf_puts(&text, after);
    text.failed = text.failed || (middle != NULL && middle->failed);
    add(x, name, &text);
    buf_free(&text);
}

void xlsx_finish(struct xlsx *x)
{
    end_sheet(x);
    buf_printf(&x->rels,
               "<Relationship Id=\"rId%zu\" Type=\"" OFFICE "/styles\" Target=\"styles.xml\"/>",
               x->sheets + 1);
    put_part(
        x, "[Content_Types].xml",
        "<Types xmlns=\"" PACKAGE "content-types\"><Default Extension=\"rels\" "
        "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
        "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
        "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" TYPE
        "spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"" TYPE
        "spreadsheetml.styles+xml\"/>",
        &x->types, "</Types>\n");
    put_part(x, "_rels/.rels",
             "<Relationships xmlns=\"" PACKAGE
             "relationships\"><Relationship Id=\"rId1\" Type=\"" OFFICE
             "/officeDocument\" Target=\"xl/workbook.xml\"/>",
             NULL, "</Relationships>\n");
    put_part(x, "xl/workbook.xml", "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE "\"><sheets>",
             &x->book, "</sheets></workbook>\n");
    put_part(x, "xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"" PACKAGE "relationships\">",
             &x->rels, "</Relationships>\n");
    zip_add(&x->zip, "xl/styles.xml", styles, sizeof styles - 1);
    zip_finish(&x->zip);
    buf_free(&x->sheet);
    buf_free(&x->book);
    buf_free(&x->types);
    buf_free(&x->rels);
}
