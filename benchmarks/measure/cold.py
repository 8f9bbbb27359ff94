"""What a guest costs that begins cold: to a prompt by the clock, the first seconds of a kernel in processor time."""
import os, shutil, socket, statistics, tempfile, time

from measure import ROOT, CannotMeasure
from measure.emulators import Process, markers
from measure.kernels import MOST_SPREAD, SAME, VOID, note, percent, spread, summary

FREEDOS = os.path.join(ROOT, '..', 'shared', 'guests', 'images', 'freedos722.img')
PROMPT = 'A:\\>'
MEMORY = 16
SECONDS = 2.0  # of QEMU's processor time for each kernel
AFTER_START = 1024  # the scale at which its speed is found


def freedos(path, folder):
    """A copy that may be written to."""
    try:
        return shutil.copyfile(path, folder + '/freedos.img')
    except OSError as e:
        raise CannotMeasure("the FreeDOS image '%s' can't be read (%s); give another with --freedos." % (path, e.strerror))


def at_prompt(ours, floppy, folder, cpu, *more):
    """Our command, which prints the screen when the prompt is there, and stays."""
    script = folder + '/prompt.script'
    with open(script, 'w') as out:
        out.write('wait 30 %s\ntext\nsleep 3600\n' % PROMPT)
    return ours.boot(floppy, folder, cpu, MEMORY, ('--script', script, *more))


def await_prompt(process):
    for line, wall, _ in process.lines(120):
        if PROMPT in line:
            return wall


def boot_ours(ours, floppy, folder, cpu):
    with Process(at_prompt(ours, floppy, folder, cpu)) as process:
        return await_prompt(process)


def boot_qemu(qemu, floppy, folder, cpu):
    """Its monitor saves the text screen again and again."""
    monitor, dump = folder + '/monitor', folder + '/dump'
    for stale in (monitor, dump):
        if os.path.exists(stale):
            os.unlink(stale)
    with Process(qemu.boot(floppy, folder, cpu, MEMORY, ('-monitor', 'unix:%s,server=on,wait=off' % monitor))) as process:
        channel = socket.socket(socket.AF_UNIX)
        while process.wall() < 60:
            try:
                channel.connect(monitor)
                break
            except OSError:
                time.sleep(0.002)
        while process.wall() < 60:
            channel.sendall(b'pmemsave 0xb8000 4000 "%s"\n' % dump.encode())
            time.sleep(0.01)
            if os.path.exists(dump):
                with open(dump, 'rb') as screen:
                    if PROMPT.encode() in screen.read()[::2]:
                        return process.wall()
    raise CannotMeasure('QEMU shows no prompt %s after 60 s; is this a FreeDOS image?' % PROMPT)


def boot(ours, qemu, path, cpu, rounds, say=print):
    walls = {ours.name: [], qemu.name: []}
    with tempfile.TemporaryDirectory() as folder:
        floppy = freedos(path, folder)
        for _ in range(rounds):
            walls[ours.name].append(boot_ours(ours, floppy, folder, cpu))
            walls[qemu.name].append(boot_qemu(qemu, floppy, folder, cpu))
    say('FreeDOS to its prompt, wall, from the start of the process, median of %d (spread between quartiles; least to most)' % rounds)
    for name, times in walls.items():
        say('%-5s %.2f s (%s; %.2f to %.2f)%s'
            % (name, statistics.median(times), percent(spread(times)), min(times), max(times), note([spread(times)])))
    say('ratio %.2f' % (statistics.median(walls[qemu.name]) / statistics.median(walls[ours.name])))
    return VOID if max(map(spread, walls.values())) > MOST_SPREAD else SAME


def first_seconds(ours, qemu, image, cpu, memory, rounds, say=print):
    """
    The same passes of one kernel in both, as many as take QEMU two seconds, each in a process of its own that has run nothing before.
    Instructions are the same, so their rates are as QEMU's processor seconds to ours.
    """
    names = image.kernels()
    say('processor seconds of all threads until a kernel is over that takes %s %.0f s; median of %d' % (qemu.name, SECONDS, rounds))
    say('%-15s %8s %7s %8s %7s %7s %12s' % ('kernel', ours.name + ' s', 'spread', qemu.name + ' s', 'spread', 'ratio', 'kernel only'))
    ratios, outcome = [], SAME
    for kernel in names:
        _, needed, _, _ = markers(qemu, image.alone(kernel, AFTER_START), cpu, memory, until=kernel)[kernel]
        guest = image.alone(kernel, max(1, round(AFTER_START * SECONDS / needed)))
        rows = {ours.name: [], qemu.name: []}
        for _ in range(rounds):
            for emulator in (ours, qemu):
                rows[emulator.name].append(markers(emulator, guest, cpu, memory, until=kernel)[kernel])
        totals, alone = ([[row[column] for row in of] for of in rows.values()] for column in (2, 1))
        middle = [statistics.median(times) for times in totals]
        ratios.append(middle[1] / middle[0])
        spreads = [spread(times) for times in totals]
        if max(spreads) > MOST_SPREAD:
            outcome = VOID
        say('%-15s %8.2f %7s %8.2f %7s %7.2f %12.2f%s'
            % (kernel, middle[0], percent(spreads[0]), middle[1], percent(spreads[1]), ratios[-1],
               statistics.median(alone[1]) / statistics.median(alone[0]), note(spreads)))
    say(summary(ratios))
    return outcome
