"""x87.img: nanoseconds of an instruction, less those of a move in the same loop. What a loop costs is left aside."""
import statistics

from measure.images import FULL
from measure.kernels import PARTS, times

MILLIONS = 16  # instructions of a kernel in a full run


def x87(ours, peer, image, cpu, memory, warm, timed, say=print):
    part = times(peer, image.boots(FULL // PARTS), cpu, memory)
    run = statistics.median(wall for wall, _ in part.values()) * PARTS  # one for all, so that all have the same passes
    boots = image.steady(dict.fromkeys(part, run), dict.fromkeys(part, warm), timed)
    columns = {emulator.name: times(emulator, boots, cpu, memory) for emulator in (ours, peer)}
    say('x87: ns of an instruction beyond a move in the same loop\n%-12s' % 'kernel' + ''.join(' %8s' % name for name in columns))
    for key in columns[ours.name]:
        of_memory = key.split()[0].endswith('m') or key.startswith('axpy')
        move = 'movemem -' if of_memory else 'move -'
        cells = ''.join(' %8.1f' % ((rows[key][0] - rows[move][0]) * 1e3 / (MILLIONS * timed / run)) for rows in columns.values())
        same = len({rows[key][1] for rows in columns.values()}) == 1
        say('%-12s%s%s' % (key, cells, '' if same else '  results differ'))
