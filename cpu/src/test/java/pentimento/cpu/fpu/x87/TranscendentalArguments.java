package pentimento.cpu.fpu.x87;

import java.util.Random;

/** Arguments where functions are difficult. */
final class TranscendentalArguments {
    private static final int BIAS = 0x3FFF, SIGN = 0x8000, MOST = 0x7FFE;

    private TranscendentalArguments() {}

    private static int sign(Random random) {
        return random.nextBoolean() ? SIGN : 0;
    }

    private static long significand(Random random) {
        long bits =
                switch (random.nextInt(8)) {
                    case 0 -> -1L << random.nextInt(64);
                    case 1 -> 1L << random.nextInt(64);
                    case 2 -> -1L >>> 1 + random.nextInt(63);
                    case 3 -> 0;
                    default -> random.nextLong();
                };
        return bits | Long.MIN_VALUE;
    }

    private static Extended between(int lowest, int highest, Random random) {
        int exponent = BIAS + lowest + random.nextInt(highest - lowest + 1);
        return new Extended(sign(random) | exponent, significand(random));
    }

    private static Extended denormal(Random random) {
        return new Extended(sign(random), Math.max(random.nextLong() >>> random.nextInt(64), 1));
    }

    static Extended near(Extended x, Random random) {
        int distance = random.nextInt(9) - 4;
        int exponent = Math.clamp((x.signExponent() & ~SIGN) + distance, 1, MOST);
        return new Extended(sign(random) | exponent, significand(random));
    }

    static Extended any(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> denormal(random);
            case 1 -> between(1 - BIAS, BIAS, random);
            default -> between(-80, 80, random);
        };
    }

    /** Also close to multiples of pi/2, tiny, and just below 2^63. */
    static Extended angle(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> denormal(random);
            case 1 -> between(1 - BIAS, -60, random);
            case 2 -> between(62, 62, random);
            case 3 -> new Extended(sign(random) | BIAS + 62, -1L - random.nextInt(4));
            case 4, 5, 6 -> {
                long n = Math.max(random.nextLong() >>> 2 + random.nextInt(62), 1);
                long[] parts = ExactFunctions.multipleOfHalfPi(n);
                int exponent = (int) parts[1];
                Extended near =
                        new Extended(
                                sign(random) | exponent,
                                parts[0] + random.nextInt(5) - 2 | Long.MIN_VALUE);
                yield exponent < BIAS + 63 ? near : between(-2, 2, random);
            }
            default -> between(-70, 62, random);
        };
    }

    static Extended belowOne(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> denormal(random);
            case 1 -> between(1 - BIAS, -60, random);
            case 2 -> new Extended(sign(random) | BIAS - 1, -1L - random.nextInt(4));
            case 3 -> between(-1, -1, random);
            default -> between(-70, -1, random);
        };
    }

    /** Around 1 and around powers of two, but not exactly those: their logarithm is exact. */
    static Extended positive(Random random) {
        Extended x =
                switch (random.nextInt(8)) {
                    case 0 -> denormal(random);
                    case 1 -> between(1 - BIAS, BIAS, random);
                    case 2, 3 -> between(0, 0, random);
                    case 4 -> new Extended(BIAS, Long.MIN_VALUE | 1L << random.nextInt(60));
                    case 5 -> new Extended(BIAS - 1, -1L - random.nextInt(1000));
                    default -> between(-3, 3, random);
                };
        boolean exact = Long.bitCount(x.significand()) == 1;
        return new Extended(
                x.signExponent() & ~SIGN, exact ? x.significand() | 3 : x.significand());
    }

    /** Within 1 - sqrt(1/2) of zero. */
    static Extended nearZero(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> denormal(random);
            case 1 -> between(1 - BIAS, -60, random);
            case 2 -> new Extended(sign(random) | BIAS - 2, 0x95F6_1998_0C43_36F7L);
            default -> between(-70, -3, random);
        };
    }

    static Extended factor(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> denormal(random);
            case 1 -> between(1 - BIAS, BIAS, random);
            case 2 -> between(BIAS - 16, BIAS, random);
            default -> between(-8, 8, random);
        };
    }
}
