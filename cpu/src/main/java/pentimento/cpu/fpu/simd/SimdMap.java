package pentimento.cpu.fpu.simd;

import static pentimento.cpu.model.Feature.FXSR;
import static pentimento.cpu.model.Feature.MMX;
import static pentimento.cpu.model.Feature.SSE;
import static pentimento.cpu.model.Feature.SSE2;
import static pentimento.cpu.model.Feature.SSE3;
import static pentimento.cpu.model.Feature.SSSE3;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongBinaryOperator;
import pentimento.cpu.fpu.simd.FloatOps.OnDoubles;
import pentimento.cpu.fpu.simd.FloatOps.OnSingles;
import pentimento.cpu.fpu.simd.SimdOp.Body;
import pentimento.cpu.fpu.softfloat.Doubles;
import pentimento.cpu.fpu.softfloat.Singles;
import pentimento.cpu.model.Feature;

/**
 * The opcodes behind 0F that work on MMX and XMM registers, in the notation of SDM vol. 2D, tables
 * NP no mandatory prefix, 66, F3, F2.
 */
public final class SimdMap {
    private static final int NP = 0, P66 = 0x66, F3 = 0xF3, F2 = 0xF2;
    private static final Map<Integer, SimdOp> OPS = new SimdMap().rows();

    private final Map<Integer, SimdOp> map = new HashMap<>();

    private SimdMap() {}

    /**
     * @param mandatoryPrefix 0, 66h, F2h or F3h; of several, F2 and F3 outrank 66
     * @param opcode 00..FFh for 0F xx, 3800..38FFh for 0F 38 xx, 3A00..3AFFh for 0F 3A xx
     * @return nothing if there is no such instruction in any of the sets
     */
    public static Optional<SimdOp> lookup(int mandatoryPrefix, int opcode) {
        return Optional.ofNullable(OPS.get(key(mandatoryPrefix, opcode)));
    }

    private static int key(int prefix, int opcode) {
        return prefix << 16 | opcode;
    }

    private Map<Integer, SimdOp> rows() {
        floatMoves();
        floatArithmetic();
        conversions();
        integerMoves();
        integerArithmetic();
        shuffles();
        shifts();
        ssse3();
        return Map.copyOf(map);
    }

    private void add(int prefix, int opcode, SimdOp op) {
        if (map.put(key(prefix, opcode), op) != null) {
            throw new IllegalStateException("two rows for " + Integer.toHexString(opcode));
        }
    }

    private void op(int prefix, int opcode, String name, Feature feature, Body body) {
        add(prefix, opcode, SimdOp.of(name, feature, body));
    }

    private void immediate(int prefix, int opcode, String name, Feature feature, Body body) {
        add(prefix, opcode, SimdOp.withImmediate(name, feature, body));
    }

    private void floatMoves() {
        op(NP, 0x10, "MOVUPS", SSE, Moves::loadUnaligned);
        op(P66, 0x10, "MOVUPD", SSE2, Moves::loadUnaligned);
        op(F3, 0x10, "MOVSS", SSE, Moves::loadSingle);
        op(F2, 0x10, "MOVSD", SSE2, Moves::loadDouble);
        op(NP, 0x11, "MOVUPS", SSE, Moves::storeUnaligned);
        op(P66, 0x11, "MOVUPD", SSE2, Moves::storeUnaligned);
        op(F3, 0x11, "MOVSS", SSE, Moves::storeSingle);
        op(F2, 0x11, "MOVSD", SSE2, Moves::storeDouble);
        op(NP, 0x12, "MOVLPS", SSE, Moves::loadLow);
        op(P66, 0x12, "MOVLPD", SSE2, Moves::loadLowDouble);
        op(F3, 0x12, "MOVSLDUP", SSE3, Moves::duplicateLow);
        op(F2, 0x12, "MOVDDUP", SSE3, Moves::duplicateDouble);
        op(NP, 0x13, "MOVLPS", SSE, Moves::storeLow);
        op(P66, 0x13, "MOVLPD", SSE2, Moves::storeLow);
        op(NP, 0x16, "MOVHPS", SSE, Moves::loadHigh);
        op(P66, 0x16, "MOVHPD", SSE2, Moves::loadHighDouble);
        op(F3, 0x16, "MOVSHDUP", SSE3, Moves::duplicateHigh);
        op(NP, 0x17, "MOVHPS", SSE, Moves::storeHigh);
        op(P66, 0x17, "MOVHPD", SSE2, Moves::storeHigh);
        op(NP, 0x28, "MOVAPS", SSE, Moves::loadAligned);
        op(P66, 0x28, "MOVAPD", SSE2, Moves::loadAligned);
        op(NP, 0x29, "MOVAPS", SSE, Moves::storeAligned);
        op(P66, 0x29, "MOVAPD", SSE2, Moves::storeAligned);
        op(NP, 0x2B, "MOVNTPS", SSE, Moves::storeNonTemporal);
        op(P66, 0x2B, "MOVNTPD", SSE2, Moves::storeNonTemporal);
        op(NP, 0x50, "MOVMSKPS", SSE, MiscellaneousOps::movmskps);
        op(P66, 0x50, "MOVMSKPD", SSE2, MiscellaneousOps::movmskpd);
        op(NP, 0xAE, "FXSAVE", FXSR, MiscellaneousOps::group15);
    }

