package dev.slipstream.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTestContextBootstrapper;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A test of the clients and listeners of an application, without a network and in virtual time. In place of the server,
 * the test sends and checks messages with a {@link dev.slipstream.testkit.SocketTest}.
 *
 * <pre>{@code
 * @SlipstreamTest
 * class GreetingsTest {
 *     @Test
 *     void greets(SocketTest test) {
 *         test.connectAndJoin("rooms:lobby");
 *         test.push("rooms:lobby", "shout", Map.of("text", "Ann"));
 *         test.assertPush("rooms:lobby", "greet", Map.of("text", "hello to Ann"));
 *     }
 * }
 * }</pre>
 *
 * <p>The only active auto-configurations are those of the starter and of Jackson. A scanned component becomes a bean
 * only if it is a {@code SlipstreamClient} or has a {@link ChannelListener}. Add other classes with {@code @Import}, or
 * list all classes of the test with {@code @ContextConfiguration}. Each test method has a new context, so that its
 * clients start anew. The test ignores the properties {@code uri} and {@code ssl-bundle}, and each
 * {@link ClientConnectionDetails} bean.
 *
 * <p>The test, its {@code @BeforeEach} and its {@code @AfterEach} methods may have a parameter of the type
 * {@code SocketTest}. If the application has several clients, annotate each parameter with {@code @Qualifier} and the
 * name of its client. After the test, the {@code SocketTest}s are closed. The test fails if closing fails.
 *
 * <p>Needs {@code slipstream-testkit} and {@code spring-boot-starter-test}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@BootstrapWith(SpringBootTestContextBootstrapper.class)
@ExtendWith({SpringExtension.class, PlayedServerExtension.class})
@TestPropertySource(properties = "spring.boot.enableautoconfiguration=false")
@TypeExcludeFilters(ListenersOnlyFilter.class)
@ImportAutoConfiguration
@DirtiesContext(classMode = DirtiesContext.ClassMode.AFTER_EACH_TEST_METHOD)
public @interface SlipstreamTest {}
