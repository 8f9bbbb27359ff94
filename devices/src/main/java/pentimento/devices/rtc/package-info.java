/** The MC146818 real-time clock with 128 bytes of CMOS memory. */
@NullMarked
package pentimento.devices.rtc;

import org.jspecify.annotations.NullMarked;
