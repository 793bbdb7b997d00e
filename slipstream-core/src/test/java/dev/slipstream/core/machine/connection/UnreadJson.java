package dev.slipstream.core.machine.connection;

import dev.slipstream.core.Payload;
import dev.slipstream.core.TypeRef;
import java.util.List;

/** A payload that throws an exception when it is read. */
final class UnreadJson implements Payload.Json {

    @Override
    public int size() {
        throw new IllegalStateException("read");
    }

    @Override
    public long retainedBytes() {
        return 1; // counted without reading
    }

    @Override
    public <T> T as(Class<T> type) {
        throw new IllegalStateException("read");
    }

    @Override
    public <T> T as(TypeRef<T> type) {
        throw new IllegalStateException("read");
    }

    @Override
    public <T> List<T> asList(Class<T> type) {
        throw new IllegalStateException("read");
    }

    @Override
    public String text() {
        throw new IllegalStateException("read");
    }

    @Override
    public Payload.Json withText(String json) {
        throw new IllegalStateException("read");
    }

    @Override
    public boolean isEmptyObject() {
        throw new IllegalStateException("read");
    }
}
