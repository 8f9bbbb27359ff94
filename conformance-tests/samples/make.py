#!/usr/bin/env python3
"""Writes the sample vectors of our own: real mode, expected results worked out by hand from the SDM."""
import gzip
import struct

REGISTERS = ['eax', 'ecx', 'edx', 'ebx', 'esp', 'ebp', 'esi', 'edi', 'eip', 'eflags', 'es', 'cs', 'ss', 'ds', 'fs', 'gs']
START = dict(esp=0x1000, eip=0x100, eflags=2, es=0x3000, cs=0x1000, ss=0x2000, ds=0x3000)
CF, PF, AF, ZF, SF, DF, OF = 1, 4, 0x10, 0x40, 0x80, 0x400, 0x800

# name, instruction, initial registers, initial memory, final registers, changed memory, undefined flags
TESTS = [
    ('ADD AL,BL carries out of bit 7', '00 D8', dict(eax=0xFF, ebx=1), {}, dict(eax=0, eflags=2 | CF | PF | AF | ZF), {}, 0),
    ('ADD overflows into the sign', '01 D8', dict(eax=0x7FFF, ebx=1), {}, dict(eax=0x8000, eflags=2 | PF | AF | SF | OF), {}, 0),
    ('SUB borrows', '29 D8', dict(eax=0, ebx=1), {}, dict(eax=0xFFFF, eflags=2 | CF | PF | AF | SF), {}, 0),
    ('INC keeps CF', '40', dict(eax=0xFFFF, eflags=3), {}, dict(eax=0, eflags=2 | CF | PF | AF | ZF), {}, 0),
    ('CMP changes no register', '3C 05', dict(eax=5), {}, dict(eflags=2 | PF | ZF), {}, 0),
    ('SHL by 1', 'D0 E0', dict(eax=0xC0), {}, dict(eax=0x80, eflags=2 | CF | SF), {}, AF),
    ('RCR through carry', 'D1 D8', dict(eax=2, eflags=3), {}, dict(eax=0x8001, eflags=2 | OF), {}, 0),
    ('MUL fills DX', 'F7 E3', dict(eax=0x8000, ebx=4), {}, dict(eax=0, edx=2, eflags=2 | CF | OF), {}, SF | ZF | AF | PF),
    ('DIV gives quotient and remainder', 'F6 F3', dict(eax=0x103, ebx=0x10), {}, dict(eax=0x310), {}, SF | ZF | AF | PF | CF | OF),
    ('DAA', '27', dict(eax=0x3C), {}, dict(eax=0x42, eflags=2 | PF | AF), {}, OF),
    ('PUSH moves SP down', '50', dict(eax=0x1234), {}, dict(esp=0xFFE), {0x20FFE: '34 12'}, 0),
    ('POP SP takes the value', '5C', {}, {0x21000: '34 12'}, dict(esp=0x1234), {}, 0),
    ('MOVSB upwards', 'A4', dict(esi=0x10, edi=0x20), {0x30010: '5A'}, dict(esi=0x11, edi=0x21), {0x30020: '5A'}, 0),
    ('REP STOSW downwards', 'F3 AB', dict(eax=0x1122, ecx=2, edi=0x20, eflags=2 | DF), {}, dict(ecx=0, edi=0x1C), {0x3001E: '22 11 22 11'}, 0),
    ('REPNE SCASB stops at the match', 'F2 AE', dict(eax=3, ecx=5, edi=0), {0x30000: '01 02 03 04'}, dict(ecx=2, edi=3, eflags=2 | PF | ZF), {}, 0),
    ('LOOP ends at zero', 'E2 10', dict(ecx=1), {}, dict(ecx=0), {}, 0),
    ('JC not taken', '72 10', {}, {}, {}, {}, 0),
    ('32-bit operand in 16-bit code', '66 01 D8', dict(eax=0xFFFFFFFF, ebx=1), {}, dict(eax=0, eflags=2 | CF | PF | AF | ZF), {}, 0),
    ('32-bit address', '67 8A 04 58', dict(eax=0x10, ebx=8), {0x30020: '77'}, dict(eax=0x77), {}, 0),
    ('MOVZX', '0F B6 C3', dict(eax=0xFFFF, ebx=0x1280), {}, dict(eax=0x80), {}, 0),
    ('BT with a register reaches memory', '0F A3 1E 00 00', dict(ebx=17), {0x30002: '02'}, dict(eflags=3), {}, SF | AF | PF | OF),
]


def chunks(memory):
    out = bytes([len(memory)])
    for address, text in memory.items():
        data = bytes.fromhex(text)
        out += struct.pack('<IB', address, len(data)) + data
    return out


def value(name, number):
    return struct.pack('<I' if REGISTERS.index(name) < 10 else '<H', number & 0xFFFFFFFF)


def record(name, text, initial, memory, final, changed, undefined):
    code = bytes.fromhex(text)
    start = {r: 0 for r in REGISTERS} | START | initial
    end = {'eip': 0x100 + len(code)} | final
    memory = {0x10100: text + ' F4'} | memory
    body = bytes([len(code)]) + code + struct.pack('<BIIH', 0xFF, 0, undefined, 0)
    body += b''.join(value(r, start[r]) for r in REGISTERS) + chunks(memory)
    body += struct.pack('<I', sum(1 << REGISTERS.index(r) for r in end))
    body += b''.join(value(r, end[r]) for r in REGISTERS if r in end) + chunks(changed)
    return struct.pack('<H', len(body)) + body


name = b'sample'
data = b'XVEC' + bytes([1, 2, 0, len(name)]) + struct.pack('<I', len(TESTS)) + name
data += b''.join(record(*test) for test in TESTS)
with open('sample.vec.gz', 'wb') as file:
    file.write(gzip.compress(data, mtime=0))
