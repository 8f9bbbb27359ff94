"""The guests that are measured: boot floppies whose kernels repeat as often as their scale says."""
import os, re, struct

from measure import GUESTS, CannotMeasure
from measure.dos import DosPrograms

SCALE_AT = 1540  # dword: 1024 = a full run
ONLY = b'only'  # of floppy.inc, behind the scale; then the kernels to run, by bit, and their table
ROW, LOADED_AT = 36, 0x7C00  # and where its table is, in memory
KERNEL_AT, KERNEL_BASE = 1536, 0x10000  # link.ld's image within the floppy
LITTLE = 16  # a scale at which kernels of main.c's table with no passes run once, and rmode for a moment


class Image:
    """
    cpu: the model that it needs
    full: a scale at which each kernel takes QEMU some seconds
    """

    def __init__(self, path, cpu='pentium3', full=2048):
        self.cpu, self.full = cpu, full
        try:
            with open(path, 'rb') as file:
                self.content = file.read()
        except OSError as e:
            raise CannotMeasure("the image '%s' can't be read (%s); give one, or one of: %s." % (path, e.strerror, ', '.join(SUITES)))
        if len(self.content) < SCALE_AT + 4:
            raise CannotMeasure("the image '%s' has no scale at offset %d; see benchmarks/guest/README.md." % (path, SCALE_AT))

    def scaled(self, scale):
        content = bytearray(self.content)
        struct.pack_into('<I', content, SCALE_AT, scale)
        return bytes(content)

    def boots(self, scale):
        """What is to be booted, one after the other."""
        return [self.scaled(scale)]

    def alone(self, kernel, scale):
        """The image with one kernel at a scale; those before it run for as good as no time, those after it are not to be waited for."""
        content = bytearray(self.content)
        if content[SCALE_AT + 4:SCALE_AT + 8] == ONLY:
            struct.pack_into('<I4sI', content, SCALE_AT, scale, ONLY, 1 << self.kernels().index(kernel))
            return bytes(content)
        rows = self._rows()
        if kernel == 'rmode real':
            struct.pack_into('<I', content, SCALE_AT, scale)
        elif kernel not in rows:
            raise CannotMeasure("the image has no kernel '%s' that can be run alone; see benchmarks/guest/README.md." % kernel)
        else:
            struct.pack_into('<I', content, SCALE_AT, LITTLE)
        for name, at in rows.items():
            passes = struct.unpack_from('<I', content, at)[0] * scale // LITTLE if name == kernel else 0
            struct.pack_into('<I', content, at, min(passes, 0xFFFFFFFF))
        return bytes(content)

    def kernels(self):
        """Those that can be run alone, by "name mode"."""
        if self.content[SCALE_AT + 4:SCALE_AT + 8] != ONLY:
            return ['rmode real', *self._rows()]
        names, at = [], struct.unpack_from('<I', self.content, SCALE_AT + 12)[0] - LOADED_AT
        while self.content[at:at + 4] != bytes(4):
            names.append(self.content[at + 12:at + ROW].split(b'\0')[0].decode())
            at += ROW
        return names

    def _rows(self):
        """Where the passes of each flat kernel are, in the table of main.c: pointers to name and code, passes."""
        rows = {}
        for at in range(KERNEL_AT, len(self.content.rstrip(b'\0')) - 11, 4):
            name, code, passes = struct.unpack_from('<III', self.content, at)
            place = name - KERNEL_BASE + KERNEL_AT
            if KERNEL_AT < place < len(self.content) and KERNEL_BASE < code < KERNEL_BASE + len(self.content) and 0 < passes < 1 << 27:
                word = re.match(rb'[a-z][a-z0-9]{1,7}\0', self.content[place:place + 9])
                if word:
                    rows[word[0][:-1].decode() + ' flat'] = at + 8
        return rows


def _guest(name, **more):
    return lambda: Image(os.path.join(GUESTS, name), **more)


SUITES = {
    'bench': _guest('bench.img'),
    'dos': DosPrograms,
    'com': _guest('com.img'),
    'x87': _guest('x87mix.img'),
    'rep': _guest('rep.img'),
    'x87ops': _guest('x87.img', full=1024),
    'simd': _guest('simd.img', cpu='pentium4'),
}


def image(name):
    return SUITES[name]() if name in SUITES else Image(name)
