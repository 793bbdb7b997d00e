package dev.slipstream.channels;

import dev.slipstream.core.JoinOptions;
import dev.slipstream.core.JoinParams;
import dev.slipstream.core.LogSafe;
import dev.slipstream.core.PushBuffer;
import java.util.Map;
import java.util.Objects;

/** Checks the params of a channel, and adds the defaults. */
final class ChannelParams {

    /** The default buffer, for pushes that are made before the join is answered. phoenix.js also buffers them. */
    private static final PushBuffer BUFFER = PushBuffer.of(1000);

    private ChannelParams() {}

    static JoinOptions none() {
        return of("", Map.of());
    }

    /**
     * Returns the options of a join with these params.
     *
     * @throws IllegalArgumentException if the params are {@link JoinOptions} or a part of them, by mistake
     */
    static JoinOptions of(String topic, Object params) {
        if (params instanceof JoinOptions || params instanceof JoinParams || params instanceof PushBuffer) {
            throw new IllegalArgumentException("cannot use "
                    + (params instanceof JoinParams
                            ? "JoinParams"
                            : params.getClass().getSimpleName())
                    + " as params of " + LogSafe.of(topic)
                    + "; call channelWith(topic, JoinOptions.builder()...build())");
        }
        return JoinOptions.builder()
                .params(Objects.requireNonNull(params, "params"))
                .buffer(BUFFER)
                .build();
    }

    /** Returns these options, with the default buffer if they have none. */
    static JoinOptions of(JoinOptions options) {
        if (options.buffer().isPresent()) {
            return options;
        }
        JoinOptions.Builder copy =
                JoinOptions.builder().params(options.params()).buffer(BUFFER);
        options.paramsSupplier().ifPresent(copy::paramsSupplier);
        return copy.build();
    }

    static boolean areEqual(JoinOptions some, JoinOptions others) {
        return some.params().equals(others.params())
                && some.paramsSupplier().equals(others.paramsSupplier())
                && some.buffer().equals(others.buffer());
    }
}
