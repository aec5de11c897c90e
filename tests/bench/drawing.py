"""Draws how far the goals are reached: one bar a goal, from the line at which it is. Text stays text."""
import math
from xml.sax.saxutils import escape

LEFT, RIGHT, TOP, STEP, WIDTH = 500, 90, 92, 26, 1060
DECADES = 2  # to each side: a hundredth of the goal, and a hundred times it


def distance(row):
    """How many times the goal: over 1 is better than asked for."""
    judged = row["ratio"] if row["on"] == "ratio" else row["value"]
    if row["missing"] or judged is None:
        return None
    judged = max(judged, 1e-12)
    return judged / row["goal"] if row["better"] == ">=" else row["goal"] / judged


def label(row):
    against = row["against"].split(",")[0]
    return row["what"] if not against or against in row["what"] else "%s / %s" % (row["what"], against)


def short(text, most=78):
    return text if len(text) <= most else text[:most - 1].rstrip() + "…"


def place(times):
    middle = (LEFT + WIDTH - RIGHT) / 2
    half = (WIDTH - RIGHT - LEFT) / 2
    return middle + half * max(-1, min(1, math.log10(times) / DECADES))


def bar(row, y, say):
    times = distance(row)
    text = '<text x="%d" y="%d" text-anchor="end">%s</text>' % (LEFT - 10, y + 14, escape(short(label(row))))
    if times is None:
        return text + '<text x="%.0f" y="%d" class="faint">missing</text>' % (place(1) + 6, y + 14)
    x, zero = place(times), place(1)
    kind = "good" if times >= 1 else "bad"
    # The figure stands to the right of the bar, or of the line: to the left it would run into the names.
    return text + '<rect class="%s" x="%.1f" y="%d" width="%.1f" height="16" rx="2"/><text x="%.1f" y="%d">%s</text>' % (
        kind, min(x, zero), y + 2, max(abs(x - zero), 1), max(x, zero) + 6, y + 14, escape(say(row)))


def draw(results, say):
    rows = [row for row in results["rows"] if row["goal"] is not None]
    height = TOP + STEP * len(rows) + 30
    told = [distance(row) for row in rows]
    reached = sum(1 for times in told if times is not None and times >= 1)
    out = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" role="img" aria-labelledby="title told">' % (WIDTH, height, WIDTH),
           '<title id="title">Goals of speed and size, and how far they are reached</title>',
           '<desc id="told">%d of %d goals reached. A bar to the right is better than the goal, one to the left falls short of it.</desc>'
           % (reached, len(rows)),
           """<style>
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.head { font-size: 18px; font-weight: 600 }
.faint { fill: #59636e }
.good { fill: #0072b2 }
.bad { fill: #d55e00 }
.line { stroke: #59636e; stroke-width: 1 }
.grid { stroke: #59636e; stroke-width: 1; stroke-dasharray: 2 5; opacity: .5 }
.back { fill: #ffffff }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 }
.faint { fill: #9198a1 }
.good { fill: #56b4e9 }
.bad { fill: #e69f00 }
.line, .grid { stroke: #9198a1 }
.back { fill: #0d1117 }
}
</style>""",
           '<rect class="back" width="%d" height="%d"/>' % (WIDTH, height),
           '<text class="head" x="16" y="30">How far the goals are reached: %d of %d</text>' % (reached, len(rows)),
           '<text class="faint" x="16" y="52">%s; %s. Each step of the scale is ten times.</text>'
           % (escape(results["machine"]["date"]), escape("%s processors, %s" % (results["machine"]["processors"], results["machine"]["processor"])))]
    for power in range(-DECADES, DECADES + 1):
        x = place(10.0 ** power)
        out.append('<line class="%s" x1="%.1f" y1="%d" x2="%.1f" y2="%d"/>' % ("grid" if power else "line", x, TOP - 6, x, height - 24))
        name = "goal" if power == 0 else "%g ×" % 10.0 ** power
        out.append('<text class="faint" x="%.1f" y="%d" text-anchor="middle">%s</text>' % (x, TOP - 12, name))
    out += [bar(row, TOP + STEP * i, say) for i, row in enumerate(rows)]
    out.append("</svg>")
    return "\n".join(out) + "\n"
