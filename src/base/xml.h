/* Text in XML 1.0. */
#ifndef BASE_XML_H
#define BASE_XML_H

#include "base/buf.h"

/* Text with & < > " as entities, for elements and quoted attributes. Tab, line feed and carriage return are
 * character references, so that a reader gives them back as they are. What XML 1.0 forbids becomes U+FFFD:
 * other control characters, U+FFFE, U+FFFF, and bytes that are no UTF-8. */
void xml_text(struct buf *out, const char *text);

#endif