    private void floatArithmetic() {
        OnSingles root = (a, b, control, result) -> Singles.squareRoot(b, control, result);
        OnDoubles roots = (a, b, control, result) -> Doubles.squareRoot(b, control, result);
        arithmetic(0x51, "SQRT", root, roots);
        arithmetic(0x58, "ADD", Singles::add, Doubles::add);
        arithmetic(0x59, "MUL", Singles::multiply, Doubles::multiply);
        arithmetic(0x5C, "SUB", Singles::subtract, Doubles::subtract);
        arithmetic(0x5D, "MIN", Singles::minimum, Doubles::minimum);
        arithmetic(0x5E, "DIV", Singles::divide, Doubles::divide);
        arithmetic(0x5F, "MAX", Singles::maximum, Doubles::maximum);
        OnSingles rsqrt = (a, b, control, result) -> MiscellaneousOps.reciprocalRoot(a, b);
        op(NP, 0x52, "RSQRTPS", SSE, FloatOps.packedSingles(rsqrt));
        op(F3, 0x52, "RSQRTSS", SSE, FloatOps.scalarSingles(rsqrt));
        OnSingles rcp = (a, b, control, result) -> MiscellaneousOps.reciprocal(a, b);
        op(NP, 0x53, "RCPPS", SSE, FloatOps.packedSingles(rcp));
        op(F3, 0x53, "RCPSS", SSE, FloatOps.scalarSingles(rcp));
        logical(0x54, "AND", (a, b) -> a & b);
        logical(0x55, "ANDN", (a, b) -> ~a & b);
        logical(0x56, "OR", (a, b) -> a | b);
        logical(0x57, "XOR", (a, b) -> a ^ b);
        op(NP, 0x2E, "UCOMISS", SSE, FloatOps.orderSingles(true));
        op(P66, 0x2E, "UCOMISD", SSE2, FloatOps.orderDoubles(true));
        op(NP, 0x2F, "COMISS", SSE, FloatOps.orderSingles(false));
        op(P66, 0x2F, "COMISD", SSE2, FloatOps.orderDoubles(false));
        immediate(
                NP,
                0xC2,
                "CMPPS",
                SSE,
                FloatOps.byPredicate(p -> FloatOps.packedSingles(FloatOps.compareSingles(p))));
        immediate(
                P66,
                0xC2,
                "CMPPD",
                SSE2,
                FloatOps.byPredicate(p -> FloatOps.packedDoubles(FloatOps.compareDoubles(p))));
        immediate(
                F3,
                0xC2,
                "CMPSS",
                SSE,
                FloatOps.byPredicate(p -> FloatOps.scalarSingles(FloatOps.compareSingles(p))));
        immediate(
                F2,
                0xC2,
                "CMPSD",
                SSE2,
                FloatOps.byPredicate(p -> FloatOps.scalarDoubles(FloatOps.compareDoubles(p))));
        op(P66, 0x7C, "HADDPD", SSE3, FloatOps.horizontalDoubles(Doubles::add));
        op(F2, 0x7C, "HADDPS", SSE3, FloatOps.horizontalSingles(Singles::add));
        op(P66, 0x7D, "HSUBPD", SSE3, FloatOps.horizontalDoubles(Doubles::subtract));
        op(F2, 0x7D, "HSUBPS", SSE3, FloatOps.horizontalSingles(Singles::subtract));
        op(P66, 0xD0, "ADDSUBPD", SSE3, FloatOps::addSubtractDoubles);
        op(F2, 0xD0, "ADDSUBPS", SSE3, FloatOps::addSubtractSingles);
    }

