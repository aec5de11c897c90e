/* A chart of a workbook: bars from left to right with error bars (DrawingML, ECMA-376 part 1, 21.2). */
#include <math.h>

#include "base/number.h"
#include "base/xml.h"
#include "report/xlsx_internal.h"

#define DRAWING "http://schemas.openxmlformats.org/drawingml/2006/"

enum { ROWS_LEAST = 16, WIDE = 10 }; /* of a chart, in rows and columns of the sheet */

void xlsx_drawing_xml(struct buf *out, const struct xlsx_chart *chart)
{
    size_t rows = chart->count + 6 > ROWS_LEAST ? chart->count + 6 : ROWS_LEAST;
    buf_printf(
        out,
        "<xdr:wsDr xmlns:xdr=\"" DRAWING "spreadsheetDrawing\" xmlns:a=\"" DRAWING
        "main\"><xdr:twoCellAnchor><xdr:from><xdr:col>%zu</xdr:col><xdr:colOff>0</xdr:colOff>"
        "<xdr:row>0</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>%zu</xdr:col>"
        "<xdr:colOff>0</xdr:colOff><xdr:row>%zu</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>",
        chart->column, chart->column + WIDE, rows);
    buf_puts(out, "<xdr:graphicFrame macro=\"\"><xdr:nvGraphicFramePr><xdr:cNvPr id=\"2\" "
                  "name=\"Chart 1\" descr=\"");
    xml_text(out, chart->alt);
    buf_puts(out,
             "\"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x=\"0\" y=\"0\"/>"
             "<a:ext cx=\"0\" cy=\"0\"/></xdr:xfrm><a:graphic><a:graphicData uri=\"" DRAWING
             "chart\"><c:chart xmlns:c=\"" DRAWING
             "chart\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/"
             "relationships\" r:id=\"rId1\"/></a:graphicData></a:graphic></xdr:graphicFrame>"
             "<xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>\n");
}

/* 'Chart'!$B$2:$B$29 */
static void put_range(struct buf *out, const struct xlsx_chart *c, size_t column)
{
    buf_printf(out, "<c:f>'%s'!$", c->sheet);
    xlsx_column(out, column);
    buf_printf(out, "$%zu:$", c->first + 1);
    xlsx_column(out, column);
    buf_printf(out, "$%zu</c:f>", c->first + c->count);
}

/* Numbers by reference, with a copy for programs that only look. */
static void put_numbers(struct buf *out, const struct xlsx_chart *c, size_t column,
                        const double *numbers)
{
    buf_puts(out, "<c:numRef>");
    put_range(out, c, column);
    buf_printf(out, "<c:numCache><c:formatCode>General</c:formatCode><c:ptCount val=\"%zu\"/>",
               c->count);
    for (size_t i = 0; i < c->count; i++) {
        if (isfinite(numbers[i])) {
            buf_printf(out, "<c:pt idx=\"%zu\"><c:v>", i);
            number_write(out, numbers[i]);
            buf_puts(out, "</c:v></c:pt>");
        }
    }
    buf_puts(out, "</c:numCache></c:numRef>");
}

static void put_labels(struct buf *out, const struct xlsx_chart *c)
{
    buf_puts(out, "<c:strRef>");
    put_range(out, c, c->label);
    buf_printf(out, "<c:strCache><c:ptCount val=\"%zu\"/>", c->count);
    for (size_t i = 0; i < c->count; i++) {
        buf_printf(out, "<c:pt idx=\"%zu\"><c:v>", i);
        xlsx_escape(out, c->labels[i]);
        buf_puts(out, "</c:v></c:pt>");
    }
    buf_puts(out, "</c:strCache></c:strRef>");
}

static void put_axes(struct buf *out)
{
    buf_puts(out,
             "<c:catAx><c:axId val=\"1\"/><c:scaling><c:orientation val=\"maxMin\"/></c:scaling>"
             "<c:delete val=\"0\"/><c:axPos val=\"l\"/><c:numFmt formatCode=\"General\" "
             "sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/>"
             "<c:tickLblPos val=\"low\"/><c:crossAx val=\"2\"/><c:crosses val=\"autoZero\"/>"
             "</c:catAx><c:valAx><c:axId val=\"2\"/><c:scaling><c:orientation val=\"minMax\"/>"
             "<c:max val=\"1\"/><c:min val=\"0\"/></c:scaling><c:delete val=\"0\"/>"
             "<c:axPos val=\"b\"/><c:majorGridlines/><c:numFmt formatCode=\"0.0\" "
             "sourceLinked=\"0\"/><c:majorTickMark val=\"out\"/><c:minorTickMark val=\"none\"/>"
             "<c:tickLblPos val=\"nextTo\"/><c:crossAx val=\"1\"/><c:crosses val=\"max\"/>"
             "</c:valAx>");
}

void xlsx_chart_xml(struct buf *out, const struct xlsx_chart *c)
{
    buf_puts(out, "<c:chartSpace xmlns:c=\"" DRAWING "chart\" xmlns:a=\"" DRAWING
                  "main\"><c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr "
                  "sz=\"1200\"/></a:pPr><a:r><a:rPr sz=\"1200\"/><a:t>");
    xlsx_escape(out, c->title);
    buf_puts(
        out,
        "</a:t></a:r></a:p></c:rich></c:tx><c:overlay val=\"0\"/></c:title>"
        "<c:autoTitleDeleted val=\"0\"/><c:plotArea><c:layout/><c:barChart>"
        "<c:barDir val=\"bar\"/><c:grouping val=\"clustered\"/><c:varyColors val=\"0\"/>"
        "<c:ser><c:idx val=\"0\"/><c:order val=\"0\"/><c:spPr><a:solidFill><a:srgbClr "
        "val=\"9DC3E6\"/></a:solidFill></c:spPr><c:invertIfNegative val=\"0\"/>"
        "<c:errBars><c:errDir val=\"y\"/><c:errBarType val=\"both\"/><c:errValType val=\"cust\"/>"
        "<c:noEndCap val=\"0\"/><c:plus>");
    put_numbers(out, c, c->plus, c->pluses);
    buf_puts(out, "</c:plus><c:minus>");
    put_numbers(out, c, c->minus, c->minuses);
    buf_puts(out, "</c:minus><c:spPr><a:ln w=\"12700\"><a:solidFill><a:srgbClr "
                  "val=\"404040\"/></a:solidFill></a:ln>"
                  "</c:spPr></c:errBars><c:cat>");
    put_labels(out, c);
    buf_puts(out, "</c:cat><c:val>");
    put_numbers(out, c, c->value, c->values);
    buf_puts(out, "</c:val></c:ser><c:gapWidth val=\"60\"/><c:axId val=\"1\"/><c:axId val=\"2\"/>"
                  "</c:barChart>");
    put_axes(out);
    buf_puts(out, "</c:plotArea><c:plotVisOnly val=\"1\"/><c:dispBlanksAs val=\"gap\"/></c:chart>"
                  "</c:chartSpace>\n");
}
