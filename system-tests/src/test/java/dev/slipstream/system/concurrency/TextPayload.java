package dev.slipstream.system.concurrency;

import dev.slipstream.core.Payload;
import dev.slipstream.core.TypeRef;
import java.util.List;

/**
 * JSON without a JSON library, of which each step would be one that a schedule may order: equal whatever its white space.
 *
 * @param text has no white space in names and strings
 */
public record TextPayload(String text) implements Payload.Json {

    @Override
    public int size() {
        return text.length();
    }

    @Override
    public long retainedBytes() {
        return text.length();
    }

    @Override
    public <T> T as(Class<T> type) {
        throw new UnsupportedOperationException("nobody reads it");
    }

    @Override
    public <T> T as(TypeRef<T> type) {
        throw new UnsupportedOperationException("nobody reads it");
    }

    @Override
    public <T> List<T> asList(Class<T> type) {
        throw new UnsupportedOperationException("nobody reads it");
    }

    @Override
    public boolean isEmptyObject() {
        return text.equals("{}");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TextPayload that && text.replace(" ", "").equals(that.text.replace(" ", ""));
    }

    @Override
    public int hashCode() {
        return text.replace(" ", "").hashCode();
    }
}
