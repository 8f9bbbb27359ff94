"""The guests that are measured: boot floppies whose kernels repeat as often as they are told."""
import os, re, statistics, struct

from measure import GUESTS, CannotMeasure
from measure.boot import Boot
from measure.dos import DosPrograms

SCALE_AT = 1540  # dword: 1024 = a full run
FULL = 1024
ONLY = b'only'  # of floppy.inc, behind the scale; then the kernels to run, by bit, and their table
ROW, LOADED_AT = 40, 0x7C00  # of that table; where it is in memory
KERNEL_AT, KERNEL_BASE = 1536, 0x10000  # link.ld's image within the floppy
TABLE_ROW = 12  # of main.c: pointers to name and code, passes
LITTLE = 16  # a scale at which kernels of main.c's table with no passes run once, and rmode for a moment
MODES = (' flat', ' paged')  # in which main.c runs each of its kernels
RUNS_BEFORE = 2  # those that are timed: translators know by then how a kernel ends; floppy.inc has the same number
REAL = 'rmode real'  # before those, by the scale alone
REAL_TIMES = 4  # as many passes as others: what two warm-ups differ by counts in its time, which is a difference


class Image:
    """A floppy whose kernels can only be scaled all together."""

    def __init__(self, content, cpu='pentium3'):
        self.content, self.cpu = content, cpu

    def scaled(self, scale):
        content = bytearray(self.content)
        struct.pack_into('<I', content, SCALE_AT, scale)
        return bytes(content)

    def boots(self, scale):
        """What is to be booted, one after the other."""
        return [Boot(self.scaled(scale))]

    def steady(self, times, warm, timed):
        """
        Boots that give each kernel's time in a steady state.
        times: QEMU's of a full run, in seconds, by key
        warm, timed: seconds that QEMU is to need before, by key, and while it is timed
        """
        before = statistics.median(warm.values())
        before, all_of_it = (max(1, round(FULL * s / statistics.median(times.values()))) for s in (before, before + timed))
        return [Boot(self.scaled(before), dict.fromkeys(times, -1)), Boot(self.scaled(all_of_it))]

    def kernels(self):
        """Those that can be run alone, by "name mode"."""
        raise CannotMeasure('the kernels of this image can only be run all together; see benchmarks/guest/README.md.')


class Floppy(Image):
    """Of floppy.inc."""

    def _rows(self):
        """Where the row of each kernel is."""
        rows, at = {}, struct.unpack_from('<I', self.content, SCALE_AT + 12)[0] - LOADED_AT
        while self.content[at:at + 4] != bytes(4):
            rows[self.content[at + 16:at + ROW].split(b'\0')[0].decode()] = at
            at += ROW
        return rows

    def kernels(self):
        return list(self._rows())

    def alone(self, kernel, scale):
        """The image with one kernel at a scale."""
        content = bytearray(self.scaled(scale))
        struct.pack_into('<I', content, SCALE_AT + 8, 1 << self.kernels().index(kernel))
        return bytes(content)

    def steady(self, times, warm, timed):
        content = bytearray(self.scaled(FULL))
        for key, at in ((key, at) for key, at in self._rows().items() if key in times):
            passes = struct.unpack_from('<I', content, at + 4)[0] / times[key]
            struct.pack_into('<II', content, at + 4, *(_dword(passes * s) for s in (timed, warm[key] / RUNS_BEFORE)))
        return [Boot(bytes(content))]


