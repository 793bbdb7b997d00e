/**
 * JUnit support: gives each test a {@link dev.slipstream.testkit.SocketTest}, and closes it after the test.
 *
 * <p>Begin with {@link dev.slipstream.testkit.junit.SocketTestExtension}. This package and {@code
 * dev.slipstream.transport.contract} need JUnit Jupiter (5.10 or later, or 6) on the class path or module path. The
 * other packages do not.
 */
package dev.slipstream.testkit.junit;
