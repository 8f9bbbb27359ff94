"""Our DOS programs on a FreeDOS floppy, made when it is wanted: once with HIMEM only, once with EMM386, and so in virtual-8086 mode."""
import os, shutil, struct, subprocess, tempfile

from measure import GUESTS, ROOT, CannotMeasure
from measure.boot import Boot

BASE = os.path.join(ROOT, '..', 'shared', 'guests', 'images', 'fdstd144.img')
PROGRAMS = ['text', 'plasma', 'done']
SCALE_AT = 4  # dword in those that measure; then the scale of a run before
FULL = 1024
CONFIG = 'DOS=HIGH\r\nDEVICE=\\FDOS\\HIMEM.EXE\r\n%sFILES=20\r\nBUFFERS=20\r\nSHELLHIGH=\\COMMAND.COM /E:256 /P\r\n'
MONITOR = 'DEVICE=\\FDOS\\EMM386.EXE\r\n'


class DosPrograms:
    cpu = 'pentium3'

    def __init__(self, base=BASE):
        self.base = base
        if not os.path.exists(base):
            raise CannotMeasure("the FreeDOS image '%s' is missing; put fdstd144.img there." % base)
        if not shutil.which('mcopy'):
            raise CannotMeasure('mcopy is not installed; install it (for example: apt install mtools).')

    def boots(self, scale, warm=0):
        return [Boot(self.floppy(scale, warm, config)) for config in (CONFIG % '', CONFIG % MONITOR)]

    def steady(self, times, warm, timed):
        """All programs alike, so that each takes at least the time that is asked."""
        second = FULL / min(times.values())
        return self.boots(round(second * timed), round(second * max(warm.values())))

    def kernels(self):
        raise CannotMeasure('the DOS programs begin after a boot, so they are never the first; measure them with: compare.sh dos')

    def floppy(self, scale, warm, config):
        with tempfile.TemporaryDirectory() as folder:
            image = shutil.copyfile(self.base, folder + '/dos.img')
            files = {'CONFIG.SYS': config.encode(), 'AUTOEXEC.BAT': '\r\n'.join(['@ECHO OFF', *PROGRAMS, '']).encode()}
            for name in PROGRAMS:
                with open(os.path.join(GUESTS, 'dos', name + '.com'), 'rb') as file:
                    program = bytearray(file.read())
                if name != 'done':
                    struct.pack_into('<II', program, SCALE_AT, scale, warm)
                files[name.upper() + '.COM'] = program
            for name, content in files.items():
                with open(folder + '/' + name, 'wb') as out:
                    out.write(content)
                done = subprocess.run(['mcopy', '-o', '-i', image, folder + '/' + name, '::' + name], capture_output=True, text=True)
                if done.returncode != 0:
                    raise CannotMeasure('mcopy failed: %s' % done.stderr.strip())
            with open(image, 'rb') as file:
                return file.read()
