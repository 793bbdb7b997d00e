package dev.slipstream.core;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * The payload of a message: a JSON value or bytes, or {@link Omitted} if the client did not keep the payload.
 *
 * <p>A payload is immutable and valid: received JSON is well formed, and {@code push} encodes its value at the call.
 * Two JSON payloads are equal if their JSON values are equal; the order of keys and the formatting do not matter.
 *
 * <p>{@code toString} prints kind and size, never the content. There is one exception: the response of a refused join,
 * or of an error reply to a request, prints what the server said. The printed text is escaped and cut, and contains no
 * strings that the client sent.
 */
public sealed interface Payload permits Payload.Json, Payload.Binary, Payload.Omitted {

    /** Returns a binary payload holding a copy of these bytes. */
    static Payload.Binary binary(byte[] bytes) {
        return new Binary(bytes.clone());
    }

    /**
     * Returns a binary payload holding a copy of some of these bytes.
     *
     * @param from the index of the first byte
     * @param to the index after the last byte
     */
    static Payload.Binary binary(byte[] bytes, int from, int to) {
        Objects.checkFromToIndex(from, to, bytes.length); // copyOfRange accepts too long a range, and adds zeros
        return new Binary(Arrays.copyOfRange(bytes, from, to));
    }

    /** The size in bytes. The size of a JSON payload is the size of its text in UTF-8. */
    int size();

    /**
     * The memory that this payload retains, in bytes. A JSON payload retains the whole text that it was read from. If
     * this text has a char beyond Latin-1, each char of the text takes two bytes.
     *
     * <p>Bounds on waiting payloads count retained bytes instead of {@link #size}, because the whole text may be far
     * larger than the payload.
     */
    long retainedBytes();

    /**
     * This JSON value as an instance of a type, decoded at this call.
     *
     * @throws PayloadMismatchException if the value does not fit the type, or the payload is binary
     */
    <T> T as(Class<T> type);

    /**
     * This JSON value as an instance of a generic type, decoded at this call.
     *
     * @throws PayloadMismatchException if the value does not fit the type, or the payload is binary
     */
    <T> T as(TypeRef<T> type);

    /**
     * The elements of this JSON array, each as an instance of a type.
     *
     * @throws PayloadMismatchException if this is not an array, an element does not fit, or the payload is binary
     */
    <T> List<T> asList(Class<T> type);

    /**
     * This value as JSON text, as received or as it will be sent.
     *
     * @throws PayloadMismatchException if the payload is binary
     */
    String text();

    /**
     * A copy of the bytes of this binary payload.
     *
     * @throws PayloadMismatchException if the payload is JSON
     */
    byte[] bytes();

    /** Whether this is an empty JSON object, which Phoenix sends if a message has no payload. */
    boolean isEmptyObject();

    /**
     * A JSON value. It is validated when this object is made, and decoded on demand.
     *
     * <p>Serializers implement this interface, because this module depends on no JSON library. {@code equals} compares
     * JSON values.
     */
    non-sealed interface Json extends Payload {

        /**
         * Returns a payload of another JSON text, which the serializer of this payload decodes. The new payload does
         * not retain the text of this payload.
         *
         * @throws IllegalArgumentException if the text is not one JSON value, or exceeds a limit of the serializer
         */
        Json withText(String json);

        /** Returns by default twice the {@link #size}: the maximum for a payload that retains only its own text. */
        @Override
        default long retainedBytes() {
            return 2L * size();
        }

        @Override
        default byte[] bytes() {
            throw new PayloadMismatchException(
                    "cannot read the bytes of a JSON payload (" + size() + " bytes): use text() or as()");
        }
    }

    /**
     * A payload whose content the client did not keep.
     *
     * <p>Only {@link JoinParams.Attempt#lastFailure()} may hold an omitted payload, in place of a payload above
     * {@link #MAX_KEPT_BYTES}; callbacks get whole payloads. Methods that read the content throw
     * {@link PayloadMismatchException}. An omitted payload cannot be sent.
     *
     * @param size the size of the received payload, in bytes
     */
    record Omitted(int size) implements Payload {

        /** The size of the largest payload that the client keeps after the callback that receives it: 1,024 bytes. */
        public static final int MAX_KEPT_BYTES = 1024;

        /** Returns 0, because the content is not kept. */
        @Override
        public long retainedBytes() {
            return 0;
        }

        @Override
        public <T> T as(Class<T> type) {
            throw notKept();
        }

        @Override
        public <T> T as(TypeRef<T> type) {
            throw notKept();
        }

        @Override
        public <T> List<T> asList(Class<T> type) {
            throw notKept();
        }

        @Override
        public String text() {
            throw notKept();
        }

        @Override
        public byte[] bytes() {
            throw notKept();
        }

        /** Returns false, because an empty object is always kept. */
        @Override
        public boolean isEmptyObject() {
            return false;
        }

        @Override
        public String toString() {
            return "omitted(" + size + " bytes)";
        }

        private PayloadMismatchException notKept() {
            return new PayloadMismatchException("cannot read a payload of " + size + " bytes: payloads over "
                    + MAX_KEPT_BYTES + " bytes are not kept after their callback; check for Payload.Omitted first");
        }
    }

    /** A binary payload. */
    final class Binary implements Payload {

        private final byte[] bytes;

        private Binary(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int size() {
            return bytes.length;
        }

        @Override
        public long retainedBytes() {
            return bytes.length;
        }

        @Override
        public <T> T as(Class<T> type) {
            throw mismatch(type.getTypeName());
        }

        @Override
        public <T> T as(TypeRef<T> type) {
            throw mismatch(type.toString());
        }

        @Override
        public <T> List<T> asList(Class<T> type) {
            throw mismatch("a list of " + type.getTypeName());
        }

        @Override
        public String text() {
            throw mismatch("JSON text");
        }

        @Override
        public byte[] bytes() {
            return bytes.clone();
        }

        @Override
        public boolean isEmptyObject() {
            return false;
        }

        /** Copies these bytes into an array, beginning at this index of the array. */
        public void copyTo(byte[] target, int at) {
            System.arraycopy(bytes, 0, target, at, bytes.length);
        }

        /** These bytes in lower-case hexadecimal. */
        public String hex() {
            return HexFormat.of().formatHex(bytes);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Binary that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "binary(" + bytes.length + " bytes)";
        }

        private PayloadMismatchException mismatch(String wanted) {
            return new PayloadMismatchException(
                    "cannot read " + wanted + " from a binary payload (" + bytes.length + " bytes): use bytes()");
        }
    }
}
