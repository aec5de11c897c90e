"""The 80 criteria of the workload: what each asks, and its constants. Every language's rules come from here.

Four kinds take turns. x is the answer; facts are the plan's own.
  threshold  1 from `full` on, 0.5 from `half` on, else 0
  ratio      what there is over what is needed, at most 1; two facts, no answer
  hazards    over the hazards of the register: x over severity times likelihood, at most 1; the mean
  veto       x over 100, but 0 where there is an open case
"""

KINDS = ("threshold", "ratio", "hazards", "veto")
COUNT, DOMAINS = 80, 10


class Criterion:
    def __init__(self, number):
        self.number = number
        self.id = "C%02d" % number
        self.rule = "bench/c%02d" % number
        self.domain = number // (COUNT // DOMAINS)
        self.kind = KINDS[number % len(KINDS)]
        self.title = "%s %d" % (self.kind.capitalize(), number)
        self.full = 50 + number * 7 % 45
        self.half = self.full - 20 - number % 11
        self.have = "have%02d" % number
        self.need = "need%02d" % number
        self.open = "open%02d" % number

    def constants(self):
        """What stands in the rules of this criterion, by name."""
        return vars(self)


CRITERIA = [Criterion(number) for number in range(COUNT)]
