"""x87.img: nanoseconds of an instruction, less those of a move in the same loop. What a loop costs is left aside."""
from measure.kernels import steady

MILLIONS = 16  # instructions of a kernel at full scale


def x87(ours, peer, image, cpu, memory, warm, scale, say=print):
    columns = {emulator.name: steady(emulator, image, cpu, memory, warm, scale) for emulator in (ours, peer)}
    say('x87: ns of an instruction beyond a move in the same loop\n%-12s' % 'kernel' + ''.join(' %8s' % name for name in columns))
    for key in columns[ours.name]:
        of_memory = key.split()[0].endswith('m') or key.startswith('axpy')
        move = 'movemem -' if of_memory else 'move -'
        cells = ''.join(' %8.1f' % ((rows[key][0] - rows[move][0]) * 1e3 / (MILLIONS * scale / 1024)) for rows in columns.values())
        same = len({rows[key][1] for rows in columns.values()}) == 1
        say('%-12s%s%s' % (key, cells, '' if same else '  results differ'))
