"""What our process costs: at the FreeDOS prompt in memory and processor time, and in garbage while kernels run."""
import os, re, subprocess, tempfile, time

from measure import CannotMeasure
from measure.cold import MEMORY, at_prompt, await_prompt, freedos
from measure.emulators import Process

SETTLE, WATCH = 3, 20  # seconds
MIB = 1 << 20


def jcmd(pid, *words):
    """Asks the JVM, with the jcmd of its own JDK."""
    java = os.path.realpath('/proc/%d/exe' % pid)
    try:
        return subprocess.run([os.path.join(os.path.dirname(java), 'jcmd'), str(pid), *words], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        raise CannotMeasure("jcmd beside '%s' does not answer; run a JDK, not a JRE." % java)


def memory(pid):
    """MiB: resident; code cache used and reserved; metaspace used and committed."""
    with open('/proc/%d/status' % pid) as status:
        resident = int(re.search(r'VmRSS:\s+(\d+)', status.read())[1]) / 1024
    heaps = re.findall(r'size=(\d+)Kb used=(\d+)Kb', jcmd(pid, 'Compiler.codecache'))
    usage = jcmd(pid, 'VM.metaspace', 'basic')
    meta = re.search(r'Metaspace\s+used (\d+)K, committed (\d+)K', usage)
    return (resident, sum(int(used) for _, used in heaps) / 1024, sum(int(size) for size, _ in heaps) / 1024,
            int(meta[1]) / 1024, int(meta[2]) / 1024)


def idle(ours, path, cpu, say=print):
    with tempfile.TemporaryDirectory() as folder:
        with Process(at_prompt(ours, freedos(path, folder), folder, cpu, '--pace', 'real')) as process:
            await_prompt(process)
            time.sleep(SETTLE)
            busy, begin = process.cpu(), process.wall()
            time.sleep(WATCH)
            share = (process.cpu() - busy) / (process.wall() - begin)
            resident, code, code_size, meta, meta_committed = memory(process.pid)
    say('at the FreeDOS prompt, --jit %s, --pace real' % ours.jit)
    say('idle            %6.1f %% of one core' % (share * 100))
    say('resident        %6.0f MiB, less %d MiB of guest memory: %.0f MiB' % (resident, MEMORY, resident - MEMORY))
    say('code cache      %6.1f MiB used of %.0f reserved' % (code, code_size))
    say('metaspace       %6.1f MiB used, %.1f committed' % (meta, meta_committed))


def allocation(ours, image, cpu, scale, say=print):
    """Collections of the launcher's young generation of 8 MiB after the first kernel has begun."""
    with tempfile.TemporaryDirectory() as folder:
        floppy, collections, begun = folder + '/guest.img', 0, False
        with open(floppy, 'wb') as out:
            out.write(image.scaled(scale))
        os.environ['JDK_JAVA_OPTIONS'] = '-Xlog:gc'
        try:
            command = ours.boot(floppy, folder, cpu, 64, ('--debugcon', 'stdio', '--stats'))
            with Process(command) as process:
                for line, _, _ in process.lines():
                    begun |= line.startswith('B ')
                    collections += begun and 'Pause Young' in line
                    if line.startswith('retired '):
                        break
        finally:
            del os.environ['JDK_JAVA_OPTIONS']
    say('allocation: %d collections of the young generation while %.0f million counts ran, --jit %s'
        % (collections, int(line.split()[1]) / 1e6, ours.jit))
