"""Command line of the measurements."""
import argparse, sys

from measure import CannotMeasure, cold, idle, nanos
from measure.emulators import PEERS, Ours
from measure.images import SUITES, image
from measure.kernels import DIFFER, compare

CANNOT = 2


def positive(word):
    number = int(word)
    if number < 1:
        raise ValueError
    return number


def seconds(word):
    number = float(word)
    if not 0 < number < 3600:
        raise ValueError
    return number


def kernels(parser):
    """each kernel of an image, in a steady state"""
    guest_options(parser)
    time_options(parser)
    return lambda words, ours, peer, guest: compare(
        ours, peer, guest, words.cpu or guest.cpu, words.memory, words.rounds, words.warm, words.seconds, say)


def x87(parser):
    """nanoseconds of single x87 instructions"""
    parser.set_defaults(image='x87ops')
    time_options(parser)
    return lambda words, ours, peer, guest: nanos.x87(ours, peer, guest, guest.cpu, 64, words.warm, words.seconds, say)


def first(parser):
    """the first two seconds of each kernel, in processor time of the process"""
    guest_options(parser)
    return lambda words, ours, peer, guest: cold.first_seconds(
        ours, peer, guest, words.cpu or guest.cpu, words.memory, words.rounds, say)


def boot(parser):
    """FreeDOS to its prompt, by the clock, with the start of the process"""
    dos_options(parser)
    return lambda words, ours, peer, guest: cold.boot(ours, peer, words.freedos, words.cpu, words.rounds, say)


def at_rest(parser):
    """processor time and memory of ours at the FreeDOS prompt; what the kernels leave to the collector"""
    dos_options(parser)
    parser.set_defaults(peer=None)

    def run(words, ours, peer, guest):
        idle.idle(ours, words.freedos, words.cpu, say)
        idle.allocation(ours, image('bench'), words.cpu, 200, say)
    return run


def everything(parser):
    """all that docs/performance.md has figures of, one after the other: most of an hour"""
    dos_options(parser)
    time_options(parser)

    def run(words, ours, peer, guest):
        outcomes = []
        for name in ('bench', 'programs', 'com', 'x87', 'rep', 'dos', 'simd'):
            say('\n== %s' % name)
            guest = image(name)
            outcomes.append(compare(ours, peer, guest, guest.cpu, 64, words.rounds, words.warm, words.seconds, say))
        say('\n== first')
        outcomes.append(cold.first_seconds(ours, peer, image('bench'), words.cpu, 64, words.rounds, say))
        say('\n== boot')
        outcomes.append(cold.boot(ours, peer, words.freedos, words.cpu, words.rounds, say))
        say('\n== idle')
        idle.idle(ours, words.freedos, words.cpu, say)
        idle.allocation(ours, image('bench'), words.cpu, 200, say)
        return DIFFER if DIFFER in outcomes else max(outcomes)
    return run


COMMANDS = {'kernels': kernels, 'first': first, 'boot': boot, 'idle': at_rest, 'nanos': x87, 'all': everything}


def options(parser):
    parser.add_argument('--ours', metavar='COMMAND', help='starts our command line (./pentimento)')
    parser.add_argument('--jit', default='on', choices=['off', 'on'], help='whether ours translates (%(default)s)')
    parser.add_argument('--peer', default='qemu', choices=PEERS, help='beside whom (%(default)s)')
    parser.add_argument('--rounds', type=positive, default=7, metavar='N', help='%(default)s')


def guest_options(parser):
    parser.add_argument('image', nargs='?', default='bench', metavar='IMAGE', help='a file, or one of: %s (%%(default)s)' % ', '.join(SUITES))
    parser.add_argument('--cpu', metavar='MODEL', help='pentium3; pentium4 for simd')
    parser.add_argument('--memory', type=positive, default=64, metavar='MIB', help='%(default)s')


def dos_options(parser):
    parser.add_argument('--freedos', default=cold.FREEDOS, metavar='IMAGE', help='%(default)s')
    parser.add_argument('--cpu', default='pentium3', metavar='MODEL', help='%(default)s')


def time_options(parser):
    parser.add_argument('--seconds', type=seconds, default=2.0, metavar='S', help='how long QEMU takes for what is timed (%(default)s)')
    parser.add_argument('--warm', type=seconds, default=2.0, metavar='S', help='and for what runs before (%(default)s)')


def say(line):
    print(line, flush=True)


def main(words):
    if not words or words[0] not in COMMANDS and words[0] not in ('-h', '--help'):
        words = ['kernels', *words]
    parser = argparse.ArgumentParser(
        prog='compare.sh', description='Measures Pentimento beside another emulator; without a command: kernels.',
        epilog='Exit codes: 0 measured; 1 checksums differ; 2 something is missing or wrong; 3 a spread exceeds 10 %.')
    commands = parser.add_subparsers(metavar='COMMAND', required=True)
    for name, define in COMMANDS.items():
        command = commands.add_parser(name, help=define.__doc__, description=define.__doc__)
        options(command)
        command.set_defaults(run=define(command))
    chosen = parser.parse_args(words)
    try:
        guest = image(chosen.image) if 'image' in chosen else None
        peer = PEERS[chosen.peer]() if chosen.peer else None
        ours = Ours(chosen.ours, chosen.jit)
        for emulator in (peer, ours):
            if emulator:
                say('%s: %s' % (emulator.name, emulator.check()))
        return chosen.run(chosen, ours, peer, guest)
    except CannotMeasure as e:
        print('compare.sh: %s' % e, file=sys.stderr)
        return CANNOT
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # nobody reads on
        sys.stdout = None
        return CANNOT


sys.exit(main(sys.argv[1:]))