    private void arithmetic(int opcode, String name, OnSingles singles, OnDoubles doubles) {
        op(NP, opcode, name + "PS", SSE, FloatOps.packedSingles(singles));
        op(P66, opcode, name + "PD", SSE2, FloatOps.packedDoubles(doubles));
        op(F3, opcode, name + "SS", SSE, FloatOps.scalarSingles(singles));
        op(F2, opcode, name + "SD", SSE2, FloatOps.scalarDoubles(doubles));
    }

    private void logical(int opcode, String name, LongBinaryOperator function) {
        op(NP, opcode, name + "PS", SSE, IntegerOps.xmm(function));
        op(P66, opcode, name + "PD", SSE2, IntegerOps.xmm(function));
    }

    private void conversions() {
        op(NP, 0x2A, "CVTPI2PS", SSE, Conversions::cvtpi2ps);
        op(P66, 0x2A, "CVTPI2PD", SSE2, Conversions::cvtpi2pd);
        op(F3, 0x2A, "CVTSI2SS", SSE, Conversions::cvtsi2ss);
        op(F2, 0x2A, "CVTSI2SD", SSE2, Conversions::cvtsi2sd);
        op(NP, 0x2C, "CVTTPS2PI", SSE, Conversions.singlesToMmx(true));
        op(P66, 0x2C, "CVTTPD2PI", SSE2, Conversions.doublesToMmx(true));
        op(F3, 0x2C, "CVTTSS2SI", SSE, Conversions.singleToRegister(true));
        op(F2, 0x2C, "CVTTSD2SI", SSE2, Conversions.doubleToRegister(true));
        op(NP, 0x2D, "CVTPS2PI", SSE, Conversions.singlesToMmx(false));
        op(P66, 0x2D, "CVTPD2PI", SSE2, Conversions.doublesToMmx(false));
        op(F3, 0x2D, "CVTSS2SI", SSE, Conversions.singleToRegister(false));
        op(F2, 0x2D, "CVTSD2SI", SSE2, Conversions.doubleToRegister(false));
        op(NP, 0x5A, "CVTPS2PD", SSE2, Conversions::cvtps2pd);
        op(P66, 0x5A, "CVTPD2PS", SSE2, Conversions::cvtpd2ps);
        op(F3, 0x5A, "CVTSS2SD", SSE2, Conversions::cvtss2sd);
        op(F2, 0x5A, "CVTSD2SS", SSE2, Conversions::cvtsd2ss);
        op(NP, 0x5B, "CVTDQ2PS", SSE2, Conversions::cvtdq2ps);
        op(P66, 0x5B, "CVTPS2DQ", SSE2, Conversions.singlesToIntegers(false));
        op(F3, 0x5B, "CVTTPS2DQ", SSE2, Conversions.singlesToIntegers(true));
        op(P66, 0xE6, "CVTTPD2DQ", SSE2, Conversions.doublesToIntegers(true));
        op(F3, 0xE6, "CVTDQ2PD", SSE2, Conversions::cvtdq2pd);
        op(F2, 0xE6, "CVTPD2DQ", SSE2, Conversions.doublesToIntegers(false));
    }

