package dev.slipstream.core.machine;

/** The names that {@code Failure.Overflow} gives to the bounds on pushes. */
public final class FullQueue {

    /** The bound on the frames of the outbound queue. */
    public static final String OUTBOUND_FRAMES = "the outbound queue";

    private static final String BYTES = "the bytes in ";

    /** The bound on the bytes of the outbound queue. */
    public static final String OUTBOUND_BYTES = BYTES + OUTBOUND_FRAMES;

    /** The bound on the pushes that were sent and have no reply yet. */
    public static final String PENDING_REPLIES = "pushes that wait for a reply";

    private FullQueue() {}

    /** The bound on the pushes in the buffer of a topic. */
    public static String buffer(String topic) {
        return "the buffer of " + topic;
    }

    /** The bound on the bytes in the buffer of a topic. */
    public static String bufferBytes(String topic) {
        return BYTES + buffer(topic);
    }

    /** Whether the bound with this name limits bytes. Otherwise it limits the number of pushes. */
    public static boolean isOfBytes(String what) {
        return what.startsWith(BYTES);
    }
}
