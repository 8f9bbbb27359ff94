package pentimento.machine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import pentimento.devices.disk.BlockDevice;
import pentimento.devices.disk.DiskGeometry;
import pentimento.devices.disk.DiskImageException;
import pentimento.devices.disk.DiskStack;
import pentimento.devices.disk.DiskTiming;
import pentimento.devices.disk.FloppyImage;
import pentimento.devices.disk.HardDiskGeometry;
import pentimento.devices.disk.ImageFile;
import pentimento.devices.disk.MemoryDisk;
import pentimento.devices.fdc.FloppyDriveType;

/** The images of a machine, opened and locked, and which drives they ask for. */
final class Drives {
    static final int FLOPPY_DRIVES = 2, HARD_DISKS = 4;

    /** A hard disk and its geometries. */
    record HardDisk(DiskStack disk, HardDiskGeometry geometry) {}

    private final DiskTiming timing;
    private final Map<Integer, FloppyImage> floppies = new TreeMap<>();
    private final Map<Integer, HardDisk> hardDisks = new TreeMap<>();

    private Drives(DiskTiming timing) {
        this.timing = timing;
    }

    /**
     * Opens all images.
     *
     * @throws MachineConfigException if one can't be used; none stays open then
     */
    static Drives open(MachineConfig config, Consumer<String> log) {
        var drives = new Drives(config.realDiskTiming() ? DiskTiming.REAL : DiskTiming.FAST);
        try {
            config.floppies().forEach((drive, media) -> drives.floppies.put(drive, floppy(media)));
            config.hardDisks()
                    .forEach(
                            (position, media) ->
                                    drives.hardDisks.put(position, hardDisk(media, log)));
            return drives;
        } catch (DiskImageException e) {
            drives.closeAll();
            throw new MachineConfigException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * @throws DiskImageException if the image can't be used
     */
    static FloppyImage floppy(MachineConfig.Media media) {
        BlockDevice contents = contents(media);
        try {
            return FloppyImage.of(contents);
        } catch (DiskImageException e) {
            contents.close();
            throw e;
        }
    }

    private static HardDisk hardDisk(MachineConfig.Media media, Consumer<String> log) {
        BlockDevice contents = contents(media);
        try {
            HardDiskGeometry geometry =
                    media.chs()
                            .map(
                                    chs ->
                                            HardDiskGeometry.of(
                                                    contents,
                                                    new DiskGeometry(
                                                            chs.cylinders(),
                                                            chs.heads(),
                                                            chs.sectors())))
                            .orElseGet(() -> HardDiskGeometry.of(contents));
            log.accept(geometry.reason());
            return new HardDisk(new DiskStack(contents), geometry);
        } catch (DiskImageException | IllegalArgumentException e) {
            contents.close();
            throw new DiskImageException(String.valueOf(e.getMessage()), e);
        }
    }

    private static BlockDevice contents(MachineConfig.Media media) {
        Path file = media.file();
        return media.contents()
                .<BlockDevice>map(bytes -> inMemory(file.toString(), bytes, media.readOnly()))
                .orElseGet(
                        () ->
                                media.readOnly()
                                        ? ImageFile.openReadOnly(file)
                                        : ImageFile.open(file));
    }

    private static MemoryDisk inMemory(String name, byte[] contents, boolean readOnly) {
        try {
            return new MemoryDisk(name, contents, readOnly);
        } catch (IllegalArgumentException e) {
            throw new DiskImageException(String.valueOf(e.getMessage()), e);
        }
    }

    DiskTiming timing() {
        return timing;
    }

    /**
     * @return drive A is always there; drive B if it has an image
     */
    FloppyDriveType floppyType(int drive) {
        return Optional.ofNullable(floppies.get(drive))
                .map(image -> FloppyDriveType.fitting(image.format()))
                .orElse(drive == 0 ? FloppyDriveType.D1440K : FloppyDriveType.NONE);
    }

    Map<Integer, FloppyImage> floppies() {
        return floppies;
    }

    Map<Integer, HardDisk> hardDisks() {
        return hardDisks;
    }

    Optional<DiskGeometry> logicalGeometry(int position) {
        return Optional.ofNullable(hardDisks.get(position)).map(disk -> disk.geometry().logical());
    }

    /**
     * Puts another image into a drive, or takes it away.
     *
     * @return what was there
     */
    Optional<FloppyImage> exchange(int drive, Optional<FloppyImage> image) {
        Optional<FloppyImage> before = Optional.ofNullable(floppies.remove(drive));
        image.ifPresent(now -> floppies.put(drive, now));
        return before;
    }

    private List<DiskStack> all() {
        var disks = new ArrayList<DiskStack>();
        floppies.values().forEach(image -> disks.add(image.disk()));
        hardDisks.values().forEach(disk -> disks.add(disk.disk()));
        return disks;
    }

    /** Ends the writing of the top layers: before a state is saved. */
    void freeze() {
        all().forEach(DiskStack::freeze);
    }

    void flush() {
        all().forEach(DiskStack::flush);
    }

    /** One disk that can't be flushed does not keep the others from it. */
    private void closeAll() {
        Optional<DiskImageException> first = Optional.empty();
        for (DiskStack disk : all()) {
            try {
                disk.close();
            } catch (DiskImageException e) {
                first = first.or(() -> Optional.of(e));
            }
        }
        floppies.clear();
        hardDisks.clear();
        if (first.isPresent()) {
            throw first.get();
        }
    }

    /**
     * Flushes and closes everything.
     *
     * @throws MachineConfigException if something could not be written to the host
     */
    void close() {
        try {
            closeAll();
        } catch (DiskImageException e) {
            throw new MachineConfigException(String.valueOf(e.getMessage()), e);
        }
    }
}
