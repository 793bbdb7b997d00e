package dev.slipstream.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method of a singleton bean that receives messages of the server.
 *
 * <pre>{@code
 * @ChannelListener(topic = "rooms:*", event = "shout")
 * void on(Shout shout) { ... }
 * }</pre>
 *
 * <p>The method may have these parameters, each at most once, in any order: the payload, decoded to the parameter's
 * class; {@link dev.slipstream.core.Payload}; {@link dev.slipstream.channels.ChannelMessage}; {@link
 * dev.slipstream.channels.Channel}. It must return nothing. For a generic type, such as a list, take the {@code
 * Payload} and decode it with a {@link dev.slipstream.core.TypeRef}. If a {@code JsonMapper} is a bean, it decodes the
 * payloads.
 *
 * <p>The starter registers the methods before the client connects, so they receive the first message, too. They run on
 * the client process: one at a time for each client, in the order of the messages. A method may block, but later
 * messages and replies wait meanwhile. So the method must not wait for a stage of the client: the stage cannot complete
 * before the method returns. If the method throws, the client logs the exception with the topic and the event, and
 * continues. If the payload does not fit the class, the client does not call the method. It counts and logs the
 * message.
 *
 * <p>If a client is configured, each listener must match a topic of the properties; otherwise the application does not
 * start. If no client is configured, listeners have no effect.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ChannelListener {

    /**
     * The topic, or a prefix of topics followed by a star. All values of this annotation may have placeholders. Only
     * topics of the property {@code topics} match, because Phoenix has no wildcard joins. For other topics, use
     * {@link dev.slipstream.channels.ChannelSocket#channel(String)}.
     */
    String topic();

    /** The event. The default, a star, matches every event. */
    String event() default "*";

    /** The name of the client. By default, the topics of all clients with channel handles match. */
    String client() default "";
}
