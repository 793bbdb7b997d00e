package dev.slipstream.core;

import java.util.OptionalInt;

/**
 * The options of message compression: permessage-deflate of RFC 7692. Immutable.
 *
 * <p>{@link Configuration.Builder#compression} turns compression on. The client then offers it at each attempt to
 * connect, and the server may decline. Only a transport whose provider supports compression accepts the option, such as
 * {@code slipstream-transport-netty}.
 *
 * <p>A compressed connection needs about 300 KiB of native memory outside the heap, and CPU for each message. Do not
 * put a secret and text that an attacker chooses into the messages of one connection, if the attacker can see the sizes
 * of the frames: the sizes then reveal the secret (the attacks CRIME and BREACH). Params, headers and tokens of the
 * handshake are never compressed.
 *
 * <pre>{@code
 * Configuration.builder(uri).compression(Compression.standard()).build()
 * }</pre>
 */
public final class Compression {

    /** The default of {@link #thresholdBytes()} with context takeover: 32 bytes. */
    public static final int THRESHOLD_WITH_TAKEOVER = 32;

    /** The default of {@link #thresholdBytes()} without context takeover: 1,024 bytes. */
    public static final int THRESHOLD_WITHOUT_TAKEOVER = 1024;

    private static final int MAX_THRESHOLD = 1 << 30;
    private static final int MIN_WINDOW_BITS = 8;
    private static final int MAX_WINDOW_BITS = 15;
    private static final int MAX_LEVEL = 9;

    private static final Compression STANDARD = builder().build();

    private final int level;
    private final OptionalInt thresholdBytes;
    private final boolean contextTakeover;
    private final int serverWindowBits;
    private final boolean binary;

    private Compression(Builder builder) {
        this.level = checked("level", builder.level, 1, MAX_LEVEL);
        this.thresholdBytes = builder.thresholdBytes;
        thresholdBytes.ifPresent(bytes -> checked("thresholdBytes", bytes, 0, MAX_THRESHOLD));
        this.contextTakeover = builder.contextTakeover;
        this.serverWindowBits = checked("serverWindowBits", builder.serverWindowBits, MIN_WINDOW_BITS, MAX_WINDOW_BITS);
        this.binary = builder.binary;
    }

    private static int checked(String option, int value, int lowest, int highest) {
        if (value < lowest || value > highest) {
            throw new IllegalArgumentException("compression " + option + ": " + value + " is not accepted; accepted: "
                    + lowest + " to " + highest);
        }
        return value;
    }

    /** Returns the default of every option. */
    public static Compression standard() {
        return STANDARD;
    }

    /** Returns a builder with the default of every option. */
    public static Builder builder() {
        return new Builder();
    }

    /** The effort of the compression, from 1 (fastest) to 9 (smallest). 6 by default. */
    public int level() {
        return level;
    }

    /**
     * The size in bytes of the smallest message that is compressed, if this option is set. Smaller messages are sent
     * unchanged. The default depends on the negotiated parameters: {@link #THRESHOLD_WITH_TAKEOVER}, or
     * {@link #THRESHOLD_WITHOUT_TAKEOVER} if the client must forget each message.
     */
    public OptionalInt thresholdBytes() {
        return thresholdBytes;
    }

    /**
     * Whether a message may refer to the messages before it (context takeover, RFC 7692 section 7.1.1). True by
     * default. Similar small messages become far smaller only with takeover. If false, the client forgets each message
     * that it sends, and asks the server to do the same.
     */
    public boolean contextTakeover() {
        return contextTakeover;
    }

    /**
     * The size of the server's compression window, as a power of 2: 8 (256 bytes) to 15 (32 KiB). 15 by default.
     * With a smaller value, the client asks the server to use less memory for this connection. The server may ignore
     * this request.
     */
    public int serverWindowBits() {
        return serverWindowBits;
    }

    /**
     * Whether binary messages that the client sends are compressed. True by default. False saves CPU if they hold
     * compressed data, such as images. The client accepts compressed binary messages of the server in any case.
     */
    public boolean binary() {
        return binary;
    }

    @Override
    public String toString() {
        return "Compression[level=" + level + ", thresholdBytes="
                + (thresholdBytes.isPresent() ? thresholdBytes.getAsInt() : "default") + ", contextTakeover="
                + contextTakeover + ", serverWindowBits=" + serverWindowBits + ", binary=" + binary + "]";
    }

    /** Collects the options; {@link #build} checks all of them. */
    public static final class Builder {

        private int level = 6;
        private OptionalInt thresholdBytes = OptionalInt.empty();
        private boolean contextTakeover = true;
        private int serverWindowBits = MAX_WINDOW_BITS;
        private boolean binary = true;

        private Builder() {}

        /** Sets {@link Compression#level()}; the value must be 1 to 9. */
        public Builder level(int chosen) {
            level = chosen;
            return this;
        }

        /** Sets {@link Compression#thresholdBytes()}; the value must be 0 to 2^30. 0 compresses every message. */
        public Builder thresholdBytes(int bytes) {
            thresholdBytes = OptionalInt.of(bytes);
            return this;
        }

        /** Sets {@link Compression#contextTakeover()}. */
        public Builder contextTakeover(boolean used) {
            contextTakeover = used;
            return this;
        }

        /** Sets {@link Compression#serverWindowBits()}; the value must be 8 to 15. */
        public Builder serverWindowBits(int bits) {
            serverWindowBits = bits;
            return this;
        }

        /** Sets {@link Compression#binary()}. */
        public Builder binary(boolean compressed) {
            binary = compressed;
            return this;
        }

        /**
         * Checks the options.
         *
         * @throws IllegalArgumentException if an option is out of range; the message names the first such option
         */
        public Compression build() {
            return new Compression(this);
        }
    }
}
