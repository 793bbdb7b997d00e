package dev.slipstream.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;

/**
 * Starts a {@link dev.slipstream.testkit.server.PhoenixServer} on a free port for a test, and connects the clients to
 * it.
 *
 * <pre>{@code
 * @SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
 * @AutoConfigurePhoenixServer
 * class RoomServiceTest {
 *     @TestConfiguration
 *     static class Server {
 *         @Bean
 *         UserSocket socket() {
 *             return UserSocket.at("/socket").channel("rooms:*", Room::new);
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>The server has the {@link dev.slipstream.testkit.phoenix.UserSocket} beans of the context, and needs at least
 * one. A client connects to the socket whose {@code @Qualifier} is the client's name, or to the first socket if there
 * is no such socket. The property {@code uri} and a {@link ClientConnectionDetails} bean are not used, so no client
 * connects to another server. The server is a bean, and is closed after the clients.
 *
 * <p>Needs {@code slipstream-testkit-server} and {@code spring-boot-starter-test}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Import(PhoenixServerConfiguration.class)
public @interface AutoConfigurePhoenixServer {}
