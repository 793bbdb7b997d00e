package dev.slipstream.core.presence;

import dev.slipstream.core.Payload;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One key of a presence list, with its metas and extras. It has one meta for each process that the app tracks under the
 * key, and at least one.
 *
 * <p>Its JSON is {@code {"metas": [...], "user": {"name": "Ann"}}}. Every member except {@code metas} is an extra,
 * which the app's {@code fetch/2} added. Immutable. Two entries are equal if their keys are equal and their metas and
 * extras have equal JSON values.
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

    /** The key under which the app tracks processes, such as a user's id. It may be any text, even an empty one. */
    public String key() {
        return key;
    }

    /**
     * One meta for each tracked process, in the order in which this client first received the metas. The server does
     * not order metas. Several metas mean several processes under one key, such as two devices of a user.
     */
    public List<PresenceMeta> metas() {
        return metas;
    }

    /**
     * All extras as one JSON object; {@code {}} if there are none. Each state, and each diff with a join of this key,
     * replaces all extras. The server makes the extras for each of these messages, so the extras may differ from
     * message to message.
     */
    public Payload extras() {
        return extras.payload();
    }

    /** The extra with this name, of any JSON type; empty if the server sent no such extra. */
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

    /** Prints only the number of metas, because the key may name a user. */
    @Override
    public String toString() {
        return "PresenceEntry[metas=" + metas.size() + "]";
    }
}
