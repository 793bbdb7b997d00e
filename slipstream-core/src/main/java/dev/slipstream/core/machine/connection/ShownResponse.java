package dev.slipstream.core.machine.connection;

import dev.slipstream.core.Payload;
import dev.slipstream.core.TypeRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JSON response of a refused join or of an error reply. Unlike any other payload, it prints what the server said,
 * because without it nobody can act on the refusal. {@link Secrets} makes the text.
 *
 * @param response the response itself
 * @param shown its text for logs: escaped, cut, and without secrets
 */
record ShownResponse(Payload.Json response, String shown) implements Payload.Json {

    @Override
    public int size() {
        return response.size();
    }

    @Override
    public long retainedBytes() {
        return response.retainedBytes() + shown.length();
    }

    @Override
    public <T> T as(Class<T> type) {
        return response.as(type);
    }

    @Override
    public <T> T as(TypeRef<T> type) {
        return response.as(type);
    }

    @Override
    public <T> List<T> asList(Class<T> type) {
        return response.asList(type);
    }

    @Override
    public String text() {
        return response.text();
    }

    @Override
    public boolean isEmptyObject() {
        return response.isEmptyObject();
    }

    /** Compares the response by its JSON value, like every JSON payload. */
    @Override
    public boolean equals(@Nullable Object other) {
        return response.equals(other instanceof ShownResponse that ? that.response : other);
    }

    @Override
    public int hashCode() {
        return response.hashCode();
    }

    @Override
    public String toString() {
        return shown;
    }
}