    private void integerMoves() {
        op(NP, 0x6E, "MOVD", MMX, Moves::loadMmxDoubleword);
        op(P66, 0x6E, "MOVD", SSE2, Moves::loadXmmDoubleword);
        op(NP, 0x6F, "MOVQ", MMX, Moves::loadMmx);
        op(P66, 0x6F, "MOVDQA", SSE2, Moves::loadAligned);
        op(F3, 0x6F, "MOVDQU", SSE2, Moves::loadUnaligned);
        add(NP, 0x77, new SimdOp("EMMS", MMX, false, false, false, MiscellaneousOps::emms));
        op(NP, 0x7E, "MOVD", MMX, Moves::storeMmxDoubleword);
        op(P66, 0x7E, "MOVD", SSE2, Moves::storeXmmDoubleword);
        op(F3, 0x7E, "MOVQ", SSE2, Moves::loadQuadword);
        op(NP, 0x7F, "MOVQ", MMX, Moves::storeMmx);
        op(P66, 0x7F, "MOVDQA", SSE2, Moves::storeAligned);
        op(F3, 0x7F, "MOVDQU", SSE2, Moves::storeUnaligned);
        op(NP, 0xC3, "MOVNTI", SSE2, Moves::movnti);
        op(P66, 0xD6, "MOVQ", SSE2, Moves::storeQuadword);
        op(F3, 0xD6, "MOVQ2DQ", SSE2, Moves::movq2dq);
        op(F2, 0xD6, "MOVDQ2Q", SSE2, Moves::movdq2q);
        op(NP, 0xD7, "PMOVMSKB", SSE, MiscellaneousOps::pmovmskbMmx);
        op(P66, 0xD7, "PMOVMSKB", SSE2, MiscellaneousOps::pmovmskbXmm);
        op(NP, 0xE7, "MOVNTQ", SSE, Moves::storeMmxNonTemporal);
        op(P66, 0xE7, "MOVNTDQ", SSE2, Moves::storeNonTemporal);
        op(F2, 0xF0, "LDDQU", SSE3, Moves::loadFromMemory);
        add(NP, 0xF7, new SimdOp("MASKMOVQ", SSE, true, false, true, Moves::maskMmx));
        add(P66, 0xF7, new SimdOp("MASKMOVDQU", SSE2, true, false, true, Moves::maskXmm));
    }

    /**
     * An instruction of MMX, or in MMX registers of the given set, and in XMM registers of SSE2.
     */
    private void lanes(int opcode, String name, Feature mmx, LongBinaryOperator function) {
        op(NP, opcode, name, mmx, IntegerOps.mmx(function));
        op(P66, opcode, name, mmx == SSSE3 ? SSSE3 : SSE2, IntegerOps.xmm(function));
    }

    private void integerArithmetic() {
        lanes(0x64, "PCMPGTB", MMX, (a, b) -> Packed.greater(a, b, 8));
        lanes(0x65, "PCMPGTW", MMX, (a, b) -> Packed.greater(a, b, 16));
        lanes(0x66, "PCMPGTD", MMX, (a, b) -> Packed.greater(a, b, 32));
        lanes(0x74, "PCMPEQB", MMX, (a, b) -> Packed.equal(a, b, 8));
        lanes(0x75, "PCMPEQW", MMX, (a, b) -> Packed.equal(a, b, 16));
        lanes(0x76, "PCMPEQD", MMX, (a, b) -> Packed.equal(a, b, 32));
        lanes(0xD4, "PADDQ", SSE2, (a, b) -> a + b);
        lanes(0xD5, "PMULLW", MMX, Products::low);
        lanes(0xD8, "PSUBUSB", MMX, (a, b) -> Packed.subtractUnsignedSaturated(a, b, 8));
        lanes(0xD9, "PSUBUSW", MMX, (a, b) -> Packed.subtractUnsignedSaturated(a, b, 16));
        lanes(0xDA, "PMINUB", SSE, (a, b) -> Packed.minimumUnsigned(a, b, 8));
        lanes(0xDB, "PAND", MMX, (a, b) -> a & b);
        lanes(0xDC, "PADDUSB", MMX, (a, b) -> Packed.addUnsignedSaturated(a, b, 8));
        lanes(0xDD, "PADDUSW", MMX, (a, b) -> Packed.addUnsignedSaturated(a, b, 16));
        lanes(0xDE, "PMAXUB", SSE, (a, b) -> Packed.maximumUnsigned(a, b, 8));
        lanes(0xDF, "PANDN", MMX, (a, b) -> ~a & b);
        lanes(0xE0, "PAVGB", SSE, (a, b) -> Packed.average(a, b, 8));
        lanes(0xE3, "PAVGW", SSE, (a, b) -> Packed.average(a, b, 16));
        lanes(0xE4, "PMULHUW", SSE, Products::highUnsigned);
        lanes(0xE5, "PMULHW", MMX, Products::high);
        lanes(0xE8, "PSUBSB", MMX, (a, b) -> Packed.subtractSaturated(a, b, 8));
        lanes(0xE9, "PSUBSW", MMX, (a, b) -> Packed.subtractSaturated(a, b, 16));
        lanes(0xEA, "PMINSW", SSE, (a, b) -> Packed.minimum(a, b, 16));
        lanes(0xEB, "POR", MMX, (a, b) -> a | b);
        lanes(0xEC, "PADDSB", MMX, (a, b) -> Packed.addSaturated(a, b, 8));
        lanes(0xED, "PADDSW", MMX, (a, b) -> Packed.addSaturated(a, b, 16));
        lanes(0xEE, "PMAXSW", SSE, (a, b) -> Packed.maximum(a, b, 16));
        lanes(0xEF, "PXOR", MMX, (a, b) -> a ^ b);
        lanes(0xF4, "PMULUDQ", SSE2, Products::unsignedDoublewords);
        lanes(0xF5, "PMADDWD", MMX, Products::sumsOfProducts);
        lanes(0xF6, "PSADBW", SSE, Products::sumOfDifferences);
        lanes(0xF8, "PSUBB", MMX, (a, b) -> Packed.subtract(a, b, 8));
        lanes(0xF9, "PSUBW", MMX, (a, b) -> Packed.subtract(a, b, 16));
        lanes(0xFA, "PSUBD", MMX, (a, b) -> Packed.subtract(a, b, 32));
        lanes(0xFB, "PSUBQ", SSE2, (a, b) -> a - b);
        lanes(0xFC, "PADDB", MMX, (a, b) -> Packed.add(a, b, 8));
        lanes(0xFD, "PADDW", MMX, (a, b) -> Packed.add(a, b, 16));
        lanes(0xFE, "PADDD", MMX, (a, b) -> Packed.add(a, b, 32));
    }

