package pentimento.frontend;

import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import pentimento.machine.MachineConfig;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How option values are written, and what is wrong with those that can't be read. */
final class Options {
    private Options() {}

    /** {@code 16M}, {@code 1G}, {@code 640K} or a bare number of MiB; whole MiB. */
    static final class Memory implements ITypeConverter<Integer> {
        private static final Pattern SIZE =
                Pattern.compile("(\\d{1,7})([KMG]?)(?:i?B)?", Pattern.CASE_INSENSITIVE);

        @Override
        public Integer convert(String text) {
            Matcher size = SIZE.matcher(text);
            if (!size.matches()) {
                throw new TypeConversionException(
                        "'" + text + "' is not an amount of memory such as 16M");
            }
            long number = Long.parseLong(size.group(1));
            long kibibytes =
                    switch (size.group(2).toUpperCase(java.util.Locale.ROOT)) {
                        case "K" -> number;
                        case "G" -> number << 20;
                        default -> number << 10;
                    };
            if ((kibibytes & 1023) != 0 || kibibytes < 1 << 10 || kibibytes > 2047 << 10) {
                throw new TypeConversionException(
                        "memory must be between 1M and 2047M in whole megabytes, not " + text);
            }
            return (int) (kibibytes >> 10);
        }
    }

    /** {@code 100}, {@code 4.77}: a plain decimal, 0.01 to 10000. */
    static final class Mips implements ITypeConverter<Long> {
        private static final Pattern DECIMAL = Pattern.compile("(\\d{1,5})(?:\\.(\\d{1,6}))?");
        private static final long LEAST = 10_000, MOST = 10_000_000_000L;

        /** As counts per second. Without BigDecimal, which loads slowly. */
        @Override
        public Long convert(String text) {
            Matcher decimal = DECIMAL.matcher(text);
            if (decimal.matches()) {
                String places = decimal.group(2) == null ? "" : decimal.group(2);
                String millionths = places + "0".repeat(6 - places.length());
                long counts = Long.parseLong(decimal.group(1) + millionths);
                if (counts >= LEAST && counts <= MOST) {
                    return counts;
                }
            }
            throw new TypeConversionException(
                    "'" + text + "' is not a speed between 0.01 and 10000 such as 100 or 4.77");
        }
    }

    /** {@code 7C00}, {@code 0xF1234}: up to eight hexadecimal digits. */
    static final class Linear implements ITypeConverter<Integer> {
        private static final Pattern ADDRESS = Pattern.compile("(?:0x)?(\\p{XDigit}{1,8})");

        @Override
        public Integer convert(String text) {
            Matcher address = ADDRESS.matcher(text);
            if (!address.matches()) {
                throw new TypeConversionException(
                        "'" + text + "' is not a hexadecimal address such as 7C00 or F1234");
            }
            return Integer.parseUnsignedInt(address.group(1), 16);
        }
    }

    /** {@code 60s}, {@code 1.5m}, {@code 200ms} or a bare number of seconds. */
    static final class Span implements ITypeConverter<Duration> {
        private static final Pattern SPAN =
                Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m|h)?");

        @Override
        public Duration convert(String text) {
            Matcher span = SPAN.matcher(text);
            if (!span.matches()) {
                throw new TypeConversionException(
                        "'" + text + "' is not a duration such as 60s, 1.5m or 200ms");
            }
            long unit =
                    switch (String.valueOf(span.group(2))) {
                        case "ms" -> 1_000_000L;
                        case "m" -> 60_000_000_000L;
                        case "h" -> 3_600_000_000_000L;
                        default -> 1_000_000_000L;
                    };
            BigDecimal nanos = new BigDecimal(span.group(1)).multiply(BigDecimal.valueOf(unit));
            if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
                throw new TypeConversionException(text + " is longer than 292 years");
            }
            return Duration.ofNanos(nanos.longValue());
        }
    }

    /** {@code FILE[,chs=C/H/S][,readonly]}. */
    static final class Disk implements ITypeConverter<MachineConfig.Media> {
        private static final Pattern CHS = Pattern.compile("chs=(\\d{1,5})/(\\d{1,3})/(\\d{1,3})");

        @Override
        public MachineConfig.Media convert(String text) {
            String[] words = text.split(",", -1);
            boolean readOnly = false;
            Optional<MachineConfig.Chs> chs = Optional.empty();
            int suffixes = 0;
            for (int i = words.length - 1; i > 0; i--, suffixes++) {
                Matcher geometry = CHS.matcher(words[i]);
                if (geometry.matches()) {
                    chs =
                            Optional.of(
                                    new MachineConfig.Chs(
                                            Integer.parseInt(geometry.group(1)),
                                            Integer.parseInt(geometry.group(2)),
                                            Integer.parseInt(geometry.group(3))));
                } else if (words[i].equals("readonly")) {
                    readOnly = true;
                } else {
                    break;
                }
            }
            String name = String.join(",", java.util.Arrays.copyOf(words, words.length - suffixes));
            if (name.isBlank()) {
                throw new TypeConversionException("the name of the image is missing");
            }
            try {
                return new MachineConfig.Media(Path.of(name), Optional.empty(), readOnly, chs);
            } catch (InvalidPathException e) {
                throw new TypeConversionException("'" + name + "' is not a file name");
            }
        }
    }

    /** {@code now} (empty) or an ISO local date and time. */
    static final class Clock implements ITypeConverter<LocalDateTime> {
        @Override
        public LocalDateTime convert(String text) {
            if (text.equals("now")) {
                return LocalDateTime.now(java.time.ZoneId.systemDefault());
            }
            try {
                return LocalDateTime.parse(text);
            } catch (DateTimeParseException e) {
                throw new TypeConversionException(
                        "'"
                                + text
                                + "' is neither now nor a date and time such as 1994-06-22T17:30:00");
            }
        }
    }
}
