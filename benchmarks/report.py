#!/usr/bin/env python3
"""Speed and memory of Pentimento beside QEMU (TCG) and Bochs, all in one run on one machine.

usage: benchmarks/report.py [--scale N] [--image FREEDOS.img] [--rounds N]

Needs `./pentimento --version` and `mvn -DskipTests package` to have run once, and qemu-system-i386 and bochs (Debian: qemu-system-x86
bochs bochsbios vgabios) for the columns beside ours; a missing peer is left out. The FreeDOS image is looked for in ../shared.
"""
import argparse, glob, os, re, shutil, signal, socket, statistics, struct, subprocess, sys, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
GUEST = os.path.join(ROOT, 'benchmarks', 'guest', 'bench.img')
X87 = os.path.join(ROOT, 'benchmarks', 'guest', 'x87.img')
X87_MILLIONS = 16  # instructions of a kernel at full scale
SCALE_AT = 1540  # dword: 1024 = full iterations


def java():
    """The JDK that the launcher would take."""
    for home in [os.environ.get('JAVA_HOME', '')] + sorted(glob.glob('/usr/lib/jvm/*')):
        release = os.path.join(home, 'release')
        if home and os.path.exists(release):
            version = re.search(r'JAVA_VERSION="(\d+)', open(release).read())
            if version and int(version[1]) >= 25:
                return os.path.join(home, 'bin', 'java')
    sys.exit('report.py: a JDK 25 or newer is needed; point JAVA_HOME to it')


def class_path():
    jars = glob.glob(ROOT + '/benchmarks/target/benchmarks-*.jar') + [ROOT + '/frontend/target/lib/*']
    if len(jars) < 2:
        sys.exit('report.py: build first: mvn -DskipTests package')
    return ':'.join(jars)


def threads_cpu_ms(pid):
    """CPU time of all threads of a process, in ms."""
    total = 0
    for stat in glob.glob('/proc/%d/task/*/schedstat' % pid):
        try:
            total += int(open(stat).read().split()[0])
        except (FileNotFoundError, ProcessLookupError):
            pass
    return total / 1e6


def kernels_ours(scale, image=GUEST):
    out = subprocess.run([java(), '-XX:+UseSerialGC', '-cp', class_path(), 'pentimento.benchmarks.GuestKernels', image, str(scale)],
                         capture_output=True, text=True).stdout
    rows = {}
    for line in out.splitlines():
        m = re.match(r'(\S+)\s+(\S+)\s+([\d.]+) ms\s+([\d.]+) M\s+([\d.]+) MIPS\b.*\s(\S+)$', line)
        if m:
            rows[m[1] + ' ' + m[2]] = (float(m[3]), float(m[5]), m[6])
    return rows


def kernels_peer(name, scale, guest=GUEST):
    """Wall ms and checksum per kernel, by the guest's markers on port E9h."""
    with tempfile.TemporaryDirectory() as folder:
        image = bytearray(open(guest, 'rb').read())
        struct.pack_into('<I', image, SCALE_AT, scale)
        floppy = folder + '/bench.img'
        open(floppy, 'wb').write(image)
        if name == 'qemu':
            command = ['qemu-system-i386', '-accel', 'tcg', '-m', '64', '-display', 'none', '-drive',
                       'file=%s,format=raw,if=floppy' % floppy, '-boot', 'a', '-debugcon', 'stdio', '-monitor', 'none', '-serial',
                       'none', '-net', 'none']
        else:
            open(folder + '/rc', 'w').write(
                'megs: 64\nfloppya: 1_44=%s, status=inserted\nboot: floppy\nromimage: file=/usr/share/bochs/BIOS-bochs-latest\n'
                'vgaromimage: file=/usr/share/bochs/VGABIOS-lgpl-latest\nport_e9_hack: enabled=1\nsound: driver=dummy\n'
                'display_library: rfb, options="timeout=0"\ncpu: count=1, ips=500000000\nlog: %s/log\npanic: action=fatal\n'
                % (floppy, folder))
            command = ['bochs', '-q', '-f', folder + '/rc']
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0)
        if name == 'bochs':
            process.stdin.write(b'c\n')
        rows, started, line = {}, {}, b''
        try:
            while True:
                byte = os.read(process.stdout.fileno(), 1)
                if not byte:
                    break
                if byte != b'\n':
                    line += byte
                    continue
                words, line, now = line.decode('latin1').split(), b'', time.perf_counter()
                if len(words) == 3 and words[0] == 'B':
                    started[words[1] + ' ' + words[2]] = now
                elif len(words) == 4 and words[0] == 'E':
                    key = words[1] + ' ' + words[2]
                    rows[key] = ((now - started[key]) * 1e3, words[3])
                elif words[:1] == ['DONE']:
                    break
        finally:
            process.kill()
            process.wait()
        return rows


def report_kernels(scale):
    ours = kernels_ours(scale)
    peers = {name: kernels_peer(name, scale) for name, binary in (('qemu', 'qemu-system-i386'), ('bochs', 'bochs')) if shutil.which(binary)}
    print('\n== kernels, scale %d; ratios are peer time / our time' % scale)
    print('%-14s %9s %8s' % ('kernel', 'ms', 'MIPS') + ''.join(' %8s' % p for p in peers))
    for key, (ms, mips, checksum) in ours.items():
        cells = ''
        for rows in peers.values():
            peer = rows.get(key)
            same = peer and (peer[1] == checksum or key.startswith('rmode'))  # rmode reads memory that firmware leaves as it likes
            cells += ' %8s' % ('%.2f' % (peer[0] / ms) if same else 'differs' if peer else '-')
        print('%-14s %9.1f %8.1f%s' % (key, ms, mips, cells))