    private void shuffles() {
        interleave(0x60, "BW", 8);
        interleave(0x61, "WD", 16);
        interleave(0x62, "DQ", 32);
        gathered(0x63, "PACKSSWB", MMX, Shuffles::packSigned);
        gathered(0x67, "PACKUSWB", MMX, Shuffles::packUnsigned);
        gathered(0x6B, "PACKSSDW", MMX, Shuffles::packDoublewords);
        op(P66, 0x6C, "PUNPCKLQDQ", SSE2, IntegerOps.xmmInterleaved(false, 64));
        op(P66, 0x6D, "PUNPCKHQDQ", SSE2, IntegerOps.xmmInterleaved(true, 64));
        op(NP, 0x14, "UNPCKLPS", SSE, IntegerOps.xmmInterleaved(false, 32));
        op(P66, 0x14, "UNPCKLPD", SSE2, IntegerOps.xmmInterleaved(false, 64));
        op(NP, 0x15, "UNPCKHPS", SSE, IntegerOps.xmmInterleaved(true, 32));
        op(P66, 0x15, "UNPCKHPD", SSE2, IntegerOps.xmmInterleaved(true, 64));
        immediate(NP, 0x70, "PSHUFW", SSE, MiscellaneousOps::pshufw);
        immediate(P66, 0x70, "PSHUFD", SSE2, MiscellaneousOps::pshufd);
        immediate(F3, 0x70, "PSHUFHW", SSE2, MiscellaneousOps::pshufhw);
        immediate(F2, 0x70, "PSHUFLW", SSE2, MiscellaneousOps::pshuflw);
        immediate(NP, 0xC4, "PINSRW", SSE, MiscellaneousOps::pinsrwMmx);
        immediate(P66, 0xC4, "PINSRW", SSE2, MiscellaneousOps::pinsrwXmm);
        immediate(NP, 0xC5, "PEXTRW", SSE, MiscellaneousOps::pextrwMmx);
        immediate(P66, 0xC5, "PEXTRW", SSE2, MiscellaneousOps::pextrwXmm);
        immediate(NP, 0xC6, "SHUFPS", SSE, MiscellaneousOps::shufps);
        immediate(P66, 0xC6, "SHUFPD", SSE2, MiscellaneousOps::shufpd);
    }

    private void interleave(int opcode, String suffix, int width) {
        LongBinaryOperator low = (a, b) -> Shuffles.interleaveLow(a, b, width);
        LongBinaryOperator high = (a, b) -> Shuffles.interleaveHigh(a, b, width);
        op(NP, opcode, "PUNPCKL" + suffix, MMX, IntegerOps.mmxFrom32(low));
        op(P66, opcode, "PUNPCKL" + suffix, SSE2, IntegerOps.xmmInterleaved(false, width));
        op(NP, opcode + 8, "PUNPCKH" + suffix, MMX, IntegerOps.mmx(high));
        op(P66, opcode + 8, "PUNPCKH" + suffix, SSE2, IntegerOps.xmmInterleaved(true, width));
    }

    private void gathered(int opcode, String name, Feature mmx, LongBinaryOperator function) {
        op(NP, opcode, name, mmx, IntegerOps.mmx(function));
        op(P66, opcode, name, mmx == SSSE3 ? SSSE3 : SSE2, IntegerOps.xmmGathered(function));
    }

