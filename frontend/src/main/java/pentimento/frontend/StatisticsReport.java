package pentimento.frontend;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import pentimento.machine.Statistics;
import pentimento.machine.Stop;
import tools.jackson.databind.json.JsonMapper;

/** What --stats says, as text and as JSON. */
record StatisticsReport(Statistics statistics, Stop stop, String digest) {
    private Map<String, Object> fields() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("stop", stop.reason().name().toLowerCase(Locale.ROOT));
        fields.put("retired", statistics.retired());
        fields.put("virtualSeconds", statistics.virtualNanos() / 1e9);
        fields.put("idleSeconds", statistics.idleNanos() / 1e9);
        fields.put("wallSeconds", statistics.wallNanos() / 1e9);
        fields.put("mips", statistics.mips());
        if (statistics.translated().regions() > 0) {
            fields.put("regions", statistics.translated().regions());
            fields.put("regionsInUse", statistics.translated().inUse());
            fields.put("regionsOverwritten", statistics.translated().overwritten());
            fields.put("regionsEvicted", statistics.translated().evicted());
            fields.put("regionsReplaced", statistics.translated().replaced());
            fields.put("regionExits", statistics.translated().exits());
            fields.put("coverage", statistics.coverage());
            fields.put("compileSeconds", statistics.translated().compileNanos() / 1e9);
            fields.put("hotSpotSecondsOfProcess", hotSpotMillis() / 1e3);
        }
        fields.put("notModelled", statistics.notModelled());
        fields.put("digest", digest);
        return fields;
    }

    /** Of all that HotSpot has compiled since the process began, regions and everything else. */
    private static long hotSpotMillis() {
        CompilationMXBean compilation = ManagementFactory.getCompilationMXBean();
        return compilation == null || !compilation.isCompilationTimeMonitoringSupported()
                ? 0
                : compilation.getTotalCompilationTime();
    }

    String json() {
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(fields())
                + "\n";
    }

    String text() {
        var text = new StringBuilder();
        fields().forEach(
                        (name, value) ->
                                text.append(String.format("%-23s %s%n", name, shown(value))));
        return text.toString();
    }

    private static String shown(Object value) {
        return value instanceof Double number
                ? String.format(Locale.ROOT, "%.6f", number)
                : value.toString();
    }
}
