/** Disk contents below the controllers: image files, layers, formats and geometries. */
@NullMarked
package pentimento.devices.disk;

import org.jspecify.annotations.NullMarked;
