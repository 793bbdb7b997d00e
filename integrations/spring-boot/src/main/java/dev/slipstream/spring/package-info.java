/**
 * The starter for Spring Boot.
 *
 * <p>Configure clients as {@code slipstream.clients.<name>}; {@link dev.slipstream.spring.ClientProperties} lists the
 * properties. For each client the starter makes beans: {@link dev.slipstream.channels.ChannelSocket}, or
 * {@link dev.slipstream.RunningClient} if a bean of the client's name has the callbacks. Annotate methods with
 * {@link dev.slipstream.spring.ChannelListener} to receive messages.
 */
package dev.slipstream.spring;