    private void shifts() {
        LongBinaryOperator srlw = (a, n) -> Packed.shiftRight(a, n, 16);
        LongBinaryOperator srld = (a, n) -> Packed.shiftRight(a, n, 32);
        LongBinaryOperator sraw = (a, n) -> Packed.shiftRightSigned(a, n, 16);
        LongBinaryOperator srad = (a, n) -> Packed.shiftRightSigned(a, n, 32);
        LongBinaryOperator sllw = (a, n) -> Packed.shiftLeft(a, n, 16);
        LongBinaryOperator slld = (a, n) -> Packed.shiftLeft(a, n, 32);
        LongBinaryOperator srlq = Packed::shiftRight64, sllq = Packed::shiftLeft64;
        Optional<LongBinaryOperator> saw = Optional.of(sraw), sad = Optional.of(srad);
        immediate(NP, 0x71, "PS-W", MMX, IntegerOps.mmxShiftGroup(srlw, saw, sllw));
        immediate(P66, 0x71, "PS-W", SSE2, IntegerOps.xmmShiftGroup(srlw, saw, sllw));
        immediate(NP, 0x72, "PS-D", MMX, IntegerOps.mmxShiftGroup(srld, sad, slld));
        immediate(P66, 0x72, "PS-D", SSE2, IntegerOps.xmmShiftGroup(srld, sad, slld));
        immediate(NP, 0x73, "PS-Q", MMX, IntegerOps.mmxShiftGroup(srlq, Optional.empty(), sllq));
        immediate(P66, 0x73, "PS-Q", SSE2, IntegerOps.xmmQuadwordShiftGroup(srlq, sllq));
        shift(0xD1, "PSRLW", srlw);
        shift(0xD2, "PSRLD", srld);
        shift(0xD3, "PSRLQ", srlq);
        shift(0xE1, "PSRAW", sraw);
        shift(0xE2, "PSRAD", srad);
        shift(0xF1, "PSLLW", sllw);
        shift(0xF2, "PSLLD", slld);
        shift(0xF3, "PSLLQ", sllq);
    }

    private void shift(int opcode, String name, LongBinaryOperator function) {
        op(NP, opcode, name, MMX, IntegerOps.mmx(function));
        op(P66, opcode, name, SSE2, IntegerOps.xmmShift(function));
    }

    private void ssse3() {
        op(NP, 0x3800, "PSHUFB", SSSE3, IntegerOps.mmx(Shuffles::bytes));
        op(P66, 0x3800, "PSHUFB", SSSE3, MiscellaneousOps::pshufbXmm);
        gathered(0x3801, "PHADDW", SSSE3, Products::addNeighbours);
        gathered(0x3802, "PHADDD", SSSE3, Products::addDoublewordNeighbours);
        gathered(0x3803, "PHADDSW", SSSE3, Products::addNeighboursSaturated);
        lanes(0x3804, "PMADDUBSW", SSSE3, Products::sumsOfByteProducts);
        gathered(0x3805, "PHSUBW", SSSE3, Products::subtractNeighbours);
        gathered(0x3806, "PHSUBD", SSSE3, Products::subtractDoublewordNeighbours);
        gathered(0x3807, "PHSUBSW", SSSE3, Products::subtractNeighboursSaturated);
        lanes(0x3808, "PSIGNB", SSSE3, (a, b) -> Packed.sign(a, b, 8));
        lanes(0x3809, "PSIGNW", SSSE3, (a, b) -> Packed.sign(a, b, 16));
        lanes(0x380A, "PSIGND", SSSE3, (a, b) -> Packed.sign(a, b, 32));
        lanes(0x380B, "PMULHRSW", SSSE3, Products::highRounded);
        lanes(0x381C, "PABSB", SSSE3, (a, b) -> Packed.absolute(b, 8));
        lanes(0x381D, "PABSW", SSSE3, (a, b) -> Packed.absolute(b, 16));
        lanes(0x381E, "PABSD", SSSE3, (a, b) -> Packed.absolute(b, 32));
        immediate(NP, 0x3A0F, "PALIGNR", SSSE3, MiscellaneousOps::palignrMmx);
        immediate(P66, 0x3A0F, "PALIGNR", SSSE3, MiscellaneousOps::palignrXmm);
    }
}
