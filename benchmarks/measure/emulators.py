"""Emulators as processes that boot a floppy; lines of the debug console, port E9h, come out of a pipe."""
import os, re, select, shlex, shutil, subprocess, tempfile, time

from measure import ROOT, CannotMeasure

PATIENCE = 600  # seconds without a line
CPUS = {'486': '486', 'pentium': 'pentium', 'pentium2': 'pentium2', 'pentium3': 'pentium3', 'pentium4': 'pentium3,+sse2'}


class Ours:
    """The command line, as a user starts it."""
    name = 'ours'

    def __init__(self, command=None, jit='on'):
        self.command = shlex.split(command) if command else [os.path.join(ROOT, 'pentimento')]
        self.jit = jit

    def check(self):
        """Lets the launcher build and prepare what it keeps. Returns the version."""
        try:
            done = subprocess.run(self.command + ['--version'], stdout=subprocess.PIPE, text=True)
        except OSError as e:
            raise CannotMeasure("'%s' can't be started (%s); give --ours another command." % (self.command[0], e.strerror))
        if done.returncode != 0:
            raise CannotMeasure("'%s --version' failed; what it wrote says why." % shlex.join(self.command))
        return ', '.join(done.stdout.split('\n')).strip(', ')

    def boot(self, floppy, folder, cpu, memory, more=('--debugcon', 'stdio')):
        return self.command + ['run', '--fda', floppy, '--memory', '%dM' % memory, '--cpu', cpu, '--jit', self.jit, '--display', 'none', *more]


class Qemu:
    name = 'QEMU'

    def check(self):
        return _version(['qemu-system-i386', '--version'], 'qemu-system-x86')

    def boot(self, floppy, folder, cpu, memory, more=('-debugcon', 'stdio', '-monitor', 'none')):
        if cpu not in CPUS:
            raise CannotMeasure("QEMU has no processor like '%s'; choose one of %s." % (cpu, ', '.join(CPUS)))
        return ['qemu-system-i386', '-accel', 'tcg', '-cpu', CPUS[cpu], '-m', str(memory), '-display', 'none', '-drive',
                'file=%s,format=raw,if=floppy,snapshot=on' % floppy.replace(',', ',,'), '-boot', 'a', '-serial', 'none', '-net', 'none', *more]


class Bochs:
    name = 'Bochs'
    BIOS, VGA_BIOS = '/usr/share/bochs/BIOS-bochs-latest', '/usr/share/bochs/VGABIOS-lgpl-latest'

    def check(self):
        for file in (self.BIOS, self.VGA_BIOS):
            if not os.path.exists(file):
                raise CannotMeasure("Bochs' firmware '%s' is missing; install it (for example: apt install bochsbios vgabios)." % file)
        return _version(['bochs', '--help'], 'bochs')

    def boot(self, floppy, folder, cpu, memory):
        kind = {163840: '160k', 737280: '720k'}.get(os.path.getsize(floppy), '1_44')
        with open(folder + '/bochsrc', 'w') as rc:
            rc.write(
                'megs: %d\nfloppya: %s=%s, status=inserted\nboot: floppy\nromimage: file=%s\nvgaromimage: file=%s\n'
                'port_e9_hack: enabled=1\nsound: driver=dummy\n'
                'display_library: rfb, options="timeout=0"\ncpu: count=1, ips=500000000\nlog: %s/log\npanic: action=fatal\n'
                % (memory, kind, floppy, self.BIOS, self.VGA_BIOS, folder))
        return ['bochs', '-q', '-f', folder + '/bochsrc']


PEERS = {'qemu': Qemu, 'bochs': Bochs}


def _version(command, package):
    if not shutil.which(command[0]):
        raise CannotMeasure('%s is not installed; install it (for example: apt install %s).' % (command[0], package))
    told = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout
    return next((line.strip(' =') for line in told.splitlines() if re.search(r'(?i)(bochs|qemu).* \d', line)), command[0])


class Process:
    """A running emulator. Times are wall and CPU seconds since its start."""

    def __init__(self, command):
        self.began = time.perf_counter()
        try:
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0)
        except OSError as e:
            raise CannotMeasure("'%s' can't be started: %s." % (command[0], e.strerror))
        self.pid = self.process.pid
        if command[0] == 'bochs':
            self.process.stdin.write(b'c\n')  # its debugger waits

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.process.kill()
        self.process.communicate()

    def wall(self):
        return time.perf_counter() - self.began

    def cpu(self):
        """Of all threads, those that have ended included: the process's CPU clock, as clock_getcpuclockid(3) numbers it."""
        return time.clock_gettime(~self.pid << 3 | 2)

    def lines(self, patience=PATIENCE):
        """Each line of its output, with the wall and CPU time at which it came."""
        held, out = b'', self.process.stdout.fileno()
        while True:
            if not select.select([out], [], [], patience)[0]:
                raise CannotMeasure('the guest wrote nothing to port E9h for %d s; is this a bootable image with markers?' % patience)
            some = os.read(out, 4096)
            if not some:
                told = re.findall('.*[a-z].*', self.process.stderr.read().decode(errors='replace'))
                raise CannotMeasure('%s ended before its guest did%s' % (self.process.args[0], ': ' + told[-1].strip() if told else '.'))
            wall, cpu = self.wall(), self.cpu()
            *whole, held = (held + some).split(b'\n')
            for line in whole:
                yield line.decode('latin1').strip(), wall, cpu


def markers(emulator, image, cpu, memory, until=None):
    """
    Boots an image and follows "B name mode", "E name mode checksum", "DONE".
    until: the kernel after which to stop
    returns by kernel, "name mode": wall s, CPU s, CPU s since the start of the process, checksum
    """
    rows, started = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        floppy = folder + '/guest.img'
        with open(floppy, 'wb') as out:
            out.write(image)
        with Process(emulator.boot(floppy, folder, cpu, memory)) as process:
            for line, wall, cpu_time in process.lines():
                words = line.split()
                if words[:1] == ['DONE']:
                    break
                key = ' '.join(words[1:3])
                if len(words) == 3 and words[0] == 'B':
                    started[key] = wall, cpu_time
                elif len(words) == 4 and words[0] == 'E' and key in started:
                    rows[key] = wall - started[key][0], cpu_time - started[key][1], cpu_time, words[3]
                    if key == until:
                        break
    return rows
