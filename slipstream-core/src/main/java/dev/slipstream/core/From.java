package dev.slipstream.core;

/**
 * A caller on another thread that waits for an answer from a client.
 *
 * <p>You may keep this object, for example in an assign, and answer in a later callback with {@link Socket#answer}. A
 * second answer has no effect. An answer after the caller has stopped waiting has no effect, either.
 *
 * @param <T> the type of the answer
 * @param id unique within one client
 */
@SuppressWarnings("UnusedTypeParameter") // lets the compiler check the type of value in socket.answer(from, value)
public record From<T>(long id) {}
