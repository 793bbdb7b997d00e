package dev.slipstream.core;

/**
 * A caller on another thread that waits for an answer from a client.
 *
 * <p>You may keep it, for example in an assign, and answer in a later callback with {@link Socket#answer}. A second
 * answer, or one after the caller gave up, has no effect.
 *
 * @param <T> the type of the answer
 * @param id unique within one client
 */
@SuppressWarnings("UnusedTypeParameter") // it ties the answer to the question: socket.answer(from, value)
public record From<T>(long id) {}