class Linked(Image):
    """Of main.c: a table of kernels, each run flat and paged, and one in real mode before."""

    def _table(self):
        """Names, pointers and passes of the rows, and where the first one is."""
        rows, first = [], None
        for at in range(KERNEL_AT, len(self.content.rstrip(b'\0')) - TABLE_ROW + 1, 4):
            name, code, passes = struct.unpack_from('<III', self.content, at)
            place = name - KERNEL_BASE + KERNEL_AT
            end = KERNEL_BASE + len(self.content)
            if KERNEL_AT < place < len(self.content) and KERNEL_BASE < code < end and 0 < passes < 1 << 27:
                word = re.match(rb'[a-z][a-z0-9]{1,7}\0', self.content[place:place + 9])
                if word and (first is None or at == first + len(rows) * TABLE_ROW):
                    first = at if first is None else first
                    rows.append((word[0][:-1].decode(), name, code, passes))
        return rows, first

    def has_table(self):
        return bool(self._table()[0])

    def kernels(self):
        return [REAL, *(row[0] + ' flat' for row in self._table()[0])]

    def _with(self, rows, scale):
        """The image with other rows: pointers and passes; their passes are what is executed, if the scale is not too small for that."""
        at = self._table()[1]
        content = bytearray(self.scaled(scale))
        for name, code, passes in rows:
            struct.pack_into('<III', content, at, name, code, _dword(passes * FULL / scale))
            at += TABLE_ROW
        content[at:at + 4] = bytes(4)
        return bytes(content)

    def alone(self, kernel, scale):
        """The image with one kernel at a scale; what runs beside it runs for as good as no time."""
        rows = [(name, code, passes * scale / FULL) for word, name, code, passes in self._table()[0] if word + ' flat' == kernel]
        return self._with(rows, scale if kernel == REAL else LITTLE)

    def steady(self, times, warm, timed):
        """Each kernel several times in a row, as many kernels as the table has room for; the one in real mode as the difference of two boots."""
        rows = self._table()[0]
        if {row[0] + mode for row in rows for mode in MODES} != set(times) - {REAL}:
            return super().steady(times, warm, timed)  # that was not all of its table
        runs_before = min(RUNS_BEFORE, len(rows) - 1)
        if not runs_before:
            return super().steady(times, warm, timed)  # the table has no room for another run
        at_a_time = max(1, len(rows) // (runs_before + 1))
        groups = [rows[i:i + at_a_time] for i in range(0, len(rows), at_a_time)]
        groups += [[]] * (2 - len(groups))
        boots = []
        for number, group in enumerate(groups):
            runs, counts = [], {}
            for word, name, code, passes in group:
                keys = [word + mode for mode in MODES]
                a_second = passes / statistics.mean(times[key] for key in keys)
                before = statistics.mean(warm[key] for key in keys)
                runs += [(name, code, a_second * before / runs_before)] * runs_before + [(name, code, a_second * timed)]
                counts |= dict.fromkeys(keys, 1)
            scale = LITTLE
            if number < 2 and REAL in times:
                scale = _dword(FULL * (warm[REAL] + timed * REAL_TIMES * number) / times[REAL])
                counts[REAL] = (2 * number - 1) / REAL_TIMES
            boots.append(Boot(self._with(runs, scale), counts))
        return boots


def _dword(number):
    return min(max(1, round(number)), 0xFFFFFFFF)


def read(path, cpu='pentium3'):
    try:
        with open(path, 'rb') as file:
            content = file.read()
    except OSError as e:
        raise CannotMeasure("the image '%s' can't be read (%s); give one, or one of: %s." % (path, e.strerror, ', '.join(SUITES)))
    if len(content) < SCALE_AT + 4:
        raise CannotMeasure("the image '%s' has no scale at offset %d; see benchmarks/guest/README.md." % (path, SCALE_AT))
    if content[SCALE_AT + 4:SCALE_AT + 8] == ONLY:
        return Floppy(content, cpu)
    linked = Linked(content, cpu)
    return linked if linked.has_table() else Image(content, cpu)


def _guest(name, **more):
    return lambda: read(os.path.join(GUESTS, name), **more)


SUITES = {
    'bench': _guest('bench.img'),
    'programs': _guest('programs.img'),
    'dos': DosPrograms,
    'com': _guest('com.img'),
    'x87': _guest('x87mix.img'),
    'rep': _guest('rep.img'),
    'x87ops': _guest('x87.img'),
    'simd': _guest('simd.img', cpu='pentium4'),
}


def image(name):
    return SUITES[name]() if name in SUITES else read(name)
