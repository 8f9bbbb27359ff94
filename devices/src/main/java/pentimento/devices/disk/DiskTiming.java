package pentimento.devices.disk;

/** How long disk commands take in virtual time. Never nothing: every command ends by an event. */
public enum DiskTiming {
    /** Tens of microseconds. */
    FAST,
    /** Seek, rotation and data rate of the real drive. */
    REAL
}
