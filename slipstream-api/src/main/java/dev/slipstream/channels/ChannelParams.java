package dev.slipstream.channels;

import dev.slipstream.core.JoinOptions;
import dev.slipstream.core.PayloadChecks;
import dev.slipstream.core.PushBuffer;
import java.util.Map;

/** Checks the params of a channel, and adds the defaults. */
final class ChannelParams {

    /**
     * The default buffer, for pushes that are made before the join is answered. phoenix.js buffers such pushes, too.
     */
    private static final PushBuffer BUFFER = PushBuffer.of(1000);

    private ChannelParams() {}

    static JoinOptions none() {
        return of("", Map.of());
    }

    /**
     * Returns the options of a join with these params.
     *
     * @throws IllegalArgumentException if the value cannot be params, for example because it is a {@code Duration}
     */
    static JoinOptions of(String topic, Object params) {
        PayloadChecks.params(topic, params, "channelWith");
        return JoinOptions.builder().params(params).buffer(BUFFER).build();
    }

    /**
     * Returns these options, with the default buffer if they have none.
     *
     * @throws IllegalArgumentException if the params in the options are of a type that cannot be params
     */
    static JoinOptions withBuffer(String topic, JoinOptions options) {
        PayloadChecks.params(topic, options.params(), "channelWith");
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
