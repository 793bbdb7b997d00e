package dev.slipstream.system.concurrency;

import dev.slipstream.core.Payload;
import dev.slipstream.core.TypeRef;
import java.util.List;

/**
 * A JSON payload that needs no JSON library, because the model checker would have to schedule every step of that
 * library. Two payloads are equal if they differ only in white space.
 *
 * @param text the JSON text, without white space in names and strings
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
        throw new UnsupportedOperationException("no scenario reads a payload");
    }

    @Override
    public <T> T as(TypeRef<T> type) {
        throw new UnsupportedOperationException("no scenario reads a payload");
    }

    @Override
    public <T> List<T> asList(Class<T> type) {
        throw new UnsupportedOperationException("no scenario reads a payload");
    }

    @Override
    public Payload.Json withText(String json) {
        return new TextPayload(json);
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