def report_x87(scale):
    """Nanoseconds of an instruction, less those of a move in the same loop: what a loop costs is left aside."""
    columns = {'ours': kernels_ours(scale, X87)}
    if shutil.which('qemu-system-i386'):
        columns['qemu'] = kernels_peer('qemu', scale, X87)
    print('\n== x87, ns an instruction beyond a move in the same loop\n%-12s' % 'kernel' + ''.join(' %8s' % c for c in columns))
    for key in columns['ours']:
        cells = ''
        for rows in columns.values():
            memory = key.split()[0].endswith('m') or key.startswith('axpy')
            move = rows['movemem -' if memory else 'move -'][0]
            cells += ' %8.1f' % ((rows[key][0] - move) / (X87_MILLIONS * scale / 1024))
        same = len({rows[key][-1] for rows in columns.values()}) == 1
        print('%-12s%s%s' % (key, cells, '' if same else '  results differ'))


def launcher(*words):
    return [os.path.join(ROOT, 'pentimento'), *words]


def report_cold_start(image, rounds):
    with tempfile.TemporaryDirectory() as folder:
        floppy, script = folder + '/dos.img', folder + '/cold.script'
        shutil.copyfile(image, floppy)
        open(script, 'w').write('wait 30 A:\\>\nquit\n')
        ours = []
        for _ in range(rounds):
            begin = time.perf_counter()
            subprocess.run(launcher('run', '--fda', floppy, '--script', script), check=True)
            ours.append(time.perf_counter() - begin)
        line = 'ours %.2f s (%.2f to %.2f)' % (statistics.median(ours), min(ours), max(ours))
        if shutil.which('qemu-system-i386'):
            peer = [qemu_cold_start(floppy, folder) for _ in range(rounds)]
            line += ', qemu %.2f s (%.2f to %.2f)' % (statistics.median(peer), min(peer), max(peer))
        print('\n== cold start to the FreeDOS prompt, JVM start included, wall, median of %d\n%s' % (rounds, line))


def qemu_cold_start(floppy, folder):
    monitor, dump = folder + '/monitor', folder + '/dump'
    if os.path.exists(dump):
        os.unlink(dump)
    begin = time.perf_counter()
    process = subprocess.Popen(['qemu-system-i386', '-accel', 'tcg', '-m', '16', '-display', 'none', '-drive',
                                'file=%s,format=raw,if=floppy,snapshot=on' % floppy, '-boot', 'a', '-net', 'none', '-serial', 'none',
                                '-monitor', 'unix:%s,server=on,wait=off' % monitor], stderr=subprocess.DEVNULL)
    try:
        channel = socket.socket(socket.AF_UNIX)
        while True:
            try:
                channel.connect(monitor)
                break
            except OSError:
                time.sleep(0.005)
        while time.perf_counter() - begin < 30:
            channel.sendall(b'pmemsave 0xb8000 4000 "%s"\n' % dump.encode())
            time.sleep(0.01)
            if os.path.exists(dump) and b'A:\\>' in open(dump, 'rb').read()[::2]:
                return time.perf_counter() - begin
        return float('nan')
    finally:
        process.kill()
        process.wait()
        if os.path.exists(monitor):
            os.unlink(monitor)


def report_idle(image):
    with tempfile.TemporaryDirectory() as folder:
        floppy = folder + '/dos.img'
        shutil.copyfile(image, floppy)
        process = subprocess.Popen(launcher('run', '--fda', floppy, '--display', 'none', '--pace', 'real', '--memory', '16M'))
        try:
            time.sleep(12)
            before, begin = threads_cpu_ms(process.pid), time.perf_counter()
            time.sleep(20)
            busy = threads_cpu_ms(process.pid) - before
            share = busy / (time.perf_counter() - begin) / 10
            resident = int(re.search(r'VmRSS:\s+(\d+)', open('/proc/%d/status' % process.pid).read())[1]) / 1024
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()
        print('\n== idle at the FreeDOS prompt, --pace real\n%.1f %% of one core; resident %.0f MiB, less 16 MiB of guest memory: %.0f MiB'
              % (share, resident, resident - 16))


def report_allocation(scale):
    out = subprocess.run([java(), '-XX:+UseSerialGC', '-Xmn8m', '-Xlog:gc', '-cp', class_path(), 'pentimento.benchmarks.GuestKernels', GUEST,
                          str(scale)], capture_output=True, text=True).stdout
    last = max((i for i, line in enumerate(out.splitlines()) if 'rmode' in line), default=0)
    late = sum('Pause Young' in line for line in out.splitlines()[last:])
    millions = sum(float(m) for m in re.findall(r'([\d.]+) M ', out))
    print('\n== allocation\n%d collections of an 8 MiB young generation while %.0f million instructions ran' % (late, millions))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--scale', type=int, default=200)
    parser.add_argument('--rounds', type=int, default=5)
    parser.add_argument('--image', default=os.path.join(ROOT, '..', 'shared', 'guests', 'images', 'freedos722.img'))
    words = parser.parse_args()
    report_kernels(words.scale)
    report_x87(1024)
    report_allocation(words.scale)
    if os.path.exists(words.image):
        subprocess.run(launcher('--version'), check=True)
        report_cold_start(words.image, words.rounds)
        report_idle(words.image)
    else:
        print('\nno FreeDOS image at %s: cold start and idle are left out' % words.image)


main()
