package dev.slipstream.core.presence;

import dev.slipstream.core.Payload;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that the server tracks under one key: the metas, at least one, and the extras.
 *
 * <p>Its JSON is {@code {"metas": [...], "user": {"name": "Ann"}}}; every member except {@code metas} is an extra, which
 * the app's {@code fetch/2} added. Immutable; two entries are equal if their keys are equal and their metas and extras
 * have equal JSON values.
 */
public final class PresenceEntry {

    private final String key;
    private final List<PresenceMeta> metas;
    private final KeptJson extras;

    PresenceEntry(String key, Collection<PresenceMeta> metas, KeptJson extras) {
        this.key = key;
        this.metas = List.copyOf(metas);
        this.extras = extras;
    }

    /** The key under which the app tracks, such as a user's id. Any text, also an empty one. */
    public String key() {
        return key;
    }

    /**
     * The tracked processes, in the order in which this client first saw them. The server gives them no order. Several
     * metas mean several processes under one key, such as two devices of a user.
     */
    public List<PresenceMeta> metas() {
        return metas;
    }

    /**
     * All extras as one JSON object; {@code {}} if there are none. The state and the last join replace all extras. The
     * server makes the extras anew for each of these messages, so they may differ from message to message.
     */
    public Payload extras() {
        return extras.payload();
    }

    /** One extra, of any JSON type; empty if the server sent none with this name. */
    public Optional<Payload> extra(String name) {
        return Optional.ofNullable(JsonPart.of(extras.text()).members().get(name))
                .map(part -> extras.with(part.raw()).payload());
    }

    KeptJson keptExtras() {
        return extras;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof PresenceEntry that
                        && key.equals(that.key)
                        && metas.equals(that.metas)
                        && extras.hasValueOf(that.extras));
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    /** Prints the number of metas only, because the key may name a user. */
    @Override
    public String toString() {
        return "PresenceEntry[metas=" + metas.size() + "]";
    }
}
