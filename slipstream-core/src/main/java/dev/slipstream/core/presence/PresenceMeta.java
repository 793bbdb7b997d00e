package dev.slipstream.core.presence;

import dev.slipstream.core.Payload;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One tracked process of a presence, such as one device of a user.
 *
 * <p>Its JSON is an object such as {@code {"phx_ref": "F1a", "device": "web"}}. It has {@code phx_ref}, the members
 * that the app tracked and, after an update, {@code phx_ref_prev}. Immutable. Two metas are equal if their JSON values
 * are equal.
 */
public final class PresenceMeta {

    private static final String REF = "phx_ref";
    private static final String PREVIOUS_REF = "phx_ref_prev";

    private final String ref;
    private final @Nullable String previousRef;
    private final KeptJson json;

    private PresenceMeta(String ref, @Nullable String previousRef, KeptJson json) {
        this.ref = ref;
        this.previousRef = previousRef;
        this.json = json;
    }

    /** Reads a meta; returns null if the value is not an object with a string {@code phx_ref}. */
    static @Nullable PresenceMeta of(JsonPart value, KeptJson serializer) {
        if (!value.isObject()) {
            return null;
        }
        var members = value.members();
        String ref = string(members.get(REF));
        return ref == null
                ? null
                : new PresenceMeta(ref, string(members.get(PREVIOUS_REF)), serializer.with(value.raw()));
    }

    private static @Nullable String string(@Nullable JsonPart member) {
        return member != null && member.isString() ? member.string() : null;
    }

    /**
     * The id of this version of the meta ({@code phx_ref}), which the server chose. Compare it only for equality, and
     * only with refs of the same key. An update of the meta changes its ref.
     */
    public String ref() {
        return ref;
    }

    /**
     * The ref before the last update ({@code phx_ref_prev}). This client may not have received that ref, because the
     * server combines quick updates.
     */
    public Optional<String> previousRef() {
        return Optional.ofNullable(previousRef);
    }

    /** The whole meta: a JSON object, refs included. Decode it with {@link Payload#as(Class)}. */
    public Payload payload() {
        return json.payload();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof PresenceMeta that && ref.equals(that.ref) && json.hasValueOf(that.json));
    }

    @Override
    public int hashCode() {
        return ref.hashCode();
    }

    /** Prints only the size, because refs and metas are data of the server's users. */
    @Override
    public String toString() {
        return "PresenceMeta[" + payload() + "]";
    }
}
