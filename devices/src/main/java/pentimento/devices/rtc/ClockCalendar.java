package pentimento.devices.rtc;

import java.time.LocalDateTime;

/**
 * The counters of the MC146818: seconds to years, kept in the registers themselves in the format
 * that register B asks for. A change of format converts nothing, as on the chip.
 */
final class ClockCalendar {
    static final int CENTURY = 0x32, CENTURY_PS2 = 0x37;
    private static final int SECONDS = 0,
            SECONDS_ALARM = 1,
            MINUTES = 2,
            MINUTES_ALARM = 3,
            HOURS = 4,
            HOURS_ALARM = 5,
            DAY_OF_WEEK = 6,
            DAY = 7,
            MONTH = 8,
            YEAR = 9;
    private static final int PM = 0x80;
    private static final int DO_NOT_CARE = 0xC0; // an alarm register with both bits set
    private static final int[] MONTH_DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private final byte[] registers;
    private boolean binary, hours24;

    ClockCalendar(byte[] registers) {
        this.registers = registers;
    }

    /** How register B says that values are to be read. */
    void format(boolean binaryValues, boolean hoursTo24) {
        binary = binaryValues;
        hours24 = hoursTo24;
    }

    void set(LocalDateTime moment) {
        put(SECONDS, moment.getSecond());
        put(MINUTES, moment.getMinute());
        putHour(moment.getHour());
        put(DAY_OF_WEEK, moment.getDayOfWeek().getValue() % 7 + 1); // Sunday is 1
        put(DAY, moment.getDayOfMonth());
        put(MONTH, moment.getMonthValue());
        put(YEAR, moment.getYear() % 100);
        century(moment.getYear() / 100 % 100);
    }

    /** One second passes. */
    void tick() {
        if (wraps(SECONDS, 60) && wraps(MINUTES, 60) && hourWraps()) {
            newDay();
        }
    }

    boolean isAlarmTime() {
        return matches(SECONDS, SECONDS_ALARM)
                && matches(MINUTES, MINUTES_ALARM)
                && matches(HOURS, HOURS_ALARM);
    }

    private boolean matches(int register, int alarm) {
        return (registers[alarm] & DO_NOT_CARE) == DO_NOT_CARE
                || registers[alarm] == registers[register];
    }

    private boolean wraps(int register, int limit) {
        int next = value(register) + 1;
        put(register, next >= limit ? 0 : next);
        return next >= limit;
    }

    private boolean hourWraps() {
        int next = hour() + 1;
        putHour(next >= 24 ? 0 : next);
        return next >= 24;
    }

    private void newDay() {
        int weekday = value(DAY_OF_WEEK);
        put(DAY_OF_WEEK, weekday >= 7 ? 1 : weekday + 1);
        int day = value(DAY) + 1;
        if (day <= daysOfMonth()) {
            put(DAY, day);
            return;
        }
        put(DAY, 1);
        int month = value(MONTH) + 1;
        put(MONTH, month > 12 ? 1 : month);
        if (month > 12 && wraps(YEAR, 100)) {
            century((fromBcd(registers[CENTURY] & 0xFF) + 1) % 100);
        }
    }

    private int daysOfMonth() {
        int month = value(MONTH);
        if (month < 1 || month > 12) {
            return 31;
        }
        boolean leap = value(YEAR) % 4 == 0; // the chip knows no century
        return month == 2 && leap ? 29 : MONTH_DAYS[month - 1];
    }

    private int hour() {
        int raw = registers[HOURS] & 0xFF;
        if (hours24) {
            return decode(raw);
        }
        return decode(raw & ~PM) % 12 + ((raw & PM) != 0 ? 12 : 0);
    }

    private void putHour(int hour) {
        if (hours24) {
            put(HOURS, hour);
        } else {
            int twelve = hour % 12 == 0 ? 12 : hour % 12;
            registers[HOURS] = (byte) (encode(twelve) | (hour >= 12 ? PM : 0));
        }
    }

    private int value(int register) {
        return decode(registers[register] & 0xFF);
    }

    private void put(int register, int value) {
        registers[register] = (byte) encode(value);
    }

    /** Kept by the BIOS in BCD, whatever register B says. */
    private void century(int century) {
        registers[CENTURY] = (byte) toBcd(century);
        registers[CENTURY_PS2] = (byte) toBcd(century);
    }

    private int decode(int raw) {
        return binary ? raw : fromBcd(raw);
    }

    private int encode(int value) {
        return binary ? value : toBcd(value);
    }

    private static int fromBcd(int raw) {
        return (raw >> 4) * 10 + (raw & 15);
    }

    private static int toBcd(int value) {
        return value / 10 << 4 | value % 10;
    }
}
