package pentimento.devices.dma;

import pentimento.memory.physical.PhysicalMemory;

/**
 * How an AT board widens the sixteen address lines of a controller: a page register on top, and for
 * word channels everything shifted by one. The page doesn't change when the address wraps.
 */
interface AddressBus {
    /**
     * @param channel 0..3 of this controller
     * @param address 0..FFFFh, as the chip drives it
     * @return physical address, 0..FFFFFFh
     */
    long physical(int channel, int address);

    /**
     * @return bytes in one cycle: 1 or 2
     */
    int width();

    PhysicalMemory memory();

    static AddressBus bytes(PhysicalMemory memory, PageRegisters pages) {
        return new AddressBus() {
            @Override
            public long physical(int channel, int address) {
                return (long) pages.ofByteChannel(channel) << 16 | address;
            }

            @Override
            public int width() {
                return 1;
            }

            @Override
            public PhysicalMemory memory() {
                return memory;
            }
        };
    }

    static AddressBus words(PhysicalMemory memory, PageRegisters pages) {
        return new AddressBus() {
            @Override
            public long physical(int channel, int address) {
                return (long) (pages.ofWordChannel(channel) & 0xFE) << 16 | (long) address << 1;
            }

            @Override
            public int width() {
                return 2;
            }

            @Override
            public PhysicalMemory memory() {
                return memory;
            }
        };
    }
}
