package dev.slipstream.core.machine.connection;

import dev.slipstream.core.Payload;
import dev.slipstream.core.TypeRef;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The JSON response of a refused join or of an error reply. Its {@code toString} shows the JSON text without secrets,
 * because users cannot act on a refusal without this text. Other payloads show only kind and size. {@link Secrets}
 * makes the text.
 *
 * <p>The first call of {@code toString} makes the text, because a server may send many errors and most texts are never
 * read. Several threads may call {@code toString}. If the first calls overlap, each makes an equal text.
 */
final class ShownResponse implements Payload.Json {

    private final Payload.Json response;
    private final long kept;
    private volatile String shown = "";
    /** Makes the text. Null once the text is made, so that the supplier and its objects can be garbage collected. */
    private volatile @Nullable Supplier<String> unread;

    /**
     * Makes a response whose text is not made yet.
     *
     * @param kept the number of bytes that {@code text} keeps in memory, in addition to the response
     * @param text makes the text for logs: escaped, cut, and without secrets
     */
    ShownResponse(Payload.Json response, long kept, Supplier<String> text) {
        this.response = response;
        this.kept = kept;
        this.unread = text;
    }

    @Override
    public int size() {
        return response.size();
    }

    /**
     * Returns the same number before and after the text is made, because queues add it to their size and later subtract
     * it.
     */
    @Override
    public long retainedBytes() {
        return response.retainedBytes() + kept;
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

    /** Returns a payload that prints only kind and size, because its text was not checked for secrets. */
    @Override
    public Payload.Json withText(String json) {
        return response.withText(json);
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
        Supplier<String> text = unread;
        if (text != null) {
            shown = text.get();
            unread = null; // set after shown, so a thread that sees null also sees the text
        }
        return shown;
    }
}
