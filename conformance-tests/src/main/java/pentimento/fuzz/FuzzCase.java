package pentimento.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import pentimento.cpu.model.CpuModel;

/**
 * A machine and what happens to it, as bytes in records of fixed lengths: whatever bytes, they are
 * a case, and a record can be left out or changed without moving the meaning of the others.
 *
 * @param header the mode, registers, and how the run is cut
 * @param mutations damage to descriptors, page tables, tasks
 * @param events what comes from outside: interrupts, A20, stores of bus masters
 * @param instructions each record one or a few instructions
 */
record FuzzCase(
        byte[] header, List<byte[]> mutations, List<byte[]> events, List<byte[]> instructions) {
    static final int HEADER = 48, MUTATION = 8, EVENT = 8, INSTRUCTION = 12;
    private static final int MOST_MUTATIONS = 24, MOST_EVENTS = 12, MOST_INSTRUCTIONS = 96;
    static final int MODEL_CHOICES = 2 * CpuModel.values().length;
    private static final int COUNTS = 2; // bytes in front: how many mutations, how many events

    static FuzzCase of(byte[] bytes) {
        int mutations = count(bytes, 0, MOST_MUTATIONS), events = count(bytes, 1, MOST_EVENTS);
        int at = COUNTS + HEADER;
        byte[] header = Arrays.copyOf(slice(bytes, COUNTS, HEADER), HEADER);
        List<byte[]> damage = records(bytes, at, mutations, MUTATION);
        at += mutations * MUTATION;
        List<byte[]> outside = records(bytes, at, events, EVENT);
        at += events * EVENT;
        int rest = Math.max(0, (bytes.length - at + INSTRUCTION - 1) / INSTRUCTION);
        return new FuzzCase(
                header,
                damage,
                outside,
                records(bytes, at, Math.min(rest, MOST_INSTRUCTIONS), INSTRUCTION));
    }

    private static int count(byte[] bytes, int at, int most) {
        return at < bytes.length ? (bytes[at] & 0xFF) % (most + 1) : 0;
    }

    private static byte[] slice(byte[] bytes, int from, int length) {
        int begin = Math.min(from, bytes.length), end = Math.min(from + length, bytes.length);
        return Arrays.copyOfRange(bytes, begin, end);
    }

    private static List<byte[]> records(byte[] bytes, int from, int count, int length) {
        var records = new ArrayList<byte[]>();
        for (int i = 0; i < count; i++) {
            byte[] record = slice(bytes, from + i * length, length);
            if (record.length > 0) {
                records.add(Arrays.copyOf(record, length));
            }
        }
        return List.copyOf(records);
    }

    static FuzzCase random(Random random) {
        boolean quiet = random.nextBoolean(); // half of the cases leave the tables alone
        return new FuzzCase(
                record(random, HEADER),
                randomRecords(random, quiet ? 0 : random.nextInt(MOST_MUTATIONS), MUTATION),
                randomRecords(
                        random, Math.max(0, random.nextInt(2 * MOST_EVENTS) - MOST_EVENTS), EVENT),
                randomRecords(random, 1 + random.nextInt(64), INSTRUCTION));
    }

    private static byte[] record(Random random, int length) {
        byte[] record = new byte[length];
        random.nextBytes(record);
        return record;
    }

    private static List<byte[]> randomRecords(Random random, int count, int length) {
        var records = new ArrayList<byte[]>();
        for (int i = 0; i < count; i++) {
            records.add(record(random, length));
        }
        return List.copyOf(records);
    }

    /** Parts of two cases, and a few changed bytes. */
    static FuzzCase mix(FuzzCase one, FuzzCase other, Random random) {
        byte[] header = (random.nextInt(4) == 0 ? other : one).header.clone();
        if (random.nextBoolean()) {
            header[random.nextInt(header.length)] = (byte) random.nextInt();
        }
        return new FuzzCase(
                header,
                mix(one.mutations, other.mutations, MOST_MUTATIONS, random),
                mix(one.events, other.events, MOST_EVENTS, random),
                mix(one.instructions, other.instructions, MOST_INSTRUCTIONS, random));
    }

    private static List<byte[]> mix(List<byte[]> one, List<byte[]> other, int most, Random random) {
        var records = new ArrayList<>(one);
        if (!other.isEmpty() && random.nextBoolean()) {
            int from = random.nextInt(other.size());
            int to = from + random.nextInt(other.size() - from + 1);
            records.addAll(random.nextInt(records.size() + 1), other.subList(from, to));
        }
        for (int changes = random.nextInt(4); changes > 0 && !records.isEmpty(); changes--) {
            int index = random.nextInt(records.size());
            byte[] record = records.get(index).clone();
            record[random.nextInt(record.length)] = (byte) random.nextInt();
            records.set(index, record);
        }
        return List.copyOf(records.subList(0, Math.min(records.size(), most)));
    }

    /** The bytes that {@link #of} reads the same case from. */
    byte[] bytes() {
        var out = new ByteArrayOutputStream();
        out.write(mutations.size());
        out.write(events.size());
        out.writeBytes(header);
        mutations.forEach(out::writeBytes);
        events.forEach(out::writeBytes);
        instructions.forEach(out::writeBytes);
        return out.toByteArray();
    }

    FuzzCase withMutations(List<byte[]> records) {
        return new FuzzCase(header, records, events, instructions);
    }

    FuzzCase withEvents(List<byte[]> records) {
        return new FuzzCase(header, mutations, records, instructions);
    }

    FuzzCase withInstructions(List<byte[]> records) {
        return new FuzzCase(header, mutations, events, records);
    }

    /**
     * @param choice the first byte of the header, which decides on the model
     */
    FuzzCase withModel(int choice) {
        byte[] changed = header.clone();
        changed[0] = (byte) (choice % MODEL_CHOICES);
        return withHeader(changed);
    }

    FuzzCase withHeader(byte[] bytes) {
        return new FuzzCase(bytes, mutations, events, instructions);
    }
}
