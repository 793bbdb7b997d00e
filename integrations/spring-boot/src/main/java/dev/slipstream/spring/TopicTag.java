package dev.slipstream.spring;

/**
 * A bean that gives the meters of all clients the tag {@code topic}. Without such a bean, meters have no such tag.
 * Needs {@code slipstream-micrometer}.
 *
 * <p>The meter registry keeps one meter for each value until the program ends. So return few different values.
 *
 * <pre>{@code
 * @Bean
 * static TopicTag topicTag() {
 *     return topic -> topic.startsWith("rooms:") ? "rooms:*" : "other";
 * }
 * }</pre>
 */
@FunctionalInterface
public interface TopicTag {

    /**
     * Returns the value of the tag for a topic. Must not throw. The server may choose the topic: for example, a
     * meter counts the dropped messages of topics that the client has not joined.
     */
    String of(String topic);
}
