import org.jspecify.annotations.NullMarked;

/** The serializer port over Jackson: Phoenix's JSON messages, payloads decoded on demand. */
@NullMarked
module dev.slipstream.serializer.jackson {
    requires dev.slipstream.core;
    requires tools.jackson.databind;
    requires static org.jspecify;
}
