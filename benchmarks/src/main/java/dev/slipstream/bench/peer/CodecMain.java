package dev.slipstream.bench.peer;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A process that decodes and encodes frames on one thread, and measures that thread.
 *
 * <p>Argument: the codec's name.
 */
public final class CodecMain {

    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    /** The size of an order without items as JSON, in bytes. {@link #ITEM} is the size of one item. */
    private static final int AROUND = 50;

    private static final int ITEM = 47;

    /** The last result. Storing it keeps the JIT compiler from removing the work. */
    static @Nullable Object kept;

    private CodecMain() {}

    public static void main(String[] args) {
        Codec codec = switch (args[0]) {
            case "slipstream" -> new SlipstreamCodec();
            case "java-phoenix" -> new JavaPhoenixCodec();
            default -> throw new IllegalArgumentException("unknown codec: " + args[0]);
        };
        JsonMapper json = new JsonMapper();
        Map<String, Answers.Command> commands = new LinkedHashMap<>();
        commands.put("decode", numbers -> {
            String frame = frame(json.writeValueAsString(order(numbers.get(1))));
            return measured(numbers.get(0), i -> codec.decode(frame));
        });
        commands.put("map", numbers -> {
            Map<String, Object> map = map(order(numbers.get(1)));
            return measured(numbers.get(0), ref -> codec.encodeMap(ref, map));
        });
        commands.put("record", numbers -> {
            Codec.Order order = order(numbers.get(1));
            return measured(numbers.get(0), ref -> codec.encodeRecord(ref, order));
        });
        commands.put("encoded", numbers -> {
            String text = json.writeValueAsString(order(numbers.get(1)));
            return measured(numbers.get(0), ref -> codec.encodeEncoded(ref, text));
        });
        Answers.serve(commands);
    }

    private static Sample measured(int count, IntFunction<Object> work) {
        long thread = Thread.currentThread().threadId();
        long bytes = THREADS.getThreadAllocatedBytes(thread);
        long cpu = THREADS.getCurrentThreadCpuTime();
        long wall = System.nanoTime();
        for (int i = 0; i < count; i++) {
            kept = work.apply(i);
        }
        long wallTook = System.nanoTime() - wall;
        long cpuTook = THREADS.getCurrentThreadCpuTime() - cpu;
        return new Sample(count, wallTook, cpuTook, THREADS.getThreadAllocatedBytes(thread) - bytes, List.of());
    }

    /** Makes an order of about this many bytes of JSON. */
    static Codec.Order order(int bytes) {
        List<Codec.Item> items = new ArrayList<>();
        for (int i = 0; AROUND + (items.size() + 1) * ITEM <= bytes; i++) {
            items.add(new Codec.Item("article " + (10 + i), 1 + i, 9.5 + i));
        }
        return new Codec.Order(1_234_567, "anna", true, items);
    }

    private static Map<String, Object> map(Codec.Order order) {
        List<Map<String, Object>> items = new ArrayList<>();
        for (Codec.Item item : order.items()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", item.name());
            one.put("count", item.count());
            one.put("price", item.price());
            items.add(one);
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", order.id());
        map.put("buyer", order.buyer());
        map.put("paid", order.paid());
        map.put("items", items);
        return map;
    }

    private static String frame(String payload) {
        return "[null,null,\"bench:000\",\"msg\"," + payload + "]";
    }
}
