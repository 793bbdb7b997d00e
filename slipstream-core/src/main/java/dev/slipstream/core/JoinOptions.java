package dev.slipstream.core;

import java.util.Collections;
import java.util.Objects;
import java.util.Optional;

/**
 * The options of a join: the params or a supplier of params, and the buffer of the topic. Immutable.
 *
 * <pre>{@code
 * socket.joinWith("orders", JoinOptions.builder().params(Map.of("since", 12)).buffer(PushBuffer.of(100)).build())
 * }</pre>
 */
public final class JoinOptions {

    private final Object params;
    private final Optional<JoinParams> supplier;
    private final Optional<PushBuffer> buffer;

    private JoinOptions(Builder builder) {
        this.params = builder.params;
        this.supplier = builder.supplier;
        this.buffer = builder.buffer;
    }

    /** Returns a builder with no params, no supplier and no buffer. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The argument of the channel's {@code join/3}, not encoded yet. It is an empty map if no params are set, or if
     * there is a supplier.
     */
    public Object params() {
        return params;
    }

    /** The supplier that gives the params of each join, if any. */
    public Optional<JoinParams> paramsSupplier() {
        return supplier;
    }

    /**
     * The buffer for pushes that are made while the topic is not joined. If no buffer is set, the buffer of an earlier
     * join of the topic stays in use.
     */
    public Optional<PushBuffer> buffer() {
        return buffer;
    }

    /** Collects the options of a join. */
    public static final class Builder {

        private Object params = Collections.emptyMap();
        private Optional<JoinParams> supplier = Optional.empty();
        private Optional<PushBuffer> buffer = Optional.empty();

        private Builder() {}

        /** Sets the params of all joins, and removes a supplier. {@link Socket#joinWith} encodes the params. */
        public Builder params(Object chosen) {
            if (chosen == null) {
                throw new IllegalArgumentException(
                        "cannot join with null as params: join/3 gets an object; leave params" + " out to send {}");
            }
            params = chosen;
            supplier = Optional.empty();
            return this;
        }

        /** Sets the supplier that gives the params of each join, and removes params that were set before. */
        public Builder paramsSupplier(JoinParams chosen) {
            supplier = Optional.of(Objects.requireNonNull(chosen, "paramsSupplier"));
            params = Collections.emptyMap();
            return this;
        }

        /** Sets the buffer; {@link PushBuffer#NONE} removes the buffer of an earlier join. */
        public Builder buffer(PushBuffer chosen) {
            buffer = Optional.of(Objects.requireNonNull(chosen, "buffer"));
            return this;
        }

        /** Builds the options. */
        public JoinOptions build() {
            return new JoinOptions(this);
        }
    }

    /** Prints which options are set. Does not print the params, because they may hold a token. */
    @Override
    public String toString() {
        return "JoinOptions[" + (supplier.isPresent() ? "params of a supplier" : "params")
                + buffer.map(kept -> ", " + kept).orElse("") + "]";
    }
}
